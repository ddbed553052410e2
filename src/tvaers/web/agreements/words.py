"""What agreements say of themselves in words."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tvaers.agreements.actions import Part
from tvaers.agreements.enums import Stand
from tvaers.agreements.models import Agreement
from tvaers.agreements.rules import Lack
from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing.models import language
from tvaers.sharing.queries import bases_of

LACKS: dict[Lack, tuple[str | Promise, str]] = {
    Lack.TITLE: (_("It has no name."), "basics"),
    Lack.FROM: (_("It does not say from which day."), "basics"),
    Lack.UNTIL: (_("It does not say through which day, or the term is over or too long."), "basics"),
    Lack.PURPOSES: (_("It does not say what the parties may share for."), "basics"),
    Lack.PARTIES: (_("It takes two parties at least."), "parties"),
    Lack.SIGNATORIES: (_("It does not say which office signs for each party."), "parties"),
    Lack.LEFT_OUT: (_("A party of the agreement before is missing. It goes on with all of them."), "parties"),
    Lack.MORE: (
        _("An extension takes nobody in and widens nothing. Write an amendment or a renewal for that."),
        "parties",
    ),
    Lack.FOLLOWED: (
        _("Another text goes on with the agreement before already. Give this one up, and begin a new one."),
        "drop",
    ),
    Lack.APART: (
        _("An extension begins no later than the day after the agreement before ends."),
        "basics",
    ),
    Lack.THEMES: (_("It has no theme."), "themes"),
    Lack.GAPS: (_("An annex still has gaps to fill in: what stands in square brackets."), "annexes"),
}
# States that wait for somebody stand out; what is over is quiet.
STRONG = frozenset({Stand.DRAFT, Stand.SENT})
QUIET = frozenset({Stand.DROPPED, Stand.REPLACED, Stand.LAPSED, Stand.TERMINATED})

_BETWEEN = re.compile(r"(?:\r?\n[ \t]*){2,}")
_HEADING = re.compile(r"\d{1,2}\. [^\r\n]{1,100}[^\r\n.:;,]")


@dataclass(frozen=True)
class PartWords:
    """What a part's pages say. intro: a line below the title."""

    add: str | Promise
    change: str | Promise
    intro: str | Promise
    do: str | Promise
    saved: str | Promise
    remove: str | Promise
    removed: str | Promise
    anchor: str


PARTS: dict[Part, PartWords] = {
    Part.PARTY: PartWords(
        _("Add a party"),
        _("Change the party"),
        _("Who is a party may share and receive on the agreement, once all have signed it."),
        _("Add the party"),
        _("The party has been saved."),
        _("Take the party out"),
        _("The party has been taken out."),
        "parties",
    ),
    Part.THEME: PartWords(
        _("Add a theme"),
        _("Change the theme"),
        _("A theme is what the parties work on together."),
        _("Add the theme"),
        _("The theme has been saved."),
        _("Drop the theme"),
        _("The theme has been dropped, with what stood below it."),
        "themes",
    ),
    Part.ACTION: PartWords(
        _("Add an action"),
        _("Change the action"),
        _("An action is something that is done, by somebody, by a day."),
        _("Add the action"),
        _("The action has been saved."),
        _("Take the action out"),
        _("The action has been taken out."),
        "themes",
    ),
    Part.INDICATOR: PartWords(
        _("Add an indicator"),
        _("Change the indicator"),
        _("By what do you see whether it gets on? Of places, meetings and deeds, never of people."),
        _("Add the indicator"),
        _("The indicator has been saved."),
        _("Take the indicator out"),
        _("The indicator has been taken out."),
        "themes",
    ),
    Part.ANNEX: PartWords(
        _("Add an annex"),
        _("Change the annex"),
        _("An annex is signed with the agreement, such as how data is shared, or what it means for people's privacy."),
        _("Add the annex"),
        _("The annex has been saved."),
        _("Take the annex out"),
        _("The annex has been taken out."),
        "annexes",
    ),
}
NOBODY = pgettext_lazy("who answers for an action", "All parties")


def purposes(mask: int) -> str:
    """Name the purposes of a mask as a sentence does; "" for none."""
    return listed(PURPOSE_LABELS[each] for each in Purpose if each & mask)


def bases(agreement: Agreement) -> list[dict[str, str]]:
    """Return title and law of the legal bases that an agreement carries: as it was sent, a draft as they are now."""
    if agreement.bases is not None:
        spoken = language()
        return [{"title": kept[f"title_{spoken}"], "law": kept[f"law_{spoken}"]} for kept in agreement.bases]
    return [{"title": version.title, "law": version.law} for version in bases_of(agreement.purposes)]


def sections(text: str) -> list[tuple[str, str]]:
    """Part the text of an annex at its headings: lines that stand alone and begin with a number, such as “1. Purpose”.

    Each with what stands below it; what stands before the first has the heading "".
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for paragraph in _BETWEEN.split(text.strip()):
        if _HEADING.fullmatch(paragraph):
            found.append((paragraph, []))
        else:
            found[-1][1].append(paragraph)
    return [(heading, "\n\n".join(below)) for heading, below in found if heading or "".join(below)]


def state(stand: Stand) -> dict[str, Any]:
    """Return what ui/state.html takes."""
    return {"text": stand.label, "strong": stand in STRONG, "quiet": stand in QUIET}
