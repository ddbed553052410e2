"""How much was shared, by month and legal basis, without a person in it: for who steers and who inspects."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0021_answered")]
    operations: ClassVar = [
        sql_file(
            __file__,
            "0022_counted.sql",
            reverse="DROP FUNCTION guard.disclosure_counts(timestamptz, timestamptz);",
        )
    ]
