"""The doors to a volunteer: hidden equals missing, whoever keeps none is told so; what is returned counts as seen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404

from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.civilsociety.rules import KEEPERS, PLACES, Certificate, may_be_with_children
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.parts import parsed, parts
from tvaers.sharing.sealing import open_rows

SEALED = ("name", "reach", "tasks", "note", "why_children")
TRAINING = ("id", "dossier_id", "held_on", "what")


@dataclass(frozen=True, kw_only=True)
class TrainingLine:
    """What somebody learned, and when."""

    id: UUID
    what: str
    held_on: date


@dataclass(frozen=True, kw_only=True)
class VolunteerView:
    """A volunteer as their page shows them: opened texts. contact, assessor: colleagues' names, "" when not at work."""

    id: UUID
    state: VolunteerState
    name: str
    reach: str
    tasks: str
    note: str
    contact_id: UUID
    contact: str
    begins_on: date
    agreed_on: date | None
    confidential_on: date | None
    certificate: Certificate
    why_children: str
    assessor: str
    review_on: date
    ended_on: date | None
    erase_on: date
    version: int
    written_at: datetime
    writer: str
    training: list[TrainingLine]

    @property
    def may_be_with_children(self) -> bool:
        """Tell whether they may begin with children under 15."""
        return may_be_with_children(self.certificate)

    @property
    def has_stopped(self) -> bool:
        """Tell whether they have stopped."""
        return self.state is VolunteerState.ENDED


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody keeps the volunteers of their organisation."""
    return actor.has_role(*KEEPERS) and actor.organisation.kind in PLACES


def check_keeper(actor: Actor) -> None:
    """Raise PermissionDenied for who keeps no volunteers."""
    if not may_keep(actor):
        raise PermissionDenied


def get_for_keeping(*, actor: Actor, id: UUID) -> Volunteer:  # noqa: A002 - as every door
    """Return a volunteer's row, held until the transaction ends. Raises PermissionDenied, Http404."""
    check_keeper(actor)
    found = Volunteer.objects.select_for_update(no_key=True).filter(id=id).first()
    if found is None:
        raise Http404
    return found


def get_for_reading(*, actor: Actor, id: UUID) -> VolunteerView:  # noqa: A002 - as every door
    """Return one volunteer with training, in one statement; the look is logged. Raises PermissionDenied, Http404."""
    check_keeper(actor)
    rows = Volunteer.objects.filter(id=id).annotate(
        training_rows=parts(Training, TRAINING),
        **{label: _name_of(column) for label, column in NAMES.items() if label != "contact"},
        contact=contact_at_work(),
    )
    found = open_rows(Volunteer, rows.values(), SEALED, dossier="id")
    if not found:
        raise Http404
    seen.record(id, Category.IDENTITY)
    return _view(found[0])


NAMES = {"contact": "contact_id", "assessor": "assessed_by", "writer": "written_by"}
_PLAIN = (
    *("id", "contact_id", "begins_on", "agreed_on", "confidential_on", "review_on", "ended_on", "erase_on", "version"),
    *("written_at", *SEALED),
)
_CERTIFICATE = ("with_children", "consented_on", "ordered_on", "assessed_on", "deleted_on")


def contact_at_work() -> Subquery:
    """Return the contact person's name; null for one who has left: nobody turns to them any more."""
    here = Membership.objects.filter(id=OuterRef("contact_id"), state=MembershipState.ACTIVE)
    return Subquery(here.values("name")[:1])


def _name_of(column: str) -> Subquery:
    return Subquery(Membership.objects.filter(id=OuterRef(column)).values("name")[:1])


def _view(row: dict[str, Any]) -> VolunteerView:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    names: dict[str, Any] = {name: row[name] or "" for name in NAMES}
    lines = open_rows(Training, parsed(Training, row["training_rows"]), ("what",))
    return VolunteerView(
        state=VolunteerState(row["state"]),
        certificate=Certificate(**{name: row[name] for name in _CERTIFICATE}),
        training=[
            TrainingLine(id=line["id"], what=line["what"], held_on=line["held_on"])
            for line in sorted(lines, key=lambda line: (line["held_on"], str(line["id"])))
        ],
        **plain,
        **names,
    )
