"""What is shared: cases with other organisations, on a frame, and answered by them; consents behind some of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tvaers.consents.actions import Agreed, Given, Said, take, withdraw
from tvaers.consents.enums import GivenBy, Holders, Parents, Tongue, Way
from tvaers.consents.models import Consent
from tvaers.demo import desks, frames
from tvaers.demo.cases import Share
from tvaers.demo.casework import Running
from tvaers.demo.desks import DESKS, Rota, works_for
from tvaers.demo.moments import after, is_past
from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import Job
from tvaers.demo.rounds import Rounds
from tvaers.demo.seed import identified
from tvaers.demo.shift import Shift
from tvaers.demo.stamps import Term
from tvaers.demo.texts import endings, steps
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, May
from tvaers.sharing.models import Access
from tvaers.sharing.shareable import of_kind, parts_to_share

WEEK = timedelta(days=7)
STANDS = timedelta(days=180)
PLAN = Category.PLAN
NAMED = PLAN | Category.IDENTITY
WIDE = NAMED | Category.CONCERN | Category.ENTRY
# What is shared, by what the necessity says; the first that fits holds.
_ENOUGH = (
    ("Kun planen", PLAN),
    ("ikke baggrunden", PLAN),
    ("Navn og telefon", NAMED),
    ("fortalt", WIDE),
    ("fare", WIDE),
    ("samtalen", WIDE),
    ("indsatsen", WIDE),
)


# How many offers wait in each organisation for somebody to answer.
WAITING = {"Politiet": 2, "Kriminalforsorgen": 2, "Herlev": 2, "Gladsaxe": 1, "Ballerup": 1}


def waiting_offers(running: Sequence[Running]) -> dict[int, list[Share]]:
    """Return, by the number of the case, what was offered in the last days and nobody has answered."""
    found: dict[int, list[Share]] = {}
    young = sorted((made for made in running if made.closed is None), key=lambda made: made.opened, reverse=True)
    for organisation, count in WAITING.items():
        fitting = [
            made
            for made in young
            if made.case.number not in found
            and made.case.youth.municipality != organisation
            and clock.now() - made.opened > WEEK
            and all(share.organisation != organisation for share in made.case.shares)
            and _fits(made, organisation)
        ]
        for place, made in enumerate(fitting[:count]):
            pool = endings.NECESSITY[organisation]
            necessity = pool[place % len(pool)].format(**made.case.youth.slots)
            found[made.case.number] = [Share(organisation, necessity, "offered", 1 + place, "")]
    return found


def _fits(made: Running, organisation: str) -> bool:
    own = made.lead.organisation.short_name == organisation
    if organisation == "Kriminalforsorgen":
        return not own and made.is_grown and made.purpose is Purpose.KSP
    if organisation == "Politiet":
        return not own and made.purpose in {Purpose.SSP, Purpose.RADICALISATION, Purpose.KSP}
    return not own and made.purpose is Purpose.SSP


def frame_for(giver: Job, receiver: Job, purpose: Purpose) -> UUID | None:
    """Return a frame in force that lets one organisation share with another for a purpose; None when there is none."""
    both = {giver.organisation.key, receiver.organisation.key}
    for frame in [*reversed(frames.agreements(clock.today())), *frames.statutes()]:
        if frame.until_at is not None and frame.until_at < clock.now():
            continue
        if both <= set(frame.parties) and frame.purposes & purpose:
            return frame.id
    return None


def answer_task(made: Running, owner: Job, task: UUID, given: datetime, shift: Shift, *, is_done: bool) -> bool:
    """Have the owner elsewhere answer a task; return whether it is theirs now. The youngest wait, some are declined."""
    answered = after(given, made.chance.choice((0, 1, 1, 2)), made.chance)
    declines = not is_done and made.chance.random() < 0.15
    if not is_done and (clock.now() - given < WEEK or not is_past(answered)):
        return False

    def do(by: Actor) -> None:
        with clock.frozen(min(answered, made.ends)):
            offered = Access.objects.filter(dossier_id=task, reader_id=by.id, state="offered").values_list(
                "id", flat=True
            )
            for access in list(offered):
                sharing.answer(access=access, accepted=not declines)

    shift.give(owner, do)
    return not declines


def receiver_of(made: Running, share: Share, rota: Rota) -> tuple[Job, str | None]:
    """Return who answers for the receiving organisation, and the unit that is let in; None for a person alone."""
    if share.organisation == "Politiet":
        if made.purpose is Purpose.EXIT:
            return rota.next(("henrik",)), "police-exit"
        officer = rota.next(desks.POLICE)
        return officer, "police-local" if officer.worker.key == "selma" else "police-prevention"
    if share.organisation == "Kriminalforsorgen":
        officer = rota.next(desks.PROBATION)
        return officer, "probation-youth" if officer.worker.key == "anders" else "probation-supervision"
    desk = DESKS[share.organisation]
    unit = desks.UNIT_OF["ssp"][share.organisation]
    return rota.next(desk.ssp, desk.organisation), unit


@dataclass(frozen=True)
class Offer:
    """One disclosure on its way: to whom, for what, how much, and when."""

    share: Share
    receiver: Job
    unit: str | None
    purpose: Purpose
    chosen: Category
    writes: bool
    given: datetime


def share_case(made: Running, by: Actor, share: Share, rounds: Rounds) -> None:
    """Offer some of a case to another organisation; the answer and the end come in later shifts."""
    receiver, unit = receiver_of(made, share, rounds.rota)
    purpose = next(
        (
            each
            for each in (made.purpose, Purpose.SSP, Purpose.KSP)
            if works_for(receiver, each) and works_for(made.lead, each) and frame_for(made.lead, receiver, each)
        ),
        None,
    )
    if purpose is None or receiver.organisation is made.lead.organisation:
        return
    chosen = next((enough for word, enough in _ENOUGH if word in share.necessity), NAMED | Category.CONCERN)
    writes = share.organisation == "Politiet" and share.state == "accepted" and made.chance.random() < 0.5
    more = Category.ENTRY if writes else PLAN
    offer = Offer(share, receiver, unit, purpose, chosen | more, writes, made.moment(share.days_ago))
    group = _offer(made, by, offer)
    stands = share.state == "accepted" and made.closed is None and made.chance.random() < 0.8
    until = offer.given + STANDS
    rounds.stamps.shared[group] = Term(offer.given, max(until, made.now + WEEK) if stands else until)
    _answer(made, offer, group, rounds)
    if writes:
        made.accepted.append(receiver)


def _offer(made: Running, by: Actor, offer: Offer) -> UUID:
    shareable = of_kind(DossierKind.CASE)
    frame = frame_for(made.lead, offer.receiver, offer.purpose)
    if shareable is None or frame is None:
        raise LookupError(made.case.number)
    del by  # the database takes the giver from the context
    terms = sharing.Terms(
        to=sharing.Reader(
            organisation=offer.receiver.organisation.id,
            unit=identified("unit", offer.unit) if offer.unit else None,
        ),
        purpose=offer.purpose,
        frame=frame,
        necessity=offer.share.necessity,
        until=max(offer.given, made.now) + STANDS,
        may=May.CONTRIBUTE if offer.writes else May.READ,
    )
    with clock.frozen(offer.given):
        return sharing.share(parts=parts_to_share(shareable, made.id, offer.chosen), terms=terms)


def _answer(made: Running, offer: Offer, group: UUID, rounds: Rounds) -> None:
    state = offer.share.state
    if state == "offered":
        return
    answered = min(after(offer.given, made.chance.choice((0, 1, 1, 2, 3)), made.chance), made.ends)

    def answer(by: Actor) -> None:
        with clock.frozen(answered):
            sharing.answer_group(by=by, group=group, accepted=state != "declined")

    rounds.answers.give(offer.receiver, answer)
    if state != "revoked":
        return
    ended = min(offer.given + timedelta(days=made.chance.randint(9, 70)), made.ends)
    rounds.stamps.shared[group] = Term(offer.given, offer.given + STANDS, ended)

    def end(by: Actor) -> None:
        del by
        with clock.frozen(ended):
            sharing.end_group(group=group)

    # Some were given back by the receiver, when the work was done.
    rounds.ends.give(offer.receiver if made.chance.random() < 0.4 else made.lead, end)


def consent(made: Running, by: Actor, place: int) -> None:
    """Take a consent to share with one organisation; every fourth is taken back later."""
    youth = made.case.youth
    to = BY_KEY[("compass", "herlev" if made.lead.organisation.key != "herlev" else "gladsaxe")[place % 2]]
    given = min(made.opened + timedelta(days=9), made.ends)
    if clock.now() - given > timedelta(days=320):
        given = clock.now() - timedelta(days=40 + 17 * place % 200)
    by_whom = GivenBy.YOUNG if made.is_grown or (youth.age > 15 and place % 2) else GivenBy.BOTH
    with clock.frozen(given):
        take(
            by=by,
            dossier=made.id,
            agreed=Agreed(
                to=to.id,
                purpose=made.purpose,
                given_by=by_whom,
                categories=Category.PLAN | Category.IDENTITY if place % 2 else Category.PLAN,
                words=made.words(steps.CONSENTS),
                given_on=clock.today(),
                until=clock.today() + timedelta(days=360),
                given=_given(made, by_whom, place),
            ),
        )
    if place % 4 == 3:
        withdrawn = min(given + timedelta(days=25), clock.now() - timedelta(hours=2))
        row = Consent.objects.filter(dossier_id=made.id).values_list("id", flat=True).first()
        if row is not None:
            with clock.frozen(withdrawn):
                said = Said(by=by_whom, on=clock.today(), way=Way.SPOKEN, words=made.words(steps.WITHDRAWALS))
                withdraw(by=by, dossier=made.id, consent=row, said=said)


def _given(made: Running, by_whom: GivenBy, place: int) -> Given:
    alone = by_whom is GivenBy.YOUNG
    grown = Parents.GROWN if made.is_grown else Parents.AGREE
    return Given(
        holders=None if alone else tuple(Holders)[place % 3],
        parents=grown if alone else None,
        way=Way.SPOKEN,
        way_words=made.words(steps.HEARD),
        tongue=Tongue.ARABIC if place % 5 == 2 else Tongue.DANISH,
        interpreter=place % 5 == 2,
    )
