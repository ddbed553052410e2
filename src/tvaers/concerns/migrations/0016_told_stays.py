"""What was told stays as it was: a concern is corrected by an addition, which its readers are told of, and not rewritten."""

from typing import ClassVar

from django.db import migrations

# What becomes of a concern; the rest is what somebody told.
BECOMES = "state, outcome, decided_at, erase_on, kept_reason, is_acute, acute_at, acute_by, opened_at, opened_by, about, version"
# Nobody changes somebody's part or who told: a part is taken out, and told anew.
TABLES = "concerns_concern, concerns_involved, concerns_reporter"
KEPT = f"REVOKE UPDATE ON {TABLES} FROM tvaers_app; GRANT UPDATE ({BECOMES}) ON concerns_concern TO tvaers_app;"
UNDO = f"REVOKE UPDATE ON concerns_concern FROM tvaers_app; GRANT UPDATE ON {TABLES} TO tvaers_app;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("concerns", "0015_corrected")]
    operations: ClassVar = [migrations.RunSQL(KEPT, reverse_sql=UNDO)]
