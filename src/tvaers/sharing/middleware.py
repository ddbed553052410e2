"""The context of a request: a ticket before anything is looked up, the claims, and what was seen."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from tvaers.accounts.models import User
from tvaers.accounts.sessions import SessionStore, hashed
from tvaers.audit.actions import close_ticket, issue_ticket
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.guard.middleware import SERVER_ERROR, after_transaction
from tvaers.partnerships.actor import Actor, actors_of_session
from tvaers.sharing import seen

ACTING_FOR = "acting_for"


class Context:
    """Lets the request in: who acts, the ticket, the claims; afterwards, what was seen.

    Sets request.actor (None when nobody acts for an organisation), request.actors (all that one can be) and
    request.ticket.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the context; when what was seen cannot be written, nothing is shown."""
        actors = self._actors(request)
        actor = chosen(actors, request.session.get(ACTING_FOR))
        request.actors = actors  # type: ignore[attr-defined]
        request.actor = actor  # type: ignore[attr-defined]
        claims = claims_for(request, actor)
        ticket = issue_ticket(claims, route=route_of(request), method=request.method or "")
        request.ticket = ticket  # type: ignore[attr-defined]
        after_transaction(request, lambda status: close_ticket(ticket, status=status))
        start = cast("SessionStore", request.session).entered_at
        context.enter(replace(claims, ticket=ticket), start=start)
        seen.begin()
        try:
            response = self.get_response(request)
            # An error page shows nothing, and its transaction is rolled back.
            if response.status_code < SERVER_ERROR:
                seen.write()
        finally:
            seen.end()
        return response

    @staticmethod
    def _actors(request: HttpRequest) -> list[Actor]:
        user = request.user
        session = cast("SessionStore", request.session)
        if not isinstance(user, User) or not session.session_key or not session.has_second_factor:
            return []
        return actors_of_session(session, user.id)


def chosen(actors: list[Actor], wish: str | None) -> Actor | None:
    """Return the actor wished for, or the only one; None when there is a choice still to be made."""
    for actor in actors:
        if str(actor.id) == wish:
            return actor
    return actors[0] if len(actors) == 1 else None


def claims_for(request: HttpRequest, actor: Actor | None) -> Claims:
    """Return what the database shall believe of this request."""
    key = request.session.session_key
    if not isinstance(request.user, User) or not key:
        return Claims(kind=ContextKind.SIGN_IN)
    claims = Claims(kind=ContextKind.ACCOUNT, user=request.user.id) if actor is None else actor.claims
    return replace(claims, session=hashed(key))


def route_of(request: HttpRequest) -> str:
    """Return the name of the page asked for; never the address, which may hold what was typed."""
    try:
        return resolve(request.path_info).view_name or "unnamed"
    except Resolver404:
        return "unknown"
