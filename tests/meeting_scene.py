"""Meetings of the cast: Alice calls, Palle of the police hands over, Hanne next door sits, Oda sits nowhere."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from tests.case_scene import BASES
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.meetings.actions import agenda, convening, feeds, letting_in, minutes, running
from tvaers.meetings.enums import Agreed, AttendeeKind, Capacity, Made, MeetingKind, Subject
from tvaers.meetings.models import Item

FACTS = "Set ved kiosken tre aftener i træk sammen med ældre unge"
NAME = "Storm Opdigtet"
SECRET = "Sigtet for noget med en knallert"


def call(
    by: str = "alice",
    kind: MeetingKind = MeetingKind.HANDOVER,
    seats: tuple[str, ...] = ("palle", "hanne"),
    minutes_ahead: int = 60,
    **more: Any,
) -> UUID:
    """Call a meeting in an hour."""
    begins = clock.now() + dt.timedelta(minutes=minutes_ahead)
    told = convening.Call(
        kind=kind,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        place="Rådhuset, lokale 2",
        seats=tuple(named(key) for key in seats),
        **more,
    )
    with acting_as(by) as actor:
        return convening.call(by=actor, told=told)


def words(**more: Any) -> agenda.Words:
    """Return what an item of the police says."""
    told: dict[str, Any] = {
        "title": "En ung ved kiosken",
        "facts": FACTS,
        "assessment": "Vi tror, han trækkes ind i noget",
        "source": "Nærpolitiet",
        "wish": "Hvem kender familien?",
        "mentions": {NAME: Capacity.SUSPECT},
    }
    return agenda.Words(**told | more)


def bring(meeting: UUID, by: str = "palle", **more: Any) -> UUID:
    """Bring an item about a person to a meeting."""
    with acting_as(by) as actor:
        return agenda.bring(by=actor, meeting=meeting, words=words(**more), purpose=Purpose.SSP)


def ground(purpose: Purpose = Purpose.SSP) -> letting_in.Ground:
    """Return the agreement of the cast as a ground."""
    return letting_in.Ground(
        purpose=purpose, frame=named("Prøveaftalen"), basis=None, necessity="Kommunen skal kunne hjælpe"
    )


def let_in(item: UUID, member: str, by: str = "palle", *, elsewhere: bool = True) -> None:
    """Let somebody in to an item."""
    with acting_as(by) as actor:
        letting_in.let_in(by=actor, items=[item], member=named(member), ground=ground() if elsewhere else None)


def arrive(meeting: UUID, *keys: str) -> None:
    """Have people sit down."""
    for key in keys:
        with acting_as(key) as actor:
            running.arrive(by=actor, meeting=meeting)


def begin(meeting: UUID, by: str = "alice") -> None:
    """Open the meeting."""
    with acting_as(by) as actor:
        running.begin(by=actor, meeting=meeting)


def reach(meeting: UUID, item: UUID, by: str = "alice") -> None:
    """Go to an item."""
    with acting_as(by) as actor:
        running.open_item(by=actor, meeting=meeting, item=item)


def topic(meeting: UUID, by: str = "alice", title: str = "Lygterne ved søen") -> UUID:
    """Put an item on that names nobody."""
    with acting_as(by) as actor:
        return agenda.put_on(by=actor, meeting=meeting, topic=agenda.Topic(subject=Subject.AREA, title=title))


def held(case: UUID) -> dict[str, Any]:
    """One of every meeting that a page shows: to come, going on, around a young person, and a board with minutes."""
    coming, going = call(), call(minutes_ahead=50)
    made: dict[str, Any] = {
        "meeting": coming,
        "handed item": bring(coming, ahead=True),
        "own item": bring(coming, by="alice", title="Vores eget punkt", mentions={"Ellie Opdigtet": Capacity.CONCERN}),
        "going meeting": going,
        "reached item": bring(going),
    }
    for meeting, item in ((coming, made["handed item"]), (going, made["reached item"])):
        let_in(item, "hanne")
        let_in(item, "alice")
        arrive(meeting, "alice", "hanne", "palle")
    begin(going)
    reach(going, made["reached item"])
    with acting_as("alice") as alice:
        minutes.write(by=alice, item=made["reached item"], words="Familien kender klubben.")
        made["decision"] = minutes.decide(
            by=alice, item=made["reached item"], words="Alice taler med klubben", member=alice.id
        )
    board = call(kind=MeetingKind.BOARD, audience=(named("herlev"),))
    made |= {"board": board, "topic": topic(board)}
    begin(board)
    reach(board, made["topic"])
    with acting_as("alice") as alice:
        minutes.write(by=alice, item=made["topic"], words="Lygterne er slukket.")
        made["waiting decision"] = minutes.decide(
            by=alice, item=made["topic"], words="Alle skal vide det om lygterne", becomes=Made.BULLETIN
        )
    network = call(kind=MeetingKind.NETWORK, seats=("palle",), case=case)
    with acting_as("alice") as alice:
        made["welcome"] = Item.objects.filter(meeting_id=network).order_by("place").values_list("id", flat=True)[0]
        coming_ = agenda.Coming(kind=AttendeeKind.YOUNG, name="Noah Prøvesen", agreed=Agreed.OWN)
        agenda.expect(by=alice, item=made["welcome"], coming=coming_)
    with acting_as("alice") as alice:
        made["feed token"] = feeds.make(by=alice)
    return made | {"network": network}


def day(name: str, ahead: int) -> dict[str, Any]:
    """Return the three fields of a day."""
    on = clock.today() + dt.timedelta(days=ahead)
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"meetings:{name}", "arguments": arguments, **more}


def _sent(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


WHEN = {"begins": "9.00", "ends": "10.30", "place": "Rådhuset"}
GOING = ("going meeting", "reached item")
BOARD = ("board", "topic")
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", outsider="", query=""),
    _page("list", outsider="", query="?view=all", who="hanne"),
    _page("new", outsider="gerda"),
    _page("new", outsider="gerda", query="?kind=board", sent=lambda _t: {"form": str(uuid4()), **WHEN, **day("on", 7)}),
    _page("new", outsider="gerda", query="?kind=handover"),
    _page("meeting", "meeting", who="hanne", sent=_sent(do="comes")),
    _page("meeting", "going meeting"),
    _page("meeting", "board", who="palle"),
    _page("meeting", "network"),
    _page("move", "meeting", sent=lambda _t: {"form": str(uuid4()), "version": "1", **WHEN, **day("on", 9)}),
    _page("people", "meeting", sent=_sent(do="invite", member=str(named("karen")), role="participant")),
    _page("screen", "board"),
    _page("screen", "going meeting"),
    _page("papers", "meeting", who="hanne"),
    _page("papers-pdf", "meeting", who="hanne", is_file=True, is_sent=True),
    _page("minutes-pdf", "going meeting", is_file=True, is_sent=True),
    _page("item-new", "meeting", sent=_sent(subject="area", title="Lyset ved søen", area="", minutes="")),
    _page("item-about", "meeting", who="palle", sent=_sent(title="En ung", facts="Set ved kiosken")),
    _page("item-alone", "handed item", shown=302),
    _page("item", *GOING, who="hanne"),
    _page("item", "meeting", "own item", sent=_sent(do="off")),
    _page("item-write", "meeting", "own item", sent=_sent(title="Et andet punkt", version="1")),
    _page("item-order", "meeting", "own item", shown=0, sent=_sent(do="1")),
    _page(
        "let-in",
        "meeting",
        "own item",
        sent=_sent(
            organisation=str(named("herlev")),
            members=[str(named("hanne"))],
            ground=f"{named('Prøveaftalen')}|{int(Purpose.SSP)}|{BASES['rpl-115-1']}",
            necessity="Herlev skal kunne hjælpe",
        ),
    ),
    _page("attendee", "network", "welcome", sent=_sent(kind="parent", name="Mor Prøvesen", agreed="consent")),
    _page("minutes", *GOING, who="hanne", sent=_sent(words="Det blev sagt.")),
    _page("minutes", *BOARD, sent=_sent(words="Det blev sagt.")),
    _page("decide", *GOING, who="hanne", sent=_sent(words="Hanne ringer", member=str(named("hanne")))),
    _page("decide", *BOARD, sent=_sent(words="Lyset tændes", member=str(named("alice")))),
    _page("screening", *GOING, who="hanne", sent=_sent(outcome="social")),
    _page("calendar", outsider="", sent=_sent(do="make")),
    _page("feed", "feed token", who="", outsider="", is_file=True),
    _page("become", "board", "waiting decision", shown=302),
    _page("done", "going meeting", "decision", shown=0, sent=_sent()),
)
