"""A draft and a question that are out of the asker's sight are refused as what is not there."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0032_approval.sql", "approve_group") + former(__file__, "0031_questions.sql", "put_question")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0040_links_tell_nothing")]
    operations: ClassVar = [sql_file(__file__, "0041_out_of_sight.sql", reverse=UNDO)]
