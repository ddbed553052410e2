"""Templates as methods are: their owner's. Assessments behind their case, drafts their author's alone, signed ones locked."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows, only_authorities, open_to_reader, organisation_rows

TEMPLATE, VERSION = "assessments_template", "assessments_templateversion"
# assessments.rules.KEEPERS as a mask of partnerships.enums.Role.
KEEPS = "(SELECT guard.roles()) & 257 <> 0"
OWN = "{}.owner_id = (SELECT guard.organisation())"
NOW = "statement_timestamp()"


def moment(column: str) -> str:
    """Return the condition that a moment is none, or one that has been."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {NOW}))"


TIMES = " AND ".join(moment(column) for column in ("written_at", "taken_at", "retired_at"))
OF_OWN_TEMPLATE = (
    f"EXISTS (SELECT 1 FROM {TEMPLATE} t WHERE t.id = {VERSION}.template_id AND t.owner_id = {VERSION}.owner_id)"
)
# The template's own policy says who reads it.
OF_SEEN_TEMPLATE = f"EXISTS (SELECT 1 FROM {TEMPLATE} t WHERE t.id = {VERSION}.template_id)"
WRITES = f"{KEEPS} AND {OF_OWN_TEMPLATE} AND {TIMES}"
OWN_VERSION = OWN.format(VERSION)
READS = f"({OWN_VERSION} OR (state <> 'draft' AND {OF_SEEN_TEMPLATE}))"

# What was taken into use is what people were assessed by: it goes on to retired, and is never changed or taken away.
SAYS = "id, template_id, number, title, summary, source, document, changed, edition, written_by, written_at"
STAYS = f"{SAYS}, taken_by, taken_at".split(", ")
FROZEN = f"""
CREATE TRIGGER frozen BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state = 'retired' OR (OLD.state = 'in-use' AND (
        NEW.state <> 'retired'
        OR ({", ".join(f"OLD.{each}" for each in STAYS)})
            IS DISTINCT FROM ({", ".join(f"NEW.{each}" for each in STAYS)}))))
    EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER forward BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state = 'draft' AND NEW.state = 'retired') EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER stays_behind BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.template_id <> NEW.template_id OR OLD.number <> NEW.number) EXECUTE FUNCTION guard.refuse_move();
CREATE TRIGGER kept BEFORE DELETE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION guard.refuse_change();
ALTER POLICY may_select ON {VERSION} USING ({READS});
ALTER POLICY may_insert ON {VERSION} WITH CHECK ({OWN_VERSION} AND {WRITES} AND state = 'draft');
ALTER POLICY may_delete ON {VERSION} USING ({OWN_VERSION} AND {KEEPS} AND state = 'draft');
"""
THAWED = f"""
ALTER POLICY may_delete ON {VERSION} USING ({OWN_VERSION} AND {WRITES});
ALTER POLICY may_insert ON {VERSION} WITH CHECK ({OWN_VERSION} AND {WRITES});
ALTER POLICY may_select ON {VERSION} USING ({OWN_VERSION});
DROP TRIGGER kept ON {VERSION};
DROP TRIGGER stays_behind ON {VERSION};
DROP TRIGGER forward ON {VERSION};
DROP TRIGGER frozen ON {VERSION};
"""

# --- behind the case ----------------------------------------------------------------------------------------

ASSESSMENT, PART, CONCLUSION = "assessments_assessment", "assessments_assessmentpart", "assessments_conclusion"
SECOND, ELSEWHERE = "assessments_secondreading", "assessments_elsewhere"
CATEGORY = str(int(Category.ASSESSMENT))
WRITTEN = ("SELECT", "INSERT", "UPDATE", "DELETE")
MINE = "author_id = (SELECT guard.actor())"


def seen(table: str, *, may: int) -> str:
    """Return the condition that the reader has `may` to a row of its category; a conclusion is an assessment."""
    category = CATEGORY if table == CONCLUSION else f"{table}.category"
    return open_to_reader(f"{table}.dossier_id", category=category, may=may)


def of(table: str, column: str, and_: str = "") -> str:
    """Return the condition that a row's assessment is seen, behind the same dossier."""
    return (
        f"EXISTS (SELECT 1 FROM {ASSESSMENT} v WHERE v.id = {table}.{column}"
        f" AND v.dossier_id = {table}.dossier_id{and_})"
    )


def pieces(table: str, column: str) -> str:
    """Return the policies of what an assessment consists of: read with it, written while it is its author's draft."""
    draft = of(table, column, " AND v.state = 'draft' AND v.author_id = (SELECT guard.actor())")
    writes = f"{seen(table, may=2)} AND {draft}"
    return (
        f"ALTER POLICY may_select ON {table} USING ({seen(table, may=1)} AND {of(table, column)});\n"
        f"ALTER POLICY may_insert ON {table} WITH CHECK ({writes});\n"
        f"ALTER POLICY may_update ON {table} USING ({writes}) WITH CHECK ({writes});\n"
        f"ALTER POLICY may_delete ON {table} USING ({writes});\n"
    )


NOT_ONES_OWN = (
    f" AND v.state = 'signed' AND v.concludes AND v.author_id <> (SELECT guard.actor()) AND v.signed_at <= {SECOND}.at"
)
SECOND_WRITES = open_to_reader(f"{SECOND}.dossier_id", category=CATEGORY, may=2)
SECOND_READS = open_to_reader(f"{SECOND}.dossier_id", category=CATEGORY, may=1)
# What the police wrote in another's case is passed on by nobody but the police (R3), as in cases 0005.
AT_FIRST_HAND = seen(ASSESSMENT, may=1).removesuffix(")") + (
    f" AND (a.source = 'owner' OR a.owner_id = {ASSESSMENT}.author_organisation_id))"
)
KEPT_BACK = f"(NOT is_police_material OR author_organisation_id = (SELECT guard.organisation()) OR {AT_FIRST_HAND})"
BEHIND = f"""
ALTER POLICY may_select ON {ASSESSMENT} USING (
    {seen(ASSESSMENT, may=1)} AND (state = 'signed' OR {MINE}) AND {KEPT_BACK});
ALTER POLICY may_insert ON {ASSESSMENT} WITH CHECK ({seen(ASSESSMENT, may=2)} AND state = 'draft' AND {MINE}
    AND begun_at <= {NOW});
ALTER POLICY may_delete ON {ASSESSMENT} USING ({seen(ASSESSMENT, may=2)} AND state = 'draft' AND {MINE});
{pieces(PART, "assessment_id")}{pieces(CONCLUSION, "id")}
ALTER POLICY may_select ON {SECOND} USING ({SECOND_READS} AND {of(SECOND, "assessment_id")});
ALTER POLICY may_insert ON {SECOND} WITH CHECK ({SECOND_WRITES} AND {of(SECOND, "assessment_id", NOT_ONES_OWN)}
    AND at <= {NOW});
ALTER POLICY may_delete ON {ELSEWHERE} USING (
    {open_to_reader(f"{ELSEWHERE}.dossier_id", category=CATEGORY, may=2)} AND noted_by = (SELECT guard.actor()));
"""

# Errors: TV040 locked, TV041 not one's own draft, TV099 not ready to be signed.
LOCK = """
CREATE FUNCTION guard.lock_assessment() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION 'a signed assessment is locked' USING ERRCODE = 'TV040';
    END IF;
    IF OLD.author_id IS DISTINCT FROM guard.actor()
        OR (NEW.dossier_id, NEW.category, NEW.template_id, NEW.version_id, NEW.form, NEW.concludes, NEW.needs_consent,
            NEW.is_police_material, NEW.author_id, NEW.author_organisation_id, NEW.begun_at, NEW.follows_id)
        IS DISTINCT FROM (OLD.dossier_id, OLD.category, OLD.template_id, OLD.version_id, OLD.form, OLD.concludes,
            OLD.needs_consent, OLD.is_police_material, OLD.author_id, OLD.author_organisation_id, OLD.begun_at,
            OLD.follows_id) THEN
        RAISE EXCEPTION 'only its author changes a draft' USING ERRCODE = 'TV041';
    END IF;
    IF NEW.state = 'signed' AND (
        NEW.signed_at < OLD.begun_at OR NEW.signed_at > statement_timestamp() + interval '1 minute'
        OR (NEW.expires_on IS NOT NULL AND NEW.expires_on > (statement_timestamp() + interval '370 days')::date)
        OR (NEW.needs_consent AND octet_length(NEW.consent) = 0)
        OR (NEW.concludes AND NOT EXISTS (SELECT 1 FROM assessments_conclusion c WHERE c.id = NEW.id
            AND c.dossier_id = NEW.dossier_id AND octet_length(c.words) > 0 AND octet_length(c.reason) > 0))) THEN
        RAISE EXCEPTION 'not ready to be signed' USING ERRCODE = 'TV099';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lock_assessment BEFORE UPDATE ON assessments_assessment FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.lock_assessment();
CREATE TRIGGER mark_police BEFORE INSERT ON assessments_assessment FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.mark_police();
"""
UNLOCK = """
DROP TRIGGER mark_police ON assessments_assessment;
DROP TRIGGER lock_assessment ON assessments_assessment;
DROP FUNCTION guard.lock_assessment();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("sharing", "0054_authors"),
        ("cases", "0019_opened_on_stays"),
        ("assessments", "0001_initial"),
    ]
    operations: ClassVar = [
        organisation_rows(
            TEMPLATE, audience="audience", writes=KEEPS, changeable=("audience", "form"), signed=("begun_by",)
        ),
        migrations.RunSQL(
            f"ALTER POLICY may_insert ON {TEMPLATE} WITH CHECK ({OWN.format(TEMPLATE)} AND {KEEPS}"
            f" AND {moment('begun_at')});",
            reverse_sql=migrations.RunSQL.noop,
        ),
        only_authorities(TEMPLATE),
        only_authorities(TEMPLATE, audience="owner_id", name="authors"),
        organisation_rows(
            VERSION,
            writes=WRITES,
            changeable=(
                *("state", "title", "summary", "source", "document", "changed", "edition", "written_by", "written_at"),
                *("taken_by", "taken_at", "retired_by", "retired_at"),
            ),
            signed=("written_by", "taken_by", "retired_by"),
        ),
        migrations.RunSQL(FROZEN, reverse_sql=THAWED),
        dossier_rows(
            ASSESSMENT, category="category", commands=WRITTEN, signed=("author_id", "org:author_organisation_id")
        ),
        dossier_rows(PART, category="category", commands=WRITTEN),
        dossier_rows(CONCLUSION, category=CATEGORY, commands=WRITTEN),
        dossier_rows(SECOND, category=CATEGORY, commands=("SELECT", "INSERT"), signed=("by", "org:by_organisation_id")),
        dossier_rows(ELSEWHERE, category=CATEGORY, commands=("SELECT", "INSERT", "DELETE"), signed=("noted_by",)),
        migrations.RunSQL(BEHIND, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(LOCK, reverse_sql=UNLOCK),
    ]
