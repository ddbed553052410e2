"""What can be shared of a case: read through the case's own door, so that a preview shows what a receiver sees."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.access import CaseView, SummaryView, get_for_reading, get_summary
from tvaers.cases.actions.summing import write_summary
from tvaers.cases.enums import Circle, Parents, State
from tvaers.cases.models import Case, Entry
from tvaers.guard.enums import Category, Purpose
from tvaers.people.access import PersonCard, card_of, opened
from tvaers.people.models import Person
from tvaers.sharing import seen
from tvaers.sharing.enums import DossierKind, LinkKind
from tvaers.sharing.models import Dossier, Link
from tvaers.sharing.parts import parsed, parts
from tvaers.sharing.shareable import Section, Shareable, Subject, Summarising, Withheld, receiving, register
from tvaers.ui import dates
from tvaers.ui.grammar import sentences

CATEGORIES = (
    Category.ENTRY,
    Category.IDENTITY,
    Category.ASSESSMENT,
    Category.OTHERS,
    Category.HEALTH,
    Category.OFFENCE,
)

# Four lines.
MOST_SIGNS = 600

# Apps above a case add what they keep behind it, such as the goals of its plan.
MoreSections = Callable[[UUID], list[Section]]
_more: list[MoreSections] = []


def also_shown(section: MoreSections) -> MoreSections:
    """Have the sections of `section(case)` shown among what is shared of a case."""
    _more.append(section)
    return section


def header(case: UUID) -> Subject:
    """Return a case without its sections, in one statement: who it is about, and what of it cannot be passed on.

    Raises Http404.
    """
    owner = Dossier.objects.filter(id=OuterRef("id")).values("owner_id")
    police = Entry.objects.filter(dossier_id=OuterRef("id"), is_police_material=True)
    of_person = [field.attname for field in Person._meta.concrete_fields]
    held = {
        "owner": Subquery(owner),
        "person_rows": parts(Person, of_person, dossier="id", of="person_id"),
        "authors": ArraySubquery(police.values("author_organisation_id")),
    }
    columns = ("purpose", "state", "review_on", "erase_on")
    row = Case.objects.filter(id=case).annotate(**held).values(*columns, *held).first()
    if row is None:
        raise Http404
    seen.record(case, Category.PLAN)
    person = next((card_of(each) for each in opened(parsed(Person, row["person_rows"]))), None)
    if person is not None:
        seen.record(person.id, Category.IDENTITY)
    return replace(
        _subject(case, person, Purpose(row["purpose"])),
        withheld=_withheld(set(row["authors"]) - {row["owner"]}),
        review_on=None if row["state"] == State.CLOSED else row["review_on"],
        erase_on=row["erase_on"],
    )


def describe(case: UUID) -> Subject:
    """Return a case as the asker's claims open it. Raises Http404."""
    view = get_for_reading(case=case)
    sections = [section for section in _sections(view) if section.lines]
    return replace(_subject(case, view.person, view.purpose), sections=sections)


def _subject(case: UUID, person: PersonCard | None, purpose: Purpose) -> Subject:
    age = person.age if person else None
    return Subject(
        id=case,
        name=person.label if person else _("A young person"),
        about=_("%(age)s years old") % {"age": age} if age is not None else "",
        purpose=purpose,
        url=reverse("cases:case", args=[case]),
    )


def _passed_on(view: CaseView) -> list[dict[str, Any]]:
    """Return the notes that the asker, or in a preview the receiver, is given: no drafts, and the police's own stay."""
    receiver = receiving()
    if receiver is None:
        return view.entries
    givers = {view.owner_id, receiver}
    return [
        row
        for row in view.entries
        if row["signed_at"] and (not row["is_police_material"] or row["author_organisation_id"] in givers)
    ]


def _withheld(others: set[UUID]) -> list[Withheld]:
    reason = _("Cannot be passed on from here. Only the police can share them.")
    return [Withheld(title=_("Notes from the police"), reason=reason, by=each) for each in sorted(others)]


def _reached(person: PersonCard | None) -> list[str]:
    if person is None:
        return []
    said = (
        (_("Telephone"), person.phone),
        (_("School or work"), person.school),
        (_("Language"), person.language),
        (_("CPR number"), person.cpr_masked),
    )
    return [f"{what}: {value}" for what, value in said if value]


def _course(view: CaseView) -> list[str]:
    opened = _("Opened %(day)s by %(organisation)s.") % {
        "day": dates.year_day(view.opened_at),
        "organisation": view.owner_name,
    }
    lead = _("Lead: %(name)s") % {"name": view.lead_name} if view.lead_name else ""
    return [line for line in (str(view.criterion.label), opened, lead) if line]


def _sections(view: CaseView) -> list[Section]:
    own = [f"»{voice['words']}« {voice['said_by']}" for voice in view.voices]
    carries = [sentences(row["title"], row["words"], row["said_by"]) for row in view.strengths]
    added = [section for more in _more for section in more(view.id)]
    network = [
        ", ".join(filter(None, (row["name"], row["relation"], str(Circle(row["circle"]).label), row["brings"])))
        for row in view.network
    ]
    notes = [sentences(row["title"], row["fact"], row["assessment"], row["source"]) for row in _passed_on(view)]
    parents = [": ".join(filter(None, (str(Parents(row["kind"]).label), row["words"]))) for row in view.contacts]
    return [
        Section(title=_("About the young person"), lines=_reached(view.person)),
        Section(title=_("The case"), lines=_course(view)),
        Section(title=_("Why there is a case"), lines=[view.reason] if view.reason else []),
        Section(title=_("Own words"), lines=own),
        Section(title=_("What carries"), lines=carries),
        *added,
        Section(title=_("Network"), lines=network),
        Section(title=_("Contact with the parents"), lines=parents),
        Section(title=_("Notes"), lines=notes),
        Section(title=_("Files"), lines=[file["title"] for file in view.files if not file["stays"]]),
    ]


def describe_words(case: UUID, words: str) -> Subject:
    """Return what a receiver of a summary in these words sees, as the asker's claims open who it is about.

    Raises Http404.
    """
    view = get_for_reading(case=case, wanted=frozenset())
    return replace(_subject(case, view.person, view.purpose), sections=_summarised(words, view.person))


def _summarised(words: str, person: PersonCard | None) -> list[Section]:
    sections = (
        Section(title=_("About the young person"), lines=_reached(person)),
        Section(title=_("Summary"), lines=[words] if words else []),
    )
    return [section for section in sections if section.lines]


def describe_summary(summary: UUID) -> Subject:
    """Return a summary as the asker's claims open it. Raises Http404."""
    return _summary_subject(get_summary(summary=summary))


def _summary_subject(view: SummaryView) -> Subject:
    return replace(
        _subject(view.id, view.person, view.purpose),
        url=reverse("cases:summary", args=[view.id]),
        sections=_summarised(view.words, view.person),
        review_on=view.review_on,
        erase_on=view.erase_on,
    )


def person_of_summary(summary: UUID, chosen: Category) -> Mapping[UUID, Category]:
    """Return the young person's own dossier when the identity is to be shared beside a summary."""
    if not chosen & Category.IDENTITY:
        return {}
    links = Link.objects.filter(kind=LinkKind.CONCERNS, source_id=summary)
    return dict.fromkeys(links.values_list("target_id", flat=True), Category.IDENTITY)


def companions(case: UUID, chosen: Category) -> Mapping[UUID, Category]:
    """Return the young person's own dossier when the identity is to be shared: it lies there, not in the case."""
    if not chosen & Category.IDENTITY:
        return {}
    return dict.fromkeys(Case.objects.filter(id=case).values_list("person_id", flat=True), Category.IDENTITY)


def install() -> None:
    """Make cases shareable, and the summaries that are written of them."""
    register(
        Shareable(
            kind=DossierKind.SUMMARY,
            base=Category.PLAN,
            categories=(Category.IDENTITY,),
            header=describe_summary,
            describe=describe_summary,
            companions=person_of_summary,
        )
    )
    register(
        Shareable(
            kind=DossierKind.CASE,
            base=Category.PLAN,
            categories=CATEGORIES,
            header=header,
            describe=describe,
            companions=companions,
            summarising=Summarising(
                preview=describe_words,
                write=lambda by, case, words: write_summary(by=by, case=case, words=words),
                categories=Category.IDENTITY,
                most=MOST_SIGNS,
            ),
        )
    )
