"""Filling one section of one's own draft; changed in another window meanwhile, nothing is lost."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.assessments.access import PartView, SignedError, get_for_writing
from tvaers.assessments.actions import filling
from tvaers.assessments.actions.filling import ChangedMeanwhileError
from tvaers.assessments.enums import Kind
from tvaers.assessments.rules import Answer
from tvaers.cases.enums import Circle
from tvaers.web.assessments.asking import SectionForm
from tvaers.web.assessments.doors import Room, reading, writing
from tvaers.web.assessments.drawing import drawn
from tvaers.web.assessments.locked import locked
from tvaers.web.assessments.telling import lines

CONFLICT = 409
NEXT = "save"  # the first button of the form; the other leads back to the draft


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, case: UUID, assessment: UUID, section: str) -> HttpResponse:
    """Fill a section, and go on with the next; of what was signed meanwhile, show what was typed."""
    try:
        return _section(request, case, assessment, section)
    except SignedError:
        if request.method != "POST":
            raise
    room = reading(request, case, assessment)
    part = room.view.part(section)
    if part is None:
        raise Http404
    return locked(request, room, title=part.section.title, form=_form(request.POST, part))


def _section(request: HttpRequest, case: UUID, assessment: UUID, section: str) -> HttpResponse:
    room = writing(request, case, assessment, wanted=frozenset({"network"}))
    part = room.view.part(section)
    if part is None:
        raise Http404
    form = _form(request.POST if request.method == "POST" else None, part)
    status = 200
    theirs: list[object] = []
    if form.is_bound and form.is_valid():
        answers = form.answers() | _network(room, part)
        try:
            filling.answer(
                by=room.place.actor,
                case=case,
                assessment=assessment,
                section=section,
                answers=answers,
                version=form.cleaned_data["version"],
            )
        except ChangedMeanwhileError:
            saved = get_for_writing(actor=room.place.actor, case=case, id=assessment).part(section) or part
            form, theirs, status = _again(request.POST, saved), list(lines(saved)), CONFLICT
        else:
            messages.success(request, _("“%(section)s” is saved.") % {"section": part.section.title})
            return redirect(_after(request, room, part))
    context = {
        "one": room.view,
        "part": part,
        "form": form,
        "network": network_lines(room) if _asks_network(part) else None,
        "theirs": theirs,
        "following": _following(room, part),
        "back_url": reverse("assessments:assessment", args=[case, assessment]),
    }
    return drawn(request, room.place, "section", context, slim=True, status=status)


def _form(data: Mapping[str, object] | None, part: PartView) -> SectionForm:
    return SectionForm(data, section=part.section, answers=part.answers, version=part.version)


def _again(typed: Mapping[str, object], saved: PartView) -> SectionForm:
    """Return what was typed, to be saved knowingly over what stands there now."""
    data = typed.copy()  # type: ignore[attr-defined] # a QueryDict
    data["version"] = str(saved.version)
    form = _form(data, saved)
    form.is_valid()
    form.add_error(None, _("You have changed this section in another window. Below stands what you wrote here."))
    return form


def _following(room: Room, part: PartView) -> PartView | None:
    later = [each for each in room.view.parts if each.place > part.place]
    return later[0] if later else None


def _after(request: HttpRequest, room: Room, part: PartView) -> str:
    """Return where one goes on: the next section, the conclusion, or the draft."""
    key = [room.place.id, room.view.id]
    if request.POST.get("do") != NEXT:
        return reverse("assessments:assessment", args=key)
    following = _following(room, part)
    if following is not None:
        return reverse("assessments:section", args=[*key, following.section.key])
    ends = room.view.concludes or room.view.needs_consent
    return reverse("assessments:conclusion" if ends else "assessments:assessment", args=key)


# --- the network as it is drawn -------------------------------------------------------------------------------


def _asks_network(part: PartView) -> bool:
    return any(question.kind is Kind.NETWORK for question in part.section.questions)


def network_lines(room: Room) -> list[str]:
    """Return who is around the young person as it is drawn now, a line each."""
    return [
        ", ".join(filter(None, (row["name"], row["relation"], str(Circle(row["circle"]).label), row["brings"])))
        for row in room.place.view.network
    ]


def _network(room: Room, part: PartView) -> dict[str, Answer]:
    """Return the answer to a question for the network: as it is drawn on the day that it is saved."""
    drawn_now = "\n".join(network_lines(room))
    asked = [question.key for question in part.section.questions if question.kind is Kind.NETWORK]
    return dict.fromkeys(asked, Answer(words=drawn_now))
