"""A consent is taken and taken back by who decides, and stands and ends with its frame: words alone end nothing (R8)."""

from typing import ClassVar

from django.db import migrations

WITH_ITS_FRAME = """
CREATE FUNCTION guard.consent_with_frame() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = NEW.frame_id AND f.kind = 'consent'
                   AND f.dossier_id = NEW.dossier_id AND (f.ended_at IS NULL) = (NEW.withdrawn_at IS NULL)) THEN
        -- Written down: as a row behind a hidden dossier. Nothing tells whether such a frame is there.
        RAISE EXCEPTION 'a consent stands and ends with its frame'
            USING ERRCODE = CASE TG_OP WHEN 'INSERT' THEN '42501' ELSE 'TV046' END;
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.consent_with_frame() FROM PUBLIC;
-- Triggers run in the order of their names: whoever may not decide learns nothing of the frame.
CREATE TRIGGER by_who_decides BEFORE INSERT OR UPDATE ON consents_consent FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER consent_with_frame BEFORE INSERT OR UPDATE ON consents_consent FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.consent_with_frame();
"""
UNDO = """
DROP TRIGGER consent_with_frame ON consents_consent;
DROP TRIGGER by_who_decides ON consents_consent;
DROP FUNCTION guard.consent_with_frame();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0005_disclosure_guard"), ("consents", "0003_words")]
    operations: ClassVar = [migrations.RunSQL(WITH_ITS_FRAME, reverse_sql=UNDO)]
