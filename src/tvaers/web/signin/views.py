"""Our own pages of the sign-in: invitation, whom one acts for, what was kept, and a form from an old page."""

from dataclasses import replace
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.accounts.models import User
from tvaers.audit.actions import record
from tvaers.guard import context
from tvaers.partnerships.actions.acceptance import Invited, accept_invitation, invited_by
from tvaers.partnerships.actions.invitations import hashed
from tvaers.partnerships.actions.refusals import NoSuchInvitationError, SignInFirstError
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, sent_to
from tvaers.sharing.middleware import ACTING_FOR
from tvaers.web.signin import kept
from tvaers.web.signin.after import INVITATION, local
from tvaers.web.signin.forms import FirstPasswordForm
from tvaers.web.signin.middleware import given_back, too_long

GONE = 410
FORBIDDEN = 403


@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link's secret part out of the address, so that it stands in no log, history or referrer."""
    token_hash = hashed(token)
    request.session.pop(INVITATION, None)
    if invited_by(token_hash) is not None:
        request.session[INVITATION] = token_hash.hex()
    response = HttpResponseRedirect(reverse("accounts:welcome"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Show who invites and where to, and let the invited person accept."""
    held = request.session.get(INVITATION)
    invited = invited_by(bytes.fromhex(held)) if held else None
    if held is None or invited is None:
        return render(request, "signin/no_invitation.html", status=GONE)
    if isinstance(request.user, User) and request.user.id != invited.user_id:
        return render(request, "signin/other_invitation.html", {"invited": invited})
    typed = request.POST if request.method == "POST" else None
    form = None if invited.has_password else FirstPasswordForm(typed, email=invited.email)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, bytes.fromhex(held), invited, form)
    return render(request, "signin/welcome.html", {"invited": invited, "form": form})


def _accept(request: HttpRequest, token_hash: bytes, invited: Invited, form: FirstPasswordForm | None) -> HttpResponse:
    password = form.cleaned_data["password"] if form else ""
    try:
        accept_invitation(token_hash, password=password)
    except NoSuchInvitationError:
        return render(request, "signin/no_invitation.html", status=GONE)
    except SignInFirstError:
        return _sign_in_first(request)
    del request.session[INVITATION]
    if request.user.is_authenticated:
        messages.success(request, _("You now work at %(organisation)s too.") % {"organisation": invited.organisation})
        return HttpResponseRedirect(reverse("accounts:act-for"))
    user = User.objects.get(id=invited.user_id)
    record_authentication(request, user, method="password")
    get_adapter().login(request, user)
    # As at every sign-in, the cookie goes when the browser is closed.
    request.session.set_expiry(0)
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send on to what is lacking, log-in or second factor; both lead back to the invitation."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': reverse('accounts:welcome')})}")


@require_http_methods(["GET", "HEAD", "POST"])
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose for whom to act; with no membership left, say so."""
    actors: list[Actor] = request.actors  # type: ignore[attr-defined]
    back = local(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST":
        wished = next((actor for actor in actors if str(actor.id) == request.POST.get("membership")), None)
        if wished is not None:
            _switch(request, wished)
            return HttpResponseRedirect(back)
        messages.error(request, _("Choose one of the places where you work."))
    return render(request, "signin/act_for.html", {"actors": actors, "next": back})


def _switch(request: HttpRequest, to: Actor) -> None:
    """Act for another organisation from now on. Pages left open for the one before can no longer be sent."""
    before: Actor | None = request.actor  # type: ignore[attr-defined]
    if before is not None and before.id == to.id:
        return
    request.session[ACTING_FOR] = str(to.id)
    if before is not None:
        kept.remember_pages(request, request.META.get("CSRF_COOKIE"), str(before.id))
    rotate_token(request)
    claims = context.current()
    ticket, session = (claims.ticket, claims.session) if claims else (None, None)
    context.enter(replace(to.claims, ticket=ticket, session=session))
    record("accounts.acting_for_changed", object_id=to.id)


@require_http_methods(["GET", "HEAD", "POST"])
def kept_text(request: HttpRequest) -> HttpResponse:
    """Show what was typed when the session ended or a factor was asked for, ready to be sent again, or forget it."""
    actor = actor_in(request)
    held = kept.kept_in(request)
    if held is not None and held.user != str(actor.user_id):
        kept.drop(request)
        held = None
    for_factor = held is not None and kept.why_kept(request) == kept.Why.FACTOR
    if request.method == "POST":
        kept.drop(request)
        messages.success(request, _("Nothing was done.") if for_factor else _("The text is deleted."))
        return HttpResponseRedirect(local(request, "/"))
    if held is not None and held.actor != str(actor.id):
        actors: list[Actor] = request.actors  # type: ignore[attr-defined]
        other = next((each for each in actors if str(each.id) == held.actor), None)
        return render(request, "signin/kept_elsewhere.html", {"other": other})
    return render(request, "signin/kept.html", {"kept": held, "for_factor": for_factor})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form whose anti-forgery token does not fit, without losing the text of an honest old page."""
    actor = kept.earlier_page_of(request) if isinstance(request.user, User) else None
    honest = kept.came_from_us(request)
    if actor is None or not honest:
        known = given_back(request) if honest and kept.is_worth_keeping(request) else None
        return known or render(request, "403.html", status=FORBIDDEN)
    if not kept.is_worth_keeping(request):
        messages.info(request, _("The page had been open for too long. Try again."))
        return sent_to(request, "/")
    try:
        kept.keep(request, kept.LastActor(str(request.user.pk), actor))
    except kept.TooLongError:
        messages.error(request, too_long())
        return sent_to(request, "/")
    return sent_to(request, "accounts:kept")
