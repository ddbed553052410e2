"""A calendar's address that has ended stays so, and ends with its owner's membership and organisation."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = f"""{former(__file__, "0005_feed.sql", "feed_holds", "meetings_of_feed")}
DROP TRIGGER feeds_end ON partnerships_membership;
DROP FUNCTION guard.feeds_end();
DROP POLICY may_update ON meetings_feed;
CREATE POLICY may_update ON meetings_feed FOR UPDATE TO tvaers_app
    USING (member_id = (SELECT guard.actor()) AND owner_id = (SELECT guard.organisation()))
    WITH CHECK (member_id = (SELECT guard.actor()) AND owner_id = (SELECT guard.organisation()));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0007_series_guard"), ("partnerships", "0007_reviewed_by")]
    operations: ClassVar = [sql_file(__file__, "0008_feed_ends.sql", reverse=UNDO)]
