"""A summary of a case lies in a dossier of its own, so that it can be shared and nothing else."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.sharing.sealing
from tvaers.guard.policies import former, sql_file
from tvaers.people.references import is_of_kind
from tvaers.sharing.policies import dossier_rows

PLAN = "1"
UNDO = former(__file__, "0011_second_reader.sql", "tell_case_closed")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0007_of_kind"),
        ("sharing", "0039_summaries"),
        ("cases", "0015_figures_by_area"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "Summary",
            [
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        # Never changed: what was wrong is taken back, and told anew.
        dossier_rows(
            "cases_summary",
            category=PLAN,
            dossier="id",
            commands=("SELECT", "INSERT"),
            owner_writes=True,
            signed=("written_by",),
        ),
        is_of_kind("cases_summary", "summary"),
        sql_file(__file__, "0016_summaries.sql", reverse=UNDO),
    ]
