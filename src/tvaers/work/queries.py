"""Reading who is away and who follows up meanwhile, and when somebody wants to be written to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.partnerships.rules import categories_for, purposes_for
from tvaers.sharing.parts import array, parsed
from tvaers.work.enums import Cadence, DigestState
from tvaers.work.models import Absence, Digest, Reminders
from tvaers.work.rules import Wish, can_stand_in

# What the page shows of those that are over.
PAST = 50
_AWAY = ("id", "member_id", "substitute_id", "from_on", "until_on", "known_at", "ended_at")
_NAMES = ("member", "substitute")
WISHES = ("cadence", "weekday", "hour", "quiet_from", "quiet_until")


@dataclass(frozen=True, kw_only=True)
class Substitute:
    """A colleague who can follow up: what opens rows to them, and as what they read them."""

    id: UUID
    name: str
    title: str
    roles: int
    readers: tuple[UUID, ...]
    categories: Category
    purposes: Purpose


@dataclass(frozen=True, kw_only=True)
class Away:
    """That somebody is away, or was: of whom, who follows up, and when."""

    id: UUID
    member_id: UUID
    member: str
    substitute_id: UUID
    substitute: str
    from_on: date
    until_on: date
    known_at: datetime | None
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended, by its day or before."""
        return self.ended_at is not None or self.until_on < clock.today()

    @property
    def is_now(self) -> bool:
        """Tell whether it is so today."""
        return not self.is_over and self.from_on <= clock.today()


def substitutes(*, actor: Actor) -> list[Substitute]:
    """Return the colleagues at work who work for all the actor works for, by name."""
    return [one for one in colleagues(actor=actor) if can_stand_in(one.roles, for_roles=actor.roles)]


def substitute_for(*, actor: Actor, member: UUID) -> Substitute | None:
    """Return one colleague as a substitute; None for who cannot be one."""
    found = colleague(actor=actor, member=member)
    return found if found and can_stand_in(found.roles, for_roles=actor.roles) else None


def colleagues(*, actor: Actor) -> list[Substitute]:
    """Return the actor's colleagues at work, by name, with what opens rows to them."""
    return sorted(_read(actor, _at_work(actor)), key=lambda one: danish(one.name))


def colleague(*, actor: Actor, member: UUID) -> Substitute | None:
    """Return one colleague at work; None for oneself, who works elsewhere or has left."""
    return next(iter(_read(actor, _at_work(actor).filter(id=member))), None)


def _at_work(actor: Actor) -> QuerySet[Membership]:
    at_work = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    return at_work.exclude(id=actor.id)


def _read(actor: Actor, rows: QuerySet[Membership]) -> list[Substitute]:
    found = rows.annotate(unit_ids=ArrayAgg("units__id")).values_list("id", "name", "title", "roles", "unit_ids")
    return [
        Substitute(
            id=id_,
            name=name,
            title=title,
            roles=roles,
            readers=(actor.organisation.id, *(unit for unit in units if unit), id_),
            categories=categories_for(roles),
            purposes=purposes_for(roles),
        )
        for id_, name, title, roles, units in found
    ]


def _annotated(rows: QuerySet[Absence]) -> QuerySet[Absence]:
    names = {name: Subquery(Membership.objects.filter(id=OuterRef(f"{name}_id")).values("name")) for name in _NAMES}
    annotated: QuerySet[Absence] = rows.annotate(**names)
    return annotated


def _named(rows: QuerySet[Absence]) -> QuerySet[Absence, dict[str, Any]]:
    named: QuerySet[Absence, dict[str, Any]] = _annotated(rows).values(*_AWAY, *_NAMES)
    return named


def concerning(*, actor: Actor) -> list[Away]:
    """Return the absences to come and under way in which the actor is away or the substitute, the first first."""
    return [Away(**row) for row in _named(_concerning(actor.id, clock.today()))]


def _concerning(member: UUID, today: date) -> QuerySet[Absence]:
    rows = Absence.objects.filter(_concerns(member), ended_at=None, until_on__gte=today)
    return rows.order_by("from_on", "id")


def all_of(*, actor: Actor) -> list[Away]:
    """Return the same and those that are over, the newest first."""
    rows = Absence.objects.filter(_concerns(actor.id)).order_by("-from_on", "-said_at", "id")
    return [Away(**row) for row in _named(rows)[:PAST]]


def _concerns(member: UUID) -> Q:
    return Q(member_id=member) | Q(substitute_id=member)


def away_among(*, actor: Actor, on: date) -> dict[UUID, Away]:
    """Return who of the actor's organisation is away on a day, by member, in one statement."""
    rows = Absence.objects.filter(ended_at=None, from_on__lte=on, until_on__gte=on, owner_id=actor.organisation.id)
    return {row["member_id"]: Away(**row) for row in _named(rows)}


def wish_of(*, actor: Actor) -> Wish:
    """Return when the actor wants to be written to; never where they have not said so."""
    row = Reminders.objects.filter(member_id=actor.id).values(*WISHES).first()
    return Wish(**row | {"cadence": Cadence(row["cadence"])}) if row else Wish(cadence=Cadence.NEVER)


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What Today says beside what waits: who is away, and since when no letter of what waits was taken."""

    away: list[Away]
    mail_down: datetime | None


def notes(*, actor: Actor) -> Notes:
    """Return the absences that concern the actor, and since when no letter to them was taken, in one statement."""
    (row,) = _NOTES(by=actor.id, today=clock.today())
    away = [Away(**each) for each in parsed(Absence, row["away"])]
    return Notes(away=away, mail_down=_down_since(parsed(Digest, row["letters"])))


def _noted(*, by: UUID, today: date) -> QuerySet[Any, Any]:
    # The own membership is always there to carry them.
    carrier = Membership.objects.filter(id=by).annotate(
        away=array(_annotated(_concerning(by, today)), (*_AWAY, *_NAMES)),
        letters=array(_letters(by), ("state", "failed_since"), limit=PAST),
    )
    rows: QuerySet[Any, Any] = carrier.values("away", "letters")
    return rows


_NOTES = Compiled(_noted)


def mail_down_since(*, actor: Actor) -> datetime | None:
    """Return since when no letter to the actor was taken by the mail server; None when the last one was, or none is."""
    return _down_since(_letters(actor.id).values("state", "failed_since")[:PAST])


def _letters(member: UUID) -> QuerySet[Digest]:
    wanted = Reminders.objects.filter(member_id=OuterRef("member_id")).exclude(cadence=Cadence.NEVER)
    rows = Digest.objects.filter(Exists(wanted), member_id=member).exclude(state=DigestState.EMPTY)
    return rows.order_by("-begun_at")


def _down_since(letters: Iterable[Mapping[str, Any]]) -> datetime | None:
    """Return when the first of the last letters failed that were not taken, newest first."""
    since: datetime | None = None
    for letter in letters:
        if letter["state"] == DigestState.SENT or letter["failed_since"] is None:
            break
        since = letter["failed_since"]
    return since
