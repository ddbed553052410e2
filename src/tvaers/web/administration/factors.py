"""A lost second factor: one administrator asks, another agrees."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.partnerships import access, actions, queries
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.queries import OpenReset
from tvaers.web.administration.doors import StaffRequest, administrators, page

LIST = "administration:factor-resets"


@require_safe
@administrators
def resets(request: StaffRequest) -> HttpResponse:
    """Show the open requests: who asked for whom, when, and what this administrator can do."""
    rows = [
        {
            "reset": reset,
            "may_agree": not hindrance(request.actor, reset),
            "hindrance": hindrance(request.actor, reset),
        }
        for reset in queries.open_resets(actor=request.actor)
    ]
    return page(request, "factor_resets", "factor-resets", {"rows": rows})


def hindrance(actor: Actor, reset: OpenReset) -> str:
    """Say why the actor cannot agree; "" when nothing hinders."""
    if reset.asked_by == actor.id:
        return _("You asked for this yourself. Another administrator must agree.")
    if reset.member == actor.id:
        return _("This is your own second factor. Another administrator must agree.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def ask(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Ask that a colleague may set up a new second factor."""
    one = access.get_member_for_administration(actor=request.actor, id=member_id)
    if one.state != MembershipState.ACTIVE:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            actions.ask_factor_reset(by=request.actor, member=one)
        except actions.OwnFactorError:
            error = _("You cannot ask for your own second factor. Ask another administrator to do it.")
        except actions.AskedAlreadyError:
            error = _("This has been asked for already. It waits for another administrator.")
        except actions.NoSuchMemberError as refused:
            raise Http404 from refused
        else:
            messages.success(request, _("Asked. Another administrator must agree within three days."))
            return HttpResponseRedirect(reverse(LIST))
    context = {
        "member": one,
        "error": error,
        "title": _("Has %(name)s lost the telephone?") % {"name": one.name},
        "text": _("The code on the telephone is what keeps strangers out. Be sure whom you are talking to."),
        "points": [
            _("Meet the person, or call back on a number you know. Never act on a mail."),
            _("Another administrator must agree within three days."),
            _("Then the old codes stop working, and the person sets up new ones at the next sign-in."),
        ],
        "action": reverse("administration:ask-reset", args=[one.id]),
        "do": _("Ask another administrator to agree"),
        "cancel_url": reverse("administration:member", args=[one.id]),
        "cancel": _("Do nothing"),
    }
    return page(request, "factor_stop", "people", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def agree(request: StaffRequest, reset_id: UUID) -> HttpResponse:
    """Agree to what another administrator asked."""
    found = access.get_reset_for_agreement(actor=request.actor, id=reset_id)
    open_now = [reset for reset in queries.open_resets(actor=request.actor) if reset.id == found.id]
    if not open_now:
        raise Http404
    reset = open_now[0]
    error = hindrance(request.actor, reset)
    if request.method == "POST":
        try:
            actions.agree_factor_reset(by=request.actor, reset=found)
        except actions.OwnFactorError:
            error = error or _("It takes two administrators, and neither may be the person whose code it is.")
        except actions.NoSuchMemberError as refused:
            raise Http404 from refused
        else:
            words = _("Done. %(name)s can sign in with the password and set up a new code.")
            messages.success(request, words % {"name": reset.name})
            return HttpResponseRedirect(reverse(LIST))
    context = {
        "error": error,
        "title": _("May %(name)s set up a new second factor?") % {"name": reset.name},
        "text": _("%(asker)s has asked for it. Be sure yourself that it is true.") % {"asker": reset.asker},
        "points": [
            _("The old codes and recovery codes stop working, and this cannot be undone."),
            _("%(name)s is signed out everywhere.") % {"name": reset.name},
        ],
        "action": reverse("administration:agree-reset", args=[reset.id]),
        "do": _("Yes, I agree"),
        "cancel_url": reverse(LIST),
        "cancel": _("Not now"),
    }
    return page(request, "factor_stop", "factor-resets", context)
