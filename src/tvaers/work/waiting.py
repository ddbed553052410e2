"""What waits for whom: apps register who must do what and until when; the page Today shows it in that order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.work.queries import Away, Substitute, concerning

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for somebody.

    what: the line, url: where it is read; about: a second line. do, do_url: the one action; do_post: it is a POST.
    also, also_url: another way to be rid of it, as a link.
    due: a moment or a day; None for what has no deadline (an answer nobody owes, R2). term: the clock's whole length,
    in hours for a moment, in working days for a day. calm: no duty, so never "soon" or late. first: above every
    deadline, because somebody said that it cannot wait.
    """

    what: str | Promise
    url: str
    do: str | Promise
    do_url: str
    about: str | Promise = ""
    do_post: bool = False
    also: str | Promise = ""
    also_url: str = ""
    due: date | datetime | None = None
    term: int | None = None
    calm: bool = False
    first: bool = False
    chip: str | Promise = ""

    @property
    def at(self) -> datetime:
        """When it is due, to sort by; a day counts until its end, what has no deadline comes last."""
        if self.due is None:
            return datetime.max.replace(tzinfo=UTC)
        if isinstance(self.due, datetime):
            return self.due
        return datetime.combine(self.due, datetime.max.time(), tzinfo=COPENHAGEN)


# Tells what waits for an actor up to a moment, in as few statements as it can; at most `MOST` of them.
Provider = Callable[[Actor, datetime], list[Waiting]]
MOST = 40
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Let Today ask `provider`; a name registered again replaces the former."""
    _providers[name] = provider


def waiting(*, actor: Actor, until: datetime | None = None, away: list[Away] | None = None) -> list[Waiting]:
    """Return what waits for `actor` and is due before `until` (a week from now), in the order of its deadline.

    away: the absences that concern the actor, where they are known already.
    """
    horizon = until or clock.now() + WEEK
    found = [each for provider in _providers.values() for each in provider(actor, horizon)]
    concerned = concerning(actor=actor) if away is None else away
    found += [line for tell in _tellers.values() for each in concerned for line in tell(actor, each)]
    return sorted(found, key=lambda each: (not each.first, each.at))


@dataclass(frozen=True, kw_only=True)
class Unfollowed:
    """Something open of somebody who goes away that their substitute cannot read: what, where, and what opens it."""

    what: str
    url: str
    dossiers: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What an app tells about the work of somebody who is away.

    lines(actor, absent, until): what waits for `absent`, of that which `actor` reads already: it runs as the actor,
    behind the policies as ever. unfollowed(actor, substitute): what of the actor's own open work the substitute does
    not read.
    """

    lines: Callable[[Actor, UUID, datetime], list[Waiting]]
    unfollowed: Callable[[Actor, Substitute], list[Unfollowed]]


_covers: dict[str, Cover] = {}
# Tells what there is to know about an absence, for who is away and for the substitute.
Teller = Callable[[Actor, Away], Iterable[Waiting]]
_tellers: dict[str, Teller] = {}


def register_teller(name: str, teller: Teller) -> None:
    """Let Today ask `teller` about each absence that concerns who asks."""
    _tellers[name] = teller


def register_cover(name: str, cover: Cover) -> None:
    """Let Today ask `cover` while somebody is away; a name registered again replaces the former."""
    _covers[name] = cover


def covered(
    *, actor: Actor, until: datetime | None = None, away: list[Away] | None = None
) -> list[tuple[Away, list[Waiting]]]:
    """Return for whom `actor` is substitute today, each with what of theirs the actor may read, first deadline first.

    away: as for `waiting`. Then nothing is asked where nobody is away.
    """
    horizon = until or clock.now() + WEEK
    known = concerning(actor=actor) if away is None else away
    away = [each for each in known if each.is_now and each.substitute_id == actor.id]
    return [(each, sorted(_lines_for(actor, each, horizon), key=lambda line: line.at)) for each in away]


def _lines_for(actor: Actor, away: Away, until: datetime) -> list[Waiting]:
    return [line for cover in _covers.values() for line in cover.lines(actor, away.member_id, until)]


def unfollowed(*, actor: Actor, substitute: Substitute) -> list[Unfollowed]:
    """Return what of the actor's open tasks and cases the substitute does not read."""
    return [each for cover in _covers.values() for each in cover.unfollowed(actor, substitute)]
