"""Writing down what was decided, and going on at once to what it becomes."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.cases.rules import OPENERS
from tvaers.concerns.actions.intake import WrittenAlreadyError
from tvaers.foundation.unnamed import looks_like_number
from tvaers.localpicture.queries import may_write as writes_bulletins
from tvaers.meetings import decided, queries
from tvaers.meetings.actions import deciding, minutes
from tvaers.meetings.enums import Made
from tvaers.partnerships.rules import DECIDING
from tvaers.ui.fields import ComingDate, Once, line
from tvaers.ui.forms import Choice, Choices
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.meetings.calling import area_words
from tvaers.web.meetings.doors import Table, table
from tvaers.web.meetings.minuting import over, told_of, writing

_NOBODY = pgettext_lazy("who does it", "Nobody in particular")
# A case begins with a concern; the page that opens it comes next.
CASE: Final = "case"
# What a decision can become, and what that means.
CHOICES: Final = {
    Made.TASK: (
        gettext_lazy("A task in the young person’s plan"),
        gettext_lazy("A colleague gets it at once; others are asked."),
    ),
    Made.SHARE: (
        gettext_lazy("Something of the case is shared with who does it"),
        gettext_lazy("Next you choose how much, and what allows it."),
    ),
    Made.CONCERN: (
        gettext_lazy("A concern here"),
        gettext_lazy("With the item’s words as a quotation. Its clocks start."),
    ),
    CASE: (
        gettext_lazy("A case here"),
        gettext_lazy("It becomes a concern first. Next you open the case."),
    ),
    Made.BULLETIN: (
        gettext_lazy("A bulletin in the local picture"),
        gettext_lazy("Next you write where, and who reads it."),
    ),
}


def _choice(becomes: str) -> tuple[str, Choice]:
    label, hint = CHOICES[becomes]
    return becomes, Choice(str(label), hint=str(hint))


def _offer(form: Any, seats: list[dict[str, Any]], becomes: list[str]) -> None:  # noqa: ANN401 - Django's form
    """Offer who sits, by organisation, and what the decision can become; the first is chosen beforehand."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in seats:
        groups.setdefault(row["organisation"], []).append((str(row["member_id"]), row["name"]))
    form.fields["member"].choices = [("", _NOBODY), *groups.items()]
    if not becomes:
        del form.fields["becomes"]
        return
    form.fields["becomes"].choices = [
        *(_choice(each) for each in becomes),
        ("", Choice(_("It stands in the minutes, and nothing more"))),
    ]
    form.initial.setdefault("becomes", becomes[0] if becomes[0] == Made.TASK else "")


def _becomes() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("What becomes of it at once?"), widget=Choices, required=False)


class DecisionForm(Once):
    """What was decided about a person, who does it, until when, and what it becomes."""

    words = line(gettext_lazy("What did the meeting decide?"), missing=gettext_lazy("Write what was decided."))
    member = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    due_on = ComingDate(label=gettext_lazy("Until when?"), required=False)
    becomes = _becomes()

    def __init__(self, *args: Any, seats: list[dict[str, Any]], becomes: list[str], own: UUID, **options: Any) -> None:
        """Offer who sits and what it can become. own: the organisation of who writes it."""
        super().__init__(*args, **options)
        self._elsewhere = {str(row["member_id"]) for row in seats if row["organisation_id"] != own}
        _offer(self, seats, becomes)

    def clean(self) -> dict[str, Any]:
        """A task has somebody who does it and a day; something is shared with somebody elsewhere."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        becomes, member = typed.get("becomes"), typed.get("member")
        if looks_like_number(typed.get("words") or ""):
            self.add_error("words", _("This looks like a CPR number. Say it without: it stands in lists."))
        if becomes == Made.TASK and not member and "member" not in self.errors:
            self.add_error("member", _("Somebody does a task. Choose who, or let it stand in the minutes alone."))
        if becomes == Made.TASK and not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("A task in the plan has a day. Choose one."))
        if becomes == Made.SHARE and member not in self._elsewhere and "member" not in self.errors:
            self.add_error("member", _("Choose who shall have it, from another organisation."))
        return typed


class CommonDecisionForm(NamesNobody):
    """What was decided on an item that names nobody."""

    TEXTS = ("words",)

    words = line(gettext_lazy("What did the meeting decide?"), missing=gettext_lazy("Write what was decided."))
    member = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    due_on = ComingDate(label=gettext_lazy("Until when?"), required=False)
    becomes = _becomes()

    def __init__(self, *args: Any, seats: list[dict[str, Any]], becomes: list[str], **options: Any) -> None:
        """Offer who sits and what it can become."""
        super().__init__(*args, **options)
        _offer(self, seats, becomes)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Write down what was decided and who does it until when, and go on to what it becomes."""
    place = table(request, meeting)
    told = told_of(place, item)
    if told["opened_at"] is None or (request.method != "POST" and not place.is_writable):
        return over(request, meeting)
    seats = queries.seats(meeting=meeting)
    case = deciding.case_of(by=place.actor, item=item) if told["is_gated"] else None
    becomes = possible(place, told, case, seats)
    typed = request.POST if request.method == "POST" else None
    form: Any = (
        DecisionForm(typed, seats=seats, becomes=becomes, own=place.actor.organisation.id)
        if told["is_gated"]
        else CommonDecisionForm(typed, seats=seats, becomes=becomes, known=area_words())
    )
    if form.is_bound and form.is_valid():
        answer = _decided(request, place, item, form, case)
        if answer is not None:
            return answer
    return writing(request, place, "decide", form, told)


def possible(place: Table, told: dict[str, Any], case: UUID | None, seats: list[dict[str, Any]]) -> list[str]:
    """Return what a decision on an item can become besides its line in the minutes, the usual first."""
    actor = place.actor
    if not told["is_gated"]:
        return [Made.BULLETIN] if writes_bulletins(actor) else []
    if not actor.roles & DECIDING:
        return [Made.TASK] if case is not None else []
    if case is not None:
        elsewhere = any(row["organisation_id"] != actor.organisation.id for row in seats)
        return [Made.TASK, Made.SHARE] if elsewhere else [Made.TASK]
    if told["owner_id"] != actor.organisation.id or not told["said"].is_open:
        # What others brought is screened.
        return []
    return [Made.CONCERN, CASE] if actor.has_role(*OPENERS) else [Made.CONCERN]


def _decided(
    request: HttpRequest,
    place: Table,
    item: UUID,
    form: Any,  # noqa: ANN401 - a form
    case: UUID | None,
) -> HttpResponse | None:
    """Write it down, and lead on; None where something at a field stands in the way."""
    typed = form.cleaned_data
    wanted = typed.get("becomes") or None
    told = deciding.Decided(
        words=typed["words"],
        member=UUID(typed["member"]) if typed["member"] else None,
        due_on=typed["due_on"],
        becomes=Made.CONCERN if wanted == CASE else Made(wanted) if wanted else None,
    )
    try:
        written = deciding.decide(by=place.actor, item=item, told=told, case=case, form=typed["form"])
    except minutes.LockedError:
        form.add_error(None, _("The minutes are approved, or the meeting is not at it yet."))
    except minutes.NotAtTheTableError:
        form.add_error("member", _("Invite them first: who does it must know of it."))
    except deciding.NotLetInError:
        form.add_error("member", _("They could not read it. Let them in to the item first."))
    except deciding.NoTaskError:
        form.add_error("becomes", _("It cannot be a task for them now. Write it without, or let them in first."))
    except deciding.NoConcernError:
        form.add_error("becomes", _("It cannot be a concern here now. Write it without."))
    except WrittenAlreadyError as before:
        return redirect("concerns:concern", concern=before.concern)
    else:
        return _go_on(request, place, told, written, wanted)
    return None


def _go_on(
    request: HttpRequest, place: Table, told: deciding.Decided, written: deciding.Written, wanted: str | None
) -> HttpResponse:
    """Lead from a decision to the page of what it becomes, or back to the meeting."""
    if told.becomes is Made.CONCERN and written.made_id is not None:
        messages.success(request, _("It stands in the minutes, and is a concern here. Its clocks run."))
        if wanted == CASE:
            return redirect("cases:open-concern", concern=written.made_id)
        return redirect("concerns:concern", concern=written.made_id)
    if told.becomes in {Made.SHARE, Made.BULLETIN} and _still_waits(place, written.decision):
        messages.success(request, _("It stands in the minutes. Here it becomes real."))
        return redirect("meetings:become", meeting=place.id, decision=written.decision)
    if told.becomes is Made.TASK:
        messages.success(request, _("It stands in the minutes, and as a task in the plan."))
    elif told.member is not None:
        messages.success(request, _("It stands in the minutes, and in the Today of who does it."))
    else:
        messages.success(request, _("It stands in the minutes."))
    return redirect("meetings:meeting", meeting=place.id)


def _still_waits(place: Table, decision: UUID) -> bool:
    """Tell whether a decision is still to become what it shall: sent once more, it may be that already."""
    try:
        decided.waiting(actor=place.actor, decision=decision)
    except Http404:
        return False
    return True


@require_safe
def become(request: HttpRequest, meeting: UUID, decision: UUID) -> HttpResponse:
    """Lead from a decision to the page on which it becomes what it is to become. Raises Http404 where nothing is."""
    place = table(request, meeting)
    told = decided.waiting(actor=place.actor, decision=decision)
    if told.made == Made.BULLETIN:
        return redirect(f"{reverse('localpicture:new')}?decision={decision}")
    if told.made != Made.SHARE or told.case is None or told.organisation is None:
        raise Http404
    where = reverse("sharing:to", args=[told.case, told.organisation])
    return redirect(f"{where}?to=member:{told.member}&decision={decision}")
