"""A clock is stopped by roles that decide, once, and never moved."""

from typing import ClassVar

from django.db import migrations

CHANGEABLE = "done_at, done_by"
KEPT = f"""
REVOKE UPDATE ON work_clock FROM tvaers_app;
GRANT UPDATE ({CHANGEABLE}) ON work_clock TO tvaers_app;

-- What was done stays as it was written down, whoever asks.
CREATE FUNCTION guard.refuse_rewriting() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'what was done in % stays', TG_TABLE_NAME USING ERRCODE = 'TV034';
END
$$;
REVOKE ALL ON FUNCTION guard.refuse_rewriting() FROM PUBLIC;

CREATE TRIGGER keep_clock BEFORE UPDATE ON work_clock FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER keep_done BEFORE UPDATE ON work_clock FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND OLD.done_at IS NOT NULL) EXECUTE FUNCTION guard.refuse_rewriting();
"""
UNDO = f"""
DROP TRIGGER keep_done ON work_clock;
DROP TRIGGER keep_clock ON work_clock;
DROP FUNCTION guard.refuse_rewriting();
REVOKE UPDATE ({CHANGEABLE}) ON work_clock FROM tvaers_app;
GRANT UPDATE ON work_clock TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("work", "0002_guard")]
    operations: ClassVar = [migrations.RunSQL(KEPT, reverse_sql=UNDO)]
