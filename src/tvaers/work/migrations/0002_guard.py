"""Put clocks behind their dossiers; an organisation's administrator keeps its rules."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import reference
from tvaers.sharing.policies import dossier_rows

# partnerships.enums.Role.ADMINISTRATOR, for the own organisation.
OWN = "(SELECT guard.roles()) & 4096 <> 0 AND organisation_id = (SELECT guard.organisation())"


class Migration(migrations.Migration):
    """Put clocks behind their dossiers; an organisation's administrator keeps its rules."""

    dependencies: ClassVar = [("sharing", "0002_guard"), ("work", "0001_initial")]
    operations: ClassVar = [
        reference("work_clockrule", insert=OWN, update=OWN, changeable=("amount", "counting")),
        dossier_rows("work_clock", category="category", owner_writes=True, signed=("done_by",)),
    ]
