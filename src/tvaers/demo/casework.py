"""The invented cases on their way into the database: who leads each, for what purpose, and how it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from random import Random
from uuid import UUID

from tvaers.cases import rules
from tvaers.cases.actions import course as steps
from tvaers.cases.actions.parents import Told
from tvaers.cases.enums import Criterion, Parents
from tvaers.demo import seed
from tvaers.demo.cases import Case
from tvaers.demo.desks import DESKS, UNIT_OF, Rota, works_for
from tvaers.demo.families import OF_AGE
from tvaers.demo.moments import during, working_day
from tvaers.demo.people_at_work import Job, job, jobs
from tvaers.demo.seed import identified
from tvaers.demo.telling import Course, details_of
from tvaers.demo.texts import steps as texts
from tvaers.demo.texts.fitting import drawn, joined
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.people.actions import register
from tvaers.sharing import actions as sharing
from tvaers.web.cases.bases import usual

REVIEW_EVERY = timedelta(days=80)
# What was opened since then still waits for its second reader.
READ_AFTER = timedelta(days=6)
OPENERS = int(reduce(or_, rules.OPENERS))
FAMILY_THEMES = frozenset({"home", "sibling", "lonely", "absence", "substances", "drift"})
CRITERIA: dict[str, Criterion] = {
    "friends": Criterion.GROUP,
    "nights": Criterion.GROUP,
    "courier": Criterion.EXPLOITED,
    "money": Criterion.EXPLOITED,
    "views": Criterion.EXTREMISM,
    "exit": Criterion.EXIT,
    "relapse": Criterion.RELEASE,
    "theft": Criterion.FIRST_OFFENCE,
    "knife": Criterion.FIRST_OFFENCE,
    "drift": Criterion.RETURNED,
}
HELPER_SEES = Category.PLAN | Category.CONCERN | Category.ENTRY | Category.IDENTITY | Category.OTHERS
# When the review of an open case is due, in days from the loading: some late, some this week, the others spread.
_DUE = (-11, 3, 18, 34, 51, 66, -4, 6, 22, 40, 57, 72, 0, 10, 27, 45, 61, 77)
# How many cases the police's exit unit and the probation service lead themselves, by theme.
ELSEWHERE: dict[str, tuple[str, str, Purpose, tuple[str, ...]]] = {
    "exit": ("police", "police-exit", Purpose.EXIT, ("henrik", "henrik")),
    "relapse": ("probation", "probation-supervision", Purpose.KSP, ("maria", "maria", "maria")),
}


@dataclass
class Running:
    """One case being loaded. id and person are known once it is opened; helpers are let in besides lead and unit.

    accepted: the police officers who write in it. now: the moment of the loading, also while the clock is held still.
    """

    case: Case
    course: Course
    opener: Job
    lead: Job
    unit: str
    purpose: Purpose
    opened: datetime
    reviews: list[date]
    closed: datetime | None
    chance: Random
    helpers: list[Job] = field(default_factory=list)
    opened_case: UUID | None = None
    opened_person: UUID | None = None
    version: int = 1
    accepted: list[Job] = field(default_factory=list)
    now: datetime = field(default_factory=clock.now)

    @property
    def id(self) -> UUID:
        """The dossier's id; raises LookupError before it is opened."""
        if self.opened_case is None:
            raise LookupError(self.case.number)
        return self.opened_case

    @property
    def person(self) -> UUID:
        """The young person's dossier's id; raises LookupError before the case is opened."""
        if self.opened_person is None:
            raise LookupError(self.case.number)
        return self.opened_person

    @property
    def ends(self) -> datetime:
        """When it was closed, or now."""
        return self.closed or self.now - timedelta(minutes=40)

    @property
    def is_grown(self) -> bool:
        """Tell whether the young person was of age when it was opened."""
        return self.case.youth.age >= OF_AGE

    def moment(self, days_ago: int) -> datetime:
        """Return a moment in the working hours of a day, within the course of the case."""
        at = during(working_day(clock.today() - timedelta(days=days_ago), back=True), self.chance)
        return min(max(at, self.opened + timedelta(hours=2)), self.ends)

    def words(self, pool: Sequence[str]) -> str:
        """Return one of the sentences that fit the young person."""
        youth = self.case.youth
        tags = youth.tags | {self.case.concern.theme}
        return joined(
            drawn(self.chance, pool, tags), {**youth.slots, "spot": "torvet", "time": "20.15", "weekday": "fredag"}
        )


def moved(cases: Sequence[Case]) -> dict[int, Job]:
    """Return the cases that the police or the probation service lead, by number."""
    found: dict[int, Job] = {}
    for theme, (_, _, _, leads) in ELSEWHERE.items():
        young = [each for each in cases if each.concern.theme == theme and each.closure is None and not each.paused]
        for case, lead in zip(reversed(young), leads, strict=False):
            found[case.number] = job(lead)
    return found


def running(case: Case, course: Course, elsewhere: Job | None, rota: Rota, place: int) -> Running:
    """Say who leads a case, for what, and when it was looked at again."""
    chance = seed.dice(f"running {case.number}")
    theme, municipality = case.concern.theme, case.youth.municipality
    purpose = _purpose(case, chance)
    opener = lead = course.decider
    unit = UNIT_OF["ssp"][municipality]
    if elsewhere is not None:
        opener = lead = elsewhere
        _, unit, purpose, _ = ELSEWHERE[theme]
    elif purpose is Purpose.PARENTS or chance.random() < (0.8 if theme in FAMILY_THEMES else 0.25):
        lead, unit = rota.family(municipality), UNIT_OF["family"][municipality]
    opened = course.decided or course.received
    if elsewhere is not None:
        opened += timedelta(days=2)
    closed = None
    if case.closed_days_ago is not None:
        closed = during(working_day(clock.today() - timedelta(days=case.closed_days_ago)), chance)
    made = Running(case, course, opener, lead, unit, purpose, opened, [], closed, chance)
    made.reviews = _reviews(made, place)
    made.helpers = _helpers(made, rota)
    return made


def _purpose(case: Case, chance: Random) -> Purpose:
    theme, municipality = case.concern.theme, case.youth.municipality
    if theme == "drift":
        return Purpose.KSP if chance.random() < 0.5 else Purpose.SSP
    if theme in {"home", "sibling", "lonely"}:
        coached = bool(DESKS[municipality].parents)
        # What is there for somebody who needs it is not left to chance.
        is_parents = chance.random() < 0.9 or case.concern.is_placed
        return Purpose.PARENTS if coached and is_parents else Purpose.SSP
    fixed = {"views": Purpose.RADICALISATION, "exit": Purpose.EXIT, "relapse": Purpose.KSP}
    return fixed.get(theme, Purpose.SSP)


def _reviews(made: Running, place: int) -> list[date]:
    """Return the days on which a case is, or was to be, reviewed, never more than three months apart."""
    opened = made.opened.astimezone(clock.COPENHAGEN).date()
    if made.closed is None:
        last = clock.today() + timedelta(days=_DUE[place % len(_DUE)])
    else:
        last = made.closed.astimezone(clock.COPENHAGEN).date() + timedelta(days=made.chance.randint(2, 40))
    if last <= opened + timedelta(days=10):
        last = opened + timedelta(days=60)
    days = [last]
    while days[0] - opened > timedelta(days=88):
        days.insert(0, days[0] - REVIEW_EVERY)
    return days


def _helpers(made: Running, rota: Rota) -> list[Job]:
    municipality = made.case.youth.municipality
    if made.lead.organisation.key != DESKS[municipality].organisation:
        return []
    if made.purpose is Purpose.PARENTS:
        coaches = DESKS[municipality].parents
        return [rota.next(coaches)] if coaches else []
    street = rota.street(municipality)
    return [street] if works_for(street, made.purpose) and made.chance.random() < 0.7 else []


def open_it(made: Running, by: Actor) -> None:
    """Open a case as the opener, with lead and helpers let in."""
    with clock.frozen(made.opened):
        if made.opener is made.course.decider:
            made.opened_person = made.course.person
            concern = made.course.id
        else:
            unit = identified("unit", made.unit)
            made.opened_person = register(
                by=by, details=details_of(made.case.youth), purpose=made.purpose, unit=unit, member=by.id
            )
            concern = None
        made.opened_case = steps.open_case(
            by=by,
            opening=steps.Opening(
                person=made.person,
                criterion=CRITERIA.get(made.case.concern.theme, Criterion.REPEATED),
                reason=made.course.reason if concern else made.case.reason[1],
                purpose=made.purpose,
                basis=usual(made.purpose),
                review_on=made.reviews[0],
                unit=identified("unit", made.unit),
                lead=made.lead.id,
                from_concern=concern,
                told=_told(made),
            ),
        )
        for helper in made.helpers:
            sharing.let_in(dossier=made.id, member=helper.id, categories=HELPER_SEES)
            sharing.let_in(dossier=made.person, member=helper.id, categories=Category.IDENTITY)


def second_reader(made: Running) -> Job | None:
    """Return a colleague of the unit who confirms why the case is there; None where it is too new, or nobody is left."""
    if made.now - made.opened < READ_AFTER:
        return None
    able = [
        each
        for each in jobs()
        if made.unit in each.units
        and each.id != made.opener.id
        and works_for(each, made.purpose)
        and int(each.roles) & OPENERS
    ]
    return seed.dice(f"second reader {made.case.number}").choice(able) if able else None


def confirm(made: Running, by: Actor) -> None:
    """Confirm, two days after it was opened, why the case is there."""
    with clock.frozen(min(made.opened + timedelta(days=2, minutes=40), made.ends - timedelta(minutes=5))):
        steps.read_entry(by=by, case=made.id, version=made.version, agrees=True, words="")
    made.version += 1


def _told(made: Running) -> Told | None:
    if made.is_grown:
        return None
    if "slag hjemme" in made.case.concern.told:
        return Told(Parents.NOT_CONTACTED, made.words(texts.PARENTS_NOT_TOLD))
    return Told(Parents.CONTACTED, made.words(texts.PARENTS_TOLD))
