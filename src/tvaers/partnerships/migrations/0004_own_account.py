"""An invitation is accepted with the own account."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0002_functions.sql", "invitation") + former(
    __file__, "0003_functions.sql", "accept_invitation"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("accounts", "0003_own_columns")]
    operations: ClassVar = [sql_file(__file__, "0004_own_account.sql", reverse=UNDO)]
