"""Efforts are their owner's, and their audience's to see; drafts the owner's alone; steps go with their effort."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import only_authorities, organisation_rows

EFFORT, STEP = "efforts_effort", "efforts_effortstep"
# efforts.rules.KEEPERS as a mask of partnerships.enums.Role.
KEEPS = "(SELECT guard.roles()) & 257 <> 0"
OWN = "{}.owner_id = (SELECT guard.organisation())"
OWN_EFFORT, OWN_STEP = OWN.format(EFFORT), OWN.format(STEP)
NOW = "statement_timestamp()"
TODAY = f"({NOW} AT TIME ZONE 'Europe/Copenhagen')::date"
COLLEAGUE = (
    f"EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {EFFORT}.keeper_id"
    f" AND c.organisation_id = {EFFORT}.owner_id)"
)
# Every area that is named is one of the list, and something offered works somewhere.
IN_AREAS = (
    f"(state = 'draft' OR cardinality({EFFORT}.areas) > 0) AND NOT EXISTS (SELECT 1 FROM unnest({EFFORT}.areas) n"
    " WHERE NOT EXISTS (SELECT 1 FROM areas_area a WHERE a.id = n))"
)


def moment(column: str) -> str:
    """Return the condition that a moment is none, or one that has been."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {NOW}))"


def day(column: str, *, until: str) -> str:
    """Return the condition that a day is none, or one that is no mistake."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {until}))"


WITHIN = " AND ".join(
    (
        *(moment(column) for column in ("begun_at", "written_at", "offered_at", "closed_at")),
        day("room_on", until=TODAY),
        day("review_date", until=f"{TODAY} + 1100"),
        *(day(column, until=f"{TODAY} + 7400") for column in ("from_date", "until_date")),
    )
)
OF_OWN_EFFORT = f"EXISTS (SELECT 1 FROM {EFFORT} e WHERE e.id = {STEP}.effort_id AND e.owner_id = {STEP}.owner_id)"
# The effort's own policy says who sees it.
OF_SEEN_EFFORT = f"EXISTS (SELECT 1 FROM {EFFORT} e WHERE e.id = {STEP}.effort_id)"
SEES = f"({OWN_EFFORT} OR ({EFFORT}.state <> 'draft' AND (SELECT guard.organisation()) = ANY ({EFFORT}.audience)))"
CHANGES = f"{OWN_EFFORT} AND {KEEPS} AND {WITHIN} AND {COLLEAGUE} AND {IN_AREAS}"

RULES = f"""
ALTER POLICY may_select ON {EFFORT} USING ({SEES});
ALTER POLICY may_insert ON {EFFORT} WITH CHECK ({CHANGES} AND state = 'draft');
-- Whoever kept it may have left: the row can be changed, and then names a colleague.
ALTER POLICY may_update ON {EFFORT} USING ({OWN_EFFORT} AND {KEEPS}) WITH CHECK ({CHANGES});
ALTER POLICY may_delete ON {EFFORT} USING ({OWN_EFFORT} AND {KEEPS} AND state = 'draft');
ALTER POLICY may_select ON {STEP} USING ({OWN_STEP} OR {OF_SEEN_EFFORT});
CREATE TRIGGER forward BEFORE UPDATE ON {EFFORT} FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (NEW.state = 'draft' OR (OLD.state = 'draft' AND NEW.state = 'closed')))
    EXECUTE FUNCTION guard.refuse_change();
"""
UNDONE = f"""
DROP TRIGGER forward ON {EFFORT};
ALTER POLICY may_select ON {STEP} USING ({OWN_STEP});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("areas", "0005_borders_guard"),
        ("sharing", "0054_authors"),
        ("efforts", "0001_initial"),
    ]
    operations: ClassVar = [
        organisation_rows(
            EFFORT,
            audience="audience",
            writes=KEEPS,
            changeable=(
                *("audience", "state", "kind", "title", "what", "for_whom", "provider", "provider_kind", "contact"),
                *("areas", "capacity", "source", "from_date", "until_date", "needs_consent", "room", "room_by"),
                *("room_on", "keeper_id", "review_date", "edition", "written_by", "written_at", "offered_by"),
                *("offered_at", "closed_by", "closed_at"),
            ),
            signed=("begun_by", "written_by", "room_by", "offered_by", "closed_by"),
        ),
        only_authorities(EFFORT),
        only_authorities(EFFORT, audience="owner_id", name="authors"),
        organisation_rows(STEP, writes=f"{KEEPS} AND {OF_OWN_EFFORT}", commands=("SELECT", "INSERT", "DELETE")),
        migrations.RunSQL(RULES, reverse_sql=UNDONE),
    ]
