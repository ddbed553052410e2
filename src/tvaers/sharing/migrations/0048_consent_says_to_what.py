"""A consent that does not say to what is to the plan alone: by the former function everything could be given on it.

The function that takes its place calls it, and then says to what; code of before it, while an upgrade runs, calls it too.
"""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.guard.policies import former

BEFORE = former(__file__, "0005_disclosures.sql", "open_consent")
COLUMNS, VALUES = "dossier_id, in_force_from, in_force_until)", "on_dossier, statement_timestamp(), until_when)"
AFTER = BEFORE.replace(COLUMNS, COLUMNS.replace(")", ", categories)")).replace(
    VALUES, VALUES.replace("until_when)", f"until_when, {int(Category.PLAN)})")
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0047_while_it_stands")]
    operations: ClassVar = [migrations.RunSQL(AFTER, reverse_sql=BEFORE)]
