"""What a page weighs, measured in the browser, beside the budgets of design/ux.md.

The browser tells what came on its way for the page, and what it asked for with it. Files are weighed as an installation
sends them, under gzip, which the server of the tests leaves out; fonts are compressed already.
"""

import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Response

KB = 1000
FIRST, LATER = 150 * KB, 30 * KB
ASKED = 'performance.getEntriesByType("resource").map(each => each.name)'
PACKED = (".woff2", ".png")


@dataclass(frozen=True)
class Weight:
    """A page in bytes. html: on its way; whole: read; cold: with all that it asks for when nothing is at hand yet."""

    html: int
    whole: int
    cold: int
    requests: Counter[str]

    @property
    def is_too_much(self) -> bool:
        """Tell whether it is above what a first or a later page may weigh."""
        return self.cold > FIRST or self.html > LATER

    def __str__(self) -> str:
        """Name it as a line of the table does."""
        kinds = " ".join(f"{kind} {number}" for kind, number in sorted(self.requests.items()))
        return f"{self.html / KB:6.1f} {self.whole / KB:7.1f} {self.cold / KB:7.1f}   {kinds}"


def weighed(tab: Page, answer: Response) -> Weight:
    """Weigh the page in a tab that was just loaded; what the browser keeps from before counts as asked for."""
    files = {urlsplit(name).path for name in tab.evaluate(ASKED)}
    html = answer.request.sizes()["responseBodySize"]
    return Weight(
        html=html,
        whole=len(answer.body()),
        cold=html + sum(size(file.removeprefix("/static/")) for file in files),
        requests=Counter(file.rpartition(".")[2] for file in files),
    )


def packed(content: bytes) -> int:
    """Return how long some bytes are under gzip."""
    return len(gzip.compress(content, 6))


@cache
def size(file: str) -> int:
    """Return what one of our files weighs on its way."""
    found = finders.find(file)
    assert found, file
    content = Path(found).read_bytes()
    return len(content) if file.endswith(PACKED) else packed(content)


def table(weights: Mapping[str, Weight]) -> str:
    """Return the pages, heaviest first, under the budgets."""
    lines = [f"{weight}  {page}" for page, weight in sorted(weights.items(), key=lambda one: -one[1].html)]
    budget = f"kB: a page on its way (at most {LATER // KB}), read, with all it loads (at most {FIRST // KB}), requests"
    return "\n".join([budget, *lines])
