"""Raw counts are their owner's writers' alone; the audience reads what was published, and writes nothing."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import WORK_FLOOR, protection
from tvaers.sharing.policies import only_authorities, organisation_rows, own_hand

SURVEY, COUNT, CELL = "surveys_survey", "surveys_surveycount", "surveys_showncell"
PROBLEM = "surveys_safetyproblem"
# surveys.rules.WRITERS as a mask of partnerships.enums.Role; and the nightly job that erases.
WORKS = "(SELECT guard.roles()) & 511 <> 0"
NIGHT = "(SELECT guard.kind()) = 'system'"
OWN = "{}.owner_id = (SELECT guard.organisation())"
NOW = "statement_timestamp()"
TODAY = f"({NOW} AT TIME ZONE 'Europe/Copenhagen')::date"
# A municipality asks; others read.
MUNICIPAL = (
    f"EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = {SURVEY}.owner_id AND o.kind = 'municipality')"
)


def moment(column: str) -> str:
    """Return the condition that a moment is none, or one that has been."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {NOW}))"


WITHIN = " AND ".join(
    (
        *(moment(column) for column in ("begun_at", "written_at", "published_at", "ended_at")),
        f"from_date > '2000-01-01' AND until_date <= {TODAY} + 400",
        f"(remeasure_on IS NULL OR (remeasure_on > '2000-01-01' AND remeasure_on <= {TODAY} + 3700))",
        # Ten years at most (surveys.rules.MOST_YEARS); today through its last second.
        f"expires_at < {NOW} + interval '10 years 2 days'",
    )
)
READ = (
    f"({OWN.format(SURVEY)} OR ({SURVEY}.state = 'published' AND {SURVEY}.expires_at > {NOW}"
    f" AND (SELECT guard.organisation()) = ANY ({SURVEY}.audience)))"
)
CHANGES = f"{OWN.format(SURVEY)} AND {WORKS} AND {MUNICIPAL} AND {WITHIN}"
OUTLIVED = f"{NIGHT} AND {SURVEY}.expires_at < {NOW}"


def of_survey(table: str, *, state: str = "") -> str:
    """Return the condition that the asker sees the survey, or that it is the own one in a state."""
    own = f" AND s.owner_id = {table}.owner_id AND s.state = '{state}'" if state else ""
    return f"EXISTS (SELECT 1 FROM {SURVEY} s WHERE s.id = {table}.survey_id{own})"


def writes(table: str, state: str) -> str:
    """Return the condition that the asker writes what hangs on an own survey in a state."""
    return f"{OWN.format(table)} AND {WORKS} AND {of_survey(table, state=state)}"


# Whoever is to do something reads why.
RESPONSIBLE = (
    f"EXISTS (SELECT 1 FROM {SURVEY} s WHERE s.id = {PROBLEM}.survey_id"
    f" AND ({PROBLEM}.responsible_id = s.owner_id OR {PROBLEM}.responsible_id = ANY (s.audience)))"
)
ADDS = f"{writes(PROBLEM, 'published')} AND {RESPONSIBLE} AND {PROBLEM}.done_on IS NULL AND {moment('written_at')}"
DONE = f"{OWN.format(PROBLEM)} AND {WORKS} AND (done_on IS NULL OR (done_on > '2000-01-01' AND done_on <= {TODAY}))"
# What was published stays as it was; what was taken back is not changed at all. It may go sooner, never later.
SAYS = (
    "id, questionnaire, version, title, area_id, from_date, until_date, how, asked, answered, summary, edition,"
    " begun_by, begun_at, written_by, written_at"
)
PUBLISHED = ", published_by, published_at"


def row(which: str, columns: str) -> str:
    return "(" + ", ".join(f"{which}.{each.strip()}" for each in columns.split(",")) + ")"


RULES = f"""
ALTER POLICY may_select ON {SURVEY} USING ({READ});
ALTER POLICY may_insert ON {SURVEY} WITH CHECK ({CHANGES} AND state = 'draft');
ALTER POLICY may_update ON {SURVEY} USING ({OWN.format(SURVEY)} AND {WORKS}) WITH CHECK ({CHANGES});
ALTER POLICY may_delete ON {SURVEY}
    USING ({OWN.format(SURVEY)} AND (({WORKS} AND {SURVEY}.state = 'draft') OR ({OUTLIVED})));
CREATE TRIGGER forward BEFORE UPDATE ON {SURVEY} FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (NEW.state = 'draft' OR (OLD.state = 'draft' AND NEW.state = 'ended')))
    EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON {SURVEY} FOR EACH ROW
    WHEN (OLD.state = 'ended' OR (OLD.state = 'published' AND (
        {row("OLD", SAYS + PUBLISHED)} IS DISTINCT FROM {row("NEW", SAYS + PUBLISHED)}
        OR NEW.expires_at > OLD.expires_at)))
    EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER done_once BEFORE UPDATE ON {PROBLEM} FOR EACH ROW
    WHEN (OLD.done_on IS NOT NULL) EXECUTE FUNCTION guard.refuse_change();
"""
UNDONE = f"""
DROP TRIGGER done_once ON {PROBLEM};
DROP TRIGGER frozen ON {SURVEY};
DROP TRIGGER forward ON {SURVEY};
"""
HANGING = {COUNT: "count_of_survey", CELL: "cell_of_survey", PROBLEM: "problem_of_survey"}
CASCADE = "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (survey_id) REFERENCES {SURVEY} (id) ON DELETE CASCADE;\n"
    for table, name in HANGING.items()
)
NO_CASCADE = "".join(f"ALTER TABLE {table} DROP CONSTRAINT {name};\n" for table, name in HANGING.items())


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("areas", "0006_signed"),
        ("sharing", "0054_authors"),
        ("surveys", "0001_initial"),
    ]
    operations: ClassVar = [
        organisation_rows(
            SURVEY,
            audience="audience",
            until="expires_at",
            writes=WORKS,
            changeable=(
                *("audience", "state", "title", "area_id", "from_date", "until_date", "how", "asked", "answered"),
                *("summary", "remeasure_on", "edition", "written_by", "written_at", "published_by", "published_at"),
                *("ended_by", "ended_at", "expires_at"),
            ),
            signed=("begun_by", "written_by", "published_by", "ended_by"),
        ),
        only_authorities(SURVEY),
        protection(
            COUNT,
            WORK_FLOOR,
            {
                "SELECT": f"{OWN.format(COUNT)} AND {WORKS}",
                "INSERT": writes(COUNT, "draft"),
                "DELETE": writes(COUNT, "draft"),
            },
        ),
        protection(CELL, WORK_FLOOR, {"SELECT": of_survey(CELL), "INSERT": writes(CELL, "draft")}),
        protection(
            PROBLEM,
            WORK_FLOOR,
            {
                "SELECT": of_survey(PROBLEM),
                "INSERT": ADDS,
                "UPDATE": DONE,
                "DELETE": f"{OWN.format(PROBLEM)} AND {WORKS} AND {PROBLEM}.done_on IS NULL",
            },
            changeable=("done_on", "done_words", "done_by"),
        ),
        own_hand(PROBLEM, "by_id", "done_by"),
        migrations.RunSQL(RULES, reverse_sql=UNDONE),
        migrations.RunSQL(CASCADE, reverse_sql=NO_CASCADE),
        allowed("surveys.erase_ended"),
    ]
