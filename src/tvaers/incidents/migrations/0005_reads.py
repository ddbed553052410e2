"""Who reads, and what a bulletin and a notice may say of each other, is the database's own business.

Incidents, counts and notices are read by who works with people, and by the organisation's own jobs. A bulletin answers
a notice of its own organisation, and a notice is answered by a bulletin that says so: whoever names another's is
refused as if there were none.
"""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed, for_members
from tvaers.guard.policies import APP
from tvaers.sharing.policies import organisation_rows

# As partnerships.rules.WITH_PEOPLE had it when this was written.
READERS = "((SELECT guard.roles()) & 511 <> 0 OR (SELECT guard.kind()) = 'system')"
READ = ("incidentfile", "incident", "dailycount", "weeklycount", "scan", "signal", "pastday")
BULLETIN, SIGNAL = "localpicture_bulletin", "incidents_signal"
ANSWERS = f"""
CREATE POLICY answers ON {BULLETIN} AS RESTRICTIVE FOR INSERT TO {APP} WITH CHECK (
    signal_id IS NULL OR EXISTS (SELECT 1 FROM {SIGNAL} s WHERE s.id = signal_id
        AND s.owner_id = {BULLETIN}.owner_id AND (SELECT guard.decides())));
CREATE POLICY answered ON {SIGNAL} AS RESTRICTIVE FOR UPDATE TO {APP} USING (true) WITH CHECK (
    bulletin_id IS NULL OR EXISTS (SELECT 1 FROM {BULLETIN} b WHERE b.id = bulletin_id
        AND b.owner_id = {SIGNAL}.owner_id AND b.signal_id = {SIGNAL}.id));
CREATE POLICY unanswered ON {SIGNAL} AS RESTRICTIVE FOR INSERT TO {APP} WITH CHECK (bulletin_id IS NULL);
"""
NO_ANSWERS = f"""
DROP POLICY unanswered ON {SIGNAL};
DROP POLICY answered ON {SIGNAL};
DROP POLICY answers ON {BULLETIN};
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("localpicture", "0008_authors"), ("incidents", "0004_again")]
    operations: ClassVar = [
        organisation_rows("incidents_pastday"),
        *(
            migrations.RunSQL(
                f"CREATE POLICY readers ON incidents_{table} AS RESTRICTIVE FOR SELECT TO {APP} USING ({READERS});",
                reverse_sql=f"DROP POLICY readers ON incidents_{table};",
            )
            for table in READ
        ),
        migrations.RunSQL(ANSWERS, reverse_sql=NO_ANSWERS),
        allowed("incidents.days_again"),
        for_members("incidents.days_again"),
    ]
