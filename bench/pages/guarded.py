"""The program's own statements, taken out of it to be timed alone, as a member with a signed context."""

import time
from collections.abc import Callable
from typing import Any, Self
from unittest.mock import patch
from uuid import UUID

from django.db import connections

from tvaers.cases.models import Case
from tvaers.concerns import queries
from tvaers.concerns.models import Concern
from tvaers.concerns.queries import Filters
from tvaers.partnerships.actor import Actor
from tvaers.people.access import PersonCard, cards
from tvaers.sharing.acting import acting

ROUTE = "bench"
Statement = tuple[str, Any]


class Timed:
    """Sums the seconds that statements take in the block, on both connections."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.seconds = 0.0
        self._wrapped = [connections[alias].execute_wrapper(self._run) for alias in ("default", "ticket")]

    def _run(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began

    def __enter__(self) -> Self:
        """Begin."""
        for each in self._wrapped:
            each.__enter__()
        return self

    def __exit__(self, *_raised: object) -> None:
        """End."""
        for each in self._wrapped:
            each.__exit__(None, None, None)


def people_of(actor: Actor, cases: list[UUID]) -> list[PersonCard]:
    """Return the young people of cases, as somebody who works there sees them."""
    with acting(actor, route=ROUTE):
        found = cards(set(Case.objects.filter(id__in=cases).values_list("person_id", flat=True)))
    return sorted(found.values(), key=lambda card: str(card.id))


def list_statement(actor: Actor, view: str, most: int) -> Statement:
    """Return the statement by which the program reads a list of `most` rows, with its parameters."""
    taken: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's
        taken.append((sql, params))
        return execute(sql, params, many, context)

    with patch.object(queries, "PAGE", most), acting(actor, route=ROUTE), connections["default"].execute_wrapper(keep):
        queries.queue(view, member=actor.id, filters=Filters(about="person"))
    return next((sql, params) for sql, params in taken if "concerns_concern" in sql)


def side_by_side(actor: Actor, statement: Statement, by_hand: Callable[[], Any]) -> list[float]:
    """Run both once, the guarded one within one transaction of its own; return both seconds."""
    with acting(actor, route=ROUTE), connections["default"].cursor() as cursor:
        # The first statement of a transaction verifies the context; what is timed is the list alone.
        cursor.execute(*statement)
        cursor.fetchall()
        began = time.perf_counter()
        cursor.execute(*statement)
        cursor.fetchall()
        guarded = time.perf_counter() - began
    by_hand()
    began = time.perf_counter()
    by_hand()
    return [guarded, time.perf_counter() - began]


def seen(actor: Actor, dossiers: list[UUID]) -> set[UUID]:
    """Return which of some dossiers are concerns or cases that somebody can see."""
    with acting(actor, route=ROUTE):
        found = (model.objects.filter(id__in=dossiers).values_list("id", flat=True) for model in (Concern, Case))
        return {each for some in found for each in some}
