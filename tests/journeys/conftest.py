"""The ground of the journeys: a server that commits, a real Chromium, and axe on every page.

    def test_something(journey, cast):
        page = journey.open("/profile/", key="alice")     # signed in with the second factor
        journey.check(page)                               # axe, and a picture when TVAERS_PICTURES names a folder

`journey.browser(width=360, javascript=False)` gives a browser window of its own.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.journeys import probes
from tests.journeys.arriving import LEAVING, rest, stays_when_given_a_file
from tests.journeys.overheard import Overheard, overhearing
from tests.stage import sign_in
from tools.chromium import PACKAGE

pytest.register_assert_rewrite(*(f"tests.journeys.main_job{part}" for part in ("", "_end", "_essential", "_sharing")))

WIDE, NARROW = 1280, 360
# A journey goes as a telephone with scripts and as a desk without: both widths, and both ways of sending a form. Every
# page and every state of one is looked at on a wide screen with scripts too (test_every_page, test_every_state).
BOTH_WAYS = pytest.mark.parametrize(
    ("width", "javascript"), [(NARROW, True), (WIDE, False)], ids=["narrow", "wide-without-scripts"]
)
AXE = Axe().axe_script
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PICTURES = os.environ.get("TVAERS_PICTURES")
# Seconds after which a step of a journey has failed: far more than any step needs.
PATIENCE = 15
expect.set_options(timeout=PATIENCE * 1000)
# What the browser writes to the console for every answer of 400 and above: journeys ask for such pages on purpose.
ANSWERED = "Failed to load resource: "
# What htmx writes when a fragment is asked for anew before the former came: the former is let go of on purpose.
OVERTAKEN = ("htmx:sendAbort", "htmx:afterRequest")


class Journey:
    """Browser windows on the server under test; closes them all at the end."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.address = address
        self._contexts: list[BrowserContext] = []
        self.troubles: list[str] = []
        #: What else may be asked: a base map that a test configures.
        self.beside: list[str] = []

    def browser(
        self, *, key: str = "", width: int = WIDE, javascript: bool = True, dark: bool = False
    ) -> BrowserContext:
        """Open a browser of its own, signed in as `key` of the cast when given."""
        context = self._browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(LEAVING)
        context.on("page", self._watch)
        self._contexts.append(context)
        if key:
            self.sign_in(context, key)
        return context

    def open(self, address: str, **options: Any) -> Page:
        """Open a page of the server in a browser of its own; options as for `browser`."""
        page = self.browser(**options).new_page()
        page.goto(address)
        return page

    def sign_in(self, context: BrowserContext, key: str) -> None:
        """Give the browser a session in which `key` has signed in with the second factor."""

        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sign_in(key), "url": self.address}])

    def check(self, page: Page, name: str = "") -> None:
        """Assert that axe finds nothing, nothing leaves the screen sideways, and take a picture when asked to.

        What was clicked just before has led somewhere by then: axe fails on a page that is leaving.
        """
        rest(page)
        if PICTURES and name:
            self.picture(page, name)
        axe(page)
        spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spill <= 0, f"{page.url} is {spill} px wider than the screen"

    def picture(self, page: Page, name: str) -> None:
        """Take a picture of the whole page, once it stands."""
        rest(page)
        width = page.viewport_size["width"] if page.viewport_size else 0
        folder = Path(PICTURES or "var/pictures")
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    def close(self) -> None:
        """Close every window; a script that failed, or an error in the console, fails the journey."""
        for context in self._contexts:
            context.close()
        assert not self.troubles, "\n".join(self.troubles)

    def _watch(self, page: Page) -> None:
        stays_when_given_a_file(page)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", self._said)
        page.on("request", lambda request: self._asked(request.url))

    def _said(self, said: ConsoleMessage) -> None:
        """Keep an error of the console: what the policy refused is told there and nowhere else."""
        if said.type == "error" and not said.text.startswith((ANSWERED, *OVERTAKEN)):
            self.troubles.append(f"{said.page.url if said.page else ''}: {said.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.address}/", "data:", "blob:", "about:", *self.beside)):
            self.troubles.append(f"asked for something elsewhere: {url}")


CONTRAST = "color-contrast"
# Ways of drawing text that axe found no fault with in this process.
LEGIBLE: set[str] = set()


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page, with every rule or with these. The page's own axe is used when it has one already.

    Contrast, which takes axe longer than all else, is left out where the page draws no text in a new way.
    """

    looks = set(page.evaluate(probes.LOOKS))
    is_new = not looks <= LEGIBLE
    asked = [rule for rule in rules if is_new or rule != CONTRAST]
    if rules and not asked:
        return []
    # Nothing of ours lies elsewhere, so axe need not fetch the style sheets once more.
    # The size of targets is a rule of WCAG 2.2, which axe leaves out unless asked.
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {"target-size": {"enabled": True}, CONTRAST: {"enabled": is_new}},
    }
    if asked:
        options["runOnly"] = {"type": "rule", "values": asked}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    if not any(fault["id"] == CONTRAST for fault in found) and (not rules or CONTRAST in asked):
        LEGIBLE.update(looks)
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    "
        + "\n    ".join(re.sub(r"\s+", " ", node["html"])[:160] for node in fault["nodes"])
        for fault in found
    ]


def axe(page: Page) -> None:
    """Assert that axe finds no violation on the page."""
    faults = violations(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""

    path = shutil.which(PACKAGE)
    assert path, "The journeys need Chromium: python -m tools.chromium"
    # Playwright keeps a loop running in this thread; Django then refuses the tests' own plain calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def overheard() -> Iterator[Overheard]:
    """What the logs and the keyboard heard so far."""
    with overhearing() as heard:
        yield heard


@pytest.fixture
def journey(chromium: Browser, live_server: Any, database: Any, overheard: Overheard) -> Iterator[Journey]:
    """Browsers on a live server whose transactions really commit, as `tvaers_app` and `tvaers_ticket`.

    In the end no log may hold what was typed.
    """
    travels = Journey(chromium, live_server.url)
    yield travels
    travels.close()
    faults = overheard.faults(database.log())
    assert not faults, "\n".join(faults)
