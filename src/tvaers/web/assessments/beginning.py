"""Beginning an assessment: a template is chosen, and the day that it is about; or an earlier one is looked at again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.assessments import queries
from tvaers.assessments.access import get_for_reading
from tvaers.assessments.actions import filling
from tvaers.assessments.documents import parse
from tvaers.assessments.enums import Form
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.ui.fields import Once, PastDate
from tvaers.web.assessments.doors import opened_to_write, writable
from tvaers.web.assessments.drawing import drawn, form_drawn
from tvaers.web.cases.frame import Place, address


class BeginForm(Once):
    """The day that an assessment is about."""

    about_on = PastDate(
        label=gettext_lazy("Which day is it about?"),
        help_text=gettext_lazy("The day of the talk, or the day on which you look at things."),
    )


def _offered(place: Place) -> list[dict[str, Any]]:
    """Return the templates that the reader can fill in this case, each with what it is for."""
    allowed = writable(place)
    return [
        row | {"label": str(Form(row["form"]).label), "left_out": _left_out(row, allowed)}
        for row in queries.to_fill(actor=place.actor)
        if any(section.category & allowed for section in parse(row["document"]).sections)
    ]


def _left_out(row: dict[str, Any], allowed: Category) -> list[str]:
    """Return the titles of the sections that are not for the reader to fill."""
    return [section.title for section in parse(row["document"]).sections if not section.category & allowed]


@require_safe
def choose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Choose a template."""
    place = opened_to_write(request, case)
    context = {"templates": _offered(place), "templates_url": address("templates:list")}
    return drawn(request, place, "choose", context, slim=True)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, case: UUID, version: UUID) -> HttpResponse:
    """Begin by a template."""
    place = opened_to_write(request, case)
    found = next((row for row in _offered(place) if row["id"] == version), None)
    return _begun(request, place, found, back=reverse("assessments:begin", args=[case]))


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Look at an assessment again: by the version that is in use now, with the answers that still fit."""
    place = opened_to_write(request, case)
    before = get_for_reading(case=case, id=assessment)
    found = next((row for row in _offered(place) if row["template_id"] == before.template_id), None)
    back = reverse("assessments:assessment", args=[case, assessment])
    return _begun(request, place, None if before.is_draft else found, back=back, follows=assessment)


def _begun(
    request: HttpRequest, place: Place, found: dict[str, Any] | None, *, back: str, follows: UUID | None = None
) -> HttpResponse:
    if found is None:
        raise Http404
    form = BeginForm(request.POST or None, initial={"about_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        made = filling.begin(
            by=place.actor,
            case=place.id,
            version=found["id"],
            about_on=typed["about_on"],
            categories=writable(place),
            form=typed["form"],
            follows=follows,
        )
        return redirect("assessments:assessment", case=place.id, assessment=made)
    intro = _("The answers of last time stand in it already. Go through them, and change what is different.")
    context = {
        "title": found["title"],
        "heading": (_("Look at it again: %(title)s") if follows else _("Begin: %(title)s")) % found,
        "intro": intro if follows else found["summary"],
        "left_out": found["left_out"],
        "form": form,
        "do": _("Begin"),
        "back_url": back,
    }
    return form_drawn(request, place, context)
