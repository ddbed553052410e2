"""The kinds of event that a case itself has: notes, steps, contact with the parents, what was shared."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.enums import Parents, StepKind
from tvaers.cases.models import Entry, ParentContact, Step
from tvaers.cases.timeline import Kind, register
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import CATEGORY_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing.enums import DisclosureState, Source
from tvaers.sharing.models import Access

STEP_TITLES = {
    StepKind.OPENED: gettext_lazy("The case was opened"),
    StepKind.LEAD: gettext_lazy("The case got a new lead"),
    StepKind.REVIEWED: gettext_lazy("The case was reviewed"),
    StepKind.PAUSED: gettext_lazy("The case was paused"),
    StepKind.RESUMED: gettext_lazy("The case was taken up again after a pause"),
    StepKind.CLOSED: gettext_lazy("The case was closed"),
    StepKind.REOPENED: gettext_lazy("The closed case was taken up again"),
}


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    notes = []
    if row["corrects_id"]:
        notes.append(_("Corrects an earlier note"))
    if row["is_corrected"]:
        notes.append(_("Corrected by a later note"))
    return {
        "title": row["title"] or _("Note"),
        "fact": row["fact"],
        "assessment": row["assessment"],
        "source": row["source"],
        "limited": row["is_police_material"],
        "is_draft": row["signed_at"] is None,
        "notes": notes,
    }


def _entries() -> QuerySet[Entry]:
    corrected = Entry.objects.filter(corrects_id=OuterRef("id"), signed_at__isnull=False)
    return Entry.objects.filter(dossier_id=OuterRef("id")).annotate(is_corrected=Exists(corrected))


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": str(STEP_TITLES[StepKind(row["kind"])]), "text": step_words(row)}


def step_words(row: Mapping[str, Any]) -> str:
    """Return the reason of a step. Only who hands a case over without being able to read it writes none."""
    if row["kind"] == StepKind.LEAD and not row["reason"]:
        return _("Handed over when a colleague left.")
    return str(row["reason"])


def _contact(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": str(Parents(row["kind"]).label), "text": row["words"]}


_SHARED = {
    DisclosureState.OFFERED: gettext_lazy("Offered to %(who)s, not answered yet"),
    DisclosureState.ACCEPTED: gettext_lazy("Shared with %(who)s"),
    DisclosureState.DECLINED: gettext_lazy("Offered to %(who)s, who declined"),
    DisclosureState.REVOKED: gettext_lazy("Shared with %(who)s, withdrawn since"),
    DisclosureState.ENDED: gettext_lazy("Shared with %(who)s, ended since"),
}


def _disclosure(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = [str(CATEGORY_LABELS[category]) for category in Category if category & row["categories"]]
    return {
        "title": _SHARED[DisclosureState(row["state"])] % {"who": row["organisation__name"]},
        "text": _sentence(listed(parts)),
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _disclosures() -> QuerySet[Access]:
    return Access.objects.filter(dossier_id=OuterRef("id")).exclude(source=Source.OWNER)


KINDS: tuple[Kind, ...] = (
    Kind(
        name="entries",
        label=gettext_lazy("Notes"),
        model=Entry,
        at="happened_at",
        by="author_id",
        columns=("category", "signed_at", "corrects_id", "is_police_material", "is_corrected"),
        texts=("title", "fact", "assessment", "source"),
        category=None,
        told=_entry,
        rows=_entries,
    ),
    Kind(
        name="steps",
        label=gettext_lazy("The course of the case"),
        model=Step,
        at="at",
        by="by",
        columns=("kind",),
        texts=("reason",),
        category=Category.CONCERN,
        told=_step,
    ),
    Kind(
        name="parents",
        label=gettext_lazy("Contact with the parents"),
        model=ParentContact,
        at="at",
        by="by",
        columns=("kind",),
        texts=("words",),
        category=Category.OTHERS,
        told=_contact,
    ),
    Kind(
        name="disclosures",
        label=gettext_lazy("Shared with others"),
        model=Access,
        at="granted_at",
        by="granted_by_id",
        columns=("state", "categories", "organisation__name"),
        category=Category.PLAN,
        told=_disclosure,
        rows=_disclosures,
    ),
)


def install() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register(kind)
