"""Keys without a dossier are found and swept, one organisation at a time."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import sql_file

UNDO = "DROP FUNCTION guard.without_dossier(uuid[]);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0006_looks")]
    operations: ClassVar = [
        sql_file(__file__, "0007_orphans.sql", reverse=UNDO),
        allowed("sharing.sweep_keys"),
    ]
