"""Words of the pages of templates: who sees a section, where in a file a fault stands."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.assessments.documents import CATEGORIES
from tvaers.assessments.enums import Form, Kind
from tvaers.guard.enums import Category

# What a section tells about, and who sees it; in the order in which somebody chooses.
SEEN: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "assessment": (
        gettext_lazy("What professionals assess"),
        gettext_lazy("Coordinators, consultants, caseworkers and leaders see it. Street workers do not."),
    ),
    "plan": (
        gettext_lazy("The plan and the young person’s own words"),
        gettext_lazy("Everybody who works with the case sees it."),
    ),
    "entry": (
        gettext_lazy("What was seen and done"),
        gettext_lazy("Everybody who works with the case and reads its notes sees it, street workers too."),
    ),
    "others": (
        gettext_lazy("Family and others"),
        gettext_lazy("Seen by those who may see who is around the young person."),
    ),
    "health": (
        gettext_lazy("Health"),
        gettext_lazy("Caseworkers and leaders alone see it."),
    ),
    "offence": (
        gettext_lazy("Offences"),
        gettext_lazy("Seen by those who may see offences, such as consultants and the police’s preventive workers."),
    ),
}
_NAMES: Final = {category: name for name, category in CATEGORIES.items()}

FORMS: Final[dict[Form, str | Promise]] = {
    Form.ASSESSMENT: gettext_lazy("A professional goes all the way round, and concludes in words."),
    Form.DESCRIPTION: gettext_lazy("What was seen and told, before anybody decides anything."),
    Form.DRAWING: gettext_lazy("Who is around the young person, drawn together, with a list beside it."),
    Form.TALK: gettext_lazy("What is asked and agreed in a talk."),
    Form.LOG: gettext_lazy("From the street or the club, when somebody has said yes to it."),
    Form.PLAN: gettext_lazy(
        "What is agreed for each part of life, who sees to it, and what is done if it goes wrong again."
    ),
    Form.FAMILY: gettext_lazy("What the family says itself."),
    Form.YOUNG: gettext_lazy("Written by the young person, or together with them."),
}
KINDS: Final[dict[Kind, str | Promise]] = {
    Kind.CHOICE: gettext_lazy("You write the words. A comment can be added."),
    Kind.CHOICES: gettext_lazy("You write the words. More than one can be chosen."),
    Kind.TEXT: gettext_lazy("A field to write in."),
    Kind.NETWORK: gettext_lazy("The drawing of the case, with a list beside it."),
}


def seen_by(category: Category) -> tuple[str, str]:
    """Return what a section tells about, and who sees it."""
    name, who = SEEN[_NAMES[category]]
    return str(name), str(who)


def name_of(category: Category) -> str:
    """Return the name that a category has in a template's file."""
    return _NAMES[category]


def place(where: str) -> str:
    """Return where a fault stands, in words: “Section 2, question 3, choice 1”."""
    parts = where.split(".") if where else []
    numbered = {
        "sections": gettext_lazy("section %(number)s"),
        "questions": gettext_lazy("question %(number)s"),
        "choices": gettext_lazy("choice %(number)s"),
    }
    found: list[str] = []
    while parts:
        name = parts.pop(0)
        if name == "document" and parts:
            continue
        if name in numbered and parts and parts[0].isdigit():
            found.append(str(numbered[name]) % {"number": parts.pop(0)})
        else:
            found.append(_("“%(name)s”") % {"name": name})
    said = ", ".join(found)
    return said[:1].upper() + said[1:]


def told(faults: Iterable[tuple[str, str | Promise]]) -> list[str]:
    """Return faults as sentences, each with its place."""
    return [f"{place(where)}: {what}" if where else str(what) for where, what in faults]
