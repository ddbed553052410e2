"""No text is sent while an annex still has the gaps that its beginning left to its authors."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = "DROP TRIGGER no_gaps ON agreements_agreement;\nDROP FUNCTION guard.no_gaps();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0009_annex_files")]
    operations: ClassVar = [sql_file(__file__, "0010_no_gaps.sql", reverse=UNDO)]
