"""An item of a meeting's agenda is a kind of dossier, and can belong to a case."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0040_links_tell_nothing.sql", "one_link") + former(
    __file__, "0050_no_longer_than_each.sql", "grant_access"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0054_authors")]
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
                    ("item", "Item of an agenda"),
                ],
                max_length=10,
            ),
        ),
        sql_file(__file__, "0055_items.sql", reverse=UNDO),
    ]
