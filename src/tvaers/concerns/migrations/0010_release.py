"""Who is no longer in a concern is no longer tied to it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("concerns", "0009_additions"), ("sharing", "0008_let_in")]
    operations: ClassVar = [
        sql_file(__file__, "0010_release.sql", reverse="DROP FUNCTION guard.release_person(uuid, uuid);"),
    ]
