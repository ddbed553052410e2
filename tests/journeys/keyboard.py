"""A page worked with the keyboard alone: what can be clicked, ticked, chosen or typed into is first reached with Tab.

    page = Hands(journey.browser(key="alice"))
    page.get_by_role("link", name="Plan").click()       # Tab until it has the focus, then Enter

What is found is found as Playwright finds it; what is done is done with keys, and what needs a mouse is refused. Each
stop on the way tells by itself when its focus does not show, is covered, or lies before the stop it came from:
such a word in the console fails the journey.
"""

from typing import Any

from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page

from tests.journeys.probes import COMMON

FINDING = ("get_by_label", "get_by_role", "get_by_text", "locator")
NARROWING = (*FINDING, "filter", "nth")
LOOKING = ("content", "evaluate", "goto", "keyboard", "set_viewport_size", "url", "viewport_size", "screenshot")
WAITING = ("expect_event", "expect_navigation", "wait_for_load_state", "wait_for_url")
READING = ("all_inner_texts", "count", "evaluate", "inner_text", "input_value", "is_checked", "is_visible", "wait_for")
# Milliseconds in which a link or a button leads somewhere.
ANSWER = 15_000
# How much of a text is typed key by key; the rest comes at once, as from a dictation.
TYPED = 6

# Every stop of Tab in its order: of radio buttons with one name the chosen one, or all while none is.
STOPS = f"""
{COMMON}
const stops = () => controls().filter(each => each.type !== "radio" || each.checked
    || !document.querySelector(`input[type=radio][name="${{CSS.escape(each.name)}}"]:checked`))
    .filter((each, at, all) => each.type !== "radio" || each.checked || at === 0 || all[at - 1].name !== each.name)
"""

# What stands beside each focus: said in the console, so that it fails the journey wherever it happens.
WATCH = f"""(() => {{
    {COMMON}
    let last = null
    const beside = each => {{
        const box = each.getBoundingClientRect()
        return box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth
    }}
    const covered = each => {{
        const box = each.getBoundingClientRect()
        const across = Math.max(0, Math.min(box.left + box.width / 2, innerWidth - 1))
        const down = Math.max(0, Math.min(box.top + Math.min(box.height / 2, 20), innerHeight - 1))
        const there = document.elementFromPoint(across, down)
        const own = there && (each.contains(there) || there.contains(each)
            || [...each.labels ?? []].some(label => label.contains(there)))
        if (!own) console.error(`the focus is covered by ${{there && named(there)}}: ${{named(each)}}`)
    }}
    addEventListener("focusin", event => {{
        const each = event.target
        if (each.tabIndex < 0) return
        const back = last?.isConnected && window.forward && last.compareDocumentPosition(each) & 2
        // After the last stop the browser begins anew.
        if (back && last !== controls().at(-1))
            console.error(`Tab leads back: from ${{named(last)}} to ${{named(each)}}`)
        last = each
        setTimeout(() => {{
            if (document.activeElement !== each || !shown(each)) return
            const around = [each, each.parentElement, each.parentElement?.parentElement].filter(Boolean)
            const ring = around.some(one => {{
                const style = getComputedStyle(one)
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            }})
            if (!ring) console.error(`the focus does not show: ${{named(each)}}`)
            if (!beside(each)) return covered(each)
            // A page that has only just been scrolled or made narrower comes to rest first.
            requestAnimationFrame(() => requestAnimationFrame(() => {{
                if (document.activeElement !== each) return
                if (!beside(each)) return covered(each)
                const box = each.getBoundingClientRect()
                console.error(`the focus is beside the screen: ${{named(each)}}, from ${{box.top}} to ${{box.bottom}}`
                    + ` of ${{innerHeight}} down, from ${{box.left}} to ${{box.right}} of ${{innerWidth}} across`)
            }}))
        }})
    }})
    addEventListener("keydown", event => {{ window.forward = event.key === "Tab" && !event.shiftKey }}, true)
}})()"""

# How many stops lie ahead, counted from the focus; less than none: behind. And how many there are.
AHEAD = f"""wanted => {{
    {STOPS}
    const all = stops(), active = document.activeElement
    const mine = each => each === wanted
        || (wanted.type === "radio" && each.type === "radio" && each.name === wanted.name)
    const here = active === document.body ? -1 : all.indexOf(active)
    return {{ahead: all.findIndex(mine) - here, all: all.length, known: all.some(mine), at: here}}
}}"""
REACHED = """wanted => document.activeElement === wanted || (wanted.type === "radio"
    && document.activeElement.type === "radio" && document.activeElement.name === wanted.name)"""
HOLDER = 'each => each.closest("a[href], button, summary, input, select, textarea") ?? each'


class UnreachableError(AssertionError):
    """Tab does not lead there."""


class Hands:
    """A page and a keyboard; nothing of it answers to a mouse."""

    def __init__(self, browser: BrowserContext) -> None:
        """Open a page that watches its focus."""
        browser.add_init_script(WATCH)
        self._page = browser.new_page()
        self.context = browser

    def __getattr__(self, name: str) -> Any:
        """Find as the page finds; look, wait and go where an address is given."""
        if name in FINDING:
            return lambda *at, **named: Reached(self._page, getattr(self._page, name)(*at, **named))
        if name in (*LOOKING, *WAITING):
            return getattr(self._page, name)
        raise AttributeError(f"no key does {name!r}")


class Reached:
    """Something on the page, and the keys that reach and work it."""

    def __init__(self, page: Page, found: Locator) -> None:
        """Keep what was found; nothing is pressed yet."""
        self._page, self._found = page, found

    def __getattr__(self, name: str) -> Any:
        """Narrow and read as a locator does."""
        if name in NARROWING:
            return lambda *at, **named: Reached(self._page, getattr(self._found, name)(*at, **named))
        if name in READING:
            return getattr(self._found, name)
        raise AttributeError(f"no key does {name!r}")

    @property
    def first(self) -> "Reached":
        """The first of several."""
        return Reached(self._page, self._found.first)

    @property
    def last(self) -> "Reached":
        """The last of several."""
        return Reached(self._page, self._found.last)

    def focus(self) -> ElementHandle:
        """Press Tab, or Shift and Tab where that is shorter, until it has the focus; raises UnreachableError."""
        held = self._found.element_handle().evaluate_handle(HOLDER).as_element()
        assert held is not None
        way = self._page.evaluate(AHEAD, held)
        if not way["known"]:
            raise UnreachableError(f"no stop of Tab: {self._found}")
        for _ in range(abs(way["ahead"])):
            self._page.keyboard.press("Tab" if way["ahead"] > 0 else "Shift+Tab")
        # The browser goes on from where a link led or a part was exchanged: then one stop at a time, once round.
        for _ in range(way["all"] + 2):
            if self._page.evaluate(REACHED, held):
                return held
            self._page.keyboard.press("Tab")
        raise UnreachableError(f"a full round of Tab does not lead there: {self._found}")

    def click(self) -> None:
        """Reach it and press Enter; wait for where a link or a button of a form leads."""
        held = self.focus()
        leads = held.evaluate(
            """each => each.matches("a[href]:not([href^='#']), form button:not([type=button])")
                && !each.matches("[hx-get], [hx-post], [data-download]") && !each.closest("dialog")"""
        )
        if leads:
            with self._page.expect_navigation(timeout=ANSWER, wait_until="load"):
                self._page.keyboard.press("Enter")
        else:
            self._page.keyboard.press("Enter")

    def check(self) -> None:
        """Reach it, and choose it: Space ticks a box, arrows go through the buttons of one question."""
        held = self.focus()
        if self._found.is_checked():
            return
        if self._page.evaluate("held => document.activeElement === held", held):
            self._page.keyboard.press("Space")
        for _ in range(40):
            if self._found.is_checked():
                return
            self._page.keyboard.press("ArrowDown")
        raise UnreachableError(f"no arrow chooses it: {self._found}")

    def fill(self, text: str) -> None:
        """Reach it, and type in the place of what stands there."""
        self.focus()
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.type(text[:TYPED])
        self._page.keyboard.insert_text(text[TYPED:])
        assert self._found.input_value() == text

    def select_option(self, *, label: str) -> None:
        """Reach the list, and go down or up to what it says."""
        held = self.focus()
        steps = held.evaluate(
            "(list, label) => [...list.options].findIndex(each => each.label === label) - list.selectedIndex", label
        )
        for _ in range(abs(steps)):
            self._page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert held.evaluate("list => list.selectedOptions[0].label") == label
