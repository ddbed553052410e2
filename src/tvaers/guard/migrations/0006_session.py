"""The context says in which session somebody asks, and which second factor was shown just now."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = (
    "DROP FUNCTION guard.session();\nDROP FUNCTION guard.shown_factor();\n"
    f"{former(__file__, '0001_context.sql', 'claims')}"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0005_whose_jobs")]
    operations: ClassVar = [sql_file(__file__, "0006_session.sql", reverse=UNDO)]
