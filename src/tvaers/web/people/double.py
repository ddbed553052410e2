"""Two dossiers of one person: looking for them, comparing them, and making them one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.people import actions, queries
from tvaers.people.access import PersonCard
from tvaers.people.actions import FIELDS, Details
from tvaers.people.doubles import KeptApartError, Obstacle, obstacles
from tvaers.sharing import links, readers
from tvaers.sharing.actions import WrongPurposeError
from tvaers.sharing.entrance import actor_in
from tvaers.web.people import words
from tvaers.web.people.doors import require_merging
from tvaers.web.people.find import TOO_MANY_REQUESTS, rows
from tvaers.web.people.forms import DetailsForm, Difference, choosing

CONFLICT = 409


@require_POST
def look_for(request: HttpRequest, person: UUID) -> HttpResponse:
    """Search for others who may be the same person; the search is logged like any other."""
    card, details = actions.details_of(person)[person]
    require_merging(actor_in(request))
    try:
        found = queries.findings(actor=actor_in(request), traits=details.traits)
    except queries.NothingToFindByError:
        found = []
    except queries.TooManyFoundError:
        found = []
        messages.warning(request, _("Too many fit. Write more about the person first."))
    except queries.TooManySearchesError:
        return render(request, "people/often.html", status=TOO_MANY_REQUESTS)
    others = [each for each in rows(found) if each["id"] != person]
    return render(
        request,
        "people/doubles.html",
        {"card": card, "bar": words.slim_bar(card), "rows": others, "back_url": reverse("people:page", args=[person])},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, person: UUID, other: UUID) -> HttpResponse:
    """Show two beside each other and ask for each difference which is right; then make them one."""
    if person == other:
        raise Http404
    both = actions.details_of(person, other)
    require_merging(actor_in(request))
    (card, kept), (other_card, double) = both[person], both[other]
    differences = _differences(kept, double)
    form = choosing(differences)(
        request.POST or None, initial={"version": card.version, "double_version": other_card.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(request, form, differences, keep=person, double=other)
        except KeptApartError as apart:
            context = _context(form, differences, card, other_card, apart.obstacles)
            return render(request, "people/merge.html", context, status=CONFLICT)
    if not readers.works_on([person, other]):
        raise PermissionDenied
    context = _context(form, differences, card, other_card, obstacles(person, other))
    return render(request, "people/merge.html", context)


def _merged(
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form made for the two
    differences: list[Difference],
    *,
    keep: UUID,
    double: UUID,
) -> HttpResponse:
    """Merge the two as chosen, and lead to the one that stays, or back to the comparison, saying why."""
    typed = form.cleaned_data
    try:
        actions.merge(
            by=actor_in(request),
            keep=keep,
            double=double,
            from_double={each.name for each in differences if typed[each.name] == "double"},
            version=typed["version"],
            double_version=typed["double_version"],
        )
    except (actions.DifferentOwnersError, actions.NotYoursToChangeError) as refused:
        raise PermissionDenied from refused
    except actions.ChangedMeanwhileError:
        messages.warning(request, _("Somebody changed one of them meanwhile. Compare them again; nothing was merged."))
        return HttpResponseRedirect(request.path)
    except WrongPurposeError:
        text = _(
            "A colleague knows the other for a purpose that is not yours, and would lose sight of it."
            " Ask somebody who works for both; nothing was merged."
        )
        messages.warning(request, text)
        return HttpResponseRedirect(request.path)
    said = _("The two are one now. What pointed at the other points here, and the other is erased.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("people:page", args=[keep]))


def _context(
    form: Any,  # noqa: ANN401 - a form made for the two
    differences: list[Difference],
    card: PersonCard,
    other: PersonCard,
    apart: tuple[Obstacle, ...],
) -> dict[str, Any]:
    linked = links.links_of([card.id, other.id])
    follow = len(linked.get(other.id, []))
    return {
        "form": form,
        "both": [form[each.name] for each in differences if not each.only_one],
        "gaps": [form[each.name] for each in differences if each.only_one],
        "card": card,
        "other": other,
        "obstacles": apart,
        "bar": words.slim_bar(card),
        "back_url": reverse("people:page", args=[card.id]),
        "points": [
            ngettext("%(count)d link follows.", "%(count)d links follow.", follow) % {"count": follow}
            if follow
            else _("The other appears in nothing that you can see."),
            _("Colleagues who work with one of them work with the one that stays."),
            _("What was shared of the other with other organisations ends."),
        ],
    }


def _differences(kept: Details, double: Details) -> list[Difference]:
    """Return the fields that differ; what only one of the two has is offered, and protection rather than none."""
    fields = DetailsForm().fields
    found = []
    for name in FIELDS:
        mine, theirs = getattr(kept, name), getattr(double, name)
        if mine != theirs:
            said, other = _both(name, mine, theirs)
            found.append(
                Difference(
                    name=name,
                    label=str(fields[name].label),
                    kept=said,
                    other=other,
                    takes_other=not mine,
                    only_one=not (mine and theirs),
                )
            )
    return found


def _both(name: str, kept: Any, double: Any) -> tuple[str, str]:  # noqa: ANN401 - a field's two values
    if name == "cpr":
        first, second = words.masked(kept), words.masked(double)
        return first, (_("%(number)s, another number") % {"number": second} if first == second else second)
    if isinstance(kept, bool):
        return (_("Yes") if kept else _("No")), (_("Yes") if double else _("No"))
    if name == "born":
        return words.born(kept), words.born(double)
    return kept, double
