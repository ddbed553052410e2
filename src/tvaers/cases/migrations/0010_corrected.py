"""Whoever was given something of a case is told when it is corrected or taken out (R15, R22)."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP TRIGGER tell_removed ON cases_networkmember;
DROP TRIGGER tell_removed ON cases_strength;
DROP TRIGGER tell_removed ON cases_voice;
DROP FUNCTION guard.tell_line_removed();
DROP TRIGGER tell_corrected ON cases_entry;
DROP FUNCTION guard.tell_note_corrected();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0027_corrections"), ("cases", "0009_of_kind")]
    operations: ClassVar = [sql_file(__file__, "0010_corrected.sql", reverse=UNDO)]
