"""Finding a person: by what is known of them, never by browsing. Each search is logged with its criterion (R18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import F, OuterRef, Subquery

from tvaers.foundation import clock, ids, keystore
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.people.access import PersonCard, card_of, opened
from tvaers.people.enums import RevealReason
from tvaers.people.models import Person, Reveal, Token
from tvaers.people.rules.tokens import Traits, cpr_token, to_find
from tvaers.sharing import links, readers, seen
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import open_rows

# More than this is no finding but a list; the searcher is asked for more.
MOST = 20
# Nobody looks for a person every second; a program would.
SEARCHES_A_MINUTE = 60
SEARCHED = "people.searched"


class NothingToFindByError(ValueError):
    """Nothing was typed that anybody could be found by."""


class TooManyFoundError(LookupError):
    """What was typed fits too many to show any of them."""


class TooManySearchesError(RuntimeError):
    """Somebody searches faster than a person can."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Somebody found: the card, which of the own units knows them, and the kinds of dossier they appear in."""

    card: PersonCard
    known_by: list[str]
    appears_in: list[DossierKind]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """That a CPR number was shown: to whom, when and why."""

    at: datetime
    by: str
    reason: RevealReason
    words: str


def _token_key_id(organisation: UUID) -> str:
    return f"organisation:{organisation}:tokens"


def token_key(actor: Actor) -> bytes:
    """Return the key of the actor's organisation's tokens."""
    return keystore.shared(_token_key_id(actor.organisation.id))


def cpr_tokens(number: str, *, organisations: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return by organisation the token that a whole CPR number has there; one that knows nobody has none.

    For the one look-up across organisations (emergencies): the database alone compares them, and opens one dossier.
    """
    wanted = {_token_key_id(organisation): organisation for organisation in organisations}
    keys = keystore.store().unwrap(wanted)
    return {wanted[key_id]: cpr_token(number, key=key) for key_id, key in keys.items()}


def found(*, actor: Actor, traits: Traits) -> list[PersonCard]:
    """Return the people of the actor's organisation that the actor can see and that fit `traits`, by name.

    Raises NothingToFindByError, TooManyFoundError when more than MOST fit, TooManySearchesError.
    """
    if not traits:
        raise NothingToFindByError
    seen.record_search(_criterion(traits))
    _count_search(actor)
    wanted = [token for _, token in to_find(traits, key=token_key(actor))]
    fitting = Token.objects.filter(token__in=wanted).values("dossier_id")
    rows: list[Any] = list(Person.objects.filter(id__in=fitting).values()[: MOST + 1])
    if len(rows) > MOST:
        raise TooManyFoundError
    people = [card_of(row) for row in opened(rows)]
    seen.record_all((card.id for card in people), Category.IDENTITY)
    return sorted(people, key=lambda card: (card.label.casefold(), card.born))


def findings(*, actor: Actor, traits: Traits) -> list[Finding]:
    """Return what `found` finds, with who knows them and what they appear in. Raises as `found` does."""
    people = found(actor=actor, traits=traits)
    who = {card.id for card in people}
    known, linked = readers.own_readers(actor=actor, dossiers=who), links.links_of(who)
    return [
        Finding(
            card=card,
            known_by=known.get(card.id, []),
            appears_in=sorted({link.kind for link in linked.get(card.id, [])}),
        )
        for card in people
    ]


def reveals_of(person: UUID) -> list[Shown]:
    """Return when the person's CPR number was shown, newest first; the owner's own people alone see this."""
    who = Membership.objects.filter(id=OuterRef("member_id")).values("name")[:1]
    rows = (
        Reveal.objects.filter(dossier_id=person)
        .annotate(by=Subquery(who))
        .order_by(F("at").desc(), "id")
        .values("id", "dossier_id", "at", "by", "reason", "words")
    )
    return [
        Shown(at=row["at"], by=row["by"] or "", reason=RevealReason(row["reason"]), words=row["words"])
        for row in open_rows(Reveal, rows, ("words",))
    ]


def _count_search(actor: Actor) -> None:
    """Log one more search. Raises TooManySearchesError when there were too many within the last minute."""
    since = clock.now() - timedelta(minutes=1)
    with connections[context.ALIAS].cursor() as cursor:
        # One statement; the count does not see the event that the same statement writes.
        cursor.execute(
            "SELECT guard.record_event(%s, %s, NULL, NULL, NULL), (SELECT count(*) FROM audit_event e"
            " WHERE e.organisation_id = %s AND e.at > %s AND e.actor_id = %s AND e.name = %s)",
            [ids.ordered(), SEARCHED, actor.organisation.id, since, actor.id, SEARCHED],
        )
        _, before = cursor.fetchone()
    if before >= SEARCHES_A_MINUTE:
        raise TooManySearchesError


def _criterion(traits: Traits) -> dict[str, str]:
    said = {
        "cpr": traits.cpr,
        "phone": traits.phone,
        "name": traits.name,
        "nickname": traits.nickname,
        "birth_year": str(traits.birth_year or ""),
    }
    return {name: value for name, value in said.items() if value}
