"""Sharing at a glance (deling): offers that I answer without a reason (R2), what I was given, what I have shared."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.notices.actions import kind_of as gives_notices
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.people.access import cards
from tvaers.sharing import actions
from tvaers.sharing.answering import of_others
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.models import Access
from tvaers.sharing.notices import notices_to
from tvaers.sharing.offers import Mark as Place
from tvaers.sharing.offers import Offered, by_us, of_group, received, record_reasons, to_me
from tvaers.sharing.wording import own_notice
from tvaers.web.sharing.doors import decides
from tvaers.web.sharing.telling import told as in_words
from tvaers.web.sharing.words import is_limited, place_in, shown, subject_of, written

UNPROCESSABLE = 422
# How long the giver is told how something ended.
LATELY = timedelta(days=30)


WAITING, RECEIVED, GIVEN = "waiting", "received", "given"
LABELS = {
    WAITING: gettext_lazy("Waits for your answer"),
    RECEIVED: gettext_lazy("Shared with you"),
    GIVEN: gettext_lazy("You have shared"),
}


@require_GET
@requires(WITH_PEOPLE)
def offers(request: HttpRequest) -> HttpResponse:
    """List what waits for my answer; what I was given and what I have shared stand in views of their own, in pages."""
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    actor = actor_in(request)
    view = request.GET.get("view", WAITING)
    view = view if view in LABELS else WAITING
    after = place_in(request.GET.get("after", ""))
    waiting = to_me(actor=actor)
    rows, more = _rows(view, actor, waiting, after)
    record_reasons(rows, actor=actor)
    whom = _named(rows) if view == RECEIVED else {}
    here = f"{reverse('sharing:offers')}?view={view}"
    told = [] if view == GIVEN or after else notices_to(actor=actor, only_new=view == WAITING)
    context = {
        "view": view,
        "told": [in_words(row) for row in told],
        "notice": own_notice(actor.organisation.kind),
        "heading": LABELS[view],
        "views": [
            {
                "label": label,
                "url": f"{reverse('sharing:offers')}?view={name}",
                "count": len(waiting) if name == WAITING else None,
                "current": name == view,
            }
            for name, label in LABELS.items()
        ],
        "rows": [{**shown(offered), "whom": whom.get(offered.group, "")} for offered in rows],
        "of_others": of_others(actor=actor, groups={offered.group for offered in rows}) if view == WAITING else (),
        "first_url": here if after else "",
        "next_url": f"{here}&after={written(more)}" if more else "",
        "limited": is_limited(actor),
        "notices_url": reverse("notices:list") if gives_notices(actor) else "",
    }
    return render(request, "sharing/offers.html", context, status=status)


def _named(rows: list[Offered]) -> dict[UUID, str]:
    """Return, by group, whom it is about, where that was shared with the asker as well; in two statements."""
    of_access = {access: offered.group for offered in rows for access in offered.accesses}
    parts = Access.objects.filter(id__in=of_access).values_list("id", "dossier_id", "categories")
    people = {dossier: of_access[access] for access, dossier, mask in parts if Category.IDENTITY & mask}
    return {people[person]: card.label for person, card in cards(set(people)).items()}


def _rows(view: str, actor: Actor, waiting: list[Offered], after: Place | None) -> tuple[list[Offered], Place | None]:
    if view == RECEIVED:
        return received(actor=actor, after=after)
    if view == GIVEN:
        return by_us(actor=actor, since=clock.now() - LATELY, after=after)
    return waiting, None


@require_POST
def answer(request: HttpRequest, group: UUID) -> HttpResponse:
    """Accept or decline what was offered in one go; an answer is never guessed."""
    actor = actor_in(request)
    accepted = "accept" in request.POST
    if accepted == ("decline" in request.POST):
        if all(offered.group != group for offered in to_me(actor=actor)):
            raise Http404
        messages.error(request, _("Choose whether you accept or decline. Nothing was answered."))
        return _page(request, status=UNPROCESSABLE)
    try:
        actions.answer_group(by=actor, group=group, accepted=accepted)
    except actions.NoSuchAccessError as gone:
        raise Http404 from gone
    except actions.NotYoursToAnswerError as refused:
        raise PermissionDenied from refused
    of_task = "task" in request.POST
    if not accepted:
        messages.success(request, _("You have declined. Nobody asks why."))
    elif of_task:
        messages.success(request, _("You have accepted. The task is one of yours now."))
    else:
        messages.success(request, _("You have accepted. It stands with what is shared with you."))
    if of_task:
        return redirect("tasks:list")
    return redirect(f"{reverse('sharing:offers')}?view={RECEIVED}" if accepted else "sharing:offers")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, group: UUID) -> HttpResponse:
    """Take back what was shared in one go, or give back what was received: asked once more, then it ends at once."""
    actor = actor_in(request)
    found = of_group(group)
    if found is None or not found.can_end:
        raise Http404
    ours = found.giver_organisation_id == actor.organisation.id
    if found.kind is DossierKind.QUESTION and not ours:
        # It is answered or declined, and never given back.
        raise Http404
    if ours and not decides(actor):
        raise PermissionDenied
    back = request.GET.get("back") or request.POST.get("back", "")
    if request.method == "GET":
        record_reasons([found], actor=actor)
        context = {
            "item": shown(found),
            "ours": ours,
            "back": str(found.dossier) if back and ours else "",
            "subject": subject_of(found) if ours else None,
            "limited": is_limited(actor),
        }
        return render(request, "sharing/withdraw.html", context)
    try:
        actions.end_group(group=group)
    except actions.NoSuchAccessError as gone:
        raise Http404 from gone
    words = _("Taken back. It closed at once.") if ours else _("Given back. You do not see it any longer.")
    messages.success(request, words)
    return (
        redirect("sharing:readers", dossier=found.dossier)
        if back and ours
        else redirect(f"{reverse('sharing:offers')}?view={GIVEN if ours else RECEIVED}")
    )
