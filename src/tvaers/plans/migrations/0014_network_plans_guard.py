"""A network plan is behind its case: a draft of its owner's alone, locked once it is signed, ended once."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows, open_to_reader

PLAN, OTHERS = str(int(Category.PLAN)), str(int(Category.OTHERS))
NETWORK, DUTY = "plans_networkplan", "plans_duty"
STATEMENT, STANCE = "plans_dutystatement", "plans_stance"
CONTENT = "meeting_id, triggered_on, cause, concerns, plain, contact_on, contact_by, review_on, every_weeks, changed_at"
SIGNS = "signed_by, signed_at"
CONTACTS = "contacted_on, contact_words"
ENDS = "ended_on, outcome, ended_by, ended_at"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"


def _category(table: str) -> str:
    """What a row tells about: of how somebody stands to the plan, its own column says."""
    return f"{table}.category" if table == STANCE else PLAN


def reads(table: str, *, owner_only: bool = False) -> str:
    """Return the condition that the row's dossier is open to the reader."""
    return open_to_reader(f"{table}.dossier_id", category=_category(table), may=1, owner_only=owner_only)


def writes(table: str) -> str:
    """Return the condition that the owner's own people write in the row's dossier."""
    return open_to_reader(f"{table}.dossier_id", category=_category(table), may=2, owner_only=True)


def of_plan(table: str, more: str = "") -> str:
    """Return the condition that a row's plan is one of its dossier that the asker sees."""
    return (
        f"EXISTS (SELECT 1 FROM {NETWORK} p WHERE p.id = {table}.plan_id AND p.dossier_id = {table}.dossier_id{more})"
    )


DRAFT = " AND p.signed_at IS NULL AND p.ended_at IS NULL"
RUNS = " AND p.ended_at IS NULL"
OF_DUTY = (
    f"EXISTS (SELECT 1 FROM {DUTY} d JOIN {NETWORK} p ON p.id = d.plan_id WHERE d.id = {STATEMENT}.duty_id"
    f" AND d.dossier_id = {STATEMENT}.dossier_id AND p.signed_at IS NOT NULL{RUNS})"
)
SEES_DUTY = f"EXISTS (SELECT 1 FROM {DUTY} d WHERE d.id = {STATEMENT}.duty_id)"
NOT_LATER = f"said_on > '2000-01-01' AND said_on <= {TODAY}"
SHOWN = f"({NETWORK}.signed_at IS NOT NULL OR {reads(NETWORK, owner_only=True)})"
RULES = f"""
ALTER POLICY may_select ON {NETWORK} USING ({reads(NETWORK)} AND {SHOWN});
ALTER POLICY may_insert ON {NETWORK} WITH CHECK ({writes(NETWORK)} AND signed_at IS NULL AND ended_at IS NULL
    AND contacted_on IS NULL);
ALTER POLICY may_select ON {DUTY} USING ({reads(DUTY)} AND {of_plan(DUTY)});
ALTER POLICY may_insert ON {DUTY} WITH CHECK ({writes(DUTY)} AND {of_plan(DUTY, DRAFT)});
ALTER POLICY may_delete ON {DUTY} USING ({writes(DUTY)} AND {of_plan(DUTY, DRAFT)});
ALTER POLICY may_select ON {STATEMENT} USING ({reads(STATEMENT)} AND {SEES_DUTY});
ALTER POLICY may_insert ON {STATEMENT} WITH CHECK ({writes(STATEMENT)} AND {OF_DUTY} AND {NOT_LATER});
ALTER POLICY may_select ON {STANCE} USING ({reads(STANCE)} AND {of_plan(STANCE)});
ALTER POLICY may_insert ON {STANCE} WITH CHECK ({writes(STANCE)} AND {of_plan(STANCE, RUNS)} AND {NOT_LATER}
    AND category = CASE WHEN party IN ('parent', 'family') THEN {OTHERS} ELSE {PLAN} END);
REVOKE UPDATE ON {NETWORK} FROM tvaers_app;
GRANT UPDATE ({CONTENT}, {SIGNS}, {CONTACTS}, {ENDS}, version) ON {NETWORK} TO tvaers_app;
CREATE TRIGGER signed BEFORE UPDATE OF {CONTENT}, {SIGNS} ON {NETWORK} FOR EACH ROW
    WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER contacted BEFORE UPDATE OF {CONTACTS} ON {NETWORK} FOR EACH ROW
    WHEN (OLD.contacted_on IS NOT NULL) EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER ended BEFORE UPDATE ON {NETWORK} FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION guard.refuse_change();
"""
UNDONE = f"""
DROP TRIGGER ended ON {NETWORK};
DROP TRIGGER contacted ON {NETWORK};
DROP TRIGGER signed ON {NETWORK};
REVOKE UPDATE ({CONTENT}, {SIGNS}, {CONTACTS}, {ENDS}, version) ON {NETWORK} FROM tvaers_app;
GRANT UPDATE ON {NETWORK} TO tvaers_app;
ALTER POLICY may_insert ON {STANCE} WITH CHECK ({writes(STANCE)});
ALTER POLICY may_select ON {STANCE} USING ({reads(STANCE)});
ALTER POLICY may_insert ON {STATEMENT} WITH CHECK ({writes(STATEMENT)});
ALTER POLICY may_select ON {STATEMENT} USING ({reads(STATEMENT)});
ALTER POLICY may_delete ON {DUTY} USING ({writes(DUTY)});
ALTER POLICY may_insert ON {DUTY} WITH CHECK ({writes(DUTY)});
ALTER POLICY may_select ON {DUTY} USING ({reads(DUTY)});
ALTER POLICY may_insert ON {NETWORK} WITH CHECK ({writes(NETWORK)});
ALTER POLICY may_select ON {NETWORK} USING ({reads(NETWORK)});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0013_network_plans")]
    operations: ClassVar = [
        dossier_rows(NETWORK, category=PLAN, owner_writes=True, signed=("written_by", "signed_by", "ended_by")),
        dossier_rows(
            DUTY, category=PLAN, commands=("SELECT", "INSERT", "DELETE"), owner_writes=True, signed=("written_by",)
        ),
        dossier_rows(
            STATEMENT, category=PLAN, commands=("SELECT", "INSERT"), owner_writes=True, signed=("written_by",)
        ),
        dossier_rows(
            STANCE, category="category", commands=("SELECT", "INSERT"), owner_writes=True, signed=("written_by",)
        ),
        migrations.RunSQL(RULES, reverse_sql=UNDONE),
    ]
