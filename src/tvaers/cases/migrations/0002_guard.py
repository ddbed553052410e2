"""Put cases behind their dossiers; a signed note is locked, and only its author changes a draft (R11)."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

PLAN = str(int(Category.PLAN))
OTHERS = str(int(Category.OTHERS))
APPENDED = ("SELECT", "INSERT")
TAKEN_BACK = ("SELECT", "INSERT", "DELETE")
WRITTEN_BY = ("written_by",)
LOCK = """
CREATE FUNCTION guard.lock_entry() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed note is locked' USING ERRCODE = 'TV040';
    END IF;
    IF OLD.author_id IS DISTINCT FROM guard.actor() OR NEW.author_id IS DISTINCT FROM OLD.author_id
        OR NEW.author_organisation_id IS DISTINCT FROM OLD.author_organisation_id
        OR NEW.is_police_material IS DISTINCT FROM OLD.is_police_material
        OR NEW.written_at IS DISTINCT FROM OLD.written_at OR NEW.signed_at < OLD.written_at
        OR NEW.dossier_id IS DISTINCT FROM OLD.dossier_id THEN
        RAISE EXCEPTION 'only its author changes a draft' USING ERRCODE = 'TV041';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lock_entry BEFORE UPDATE ON cases_entry FOR EACH ROW EXECUTE FUNCTION guard.lock_entry();
"""
# What the police write is marked as theirs, and nothing else is (R3); and only who decides changes a case's course.
MARK = """
CREATE FUNCTION guard.mark_police() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.is_police_material IS DISTINCT FROM EXISTS (SELECT 1 FROM partnerships_organisation o
            WHERE o.id = guard.organisation() AND o.kind = 'police') THEN
        RAISE EXCEPTION 'what the police write is marked, and nothing else' USING ERRCODE = 'TV042';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.mark_police() FROM PUBLIC;
CREATE TRIGGER mark_police BEFORE INSERT ON cases_entry FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.mark_police();
CREATE TRIGGER keep_course BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.only_who_decides();
"""
NO_MARK = """
DROP TRIGGER keep_course ON cases_case;
DROP TRIGGER mark_police ON cases_entry;
DROP FUNCTION guard.mark_police();
"""
UNLOCK = "DROP TRIGGER lock_entry ON cases_entry; DROP FUNCTION guard.lock_entry();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("cases", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("cases_case", category=PLAN, dossier="id", owner_writes=True),
        dossier_rows("cases_voice", category=PLAN, commands=TAKEN_BACK, owner_writes=True, signed=WRITTEN_BY),
        dossier_rows("cases_strength", category=PLAN, commands=TAKEN_BACK, owner_writes=True, signed=WRITTEN_BY),
        dossier_rows("cases_networkmember", category=OTHERS, commands=TAKEN_BACK, owner_writes=True, signed=WRITTEN_BY),
        dossier_rows("cases_entry", category="category", signed=("author_id", "org:author_organisation_id")),
        migrations.RunSQL(LOCK, reverse_sql=UNLOCK),
        migrations.RunSQL(MARK, reverse_sql=NO_MARK),
        dossier_rows("cases_step", category=PLAN, commands=APPENDED, owner_writes=True, signed=("by",)),
    ]
