"""What was assessed is found by its words, by who sees the assessment."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.search.policies import searchable

ASSESSMENT = str(int(Category.ASSESSMENT))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("assessments", "0003_leaving")]
    operations: ClassVar = [
        searchable("assessments_assessmentpart", category="s.category", narrow="true"),
        searchable("assessments_conclusion", category=ASSESSMENT, narrow="true"),
        searchable("assessments_secondreading", category=ASSESSMENT, narrow="true"),
    ]
