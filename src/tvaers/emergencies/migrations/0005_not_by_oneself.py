"""An emergency look-up is given to somebody who can judge it, and is not made where nobody could but whoever looks."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = (
    former(__file__, "0002_emergencies.sql", "emergency_stop", "begin_emergency")
    + "DROP FUNCTION guard.emergency_reviewer(uuid, uuid, uuid);\n"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("emergencies", "0004_looked_up_here")]
    operations: ClassVar = [sql_file(__file__, "0005_not_by_oneself.sql", reverse=UNDO)]
