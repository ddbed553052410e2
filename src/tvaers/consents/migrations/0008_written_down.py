"""On a consent's frame nothing is given before the consent is written down (R8)."""

from typing import ClassVar

from django.db import migrations

DO = """
CREATE FUNCTION guard.consent_is_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = NEW.frame_id AND f.kind = 'consent')
        AND NOT EXISTS (SELECT 1 FROM consents_consent c WHERE c.frame_id = NEW.frame_id AND c.withdrawn_at IS NULL)
    THEN
        RAISE EXCEPTION 'no consent is written down' USING ERRCODE = 'TV026';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.consent_is_written() FROM PUBLIC;
CREATE TRIGGER consent_is_written BEFORE INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.frame_id IS NOT NULL AND NEW.source <> 'owner') EXECUTE FUNCTION guard.consent_is_written();
"""
UNDO = "DROP TRIGGER consent_is_written ON sharing_access;\nDROP FUNCTION guard.consent_is_written();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("consents", "0007_notices"), ("sharing", "0051_left_behind")]
    operations: ClassVar = [migrations.RunSQL(DO, reverse_sql=UNDO)]
