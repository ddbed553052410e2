"""That a case is seen by named colleagues alone."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

import tvaers.foundation.ids
from tvaers.sharing.policies import dossier_rows, open_to_reader

READS = open_to_reader("sharing_restriction.dossier_id", category="511", may=1, owner_only=True)
NAMED = "(ended_at IS NULL OR (SELECT guard.actor()) = ANY (named))"

STATES = [
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("revoked", "Withdrawn"),
    ("ended", "Ended"),
    ("moved", "Moved"),
    ("restricted", "Restricted"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0027_corrections")]
    operations: ClassVar = [
        migrations.AlterField("access", "state", models.CharField(choices=STATES, default="accepted", max_length=10)),
        migrations.CreateModel(
            "Restriction",
            [
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField()),
                ("reason", models.BinaryField(default=b"")),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("named", ArrayField(models.UUIDField())),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.BinaryField(default=b"")),
            ],
            {
                "indexes": [models.Index(fields=["dossier_id", "-at"], name="restriction_dossier_at")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at=None), fields=["dossier_id"], name="restriction_once"
                    )
                ],
            },
        ),
        # Written by functions alone, and read by the owner's people who are named, or were when it ended: why is for
        # nobody else, least of all for the one whom it was about.
        dossier_rows("sharing_restriction", category="511", commands=("SELECT",), owner_only=True),
        migrations.RunSQL(
            f"ALTER POLICY may_select ON sharing_restriction USING ({READS} AND {NAMED});",
            reverse_sql=f"ALTER POLICY may_select ON sharing_restriction USING ({READS});",
        ),
    ]
