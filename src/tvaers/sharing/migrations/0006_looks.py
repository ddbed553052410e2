"""The organisation that answers for a dossier also reads by which page others looked at it (R18)."""

from typing import ClassVar

from django.db import migrations

OWN = "organisation_id = (SELECT guard.organisation())"
# Through the reader's own policy on the log: only where the reader may read the look itself.
LOOKED_AT_OURS = (
    "EXISTS (SELECT 1 FROM audit_seen s WHERE s.ticket_id = audit_ticket.id"
    " AND s.owner_id = (SELECT guard.organisation()))"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_account_events"), ("sharing", "0005_disclosure_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY may_select ON audit_ticket USING ({OWN} OR {LOOKED_AT_OURS});",
            reverse_sql=f"ALTER POLICY may_select ON audit_ticket USING ({OWN});",
        ),
    ]
