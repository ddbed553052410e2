"""The frame of every page about a case: the petrol bar, the sub-navigation, and what the reader may do here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.cases.access import CaseView, get_for_reading
from tvaers.cases.actions.entries import CATEGORIES
from tvaers.cases.enums import State
from tvaers.cases.rules import OPENERS
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS, OrganisationKind, Role
from tvaers.people.access import PersonCard
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.standing import Standing, standing
from tvaers.ui import dates

OF_AGE = 18
# Where something is written the bar is small; wherever something is read it says all.
SLIM = frozenset({"form", "task_form", "task_share", "task_no_ground", "effort_form", "effort_check"})


@dataclass(frozen=True)
class OrganisationMark:
    """An organisation as its mark shows it."""

    id: UUID | None
    name: str
    mark: str


def address(name: str, **kwargs: object) -> str:
    """Return the address of a page, or "" when this installation does not have it."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def capital(words: object) -> str:
    """Return words with a capital at the beginning."""
    text = str(words)
    return text[:1].upper() + text[1:]


def called(person: PersonCard | None) -> str:
    """Return what to call the young person, also where the identity is not shared."""
    return person.label if person else _("A young person")


def first_name(person: PersonCard | None) -> str:
    """Return the first name, for headings such as "Noah's own words"; "" when it is not known or not shared."""
    return person.name.split()[0] if person and person.name.strip() else ""


def about(person: PersonCard | None) -> str:
    """Return age and school in words, as far as they are known and shared."""
    if person is None:
        return ""
    age = person.age
    years = ngettext("%(count)d year old", "%(count)d years old", age) % {"count": age} if age is not None else ""
    return ", ".join(filter(None, (years, person.school)))


@dataclass(frozen=True)
class Place:
    """A case as it stands open in front of somebody."""

    actor: Actor
    view: CaseView
    standing: Standing

    @property
    def id(self) -> UUID:
        """The case's id."""
        return self.view.id

    @property
    def is_under_age(self) -> bool:
        """Tell whether the rules for somebody under 18 hold; they do where the age is not known (R9)."""
        age = self.view.person.age if self.view.person else None
        return age is None or age < OF_AGE

    @property
    def is_limited(self) -> bool:
        """Tell whether all on the page is for prevention only: whatever the police see (R3)."""
        return self.actor.organisation.kind == OrganisationKind.POLICE

    @property
    def is_running(self) -> bool:
        """Tell whether it goes on; a closed case is only read, and taken up again."""
        return not self.view.is_closed

    @property
    def may_steer(self) -> bool:
        """Tell whether the reader leads its course: plan, tasks, review, pause, close, share."""
        return self.standing.is_own and self.standing.may_write and self.actor.has_role(*OPENERS)

    @property
    def may_restrict(self) -> bool:
        """Tell whether the reader says which colleagues it is there for: whoever leads it, and supervisors."""
        return self.may_steer and (self.view.lead_id == self.actor.id or self.actor.has_role(Role.SUPERVISOR))

    @property
    def may_add(self) -> bool:
        """Tell whether the reader writes down words, strengths and the network: colleagues with write access."""
        return self.standing.is_own and self.standing.may_write and self.is_running

    @cached_property
    def note_categories(self) -> tuple[Category, ...]:
        """What the reader can write notes about, least first; none where the reader cannot write."""
        if not (self.standing.may_write and self.is_running):
            return ()
        return tuple(category for category in CATEGORIES if self.standing.sees(category))


def opened(
    request: HttpRequest, case: UUID, *, wanted: frozenset[str] = frozenset(), latest: int | None = None
) -> Place:
    """Open a case for the page: its row with the lists `wanted`, and how the asker stands to it. Raises Http404."""
    view = get_for_reading(case=case, wanted=wanted, latest=latest)
    return Place(actor_in(request), view, standing(dossier=case))


def opened_to_steer(request: HttpRequest, case: UUID, *, wanted: frozenset[str] = frozenset()) -> Place:
    """Open a case whose course the asker leads. Raises Http404, or PermissionDenied to anybody else."""
    place = opened(request, case, wanted=wanted)
    if not place.may_steer:
        raise PermissionDenied
    return place


def opened_to_add(request: HttpRequest, case: UUID, *, wanted: frozenset[str] = frozenset()) -> Place:
    """Open a running case to write words, strengths or people down. Raises Http404, PermissionDenied."""
    place = opened(request, case, wanted=wanted)
    if not place.may_add:
        raise PermissionDenied
    return place


def bar(place: Place) -> dict[str, Any]:
    """Return the petrol bar."""
    view, stands = place.view, place.standing
    readers = address("sharing:readers", dossier=view.id) if stands.is_own else ""
    return {
        "name": called(view.person),
        "about": about(view.person),
        "url": reverse("cases:case", args=[view.id]),
        "authority": view.owner_name,
        "purpose": capital(PURPOSE_LABELS[stands.purpose]),
        "basis": view.basis if stands.is_own else stands.basis,
        "basis_label": _("Legal basis") if stands.is_own else "",
        # Colleagues see it as long as it is here; what bounds that is the next review, or the day of erasure.
        "until": None if stands.is_own else stands.until,
        "limited": place.is_limited,
        "eye_url": readers,
        "eye_count": stands.people or 0,
        "extra": [
            *_origins(view),
            *_state_words(view),
            *(_bound(view) if stands.is_own else ()),
            *_restricted(view),
        ],
    }


def _origins(view: CaseView) -> list[dict[str, str]]:
    """Where some of it came from follows it to every reader (R3)."""
    return [{"term": _("Partly from others"), "text": " ".join(view.origins)}] if view.origins else []


def _state_words(view: CaseView) -> list[dict[str, str]]:
    if view.state is State.PAUSED and view.paused_until:
        return [{"term": _("Paused until"), "text": dates.year_day(view.paused_until)}]
    if view.state is State.CLOSED and view.closed_at:
        return [{"term": str(State.CLOSED.label), "text": dates.year_day(view.closed_at)}]
    return []


def _restricted(view: CaseView) -> list[dict[str, str]]:
    return [{"term": _("Restricted"), "text": _("to named colleagues")}] if view.is_restricted else []


def _bound(view: CaseView) -> list[dict[str, str]]:
    if view.is_closed:
        return [{"term": _("To be erased"), "text": dates.year_day(view.erase_on)}] if view.erase_on else []
    return [{"term": _("Reviewed by"), "text": dates.year_day(view.review_on)}]


def subnav(place: Place, current: str, notes: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the case's own menu; what the reader cannot open is not in it."""
    view, stands = place.view, place.standing
    entries = [
        ("case", _("Overview"), True),
        ("plan", _("Plan and tasks"), True),
        ("timeline", _("Timeline"), True),
        ("words", _("Words and strengths"), True),
        ("files", _("Files"), True),
        ("network", _("Network"), stands.sees(Category.OTHERS)),
        ("course", _("Course"), stands.is_own),
        ("looked", _("Who has looked"), stands.is_own),
    ]
    links = [
        {
            "label": label,
            "url": reverse(f"cases:{name}", args=[view.id]),
            "current": name == current,
            "note": notes.get(name, ""),
        }
        for name, label, there in entries
        if there
    ]
    assessed = address("assessments:of-case", case=view.id)
    if assessed:
        # After the timeline, of which they are a part.
        links.insert(3, {"label": _("Assessments"), "url": assessed, "current": current == "assessments", "note": ""})
    shared = address("sharing:readers", dossier=view.id) if stands.is_own else ""
    if shared:
        links.insert(-1, {"label": _("Sharing"), "url": shared, "current": False, "note": _shared_note(stands)})
    return links


def _shared_note(stands: Standing) -> str:
    return str(len(stands.shared_with)) if stands.shared_with else ""


def actions(place: Place) -> list[dict[str, Any]]:
    """Return the buttons below the menu."""
    found: list[dict[str, Any]] = []
    if place.note_categories:
        url = reverse("cases:write", args=[place.id])
        found.append({"label": _("Write in the case"), "url": url, "lead": True, "icon": ""})
    share = address("sharing:share", dossier=place.id)
    if share and place.may_steer and place.is_running:
        found.append({"label": _("Share"), "url": share, "lead": False, "icon": "share"})
    return found


def page(
    request: HttpRequest,
    place: Place,
    template: str,
    current: str,
    context: Mapping[str, Any],
    *,
    notes: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of the case inside its frame."""
    frame = framed(place, current, slim=template in SLIM, notes=notes)
    return render(request, f"cases/{template}.html", {**frame, **context}, status=status)


def framed(place: Place, current: str, *, slim: bool = False, notes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what every page about a case is drawn with. slim: something is written there."""
    return {
        "place": place,
        "view": place.view,
        "bar": bar(place),
        "slim": slim,
        "case_links": subnav(place, current, notes or {}),
        "case_actions": [] if slim else actions(place),
        "young": first_name(place.view.person),
        "called": called(place.view.person),
    }


def form_page(
    request: HttpRequest, place: Place, current: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page with one form: `title`, `intro`, `form`, `do` (label), `back_url`; optional: further `parts`."""
    given = {"intro": "", "warning": False, "extra_template": "", "form_class": "tv-narrow", **context}
    return page(request, place, "form", current, given, status=status)
