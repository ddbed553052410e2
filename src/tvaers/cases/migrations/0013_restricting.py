"""Whoever leads a case restricts it to named colleagues, and opens it again."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = f"""
{former(__file__, "0008_handover.sql", "let_successor_in")}
DROP FUNCTION guard.unrestrict_case(uuid);
DROP FUNCTION guard.restrict_case(uuid, uuid[]);
DROP FUNCTION guard.require_leads(uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0029_restricting"), ("cases", "0012_figures")]
    operations: ClassVar = [sql_file(__file__, "0013_restricting.sql", reverse=UNDO)]
