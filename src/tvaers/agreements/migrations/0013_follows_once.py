"""An agreement's frame is gone on with once, from the text that holds, and without a gap."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = (
    "DROP TRIGGER follows_on ON agreements_agreementsignature;\n"
    "DROP TRIGGER follows_on ON agreements_agreement;\n"
    "DROP FUNCTION guard.signed_follows_on();\nDROP FUNCTION guard.sent_follows_on();\n"
    "DROP FUNCTION guard.follows_once(uuid);\n"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0012_annexes_follow")]
    operations: ClassVar = [sql_file(__file__, "0013_follows_once.sql", reverse=UNDO)]
