"""Four hundred invented concerns as pure values: who reported what about whom, and what came of it.

No model is known here: `telling` turns these into dossiers through the real actions.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tvaers.demo import seed
from tvaers.demo.families import MUNICIPALITIES, OF_AGE, Youth, young_person
from tvaers.demo.inbox import INBOX, Arrived
from tvaers.demo.names import BOY, GIRL, draw
from tvaers.demo.places import names_in
from tvaers.demo.texts import assessments, endings, facts_school, facts_street, reporters, strengths, tried
from tvaers.demo.texts.fitting import drawn, fitting, joined
from tvaers.foundation.workdays import add_working_days

COUNT = 400
DAYS = 3 * 365
# The youngest decided one; how often a concern is about somebody known already, and how old the last one then is.
RECENT = 9
# How many of the decided ones are younger than so many days; the others are spread over the three years.
LATELY, YOUNG = 0.5, 210
AGAIN = 0.16
AGAIN_WITHIN = 300
FACTS = {**facts_school.FACTS, **facts_street.FACTS}
GROUP = "group"

# theme → ages, both included, and how often it comes.
THEMES: dict[str, tuple[tuple[int, int], int]] = {
    "absence": ((12, 16), 9),
    "friends": ((12, 16), 9),
    "conflict": ((12, 16), 9),
    "home": ((12, 16), 6),
    "lonely": ((12, 16), 5),
    "sibling": ((12, 15), 4),
    "theft": ((12, 16), 6),
    "substances": ((14, 21), 8),
    "nights": ((12, 16), 6),
    "online": ((12, 16), 7),
    "money": ((14, 20), 5),
    "courier": ((13, 16), 5),
    "vandalism": ((12, 16), 5),
    "views": ((14, 22), 6),
    "knife": ((14, 19), 4),
    "victim": ((12, 16), 4),
    "drift": ((18, 25), 7),
    "relapse": ((19, 25), 5),
    "exit": ((19, 25), 4),
    GROUP: ((12, 16), 5),
}
# Who tends to see what; anybody may otherwise.
SEEN_BY: dict[str, tuple[str, ...]] = {
    "absence": ("school", "school", "parent"),
    "home": ("neighbour", "club", "school", "self"),
    "lonely": ("school", "parent", "club"),
    "drift": ("municipality", "housing", "self"),
    "relapse": ("municipality", "self", "police"),
    "exit": ("police", "municipality", "self"),
    GROUP: ("housing", "neighbour", "police", "municipality"),
}
ANYBODY = ("school", "club", "parent", "neighbour", "police", "housing", "municipality", "school", "club")
# So long before the youngest decided one there is one of this theme, there, which becomes a case: for those who need one.
PLACED = {
    14: ("relapse", "Gladsaxe"),
    21: ("exit", "Ballerup"),
    26: ("relapse", "Herlev"),
    33: ("views", "Gladsaxe"),
    39: ("exit", "Gladsaxe"),
    44: ("relapse", "Gladsaxe"),
    52: ("drift", "Herlev"),
    57: ("home", "Ballerup"),
    63: ("relapse", "Ballerup"),
    70: ("views", "Herlev"),
    78: ("home", "Gladsaxe"),
    85: ("drift", "Ballerup"),
    92: ("sibling", "Ballerup"),
    101: ("exit", "Herlev"),
    110: ("relapse", "Gladsaxe"),
}
ACUTE = frozenset({"knife", "courier", "home", "exit"})


@dataclass(frozen=True)
class Reporter:
    """Who reports. Professionals are never anonymous (R29)."""

    kind: str
    relation: str
    name: str
    anonymous: bool


@dataclass(frozen=True)
class Concern:
    """One concern. Fact, assessment and source stand apart (R12); `days_ago` counts from the day of loading.

    municipality: where the young person lives, or the place is; received_by: the one that it came to.
    youth is None when it is about a group or somebody unknown; the age is the one at the time. role: of-concern or
    victim. triage: what was decided, and why; None for what still lies in the queue, as `arrived` says.
    is_placed: it is there for somebody who needs the case that it becomes.
    """

    number: int
    theme: str
    municipality: str
    received_by: str
    area: str
    days_ago: int
    channel: str
    reporter: Reporter
    youth: Youth | None
    role: str
    facts: str
    assessment: str
    source: str
    strengths: str
    tried: str
    told: str
    acute: bool
    triage: tuple[str, str] | None
    arrived: Arrived | None = None
    is_placed: bool = False


def _days_ago(chance: Random) -> int:
    lately = chance.random() < LATELY
    return RECENT + int((YOUNG if lately else DAYS - RECENT) * chance.random())


@dataclass(frozen=True)
class _Making:
    """What the concerns of one demonstration share.

    decided: how many of them are. told: facts that exist already. made: the concerns before.
    """

    today: date
    number: int | None
    decided: int
    told: set[str]
    made: list[Concern]


def concerns(today: date, *, count: int = COUNT, number: int | None = None) -> list[Concern]:
    """Return the concerns, the oldest first; `number` is another seed. No two have the same facts."""
    chance = seed.dice("concerns", number)
    themes = chance.choices(list(THEMES), [weight for _, weight in THEMES.values()], k=count)
    # More of this year than of the first, as what is old has been erased; what came in the last days is the inbox.
    decided = count - len(INBOX)
    days = sorted((_days_ago(chance) for _ in range(decided)), reverse=True)
    making = _Making(today, number, decided, set(), [])
    for index, drawn_theme in enumerate(themes):
        theme, _ = PLACED.get(decided - index, (drawn_theme, ""))
        arrived = INBOX[index - decided] if index >= decided else None
        theme = arrived.theme or theme if arrived else theme
        day = (today - add_working_days(today, -arrived.working_days)).days if arrived else days[index]
        making.made.append(_concern(making, index, theme, day, arrived))
    return making.made


def _concern(making: _Making, index: int, theme: str, day: int, arrived: Arrived | None) -> Concern:
    chance = seed.dice(f"concern {index}", making.number)
    placed, here = PLACED.get(making.decided - index, ("", arrived.municipality if arrived else ""))
    is_new = bool(placed or (arrived and arrived.theme))
    youth = _youth(making, chance, (index, theme, day), here, is_new=is_new)
    municipality = (
        youth.municipality if youth else arrived.municipality if arrived else chance.choice(list(MUNICIPALITIES))
    )
    area = youth.area if youth else chance.choice(names_in(municipality))
    slots = {**_place(chance, municipality, area), **(youth.slots if youth else {})}
    reporter = _reporter(chance, theme)
    acute = bool(arrived.urgent) if arrived else theme in ACUTE and chance.random() < 0.3
    elsewhere = arrived is None and not placed and chance.random() > 0.92
    received_by = chance.choice([m for m in MUNICIPALITIES if m != municipality]) if elsewhere else municipality
    tags = {theme, reporter.kind, municipality} | (youth.tags if youth else frozenset())
    tags |= {"acute"} if acute else set()
    tags |= {"elsewhere"} if received_by != municipality else {"here"}
    tags |= {"outsider"} if reporter.kind not in {"parent", "self"} else set()
    facts = _untold(making, _fact_texts(seed.dice(f"facts {index}", making.number), theme, tags, slots))
    return Concern(
        number=index + 1,
        theme=theme,
        municipality=municipality,
        received_by=received_by,
        area=area,
        days_ago=day,
        channel=chance.choice(reporters.CHANNELS[reporter.kind]),
        reporter=reporter,
        youth=youth,
        role="victim" if theme == "victim" else "of-concern",
        facts=facts,
        assessment=_assessment(chance, theme, tags, slots),
        source=joined(drawn(chance, tried.SOURCES, tags), slots),
        strengths=_strengths(chance, tags, slots) if youth else "",
        tried=_tried(chance, tags, slots) if youth else "",
        told=_told(chance, youth, tags, slots),
        acute=acute,
        triage=None if arrived else _triage(chance, tags | ({"placed"} if placed else set())),
        arrived=arrived,
        is_placed=bool(placed),
    )


def _untold(making: _Making, texts: Iterable[str]) -> str:
    """Return the first of `texts` that no concern tells yet."""
    fresh = next(text for text in texts if text not in making.told)
    making.told.add(fresh)
    return fresh


def _youth(making: _Making, chance: Random, what: tuple[int, str, int], here: str, *, is_new: bool) -> Youth | None:
    """Draw a young person of a fitting age at the time: somebody new, or one of an earlier concern again; no group.

    what: number, theme and day of the concern. here: the municipality it must be in, if it must. is_new: nothing was
    told of the person before, so that a case can be opened.
    """
    index, theme, day = what
    if theme == GROUP:
        return None
    at, (least, most) = making.today - timedelta(days=day), THEMES[theme][0]
    if chance.random() < AGAIN and not is_new:
        known = [
            replace(each.youth, age=age)
            for each in making.made
            if each.youth is not None
            and each.days_ago - day <= AGAIN_WITHIN
            and each.received_by == each.municipality
            and here in {"", each.municipality}
            and least <= (age := each.youth.age_on(at)) <= most
        ]
        if known:
            return chance.choice(known)
    return young_person(f"c{index}", chance, THEMES[theme][0], at, municipality=here)


def _place(chance: Random, municipality: str, area: str) -> dict[str, str]:
    return {
        "place": area,
        "club": chance.choice(reporters.CLUBS[municipality]),
        "spot": chance.choice(reporters.SPOTS),
        "weekday": chance.choice(reporters.WEEKDAYS[:5]),
        "time": chance.choice(reporters.TIMES),
    }


def _fact_texts(chance: Random, theme: str, tags: AbstractSet[str], slots: dict[str, str]) -> Iterator[str]:
    """Give texts of one to three observations of the theme, for ever."""
    pool = fitting(facts_street.GROUP if theme == GROUP else FACTS[theme], tags)
    while True:
        yield joined(chance.sample(pool, chance.choice((1, 2, 2, 2, 3))), slots)


def _assessment(chance: Random, theme: str, tags: AbstractSet[str], slots: dict[str, str]) -> str:
    found = drawn(chance, assessments.ASSESSMENTS[theme], tags)
    if theme != GROUP and chance.random() < 0.55:
        found += drawn(chance, assessments.RESERVES, tags)
    return joined(found, slots)


def _strengths(chance: Random, tags: AbstractSet[str], slots: dict[str, str]) -> str:
    pools = chance.sample((strengths.OWN, strengths.FAMILY, strengths.AROUND), chance.choice((1, 2, 2, 3)))
    return joined([text for pool in pools for text in drawn(chance, pool, tags)], slots)


def _tried(chance: Random, tags: AbstractSet[str], slots: dict[str, str]) -> str:
    count = chance.choice((0, 1, 1, 1, 2))
    return joined(drawn(chance, tried.TRIED, tags, count) or drawn(chance, tried.UNTRIED, tags), slots)


def _told(chance: Random, youth: Youth | None, tags: AbstractSet[str], slots: dict[str, str]) -> str:
    if youth is None:
        return ""
    return joined(drawn(chance, tried.TOLD_ADULT if youth.age >= OF_AGE else tried.TOLD, tags), slots)


def _triage(chance: Random, tags: AbstractSet[str]) -> tuple[str, str]:
    """Return an outcome with a reason that fits; the common ones come more often."""
    possible = {outcome: fitting(reasons, tags) for outcome, reasons in endings.TRIAGE.items()}
    outcomes = [outcome for outcome, reasons in possible.items() if reasons]
    if "placed" in tags:
        return "open", chance.choice(possible["open"])
    # Where somebody is on the way out, or back in, a case is what helps.
    weights = endings.TRIAGE_WEIGHTS | ({"open": 200} if tags & {"relapse", "exit"} else {})
    outcome = chance.choices(outcomes, [weights[each] for each in outcomes])[0]
    return outcome, chance.choice(possible[outcome])


def _reporter(chance: Random, theme: str) -> Reporter:
    kind = chance.choice(SEEN_BY.get(theme, ANYBODY))
    anonymous = kind == "neighbour" and chance.random() < 0.4
    relation = chance.choice(reporters.REPORTERS[kind])
    genders = (GIRL,) if relation in reporters.WOMEN else (BOY,) if relation in reporters.MEN else (GIRL, BOY)
    name = draw(Random(f"reporter {chance.random()}"), chance.choice(genders))
    return Reporter(kind, relation, "" if anonymous or kind == "self" else name.full, anonymous)
