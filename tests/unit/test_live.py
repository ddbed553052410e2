"""How a stream is put into bytes, who is told what, and what becomes of a browser that does not read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tvaers.config import settings
from tvaers.foundation import live
from tvaers.foundation.live import Notice, Told
from tvaers.ui.headers import POLICY, policy
from tvaers.web.live import doors, streams
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


def test_the_content_policy_lets_pages_hear_the_streams_of_one_address_and_no_other():
    assert policy("", "/live/") == policy("", "") == POLICY
    assert "connect-src 'self' http://127.0.0.1:8001;" in policy("", "http://127.0.0.1:8001/live/")
    assert settings.TVAERS_LIVE == ""
