"""Why a case is there, about whom and since when stays as it was opened: a second reader has agreed with that."""

from typing import ClassVar

from django.db import migrations

# What its steps set; the rest is what it was opened on.
STEPS = "state, outcome, lead_id, review_on, paused_until, closed_at, erase_on, version"
KEPT = f"REVOKE UPDATE ON cases_case FROM tvaers_app; GRANT UPDATE ({STEPS}) ON cases_case TO tvaers_app;"
UNDO = "REVOKE UPDATE ON cases_case FROM tvaers_app; GRANT UPDATE ON cases_case TO tvaers_app;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0018_told_to_owner")]
    operations: ClassVar = [migrations.RunSQL(KEPT, reverse_sql=UNDO)]
