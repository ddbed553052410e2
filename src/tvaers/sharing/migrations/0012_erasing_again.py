"""What was erased since a backup is erased again before a restored database is opened."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = f"""
DROP FUNCTION guard.any_living(uuid[]);
DROP FUNCTION guard.erase_again(uuid[]);
{former(__file__, "0002_functions.sql", "erase_dossier")}
DROP FUNCTION guard.take_away(uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0011_own_events"), ("partnerships", "0005_founding")]
    operations: ClassVar = [
        sql_file(__file__, "0012_erasing_again.sql", reverse=UNDO),
        written_by_functions("partnerships.founded"),
    ]
