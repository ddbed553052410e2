"""What was found as the page shows it: which kind, about whom as the reader knows them, and where it stands."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.queries import people_of
from tvaers.concerns.queries import thin
from tvaers.meetings.access import titles
from tvaers.search.queries import Found
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.links import links_of

Row = Mapping[str, Any]


def _case(name: str) -> Callable[[Row], str]:
    return lambda row: reverse(f"cases:{name}", args=[row["dossier_id"]])


def _entry(row: Row) -> str:
    return reverse("cases:entry", args=[row["dossier_id"], row["id"]])


def _assessment(row: Row) -> str:
    return reverse("assessments:assessment", args=[row["dossier_id"], row["of_assessment"]])


def _item(row: Row) -> str:
    return reverse("meetings:item", args=[row["meeting_id"], row.get("dossier_id") or row["id"]])


def _network(column: str) -> Callable[[Row], str]:
    return lambda row: reverse("cases:network-plan", args=[row["dossier_id"], row[column]])


def _at(name: str, column: str) -> Callable[[Row], str]:
    return lambda row: reverse(name, args=[row[column]])


# Where a row of each table is read.
WHERE: Final[Mapping[str, Callable[[Row], str]]] = {
    "cases_entry": _entry,
    "cases_voice": _case("words"),
    "cases_strength": _case("words"),
    "cases_networkmember": _case("network"),
    "cases_parentcontact": _case("network"),
    "cases_step": _case("timeline"),
    "cases_summary": _at("cases:summary", "id"),
    "plans_goal": _case("plan"),
    "plans_goalstatement": _case("plan"),
    "plans_followup": _case("plan"),
    "plans_choseneffort": _case("plan"),
    "plans_effortstatement": _case("plan"),
    "plans_networkplan": _network("id"),
    "plans_duty": _network("plan_id"),
    "plans_stance": _network("plan_id"),
    "plans_dutystatement": _case("plan"),
    "plans_task": _at("tasks:task", "id"),
    "plans_taskcomment": _at("tasks:task", "dossier_id"),
    "concerns_concern": _at("concerns:concern", "id"),
    "concerns_addition": _at("concerns:concern", "dossier_id"),
    "assessments_conclusion": _assessment,
    "assessments_assessmentpart": _assessment,
    "assessments_secondreading": _assessment,
    "meetings_matter": _item,
    "meetings_paragraph": _item,
    "meetings_decision": _item,
}


def lines(found: list[Found]) -> list[dict[str, Any]]:
    """Return what a list shows of each, as far as the reader knows whom it is about."""
    about = _about(found)
    return [
        {
            "kind": each.source.kind,
            "about": about[each.dossier],
            "url": WHERE[each.source.table](each.row),
            "at": each.at,
            "excerpt": each.excerpt,
        }
        for each in found
    ]


def _about(found: list[Found]) -> dict[UUID, str]:
    """Return what to call each dossier: the young person of a case or of what belongs to it, a headline, a title."""
    of = {group: {each.dossier for each in found if _room(each) == group} for group in {_room(each) for each in found}}
    beside = of.get("task", set()) | of.get("summary", set())
    case_of = {
        dossier: linked.id
        for dossier, others in links_of(beside).items()
        for linked in others
        if linked.kind is DossierKind.CASE
    }
    people = people_of(of.get("case", set()) | set(case_of.values()))
    called: dict[UUID, str] = {}
    for dossier in of.get("case", set()) | beside:
        case = case_of.get(dossier, dossier)
        person = people.get(case)
        called[dossier] = person.label if person else "" if case not in people else _("A young person")
    for row in thin(of["concern"]) if "concern" in of else ():
        called[row["id"]] = row["headline"] or _("Concern")
    if "meeting" in of:
        called |= titles(of["meeting"])
    return {each.dossier: called.get(each.dossier, "") for each in found}


def _room(each: Found) -> str:
    """Return what kind of dossier something lies behind."""
    table = each.source.table
    if table in {"plans_task", "plans_taskcomment"}:
        return "task"
    if table == "cases_summary":
        return "summary"
    return {"concerns": "concern", "meetings": "meeting"}.get(table.partition("_")[0], "case")
