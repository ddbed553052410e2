"""An offer is accepted, and the text of a task alone is kept, only while what it was given on stands."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import open_to_reader

PLANS = str(Path(__file__).parents[2] / "plans" / "migrations" / "0009_taken_on.py")
UNDO = former(__file__, "0002_functions.sql", "answer_access") + former(
    PLANS, "0009_taken_on.sql", "keep_text", "task_was_taken_on"
)


def _read(*, kept: bool) -> str:
    """Return the statement that lets what is written on a task be read, by what stays of it too if `kept`."""
    reads = open_to_reader("plans_taskcomment.dossier_id", category="1", may=1, kept=kept)
    return f"ALTER POLICY may_select ON plans_taskcomment USING ({reads});"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0046_readers_at_once"), ("plans", "0009_taken_on")]
    operations: ClassVar = [
        sql_file(__file__, "0047_while_it_stands.sql", reverse=UNDO),
        migrations.RunSQL(_read(kept=False), reverse_sql=_read(kept=True)),
    ]
