"""What holds "in this very transaction" is told by the transaction's id, not by the time alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = f"""
{former(__file__, "0008_let_in.sql", "let_in")}
{former(__file__, "0003_handover.sql", "require_successor")}
DROP TRIGGER note_leaving ON partnerships_membership;
DROP FUNCTION guard.note_leaving();
ALTER TABLE partnerships_membership DROP COLUMN left_in;
ALTER TABLE sharing_dossier DROP COLUMN opened_in;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("sharing", "0008_let_in")]
    operations: ClassVar = [sql_file(__file__, "0009_this_transaction.sql", reverse=UNDO)]
