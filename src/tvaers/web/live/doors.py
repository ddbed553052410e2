"""Who is let into a stream: whom a page would let in, by the same cookie, without counting as activity.

Everything here asks the database and runs in a thread of its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request

from tvaers.accounts.middleware import user_of
from tvaers.accounts.models import User
from tvaers.accounts.sessions import SessionStore, hashed
from tvaers.foundation import live
from tvaers.foundation.live import Notice, Told
from tvaers.guard import context, pool, startup
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import actors_of_session, members_of_sessions
from tvaers.sharing.acting import system_claims, within

ROUTE = "live"
UNKNOWN, NOT_YOURS = 401, 403
NOBODY = UUID(int=0)

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Answered = Callable[[UUID, Told | None], None]


@dataclass(frozen=True)
class Seat:
    """Who listens. key: the hash of the session's key."""

    key: bytes
    member: UUID
    organisation: UUID
    language: str


class NotLetInError(Exception):
    """Nobody, or not whom the page was made for; status is the answer's."""

    def __init__(self, status: int) -> None:
        """Take the status."""
        super().__init__()
        self.status = status


def of_its_own(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Run in this thread as one page is run: once the server may serve, for so long, and the connections given back."""

    @wraps(work)
    def run(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        startup.require_open()
        try:
            with pool.one_page():
                return work(*args, **kwargs)
        finally:
            connections.close_all()

    return run


@of_its_own
def let_in(cookies: str, languages: str, member: str) -> Seat:
    """Return whose stream it is. cookies, languages: as the browser sent them. member: whom the page was made for.

    Raises NotLetInError: 401 for no session that holds, 403 where nobody in it is that member with a second factor.
    """
    request = HttpRequest()
    request.COOKIES = parse_cookie(cookies)
    request.META["HTTP_ACCEPT_LANGUAGE"] = languages
    store = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    store.counts = False
    with transaction.atomic():
        user = user_of(store)
    if not isinstance(user, User) or not store.session_key:
        raise NotLetInError(UNKNOWN)
    actors = actors_of_session(store, user.id) if store.has_second_factor else []
    for actor in actors:
        if str(actor.id) == member:
            language = get_language_from_request(request)
            return Seat(hashed(store.session_key), actor.id, actor.organisation.id, language)
    raise NotLetInError(NOT_YOURS)


@of_its_own
def still_in(seats: Collection[Seat]) -> set[Seat]:
    """Return the seats whose session holds and whose member is still at work there."""
    with transaction.atomic():
        members = members_of_sessions({seat.key for seat in seats})
    return {seat for seat in seats if seat.member in members.get(seat.key, ())}


@of_its_own
def ask_all(notice: Notice, asked: Mapping[UUID, Collection[str]], known: Collection[UUID], answer: Answered) -> None:
    """Call `answer` with what each organisation hears of a notice, or None: as a job of that organisation sees the row.

    asked: organisation → the languages that it hears in. known: those that could see the row before. The first that
    sees it tells who else may; nobody else is asked then but those.
    """
    readers: frozenset[UUID] | None = None
    for organisation, languages in asked.items():
        if readers is not None and organisation not in readers and organisation not in known:
            continue
        told = told_to(organisation, notice, languages)
        if told is not None:
            readers = readers or told.readers
        answer(organisation, told)


def told_to(organisation: UUID, notice: Notice, languages: Collection[str]) -> Told | None:
    """Return what an organisation hears of a notice; None where it does not see the row."""
    with within(_asking(organisation), route=ROUTE):
        return live.KINDS[notice.kind].tell(notice.id, languages)


@of_its_own
def prepare() -> None:
    """Do once, for nobody, what takes long the first time."""
    for kind in live.KINDS.values():
        kind.prepare()
    with within(_asking(NOBODY), route=ROUTE):
        for kind in live.KINDS.values():
            kind.tell(NOBODY, ())


@of_its_own
def standing(organisation: UUID) -> set[UUID]:
    """Return the ids whose end an organisation wants to hear of."""
    with within(_asking(organisation), route=ROUTE):
        return {row for kind in live.KINDS.values() for row in kind.standing()}


def _asking(organisation: UUID) -> context.Claims:
    """Nothing behind a dossier: no category, no purpose."""
    return system_claims(organisation, categories=Category(0), purposes=Purpose(0))
