"""Assessments that somebody who left has not signed are counted, and erased in time."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = """
DROP FUNCTION guard.erase_left_assessments();
DROP FUNCTION guard.count_member_assessments(uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("guard", "0002_queue"),
        ("partnerships", "0003_administration"),
        ("assessments", "0002_guard"),
    ]
    operations: ClassVar = [
        sql_file(__file__, "0003_leaving.sql", reverse=UNDO),
        allowed("assessments.erase_left_drafts"),
        written_by_functions("assessments.draft_erased"),
    ]
