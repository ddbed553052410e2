"""Methods are their owner's, and their audience's to read; drafts the owner's alone; what is in use never changes."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import only_authorities, organisation_rows

METHOD, VERSION = "methods_method", "methods_methodversion"
# methods.rules.KEEPERS as a mask of partnerships.enums.Role.
KEEPS = "(SELECT guard.roles()) & 257 <> 0"
OWN = "{}.owner_id = (SELECT guard.organisation())"
NOW = "statement_timestamp()"
COLLEAGUE = (
    f"EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {METHOD}.keeper_id"
    f" AND c.organisation_id = {METHOD}.owner_id)"
)
# A day that is no day would break every list; nobody puts the next look off for good.
WITHIN = f"(review_date IS NULL OR (review_date > '2000-01-01' AND review_date < {NOW} + interval '1100 days'))"


def moment(column: str) -> str:
    """Return the condition that a moment is none, or one that has been."""
    return f"({column} IS NULL OR ({column} > '2000-01-01' AND {column} <= {NOW}))"


TIMES = " AND ".join(moment(column) for column in ("written_at", "taken_at", "retired_at"))
OF_OWN_METHOD = (
    f"EXISTS (SELECT 1 FROM {METHOD} m WHERE m.id = {VERSION}.method_id AND m.owner_id = {VERSION}.owner_id)"
)
# The method's own policy says who reads it.
OF_SEEN_METHOD = f"EXISTS (SELECT 1 FROM {METHOD} m WHERE m.id = {VERSION}.method_id)"
WRITES = f"{KEEPS} AND {OF_OWN_METHOD} AND {TIMES}"
OWN_VERSION = OWN.format(VERSION)
READS = f"({OWN_VERSION} OR (state <> 'draft' AND {OF_SEEN_METHOD}))"

# What was taken into use is what people worked by: it goes on to retired, and is never changed or taken away.
SAYS = "id, method_id, number, title, summary, body, source, changed, edition, written_by, written_at"
FROZEN = f"""
CREATE TRIGGER frozen BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state = 'retired' OR (OLD.state = 'in-use' AND (
        NEW.state <> 'retired'
        OR ({", ".join(f"OLD.{each}" for each in f"{SAYS}, taken_by, taken_at".split(", "))})
            IS DISTINCT FROM ({", ".join(f"NEW.{each}" for each in f"{SAYS}, taken_by, taken_at".split(", "))}))))
    EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER forward BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state = 'draft' AND NEW.state = 'retired') EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER stays_behind BEFORE UPDATE ON {VERSION} FOR EACH ROW
    WHEN (OLD.method_id <> NEW.method_id OR OLD.number <> NEW.number) EXECUTE FUNCTION guard.refuse_move();
CREATE TRIGGER kept BEFORE DELETE ON {VERSION} FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION guard.refuse_change();
ALTER POLICY may_select ON {VERSION} USING ({READS});
ALTER POLICY may_insert ON {VERSION} WITH CHECK ({OWN_VERSION} AND {WRITES} AND state = 'draft');
ALTER POLICY may_delete ON {VERSION} USING ({OWN_VERSION} AND {KEEPS} AND state = 'draft');
ALTER POLICY may_delete ON {METHOD} USING ({OWN.format(METHOD)} AND {KEEPS});
"""
THAWED = f"""
ALTER POLICY may_delete ON {METHOD} USING ({OWN.format(METHOD)} AND {KEEPS} AND {WITHIN});
ALTER POLICY may_delete ON {VERSION} USING ({OWN_VERSION} AND {WRITES});
ALTER POLICY may_insert ON {VERSION} WITH CHECK ({OWN_VERSION} AND {WRITES});
ALTER POLICY may_select ON {VERSION} USING ({OWN_VERSION});
DROP TRIGGER kept ON {VERSION};
DROP TRIGGER stays_behind ON {VERSION};
DROP TRIGGER forward ON {VERSION};
DROP TRIGGER frozen ON {VERSION};
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0054_authors"), ("methods", "0001_initial")]
    operations: ClassVar = [
        organisation_rows(
            METHOD,
            audience="audience",
            writes=f"{KEEPS} AND {WITHIN}",
            changeable=("topic", "audience", "places", "keeper_id", "review_date"),
            signed=("begun_by",),
        ),
        migrations.RunSQL(
            # Whoever kept it may have left: the row can be changed, and then names a colleague.
            f"ALTER POLICY may_insert ON {METHOD} WITH CHECK ({OWN.format(METHOD)} AND {KEEPS} AND {WITHIN}"
            f" AND {COLLEAGUE} AND {moment('begun_at')});\n"
            f"ALTER POLICY may_update ON {METHOD} USING ({OWN.format(METHOD)} AND {KEEPS})"
            f" WITH CHECK ({OWN.format(METHOD)} AND {KEEPS} AND {WITHIN} AND {COLLEAGUE});",
            reverse_sql=migrations.RunSQL.noop,
        ),
        only_authorities(METHOD),
        only_authorities(METHOD, audience="owner_id", name="authors"),
        organisation_rows(
            VERSION,
            writes=WRITES,
            changeable=(
                *("state", "title", "summary", "body", "source", "changed", "edition", "written_by", "written_at"),
                *("taken_by", "taken_at", "retired_by", "retired_at"),
            ),
            signed=("written_by", "taken_by", "retired_by"),
        ),
        migrations.RunSQL(FROZEN, reverse_sql=THAWED),
    ]
