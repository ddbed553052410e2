"""Keeps what was typed when a form arrives and nobody is signed in any more, or a second factor must be shown first."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.accounts.entrance import READING, FactorNeededError
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, page_of, sent_to
from tvaers.web.signin import kept

FORBIDDEN = 403
FACTOR = "accounts:factor"


class KeepsWhatWasTyped:
    """Stands before the entrance: whoever sends a form too late is sent to sign in, and the form waits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Remember who acts in this browser, and forget it when they sign out."""
        response = self.get_response(request)
        actor = getattr(request, "actor", None)
        if isinstance(actor, Actor):
            if request.user.is_authenticated:
                kept.remember_actor(request, response, actor)
            else:
                kept.forget_actor(response)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Keep a form that comes too late; forget one that is sent again."""
        if request.method != "POST":
            return None
        if getattr(request, "actor", None) is not None:
            held = kept.kept_in(request)
            if held is not None and held.path == request.get_full_path():
                # When the page fails, its transaction is undone, and this with it.
                kept.drop(request)
            return None
        if request.user.is_authenticated or not kept.is_worth_keeping(request) or not kept.came_from_us(request):
            return None
        typed_by = kept.last_actor(request)
        if typed_by is None:
            return given_back(request)
        return _kept_and_sent_to_sign_in(request, typed_by)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer FactorNeededError: ask for the factor, and come back to the page, or to the form that was sent."""
        if not isinstance(error, FactorNeededError):
            return None
        if request.method in READING:
            return sent_to(request, FACTOR, back=page_of(request))
        # A page that is not worth keeping has the form itself at the same address.
        if not kept.is_worth_keeping(request):
            return sent_to(request, FACTOR, back=request.path)
        actor = actor_in(request)
        try:
            kept.keep(request, kept.LastActor(str(actor.user_id), str(actor.id)), why=kept.Why.FACTOR)
        except kept.TooLongError:
            messages.error(request, too_long())
            return sent_to(request, FACTOR, back="/")
        return sent_to(request, FACTOR, back=reverse("accounts:kept"))


def _kept_and_sent_to_sign_in(request: HttpRequest, typed_by: kept.LastActor) -> HttpResponse:
    """Keep the form and send its author to sign in, and from there to the form."""
    try:
        kept.keep(request, typed_by)
    except kept.TooLongError:
        messages.error(request, too_long())
        return sent_to(request, settings.LOGIN_URL, back="/")
    messages.info(request, _("You were logged out. Your text is kept: log in, and you get it back."))
    return sent_to(request, settings.LOGIN_URL, back=reverse("accounts:kept"))


def given_back(request: HttpRequest) -> HttpResponse | None:
    """Show what was typed to whoever sent it, once, since we do not know for whom to keep it; None without a text."""
    texts = kept.texts_in(kept.typed_in(request))
    return render(request, "signin/given_back.html", {"texts": texts}, status=FORBIDDEN) if texts else None


def too_long() -> str:
    """Say that the text could not be kept, and what to do."""
    return _("The text was too long to keep. Go back in your browser and copy it before you go on.")
