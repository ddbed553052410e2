"""The street log under faults in a real browser: nothing is lost, nothing comes twice, a copied phone tells nothing.

A few faults here; two hundred over a thousand entries in `make faults`.
"""

import contextlib
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tests.journeys.conftest import ARGUMENTS, NARROW
from tests.journeys.test_street import SENTENCE, begun_without_a_network, made_ready, opened, planned, stop
from tests.stage import acting_as, sign_in
from tools.chromium import PACKAGE
from tvaers.outreach.models import Entry, Stop

__all__ = ["planned"]
# As the page appends and sends, by the page's own modules.
MODULES = (
    "const [outbox, store] = await Promise.all(['outbox', 'store'].map(name => import(`/static/street/${name}.js`)));"
)
APPEND = (
    "async words => {" + MODULES + " const state = await store.get('state');"
    " const said = await outbox.append('stop', state.shift.id, {words}); return said.id }"
)
SEND = (
    "async () => {"
    + MODULES
    + """
    const begins = await fetch('/street/log/begins/', {cache: 'no-store'}).then(answer => answer.json());
    return outbox.send({entries: '/street/entries/'}, () => begins.token) }"""
)
WAITING = "async () => {" + MODULES + " return (await outbox.waiting()).length }"
UNLOCK = "async sentence => {" + MODULES + " await store.unlock(sentence) }"
ENTRIES = "**/street/entries/"
EACH = 5


# Fills the place that the browser gives, in ever smaller pieces, and empties it.
FILL = """new Promise(done => {
    const request = indexedDB.open('filler');
    request.onupgradeneeded = () => request.result.createObjectStore('plain', {autoIncrement: true});
    request.onsuccess = async () => {
        for (let size = 1 << 20; size >= 64; size >>= 1) {
            for (let fits = true; fits;) {
                const filling = request.result.transaction('plain', 'readwrite', {durability: 'strict'});
                filling.objectStore('plain').add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65536))));
                for (let more = size; more > 65536; more -= 65536)
                    filling.objectStore('plain').add(crypto.getRandomValues(new Uint8Array(65536)));
                fits = await new Promise(end => {
                    filling.oncomplete = () => end(true);
                    filling.onabort = () => end(false) });
            } }
        request.result.close(); done() } })"""
SMALL = 6_000_000
EMPTY = "new Promise(done => { indexedDB.deleteDatabase('filler').onsuccess = () => done() })"


class Room:
    """How much the phone keeps for the log: little, from before it is first used, and it can be filled."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Hold it by a page of its own: it ends with the browser's session."""
        self._devtools = context.new_cdp_session(context.new_page())
        self._address = address
        self._set(SMALL)

    def _set(self, size: int) -> None:
        self._size = size
        self._devtools.send("Storage.overrideQuotaForOrigin", {"origin": self._address, "quotaSize": size})

    def gone(self, page: Page) -> None:
        page.evaluate(FILL)

    def made(self, page: Page) -> None:
        page.evaluate(EMPTY)
        # What was removed counts until the browser tidies up.
        self._set(self._size + SMALL)


@dataclass
class Phone:
    """A phone in the street. kept: ids that the phone said were kept. open: of which it did not say."""

    context: BrowserContext
    room: Room
    chance: random.Random
    kept: list[UUID] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Open the log."""
        self.open()

    def open(self) -> None:
        """Open the log anew, in a tab that knows nothing."""
        self.page = self.context.new_page()
        self.page.goto("/street/log/")

    def unlock(self) -> None:
        self.page.evaluate(UNLOCK, SENTENCE)

    def write(self, number: int = EACH) -> None:
        for _ in range(number):
            self.kept.append(UUID(self.page.evaluate(APPEND, f"Stop {len(self.kept)}")))

    def send(self) -> str:
        said: str = self.page.evaluate(SEND)
        return said


def cut_before(phone: Phone) -> None:
    """The network is gone before the server hears of it."""
    phone.page.route(ENTRIES, lambda route: route.abort())
    phone.write()
    assert phone.send() == "offline"
    phone.page.unroute(ENTRIES)


def cut_after(phone: Phone) -> None:
    """The server took it, and its answer is lost."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.write()
    phone.page.route(ENTRIES, lose)
    assert phone.send() == "offline"
    phone.page.unroute(ENTRIES)


def sent_twice(phone: Phone) -> None:
    """The network sends it again by itself."""

    def twice(route: Route) -> None:
        route.fetch()
        route.continue_()

    phone.write()
    phone.page.route(ENTRIES, twice)
    assert phone.send() == "sent"
    phone.page.unroute(ENTRIES)


def failed(phone: Phone) -> None:
    """Something else answers, or the server is unwell."""
    status = phone.chance.choice([500, 502, 503, 404, 413])
    phone.page.route(ENTRIES, lambda route: route.fulfill(status=status, body="<h1>?</h1>"))
    phone.write()
    assert phone.send() == "failed"
    phone.page.unroute(ENTRIES)


def killed_while_sending(phone: Phone) -> None:
    """The tab dies in the middle; the answer comes to nobody."""
    phone.write()
    begun = f"(() => {{ void ({SEND})() }})()"
    phone.page.evaluate(begun)
    phone.page.wait_for_timeout(phone.chance.choice([0, 5, 20, 60, 150]))
    phone.page.close()
    phone.open()
    phone.unlock()


def killed_while_writing(phone: Phone) -> None:
    """The tab dies while it writes: what it had not said to be kept may be there or not, and once at the most."""
    phone.write(EACH - 1)
    phone.page.evaluate(f"(() => {{ void ({APPEND})('halvt') }})()")
    phone.page.wait_for_timeout(phone.chance.choice([0, 2, 5, 10]))
    phone.page.close()
    phone.open()
    phone.unlock()
    phone.write(1)


def clock_wrong(phone: Phone) -> None:
    """The phone's clock jumps, back or ahead, and the log is opened with it."""
    by = phone.chance.choice([-400, -2, -1, 1, 2, 400]) * 86_400_000
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.page.add_init_script(
        f"(() => {{ const Real = Date; const now = () => Real.now() + {by};"
        " globalThis.Date = class extends Real {"
        " constructor(...given) { given.length ? super(...given) : super(now()) }"
        " static now() { return now() } } })()"
    )
    phone.page.goto("/street/log/")
    phone.unlock()
    phone.write()
    phone.send()
    phone.page.close()
    phone.open()
    phone.unlock()


def nearly_full(phone: Phone) -> None:
    """There is no room: what cannot be kept is said not to be kept, and what was kept stays."""
    phone.write(EACH - 1)
    phone.room.gone(phone.page)
    with pytest.raises(Error, match="QuotaExceeded"):
        phone.page.evaluate(APPEND, "uden plads")
    phone.room.made(phone.page)
    phone.write(1)


def two_tabs(phone: Phone) -> None:
    """The log stands open twice, and both write and send."""
    former = phone.page
    phone.open()
    phone.unlock()
    for page in (former, phone.page):
        page.evaluate(f"(() => {{ globalThis.wrote = Promise.all(['a', 'b'].map({APPEND})) }})()")
    for page in (former, phone.page):
        phone.kept += map(UUID, page.evaluate("globalThis.wrote"))
        page.evaluate(f"(() => {{ globalThis.sent = ({SEND})() }})()")
    for page in (former, phone.page):
        assert page.evaluate("globalThis.sent") in {"sent", "busy"}
    former.close()
    phone.write(1)


FAULTS: list[Callable[[Phone], None]] = [
    cut_before,
    cut_after,
    sent_twice,
    failed,
    killed_while_sending,
    killed_while_writing,
    clock_wrong,
    nearly_full,
    two_tabs,
]


def hurt(journey, faults: list[Callable[[Phone], None]], seed: int) -> tuple[list[UUID], Counter[UUID]]:
    """Let the faults fall upon a phone; return what it said was kept, and what the server has, each with how often."""
    context = journey.browser(key="dina", width=NARROW)
    room = Room(context, journey.address)
    page = context.new_page()
    page.goto("/street/log/")
    made_ready(page)
    begun_without_a_network(page)
    context.set_offline(False)
    page.close()
    phone = Phone(context, room, random.Random(seed))
    phone.unlock()
    for number, fault in enumerate(faults):
        fault(phone)
        if number % 10 == 9:
            phone.send()
    for _ in range(3):
        phone.send()
    assert phone.page.evaluate(WAITING) == 0
    with acting_as("dina"):
        return phone.kept, Counter(Entry.objects.values_list("entry_id", flat=True))


def test_no_fault_loses_or_doubles_an_entry(journey, planned):
    kept, there = hurt(journey, FAULTS, 9)
    assert len(kept) >= EACH * len(FAULTS) - 2
    assert [each for each in kept if there[each] != 1] == []
    assert max(there.values()) == 1
    with acting_as("dina"):
        numbers = list(Entry.objects.values_list("sequence", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), "a number is missing, or came twice"
        assert Entry.objects.exclude(fork=0).count() == 0


@pytest.mark.whole
def test_a_thousand_entries_and_two_hundred_faults(journey, planned, capsys):
    chance = random.Random(200)
    faults = FAULTS * 23
    chance.shuffle(faults)
    kept, there = hurt(journey, faults[:200], 200)
    lost = [each for each in kept if not there[each]]
    doubled = [each for each, often in there.items() if often > 1]
    with capsys.disabled():
        print(f"\n{len(kept)} entries, 200 faults: {len(lost)} lost, {len(doubled)} doubled")  # noqa: T201
    assert len(kept) >= 950
    assert not lost
    assert not doubled


# --- a copied phone -----------------------------------------------------------------------------------

TOLD = ("Fyrvaerkeri i papirkurven", "Frida Leder", "Bo Testesen", "Sidste skoledag", "rebroparken", SENTENCE)
CONTROL = "ganske aaben tekst i telefonen"


@pytest.fixture
def profile(chromium: Browser, journey, tmp_path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser whose profile lies on the disk, as a phone's does."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which(PACKAGE), args=ARGUMENTS, base_url=journey.address, locale="da-DK"
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sign_in("dina"), "url": journey.address}])
    yield context, tmp_path
    with contextlib.suppress(Error):
        context.close()


def readable(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Which words stand in any file, in the encodings in which a browser writes."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        each for each in words if any(each.encode(code) in file for file in contents for code in ("utf-8", "utf-16-le"))
    ]


def test_a_copied_profile_holds_nothing_that_can_be_read(planned, profile):
    context, folder = profile
    page = context.new_page()
    page.goto("/street/log/")
    made_ready(page)
    begun_without_a_network(page)
    stop(page, TOLD[0])
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    page.evaluate(
        """words => new Promise(done => {
            const request = indexedDB.open('control', 1)
            request.onupgradeneeded = () => request.result.createObjectStore('plain').put({words}, 1)
            request.onsuccess = () => done(request.result.close()) })""",
        CONTROL,
    )
    context.close()
    assert readable(folder, TOLD) == []
    assert readable(folder, (CONTROL,)) == [CONTROL], "the search would find what lies open"


def test_the_sentence_alone_opens_it_and_the_lock_takes_everything_off_the_screen(journey, planned):
    context = journey.browser(key="dina", width=NARROW)
    page = context.new_page()
    page.clock.install()
    page.goto("/street/log/")
    made_ready(page)
    begun_without_a_network(page)
    page.get_by_role("button", name="Nyt stop").click()
    page.get_by_label("Kort, uden navne").fill("Halvt skrevet")
    page.clock.fast_forward("06:00")
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    left = page.evaluate("[...document.querySelectorAll('input, textarea')].map(each => each.value).join()")
    assert "Halvt" not in left
    opened(page, "Stop")
    expect(page.get_by_label("Kort, uden navne")).to_have_value("Halvt skrevet")
    page.get_by_role("button", name="Gem stop").click()
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    page.clock.fast_forward(73 * 3_600_000)
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    page.get_by_label("Din sætning").fill(SENTENCE)
    page.get_by_role("button", name="Åbn").click()
    expect(page.get_by_role("heading", name="72 timer uden net")).to_be_visible()
    journey.check(page, "street-expired")
    context.set_offline(False)
    journey.sign_in(context, "dina")
    page.get_by_role("button", name="Prøv igen").click()
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible()
    with acting_as("dina"):
        assert Stop.objects.count() == 1
