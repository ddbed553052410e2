"""Follow-ups are the own organisation's and closed once; a plan is changed by who walks, until the team is out."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import organisation_rows

# As in 0003 and 0005: outreach.rules.WALKERS, LEADERS and KEPT.
WALKS = "(SELECT guard.roles()) & 267 <> 0"
LEADS = "(SELECT guard.roles()) & 257 <> 0"
JOB = "(SELECT guard.kind()) = 'system'"
ME = "(SELECT guard.actor())"
OVER = "statement_timestamp() - interval '2 years'"
OWN_SHIFT = (
    "EXISTS (SELECT 1 FROM outreach_shift s WHERE s.id = outreach_followup.shift_id"
    " AND s.owner_id = outreach_followup.owner_id)"
)
OWN_STOP = (
    "(stop_id IS NULL OR EXISTS (SELECT 1 FROM outreach_stop p WHERE p.id = outreach_followup.stop_id"
    " AND p.shift_id = outreach_followup.shift_id AND p.owner_id = outreach_followup.owner_id))"
)
OWN_DEBRIEF = (
    "EXISTS (SELECT 1 FROM outreach_debrief d WHERE d.id = outreach_supervision.debrief_id"
    " AND d.owner_id = outreach_supervision.owner_id)"
)


def once(table: str, name: str, columns: tuple[str, ...], was: str) -> migrations.RunSQL:
    """Refuse that columns change on a row that was as the condition says."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW WHEN ({was})"
        " EXECUTE FUNCTION guard.refuse_change();",
        reverse_sql=f"DROP TRIGGER {name} ON {table};",
    )


def grant(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"GRANT UPDATE ({columns}) ON {table} TO tvaers_app;",
        reverse_sql=f"REVOKE UPDATE ({columns}) ON {table} FROM tvaers_app;",
    )


def erased(table: str, over: str) -> migrations.RunSQL:
    own = f"{table}.owner_id = (SELECT guard.organisation()) AND {JOB}"
    return migrations.RunSQL(
        f"GRANT DELETE ON {table} TO tvaers_app;\n"
        f"CREATE POLICY may_delete ON {table} FOR DELETE TO tvaers_app USING ({own} AND {over});",
        reverse_sql=f"DROP POLICY may_delete ON {table};\nREVOKE DELETE ON {table} FROM tvaers_app;",
    )


FOLLOWUPS = (
    organisation_rows(
        "outreach_followup",
        writes=f"{WALKS} AND {OWN_SHIFT} AND {OWN_STOP}",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("outcome", "closed_by", "closed_at"),
        signed=("by_id", "closed_by"),
    ),
    once("outreach_followup", "closed_once", ("outcome", "closed_by", "closed_at"), "OLD.outcome <> ''"),
    erased(
        "outreach_followup",
        f"EXISTS (SELECT 1 FROM outreach_shift o WHERE o.id = outreach_followup.shift_id AND o.until_at < {OVER})",
    ),
)
SUPERVISION = (
    organisation_rows(
        "outreach_supervision",
        writes=f"{LEADS} AND {OWN_DEBRIEF}",
        commands=("SELECT", "INSERT"),
        signed=("by_id",),
    ),
    migrations.RunSQL(
        "ALTER POLICY may_select ON outreach_supervision USING"
        f" (owner_id = (SELECT guard.organisation()) AND ({LEADS} OR {JOB}));",
        reverse_sql=migrations.RunSQL.noop,
    ),
    erased(
        "outreach_supervision",
        "EXISTS (SELECT 1 FROM outreach_debrief d JOIN outreach_shift o ON o.id = d.shift_id"
        f" WHERE d.id = outreach_supervision.debrief_id AND o.until_at < {OVER})",
    ),
)
PLAN = ("from_at", "until_at", "areas", "theme")
TAKES_OFF = (
    "owner_id = (SELECT guard.organisation()) AND EXISTS (SELECT 1 FROM outreach_shift o"
    " WHERE o.id = outreach_shiftmember.shift_id AND o.owner_id = outreach_shiftmember.owner_id"
    f" AND ((o.state = 'planned' AND {WALKS}) OR (o.until_at < {OVER} AND {JOB})))"
)
TAKEN_OFF_BEFORE = (
    f"outreach_shiftmember.owner_id = (SELECT guard.organisation()) AND {JOB}"
    " AND EXISTS (SELECT 1 FROM outreach_shift o"
    f" WHERE o.id = outreach_shiftmember.shift_id AND o.until_at < {OVER})"
)
NOT_PLANNED = "NOT EXISTS (SELECT 1 FROM public.outreach_shift s WHERE s.id = NEW.shift_id AND s.state = 'planned')"
PLANNING = (
    grant("outreach_shift", ", ".join(PLAN)),
    once("outreach_shift", "planned_before", PLAN, "current_user = 'tvaers_app' AND OLD.state <> 'planned'"),
    grant("outreach_watch", "backup_id"),
    migrations.RunSQL(
        f"""
CREATE FUNCTION guard.backup_before() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF {NOT_PLANNED} THEN
        RAISE EXCEPTION 'the team is out' USING ERRCODE = 'TV003';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.backup_before() FROM PUBLIC;
CREATE TRIGGER backup_before BEFORE UPDATE OF backup_id ON outreach_watch FOR EACH ROW
    WHEN (OLD.backup_id IS DISTINCT FROM NEW.backup_id) EXECUTE FUNCTION guard.backup_before();
""",
        reverse_sql="DROP TRIGGER backup_before ON outreach_watch;\nDROP FUNCTION guard.backup_before();",
    ),
    migrations.RunSQL(
        f"ALTER POLICY may_delete ON outreach_shiftmember USING ({TAKES_OFF});",
        reverse_sql=f"ALTER POLICY may_delete ON outreach_shiftmember USING ({TAKEN_OFF_BEFORE});",
    ),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0007_followups"), ("sharing", "0054_authors")]
    operations: ClassVar = [*FOLLOWUPS, *SUPERVISION, *PLANNING]
