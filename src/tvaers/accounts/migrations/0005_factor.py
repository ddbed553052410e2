"""A session knows when a second factor was last shown in it."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import former, sql_file

UNDO = (
    "DROP FUNCTION guard.require_factor(integer);\nDROP FUNCTION guard.factor_age();\n"
    f"DROP FUNCTION guard.note_factor(text);\n{former(__file__, '0002_enter.sql', 'save_session')}"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0006_session"), ("accounts", "0004_used_codes")]
    operations: ClassVar = [
        migrations.AddField("session", "factor_at", models.DateTimeField(null=True)),
        migrations.AddField("session", "factor_kind", models.CharField(db_default="", max_length=8)),
        sql_file(__file__, "0005_factor.sql", reverse=UNDO),
    ]
