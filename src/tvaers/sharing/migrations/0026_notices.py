"""Whoever was given something is told what became of it, and acknowledges it (R15, R22)."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import tvaers.foundation.ids
from tvaers.guard.enums import Category
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader, written_by_functions

NOTICE = "sharing_notice"
# What a consent says is the owner's people's who see the plan.
SEEN = f"(CASE {NOTICE}.kind WHEN 'withdrawn' THEN {int(Category.PLAN)} ELSE 511 END)"
# Whoever is told, and the people of the owner who see what it is about.
EITHER_END = (
    f"guard.notice_reaches({NOTICE}.reader_id, {NOTICE}.organisation_id, {NOTICE}.purpose)"
    f" OR {NOTICE}.owner_id = (SELECT guard.organisation())"
    f" AND {open_to_reader(f'{NOTICE}.dossier_id', category=SEEN, may=1, owner_only=True)}"
)
UNDO = """
DROP FUNCTION guard.acknowledge_notice(uuid);
DROP FUNCTION guard.notice_reaches(uuid, uuid, integer);
"""


def one(of: str, *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg] # of no model yet
    """Return a relation as every one here is."""
    return models.ForeignKey(null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=of)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0006_idle"), ("sharing", "0025_notice_kind")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("withdrawn", "A consent was taken back")], max_length=10)),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("about_id", models.UUIDField()),
                ("reader_id", models.UUIDField()),
                (
                    "purpose",
                    models.IntegerField(
                        choices=[
                            (1, "SSP"),
                            (2, "PSP"),
                            (4, "KSP"),
                            (8, "RADICALISATION"),
                            (16, "EXIT"),
                            (32, "RELEASE"),
                            (64, "PARENTS"),
                            (128, "OVERSIGHT"),
                        ]
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", one("partnerships.membership", null=True)),
                ("given_by", one("partnerships.membership", null=True)),
                ("member", one("partnerships.membership", null=True)),
                ("organisation", one("partnerships.organisation")),
                ("owner", one("partnerships.organisation")),
                ("unit", one("partnerships.unit", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["organisation"],
                        name="sharing_notice_unread",
                    )
                ],
            },
        ),
        # Erasing the dossier erases that others were told about it.
        migrations.RunSQL(
            f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{NOTICE}', 'dossier_id');",
            reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{NOTICE}'::regclass;",
        ),
        sql_file(__file__, "0026_notices.sql", reverse=UNDO),
        protection(NOTICE, WORK_FLOOR, {"SELECT": EITHER_END}),
        written_by_functions("sharing.acknowledged"),
    ]
