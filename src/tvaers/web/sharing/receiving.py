"""Who can receive: organisations with the people and units there, and what each could see and work for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState, OrganisationKind
from tvaers.partnerships.models import Membership, Organisation, Unit, UnitMembership
from tvaers.partnerships.wording import roles_in_words
from tvaers.sharing.actions import Reader
from tvaers.sharing.approvals import NO_RULE, Rule, annotations, rule_in
from tvaers.sharing.models import Frame
from tvaers.sharing.offers import frames_between
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.questions import open_from

MEMBER, UNIT = "member", "unit"


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A receiver: one at work, or a whole unit. roles: of the one, or of each in the unit."""

    kind: str
    id: UUID
    name: str
    title: str
    roles: tuple[int, ...]

    @property
    def value(self) -> str:
        """The receiver as a form names it."""
        return f"{self.kind}:{self.id}"

    @property
    def is_unit(self) -> bool:
        """Tell whether a whole unit is meant."""
        return self.kind == UNIT

    @property
    def short(self) -> str:
        """What to call the receiver within a sentence: the first name, or the unit."""
        return self.name if self.is_unit else self.name.split()[0]

    @property
    def label(self) -> str:
        """The receiver as a list names it."""
        if self.is_unit:
            return _("All in %(unit)s") % {"unit": self.name}
        return ", ".join(filter(None, (self.name, self.title)))

    @property
    def categories(self) -> Category:
        """What the roles can see at most."""
        return reduce(or_, (rules.categories_for(mask) for mask in self.roles), Category(0))

    @property
    def purposes(self) -> Purpose:
        """What the roles work for."""
        return reduce(or_, (rules.purposes_for(mask) for mask in self.roles), Purpose(0))

    @property
    def is_able(self) -> bool:
        """Tell whether anything shared could be seen at all."""
        return bool(self.categories and self.purposes)

    @property
    def why_not(self) -> str:
        """Why nothing can be shared with the receiver; empty when it can."""
        if self.is_able:
            return ""
        if self.is_unit:
            return _("Nobody in the unit works with young people in Tværs.")
        roles = ", ".join(roles_in_words(mask) for mask in self.roles) or _("No role")
        return _("%(roles)s: sees nothing about young people.") % {"roles": roles}


@dataclass(frozen=True, kw_only=True)
class Place:
    """An organisation that can receive. frames: what in force lets us share with it; empty on the list of places.

    rule: what the actor's organisation approves first. questions: what it has asked the actor, for
    `sharing.questions.opened`; empty on the list too.
    """

    organisation: Organisation
    people: Sequence[Somebody]
    units: Sequence[Somebody]
    frames: Sequence[Frame] = ()
    questions: Sequence[Mapping[str, Any]] = ()
    rule: Rule = NO_RULE

    @property
    def able(self) -> list[Somebody]:
        """Those who could see something: people first, then whole units."""
        return [each for each in (*self.people, *self.units) if each.is_able]

    @property
    def purposes(self) -> Purpose:
        """What somebody there works for."""
        return reduce(or_, (each.purposes for each in self.able), Purpose(0))

    @property
    def is_police(self) -> bool:
        """Tell whether what is shared is marked as not for investigation (R3)."""
        return self.organisation.kind == OrganisationKind.POLICE

    def asks(self, categories: Category) -> bool:
        """Tell whether what is shared with it waits for a leader's approval."""
        return self.rule.asks(OrganisationKind(self.organisation.kind), categories)

    def find(self, value: str) -> Somebody | None:
        """Return the receiver that a form names."""
        return next((each for each in self.able if each.value == value), None)


def _with_people(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    at_work = Membership.objects.filter(organisation_id=OuterRef("id"), state=MembershipState.ACTIVE)
    units = Unit.objects.filter(organisation_id=OuterRef("id"), ended_at=None)
    in_units = UnitMembership.objects.filter(
        unit__organisation_id=OuterRef("id"), membership__state=MembershipState.ACTIVE
    )
    return organisations.filter(ended_at=None).annotate(
        people_rows=array(at_work.order_by("name", "id"), ("id", "name", "title", "roles")),
        unit_rows=array(units.order_by("name", "id"), ("id", "name")),
        in_unit_rows=array(in_units.annotate(roles=F("membership__roles")), ("unit_id", "roles")),
    )


def _place(
    organisation: Organisation,
    frames: Iterable[Mapping[str, Any]] = (),
    questions: Sequence[Mapping[str, Any]] = (),
    rule: Rule = NO_RULE,
) -> Place:
    rows = vars(organisation)
    within: dict[str, list[int]] = {}
    for row in rows["in_unit_rows"]:
        within.setdefault(row["unit_id"], []).append(row["roles"])
    return Place(
        organisation=organisation,
        people=[
            Somebody(kind=MEMBER, id=UUID(row["id"]), name=row["name"], title=row["title"], roles=(row["roles"],))
            for row in rows["people_rows"]
        ],
        units=[
            Somebody(kind=UNIT, id=UUID(row["id"]), name=row["name"], title="", roles=tuple(within.get(row["id"], ())))
            for row in rows["unit_rows"]
        ],
        frames=[Frame(**row) for row in frames],
        questions=questions,
        rule=rule,
    )


def places(*, actor: Actor) -> list[Place]:
    """Return all other organisations with the people and units there, in one statement."""
    others = Organisation.objects.exclude(id=actor.organisation.id).order_by("name")
    return [_place(organisation) for organisation in _with_people(others)]


_FRAME = ("id", "kind", "title", "basis", "purposes", "in_force_from", "ends_at", "categories")


def place_for(*, actor: Actor, organisation: UUID, dossier: UUID) -> Place:
    """Return one organisation that can receive, the frames in force for it, and what it asks, in one statement.

    Raises Http404.
    """
    frames = array(frames_between(actor=actor, other=organisation, dossier=dossier), _FRAME)
    asked = open_from(OuterRef("id"), actor=actor)
    wanted = Organisation.objects.filter(id=organisation)
    rows_beside = {"frame_rows": frames, "question_rows": asked, **annotations(actor=actor)}
    found = _with_people(wanted).annotate(**rows_beside).first()
    if found is None or not found.receives_disclosures or found.id == actor.organisation.id:
        raise Http404
    # For these two it ends when one of them leaves it.
    rows = [row | {"in_force_until": row.pop("ends_at")} for row in vars(found)["frame_rows"]]
    rule = rule_in(vars(found)["rule_kinds"], vars(found)["rule_categories"])
    return _place(found, parsed(Frame, rows), vars(found)["question_rows"], rule)


def reader_of(place: Place, somebody: Somebody) -> Reader:
    """Return whom an offer names."""
    unit = somebody.id if somebody.is_unit else None
    member = None if somebody.is_unit else somebody.id
    return Reader(organisation=place.organisation.id, unit=unit, member=member)
