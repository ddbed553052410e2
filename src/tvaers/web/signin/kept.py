"""What somebody had typed when their session ended, or a second factor was asked for: kept for half an hour.

It lies in the session of the same browser, after its end in the new, anonymous one, sealed like the session itself
and bound to who typed it. That is told by a signed cookie which says who acted here last: without it nothing is kept.
Whoever signs in as somebody else makes it vanish.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf

from tvaers.accounts.rules import KEPT_TEXT_CHARACTERS, KEPT_TEXT_SECONDS
from tvaers.foundation import clock, crypto, keystore
from tvaers.sharing.entrance import is_open
from tvaers.sharing.middleware import route_of

if TYPE_CHECKING:
    from tvaers.partnerships.actor import Actor

KEPT = "kept_text"
SEALING_KEY = "signin:kept-text"
EARLIER_PAGES = "earlier_pages"
EARLIER_PAGES_KNOWN = 5
_SALT = "signin.last-actor"
# What must not be stored, or would be of no use.
_NEVER = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2")
# Which button was pressed is not sent again: a note is not signed, and nothing shared, by words nobody has before them.
BUTTONS = ("do", "share", "give", "nobody", "go_on", "accept", "decline", "check", "edit", "save", "stay")
# What the page itself put into the form, beside what stood in its fields.
_MACHINERY = ("form", "form_id", "version", "double_version")
_BEFORE = "initial-"


class Why(StrEnum):
    """Why a form was kept."""

    ENDED = "ended"  # the session ended, or the page was too old
    FACTOR = "factor"  # a second factor must be shown first


class TooLongError(ValueError):
    """More was typed than can be kept."""


@dataclass(frozen=True)
class LastActor:
    """Who acted in this browser last."""

    user: str
    actor: str


@dataclass(frozen=True)
class Kept:
    """A form that was sent when nobody was signed in any more. files: names of those that were not kept."""

    path: str
    user: str
    actor: str
    at: float
    fields: list[tuple[str, list[str]]]
    files: list[str] = field(default_factory=list)

    @property
    def has_run_out(self) -> bool:
        """Tell whether it is too old to be shown."""
        return datetime.fromtimestamp(self.at, UTC) + timedelta(seconds=KEPT_TEXT_SECONDS) < clock.now()

    @property
    def texts(self) -> list[str]:
        """What a person recognises as the own words."""
        return texts_in(self.fields)

    @property
    def other_answers(self) -> int:
        """How many answers there are beside the texts."""
        return sum(1 for value in self._values() if value.strip()) - len(self.texts)

    def _values(self) -> Iterator[str]:
        return (value for name, values in self.fields if not _is_of_the_page(name) for value in values)


def texts_in(fields: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Return the texts in a form; a value without a space is a choice or a code, which says nothing by itself."""
    return [value for name, values in fields if not _is_of_the_page(name) for value in values if " " in value.strip()]


def _is_of_the_page(name: str) -> bool:
    return name in _MACHINERY or name.startswith(_BEFORE)


def typed_in(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """Return the fields of this request's form that can be kept."""
    never = {*_NEVER, *BUTTONS}
    return [(name, request.POST.getlist(name)) for name in request.POST if name not in never]


def last_actor(request: HttpRequest, *, sessions: int = 2) -> LastActor | None:
    """Return who acted in this browser last, if the cookie is there, was signed by us and is not too old.

    Its age is counted in the length of the longest session.
    """
    oldest = settings.SESSION_COOKIE_AGE * sessions
    try:
        value = request.get_signed_cookie(settings.TVAERS_LAST_ACTOR_COOKIE, salt=_SALT, max_age=oldest)
        user, _, actor = (value or "").partition(":")
        return LastActor(str(UUID(user)), str(UUID(actor)))
    except (KeyError, ValueError, signing.BadSignature):
        return None


def remember_actor(request: HttpRequest, response: HttpResponse, actor: Actor) -> None:
    """Set the cookie that says who acts, when it says something else or could run out before the session."""
    now = LastActor(str(actor.user_id), str(actor.id))
    if last_actor(request, sessions=1) == now:
        return
    response.set_signed_cookie(
        settings.TVAERS_LAST_ACTOR_COOKIE,
        f"{now.user}:{now.actor}",
        salt=_SALT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_actor(response: HttpResponse) -> None:
    """Remove the cookie: somebody signed out and may leave the browser to another."""
    response.delete_cookie(settings.TVAERS_LAST_ACTOR_COOKIE, samesite="Lax")


def came_from_us(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form stood on a page of ours: a foreign one plants no text."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    place = urlsplit(origin)
    return place.scheme == request.scheme and place.netloc == request.get_host()


def is_worth_keeping(request: HttpRequest) -> bool:
    """Tell whether the form belongs to a page of work, and not to the sign-in itself."""
    # Asked of the address: a request may have failed before it found its page.
    name = route_of(request)
    return not is_open(name) and name != "accounts:kept"


def keep(request: HttpRequest, typed_by: LastActor, *, why: Why = Why.ENDED) -> None:
    """Keep the form of this request in its session. Raises TooLongError."""
    fields = typed_in(request)
    if sum(len(name) + sum(map(len, values)) for name, values in fields) > KEPT_TEXT_CHARACTERS:
        raise TooLongError
    kept = Kept(
        path=request.get_full_path(),
        user=typed_by.user,
        actor=typed_by.actor,
        at=clock.now().timestamp(),
        fields=fields,
        files=[file.name or "" for name in request.FILES for file in request.FILES.getlist(name)],
    )
    text = json.dumps(asdict(kept)).encode()
    sealed = crypto.seal(keystore.shared(SEALING_KEY), text, about=_about(typed_by.user))
    # Why it was kept stands beside what is sealed, where the former release does not look.
    request.session[KEPT] = {"user": typed_by.user, "sealed": sealed.hex(), "why": why}


def _about(user: str) -> bytes:
    return b"signin.kept:" + UUID(user).bytes


def kept_in(request: HttpRequest) -> Kept | None:
    """Return what is kept in this session, unless it has run out; then it goes."""
    held: dict[str, str] | None = request.session.get(KEPT)
    if held is None:
        return None
    sealed = bytes.fromhex(held["sealed"])
    text = crypto.unseal(keystore.shared(SEALING_KEY), sealed, about=_about(held["user"]))
    found: dict[str, Any] = json.loads(text)
    kept = Kept(**{**found, "fields": [(name, list(values)) for name, values in found["fields"]]})
    if kept.has_run_out:
        drop(request)
        return None
    return kept


def why_kept(request: HttpRequest) -> Why:
    """Return why what is kept in this session was kept."""
    held: dict[str, str] = request.session.get(KEPT) or {}
    return Why(held.get("why", Why.ENDED))


def drop(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(KEPT, None)


def remember_pages(request: HttpRequest, secret: str | None, actor: str) -> None:
    """Note that pages with this anti-forgery secret were this person's, acting as `actor`."""
    if not secret:
        return
    known = request.session.get(EARLIER_PAGES, [])
    request.session[EARLIER_PAGES] = [*known, [secret, actor]][-EARLIER_PAGES_KNOWN:]


def earlier_page_of(request: HttpRequest) -> str | None:
    """Return as whom the signed-in person acted on the page of this form, if it was one of theirs."""
    token = request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")
    try:
        csrf._check_token_format(token)  # type: ignore[attr-defined]  # noqa: SLF001 - compared as Django does
    except csrf.InvalidTokenFormat:
        return None
    for secret, actor in request.session.get(EARLIER_PAGES, []):
        if csrf._does_token_match(token, secret):  # type: ignore[attr-defined]  # noqa: SLF001 - as above
            return str(actor)
    return None
