"""Starting and stopping clocks, and an organisation's own rules for them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.work import rules
from tvaers.work.enums import ClockKind, Counting
from tvaers.work.models import Clock, ClockRule
from tvaers.work.rules import Allowance


def allowances(*, organisation: UUID) -> dict[ClockKind, Allowance]:
    """Return how long each clock gives in an organisation: its own rules over the defaults (R10)."""
    own = ClockRule.objects.filter(organisation=organisation).values_list("kind", "amount", "counting")
    return rules.DEFAULTS | {ClockKind(kind): Allowance(amount, Counting(counting)) for kind, amount, counting in own}


def start_clocks(
    *,
    by: Actor,
    dossier: UUID,
    kinds: list[ClockKind],
    category: Category,
    start: datetime | None = None,
    sooner: Mapping[ClockKind, datetime] | None = None,
) -> None:
    """Start clocks on a dossier from `start` (aware; now by default). sooner: an end that comes before the rule's."""
    given = allowances(organisation=by.organisation.id)
    begun = start or clock.now()
    ends = {kind: rules.due(begun, given[kind]) for kind in kinds}
    for kind, end in (sooner or {}).items():
        ends[kind] = min(end, ends[kind])
    Clock.objects.bulk_create(
        Clock(
            dossier_id=dossier,
            category=int(category),
            kind=kind,
            started_at=begun,
            due_at=ends[kind],
        )
        for kind in kinds
    )


def stop_clock(*, by: Actor, dossier: UUID, kind: ClockKind) -> None:
    """Stop the open clock of a kind on a dossier: what it waited for is done. Without one, nothing happens.

    The database lets roles that decide do so, once, and nobody move a clock.
    """
    Clock.objects.filter(dossier_id=dossier, kind=kind, done_at__isnull=True).update(done_at=clock.now(), done_by=by.id)


def change_rule(*, by: Actor, kind: ClockKind, allowance: Allowance) -> None:
    """Set how long a clock gives in the actor's organisation from now on; clocks that run keep their end (R10).

    Raises rules.AllowanceError, or PermissionDenied for anybody but an administrator.
    """
    rules.check_allowance(kind, allowance)
    if not by.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied
    own = ClockRule.objects.filter(organisation_id=by.organisation.id, kind=kind)
    if not own.update(amount=allowance.amount, counting=allowance.counting):
        ClockRule.objects.create(
            organisation_id=by.organisation.id, kind=kind, amount=allowance.amount, counting=allowance.counting
        )
    record("work.clock_rule_changed", detail={"kind": kind, "amount": allowance.amount, "counting": allowance.counting})
