"""Meetings of the demonstration: a handover tomorrow, one that goes on, a board, a network meeting and the councils."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.translation import override

from tvaers.cases.models import Case
from tvaers.demo.frames import INVENTED
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.meetings.actions import agenda, convening, letting_in, minutes, running
from tvaers.meetings.actions.agenda import Coming, Topic, Words
from tvaers.meetings.actions.convening import Call
from tvaers.meetings.actions.letting_in import Ground
from tvaers.meetings.enums import Agreed, AttendeeKind, Capacity, MeetingKind, Subject
from tvaers.meetings.models import Item, Meeting
from tvaers.partnerships.models import Organisation
from tvaers.sharing.acting import acting
from tvaers.sharing.models import Frame

ROUTE = "demo:load"
NECESSITY = "Kommunen skal kunne tale med familien, før det gentager sig."
HANDED = (
    Words(
        title="Tre aftener ved kiosken",
        facts="En dreng på 14 er set tre aftener i træk sammen med ældre unge, som vi kender fra andre sager.",
        assessment="Vi tror, han er ved at blive trukket ind. Han hilser stadig, når vi kommer.",
        source="Nærpolitiets egne iagttagelser, uge for uge.",
        wish="Hvem har en voksen, han lytter til?",
        mentions={"Elmo Kiosksen": Capacity.CONCERN},
        minutes=10,
    ),
    Words(
        title="En knallert i skolegården",
        facts="Fundet mandag morgen uden plade. En elev fra 8. klasse er sigtet.",
        source="Døgnrapporten.",
        wish="Skal skolen eller familieafdelingen tale med forældrene?",
        mentions={"Vilfred Gashåndtag": Capacity.CHARGED, "Signe Cykelskur": Capacity.WITNESS},
        minutes=10,
    ),
)
BOARD = (
    ("Værebroparken: lyset ved cykelskuret", Subject.AREA, "Gladsaxe/Bagsværd/Værebro Park"),
    ("Høje Gladsaxe: efter lukketid", Subject.AREA, "Gladsaxe/Gladsaxe/Høje Gladsaxe"),
    ("Natteravnene søger to par til fredage", Subject.OTHER, ""),
)


@dataclass(frozen=True)
class Planned:
    """A meeting. day: from today; begins: the hour. audience: organisations that see all of it."""

    key: str
    kind: MeetingKind
    by: str
    seats: tuple[str, ...]
    day: int
    begins: int
    place: str
    title: str = ""
    audience: tuple[str, ...] = field(default=())


PLANNED = (
    Planned("handover", MeetingKind.HANDOVER, "sofie", ("martin", "camilla", "merete"), 1, 10, "Rådhuset, lokale 214"),
    Planned(
        "board", MeetingKind.BOARD, "sofie", ("martin", "hodan", "camilla", "emil"), 2, 9, "Ungehuset", "Uge for uge",
        ("gladsaxe", "herlev", "ballerup", "police"),
    ),
    Planned(
        "steering", MeetingKind.STEERING, "sofie", ("martin", "camilla", "emil"), 16, 13, "Rådhuset, mødesal B",
        "Status og næste års indsatser", ("herlev", "ballerup", "police"),
    ),
    Planned(
        "local", MeetingKind.LOCAL, "sofie", ("hodan", "martin"), 8, 14, "Klubben i Værebro", "", ("herlev", "police")
    ),
)  # fmt: skip


def load(say: Callable[[str], None]) -> None:
    """Call the meetings as the people themselves; those that are there stay as they are."""
    with override("da"):
        made = [planned.key for planned in PLANNED if _called(planned)]
        if "handover" in made:
            _hand_over(_id("handover"))
        if "board" in made:
            _board(_id("board"))
        made += ["network"] if _network() else []
        made += ["held"] if _held() else []
    say(f"{len(made)} meetings: called, prepared, one held")


def _form(key: str) -> UUID:
    return identified("meeting", key)


def _id(key: str) -> UUID:
    with acting(job("sofie").actor, route=ROUTE):
        return Meeting.objects.values_list("id", flat=True).get(form_id=_form(key))


def _called(planned: Planned) -> bool:
    by = job(planned.by).actor
    day = clock.today() + timedelta(days=planned.day)
    begins = datetime.combine(day, time(planned.begins), clock.COPENHAGEN)
    with acting(by, route=ROUTE):
        if Meeting.objects.filter(form_id=_form(planned.key)).exists():
            return False
        short = dict(Organisation.objects.values_list("short_name", "id"))
        keys = {"gladsaxe": "Gladsaxe", "herlev": "Herlev", "ballerup": "Ballerup", "police": "Politiet"}
        audience = tuple(short[keys[each]] for each in planned.audience if keys[each] in short)
        told = Call(
            kind=planned.kind,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            title=planned.title,
            place=planned.place,
            seats=tuple(job(each).id for each in planned.seats),
            audience=tuple(each for each in audience if each != by.organisation.id),
        )
        convening.call(by=by, told=told, form=_form(planned.key))
    return True


def _ground() -> Ground:
    frame = Frame.objects.filter(title__startswith=INVENTED, ended_at=None).order_by("-in_force_from").first()
    if frame is None:
        raise LookupError(INVENTED)
    return Ground(purpose=Purpose.SSP, frame=frame.id, basis=None, necessity=NECESSITY)


def _hand_over(meeting: UUID) -> None:
    """Have the police bring two items, one for Gladsaxe and Herlev, one for Gladsaxe alone, and one of our own."""
    with acting(job("martin").actor, route=ROUTE) as by:
        for number, words in enumerate(HANDED):
            item = agenda.bring(by=by, meeting=meeting, words=words, purpose=Purpose.SSP)
            for key in ("sofie", "camilla") if number == 0 else ("sofie",):
                letting_in.let_in(by=by, items=[item], member=job(key).id, ground=_ground())
    with acting(job("merete").actor, route=ROUTE) as by:
        words = Words(
            title="Uro omkring en konfirmand", facts="Klubben melder om tre episoder på to uger.", source="Klubbens leder.",
            mentions={"Ellie Oppustelig": Capacity.PRESENT}, ahead=True,
        )  # fmt: skip
        item = agenda.bring(by=by, meeting=meeting, words=words, purpose=Purpose.SSP)
        letting_in.let_in(by=by, items=[item], member=job("sofie").id)


def _board(meeting: UUID) -> None:
    with acting(job("sofie").actor, route=ROUTE) as by:
        for title, subject, area in BOARD:
            topic = Topic(subject=subject, title=title, area=identified("area", area) if area else None, minutes=10)
            agenda.put_on(by=by, meeting=meeting, topic=topic)


def _network() -> bool:
    """Call a network meeting around a young person whose case Sofie leads, with those whom the family chose."""
    form = _form("network")
    begins = datetime.combine(clock.today() + timedelta(days=3), time(15, 30), clock.COPENHAGEN)
    with acting(job("sofie").actor, route=ROUTE) as by:
        if Meeting.objects.filter(form_id=form).exists():
            return False
        case = Case.objects.filter(lead_id=by.id, state="open", purpose=Purpose.SSP).order_by("opened_at").first()
        if case is None:
            return False
        told = Call(
            kind=MeetingKind.NETWORK,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1, minutes=30),
            place="Ungehuset, det lille lokale",
            seats=(job("martin").id, job("yasmin").id),
            case=case.id,
            triggered_at=clock.now() - timedelta(days=2),
        )
        meeting = convening.call(by=by, told=told, form=form)
        items = list(
            Item.objects.filter(meeting_id=meeting, is_gated=True).order_by("place").values_list("id", flat=True)
        )
        for coming in (
            Coming(kind=AttendeeKind.YOUNG, name="Den unge selv", agreed=Agreed.OWN),
            Coming(kind=AttendeeKind.PARENT, name="Mor", agreed=Agreed.CONSENT, relation="mor", words="Sagde ja i telefonen."),
            Coming(
                kind=AttendeeKind.FAMILY, name="Farmor", agreed=Agreed.CONSENT, relation="farmor", chosen_by_family=True,
                words="Den unge bad selv om, at hun kom.",
            ),
        ):  # fmt: skip
            agenda.expect(by=by, item=items[0], coming=coming)
        letting_in.let_in(by=by, items=items, member=job("yasmin").id)
        letting_in.let_in(by=by, items=items, member=job("martin").id, ground=_ground())
    return True


def _held() -> bool:
    """A board meeting of last week, with minutes that wait to be approved."""
    planned = Planned(
        "held", MeetingKind.BOARD, "sofie", ("martin", "hodan", "camilla"), 0, 9, "Ungehuset", "Uge for uge",
        ("herlev", "ballerup", "police"),
    )  # fmt: skip
    day = clock.today() - timedelta(days=5)
    with clock.frozen(datetime.combine(day, time(8, 30), clock.COPENHAGEN)):
        if not _called(planned):
            return False
        meeting = _id("held")
        _board(meeting)
    at_nine = datetime.combine(day, time(9), clock.COPENHAGEN)
    with clock.frozen(at_nine), acting(job("sofie").actor, route=ROUTE) as by:
        running.arrive(by=by, meeting=meeting)
        running.begin(by=by, meeting=meeting)
        items = list(Item.objects.filter(meeting_id=meeting).exclude(title="").order_by("place"))
        running.open_item(by=by, meeting=meeting, item=items[0].id)
        minutes.write(
            by=by, item=items[0].id, words="Lampen har været slukket i to uger. Boligforeningen er ringet op."
        )
        minutes.decide(
            by=by, item=items[0].id, words="Hodan går forbi tirsdag og torsdag, til lyset virker",
            member=job("hodan").id, due_on=clock.today() + timedelta(days=9),
        )  # fmt: skip
        running.open_item(by=by, meeting=meeting, item=items[1].id)
        minutes.write(
            by=by, item=items[1].id, words="Roligere end sidste uge. Politiet kommer forbi fredag efter klokken 20."
        )
        running.end(by=by, meeting=meeting)
    return True
