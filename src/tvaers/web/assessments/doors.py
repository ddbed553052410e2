"""The doors of the assessments' pages: the case they stand in, and who may write one there."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tvaers.assessments.access import AssessmentView, get_for_reading, get_for_writing
from tvaers.guard.enums import Category
from tvaers.web.cases.frame import Place, opened


@dataclass(frozen=True)
class Room:
    """An assessment that stands open in front of somebody, in its case."""

    place: Place
    view: AssessmentView

    @property
    def is_mine(self) -> bool:
        """Tell whether the reader wrote it."""
        return self.view.author_id == self.place.actor.id


def writable(place: Place) -> Category:
    """Return what the reader may write about in the case, as categories together."""
    found = Category(0)
    if place.standing.may_write and place.is_running:
        # Own words stand with the plan; whoever writes in a case at all may write those down.
        for category in (*place.note_categories, Category.PLAN, Category.OTHERS):
            found |= category if place.standing.sees(category) else Category(0)
    return found


def opened_to_write(request: HttpRequest, case: UUID, *, wanted: frozenset[str] = frozenset()) -> Place:
    """Open a running case in which the asker writes. Raises Http404, PermissionDenied."""
    place = opened(request, case, wanted=wanted)
    if not writable(place):
        raise PermissionDenied
    return place


def reading(request: HttpRequest, case: UUID, assessment: UUID) -> Room:
    """Open an assessment as far as the asker sees it. Raises Http404."""
    place = opened(request, case)
    return Room(place, get_for_reading(case=case, id=assessment))


def writing(request: HttpRequest, case: UUID, assessment: UUID, *, wanted: frozenset[str] = frozenset()) -> Room:
    """Open the asker's own draft in a running case. Raises Http404, PermissionDenied."""
    place = opened_to_write(request, case, wanted=wanted)
    return Room(place, get_for_writing(actor=place.actor, case=case, id=assessment))
