"""What was told of a concern is found by its words."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.search.policies import searchable

CONCERN = str(int(Category.CONCERN))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("concerns", "0018_saved_filters_guard")]
    operations: ClassVar = [
        searchable("concerns_concern", category=CONCERN, dossier="id"),
        searchable("concerns_addition", category=CONCERN),
    ]
