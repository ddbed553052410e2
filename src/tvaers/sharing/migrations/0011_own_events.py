"""The log takes what a request says was done only where it can have been done."""

from typing import ClassVar

from django.db import migrations

import tvaers.audit.migrations as audit
from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = f"""
{former(str(audit.__file__), "0002_functions.sql", "record_event")}
DROP FUNCTION guard.append_said_event(uuid, text, uuid, uuid, jsonb);
DROP FUNCTION guard.erased_now(uuid, jsonb);
DROP FUNCTION guard.append_event(uuid, text, uuid, uuid, jsonb);
DROP TABLE guard.kept_event;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_account_events"), ("sharing", "0010_seen_offered")]
    operations: ClassVar = [
        sql_file(__file__, "0011_own_events.sql", reverse=UNDO),
        written_by_functions(
            "sharing.opened",
            "sharing.offered",
            "sharing.accepted",
            "sharing.declined",
            "sharing.ended",
            "sharing.let_in",
            "sharing.handed_over",
            "sharing.erased",
            # Of apps above; what is new there is named in their own migrations.
            "partnerships.invitation_accepted",
            "people.merged",
            "cases.handed_over",
            "cases.draft_erased",
            "plans.task_handed_over",
        ),
    ]
