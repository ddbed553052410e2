"""Who receives which concern, and when each thing with it happened: the courses that are then loaded."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from tvaers.demo import seed
from tvaers.demo.cases import Case
from tvaers.demo.concerns import Concern
from tvaers.demo.desks import DESKS, SCHOOL_NAMES, Rota
from tvaers.demo.inbox import Arrived
from tvaers.demo.moments import after, during, is_past, working_day
from tvaers.demo.people_at_work import Job, job
from tvaers.demo.telling import Course
from tvaers.demo.telling_elsewhere import FROM_SCHOOL
from tvaers.foundation import clock

# How many concerns each school has passed on, and within how many days.
SCHOOLS = {"Lygtemoseskolen": 4, "Skolen ved Mælkevejen": 2, "Tordenhøjskolen": 2}
FROM_SCHOOL_WITHIN = 85
# The answer is owed within 20 working days: half of the youngest wait for it, and some are late.
OWED, LATE_FROM, LATE_UNTIL = 26, 28, 34
# How many working days it took, the usual ones more often; a few of each are too late.
_RECEIPT = (0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 6, 8)
_DECISION = (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 12)
_ANSWER = (1, 2, 3, 5, 7, 10, 14, 18, 20)


def courses(
    all_of_them: Sequence[Concern], cases: Sequence[Case], settled: dict[int, tuple[str, str]], rota: Rota
) -> list[Course]:
    """Return the course of every concern, the oldest first. Whoever knows a young person goes on with them."""
    today = clock.today()
    opened = {case.concern.number: today - timedelta(days=case.opened_days_ago) for case in cases}
    known: dict[str, Job] = {}
    schools = Counter(dict.fromkeys(SCHOOLS, 0))
    found = []
    for concern in all_of_them:
        chance = seed.dice(f"course {concern.number}")
        decider = _decider(concern, known, rota)
        recorder = decider
        if concern.youth and concern.youth.key not in known and concern.reporter.kind == "municipality":
            recorder = rota.street(concern.received_by)
        if concern.youth:
            known.setdefault(concern.youth.key, decider)
        course = Course(concern, recorder, decider, _received(concern, today, chance))
        if concern.arrived is not None:
            _queue(course, concern.arrived, chance)
        else:
            course.outcome, course.reason = settled[concern.number]
            _settle(course, opened.get(concern.number), chance)
            _from_school(course, schools)
        found.append(course)
    return found


def _from_school(course: Course, schools: Counter[str]) -> None:
    """Have some lately told by a school be written down there and passed on, as a school does that has access itself."""
    concern = course.concern
    school = concern.youth.school if concern.youth else ""
    if (
        course.outcome != "advise"
        or concern.reporter.kind != "school"
        or concern.days_ago > FROM_SCHOOL_WITHIN
        or SCHOOL_NAMES.get(school) != concern.received_by
        or concern.received_by != concern.municipality
        or schools[school] >= SCHOOLS[school]
    ):
        return
    course.recorder = course.decider = job(DESKS[concern.received_by].school[0])
    course.outcome, course.reason = "pass", FROM_SCHOOL[schools.total() % len(FROM_SCHOOL)]
    schools[school] += 1


def _decider(concern: Concern, known: dict[str, Job], rota: Rota) -> Job:
    before = known.get(concern.youth.key) if concern.youth else None
    if before is not None and before.organisation.key == DESKS[concern.received_by].organisation:
        return before
    return rota.ssp(concern.received_by)


def _received(concern: Concern, today: date, chance: Random) -> datetime:
    if concern.arrived is not None and concern.arrived.working_days == 0:
        # Also early in the morning something has just come in.
        return clock.now() - timedelta(minutes=chance.randint(35, 150))
    return during(working_day(today - timedelta(days=concern.days_ago), back=True), chance)


def _queue(course: Course, arrived: Arrived, chance: Random) -> None:
    """Say how far an undecided concern has come."""
    if arrived.read:
        course.read = after(course.received, 0, chance)
    if course.read and arrived.urgent is not None:
        course.looked = course.read + timedelta(minutes=4)
    if course.read and arrived.receipted:
        course.receipted = after(course.read, min(2, arrived.working_days - 1), chance)


def _settle(course: Course, case_opened: date | None, chance: Random) -> None:
    """Say when a decided concern was read, receipted, decided on and answered."""
    course.read = after(course.received, chance.choice((0, 0, 0, 1)), chance)
    course.looked = course.read + timedelta(minutes=6)
    course.receipted = max(
        after(course.received, chance.choice(_RECEIPT), chance), course.looked + timedelta(minutes=3)
    )
    if case_opened is not None:
        decided = during(working_day(case_opened), chance)
    else:
        decided = after(course.received, chance.choice(_DECISION), chance)
    course.decided = max(decided, course.looked + timedelta(minutes=20))
    if not is_past(course.decided):
        course.decided = clock.now() - timedelta(minutes=chance.randint(40, 200))
    course.receipted = min(course.receipted, course.decided)
    answered = after(course.decided, chance.choice(_ANSWER), chance)
    # What was decided long ago has been answered, also when that was late.
    days = (clock.now() - course.decided).days
    waits = (days < OWED and chance.random() < 0.5) or (LATE_FROM < days < LATE_UNTIL and chance.random() < 0.3)
    course.answered = answered if is_past(answered) and answered > course.decided and not waits else None
