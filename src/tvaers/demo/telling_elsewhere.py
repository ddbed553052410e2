"""Concerns that go from one organisation to another: passed on, answered, taken over."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from tvaers.concerns import wording
from tvaers.concerns.access import get_for_triage
from tvaers.concerns.actions import letters, passing, triage
from tvaers.concerns.actions.intake import token_of_row
from tvaers.concerns.enums import GivenBy, LetterKind, Outcome, State
from tvaers.concerns.rules import Verdict
from tvaers.demo.casework import ELSEWHERE
from tvaers.demo.desks import DESKS, Rota, unit
from tvaers.demo.moments import after, is_past
from tvaers.demo.people_at_work import Job
from tvaers.demo.seed import dice, identified
from tvaers.demo.shift import Shift
from tvaers.demo.stamps import Stamps, Term
from tvaers.demo.telling import Course, look, pass_on
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.actions import Reader

SHOWN = timedelta(days=90)
WHAT = Category.CONCERN | Category.IDENTITY
MORE = WHAT | Category.ASSESSMENT


@dataclass(frozen=True)
class Way:
    """To whom a concern goes, and on what. takes_over: the receiver makes an own concern of it."""

    organisation: UUID
    unit: UUID
    frame: str
    purpose: Purpose
    receiver: Job
    takes_over: bool


def way(course: Course, rota: Rota, lead: Job | None) -> Way:
    """Return where a concern goes: to the SSP where the young person lives, or to who leads the case elsewhere."""
    from_school = course.decider.organisation.key.startswith("school")
    if lead is None and not from_school and course.concern.municipality == course.concern.received_by:
        lead = rota.next(("maria", "dorthe"))
    if lead is not None:
        organisation, unit_key, purpose, _ = ELSEWHERE[course.concern.theme]
        frame = "invented" if organisation == "police" else "ksp"
        return Way(
            identified("organisation", organisation),
            identified("unit", unit_key),
            frame,
            purpose,
            lead,
            takes_over=False,
        )
    municipality = course.concern.municipality
    return Way(
        organisation=identified("organisation", DESKS[municipality].organisation),
        unit=identified("unit", unit("ssp", municipality)),
        frame="ssp" if from_school else "invented",
        purpose=Purpose.SSP,
        receiver=rota.ssp(municipality),
        takes_over=True,
    )


def send(course: Course, by: Actor, to: Way, stamps: Stamps) -> UUID:
    """Read a concern, pass it on, and note when it was shared."""
    look(course, by)
    if course.decided is None:
        raise LookupError(course.concern.number)
    passage = passing.Passage(
        to=Reader(organisation=to.organisation, unit=to.unit),
        frame=identified("frame", to.frame),
        purpose=to.purpose,
        categories=MORE if course.concern.number % 2 else WHAT,
        until=clock.now() + SHOWN,
        reason=course.reason,
    )
    group = pass_on(course, by, passage)
    stamps.shared[group] = Term(course.decided, course.decided + SHOWN)
    return group


def answer(course: Course, group: UUID, to: Way, after_work: Shift, stamps: Stamps) -> None:
    """Have the receiver accept, take over and decide; most do, some decline, the youngest wait."""
    if course.decided is None:
        return
    chance = dice(f"answer {course.concern.number}")
    answered = after(course.decided, chance.choice((1, 1, 2, 3)), chance)
    if not is_past(answered) or (clock.now() - course.decided) < timedelta(days=5):
        return
    accepted = not to.takes_over or chance.random() < 0.85

    def do(by: Actor) -> None:
        with clock.frozen(answered):
            sharing.answer_group(by=by, group=group, accepted=accepted)
            if not accepted or not to.takes_over:
                return
            taken = passing.take_over(by=by, concern=course.key, once=token_of_row(by, f"taken over|{course.key}"))
        stamps.opened[taken] = answered
        decided = after(answered, chance.choice((2, 4, 6)), chance)
        if is_past(decided):
            _decide(by, taken, decided)

    def _decide(by: Actor, taken: UUID, decided: datetime) -> None:
        with clock.frozen(decided):
            view = get_for_triage(actor=by, concern=taken)
            triage.assess_urgency(by=by, concern=taken, is_acute=False)
            verdict = Verdict(outcome=Outcome.ADVICE, reason=chance.choice(TAKEN_OVER))
            triage.decide(by=by, concern=taken, verdict=verdict, version=view.version)
            told = replace(view, outcome=Outcome.ADVICE, state=State.DECIDED)
            for kind in LetterKind:
                text = wording.letter(kind, view=told, by=by)
                letters.give(by=by, concern=taken, kind=kind, text=text, how=GivenBy.EMAIL)

    after_work.give(to.receiver, do)


# What whoever took a concern over decided.
TAKEN_OVER = (
    "Vi kender familien og har ringet i dag. Skolen og hjemmet har en aftale, som holder.",
    "Gadeteamet har hilst på den unge. Der er ikke brug for mere nu.",
    "Vi har talt med moren. Hun ringer selv, hvis det kommer igen.",
    "Klubben tager det herfra og har fået vores nummer.",
    "Familierådgiveren har samtale med familien på torsdag og tager det med.",
)
# Why a school asks the municipality.
FROM_SCHOOL = (
    "Det er mere, end skolen kan løse alene. Vi beder SSP se på det.",
    "Det sker uden for skoletiden, og dér kan vi ikke være.",
    "Forældrene er enige i, at kommunen får det at vide.",
    "Der er flere skoler med i det, og ingen af os har det hele.",
)
