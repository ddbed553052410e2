"""A page as each of its readers meets it: by day and by night, on a small telephone, enlarged, and by its keyboard.

    for fault in faults_of(tab, Seen()): ...       # the page that is open in the tab, in all surroundings

The page is loaded once; scheme and width are changed in place. axe runs with every rule on the wide page by day, and
in the other surroundings with those of its rules that can come out differently there: contrast, the size of targets
and what scrolls by itself. The smallest screen is looked at by night, the enlarged one by day; the wide page by night
where it holds something that no page before it held.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.journeys import probes
from tests.journeys.conftest import WIDE, violations

HEIGHT = 900
# CSS pixels across: a small telephone (WCAG 1.4.10), a telephone, a desk at 200 % zoom, a desk.
SMALL, PHONE, ZOOMED = 320, 360, WIDE // 2
# As high as letters are in a browser that nobody has set otherwise.
LETTERS = 16
DARK_RULES = ("color-contrast",)
NARROW_RULES = ("color-contrast", "target-size", "scrollable-region-focusable")


@dataclass
class Seen:
    """What was tried on an earlier page and looks the same on the next: kinds of controls, in each scheme."""

    controls: set[str] = field(default_factory=set)


def faults_of(tab: Page, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with the page in a tab, in every surrounding; leaves it wide and by day."""
    for fault in _by_day(tab, seen):
        yield f"by day: {fault}"
    tab.emulate_media(color_scheme="dark")
    before = len(seen.controls)
    for fault in (*_rings(tab, seen, "dark"), *tab.evaluate(probes.EDGES)):
        yield f"by night: {fault}"
    if len(seen.controls) > before:
        yield from (f"by night: {fault}" for fault in violations(tab, DARK_RULES))
    for width, height, when in ((SMALL, HEIGHT, " by night"), (ZOOMED, HEIGHT // 2, "")):
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="dark" if when else "light")
        for fault in (*violations(tab, NARROW_RULES), *tab.evaluate(probes.LAYOUT), *tab.evaluate(probes.TARGETS)):
            yield f"at {width} px{when}: {fault}"
    tab.set_viewport_size({"width": PHONE, "height": HEIGHT})
    yield from (f"at {PHONE} px: {fault}" for fault in tab.evaluate(probes.LAYOUT))
    tab.set_viewport_size({"width": WIDE, "height": HEIGHT})
    letters(tab, 2 * LETTERS)
    yield from (f"with letters twice as large: {fault}" for fault in tab.evaluate(probes.LAYOUT))
    letters(tab, LETTERS)


def letters(tab: Page, pixels: int) -> None:
    """Set how large letters are by the browser's own setting (WCAG 1.4.4: text alone, without zoom)."""
    session = tab.context.new_cdp_session(tab)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})
    session.detach()


def faults_of_state(tab: Page, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a state of a page that was looked at in another; leaves it wide and by day.

    All rules on the smallest screen by night; by day, at 200 % zoom, those that can come out differently there.
    """
    tab.set_viewport_size({"width": SMALL, "height": HEIGHT})
    tab.emulate_media(color_scheme="dark")
    for fault in (*violations(tab), *_rings(tab, seen, "dark"), *_drawn(tab)):
        yield f"at {SMALL} px by night: {fault}"
    tab.set_viewport_size({"width": ZOOMED, "height": HEIGHT // 2})
    tab.emulate_media(color_scheme="light")
    for fault in (*violations(tab, NARROW_RULES), *_rings(tab, seen, "light"), *_drawn(tab)):
        yield f"at {ZOOMED} px: {fault}"
    tab.set_viewport_size({"width": WIDE, "height": HEIGHT})
    yield from (f"at {WIDE} px: {fault}" for fault in tab.evaluate(probes.LAYOUT))


def _drawn(tab: Page) -> list[str]:
    return [fault for probe in (probes.LAYOUT, probes.TARGETS, probes.EDGES) for fault in tab.evaluate(probe)]


def _by_day(tab: Page, seen: Seen) -> Iterator[str]:
    yield from violations(tab)
    yield from tab.evaluate(probes.LAYOUT)
    yield from tab.evaluate(probes.OUTLINE)
    yield from _rings(tab, seen, "light")
    yield from tab.evaluate(probes.EDGES)


def _rings(tab: Page, seen: Seen, scheme: str) -> list[str]:
    """Give each new kind of control the focus, and tell where it does not show."""
    known = [each.removeprefix(scheme) for each in seen.controls if each.startswith(scheme)]
    tried = tab.evaluate(probes.RINGS, known)
    seen.controls |= {f"{scheme}{each}" for each in tried["kinds"]}
    faults: list[str] = tried["faults"]
    return faults
