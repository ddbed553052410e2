"""What of a concern can be shared, and who answers for one passed on, for the pages about sharing."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.concerns.access import ConcernView, InvolvedView, view_of
from tvaers.concerns.enums import InvolvedRole
from tvaers.concerns.models import Involved, Passing
from tvaers.concerns.queries import thin
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing import answering, shareable
from tvaers.sharing.answering import Kind
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.shareable import Section, Shareable, Subject, receiving


def register() -> None:
    """Make concerns shareable, and say who answers when one was passed on."""
    shareable.register(
        Shareable(
            kind=DossierKind.CONCERN,
            base=Category.CONCERN,
            categories=(Category.IDENTITY, Category.OTHERS, Category.REPORTER),
            header=header,
            describe=describe,
            companions=companions,
        )
    )
    answering.register(Kind(among=_passed_on, roles=(DECIDING,), event="concerns.offer_answered"))


def _passed_on(groups: Collection[UUID]) -> set[UUID]:
    """Return the offers that pass a concern on: whoever decides on concerns answers them."""
    return set(Passing.objects.filter(id__in=groups).values_list("id", flat=True))


def companions(concern: UUID, chosen: Category) -> Mapping[UUID, Category]:
    """Return the dossiers of the young people it is about, when the identity is to be shared; never others'."""
    if not chosen & Category.IDENTITY:
        return {}
    young = Involved.objects.filter(dossier_id=concern, role=InvolvedRole.OF_CONCERN)
    people = young.values_list("person_id", flat=True)
    return dict.fromkeys((person for person in people if person is not None), Category.IDENTITY)


def header(concern: UUID) -> Subject:
    """Return a concern's headline alone. Raises Http404."""
    rows = thin([concern])
    if not rows:
        raise Http404
    return replace(_subject(concern, rows[0]["headline"], []), erase_on=rows[0]["erase_on"])


def describe(concern: UUID) -> Subject:
    """Return a concern as the asker's claims open it. Raises Http404."""
    view = view_of(concern)
    return _subject(concern, view.headline, _sections(view))


def _subject(concern: UUID, headline: str, sections: list[Section]) -> Subject:
    return Subject(
        id=concern,
        name=headline,
        about=_("Concern"),
        purpose=Purpose.SSP,
        url=reverse("concerns:concern", args=[concern]),
        sections=sections,
    )


def _part(part: InvolvedView) -> str:
    # Of the others, a receiver is told the part they had, not who they are.
    name = part.name if receiving() is None or part.role is InvolvedRole.OF_CONCERN else ""
    return f"{part.role.label}: {name}" if name else str(part.role.label)


def _sections(view: ConcernView) -> list[Section]:
    parts = [
        (_("What goes well"), [view.strengths]),
        (_("Facts"), [view.fact, view.observed, *view.said("fact")[1:]]),
        (_("Assessment"), view.said("assessment")),
        (_("Source"), view.said("source")),
        (_("Young people and others"), [_part(part) for part in view.involved]),
        (_("Who told"), [view.reporter.line] if view.reporter else []),
    ]
    return [Section(title=title, lines=lines) for title, said in parts if (lines := [line for line in said if line])]
