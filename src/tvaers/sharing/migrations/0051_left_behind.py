"""What others gave somebody in person ends when that person leaves: whoever comes back begins without it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = "DROP TRIGGER left_behind ON partnerships_membership;\nDROP FUNCTION guard.left_behind();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0050_no_longer_than_each"), ("partnerships", "0003_administration")]
    operations: ClassVar = [
        sql_file(__file__, "0051_left_behind.sql", reverse=UNDO),
        written_by_functions("sharing.left_behind"),
    ]
