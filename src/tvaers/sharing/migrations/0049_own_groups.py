"""What is offered in one go is offered by one organisation, at once: nobody joins what another offered, or a draft."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = (
    former(__file__, "0005_disclosures.sql", "note_necessity")
    + "ALTER TABLE sharing_disclosure DROP COLUMN offered_in;\n"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0048_consent_says_to_what")]
    operations: ClassVar = [sql_file(__file__, "0049_own_groups.sql", reverse=UNDO)]
