"""Parents with the relatives, reasons with the concern, drafts with their authors alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows, open_to_reader

CONCERN = str(int(Category.CONCERN))
OTHERS = str(int(Category.OTHERS))
PLAN = str(int(Category.PLAN))


def step_policies(category: str) -> str:
    reads = open_to_reader("cases_step.dossier_id", category=category, may=1)
    writes = open_to_reader("cases_step.dossier_id", category=category, may=2, owner_only=True)
    return (
        f"ALTER POLICY may_select ON cases_step USING ({reads});\n"
        f"ALTER POLICY may_insert ON cases_step WITH CHECK ({writes});\n"
    )


READS = open_to_reader("cases_entry.dossier_id", category="cases_entry.category", may=1)
DRAFTS_ARE_OWN = f"""
ALTER POLICY may_select ON cases_entry
    USING ({READS} AND (signed_at IS NOT NULL OR author_id = (SELECT guard.actor())));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0003_parents")]
    operations: ClassVar = [
        dossier_rows("cases_parentcontact", category=OTHERS, commands=("SELECT", "INSERT"), signed=("by",)),
        dossier_rows(
            "cases_preparation",
            category=CONCERN,
            commands=("SELECT", "INSERT", "DELETE"),
            owner_writes=True,
            signed=("by",),
        ),
        # Nobody but its author reads a draft: it is no note yet (R11).
        migrations.RunSQL(DRAFTS_ARE_OWN, reverse_sql=f"ALTER POLICY may_select ON cases_entry USING ({READS});"),
        migrations.RunSQL(step_policies(CONCERN), reverse_sql=step_policies(PLAN)),
    ]
