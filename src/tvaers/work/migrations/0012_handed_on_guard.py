"""What was handed on lies behind its task, for the own organisation alone; a nightly job gives back."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.enums import Category
from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import dossier_rows

UNDO = "DROP TRIGGER keep_handed_on ON work_handedon; DROP FUNCTION guard.keep_handed_on();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("work", "0011_handed_on")]
    operations: ClassVar = [
        dossier_rows("work_handedon", category=str(int(Category.PLAN)), owner_only=True),
        sql_file(__file__, "0012_handed_on.sql", reverse=UNDO),
        allowed("plans.give_back"),
    ]
