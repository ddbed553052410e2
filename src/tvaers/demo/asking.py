"""The templates of the demonstration: the ones that come along, in use at the authorities, one with a second version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import Told
from tvaers.assessments.documents import Document, Question, free_key, with_section
from tvaers.assessments.enums import Kind
from tvaers.assessments.models import Template
from tvaers.assessments.starting import starters
from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.sharing.acting import acting

ROUTE = "demo:load"


@dataclass(frozen=True)
class Taken:
    """What a keeper took over, at their main job or where they work besides.

    audience: who may take it over in turn; drafts: what they have not decided on yet.
    """

    by: str
    names: tuple[str, ...]
    audience: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    organisation: str = ""


ALL = (
    *("ressourcer-og-risici", "bekymring", "netvaerk", "log"),
    *("bekymringssamtale", "familien", "den-unge"),
)
TAKEN = (
    Taken("mikkel", ALL, ("herlev", "ballerup", "police"), drafts=("ekstremisme",)),
    Taken("aviaja", ALL, ("gladsaxe", "police")),
    Taken("aviaja", ALL, organisation="ballerup"),
    Taken("charlotte", ("bekymring", "bekymringssamtale", "den-unge", "exit"), drafts=("ekstremisme",)),
    Taken("dorthe", ("god-loesladelse",), ("gladsaxe", "herlev", "ballerup")),
)
# Gladsaxe's second version asks for one thing more.
ADDED = "Kommer den unge i en af Gladsaxes ungdomsklubber?"
CHANGED = "Spørger også til ungdomsklubberne."


def load() -> int:
    """Take the templates over as the keepers themselves, unless that is done; return how many there are."""
    return sum(len(list(_load(each))) for each in TAKEN)


def _load(taken: Taken) -> Iterator[str]:
    """Take over what one keeper keeps, in one transaction."""
    with acting(job(taken.by, taken.organisation).actor, route=ROUTE) as by:
        known = set(Template.objects.filter(owner_id=by.organisation.id).values_list("starter", flat=True))
        audience = [BY_KEY[each].id for each in taken.audience]
        for name in (*taken.names, *taken.drafts):
            yield name
            if name in known:
                continue
            package = starters()[name]
            told = Told(title=package.title, summary=package.summary, source=package.source, document=package.document)
            key = identified("template", f"{taken.by} {taken.organisation} {name}")
            template = templates.begin(by=by, form=package.form, told=told, key=key, starter=name)
            if name in taken.drafts:
                continue
            templates.take_into_use(by=by, template=template, edition=1, audience=audience)
            if name == ALL[0] and taken is TAKEN[0]:
                more = replace(told, document=_asking_more(package.document))
                templates.save(by=by, template=template, told=more, edition=0)
                templates.take_into_use(by=by, template=template, edition=1, audience=audience, changed=CHANGED)


def _asking_more(document: Document) -> Document:
    """Return a document that asks one thing more in its section about leisure."""
    at = next(index for index, section in enumerate(document.sections) if section.title == "Fritid")
    section = document.sections[at]
    like = section.questions[0]
    asked = Question(
        key=free_key(ADDED, (each.key for each in section.questions)),
        text=ADDED,
        kind=Kind.CHOICE,
        choices=like.choices,
        group=like.group,
    )
    return with_section(document, replace(section, questions=(asked, *section.questions)), at=at)
