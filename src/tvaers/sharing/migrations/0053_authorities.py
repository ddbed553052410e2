"""What goes to several organisations without a person in it goes to authorities alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0052_necessary")]
    operations: ClassVar = [
        sql_file(__file__, "0053_authorities.sql", reverse="DROP FUNCTION guard.only_authorities();")
    ]
