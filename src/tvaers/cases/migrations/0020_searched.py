"""What stands in a case is found by its words. A draft, and what the police wrote, by who sees the row itself."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.search.policies import searchable

PLAN = str(int(Category.PLAN))
OTHERS = str(int(Category.OTHERS))
CONCERN = str(int(Category.CONCERN))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("cases", "0019_opened_on_stays")]
    operations: ClassVar = [
        searchable("cases_entry", category="s.category", narrow="s.is_police_material OR s.signed_at IS NULL"),
        searchable("cases_voice", category=PLAN),
        searchable("cases_strength", category=PLAN),
        searchable("cases_networkmember", category=OTHERS),
        searchable("cases_parentcontact", category=OTHERS),
        searchable("cases_step", category=CONCERN),
        searchable("cases_summary", category=PLAN, dossier="id"),
    ]
