"""Two dossiers of one person become one."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = (
    "DROP FUNCTION guard.merge_person(uuid, uuid); DROP FUNCTION guard.own_person(); DROP TABLE guard.person_reference;"
)


class Migration(migrations.Migration):
    """Two dossiers of one person become one."""

    dependencies: ClassVar = [("people", "0002_guard"), ("sharing", "0003_handover")]
    operations: ClassVar = [sql_file(__file__, "0003_merge.sql", reverse=UNDO)]
