"""A case points at its young person, and is erased by a job when it is due."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.people.references import points_at_person


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("guard", "0002_queue"),
        ("people", "0005_pointed_at"),
        ("cases", "0005_police_material"),
    ]
    operations: ClassVar = [points_at_person("cases_case"), allowed("cases.erase_due")]
