"""Waiting until the browser is where a step should have taken it.

A click returns before a slow answer has come: the old page still stands, and what is asked of it at once is an
accident of the machine. `press` and `follow` wait until what was clicked has led somewhere; `at` waits, as Playwright's
`expect` does (tests/repo/test_waiting.py keeps to them).
"""

import re

from playwright.sync_api import Page

from tests.journeys.keyboard import Hands

# Marks a page that a link or a form is leaving: set while the click is still answered, gone with the page itself.
LEAVING = """(() => {
    const leaves = () => { document.documentElement.dataset.leaving = "" }
    addEventListener("click", event => {
        const link = event.target.closest?.("a[href]")
        if (!link || event.defaultPrevented || link.target || link.hasAttribute("download")) return
        if (link.href.split("#")[0] !== location.href.split("#")[0] || !link.hash) leaves()
    })
    addEventListener("submit", event => {
        if (!event.defaultPrevented && event.target.method !== "dialog" && !event.target.target) leaves()
    })
    addEventListener("pageshow", () => { delete document.documentElement.dataset.leaving })
})()"""


def stays_when_given_a_file(page: Page) -> None:
    """Unmark the page when what it asked for is a file: it stays where it is."""
    page.on("download", lambda _: page.evaluate("delete document.documentElement.dataset.leaving"))


def rest(page: Page | Hands) -> None:
    """Wait until what was clicked has led somewhere, and the page stands whole.

    Raises:
        TimeoutError (of Playwright): it has not when patience is over.
    """
    page.locator("html:not([data-leaving])").wait_for(state="attached")
    page.wait_for_load_state()


def press(page: Page | Hands, name: str | re.Pattern[str], *, exact: bool = True) -> None:
    """Press the first button of this name, and wait for what comes."""
    page.get_by_role("main").get_by_role("button", name=name, exact=exact).first.click()
    rest(page)


def follow(page: Page | Hands, name: str | re.Pattern[str], *, exact: bool = True) -> None:
    """Follow the first link of this name, and wait for where it leads."""
    page.get_by_role("link", name=name, exact=exact).first.click()
    rest(page)


def at(page: Page | Hands, path: str) -> None:
    """Wait for the page at this path, whatever is asked of it behind a question mark.

    Raises:
        TimeoutError (of Playwright): the browser is somewhere else when patience is over.
    """
    page.wait_for_url(re.compile(rf"^\w+://[^/]+{re.escape(path)}([?#].*)?$"))
