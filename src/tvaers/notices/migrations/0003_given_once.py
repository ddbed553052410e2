"""A notice is given once, also when it is given to two at the same moment: the second waits, and is refused."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former

BEFORE = former(__file__, "0002_guard.sql", "give_notice")
ASKS = "    SELECT n.* INTO told FROM notices_housingnotice n JOIN"
HELD = "    PERFORM 1 FROM notices_housingnotice n WHERE n.id = notice FOR UPDATE;\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0002_guard")]
    operations: ClassVar = [migrations.RunSQL(BEFORE.replace(ASKS, HELD + ASKS), reverse_sql=BEFORE)]
