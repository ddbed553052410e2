"""What somebody consented to stays as it was written; only that it was taken back is added, once (R8)."""

from typing import ClassVar

from django.db import migrations

KEEP = """
CREATE FUNCTION guard.keep_consent() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR to_jsonb(NEW) - 'withdrawn_at' <> to_jsonb(OLD) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'a consent is not rewritten' USING ERRCODE = 'TV046';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_consent BEFORE UPDATE ON consents_consent FOR EACH ROW EXECUTE FUNCTION guard.keep_consent();
"""
DROP = "DROP TRIGGER keep_consent ON consents_consent; DROP FUNCTION guard.keep_consent();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("consents", "0002_guard")]
    operations: ClassVar = [migrations.RunSQL(KEEP, reverse_sql=DROP)]
