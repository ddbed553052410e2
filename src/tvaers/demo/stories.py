"""Everything about young people: concerns, cases, plans, tasks and shares, loaded by the invented people themselves.

Who does something does it under the own name, through the same actions as a page, with the clock held still at the
time it happened, so that deadlines, letters and the days of erasure follow from the rules. What one person does is
done in a few transactions, and what another must have done before it is an earlier shift. `stamps` puts right what
only the database stamps.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
from dateutil.relativedelta import relativedelta

from tvaers.cases.actions import course as steps
from tvaers.cases.actions.publishing import publish
from tvaers.cases.rules import quarter_of, settled_quarter
from tvaers.cases.tasks import PUBLISH
from tvaers.concerns.rules import erase_on
from tvaers.concerns.tasks import erase_due
from tvaers.demo import (
    assessing,
    attaching,
    casework,
    disclosing,
    efforts,
    ending,
    noting,
    planning,
    promising,
    telling,
    telling_elsewhere,
)
from tvaers.demo.cases import COUNT as CASES
from tvaers.demo.cases import cases
from tvaers.demo.casework import Running
from tvaers.demo.concerns import COUNT as CONCERNS
from tvaers.demo.concerns import concerns
from tvaers.demo.desks import Rota, works_for
from tvaers.demo.organisations import BY_KEY
from tvaers.demo.rounds import Rounds
from tvaers.demo.seed import dice
from tvaers.demo.settling import settled
from tvaers.demo.shift import Shift, in_one_go
from tvaers.demo.stamps import Stamps
from tvaers.demo.telling import OUTCOMES, Course
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.sharing import nightly

Say = Callable[[str], None]
CONSENTS, DRAFTS = 18, 7
NIGHT = time(1, 20)
# How many quarters' figures stand there.
QUARTERS = 4


class Stories:
    """One loading: what is planned, what is done, and what is to be put right."""

    def __init__(self, *, of: int = CONCERNS, count: int = CASES) -> None:
        """Plan `of` concerns and `count` cases; nothing is written yet."""
        told, begun = concerns(clock.today(), count=of), cases(clock.today(), count=count, of=of)
        self.rota, self.stamps = Rota(), Stamps()
        self.people: dict[str, Any] = {}
        leads = casework.moved(begun)
        self.moved = {case.concern.number: leads[case.number] for case in begun if case.number in leads}
        outcomes = settled(told, begun, moved=frozenset(self.moved))
        self.courses = planning.courses(told, begun, outcomes, self.rota)
        by_number = {course.concern.number: course for course in self.courses}
        # Those that are still open come first in turn, so that their reviews are spread.
        turns = {
            case.number: turn for turn, case in enumerate(sorted(begun, key=lambda case: case.closure is not None))
        }
        self.cases = [
            casework.running(
                case, by_number[case.concern.number], leads.get(case.number), self.rota, turns[case.number]
            )
            for case in begun
        ]
        for made in self.cases:
            if works_for(made.course.recorder, made.purpose) and works_for(made.course.decider, made.purpose):
                made.course.purpose = made.purpose
        self.offers = disclosing.waiting_offers(self.cases)
        self.about = {made.case.youth.key: made for made in self.cases}

    def load(self, maintenance: psycopg.Connection[Any], say: Say) -> None:
        """Do everything; `say` gets a line for each part. Must be called outside a transaction."""
        with in_one_go():
            self._load(maintenance, say)

    def _load(self, maintenance: psycopg.Connection[Any], say: Say) -> None:
        say(f"{len(self.courses)} concerns over three years: written down, decided on, answered …")
        self._concerns()
        say(f"{len(self.cases)} cases: opened, planned, shared with others, followed up, closed …")
        self._cases()
        say("what was due for erasure goes, and a receipt of it stays …")
        # What is over must be so before the nightly job looks at it.
        self.stamps.write(maintenance)
        _publish({made.lead.organisation.id for made in self.cases})
        self._erase(maintenance)

    def _concerns(self) -> None:
        writing, deciding, receiving = Shift(), Shift(), Shift()
        for course in self.courses:
            if course.recorder is not course.decider:
                writing.give(course.recorder, lambda by, course=course: self._write(course, by))
            deciding.give(course.decider, lambda by, course=course: self._handle(course, by, receiving))
        for shift in (writing, deciding, receiving):
            shift.work()

    def _write(self, course: Course, by: Actor) -> None:
        telling.write(course, by, self.people, dice(f"writing {course.concern.number}"))
        self.stamps.opened[course.key] = course.received

    def _handle(self, course: Course, by: Actor, receiving: Shift) -> None:
        if course.id is None:
            self._write(course, by)
        if course.outcome == "pass":
            to = telling_elsewhere.way(course, self.rota, self.moved.get(course.concern.number))
            group = telling_elsewhere.send(course, by, to, self.stamps)
            telling_elsewhere.answer(course, group, to, receiving, self.stamps)
            return
        telling.look(course, by)
        telling.decide(course, by)
        made = self.about.get(course.concern.youth.key) if course.concern.youth else None
        if made is None or course.decided is None:
            return
        if course.outcome == "open":
            casework.open_it(made, by)
            self.stamps.opened[made.id] = made.opened
        elif course.outcome == "join":
            with clock.frozen(course.decided):
                steps.join(by=by, case=made.id, concern=course.key)

    def _cases(self) -> None:
        opening, working, writing, going_on = Shift(), Shift(), Shift(), Shift()
        rounds = Rounds(self.rota, self.stamps, asked=promising.asked(self.cases))
        for made in self.cases:
            if made.opened_case is None:
                opening.give(made.opener, lambda by, made=made: self._open(made, by))
        opening.work()
        self._read()
        running = [made for made in self.cases if made.closed is None]
        consenting = {made.case.number: place for place, made in enumerate(running[5 :: 1 + len(running) // CONSENTS])}
        drafts = {made.case.number for made in running[2 :: 1 + len(running) // DRAFTS]}
        for made in self.cases:
            place = consenting.get(made.case.number)
            working.give(made.lead, lambda by, made=made, place=place: self._work(made, by, place, rounds))
        working.work()
        rounds.answers.work()
        promising.make_urgent(rounds)
        for made in self.cases:
            noting.write_notes(made, writing, is_draft=made.case.number in drafts)
            for receiver in made.accepted:
                noting.police_note(made, receiver, writing)
            going_on.give(made.lead, lambda by, made=made: self._go_on(made, by))
        for shift in (writing, rounds.finishing, rounds.ends, self._assessing(running), going_on):
            shift.work()
        self._read_second(running)

    def _assessing(self, running: list[casework.Running]) -> Shift:
        writing = Shift()
        for place, made in enumerate(running):
            assessing.assess(made, place, writing)
        return writing

    def _read_second(self, running: list[casework.Running]) -> None:
        reading = Shift()
        for place, made in enumerate(running):
            assessing.read(made, place, reading)
        reading.work()

    def _read(self) -> None:
        """Have a second reader confirm why each case is there; the newest wait for theirs."""
        reading = Shift()
        for made in self.cases:
            reader = casework.second_reader(made)
            if reader is not None:
                reading.give(reader, lambda by, made=made: casework.confirm(made, by))
        reading.work()

    def _open(self, made: Running, by: Actor) -> None:
        casework.open_it(made, by)
        self.stamps.opened[made.id] = made.opened

    def _work(self, made: Running, by: Actor, consent: int | None, rounds: Rounds) -> None:
        noting.write_around(made, by)
        promising.agree(made, by, rounds)
        efforts.choose(made, by)
        attaching.attach(made, by)
        for share in [*made.case.shares, *self.offers.get(made.case.number, ())]:
            disclosing.share_case(made, by, share, rounds)
        if consent is not None:
            disclosing.consent(made, by, consent)

    def _go_on(self, made: Running, by: Actor) -> None:
        promising.follow_up(made, by)
        ending.go_on(made, by)

    def _erase(self, maintenance: psycopg.Connection[Any]) -> None:
        """Erase what is due, as the nightly job has done all along."""
        involved = maintenance.execute("SELECT person_id, dossier_id FROM concerns_involved").fetchall()
        for key in {course.decider.organisation.key for course in self.courses}:
            erase_due(organisation=str(BY_KEY[key].id))
        erased: dict[UUID, datetime] = {}
        for course in self.courses:
            if course.decided is not None:
                day = erase_on(OUTCOMES[course.outcome], course.decided.astimezone(clock.COPENHAGEN).date())
                erased[course.key] = datetime.combine(day + timedelta(days=1), NIGHT, clock.COPENHAGEN)
        for person, concern in involved:
            if concern in erased:
                erased[person] = max(erased.get(person, erased[concern]), erased[concern])
        self.stamps.write_erased(maintenance, erased)


def _publish(organisations: set[UUID]) -> None:
    """Publish the figures of a year, as each organisation's nightly job has done all along."""
    last = settled_quarter(clock.today())
    for back, organisation in product(range(QUARTERS), sorted(organisations)):
        with nightly.everything_of(organisation, route=PUBLISH):
            publish(organisation=organisation, quarter=quarter_of(last - relativedelta(months=3 * back)))


class InterruptedLoadingError(RuntimeError):
    """An earlier loading did not come to its end; only a new database does."""


def is_loaded(maintenance: psycopg.Connection[Any]) -> bool:
    """Tell whether the stories are there already. Raises InterruptedLoadingError when only some of them are."""
    row = maintenance.execute("SELECT count(*), count(*) FILTER (WHERE kind = 'case') FROM sharing_dossier").fetchone()
    dossiers, begun = row or (0, 0)
    if dossiers and begun < CASES:
        raise InterruptedLoadingError("An earlier loading was interrupted. Start over: FRESH=1 make demo")
    return bool(dossiers)
