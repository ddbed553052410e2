"""What was shared for a purpose that an amendment takes out of the agreement ends with its last signature."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = "DROP TRIGGER purposes_end ON sharing_frame;\nDROP FUNCTION guard.purposes_end();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0013_follows_once"), ("sharing", "0045_sent_when_sent")]
    operations: ClassVar = [sql_file(__file__, "0014_purposes_end.sql", reverse=UNDO)]
