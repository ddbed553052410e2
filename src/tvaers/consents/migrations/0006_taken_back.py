"""How a consent was given and taken back is written once; whoever saw something on it is told, and acknowledges (R8)."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader, written_by_functions

NOTICE = "consents_withdrawalnotice"
PLAN = str(int(Category.PLAN))
# Whoever is told, and the people of the owner who see the consent itself.
EITHER_END = (
    f"guard.was_told({NOTICE}.reader_id, {NOTICE}.organisation_id, {NOTICE}.purpose)"
    f" OR {NOTICE}.owner_id = (SELECT guard.organisation())"
    f" AND {open_to_reader(f'{NOTICE}.dossier_id', category=PLAN, may=1, owner_only=True)}"
)
# As 0003 made it.
KEPT = """
CREATE OR REPLACE FUNCTION guard.keep_consent() RETURNS trigger
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
"""
UNDO = f"""
DROP FUNCTION guard.acknowledge_withdrawal(uuid);
DROP FUNCTION guard.was_told(uuid, uuid, integer);
DROP TRIGGER tell_withdrawal ON sharing_frame;
DROP FUNCTION guard.tell_withdrawal();
DROP TRIGGER consent_file ON consents_consent;
DROP FUNCTION guard.consent_file();
{KEPT}
"""
SIGNED = (
    "DROP TRIGGER own_hand ON consents_consent; CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON consents_consent \
FOR EACH ROW WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.own_hand({});"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("sharing", "0018_consented"),
        ("files", "0003_stays"),
        ("consents", "0005_how_given"),
    ]
    operations: ClassVar = [
        # Erasing the dossier erases that others were told about it.
        migrations.RunSQL(
            f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{NOTICE}', 'dossier_id');",
            reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{NOTICE}'::regclass;",
        ),
        sql_file(__file__, "0006_taken_back.sql", reverse=UNDO),
        protection(NOTICE, WORK_FLOOR, {"SELECT": EITHER_END}),
        migrations.RunSQL(
            SIGNED.format("'written_by', 'withdrawal_written_by'"), reverse_sql=SIGNED.format("'written_by'")
        ),
        written_by_functions("consents.acknowledged"),
    ]
