"""A concern that was shared and was wrong is corrected, and somebody's part in it taken out: its readers are told (R22)."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import sql_file

UNDO = """
DROP TRIGGER tell_removed ON concerns_involved;
DROP FUNCTION guard.tell_part_removed();
DROP TRIGGER tell_corrected ON concerns_addition;
DROP FUNCTION guard.tell_concern_corrected();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0038_corrected_concerns"), ("concerns", "0014_by_recorder")]
    operations: ClassVar = [
        migrations.AddField("addition", "corrects", models.BooleanField(default=False, db_default=False)),
        sql_file(__file__, "0015_corrected.sql", reverse=UNDO),
    ]
