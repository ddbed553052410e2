"""The method libraries of the demonstration: pages in use, one with a second version, some shared, and a draft."""

from dataclasses import dataclass, replace

from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.methods import actions
from tvaers.methods.actions import Reach, Told
from tvaers.methods.models import Method
from tvaers.methods.rules import next_review
from tvaers.sharing.acting import acting
from tvaers.web.methods.starters import starters

ROUTE = "demo:load"


@dataclass(frozen=True)
class Page:
    """A starter page that somebody took over. audience: who reads it too; None for a draft that nobody has decided on.

    added: what the second version says besides, and what is new in it.
    """

    by: str
    starter: str
    audience: tuple[str, ...] | None = ()
    added: tuple[str, str] | None = None


OURS = """
## Hos os
- Lyset ved cykelskuret er ofte slukket. Tag lygterne med.
- Bagvagten ringer selv, hvis der er gået et kvarter.
"""
PAGES = (
    Page(
        "mikkel",
        "gadevagt",
        ("herlev", "ballerup", "police"),
        (
            OURS,
            "Lygter med, og bagvagten ringer selv efter et kvarter.",
        ),
    ),
    Page("mikkel", "bekymringssamtale", ("herlev", "ballerup", "police")),
    Page("mikkel", "overlevering", ("police",)),
    Page("mikkel", "tryghedsvandring", None),
    Page("aviaja", "foerste-kontakt", ("gladsaxe", "ballerup", "police")),
    Page("aviaja", "foraeldre-radikalisering"),
)


def load() -> int:
    """Write the pages as the coordinators themselves, unless they stand there already; return how many there are."""
    for number, page in enumerate(PAGES):
        with acting(job(page.by).actor, route=ROUTE) as by:
            form = identified("method", str(number))
            starter = starters()[page.starter]
            before = Method.objects.count()
            method = actions.begin(by=by, topic=starter.topic, told=starter.told, form=form, starter=starter.name)
            if page.audience is None or Method.objects.count() == before:
                continue
            reach = Reach(
                topic=starter.topic,
                audience=[BY_KEY[each].id for each in page.audience],
                places=starter.places,
                keeper=by.id,
                review_date=next_review(clock.today()),
            )
            actions.take_into_use(by=by, method=method, edition=1, reach=reach)
            if page.added is not None:
                more, changed = page.added
                told: Told = replace(starter.told, body=f"{starter.told.body}\n{more}".rstrip())
                actions.save(by=by, method=method, told=told, edition=0)
                actions.take_into_use(by=by, method=method, edition=1, reach=reach, changed=changed)
    return len(PAGES)
