"""Acting outside a request: the same ticket, context and log for a job, a command or generated data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import close_ticket, issue_ticket
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import Category, ContextKind, Purpose
from tvaers.partnerships.actor import Actor, actor_of
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen

DONE = 200
FAILED = 500


@contextmanager
def within(claims: Claims, *, route: str) -> Iterator[None]:
    """Open a transaction in which `claims` hold, with a ticket before and what was seen at the end.

    Any exception rolls the transaction back and closes the ticket as failed. Must not stand inside another.
    """
    ticket = issue_ticket(claims, route=route, method="RUN")
    status = FAILED
    try:
        with transaction.atomic():
            context.enter(replace(claims, ticket=ticket))
            seen.begin()
            yield
            seen.write()
        status = DONE
    finally:
        seen.end()
        context.leave()
        close_ticket(ticket, status=status)


@contextmanager
def acting(actor: Actor, *, route: str) -> Iterator[Actor]:
    """Act as a member within one transaction."""
    with within(actor.claims, route=route):
        yield actor


def system_claims(organisation: UUID, *, categories: Category, purposes: Purpose) -> Claims:
    """Return the claims of a named job for one organisation, no wider than the job needs."""
    return Claims(
        kind=ContextKind.SYSTEM,
        organisation=organisation,
        readers=(organisation,),
        categories=int(categories),
        purposes=int(purposes),
    )


def member_at_work(member: UUID, organisation: UUID, *, route: str) -> Actor | None:
    """Return the member who started a job, with the rights that they have now; None for who works there no longer."""
    with within(system_claims(organisation, categories=Category(0), purposes=Purpose(0)), route=route):
        found = Membership.objects.select_related("organisation").prefetch_related("units")
        membership = found.filter(id=member, organisation_id=organisation, state=MembershipState.ACTIVE).first()
        return actor_of(membership) if membership else None
