"""A hundred and twenty invented cases as pure values: reason, voices, plan, notes, sharing, how it ended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from random import Random

from tvaers.demo import seed
from tvaers.demo.concerns import COUNT as CONCERNS
from tvaers.demo.concerns import Concern, concerns
from tvaers.demo.families import OF_AGE, Youth
from tvaers.demo.texts import assessments, endings, entries, plans, reporters, strengths, voices
from tvaers.demo.texts.fitting import drawn, fitting, joined

COUNT = 120
# Whom a case of a municipality is shared with, most often first.
NEIGHBOURS = ("Gladsaxe", "Herlev", "Ballerup")
PLACES = {
    "prevention": "Politiet",
    "exit": "Politiet",
    "probation": "Kriminalforsorgen",
    "association": "Boldklubben Månevang",
}
# How a case ends, and how often.
OUTCOMES = {"aims-met": 50, "partly": 25, "handed-over": 10, "declined": 8, "no-ground": 7}
# What there must be some of, for the police, the probation service and the infohus.
RARE = frozenset({"relapse", "exit", "views", "drift", "home"})
# How many days a case is kept after such an end, less than the months it may be (R23).
KEPT = {"aims-met": 700, "partly": 700, "handed-over": 350, "declined": 170, "no-ground": 85}
# What the state of a goal may sound like, by how the case ended; None while it is open.
STAGES: dict[str | None, tuple[str, ...]] = {
    None: ("open",),
    "aims-met": ("well",),
    "partly": ("well", "ended"),
    "handed-over": ("open",),
    "declined": ("ended",),
    "no-ground": ("ended",),
}
STATES = ("accepted", "accepted", "accepted", "accepted", "declined", "offered", "revoked")


@dataclass(frozen=True)
class Writing:
    """What the texts of one case are written with. opened, end: days ago; end is 0 while the case is open.

    used: how often a sentence stands in a case already.
    """

    chance: Random
    youth: Youth
    tags: AbstractSet[str]
    slots: dict[str, str]
    opened: int
    end: int
    used: Counter[str]

    def text(self, sentences: Iterable[str]) -> str:
        """Return one of the sentences that fit, one that few others have."""
        return joined(self.rarest(fitting(sentences, self.tags), 1), self.slots)

    def rarest(self, pool: list[str], count: int) -> list[str]:
        """Draw some of a pool, those that are used least so far."""
        self.chance.shuffle(pool)
        found = sorted(pool, key=lambda text: self.used[text])[:count]
        self.used.update(found)
        return found

    def one_of(self, named: Mapping[str, Iterable[str]]) -> tuple[str, str]:
        """Return one of the names with one of its sentences, among those that have one that fits."""
        possible = {text: name for name, sentences in named.items() for text in fitting(sentences, self.tags)}
        text = self.rarest(list(possible), 1)[0]
        return possible[text], text.format(**self.slots)


@dataclass(frozen=True)
class Task:
    """Something to do. due: days from the loading, negative when past; done: the same, None while open."""

    unit: str
    what: str
    due: int
    done: int | None
    organisation: str


@dataclass(frozen=True)
class Goal:
    """What the young person wants, in their own words, with the tasks and how it stands, said by somebody."""

    about: str
    words: str
    tasks: tuple[Task, ...]
    progress: str


@dataclass(frozen=True)
class Note:
    """A note in the case, `days_ago` counted from the loading."""

    days_ago: int
    kind: str
    text: str


@dataclass(frozen=True)
class Share:
    """A disclosure: to whom, why it is necessary, what became of it. answer: what a decliner added, if anything."""

    organisation: str
    necessity: str
    state: str
    days_ago: int
    answer: str


@dataclass(frozen=True)
class Case:
    """One case, about one young person. closure: outcome and text, or None while it is open."""

    number: int
    concern: Concern
    youth: Youth
    opened_days_ago: int
    reason: tuple[str, str]
    own_words: tuple[str, ...]
    parents_words: str
    strengths: tuple[str, ...]
    assessment: str
    goals: tuple[Goal, ...]
    notes: tuple[Note, ...]
    decisions: tuple[str, ...]
    shares: tuple[Share, ...]
    paused: bool
    closure: tuple[str, str] | None
    closed_days_ago: int | None
    learned: str


def cases(today: date, *, count: int = COUNT, of: int = CONCERNS, number: int | None = None) -> list[Case]:
    """Return `count` cases out of `of` concerns, the oldest first, each about one known person."""
    chance = seed.dice("cases", number)
    usable = list(_first_about_each(concerns(today, count=of, number=number)))
    # Those that triage opened a case for come first; the rest are older ones that led to one later.
    opened = [each for each in usable if each.triage is not None and each.triage[0] == "open"]
    others = [each for each in usable if each.triage is not None and each.triage[0] in {"advise", "notify"}]
    rare = [each for each in opened if each.theme in RARE or each.is_placed]
    common = [each for each in opened if each not in rare]
    chosen = rare[-count:] + chance.sample(common, min(count - len(rare), len(common)))
    chosen += chance.sample(others, max(0, min(count - len(chosen), len(others))))
    chosen.sort(key=lambda each: each.number)
    used: Counter[str] = Counter()
    return [
        _case(index, concern, seed.dice(f"case {concern.number}", number), used) for index, concern in enumerate(chosen)
    ]


def _first_about_each(all_of_them: Iterable[Concern]) -> Iterable[Concern]:
    """Return those that a case can begin with: of a known person, where that person lives, one for each."""
    met: set[str] = set()
    for each in all_of_them:
        if each.youth is None or each.triage is None or each.received_by != each.municipality:
            continue
        if each.youth.key not in met and (each.triage[0] == "open" or each.number % 3 == 0):
            met.add(each.youth.key)
            yield each


def _case(index: int, concern: Concern, chance: Random, used: Counter[str]) -> Case:
    youth = concern.youth
    if youth is None:
        message = "A case is about one young person."
        raise ValueError(message)
    opened = max(1, concern.days_ago - chance.randint(1, 9))
    closed = None if concern.is_placed else _closed(chance, opened)
    outcome = None if closed is None else _outcome(chance, frozenset({concern.theme}) | youth.tags)
    if closed is not None and outcome is not None:
        closed = _kept(chance, opened, closed, outcome)
    writing = Writing(
        chance=chance,
        youth=youth,
        tags=frozenset({concern.theme, youth.municipality, *STAGES[outcome]}) | youth.tags,
        slots={**youth.slots, "spot": chance.choice(reporters.SPOTS), "weekday": "", "time": ""},
        opened=opened,
        end=closed or 0,
        used=used,
    )
    closure = None if outcome is None else writing.one_of({outcome: endings.CLOSURES[outcome]})
    return Case(
        number=index + 1,
        concern=concern,
        youth=youth,
        opened_days_ago=opened,
        reason=writing.one_of(endings.ENTRY_REASONS),
        own_words=tuple(writing.rarest(fitting(voices.YOUNG[concern.theme], writing.tags), chance.choice((1, 1, 2)))),
        parents_words="" if youth.age >= OF_AGE else writing.text(voices.PARENTS),
        strengths=tuple(
            writing.text(pool) for pool in (strengths.OWN, strengths.OWN, strengths.FAMILY, strengths.AROUND)
        ),
        assessment=writing.text(assessments.ASSESSMENTS[concern.theme]),
        goals=_goals(writing),
        notes=_notes(writing),
        decisions=tuple(
            text.format(**writing.slots)
            for text in writing.rarest(fitting(plans.DECISIONS, writing.tags), chance.choice((0, 2, 3, 4)))
        ),
        shares=_shares(writing),
        paused=closed is None and chance.random() < 0.1 and not concern.is_placed,
        closure=closure,
        closed_days_ago=closed,
        learned="" if closed is None else writing.text(endings.LEARNED),
    )


def _outcome(chance: Random, tags: AbstractSet[str]) -> str:
    possible = {each: weight for each, weight in OUTCOMES.items() if fitting(endings.CLOSURES[each], tags)}
    return chance.choices(tuple(possible), tuple(possible.values()))[0]


def _closed(chance: Random, opened: int) -> int | None:
    """Return when a case was closed: most after some months, the youngest not yet."""
    length = chance.randint(50, 340)
    return opened - length if opened > length else None


def _kept(chance: Random, opened: int, closed: int, outcome: str) -> int:
    """Return when a case was closed, so lately that it is kept still; a few are to be erased about now."""
    kept = KEPT[outcome]
    if chance.random() < 0.2 and opened > kept + 90:
        return kept + chance.randint(12, 40)
    return closed if closed < kept else chance.randint(kept // 3, kept - 5)


def _goals(writing: Writing) -> tuple[Goal, ...]:
    left_out = {"skole"} if writing.youth.age >= OF_AGE else {"bolig", "uddannelse"}
    subjects = [each for each in voices.GOALS if each not in left_out]
    chosen = writing.chance.sample(subjects, writing.chance.choice((1, 2, 2, 3)))
    # Nothing can be said of goals that are a few weeks old.
    old = writing.opened - writing.end > 30
    said = writing.rarest(fitting(plans.PROGRESS, writing.tags), len(chosen)) if old else []
    return tuple(
        Goal(
            about,
            writing.text(voices.GOALS[about]),
            _tasks(writing, about),
            said[place].format(**writing.slots) if place < len(said) else "",
        )
        for place, about in enumerate(chosen)
    )


def _tasks(writing: Writing, about: str) -> tuple[Task, ...]:
    grown = writing.youth.age >= OF_AGE
    left_out = {"school", "parents", "family"} if grown else {"probation", "exit"}
    pool = [each for each in plans.TASKS[about] if each[0] not in left_out and not (grown and "forældre" in each[1])]
    by_text = {what: unit for unit, what in pool}
    chosen = writing.rarest(list(by_text), writing.chance.choice((1, 2, 2)))
    return tuple(_task(writing, (by_text[what], what)) for what in chosen)


def _task(writing: Writing, task: tuple[str, str]) -> Task:
    """Give the task an owner and a date: in a closed case all are done, in an open one some are late."""
    (unit, what), chance, youth = task, writing.chance, writing.youth
    here = PLACES.get(unit) or (youth.school if unit == "school" else youth.municipality)
    if unit in {"ssp", "street", "family"} and chance.random() < 0.2:
        here = chance.choice([each for each in NEIGHBOURS if each != youth.municipality])
    if writing.end:
        due = -chance.randint(writing.end, writing.opened)
        return Task(unit, what, due, min(-writing.end, due + chance.randint(-6, 4)), here)
    due = int(chance.triangular(-min(writing.opened, 40), 45, 4))
    done = min(0, due + chance.randint(-6, 4)) if due < 0 and (due < -9 or chance.random() < 0.45) else None
    return Task(unit, what, due, done, here)


def _notes(writing: Writing) -> tuple[Note, ...]:
    chance = writing.chance
    pool = [(kind, text) for kind, sentence in entries.ENTRIES for text in fitting([sentence], writing.tags)]
    count = min(len(pool), max(1, (writing.opened - writing.end) // 21))
    days = sorted((chance.randint(writing.end, writing.opened) for _ in range(count)), reverse=True)
    found = []
    kinds = {text: kind for kind, text in pool}
    for day, text in zip(days, writing.rarest(list(kinds), count), strict=False):
        kind = kinds[text]
        detail = (
            drawn(chance, entries.DETAILS, {kind})
            if kind not in {"rettelse", "besked"} and chance.random() < 0.5
            else []
        )
        found.append(
            Note(day, kind, joined([text, *detail], {**writing.slots, "time": chance.choice(reporters.TIMES)}))
        )
    return tuple(found)


def _shares(writing: Writing) -> tuple[Share, ...]:
    chance = writing.chance
    receivers = [each for each in NEIGHBOURS if each != writing.youth.municipality] + ["Politiet"]
    if writing.youth.age >= OF_AGE:
        receivers.append("Kriminalforsorgen")
    found = []
    for organisation in chance.sample(receivers, chance.choice((0, 1, 1, 2, 2))):
        state = chance.choice(STATES)
        answer = chance.choice(endings.DECLINES) if state == "declined" else ""
        when = chance.randint(writing.end, writing.opened)
        # An offer that nobody has answered is a young one, and only an open case has any.
        if state == "offered":
            state, when = ("accepted", when) if writing.end else (state, min(when, 6))
        found.append(Share(organisation, writing.text(endings.NECESSITY[organisation]), state, when, answer))
    return tuple(found)
