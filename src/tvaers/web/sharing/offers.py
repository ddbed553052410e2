"""Offers to me, which I accept or decline without a reason (R2), what I was given, and what I have shared."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.sharing import actions
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.offers import by_us, of_group, received, to_me
from tvaers.web.sharing.words import is_limited, shown

# How long the giver is told how something ended.
LATELY = timedelta(days=30)


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """List what waits for my answer, what I was given, and what I have shared."""
    actor = actor_in(request)
    context = {
        "waiting": [shown(offered) for offered in to_me(actor=actor)],
        "received": [shown(offered) for offered in received(actor=actor)],
        "given": [shown(offered) for offered in by_us(actor=actor, since=clock.now() - LATELY)],
        "limited": is_limited(actor),
    }
    return render(request, "sharing/offers.html", context)


@require_POST
def answer(request: HttpRequest, group: UUID) -> HttpResponse:
    """Accept or decline what was offered in one go."""
    actor_in(request)
    accepted = "accept" in request.POST
    try:
        actions.answer_group(group=group, accepted=accepted)
    except actions.NoSuchAccessError as gone:
        raise Http404 from gone
    if accepted:
        messages.success(request, _("You have accepted. You can open it from here."))
    else:
        messages.success(request, _("You have declined. Nobody asks why."))
    return redirect("sharing:offers")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, group: UUID) -> HttpResponse:
    """Take back what was shared in one go, or give back what was received: asked once more, then it ends at once."""
    actor = actor_in(request)
    found = of_group(group)
    if found is None or not found.can_end:
        raise Http404
    ours = found.giver_organisation_id == actor.organisation.id
    back = request.GET.get("back") or request.POST.get("back", "")
    if request.method == "GET":
        context = {"item": shown(found), "ours": ours, "back": str(found.dossier) if back and ours else ""}
        return render(request, "sharing/withdraw.html", context)
    try:
        actions.end_group(group=group)
    except actions.NoSuchAccessError as gone:
        raise Http404 from gone
    words = _("Taken back. It closed at once.") if ours else _("Given back. You do not see it any longer.")
    messages.success(request, words)
    return redirect("sharing:readers", dossier=found.dossier) if back and ours else redirect("sharing:offers")
