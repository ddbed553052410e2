"""The notices that a consent was taken back stand among those of sharing, which tell of other things too."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.guard.enums import Category
from tvaers.guard.policies import WORK_FLOOR, former, protection, sql_file
from tvaers.sharing.policies import open_to_reader

OLD, NEW = "consents_withdrawalnotice", "sharing_notice"
SAME = (
    "id, dossier_id, owner_id, organisation_id, reader_id, unit_id, member_id, purpose, given_by_id, given_at, told_at,"
    " acknowledged_at, acknowledged_by_id"
)
MOVE = f"INSERT INTO {NEW} (kind, about_id, {SAME}) SELECT 'withdrawn', frame_id, {SAME} FROM {OLD};"
MOVE_BACK = f"INSERT INTO {OLD} (frame_id, {SAME}) SELECT about_id, {SAME} FROM {NEW} WHERE kind = 'withdrawn';"
FORMER = former(__file__, "0006_taken_back.sql", "was_told", "acknowledge_withdrawal")
GIVEN = "".join(
    f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION {each} TO tvaers_app;\n"
    for each in ("guard.was_told(uuid, uuid, integer)", "guard.acknowledge_withdrawal(uuid)")
)
# As 0006 made it.
PLAN = str(int(Category.PLAN))
EITHER_END = (
    f"guard.was_told({OLD}.reader_id, {OLD}.organisation_id, {OLD}.purpose)"
    f" OR {OLD}.owner_id = (SELECT guard.organisation())"
    f" AND {open_to_reader(f'{OLD}.dossier_id', category=PLAN, may=1, owner_only=True)}"
)
PROTECTED = protection(OLD, WORK_FLOOR, {"SELECT": EITHER_END})
LISTED = f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{OLD}', 'dossier_id');"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0026_notices"), ("consents", "0006_taken_back")]
    operations: ClassVar = [
        RunSQL(MOVE, reverse_sql=MOVE_BACK),
        sql_file(__file__, "0007_notices.sql", reverse=former(__file__, "0006_taken_back.sql", "tell_withdrawal")),
        RunSQL(str(PROTECTED.reverse_sql), reverse_sql=str(PROTECTED.sql)),
        RunSQL(
            "DROP FUNCTION guard.acknowledge_withdrawal(uuid); DROP FUNCTION guard.was_told(uuid, uuid, integer);",
            reverse_sql=FORMER + GIVEN,
        ),
        RunSQL(f"DELETE FROM guard.dossier_table WHERE name = '{OLD}'::regclass;", reverse_sql=LISTED),
        migrations.DeleteModel("WithdrawalNotice"),
    ]
