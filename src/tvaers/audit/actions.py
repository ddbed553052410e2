"""Writes to the log."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import connections

from tvaers.foundation import ids
from tvaers.guard import context
from tvaers.guard.context import Claims

TICKET_ALIAS = "ticket"


def record(
    name: str,
    *,
    object_id: UUID | None = None,
    dossier_id: UUID | None = None,
    detail: Mapping[str, str | int | bool] | None = None,
) -> None:
    """Append that `name` (such as "concerns.accepted") was done, inside the open transaction (R18).

    Who did it, for which organisation and under which ticket the database takes from the context.
    `detail` holds codes only, never text about a person. The database refuses a dossier that the asker neither sees
    nor has just erased, a receipt ("concerns.erased") of nothing that was just erased, and the names of what its own
    functions append: each is a mistake in the program, or somebody's statement.
    """
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT guard.record_event(%s, %s, %s, %s, %s)",
            [ids.ordered(), name, object_id, dossier_id, json.dumps(dict(detail or {}))],
        )


def record_account(name: str, *, user: UUID | None) -> None:
    """Append that an account was used or tried, such as "accounts.signed_in", inside the open transaction.

    `user` is None when nobody has the address that was typed. Somebody signed in can only be `user` itself.
    """
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.record_account_event(%s, %s, %s)", [ids.ordered(), name, user])


def issue_ticket(claims: Claims, *, route: str, method: str) -> UUID:
    """Commit, by itself and before anything is looked up, that somebody asks for `route`; return the ticket's id."""
    ticket = ids.ordered()
    with connections[TICKET_ALIAS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_ticket (id, kind, user_id, actor_id, organisation_id, route, method, purposes)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                ticket,
                claims.kind,
                claims.user,
                claims.actor,
                claims.organisation,
                route[:120],
                method[:10],
                claims.purposes,
            ],
        )
    return ticket


def close_ticket(ticket: UUID, *, status: int) -> None:
    """Commit how the ticket ended: the HTTP status of the answer, or 500 when there was none."""
    with connections[TICKET_ALIAS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_outcome (id, ticket_id, status) VALUES (%s, %s, %s)",
            [ids.ordered(), ticket, status],
        )
