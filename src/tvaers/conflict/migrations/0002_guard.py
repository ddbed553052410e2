"""Plans are their owner's, and their audience's to read; what is told in them is their readers', and ends with them."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import APP, WORK_FLOOR, protection
from tvaers.sharing.policies import only_authorities, organisation_rows, own_hand

PLAN, PART, DONE, LINE = "conflict_plan", "conflict_part", "conflict_done", "conflict_logline"
ORGANISATION = "(SELECT guard.organisation())"
DECIDES = "(SELECT guard.decides())"
# Who works with people (partnerships.rules.WITH_PEOPLE), and the nightly job that erases.
WORKS = "(SELECT guard.roles()) & 511 <> 0"
NIGHT = "(SELECT guard.kind()) = 'system'"
NOW = "statement_timestamp()"
TODAY = f"({NOW} AT TIME ZONE 'Europe/Copenhagen')::date"

OWN = f"{PLAN}.owner_id = {ORGANISATION}"
SEES = f"({OWN} OR ({PLAN}.state <> 'draft' AND {ORGANISATION} = ANY ({PLAN}.audience) AND {PLAN}.expires_at > {NOW}))"
COLLEAGUE = (
    f"EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {PLAN}.lead_id"
    f" AND c.organisation_id = {PLAN}.owner_id)"
)
# Every area that is named is one of the list, and there is one.
IN_AREAS = (
    f"cardinality({PLAN}.areas) > 0 AND NOT EXISTS (SELECT 1 FROM unnest({PLAN}.areas) n"
    " WHERE NOT EXISTS (SELECT 1 FROM areas_area a WHERE a.id = n))"
)
# With the hour by which the longest day is longer when the clocks are set back, and the day that is not over.
LONGEST = (
    f"{PLAN}.expires_at > '2000-01-01' AND {PLAN}.expires_at <= {NOW} + CASE {PLAN}.state"
    " WHEN 'draft' THEN interval '61 days 1 hour' WHEN 'ready' THEN interval '374 days 1 hour'"
    " WHEN 'in-force' THEN interval '50 days 1 hour' ELSE interval '31 days 1 hour' END"
)


def moment(column: str) -> str:
    """Return the condition that a moment is none, or one that has been."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {NOW}))"


def day(column: str, *, until: str) -> str:
    """Return the condition that a day is none, or one that is no mistake."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {until}))"


WITHIN = " AND ".join(
    (
        *(moment(column) for column in ("begun_at", "written_at", "started_at", "calmed_at", "closed_at")),
        day("happened_on", until=TODAY),
        day("review_on", until=f"{TODAY} + CASE {PLAN}.state WHEN 'in-force' THEN 42 ELSE 366 END"),
    )
)
CHANGES = f"{OWN} AND {DECIDES} AND {WITHIN} AND {COLLEAGUE} AND {IN_AREAS} AND {LONGEST}"
ERASES = f"({NIGHT} AND {PLAN}.expires_at < {NOW} - interval '1 year')"
STEPS = (
    "(OLD.state, NEW.state) IN (('draft', 'ready'), ('draft', 'in-force'), ('ready', 'in-force'), ('ready', 'closed'),"
    " ('in-force', 'normal'), ('normal', 'in-force'), ('normal', 'closed'))"
)
RULES = f"""
ALTER POLICY may_select ON {PLAN} USING ({SEES});
ALTER POLICY may_insert ON {PLAN} WITH CHECK ({CHANGES} AND {PLAN}.state = 'draft');
-- Whoever led it may have left: the row can be changed, and then names a colleague. What is closed stays as it is.
ALTER POLICY may_update ON {PLAN} USING ({OWN} AND {DECIDES} AND {PLAN}.state <> 'closed') WITH CHECK ({CHANGES});
ALTER POLICY may_delete ON {PLAN} USING ({OWN} AND (({DECIDES} AND {PLAN}.state = 'draft') OR {ERASES}));
CREATE TRIGGER forward BEFORE UPDATE ON {PLAN} FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NOT ({STEPS})) EXECUTE FUNCTION guard.refuse_change();
-- An end of long ago would let the night erase it at once.
CREATE TRIGGER not_long_ago BEFORE UPDATE ON {PLAN} FOR EACH ROW
    WHEN (current_user = '{APP}' AND OLD.expires_at <> NEW.expires_at
        AND NEW.expires_at < statement_timestamp() - interval '1 day')
    EXECUTE FUNCTION guard.refuse_change();
ALTER TABLE {PART} ADD CONSTRAINT part_of_plan FOREIGN KEY (plan_id) REFERENCES {PLAN} (id) ON DELETE CASCADE;
ALTER TABLE {DONE} ADD CONSTRAINT done_of_part FOREIGN KEY (part_id) REFERENCES {PART} (id) ON DELETE CASCADE;
ALTER TABLE {LINE} ADD CONSTRAINT line_of_plan FOREIGN KEY (plan_id) REFERENCES {PLAN} (id) ON DELETE CASCADE;
"""
UNDONE = f"""
ALTER TABLE {LINE} DROP CONSTRAINT line_of_plan;
ALTER TABLE {DONE} DROP CONSTRAINT done_of_part;
ALTER TABLE {PART} DROP CONSTRAINT part_of_plan;
DROP TRIGGER not_long_ago ON {PLAN};
DROP TRIGGER forward ON {PLAN};
"""


def of_plan(table: str, more: str = "") -> str:
    """Return the condition that the asker sees the row's plan: its own policy answers."""
    return f"EXISTS (SELECT 1 FROM {PLAN} p WHERE p.id = {table}.plan_id{more})"


NOT_CLOSED = f" AND p.owner_id = {PART}.owner_id AND p.state <> 'closed'"
IN_FORCE = " AND p.state = 'in-force'"
# Its parts are changed by whoever writes the plan, until it is closed.
WRITES_PART = f"{PART}.owner_id = {ORGANISATION} AND {DECIDES} AND {of_plan(PART, NOT_CLOSED)}"
WRITTEN_PART = f"{WRITES_PART} AND {moment(f'{PART}.written_at')} AND {day(f'{PART}.due_on', until=f'{TODAY} + 740')}"
# What is done is ticked off by whoever does it and by the plan's owner, while the plan is in force.
TICKS = (
    f"{WORKS} AND EXISTS (SELECT 1 FROM {PART} q JOIN {PLAN} p ON p.id = q.plan_id WHERE q.id = {DONE}.part_id"
    f" AND q.kind <> 'actor' AND p.state = 'in-force' AND {ORGANISATION} IN (q.owner_id, q.organisation_id))"
)


def just_now(column: str) -> str:
    """Return the condition that a row is written now; the database puts it in."""
    return f"{column} = {NOW}"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("areas", "0006_signed"),
        ("sharing", "0054_authors"),
        ("conflict", "0001_initial"),
    ]
    operations: ClassVar = [
        organisation_rows(
            PLAN,
            audience="audience",
            until="expires_at",
            changeable=(
                *("audience", "state", "kind", "title", "areas", "trigger", "happened_on", "lead_id", "normal_signs"),
                *("went_well", "next_time", "review_on", "expires_at", "edition", "written_by", "written_at"),
                *("started_by", "started_at", "calmed_by", "calmed_at", "closed_by", "closed_at"),
            ),
            signed=("begun_by", "written_by", "started_by", "calmed_by", "closed_by"),
        ),
        protection(
            PART,
            WORK_FLOOR,
            {"SELECT": of_plan(PART), "INSERT": WRITTEN_PART, "UPDATE": WRITTEN_PART, "DELETE": WRITES_PART},
            changeable=("organisation_id", "who", "target", "text", "contact", "due_on", "by_id"),
        ),
        own_hand(PART, "by_id"),
        protection(
            DONE,
            WORK_FLOOR,
            {
                "SELECT": f"EXISTS (SELECT 1 FROM {PART} q WHERE q.id = {DONE}.part_id)",
                "INSERT": f"{DONE}.owner_id = {ORGANISATION} AND {TICKS} AND {just_now(f'{DONE}.done_at')}",
                "DELETE": TICKS,
            },
        ),
        own_hand(DONE, "by_id"),
        protection(
            LINE,
            WORK_FLOOR,
            {
                "SELECT": of_plan(LINE),
                "INSERT": (
                    f"{LINE}.owner_id = {ORGANISATION} AND {WORKS} AND {just_now(f'{LINE}.written_at')}"
                    f" AND {of_plan(LINE, IN_FORCE)}"
                ),
                # Nobody changes a line; one that tells too much is taken out by whoever answers for the plan.
                "DELETE": f"{DECIDES} AND {of_plan(LINE, f' AND p.owner_id = {ORGANISATION}')}",
            },
        ),
        own_hand(LINE, "by_id"),
        migrations.RunSQL(RULES, reverse_sql=UNDONE),
        only_authorities(PLAN),
        *(only_authorities(table, audience="owner_id", name="authors") for table in (PLAN, PART, DONE, LINE)),
        allowed("conflict.erase_ended"),
    ]
