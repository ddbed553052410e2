"""A summary of a case is a kind of dossier, and belongs to its case."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0002_functions.sql", "one_link") + former(__file__, "0016_bases.sql", "grant_access")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0038_corrected_concerns")]
    operations: ClassVar = [
        migrations.AlterField(
            "dossier",
            "kind",
            models.CharField(
                choices=[
                    ("person", "Person"),
                    ("concern", "Concern"),
                    ("case", "Case"),
                    ("task", "Task"),
                    ("import", "Import"),
                    ("notice", "Notice to a housing organisation"),
                    ("question", "Question"),
                    ("summary", "Summary"),
                ],
                max_length=10,
            ),
        ),
        sql_file(__file__, "0039_summaries.sql", reverse=UNDO),
    ]
