"""A question is read by its asker's colleagues and the one asked; only functions put, answer and decline it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import WORK_FLOOR, former, protection, sql_file
from tvaers.sharing.policies import dossier_rows, open_to_reader, written_by_functions
from tvaers.sharing.rules import QUESTION

CATEGORIES = str(int(QUESTION))
ANSWER, DISCLOSURE = "sharing_questionanswer", "sharing_questiondisclosure"
# A decline is told on its day; until then its own organisation alone knows of it.
TOLD = (
    f"({ANSWER}.told_at <= statement_timestamp() OR {ANSWER}.organisation_id = (SELECT guard.organisation()))"
    f" AND {open_to_reader(f'{ANSWER}.dossier_id', category=CATEGORIES, may=1)}"
)
UNDO = f"""
{former(__file__, "0002_functions.sql", "end_access")}
DROP FUNCTION guard.erase_with_questions(uuid, text);
DROP FUNCTION guard.decline_question(uuid);
DROP FUNCTION guard.settle_question(uuid, boolean, bytea);
DROP FUNCTION guard.answer_question(uuid, uuid, boolean);
DROP FUNCTION guard.put_question(uuid, integer, uuid, uuid, timestamptz);
DROP FUNCTION guard.is_asked(uuid);
"""


def _erased_with(table: str) -> RunSQL:
    """Build the operation that erases the rows of a table with their dossier."""
    return RunSQL(
        f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{table}', 'dossier_id');",
        reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{table}'::regclass;",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0030_questions"), ("people", "0007_of_kind")]
    operations: ClassVar = [
        dossier_rows(
            "sharing_question",
            category=CATEGORIES,
            dossier="id",
            commands=("SELECT", "INSERT"),
            owner_writes=True,
            signed=("asked_by",),
        ),
        RunSQL(
            "CREATE TRIGGER of_kind BEFORE INSERT ON sharing_question FOR EACH ROW"
            " WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.of_kind('question');",
            reverse_sql="DROP TRIGGER of_kind ON sharing_question;",
        ),
        protection(ANSWER, WORK_FLOOR, {"SELECT": TOLD}),
        protection(
            DISCLOSURE,
            WORK_FLOOR,
            {"SELECT": open_to_reader(f"{DISCLOSURE}.dossier_id", category=CATEGORIES, may=1)},
        ),
        _erased_with(ANSWER),
        _erased_with(DISCLOSURE),
        sql_file(__file__, "0031_questions.sql", reverse=UNDO),
        allowed("sharing.erase_questions"),
        written_by_functions(
            "sharing.asked", "sharing.question_answered", "sharing.question_settled", "sharing.question_declined"
        ),
    ]
