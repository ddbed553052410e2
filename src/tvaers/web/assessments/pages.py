"""Reading: a case's assessments, one of them, and two beside each other over time."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tvaers.assessments import queries
from tvaers.assessments.access import AssessmentView, get_for_reading
from tvaers.assessments.actions.filling import lacks
from tvaers.assessments.enums import State, Tool
from tvaers.assessments.rules import is_begun
from tvaers.assessments.wording import kept_words
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.web.assessments.doors import Room, reading, writable
from tvaers.web.assessments.drawing import drawn
from tvaers.web.assessments.telling import beside as set_beside
from tvaers.web.assessments.telling import expiry, row, sections, stand
from tvaers.web.cases.frame import opened


@require_safe
def of_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """List a case's assessments, the newest first, and what was done elsewhere."""
    place = opened(request, case)
    sees = place.standing.sees(Category.ASSESSMENT)
    elsewhere = queries.elsewhere(case=case) if sees else []
    context = {
        "rows": [row(found) for found in queries.of_case(case=case)],
        "elsewhere": [_elsewhere(each, place.actor.id) for each in elsewhere],
        "may_begin": bool(writable(place)),
        "may_note": sees and bool(writable(place) & Category.ASSESSMENT),
    }
    return drawn(request, place, "list", context)


def _elsewhere(found: dict[str, Any], member: UUID) -> dict[str, Any]:
    return found | {"what": found["named"] or str(Tool(found["tool"]).label), "is_mine": found["noted_by"] == member}


@require_safe
def assessment(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Show an assessment: a draft as what is still to do, a signed one as it was signed."""
    room = reading(request, case, assessment)
    if room.view.is_draft:
        return drawn(request, room.place, "draft", _draft(room), slim=True)
    return drawn(request, room.place, "signed", _signed(room))


def _draft(room: Room) -> dict[str, Any]:
    view = room.view
    key = [room.place.id, view.id]
    steps = [
        {
            "title": part.section.title,
            "url": reverse("assessments:section", args=[*key, part.section.key]),
            "hint": "",
            "state": stand(part),
            "strong": is_begun(part.answers) and bool(part.lacking),
        }
        for part in view.parts
    ]
    if view.concludes or view.needs_consent:
        steps.append(_last_step(view, reverse("assessments:conclusion", args=key)))
    return {"one": view, "steps": steps, "is_ready": not lacks(view, clock.today())}


def _last_step(view: AssessmentView, url: str) -> dict[str, Any]:
    title = _("Conclusion") if view.concludes else _("Consent")
    if view.concludes and view.needs_consent:
        title = _("Consent and conclusion")
    written = view.conclusion or view.consent
    missing = (view.concludes and not (view.conclusion and view.reason and view.expires_on)) or (
        view.needs_consent and not (view.consent and view.consent_on)
    )
    state = _("Something is still needed") if written and missing else _("Not begun") if missing else _("Written")
    return {"title": title, "url": url, "hint": "", "state": state, "strong": missing and bool(written)}


def _signed(room: Room) -> dict[str, Any]:
    view, place = room.view, room.place
    may_write = writable(place)
    others = [
        {"url": reverse("assessments:beside", args=[place.id, view.id, each["id"]]), "when": each["about_on"]}
        for each in queries.of_case(case=place.id)
        if each["template_id"] == view.template_id and each["id"] != view.id and each["state"] == State.SIGNED
    ]
    return {
        "one": view,
        "sections": sections(view),
        "expiry": expiry(view.expires_on),
        "kept": kept_words(view),
        "others": others,
        "limited": view.is_police_material or place.is_limited,
        "may_read": bool(view.concludes and not room.is_mine and may_write & Category.ASSESSMENT),
        "may_again": bool(may_write) and place.standing.is_own,
    }


@require_safe
def beside(request: HttpRequest, case: UUID, assessment: UUID, other: UUID) -> HttpResponse:
    """Show two signed assessments by one template beside each other, the earlier first."""
    room = reading(request, case, assessment)
    second = get_for_reading(case=case, id=other)
    if room.view.is_draft or second.is_draft or second.template_id != room.view.template_id:
        raise Http404
    before, after = sorted((room.view, second), key=lambda view: (view.about_on, view.begun_at))
    context = {"before": before, "after": after, "sections": set_beside(before, after)}
    return drawn(request, room.place, "beside", context)
