"""Make the log append-only and give it its functions."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import log, sql_file

UNDO = """
DROP FUNCTION guard.record_event(uuid, text, uuid, uuid, jsonb);
DROP POLICY ticket_only ON audit_outcome;
DROP POLICY ticket_only ON audit_ticket;
REVOKE ALL ON audit_ticket, audit_outcome FROM tvaers_ticket;
"""


class Migration(migrations.Migration):
    """Make the log append-only and give it its functions."""

    dependencies: ClassVar = [("guard", "0001_context"), ("audit", "0001_initial")]
    operations: ClassVar = [
        log("audit_ticket", read="organisation_id = (SELECT guard.organisation())"),
        log("audit_outcome", read="EXISTS (SELECT 1 FROM audit_ticket t WHERE t.id = audit_outcome.ticket_id)"),
        # The organisation that answers for a dossier reads who looked; each organisation reads its own looks.
        log(
            "audit_seen",
            read="owner_id = (SELECT guard.organisation()) OR organisation_id = (SELECT guard.organisation())",
        ),
        log("audit_event", read="organisation_id = (SELECT guard.organisation())"),
        sql_file(__file__, "0002_functions.sql", reverse=UNDO),
    ]
