"""What was shared and was wrong is corrected or taken out, and whoever can have kept it is told (R15, R22)."""

from typing import ClassVar

from django.db import migrations, models

import tvaers.foundation.ids
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader, written_by_functions

TABLE = "sharing_correction"
SEEN = open_to_reader(f"{TABLE}.dossier_id", category=f"{TABLE}.category", may=1)
OWN = open_to_reader(f"{TABLE}.dossier_id", category=f"{TABLE}.category", may=1, owner_only=True)
# What was kept from a receiver is so when it is corrected, too.
SHOWN = f"{SEEN} AND ({TABLE}.only_id IS NULL OR {TABLE}.only_id = (SELECT guard.organisation()) OR {OWN})"
UNDO = """
DROP FUNCTION guard.tell_identity(uuid);
DROP FUNCTION guard.tell_correction(text, uuid, integer, text, uuid, timestamptz, uuid);
DROP FUNCTION guard.tell_receivers(text, uuid, uuid, integer, timestamptz, uuid);
DROP FUNCTION guard.never_open(sharing_access, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0026_notices")]
    operations: ClassVar = [
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                choices=[
                    ("withdrawn", "A consent was taken back"),
                    ("corrected", "Something was corrected"),
                    ("removed", "Something was taken out"),
                    ("closed", "A case was closed"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("withdrawn", "A consent was taken back"),
                            ("corrected", "Something was corrected"),
                            ("removed", "Something was taken out"),
                            ("closed", "A case was closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("category", models.IntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("note", "A note"),
                            ("voice", "Own words"),
                            ("strength", "Something that carries"),
                            ("network", "Somebody in the network"),
                            ("file", "A file"),
                            ("identity", "Name, CPR number or day of birth"),
                        ],
                        max_length=10,
                    ),
                ),
                ("object_id", models.UUIDField()),
                ("only_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
            ],
        ),
        protection(TABLE, WORK_FLOOR, {"SELECT": SHOWN}),
        migrations.RunSQL(
            f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{TABLE}', 'dossier_id');",
            reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{TABLE}'::regclass;",
        ),
        sql_file(__file__, "0027_corrections.sql", reverse=UNDO),
        written_by_functions("sharing.told"),
    ]
