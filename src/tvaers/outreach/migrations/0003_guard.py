"""Shifts and stops are read by their audience; all else by the own organisation, and debriefs by team and leaders."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.sharing.policies import organisation_rows

# outreach.rules.WALKERS and LEADERS as masks of partnerships.enums.Role.
WALKS = "(SELECT guard.roles()) & 267 <> 0"
LEADS = "(SELECT guard.roles()) & 257 <> 0"
JOB = "(SELECT guard.kind()) = 'system'"
ME = "(SELECT guard.actor())"
AUTHORITIES = (
    "audience <@ coalesce((SELECT array_agg(o.id) FROM partnerships_organisation o"
    " WHERE o.kind IN ('municipality', 'police')), '{}')"
)


def of_own_shift(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM outreach_shift s WHERE s.id = {table}.shift_id AND s.owner_id = {table}.owner_id)"


def of_colleague(table: str, column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {table}.{column}"
        f" AND c.organisation_id = {table}.owner_id)"
    )


def narrowed(table: str, condition: str) -> migrations.RunSQL:
    """Let fewer of the own organisation read than all."""
    own = f"{table}.owner_id = (SELECT guard.organisation())"
    return migrations.RunSQL(
        f"ALTER POLICY may_select ON {table} USING ({own} AND ({condition}));",
        reverse_sql=f"ALTER POLICY may_select ON {table} USING ({own});",
    )


def unchanged(table: str) -> migrations.RunSQL:
    """Refuse every change, by the tables' owner too."""
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION guard.refuse_change();",
        reverse_sql=f"DROP TRIGGER append_only ON {table};",
    )


SHIFTS = (
    organisation_rows(
        "outreach_shift",
        audience="audience",
        # The audience is fixed when the row is written: it is no changeable column.
        writes=f"{WALKS} AND {AUTHORITIES}",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("state", "started_at", "ended_at"),
        signed=("by_id",),
    ),
    organisation_rows(
        "outreach_shiftmember",
        writes=(
            f"{WALKS} AND {of_own_shift('outreach_shiftmember')} AND {of_colleague('outreach_shiftmember', 'member_id')}"
        ),
        commands=("SELECT", "INSERT"),
    ),
    organisation_rows(
        "outreach_watch",
        writes=f"{WALKS} AND {of_own_shift('outreach_watch')} AND {of_colleague('outreach_watch', 'backup_id')}",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("home_at",),
    ),
    organisation_rows(
        "outreach_safetyalert",
        # A job raises it and says what became of its message; whoever takes it on says so in the own name.
        writes=f"({JOB} OR (SELECT guard.kind()) = 'member') AND {of_own_shift('outreach_safetyalert')}",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("acknowledged_by", "acknowledged_at", "sms", "sms_at"),
        signed=("acknowledged_by",),
    ),
    migrations.RunSQL(
        f"ALTER POLICY may_insert ON outreach_safetyalert"
        f" WITH CHECK (owner_id = (SELECT guard.organisation()) AND {JOB}"
        f" AND {of_own_shift('outreach_safetyalert')});",
        reverse_sql=migrations.RunSQL.noop,
    ),
)
MY_DEVICE = (
    "EXISTS (SELECT 1 FROM outreach_device d WHERE d.id = outreach_entry.device_id"
    f" AND d.member_id = {ME} AND d.wiped_at IS NULL)"
)
PHONES = (
    organisation_rows(
        "outreach_device",
        writes=f"{WALKS} AND (outreach_device.member_id = {ME} OR {LEADS})",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("seen_at", "wipe_asked_by", "wipe_asked_at", "wiped_at"),
        signed=("member_id", "wipe_asked_by"),
    ),
    narrowed("outreach_device", f"outreach_device.member_id = {ME} OR {LEADS}"),
    organisation_rows(
        "outreach_entry",
        writes=f"{WALKS} AND outreach_entry.by_id = {ME} AND {MY_DEVICE} AND {of_own_shift('outreach_entry')}",
        commands=("SELECT", "INSERT"),
    ),
    unchanged("outreach_entry"),
    organisation_rows(
        "outreach_stop",
        audience="audience",
        # Written by whoever wrote its entry, for the shift's audience and nobody else.
        writes=(
            f"{WALKS} AND EXISTS (SELECT 1 FROM outreach_entry e JOIN outreach_shift s ON s.id = e.shift_id"
            f" WHERE e.id = outreach_stop.id AND e.by_id = {ME} AND s.id = outreach_stop.shift_id"
            " AND s.owner_id = outreach_stop.owner_id AND s.audience = outreach_stop.audience)"
            " AND (corrects_id IS NULL OR EXISTS (SELECT 1 FROM outreach_entry f"
            " WHERE f.id = outreach_stop.corrects_id AND f.shift_id = outreach_stop.shift_id))"
        ),
        commands=("SELECT", "INSERT"),
    ),
    unchanged("outreach_stop"),
)
TEAM = (
    f"EXISTS (SELECT 1 FROM outreach_shiftmember m WHERE m.shift_id = outreach_debrief.shift_id AND m.member_id = {ME})"
)
WORDS = (
    organisation_rows(
        "outreach_reminder",
        writes=f"outreach_reminder.by_id = {ME} AND {of_own_shift('outreach_reminder')}",
        commands=("SELECT", "INSERT", "UPDATE"),
        changeable=("done_at",),
    ),
    narrowed("outreach_reminder", f"outreach_reminder.by_id = {ME}"),
    organisation_rows(
        "outreach_debrief",
        writes=f"outreach_debrief.by_id = {ME} AND ({TEAM} OR {LEADS}) AND {of_own_shift('outreach_debrief')}",
        commands=("SELECT", "INSERT"),
    ),
    narrowed("outreach_debrief", f"outreach_debrief.by_id = {ME} OR {LEADS} OR {TEAM}"),
    unchanged("outreach_debrief"),
)
# Which organisations have a team that should be home: a job asks each minute, and nothing else is told.
OVERDUE = """
CREATE FUNCTION guard.organisations_with_overdue_shifts(late interval) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'asked by jobs only' USING ERRCODE = 'TV020';
    END IF;
    RETURN QUERY SELECT DISTINCT w.owner_id FROM public.outreach_watch w JOIN public.outreach_shift s ON s.id = w.shift_id
        WHERE s.state = 'under-way' AND w.home_at + late <= statement_timestamp()
        AND NOT EXISTS (
            SELECT 1 FROM public.outreach_safetyalert a WHERE a.shift_id = w.shift_id AND a.due_at = w.home_at);
END
$$;
REVOKE ALL ON FUNCTION guard.organisations_with_overdue_shifts(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.organisations_with_overdue_shifts(interval) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("guard", "0005_whose_jobs"),
        ("partnerships", "0003_administration"),
        ("sharing", "0005_disclosure_guard"),
        ("outreach", "0002_met"),
    ]
    operations: ClassVar = [
        *SHIFTS,
        *PHONES,
        *WORDS,
        migrations.RunSQL(OVERDUE, reverse_sql="DROP FUNCTION guard.organisations_with_overdue_shifts(interval);"),
        allowed("outreach.watch", "outreach.send_sms"),
    ]
