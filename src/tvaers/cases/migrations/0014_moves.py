"""A case is handed over when a young person moves: to whom, and since when there is a case there."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing
from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import dossier_rows, open_to_reader, written_by_functions

PLAN = "1"
READS = open_to_reader("cases_move.dossier_id", category=PLAN, may=1)
OURS = open_to_reader("cases_move.dossier_id", category=PLAN, may=1, owner_only=True)
# Where somebody moves is told to who is to take over, and to nobody else with whom the case is shared.
THEIRS_TO_TAKE = f"({OURS} OR to_organisation_id = (SELECT guard.organisation()) AND {READS})"
UNDO = """
DROP TRIGGER stays_until_taken ON cases_case;
DROP FUNCTION guard.stays_until_taken();
DROP FUNCTION guard.take_case_over(uuid, uuid);
DROP TRIGGER keep_move ON cases_move;
DROP FUNCTION guard.keep_move();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0013_restricting")]
    operations: ClassVar = [
        migrations.CreateModel(
            "Move",
            [
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField()),
                ("to_organisation_id", models.UUIDField(null=True)),
                ("to_name", tvaers.sharing.sealing.SealedTextField()),
                ("moves_on", models.DateField()),
                ("by", models.UUIDField()),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_at", models.DateTimeField(null=True)),
                ("answer", tvaers.sharing.sealing.SealedTextField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            {
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("taken_at__isnull", True)),
                        fields=["to_organisation_id"],
                        name="move_to_take",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(ended_at=None), fields=["dossier_id"], name="move_once")
                ],
            },
        ),
        dossier_rows("cases_move", category=PLAN, owner_writes=True, signed=("by",)),
        migrations.RunSQL(
            f"ALTER POLICY may_select ON cases_move USING {THEIRS_TO_TAKE};",
            reverse_sql=f"ALTER POLICY may_select ON cases_move USING ({READS});",
        ),
        sql_file(__file__, "0014_moves.sql", reverse=UNDO),
        written_by_functions("cases.taken_over"),
    ]
