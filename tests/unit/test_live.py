"""How a stream is put into bytes, who is told what, and what becomes of a browser that does not read."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import uuid4

import psycopg
import pytest

from tvaers.config import settings
from tvaers.foundation import live
from tvaers.foundation.live import Notice, Told
from tvaers.ui.headers import POLICY, policy
from tvaers.web.live import application, doors, listening, streams
from tvaers.web.live.application import Application
from tvaers.web.live.doors import Seat
from tvaers.web.live.streams import Hub, Stream


@pytest.fixture
def seen(monkeypatch):
    """A kind whose rows some organisations see: the set of pairs; nothing is asked of a database."""
    pairs = set()

    def told_to(organisation, notice, languages):
        if (organisation, notice.id) not in pairs:
            return None
        return Told(event="new", said={each: {"id": str(notice.id), "in": each} for each in languages})

    monkeypatch.setitem(live.KINDS, "thing", live.changed(lambda _row: True))
    monkeypatch.setattr(doors, "told_to", told_to)
    monkeypatch.setattr(doors, "ask_all", doors.ask_all.__wrapped__)
    monkeypatch.setattr(doors, "standing", lambda organisation: {row for who, row in pairs if who == organisation})
    return pairs


def ran(work):
    """Run in a thread of its own: where journeys run too, the browser's driver keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def stream(organisation, language="da", key=b"k"):
    return Stream(Seat(key, uuid4(), organisation, language))


async def heard(one):
    """What a stream has to send, the beginning left out."""
    frames = []

    async def send(message):
        frames.append(message["body"])

    one.put(None)
    await one.send_all(send)
    return b"".join(frames).removeprefix(streams.RETRY).decode()


def test_nothing_in_what_is_said_ends_an_event():
    framed = live.frame("new", {"html": "one\n\nevent: gone\r\ndata: {}\u2028"})
    assert framed.startswith(b"event: new\ndata: {")
    assert framed.endswith(b"}\n\n")
    assert framed.count(b"\n") == 3
    assert b"\r" not in framed


@pytest.mark.parametrize(
    "payload", ["", "thing", "thing 7", "other 016b9e94-69a0-4a7f-879a-23abe65bde85", "thing " + "a" * 7000]
)
def test_an_announcement_that_is_not_ours_says_nothing(seen, payload):
    assert live.read(payload) is None


def test_an_announcement_is_read(seen):
    row = uuid4()
    assert live.read(f"thing {row}") == Notice("thing", row)


def test_an_organisation_hears_what_it_sees_in_each_language_and_nothing_else(seen):
    async def run():
        hub, ours, theirs, row = Hub(), uuid4(), uuid4(), uuid4()
        danish, english, other = stream(ours), stream(ours, "en"), stream(theirs)
        for each in (danish, english, other):
            await hub.join(each)
        seen.add((ours, row))
        await hub._tell(Notice("thing", row))
        seen.clear()
        await hub._tell(Notice("thing", row))
        await asyncio.sleep(0)
        return [await heard(each) for each in (danish, english, other)], str(row)

    (danish, english, other), row = ran(run())
    assert f'"id": "{row}", "in": "da"' in danish
    assert f'"id": "{row}", "in": "en"' in english
    assert danish.index("event: new") < danish.index("event: gone")
    assert row not in other


def test_what_stood_there_before_anybody_listened_is_told_to_be_gone(seen):
    async def run():
        hub, ours, row = Hub(), uuid4(), uuid4()
        seen.add((ours, row))
        one = stream(ours)
        await hub.join(one)
        seen.clear()
        await hub._tell(Notice("thing", row))
        await asyncio.sleep(0)
        return await heard(one), str(row)

    said, row = ran(run())
    assert f'event: gone\ndata: {{"id": "{row}"' in said


def test_a_browser_that_does_not_read_is_let_go_and_nothing_more_is_kept_for_it():
    async def run():
        one = stream(uuid4())
        for _ in range(10 * streams.WAITING):
            one.put(b"frame")
        return one.dropped.is_set(), one._waiting.qsize()

    assert ran(run()) == (True, streams.WAITING)


def test_a_session_has_so_many_streams_and_no_more(seen):
    async def run():
        hub, ours = Hub(), uuid4()
        for _ in range(streams.MOST_OF_A_SESSION):
            assert not hub.is_full(b"k")
            await hub.join(stream(ours))
        return hub.is_full(b"k"), hub.is_full(b"another")

    assert ran(run()) == (True, False)


def test_pages_fetch_again_spread_over_a_time_that_grows_with_their_number(seen):
    async def run():
        hub, ours = Hub(), uuid4()
        alone = hub._spread
        for _ in range(101):
            await hub.join(stream(ours))
        return alone, hub._spread

    alone, many = ran(run())
    assert alone <= 0
    assert many == 100 * streams.SPREAD_EACH_MS


def test_a_session_that_no_longer_holds_is_let_out(seen, monkeypatch):
    async def run():
        hub, ours = Hub(), uuid4()
        stays, goes = stream(ours), stream(ours, key=b"another")
        monkeypatch.setattr(doors, "still_in", lambda _seats: {stays.seat})
        await hub.check([stays, goes])
        return stays._waiting.qsize(), goes._waiting.qsize()

    assert ran(run()) == (1, 2)


def test_who_was_not_checked_for_too_long_is_let_out_also_while_the_check_hangs(seen, monkeypatch):
    """A database that takes the question and does not answer keeps nobody in."""
    answers = threading.Event()
    monkeypatch.setattr(doors, "still_in", lambda _seats: answers.wait(5) and set())
    monkeypatch.setattr(streams, "CHECK_SECONDS", 0.02)
    monkeypatch.setattr(streams, "UNCHECKED_SECONDS", 0.1)

    async def run():
        hub, one = Hub(), stream(uuid4())
        await hub.join(one)
        watch = asyncio.create_task(hub.watch())

        async def send(_message):
            return None

        try:
            async with asyncio.timeout(2):
                await one.send_all(send)
        finally:
            answers.set()
            watch.cancel()

    ran(run())


def test_who_comes_after_a_first_that_could_not_be_asked_for_is_told_what_goes(seen, monkeypatch):
    """What an organisation saw is asked for again: else nobody of it would hear of an end for good."""
    ours, row, away = uuid4(), uuid4(), [True]
    known = doors.standing

    def standing(organisation):
        if away.pop():
            raise psycopg.OperationalError
        return known(organisation)

    monkeypatch.setattr(doors, "standing", standing)
    seen.add((ours, row))

    async def run():
        hub, first, second = Hub(), stream(ours), stream(ours)
        with suppress(psycopg.OperationalError):
            await hub.join(first)
        hub.part(first)
        away.append(False)
        await hub.join(second)
        seen.clear()
        await hub._tell(Notice("thing", row))
        await asyncio.sleep(0)
        return await heard(second)

    assert "event: gone" in ran(run())


def test_announcements_that_nobody_can_follow_become_one_that_all_has_changed(seen):
    """Whoever can log in to the database may announce as much as they like."""

    async def run():
        hub, one = Hub(), stream(uuid4())
        await hub.join(one)
        for _ in range(3 * streams.MOST_NOTICES):
            hub.notice(f"thing {uuid4()}")
        kept = len(hub._notices)
        telling = asyncio.create_task(hub.tell())
        await asyncio.sleep(0.1)
        telling.cancel()
        return kept, await heard(one)

    kept, said = ran(run())
    assert kept <= streams.MOST_NOTICES
    assert said.count("event: changed") == 2, "as it came, and once for all that was announced"


def test_what_was_announced_before_anybody_listened_is_fetched(seen, monkeypatch):
    """Also the first time: a page may be open before the process has its connection."""

    class Connected:
        async def __aenter__(self):
            return self

        async def __aexit__(self, *_error):
            return None

        async def execute(self, _statement):
            return None

        async def notifies(self):
            await asyncio.sleep(60)
            yield

    async def connect(*_where, **_how):
        return Connected()

    monkeypatch.setattr(listening.AsyncConnection, "connect", connect)
    monkeypatch.setattr(listening, "address", str)

    async def run():
        hub, one = Hub(), stream(uuid4())
        await hub.join(one)
        duty = asyncio.create_task(listening.listen(hub))
        await asyncio.sleep(0.05)
        duty.cancel()
        return await heard(one)

    assert ran(run()).count("event: changed") == 2


def asking(app, hub, cookie=f"{settings.SESSION_COOKIE_NAME}=x", origin=""):
    """Ask an application for a stream; return the number of its answer."""
    said = []

    async def send(message):
        await asyncio.sleep(0.01)
        said.append(message.get("status"))

    async def receive():
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    headers = [(b"host", b"127.0.0.1"), *([(b"cookie", cookie.encode())] if cookie else [])]
    headers += [(b"origin", origin.encode())] if origin else []
    scope = {"type": "http", "path": "/live/", "method": "GET", "query_string": b"as=x", "headers": headers}

    async def ask():
        app._hub = hub
        await app(scope, receive, send)
        return said[0]

    return ask()


@pytest.fixture
def let_in(seen, monkeypatch):
    """Everybody is let in as the same session; how many were asked for."""
    asked, ours = [], uuid4()

    def door(*what):
        asked.append(what)
        return Seat(b"k", uuid4(), ours, "da")

    monkeypatch.setattr(doors, "let_in", door)
    return asked


def test_a_session_that_asks_for_many_at_once_gets_no_more(let_in):
    async def run():
        app, hub = Application(), Hub()
        return await asyncio.gather(*(asking(app, hub) for _ in range(10)))

    answers = ran(run())
    assert answers.count(200) == streams.MOST_OF_A_SESSION
    assert answers.count(429) == 10 - streams.MOST_OF_A_SESSION


def test_who_brings_no_cookie_costs_nothing(let_in):
    assert ran(asking(Application(), Hub(), cookie="")) == 401
    assert not let_in


def test_a_crowd_at_the_door_is_told_to_come_again(let_in, monkeypatch):
    monkeypatch.setattr(application, "MOST_AT_THE_DOOR", 3)

    async def run():
        app, hub = Application(), Hub()
        return await asyncio.gather(*(asking(app, hub) for _ in range(5)))

    assert sorted(ran(run())) == [200, 200, 200, 503, 503]


def test_nobody_at_the_door_keeps_what_was_announced_from_being_told(seen, monkeypatch):
    """The threads in which somebody is let in are not those in which all others are told and checked."""
    opens, row, ours = threading.Event(), uuid4(), uuid4()
    monkeypatch.setattr(doors, "let_in", lambda *_what: opens.wait(5))

    async def run():
        hub, one = Hub(), stream(ours)
        await hub.join(one)
        crowd = [asyncio.create_task(hub.ask(doors.let_in)) for _ in range(8)]
        await asyncio.sleep(0)
        seen.add((ours, row))
        try:
            async with asyncio.timeout(2):
                await hub._tell(Notice("thing", row))
        finally:
            opens.set()
        await asyncio.gather(*crowd)
        return await heard(one)

    assert "event: new" in ran(run())


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8000", 200),
        ("http://localhost:8000", 200),
        ("http://localhost:8001", 403),
        ("http://elsewhere.example:8000", 403),
        ("https://localhost:8000", 403),
        ("null", 403),
    ],
)
def test_this_machine_has_two_names_and_nobody_else_has_any(let_in, settings, origin, status):
    settings.TVAERS_ADDRESS = "http://127.0.0.1:8000"
    assert ran(asking(Application(), Hub(), origin=origin)) == status
    assert live.beside("http://127.0.0.1:8001/live/", "localhost:8000") == "http://localhost:8001/live/"
    assert live.beside("https://live.example/live/", "localhost") == "https://live.example/live/"
    assert live.beside("http://127.0.0.1:8001/live/", "elsewhere.example") == "http://127.0.0.1:8001/live/"
    assert live.beside("/live/", "localhost:8000") == "/live/"


def test_the_content_policy_lets_pages_hear_the_streams_of_one_address_and_no_other():
    assert policy("", "/live/") == policy("", "") == POLICY
    assert "connect-src 'self' http://127.0.0.1:8001;" in policy("", "http://127.0.0.1:8001/live/")
    assert settings.TVAERS_LIVE == ""


def test_who_comes_long_after_anything_changed_has_missed_nothing_and_is_told_nothing(seen, monkeypatch):
    """Somebody goes from page to page: the organisation is told on for a while when nobody of it listens."""

    async def run():
        hub, ours = Hub(), uuid4()
        first, soon, late = stream(ours), stream(ours), stream(ours)
        await hub.join(first)
        hub.part(first)
        await hub.join(soon)
        hub.audiences[ours].changed_at -= streams.JUST_NOW_SECONDS
        await hub.join(late)
        return [await heard(each) for each in (first, soon, late)]

    first, soon, late = ran(run())
    assert first.endswith(": joined\n\n")
    assert ["event: changed" in each for each in (first, soon, late)] == [True, True, False]
