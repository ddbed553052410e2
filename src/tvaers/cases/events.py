"""The kinds of event that a case itself has: notes, its course, words and people, the parents, what was shared."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.audit.models import Event
from tvaers.cases.enums import Parents, StepKind
from tvaers.cases.models import Entry, NetworkMember, ParentContact, Step, Strength, Voice
from tvaers.cases.timeline import Kind, register
from tvaers.consents.models import Consent
from tvaers.files.enums import RemovedBecause
from tvaers.files.models import File
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import CATEGORY_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing.enums import DisclosureState, DossierKind, LinkKind, Source
from tvaers.sharing.models import Access, FrameParty, Link
from tvaers.ui import dates

STEP_TITLES = {
    StepKind.OPENED: gettext_lazy("The case was opened"),
    StepKind.LEAD: gettext_lazy("The case got a new lead"),
    StepKind.REVIEWED: gettext_lazy("The case was reviewed"),
    StepKind.PAUSED: gettext_lazy("The case was paused"),
    StepKind.RESUMED: gettext_lazy("The case was taken up again after a pause"),
    StepKind.CLOSED: gettext_lazy("The case was closed"),
    StepKind.REOPENED: gettext_lazy("The closed case was taken up again"),
    StepKind.CONFIRMED: gettext_lazy("A second reader confirmed why the case is there"),
    StepKind.DOUBTED: gettext_lazy("A second reader doubted why the case is there"),
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
    """Return the reason of a step. Who hands a case over without being able to read it writes none, nor who agrees."""
    if row["kind"] == StepKind.CONFIRMED and not row["reason"]:
        return _("The criterion and the reason hold.")
    if row["kind"] == StepKind.LEAD and not row["reason"]:
        return _("Handed over when a colleague left.")
    return str(row["reason"])


def _contact(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": str(Parents(row["kind"]).label), "text": row["words"]}


_SHARED = {
    DisclosureState.DRAFTED: gettext_lazy("Drafted for %(who)s, not approved yet"),
    DisclosureState.DROPPED: gettext_lazy("Drafted for %(who)s, not sent"),
    DisclosureState.OFFERED: gettext_lazy("Offered to %(who)s, not answered yet"),
    DisclosureState.ACCEPTED: gettext_lazy("Shared with %(who)s"),
    DisclosureState.DECLINED: gettext_lazy("Offered to %(who)s, who declined"),
    DisclosureState.REVOKED: gettext_lazy("Shared with %(who)s, withdrawn since"),
    DisclosureState.ENDED: gettext_lazy("Shared with %(who)s, ended since"),
    DisclosureState.MOVED: gettext_lazy("Shared with %(who)s, on another basis since"),
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


def _summary(row: Mapping[str, Any]) -> dict[str, Any]:
    who = {"who": row["organisation__name"]}
    return {"title": _SHARED[DisclosureState(row["state"])] % who, "text": _("A short summary and nothing else of it.")}


def _summaries() -> QuerySet[Access]:
    """Return what was shared of a case in a few lines, each in a dossier of its own."""
    below = Link.objects.filter(
        kind=LinkKind.BELONGS, target_id=OuterRef(OuterRef("id")), source__kind=DossierKind.SUMMARY
    )
    return Access.objects.filter(dossier_id__in=below.values("source_id")).exclude(source=Source.OWNER)


def _joined(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("A concern was joined to the case"), "about": row["source_id"]}


def _joined_concerns() -> QuerySet[Link]:
    return Link.objects.filter(kind=LinkKind.BECAME, target_id=OuterRef("id"))


def _voice(row: Mapping[str, Any]) -> dict[str, Any]:
    said = _("Said by: %(who)s") % {"who": row["said_by"]} if row["said_by"] else ""
    return {"title": _("Own words were written down"), "text": row["words"], "notes": [said] if said else []}


def _strength(row: Mapping[str, Any]) -> dict[str, Any]:
    said = _("Says so: %(who)s") % {"who": row["said_by"]} if row["said_by"] else ""
    title = _("A strength was added: %(what)s") % {"what": row["title"]}
    return {"title": title, "text": row["words"], "notes": [said] if said else []}


def _network(row: Mapping[str, Any]) -> dict[str, Any]:
    who = ", ".join(filter(None, (row["name"], row["relation"])))
    return {"title": _("Added to the network: %(who)s") % {"who": who}, "text": row["brings"]}


_TAKEN_OUT = {
    Voice._meta.db_table: gettext_lazy("Own words were taken out"),
    Strength._meta.db_table: gettext_lazy("A strength was taken out"),
    NetworkMember._meta.db_table: gettext_lazy("Somebody was taken out of the network"),
}


def _taken_out(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": str(_TAKEN_OUT[row["detail"]["table"]])}


def _lines_taken_out() -> QuerySet[Event]:
    """Return what the log keeps of lines that are gone: that they were there, and not what they said."""
    rows = Event.objects.filter(dossier_id=OuterRef("id"), name="cases.line_taken_out")
    return rows.filter(detail__table__in=list(_TAKEN_OUT))


def _file(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("A file was added: %(what)s") % {"what": row["title"]}}


def _removed_file(row: Mapping[str, Any]) -> dict[str, Any]:
    why = row["detail"]["why"]
    known = str(RemovedBecause(why).label) if why in RemovedBecause.values else ""
    return {"title": _("A file was removed"), "text": _sentence(known)}


def _removed_files() -> QuerySet[Event]:
    """Return what the log keeps of files that are gone: that they were there, and why they went."""
    return Event.objects.filter(dossier_id=OuterRef("id"), name="files.removed")


def _consent(row: Mapping[str, Any]) -> dict[str, Any]:
    until = _("Until %(day)s") % {"day": dates.year_day(row["until_date"])}
    title = _("Consent to share with %(who)s") % {"who": row["receiver"] or "–"}
    return {"title": title, "text": row["words"], "notes": [until]}


def _withdrawn(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("The consent to share with %(who)s was taken back") % {"who": row["receiver"] or "–"}}


def _consents() -> QuerySet[Consent]:
    parties = FrameParty.objects.filter(frame_id=OuterRef("frame_id")).exclude(organisation_id=F("frame__owner_id"))
    rows = Consent.objects.filter(dossier_id=OuterRef("id"))
    return rows.annotate(receiver=Subquery(parties.order_by("id").values("organisation__name")[:1]))


def _withdrawn_consents() -> QuerySet[Consent]:
    return _consents().filter(withdrawn_at__isnull=False)


_AROUND: dict[str, Any] = {
    "group": "around",
    "label": gettext_lazy("Words, network and parents"),
    "by": "written_by",
}
_SHARING: dict[str, Any] = {
    "group": "disclosures",
    "label": gettext_lazy("Shared with others"),
    "model": Consent,
    "category": Category.PLAN,
}
KINDS: tuple[Kind, ...] = (
    Kind(
        name="entries",
        label=gettext_lazy("Notes and files"),
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
        name="concerns",
        group="steps",
        label=gettext_lazy("The course of the case"),
        model=Link,
        at="linked_at",
        dossier="source_id",
        category=Category.CONCERN,
        told=_joined,
        rows=_joined_concerns,
    ),
    Kind(
        name="voices",
        model=Voice,
        at="said_on",
        is_day=True,
        texts=("words", "said_by"),
        category=Category.PLAN,
        told=_voice,
        **_AROUND,
    ),
    Kind(
        name="strengths",
        model=Strength,
        at="written_at",
        texts=("title", "words", "said_by"),
        category=Category.PLAN,
        told=_strength,
        **_AROUND,
    ),
    Kind(
        name="network",
        model=NetworkMember,
        at="written_at",
        texts=("name", "relation", "brings"),
        category=Category.OTHERS,
        told=_network,
        **_AROUND,
    ),
    Kind(
        name="taken-out",
        model=Event,
        at="at",
        columns=("detail",),
        category=Category.PLAN,
        told=_taken_out,
        rows=_lines_taken_out,
        **_AROUND | {"by": "actor_id"},
    ),
    Kind(
        name="parents",
        model=ParentContact,
        at="at",
        columns=("kind",),
        texts=("words",),
        category=Category.OTHERS,
        told=_contact,
        **_AROUND | {"by": "by"},
    ),
    Kind(
        name="files",
        group="entries",
        label=gettext_lazy("Notes and files"),
        model=File,
        at="added_at",
        by="added_by",
        columns=("category",),
        texts=("title",),
        category=None,
        told=_file,
    ),
    Kind(
        name="files-removed",
        group="entries",
        label=gettext_lazy("Notes and files"),
        model=Event,
        at="at",
        by="actor_id",
        columns=("detail",),
        category=Category.PLAN,
        told=_removed_file,
        rows=_removed_files,
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
    Kind(
        name="summaries",
        group="disclosures",
        label=gettext_lazy("Shared with others"),
        model=Access,
        at="granted_at",
        by="granted_by_id",
        columns=("state", "organisation__name"),
        category=Category.PLAN,
        told=_summary,
        rows=_summaries,
    ),
    Kind(
        name="consents",
        at="given_on",
        is_day=True,
        by="written_by",
        columns=("until_date", "receiver"),
        texts=("words",),
        told=_consent,
        rows=_consents,
        **_SHARING,
    ),
    Kind(
        name="consents-withdrawn",
        at="withdrawn_at",
        columns=("receiver",),
        told=_withdrawn,
        rows=_withdrawn_consents,
        **_SHARING,
    ),
)


def install() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register(kind)
