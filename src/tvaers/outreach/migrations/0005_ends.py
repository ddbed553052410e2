"""What was walked ends after two years: the organisation's own job erases it then, and nobody before."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed

# outreach.rules.KEPT.
OVER = "statement_timestamp() - interval '2 years'"
BELOW = ("debrief", "reminder", "safetyalert", "watch", "shiftmember", "stop", "entry")
UNCHANGED = ("entry", "stop", "debrief")


def erased_by_job(table: str, over: str) -> migrations.RunSQL:
    own = f"{table}.owner_id = (SELECT guard.organisation()) AND (SELECT guard.kind()) = 'system'"
    return migrations.RunSQL(
        f"GRANT DELETE ON {table} TO tvaers_app;\n"
        f"CREATE POLICY may_delete ON {table} FOR DELETE TO tvaers_app USING ({own} AND {over});",
        reverse_sql=f"DROP POLICY may_delete ON {table};\nREVOKE DELETE ON {table} FROM tvaers_app;",
    )


# As in 0003: who of the own organisation reads; the job that erases has to find what it erases.
ME, LEADS = "(SELECT guard.actor())", "(SELECT guard.roles()) & 257 <> 0"
TEAM = (
    f"EXISTS (SELECT 1 FROM outreach_shiftmember m WHERE m.shift_id = outreach_debrief.shift_id AND m.member_id = {ME})"
)
READERS = {
    "outreach_reminder": f"outreach_reminder.by_id = {ME}",
    "outreach_debrief": f"outreach_debrief.by_id = {ME} OR {LEADS} OR {TEAM}",
}


def found_by_job(table: str, readers: str) -> migrations.RunSQL:
    own = f"{table}.owner_id = (SELECT guard.organisation())"
    return migrations.RunSQL(
        f"ALTER POLICY may_select ON {table} USING ({own} AND ({readers} OR (SELECT guard.kind()) = 'system'));",
        reverse_sql=f"ALTER POLICY may_select ON {table} USING ({own} AND ({readers}));",
    )


def of_old_shift(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM outreach_shift o WHERE o.id = {table}.shift_id AND o.until_at < {OVER})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0004_refused")]
    operations: ClassVar = [
        *(
            migrations.RunSQL(
                f"DROP TRIGGER append_only ON outreach_{name};\n"
                f"CREATE TRIGGER append_only BEFORE UPDATE ON outreach_{name}"
                " FOR EACH ROW EXECUTE FUNCTION guard.refuse_change();",
                reverse_sql=f"DROP TRIGGER append_only ON outreach_{name};\n"
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outreach_{name}"
                " FOR EACH ROW EXECUTE FUNCTION guard.refuse_change();",
            )
            for name in UNCHANGED
        ),
        *(found_by_job(table, readers) for table, readers in READERS.items()),
        *(erased_by_job(f"outreach_{name}", of_old_shift(f"outreach_{name}")) for name in BELOW),
        erased_by_job("outreach_shift", f"outreach_shift.until_at < {OVER}"),
        allowed("outreach.erase"),
    ]
