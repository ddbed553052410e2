"""What an item about a person says is found by its words, by who reads it there at the time."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.search.policies import searchable

PLAN = str(int(Category.PLAN))
CONCERN = str(int(Category.CONCERN))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("meetings", "0008_feed_ends")]
    operations: ClassVar = [
        searchable("meetings_matter", category=CONCERN, narrow="true", dossier="id"),
        searchable("meetings_paragraph", category=CONCERN, narrow="true"),
        searchable("meetings_decision", category=PLAN, narrow="true"),
    ]
