"""Who knows of an invented concern, and what the young person and the parents say to it, each in its own field (R9)."""

from random import Random
from typing import TypedDict

from tvaers.concerns.enums import Told
from tvaers.demo.concerns import Concern
from tvaers.demo.texts import tried
from tvaers.demo.texts.fitting import drawn, joined

CHILD, PARENTS, BECAUSE = "child_view", "parents_reaction", "not_told_because"
# What a sentence about who knows holds, who then knows, and whose words it is; the first that fits holds.
_WHO_KNOWS: tuple[tuple[str, Told, str], ...] = (
    ("Hverken", Told.NOBODY, BECAUSE),
    ("Jeg har ikke sagt det", Told.PARENTS, BECAUSE),
    ("er ikke orienteret endnu", Told.NOBODY, BECAUSE),
    ("uden svar", Told.YOUNG, BECAUSE),
    ("er ikke orienteret, fordi", Told.YOUNG, BECAUSE),
    ("vil ikke have, at familien", Told.YOUNG, BECAUSE),
    ("ved det ikke endnu", Told.PARENTS, BECAUSE),
    ("sammen ved spisebordet", Told.BOTH, PARENTS),
    ("lettede", Told.BOTH, PARENTS),
    ("Forældrene", Told.PARENTS, PARENTS),
    ("Moren", Told.PARENTS, PARENTS),
    ("Faren", Told.PARENTS, PARENTS),
    ("Den anden forælder", Told.PARENTS, PARENTS),
    ("forældrene fik det", Told.PARENTS, PARENTS),
)
# How often somebody is asked what they think of it, and how often it is written why somebody does not know.
_ASKED, _REASONED = 0.6, 0.75


class Said(TypedDict):
    """The fields of an account that tell who knows."""

    told: Told
    child_view: str
    parents_reaction: str
    not_told_because: str


def said(concern: Concern) -> Said:
    """Return who knows of a concern and what each says; the same for the same concern."""
    found = Said(told=Told.UNKNOWN, child_view="", parents_reaction="", not_told_because="")
    youth = concern.youth
    if youth is None or not concern.told:
        return found
    told, whose = next(
        ((told, whose) for words, told, whose in _WHO_KNOWS if words in concern.told), (Told.YOUNG, CHILD)
    )
    if told is Told.YOUNG and concern.reporter.kind == "parent":
        told = Told.BOTH
    found["told"] = told
    found[whose] = concern.told  # type: ignore[literal-required] # one of the three names above
    chance = Random(f"said {concern.number} {concern.facts}")
    if not found["child_view"] and told in {Told.YOUNG, Told.BOTH} and chance.random() < _ASKED:
        found["child_view"] = joined(drawn(chance, tried.VIEWS, youth.tags), youth.slots)
    pool = {Told.YOUNG: tried.PARENTS_UNTOLD, Told.PARENTS: tried.YOUNG_UNTOLD}.get(told, ())
    if not found["not_told_because"] and "child" in youth.tags and pool and chance.random() < _REASONED:
        found["not_told_because"] = joined(drawn(chance, pool, youth.tags), youth.slots)
    return found
