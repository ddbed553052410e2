"""What answers a question and waits for approval is hidden from whoever asked until it is sent."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import open_to_reader
from tvaers.sharing.rules import QUESTION

TABLE = "sharing_questiondisclosure"
SEEN = open_to_reader(f"{TABLE}.dossier_id", category=str(int(QUESTION)), may=1)
OUTCOMES = [
    ("whole", "Answered"),
    ("part", "Partly answered"),
    ("rest", "Partly answered, the rest declined"),
    ("declined", "Declined"),
]
# To a former release what waits would be an answer.
FORGOTTEN = f"DELETE FROM {TABLE} WHERE waiting <> '';"
UNDO = f"""
DROP TRIGGER answer_when_sent ON sharing_access;
DROP FUNCTION guard.answer_when_sent();
{former(__file__, "0031_questions.sql", "answer_question")}
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0035_questions_restricted")]
    operations: ClassVar = [
        migrations.AddField(
            "questiondisclosure",
            "waiting",
            models.CharField(blank=True, choices=OUTCOMES, db_default="", default="", max_length=10),
        ),
        RunSQL(RunSQL.noop, reverse_sql=FORGOTTEN),
        RunSQL(
            f"ALTER POLICY may_select ON {TABLE} USING ({SEEN} AND waiting = '');",
            reverse_sql=f"ALTER POLICY may_select ON {TABLE} USING ({SEEN});",
        ),
        sql_file(__file__, "0036_answers_waiting.sql", reverse=UNDO),
    ]
