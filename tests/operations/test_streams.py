"""The process that holds the streams, as it runs at work: who is let in, who hears what, and when it ends."""

import signal
from contextlib import ExitStack, closing

import pytest

from tests import picture_scene as scene
from tests import street_scene
from tests.cast import named
from tests.stage import acting_as, sign_in
from tests.streaming import Listener, streaming
from tvaers.localpicture import actions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def streams(database, tmp_path_factory):
    log = tmp_path_factory.mktemp("streams") / "streams.log"
    with streaming(database, log, pages="http://pages.example", check_ms=200) as found:
        yield found


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


@pytest.fixture
def listening(streams, drawn):
    """A function: somebody who has opened a stream."""
    with ExitStack() as stack:
        yield lambda key, **options: stack.enter_context(closing(Listener(streams, key, **options)))


def test_the_first_who_comes_fetches_the_page_again(streams, drawn):
    """What came just before may have been missed; whoever comes long after anything changed has missed nothing."""
    with closing(Listener(streams, "karen")) as first:
        assert first.was_told


def test_a_bulletin_reaches_its_readers_in_their_language_and_nobody_else(listening):
    dina, olga = listening("dina"), listening("olga")
    hanne, palle = listening("hanne"), listening("palle", Accept_Language="en")
    bulletin = scene.written("dina", title="Stor gruppe ved <boldburet>")
    for reader in (dina, hanne):
        event, said = reader.next()
        assert (event, said["id"]) == ("new", str(bulletin))
        assert "Stor gruppe ved &lt;boldburet&gt;" in said["html"]
        assert said["announced"] == "Ny melding: Stor gruppe ved <boldburet>, Prøveparken, Prøvekøbing"
    assert palle.next()[1]["announced"].startswith("New bulletin: ")
    with acting_as("hanne") as by:
        actions.add_note(by=by, bulletin=bulletin, text="Vi går forbi.")
    # Each is waited for: what comes quickly one after the other may be told as one.
    noted, also = hanne.next(), palle.next()
    assert (noted[0], "id" in noted[1], also[0]) == ("changed", False, "changed")
    scene.said("alice", "herlev")
    assert hanne.next()[0] == "changed"
    with acting_as("dina") as by:
        actions.end(by=by, bulletin=bulletin)
    gone, said = hanne.next()
    assert (gone, said["id"]) == ("gone", str(bulletin))
    # The police hear of the follow-up and the end, not of what was said to Herlev alone.
    assert palle.next()[0] == "gone"
    # The first that Olga hears is what is written to her; all before was not.
    own = scene.written("olga", "herlev", title="Langt borte")
    event, said = olga.next()
    assert (event, said["id"]) == ("new", str(own))


def heard(listener):
    """The kinds of what somebody hears, each once, up to the first bulletin."""
    kinds = []
    while "bulletin" not in kinds:
        event, said = listener.next()
        assert (event == "new") == (said["kind"] == "bulletin")
        kinds += [said["kind"]] if said["kind"] not in kinds else []
    return kinds


def test_a_shift_and_what_is_met_on_it_reach_who_sees_it_and_nobody_else(listening, as_maintenance):
    dina, hanne, palle, olga = (listening(who) for who in ("dina", "hanne", "palle", "olga"))
    shift = street_scene.walked()["shift"]
    street_scene.late(as_maintenance, shift)
    scene.written("dina")
    scene.written("olga", "herlev")
    assert listening("hanne").was_told, "what came between a page and its stream"
    # What comes quickly one after the other may be told as one.
    assert heard(dina) == ["shift", "alert", "bulletin"]
    for reader in (hanne, palle):
        # Who was told of a late team is the own organisation's.
        assert heard(reader) == ["shift", "bulletin"]
    assert heard(olga) == ["bulletin"]


def test_whoever_is_not_let_in_is_told_a_number(streams, drawn):
    cookie = sign_in("dina")
    own = f"/live/?as={named('dina')}"
    for status, path, asked, headers in (
        (401, own, "", {}),
        (401, own, "made-up", {}),
        (403, "/live/", cookie, {}),
        (403, f"/live/?as={named('hanne')}", cookie, {}),
        (403, own, cookie, {"Origin": "http://elsewhere.example"}),
        (400, own, cookie, {"Host": "elsewhere.example"}),
        (404, "/live/other", cookie, {}),
    ):
        assert streams.status(path, asked, **headers) == status, (path, headers)
    with ExitStack() as stack:
        for _ in range(6):
            stack.enter_context(closing(Listener(streams, "dina", cookie)))
        assert streams.status(own, cookie) == 429


def test_the_pages_may_read_it_from_an_address_of_their_own(streams, drawn):
    own = f"/live/?as={named('dina')}"
    with closing(streams.ask(own, sign_in("dina"), Origin="http://pages.example")) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "http://pages.example"
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_a_stream_keeps_nobody_signed_in_and_ends_with_the_session(streams, listening, as_administrator):
    as_seen = "SELECT seen_at FROM accounts_session"
    cookie = sign_in("dina")
    as_administrator.execute("UPDATE accounts_session SET seen_at = now() - interval '10 minutes'")
    before = as_administrator.execute(as_seen).fetchall()
    dina, hanne = listening("dina", cookie=cookie), listening("hanne")
    assert any(line == ": here" for line in dina.lines())
    assert before[0] in as_administrator.execute(as_seen).fetchall()
    as_administrator.execute("DELETE FROM accounts_session WHERE user_id = %s", [named("user dina")])
    assert dina.next() is None
    as_administrator.execute("UPDATE partnerships_membership SET state = 'ended' WHERE id = %s", [named("hanne")])
    assert hanne.next() is None


def test_when_it_is_told_to_stop_every_stream_ends_whole(database, drawn, tmp_path):
    with streaming(database, tmp_path / "streams.log") as streams, closing(Listener(streams, "dina")) as dina:
        streams.process.send_signal(signal.SIGTERM)
        assert dina.next() is None
        assert streams.process.wait(30) == 0
        log = streams.log.read_text(encoding="utf-8")
        assert {line.split()[1] for line in log.splitlines()} == {"info"}
