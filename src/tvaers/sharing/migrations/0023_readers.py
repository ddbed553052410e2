"""Who is let in to a dossier, asked for once and not row by row: a dossier that many read opens as fast as any."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0022_counted")]
    operations: ClassVar = [sql_file(__file__, "0023_readers.sql", reverse="DROP FUNCTION guard.let_in_to(uuid);")]
