"""Disclosures in words, for every page that lists some."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS, OrganisationKind
from tvaers.partnerships.wording import listed
from tvaers.sharing.enums import DossierKind, May
from tvaers.sharing.offers import Mark as Place
from tvaers.sharing.offers import Offered
from tvaers.sharing.shareable import Subject, header_of
from tvaers.ui import dates
from tvaers.web.sharing.choices import LABELS

# Pages of other journeys; a journey that this installation does not have gets no link.
PAGES = {
    DossierKind.CONCERN: "concerns:concern",
    DossierKind.CASE: "cases:case",
    DossierKind.TASK: "tasks:task",
    DossierKind.PERSON: "people:page",
    DossierKind.QUESTION: "sharing:question",
    DossierKind.NOTICE: "notices:notice",
    DossierKind.SUMMARY: "cases:summary",
    DossierKind.ITEM: "meetings:item-alone",
}


# What the pages are called where the log is read.
LOGGED: dict[str, Promise] = {
    "sharing:offers": gettext_lazy("What is shared"),
    "sharing:register": gettext_lazy("Register of disclosures"),
    "sharing:about": gettext_lazy("What was shared"),
    "sharing:standing": gettext_lazy("What is shared on an agreement"),
    "sharing:rebase": gettext_lazy("Let it stand on something else"),
    "sharing:withdraw": gettext_lazy("Take it back"),
    "sharing:then": gettext_lazy("Who could see this on a day that has gone?"),
    "sharing:consents": gettext_lazy("Consents"),
    "sharing:consent-new": gettext_lazy("Write down a consent"),
    "sharing:withdraw-consent": gettext_lazy("Consents"),
    "sharing:case-consent-form": gettext_lazy("Consent form for the case"),
}


@dataclass(frozen=True)
class Mark:
    """An organisation as its mark shows it."""

    id: UUID
    name: str
    mark: str


def is_limited(actor: Actor) -> bool:
    """Tell whether everything shown to the actor is marked as not for investigation (R3)."""
    return actor.organisation.kind == OrganisationKind.POLICE


def categories_in_words(categories: Category) -> str:
    """Name categories as a sentence does."""
    return listed(LABELS[each] for each in Category if each & categories)


def seen_in_words(kind: DossierKind, categories: Category) -> str:
    """Name what somebody sees of a dossier as a sentence does: of a summary it is that, and no plan."""
    if kind is not DossierKind.SUMMARY:
        return categories_in_words(categories)
    return listed([_("the summary"), *(LABELS[each] for each in Category if each & categories & ~Category.PLAN)])


def is_item(offered: Offered) -> bool:
    """Tell whether it is an item of a meeting: besides a task the only thing in which a receiver may write."""
    return offered.may is May.CONTRIBUTE and not is_task(offered)


def is_task(offered: Offered) -> bool:
    """Tell whether a task is asked for."""
    return offered.may is May.CONTRIBUTE and offered.categories == Category.PLAN


def what(offered: Offered) -> str:
    """Say what was offered; a task is a dossier of its own and shares no more than its text."""
    if is_task(offered):
        return _("One task: its text, its date and the comments")
    categories = categories_in_words(offered.categories)
    if is_item(offered) or offered.kind == DossierKind.NOTICE:
        kind = _("An item of a meeting") if is_item(offered) else DossierKind.NOTICE.label
        return _("%(kind)s: %(categories)s") % {"kind": kind, "categories": categories}
    if offered.kind is DossierKind.QUESTION:
        return _("A question: who is meant, what is asked and why")
    if offered.kind is DossierKind.SUMMARY:
        named = offered.categories & Category.IDENTITY
        return _("A short summary, and who it is about") if named else _("A short summary")
    if offered.kind is None and offered.categories & ~Category.IDENTITY == Category.PLAN:
        # What kind it is, is known to its receiver while it is open, and the least of both is of the plan.
        beside = [LABELS[Category.IDENTITY]] if offered.categories & Category.IDENTITY else []
        return capfirst(listed([_("the plan, or a short summary"), *beside]))
    return capfirst(categories)


def shown(offered: Offered) -> dict[str, Any]:
    """Return an offer with its codes in words."""
    return {
        "offered": offered,
        "what": what(offered),
        "purpose": capfirst(str(PURPOSE_LABELS[offered.purpose])),
        "allows": ", ".join(filter(None, (offered.frame, offered.basis))),
        "giver": Mark(offered.giver_organisation_id, offered.giver_organisation, offered.giver_mark),
        "receiver": Mark(offered.receiver_organisation_id, offered.receiver_organisation, offered.receiver_mark),
        "url": address_of(offered),
    }


def address_of(offered: Offered) -> str:
    """Return where the asker opens what is shared; empty while it is closed."""
    if offered.kind is None:
        return ""
    try:
        return reverse(PAGES.get(offered.kind, ""), args=[offered.dossier])
    except NoReverseMatch:
        return ""


def subject_of(offered: Offered) -> Subject | None:
    """Return how what was given is named to its giver; None while it is hidden. Raises Http404 when it is gone."""
    header = header_of(offered.kind) if offered.kind is not None else None
    return header(offered.dossier) if header else None


def place_in(text: str) -> Place | None:
    """Return where a page ended from an address as `written` writes it; None for anything else."""
    at, _separator, key = text.partition("_")
    moment = dates.moment_in(at)
    try:
        return Place(moment, UUID(key)) if moment else None
    except ValueError:
        return None


def written(place: Place) -> str:
    """Return where a page ended, to stand in an address."""
    return quote(f"{place.at.isoformat()}_{place.id}")
