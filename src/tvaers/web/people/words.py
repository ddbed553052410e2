"""How people, access and looks are put in words on the pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import CATEGORY_LABELS, PURPOSE_LABELS, OrganisationKind
from tvaers.people.access import PersonCard
from tvaers.people.rules import cpr
from tvaers.search import sources
from tvaers.search.enums import Period
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.links import Linked
from tvaers.sharing.readers import Reader, own_access, people_among
from tvaers.ui import dates

# Pages of other journeys; a journey that this installation does not have gets no link.
PAGES = {DossierKind.CONCERN: "concerns:concern", DossierKind.CASE: "cases:case", DossierKind.TASK: "tasks:task"}


# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "people:page": gettext_lazy("The person’s page"),
    "people:change": gettext_lazy("Changing what is known"),
    "people:number": gettext_lazy("The CPR number"),
    "people:find": gettext_lazy("Finding a person"),
    "people:looks": gettext_lazy("Who has looked"),
    "people:access": gettext_lazy("Who can see this"),
}


def age(card: PersonCard) -> str:
    """Say how old somebody is, or about how old when only the year is known."""
    if card.age is None:
        return ""
    if card.birthday is not None:
        return ngettext("%(years)d year old", "%(years)d years old", card.age) % {"years": card.age}
    return _("born in %(year)d") % {"year": card.birth_year}


def about(card: PersonCard) -> str:
    """Say in one line who somebody is beside the name."""
    called = _("called %(nickname)s") % {"nickname": card.nickname} if card.name and card.nickname else ""
    return ", ".join(part for part in (age(card), called, card.school) if part)


def listed(categories: Category) -> str:
    """Name the categories."""
    return ", ".join(str(CATEGORY_LABELS[each]) for each in Category if each in categories)


def sentence(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def purpose(reader: Reader) -> str:
    """Name the purpose of an access row."""
    return sentence(str(PURPOSE_LABELS[reader.purpose]))


def basis(reader: Reader) -> str:
    """Say what an access row stands on."""
    return reader.basis or _("Necessary for the task, Public Administration Act § 32")


def bar(*, card: PersonCard, actor: Actor, readers: Iterable[Reader]) -> dict[str, Any]:
    """Return what the petrol bar shows about somebody and the asker's own access."""
    known = list(readers)
    mine = own_access(known)
    shown: dict[str, Any] = {
        "name": card.label,
        "about": about(card),
        "eye_url": reverse("people:access", args=[card.id]),
        "eye_count": len(people_among(known)),
    }
    if mine is None:
        return shown
    shared = not mine.is_own
    return shown | {
        "authority": mine.owner_name,
        "purpose": purpose(mine),
        "basis": basis(mine),
        "until": mine.until_at,
        # What another authority shared is for prevention, not for investigation (R3).
        "limited": shared and actor.organisation.kind == OrganisationKind.POLICE,
    }


def slim_bar(card: PersonCard) -> dict[str, Any]:
    """Return the low bar of the pages below a person's own."""
    return {"name": card.label, "about": about(card), "url": reverse("people:page", args=[card.id])}


def who(card: PersonCard) -> list[dict[str, str]]:
    """Return what tells who somebody is, beside the number; what is not known is left out."""
    return _known(
        (_("Name"), card.name),
        (_("Nickname"), card.nickname),
        (_("Pronoun"), card.pronoun),
        (_("Description"), card.description),
        (_("Born"), born(card.born)),
    )


def more(card: PersonCard) -> list[dict[str, str]]:
    """Return how somebody is reached and what helps to talk together."""
    return _known(
        (_("School, education or work"), card.school),
        (_("Telephone"), card.phone),
        (_("Language"), card.language),
        (_("Needs an interpreter"), _("Yes") if card.needs_interpreter else ""),
    )


def _known(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"question": question, "answer": answer} for question, answer in pairs if answer]


def born(said: str) -> str:
    """Write a birthday in words, or the year alone."""
    return dates.year_day(date.fromisoformat(said)) if "-" in said else said


def masked(number: str) -> str:
    """Return a CPR number with its last digits hidden, or ""."""
    return cpr.parse(number).masked if number else ""


def _masked_at_all(number: str) -> str:
    """Return a number with its last digits hidden; one that is none is hidden whole, for it may be mistyped."""
    try:
        return masked(number)
    except cpr.CprError:
        return "••••••-••••"


def not_known(card: PersonCard) -> list[str]:
    """Name the fields that are empty."""
    fields = {
        "name": _("name"),
        "nickname": _("nickname"),
        "cpr_masked": _("CPR number"),
        "born": _("birthday"),
        "phone": _("telephone"),
        "school": _("school"),
        "street": _("address"),
    }
    return [words for field, words in fields.items() if not getattr(card, field)]


def links(found: Iterable[Linked]) -> list[dict[str, Any]]:
    """Return what somebody appears in, each with its page when there is one."""
    return [{"title": str(link.kind.label), "url": _page(link), "at": link.at} for link in found]


def _page(link: Linked) -> str:
    try:
        return reverse(PAGES[link.kind], args=[link.id])
    except (KeyError, NoReverseMatch):
        return reverse("people:page", args=[link.id]) if link.kind == DossierKind.PERSON else ""


def criterion(fields: Mapping[str, str]) -> str:
    """Say what was searched for, a CPR number masked; `fields` as `people.queries` and `search.queries` log them."""
    said = {
        "name": _("name"),
        "nickname": _("nickname"),
        "birth_year": _("year of birth"),
        "cpr": _("CPR number"),
        "phone": _("telephone"),
        "text": pgettext("searched for", "words"),
        "group": pgettext("searched for", "in"),
        "period": pgettext("searched for", "date"),
    }
    parts = dict(fields)
    for name, labels in (("group", sources.groups()), ("period", dict(Period.choices))):
        if name in parts:
            parts[name] = str(labels.get(parts[name], parts[name]))
    if parts.get("nickname") == parts.get("name"):
        parts.pop("nickname", None)
    if "cpr" in parts:
        parts["cpr"] = _masked_at_all(parts["cpr"])
    return ", ".join(f"{said.get(name, name)} {value}" for name, value in parts.items())
