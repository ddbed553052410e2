"""What was chosen in a case is behind its dossier: written by its owner, of what is offered; ended once."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows, open_to_reader

PLAN = str(int(Category.PLAN))
CHOSEN, STATEMENT = "plans_choseneffort", "plans_effortstatement"
ENDS = "ended_on, ended_words, ended_by, ended_at"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"


def writes(table: str) -> str:
    """Return the condition that the owner's own people write in the row's dossier."""
    return open_to_reader(f"{table}.dossier_id", category=PLAN, may=2, owner_only=True)


# What the writer does not see in the catalogue, or what is offered no longer, is not chosen.
OFFERED = f"EXISTS (SELECT 1 FROM efforts_effort e WHERE e.id = {CHOSEN}.effort_id AND e.state = 'offered')"
OF_THE_PLAN = (
    f"({CHOSEN}.goal_id IS NULL OR EXISTS (SELECT 1 FROM plans_goal g"
    f" WHERE g.id = {CHOSEN}.goal_id AND g.dossier_id = {CHOSEN}.dossier_id))"
)
OF_CHOSEN = (
    f"EXISTS (SELECT 1 FROM {CHOSEN} c WHERE c.id = {STATEMENT}.chosen_id AND c.dossier_id = {STATEMENT}.dossier_id)"
)
RULES = f"""
ALTER POLICY may_insert ON {CHOSEN} WITH CHECK ({writes(CHOSEN)} AND {OFFERED} AND {OF_THE_PLAN}
    AND start_on > '2000-01-01' AND start_on < {TODAY} + 1100);
ALTER POLICY may_insert ON {STATEMENT} WITH CHECK ({writes(STATEMENT)} AND {OF_CHOSEN}
    AND said_on > '2000-01-01' AND said_on <= {TODAY});
REVOKE UPDATE ON {CHOSEN} FROM tvaers_app;
GRANT UPDATE ({ENDS}) ON {CHOSEN} TO tvaers_app;
CREATE TRIGGER ended BEFORE UPDATE ON {CHOSEN} FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION guard.refuse_change();
"""
UNDONE = f"""
DROP TRIGGER ended ON {CHOSEN};
REVOKE UPDATE ({ENDS}) ON {CHOSEN} FROM tvaers_app;
GRANT UPDATE ON {CHOSEN} TO tvaers_app;
ALTER POLICY may_insert ON {STATEMENT} WITH CHECK ({writes(STATEMENT)});
ALTER POLICY may_insert ON {CHOSEN} WITH CHECK ({writes(CHOSEN)});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("efforts", "0002_guard"), ("plans", "0011_chosen_efforts")]
    operations: ClassVar = [
        dossier_rows(CHOSEN, category=PLAN, owner_writes=True, signed=("chosen_by", "ended_by")),
        dossier_rows(
            STATEMENT, category=PLAN, commands=("SELECT", "INSERT"), owner_writes=True, signed=("written_by",)
        ),
        migrations.RunSQL(RULES, reverse_sql=UNDONE),
    ]
