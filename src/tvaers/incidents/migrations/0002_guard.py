"""Incidents are their owner's; what they add up to is read by the authorities that the file names.

Counts are written by triggers alone. No text of a file holds what looks like a CPR number (foundation.unnamed).
"""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed, for_members
from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import only_authorities, organisation_rows

BY_TRIGGER = "(SELECT pg_trigger_depth()) > 0"
# As tvaers.foundation.unnamed had it when this was written.
NUMBER = r"[0-9]{6}[ \u00a0\u2010-\u2015\u2212-]{0,3}[0-9]{4}"
NO_NUMBER = " AND ".join(f"{column}::text !~ '{NUMBER}'" for column in ("headings", "left_out", "words", "problems"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("guard", "0005_whose_jobs"),
        ("areas", "0005_borders_guard"),
        ("partnerships", "0003_administration"),
        ("sharing", "0053_authorities"),
        ("incidents", "0001_initial"),
    ]
    operations: ClassVar = [
        organisation_rows(
            "incidents_incidentfile",
            changeable=(
                *("columns", "words", "content", "state", "good", "done", "added", "bad", "problems", "ended_at"),
            ),
            signed=("by_id",),
        ),
        only_authorities("incidents_incidentfile"),
        organisation_rows("incidents_incident", commands=("SELECT", "INSERT", "DELETE")),
        *(
            organisation_rows(
                f"incidents_{name}", audience="audience", until="until", writes=BY_TRIGGER, changeable=("number",)
            )
            for name in ("dailycount", "weeklycount")
        ),
        organisation_rows(
            "incidents_scan", changeable=("method", "state", "done", "found", "ended_at"), signed=("by_id",)
        ),
        organisation_rows(
            "incidents_signal",
            changeable=(
                *("day", "from_on", "by_area", "observed", "expected", "recurrence"),
                *("state", "why", "words", "decided_by", "decided_at", "bulletin_id"),
            ),
            signed=("decided_by",),
        ),
        migrations.RunSQL(
            f"ALTER TABLE incidents_incidentfile ADD CONSTRAINT incidentfile_no_cpr CHECK ({NO_NUMBER});",
            reverse_sql="ALTER TABLE incidents_incidentfile DROP CONSTRAINT incidentfile_no_cpr;",
        ),
        sql_file(
            __file__,
            "0002_counts.sql",
            reverse=(
                "DROP TRIGGER counted ON incidents_incident;"
                "DROP TRIGGER uncounted ON incidents_incident;"
                "DROP FUNCTION guard.count_incidents(), guard.uncount_incidents();"
            ),
        ),
        allowed("incidents.run_file", "incidents.scan_asked", "incidents.scan_nightly", "incidents.erase_due"),
        for_members("incidents.run_file", "incidents.scan_asked"),
    ]
