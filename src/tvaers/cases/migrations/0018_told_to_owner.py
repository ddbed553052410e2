"""That a case is restricted is told to its owner's people alone, by the function that a page asks too."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

SHARING = str(Path(__file__).parents[2] / "sharing" / "migrations" / "0029_restricting.py")
UNDO = former(SHARING, "0029_restricting.sql", "known_restriction")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0017_reader_tells_nothing"), ("sharing", "0029_restricting")]
    operations: ClassVar = [sql_file(__file__, "0018_told_to_owner.sql", reverse=UNDO)]
