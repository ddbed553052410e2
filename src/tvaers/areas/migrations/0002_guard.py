"""All read the areas; administrators of the host keep them."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import reference

# partnerships.enums.Role.ADMINISTRATOR at the organisation that keeps the lists.
KEEPS = "(SELECT guard.roles()) & 4096 <> 0 AND (SELECT guard.at_host())"


class Migration(migrations.Migration):
    """All read the areas; administrators of the host keep them."""

    dependencies: ClassVar = [("partnerships", "0002_guard"), ("areas", "0001_initial")]
    operations: ClassVar = [
        reference("areas_area", insert=KEEPS, update=KEEPS, changeable=("name", "kind", "parent_id", "ended_at")),
    ]
