"""The pages of the profile. All is about the one who asks; nobody else's profile can be asked for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.accounts.actions import end_other_sessions
from tvaers.accounts.models import User
from tvaers.accounts.queries import own_events, own_factor, own_sessions
from tvaers.civilsociety.access import may_keep
from tvaers.foundation import meanwhile
from tvaers.partnerships.actions import change_own_details
from tvaers.partnerships.enums import ROLE_LABELS
from tvaers.partnerships.models import Unit
from tvaers.sharing.entrance import actor_in
from tvaers.web.profile import words
from tvaers.web.profile.forms import DetailsForm

CONFLICT = 409


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the profile."""
    actor, user = actor_in(request), request.user
    assert isinstance(user, User)  # noqa: S101 - who acts is signed in
    units = Unit.objects.filter(id__in=actor.units).order_by("name") if actor.units else []
    context = {
        "actor": actor,
        "actors": request.actors,  # type: ignore[attr-defined]
        "roles": [ROLE_LABELS[role] for role in actor.role_list],
        "units": units,
        "sees": list(words.seen_with(actor.roles)),
        "keeps_volunteers": may_keep(actor),
        "purposes": list(words.purposes_of(actor.roles, volunteers=may_keep(actor))),
        "factor": own_factor(user=user),
        "sessions": own_sessions(user=user, this_key=request.session.session_key or ""),
        "events": [(event.at, words.EVENTS.get(event.name, event.name)) for event in own_events(user=user)],
    }
    return render(request, "profile/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: HttpRequest) -> HttpResponse:
    """Change title and telephone."""
    actor = actor_in(request)
    now = {"title": actor.title, "phone": actor.phone}
    form, status = DetailsForm(request.POST if request.method == "POST" else None, initial=now), 200
    if request.method == "POST" and form.is_valid():
        try:
            # An administrator keeps the same two.
            change_own_details(by=actor, **meanwhile.settled(seen=form.seen, typed=form.cleaned_data, now=now))
        except meanwhile.ClashError:
            form, status = form.again(now), CONFLICT
        else:
            messages.success(request, _("Your details are saved."))
            return HttpResponseRedirect(reverse("profile:show"))
    return render(request, "profile/details.html", {"form": form}, status=status)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - who acts is signed in
    ended = end_other_sessions(by=user, but_key=request.session.session_key or "")
    text = ngettext(
        "You are logged out in %(ended)d other place.", "You are logged out in %(ended)d other places.", ended
    )
    messages.success(request, text % {"ended": ended})
    return HttpResponseRedirect(reverse("profile:show"))
