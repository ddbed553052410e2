"""Who is let in to a dossier is found in one go for all its readers, and not anew for each of them."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0029_restricting.sql", "let_in_to")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0045_sent_when_sent")]
    operations: ClassVar = [sql_file(__file__, "0046_readers_at_once.sql", reverse=UNDO)]
