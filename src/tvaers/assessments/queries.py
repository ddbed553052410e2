"""Reads: templates as somebody sees them, what is assessed in a case, what waits for somebody, what others did."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.http import Http404

from tvaers.assessments.access import HEAD, HEAD_TEXTS, VIEW, AssessmentView, lists, named, shown_by_head, view_of
from tvaers.assessments.documents import Document, dump
from tvaers.assessments.enums import Form, State, VersionState
from tvaers.assessments.models import Assessment, Conclusion, Elsewhere, SecondReading, Template, TemplateVersion
from tvaers.assessments.rules import READERS
from tvaers.cases.enums import State as CaseState
from tvaers.cases.models import Case
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.people.access import PersonCard, cards
from tvaers.sharing import seen
from tvaers.sharing.enums import May
from tvaers.sharing.offers import parties_with
from tvaers.sharing.readers import Colleague, readers_of
from tvaers.sharing.sealing import open_rows

# More stand on no page.
MOST, MOST_WAITING = 200, 40

_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_LINE = ("id", "template_id", "number", "state", "title", "summary", "owner_id", "owner", "form")


@dataclass
class Entry:
    """A template on the list: what is in use, its draft, or what was in use last; each a row with title and summary."""

    template: UUID
    form: Form
    owner: str
    is_own: bool
    rows: dict[VersionState, dict[str, Any]] = field(default_factory=dict)

    @property
    def state(self) -> VersionState:
        """Where the template stands: in use, a draft that never was, or retired."""
        order = (VersionState.IN_USE, VersionState.RETIRED, VersionState.DRAFT)
        return next(state for state in order if state in self.rows)

    @property
    def shown(self) -> dict[str, Any]:
        """The version that the list tells of."""
        return self.rows[self.state]

    @property
    def has_draft(self) -> bool:
        """Tell whether something else than what is shown is being written."""
        return VersionState.DRAFT in self.rows and self.state is not VersionState.DRAFT


def templates(*, actor: Actor) -> list[Entry]:
    """Return every template that the actor sees, by title."""
    later = TemplateVersion.objects.filter(template_id=OuterRef("template_id"), number__gt=OuterRef("number"))
    alive = Q(state__in=(VersionState.IN_USE, VersionState.DRAFT))
    newest = Q(state=VersionState.RETIRED) & ~Exists(later.exclude(state=VersionState.DRAFT))
    rows = TemplateVersion.objects.filter(alive | newest).annotate(
        owner=Subquery(_OWNER.values("name")[:1]), form=F("template__form")
    )
    found: dict[UUID, Entry] = {}
    for row in rows.order_by("title", "id").values(*_LINE)[:MOST]:
        made = Entry(row["template_id"], Form(row["form"]), row["owner"], row["owner_id"] == actor.organisation.id)
        found.setdefault(row["template_id"], made).rows[VersionState(row["state"])] = dict(row)
    return sorted(found.values(), key=lambda entry: entry.shown["title"].casefold())


def words() -> QuerySet[TemplateVersion, str]:
    """Return what the templates are called that the asker sees in use."""
    return TemplateVersion.objects.filter(state=VersionState.IN_USE).values_list("title", flat=True)


def to_fill(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the versions in use of the actor's organisation: id, template_id, title, summary, form, document."""
    rows = TemplateVersion.objects.filter(owner_id=actor.organisation.id, state=VersionState.IN_USE)
    named_rows = rows.annotate(form=F("template__form")).order_by("title", "id")
    columns = ("id", "template_id", "title", "summary", "form", "document")
    return [dict(row) for row in named_rows.values(*columns)[:MOST]]


_NAMES = {"written": "written_by", "taken": "taken_by", "retired": "retired_by"}
_VERSION = (
    *("id", "template_id", "number", "state", "title", "summary", "source", "document", "changed", "edition"),
    *("written_at", "taken_at", "retired_at"),
)


def versions(*, template: UUID) -> list[dict[str, Any]]:
    """Return a template's versions that the actor sees, the newest first, with who did what to each.

    Raises Http404 when there is none.
    """
    rows = TemplateVersion.objects.filter(template_id=template).annotate(
        **{
            f"{name}_name": Subquery(Membership.objects.filter(id=OuterRef(column)).values("name")[:1])
            for name, column in _NAMES.items()
        }
    )
    found = [dict(row) for row in rows.order_by("-number").values(*_VERSION, *(f"{name}_name" for name in _NAMES))]
    if not found:
        raise Http404
    return found


def about(*, actor: Actor, template: UUID) -> dict[str, Any]:
    """Return what holds of a template whatever its version: owner, form, whom it is offered to. Raises Http404."""
    rows = Template.objects.filter(id=template).annotate(owner=Subquery(_OWNER.values("name")[:1]))
    row = rows.values("id", "owner_id", "owner", "form", "audience").first()
    if row is None:
        raise Http404
    return dict(row) | {"is_own": row["owner_id"] == actor.organisation.id}


def same_as(*, actor: Actor, title: str, document: Document) -> UUID | None:
    """Return the actor's own template that says this already, in use or as a draft; None where there is none."""
    rows = TemplateVersion.objects.filter(owner_id=actor.organisation.id, title=title).exclude(
        state=VersionState.RETIRED
    )
    asked = dump(document)
    listed = rows.order_by("id").values_list("template_id", "document")
    return next((template for template, said in listed if said == asked), None)


def names_of(organisations: Iterable[UUID]) -> list[str]:
    """Return the names of organisations, in their order of the alphabet."""
    wanted = list(organisations)
    if not wanted:
        return []
    return list(Organisation.objects.filter(id__in=wanted).order_by("name").values_list("name", flat=True))


def audiences(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the authorities that a template can be offered to: id, name, and is_partner by an agreement in force."""
    partners = Exists(parties_with(actor.organisation.id).filter(organisation_id=OuterRef("id")))
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).exclude(id=actor.organisation.id)
    return [dict(row) for row in rows.annotate(is_partner=partners).order_by("name").values("id", "name", "is_partner")]


# --- in a case ----------------------------------------------------------------------------------------------

_ROW = tuple(name for name in HEAD if name not in {"consent", "consent_on", "needs_consent"})


def of_case(*, case: UUID) -> list[dict[str, Any]]:
    """Return a case's assessments that the asker sees, the newest first: heads alone, with who wrote each.

    In the order of the day that they are about and of nothing else (R13).
    """
    readings = SecondReading.objects.filter(assessment_id=OuterRef("id")).order_by("-at")
    rows = (
        Assessment.objects.filter(dossier_id=case)
        .annotate(**named(), verdict=Subquery(readings.values("verdict")[:1]))
        .order_by("-about_on", "-begun_at", "id")
    )
    columns = (*_ROW, "author", "author_organisation", "second", "verdict")
    found = open_rows(Assessment, rows.values(*columns)[:MOST], ("title",))
    for row in found:
        seen.record(case, shown_by_head(row["category"]))
    return found


def whole_of_case(*, case: UUID) -> list[AssessmentView]:
    """Return a case's assessments whole, as far as the asker sees them, the newest first, in one statement."""
    rows = Assessment.objects.filter(dossier_id=case).annotate(**named(), **lists()).order_by("-about_on", "-begun_at")
    return [view_of(row) for row in open_rows(Assessment, rows.values(*VIEW)[:MOST], HEAD_TEXTS)]


def elsewhere(*, case: UUID) -> list[dict[str, Any]]:
    """Return what was done elsewhere with tools that others own, the newest first."""
    columns = ("id", "dossier_id", "tool", "named", "done_on", "done_by", "noted_by", "noted_at")
    rows = Elsewhere.objects.filter(dossier_id=case).order_by("-done_on", "-noted_at")
    found = open_rows(Elsewhere, rows.values(*columns)[:MOST], ("named", "done_by"))
    if found:
        seen.record(case, Category.ASSESSMENT)
    return found


def second_readers(*, actor: Actor, case: UUID) -> list[Colleague]:
    """Return the colleagues who can read a conclusion in a case and say something to it, by name; not the actor."""
    here = [
        reader
        for reader in readers_of(case, category=Category.ASSESSMENT)
        if reader.organisation == actor.organisation.id and reader.may is May.CONTRIBUTE
    ]
    found = {person.id: person for reader in here for person in reader.people if person.id != actor.id}
    return sorted(found.values(), key=lambda person: (person.name, person.id))


# --- what waits for somebody ----------------------------------------------------------------------------------

DRAFT, TO_READ, EXPIRING = "draft", "to-read", "expiring"
_WAITS = ("kind", "id", "dossier_id", "title", "day", "person_id", "author_name")


def waits(*, actor: Actor, until: date) -> list[dict[str, Any]]:
    """Return what waits for the actor, each with `kind`, `day` and the young person's card, in two statements.

    The actor's own drafts by the day that they were begun, signed conclusions that the actor is asked to read, can and
    has not, and the actor's own conclusions in running cases that no longer hold by `until` and that nothing follows.
    """
    rows = [dict(zip(_WAITS, row, strict=True)) for row in _ALL_THAT_WAITS(by=actor.id, until=until)]
    opened = open_rows(Assessment, rows, ("title",))
    people: dict[UUID, PersonCard] = cards({row["person_id"] for row in opened if row["person_id"]})
    seen.record_all((row["dossier_id"] for row in opened), Category.PLAN)
    return [row | {"person": people.get(row["person_id"])} for row in opened]


def _all_that_waits(*, by: UUID, until: date) -> QuerySet[Any, tuple[Any, ...]]:
    mine = Q(author_id=by)
    said = SecondReading.objects.filter(assessment_id=OuterRef("id"), by=by)
    after = Assessment.objects.filter(
        dossier_id=OuterRef("dossier_id"), template_id=OuterRef("template_id"), begun_at__gt=OuterRef("begun_at")
    )
    # Who sees another section of it alone does not see the conclusion.
    readable = Exists(Conclusion.objects.filter(id=OuterRef("id"), dossier_id=OuterRef("dossier_id")))
    running = Case.objects.filter(id=OuterRef("dossier_id")).exclude(state=CaseState.CLOSED)
    signed = Assessment.objects.filter(state=State.SIGNED)
    found = (
        _waiting(DRAFT, Assessment.objects.filter(mine, state=State.DRAFT), TruncDate("begun_at")),
        _waiting(
            TO_READ,
            signed.filter(readable, ~Exists(said), Exists(running), second_id=by),
            TruncDate("signed_at"),
        ),
        _waiting(
            EXPIRING, signed.filter(mine, ~Exists(after), Exists(running), expires_on__lte=until), F("expires_on")
        ),
    )
    return found[0].union(*found[1:], all=True)


_ALL_THAT_WAITS = Compiled(_all_that_waits)


def _waiting(kind: str, rows: QuerySet[Assessment], day: Any) -> QuerySet[Any, tuple[Any, ...]]:  # noqa: ANN401
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id")[:1])
    author = Subquery(Membership.objects.filter(id=OuterRef("author_id")).values("name")[:1])
    named_rows = rows.annotate(kind=Value(kind, CharField()), day=day, person_id=person, author_name=author)
    return named_rows.order_by("day", "id").values_list(*_WAITS)[:MOST_WAITING]
