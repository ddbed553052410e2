"""Who looked at somebody's roles is kept, and an administrator sees when colleagues last signed in."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from tvaers.guard.policies import former, sql_file

UNDO = "DROP FUNCTION guard.colleagues_signed_in();\n" + former(
    __file__, "0003_functions.sql", "change_member", "review_roles"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0006_idle"), ("accounts", "0005_factor")]
    operations: ClassVar = [
        migrations.AddField(
            "membership",
            "reviewed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.membership",
            ),
        ),
        sql_file(__file__, "0007_reviewed_by.sql", reverse=UNDO),
    ]
