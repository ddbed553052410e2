"""Writes the invented concerns down and decides on them, through the real actions and under the real names."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID

from django.utils.formats import date_format

from tvaers.concerns import wording
from tvaers.concerns.access import ConcernView, get_for_triage
from tvaers.concerns.actions import letters, passing, triage
from tvaers.concerns.actions.intake import Account, Part, Teller, write_down
from tvaers.concerns.enums import About, Channel, GivenBy, InvolvedRole, LetterKind, Outcome, ReporterKind, State
from tvaers.concerns.rules import Verdict, headline
from tvaers.demo.areas import places
from tvaers.demo.concerns import Concern
from tvaers.demo.desks import SCHOOL_NAMES
from tvaers.demo.families import EDUCATIONS, SCHOOL_UNTIL, Youth
from tvaers.demo.people_at_work import Job
from tvaers.demo.saying import said
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.people.actions import Details, register

CHANNELS = {
    "form": Channel.SYSTEM,
    "email": Channel.EMAIL,
    "telephone": Channel.TELEPHONE,
    "meeting": Channel.MEETING,
    "in person": Channel.MEETING,
    "letter": Channel.LETTER,
}
KINDS = {
    "school": ReporterKind.SCHOOL,
    "club": ReporterKind.ASSOCIATION,
    "parent": ReporterKind.PARENT,
    "neighbour": ReporterKind.CITIZEN,
    "police": ReporterKind.POLICE,
    "housing": ReporterKind.HOUSING,
    "municipality": ReporterKind.MUNICIPALITY,
    "self": ReporterKind.YOUNG,
}
OUTCOMES = {
    "advise": Outcome.ADVICE,
    "notify": Outcome.NOTIFICATION,
    "pass": Outcome.PASSED_ON,
    "infohouse": Outcome.INFOHUS,
    "join": Outcome.JOINED,
    "open": Outcome.CASE,
    "erase": Outcome.NOT_RELEVANT,
}
# Who is asked there, and on what basis.
INFOHUS = ("Infohus Københavns Vestegn", "Retsplejelovens § 115, stk. 1, nr. 1")
FOLLOWED_UP = "Familieafdelingen har talt med den unge og forældrene og laver en børnefaglig undersøgelse."
BY_CHANNEL = {
    "form": GivenBy.EMAIL,
    "email": GivenBy.EMAIL,
    "telephone": GivenBy.TELEPHONE,
    "meeting": GivenBy.IN_PERSON,
    "in person": GivenBy.IN_PERSON,
    "letter": GivenBy.DIGITAL_POST,
}


@dataclass
class Course:
    """What became of one concern, and when. Moments that are None have not come yet.

    decided: with outcome and reason. answered: the reporter was told. purpose: what the young person is registered for.
    id, person, view: known once it is written.
    """

    concern: Concern
    recorder: Job
    decider: Job
    received: datetime
    read: datetime | None = None
    looked: datetime | None = None
    receipted: datetime | None = None
    decided: datetime | None = None
    answered: datetime | None = None
    outcome: str = ""
    reason: str = ""
    purpose: Purpose = Purpose.SSP
    id: UUID | None = None
    person: UUID | None = None
    view: ConcernView | None = None

    @property
    def key(self) -> UUID:
        """The dossier's id; raises LookupError before it is written."""
        if self.id is None:
            raise LookupError(self.concern.number)
        return self.id


def details_of(youth: Youth, *, barely: bool = False) -> Details:
    """Return what is known of a young person; `barely`: no more than a neighbour knows."""
    if barely:
        return Details(name=youth.name.given, nickname=youth.nickname, pronoun=youth.name.slots["he"])
    language = next((relative.interpreter for relative in youth.relatives if relative.interpreter), "")
    street, _, place = youth.address.rpartition(", ")
    return Details(
        name=youth.name.full,
        nickname=youth.nickname,
        cpr=youth.cpr,
        born=youth.born.isoformat(),
        pronoun=youth.name.slots["he"],
        phone=youth.phone,
        school=_school_now(youth),
        language=f"dansk og {language}" if language else "",
        street=street,
        place=place,
        has_protected_address=youth.address_protected,
    )


def _school_now(youth: Youth) -> str:
    """Return where somebody learns today: whoever has grown out of the school of that time is elsewhere by now."""
    if youth.school in SCHOOL_NAMES and youth.age_on(clock.today()) > SCHOOL_UNTIL:
        return EDUCATIONS[youth.born.day % len(EDUCATIONS)]
    return youth.school


def write(course: Course, by: Actor, people: dict[str, UUID], chance: Random) -> None:
    """Write a concern down as it was told.

    people: who is registered, by organisation and key; the young person is added.
    """
    concern, youth = course.concern, course.concern.youth
    with clock.frozen(course.received):
        parts = []
        if youth is not None:
            key = f"{by.organisation.id}/{youth.key}"
            known = people.get(key)
            barely = (
                concern.reporter.kind in {"neighbour", "housing"} and course.outcome != "open" and chance.random() < 0.4
            )
            if known is None:
                known = register(
                    by=by,
                    details=details_of(youth, barely=barely),
                    purpose=Purpose.SSP,
                    unit=_unit(course),
                    member=by.id,
                )
                people[key] = known
            course.person = known
            role = (
                InvolvedRole.VICTIM
                if concern.role == "victim" and course.outcome not in {"open", "join"}
                else InvolvedRole.OF_CONCERN
            )
            parts.append(Part(role=role, person=known))
            parts += _relatives(youth, chance)
        course.id = write_down(
            by=by, account=_account(course), teller=_teller(concern, chance), parts=parts, unit=_unit(course)
        )


def _unit(course: Course) -> UUID | None:
    units = course.decider.actor.units
    ssp = identified("unit", f"{course.decider.organisation.key}-ssp")
    return ssp if ssp in units else next(iter(units), None)


def _relatives(youth: Youth, chance: Random) -> list[Part]:
    """Return the parent who is told of as well, when one is."""
    if not youth.relatives or chance.random() > 0.18:
        return []
    near = youth.relatives[0]
    details = Details(
        name=near.name.full, phone=near.phone, language=near.interpreter, needs_interpreter=bool(near.interpreter)
    )
    return [Part(role=InvolvedRole.RELATIVE, details=details, note=near.relation.capitalize())]


def _account(course: Course) -> Account:
    concern, youth = course.concern, course.concern.youth
    about = About.PERSON if youth else About.GROUP
    pronoun, age = (youth.name.slots["he"], youth.age) if youth else ("", None)
    day = course.received.astimezone(clock.COPENHAGEN).date() - timedelta(days=concern.number % 4)
    when = date_format(day, "j. F") if "dag" not in concern.facts else ""
    return Account(
        about=about,
        fact=concern.facts,
        headline=headline(about=about, pronoun=pronoun, age=age, area=concern.area),
        assessment=concern.assessment,
        source=concern.source,
        observed=f"Den {when}" if when else "",
        strengths=concern.strengths,
        tried=concern.tried,
        **said(concern),
        channel=CHANNELS[concern.channel],
        received_at=course.received,
        area_id=_areas().get((concern.municipality, concern.area)),
    )


@cache
def _areas() -> dict[tuple[str, str], UUID]:
    return {(place.municipality, place.name): place.id for place in places()}


def _teller(concern: Concern, chance: Random) -> Teller:
    reporter, youth = concern.reporter, concern.youth
    workplaces = {
        "school": youth.school if youth else "",
        "club": youth.club if youth else "",
        "police": "Københavns Vestegns Politi",
        "housing": "Boligselskabet Fem Høje",
        "municipality": f"{concern.received_by} Kommune",
    }
    return Teller(
        kind=KINDS[reporter.kind],
        name=youth.name.full if reporter.kind == "self" and youth else reporter.name,
        workplace=workplaces.get(reporter.kind, ""),
        relation=reporter.relation,
        contact=""
        if reporter.anonymous
        else f"01 {chance.randrange(10, 99)} {chance.randrange(10, 99)} {chance.randrange(10, 99)}",
        is_unnamed=reporter.anonymous,
    )


def look(course: Course, by: Actor) -> None:
    """Read a concern, say whether it is urgent, and give the receipt, as far as that has happened."""
    if course.read is None:
        return
    with clock.frozen(course.read):
        course.view = get_for_triage(actor=by, concern=course.key)
    if course.looked is not None:
        with clock.frozen(course.looked):
            triage.assess_urgency(by=by, concern=course.key, is_acute=course.concern.acute)
    _letter(course, by, LetterKind.RECEIPT, course.receipted)


def decide(course: Course, by: Actor) -> None:
    """Decide on a concern, but for what is passed on."""
    if course.decided is None or course.view is None:
        return
    outcome = OUTCOMES[course.outcome]
    with clock.frozen(course.decided):
        sent = clock.today() if outcome in {Outcome.NOTIFICATION, Outcome.INFOHUS} else None
        receiver, basis = INFOHUS if outcome is Outcome.INFOHUS else ("", "")
        verdict = Verdict(outcome=outcome, reason=course.reason, sent_date=sent, receiver=receiver, basis=basis)
        triage.decide(by=by, concern=course.key, verdict=verdict, version=course.view.version)
    tell(course, by)


def tell(course: Course, by: Actor) -> None:
    """Tell the reporter what kind of thing happened, and look what became of a notification."""
    outcome, view = OUTCOMES[course.outcome], course.view
    if view is not None:
        course.view = replace(view, outcome=outcome, state=State.DECIDED)
    _letter(course, by, LetterKind.FEEDBACK, course.answered)
    if outcome is Outcome.NOTIFICATION and course.decided is not None:
        followed = course.decided + timedelta(days=52)
        if followed < clock.now():
            with clock.frozen(followed):
                triage.follow_up(by=by, concern=course.key, words=FOLLOWED_UP)


def _letter(course: Course, by: Actor, kind: LetterKind, at: datetime | None) -> None:
    if at is None or course.view is None:
        return
    with clock.frozen(at):
        if course.concern.reporter.anonymous:
            letters.no_letter_possible(by=by, concern=course.key, kind=kind)
            return
        text = wording.letter(kind, view=course.view, by=by)
        letters.give(by=by, concern=course.key, kind=kind, text=text, how=BY_CHANNEL[course.concern.channel])


def pass_on(course: Course, by: Actor, passage: passing.Passage) -> UUID:
    """Pass a concern on and tell the reporter; returns the group of the offer."""
    if course.decided is None or course.view is None:
        raise LookupError(course.concern.number)
    with clock.frozen(course.decided):
        group = passing.pass_on(by=by, concern=course.key, passage=passage, version=course.view.version)
    tell(course, by)
    return group
