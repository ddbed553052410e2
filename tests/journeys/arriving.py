"""Waiting until the browser is where a step should have taken it.

A click returns before a slow answer has come: the old page still stands, and what is asked of it at once is an
accident of the machine. `at` waits, as Playwright's `expect` does (tests/repo/test_waiting.py keeps to the two).
"""

import re

from playwright.sync_api import Page

from tests.journeys.keyboard import Hands


def at(page: Page | Hands, path: str) -> None:
    """Wait for the page at this path, whatever is asked of it behind a question mark.

    Raises:
        TimeoutError (of Playwright): the browser is somewhere else when patience is over.
    """
    page.wait_for_url(re.compile(rf"^\w+://[^/]+{re.escape(path)}([?#].*)?$"))
