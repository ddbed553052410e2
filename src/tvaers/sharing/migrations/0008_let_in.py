"""Whoever does not decide lets others in only while the dossier is opened."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0002_functions.sql", "let_in")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0007_orphans")]
    operations: ClassVar = [sql_file(__file__, "0008_let_in.sql", reverse=UNDO)]
