"""What stands in a page's HTML, without a browser: its kinds of elements, and what they say of each other."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.repo.markup import VOID

# Attributes that name other elements by their ids.
POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
# What changes how an element looks or what it is, beside its class.
TELLING = ("role", "type", "disabled", "readonly", "open", "aria-current", "aria-invalid", "aria-disabled")


class Structure(HTMLParser):
    """A page read. kinds: each kind of element below its parent's kind: what a style sheet can tell apart."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.kinds: set[str] = set()
        self.ids: Counter[str] = Counter()
        self.pointed: set[tuple[str, str]] = set()
        self.language = self.title = ""
        self.first_headings = 0
        self.has_summary = False
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        kind = ".".join([tag, *sorted(told.get("class", "").split())])
        kind += "".join(f"[{name}={told[name]}]" for name in TELLING if name in told)
        self.kinds.add(" > ".join([*(above for _, above in self._open[-1:]), kind]))
        self.language = self.language or told.get("lang", "")
        self.first_headings += tag == "h1"
        self.has_summary |= "tv-summary" in kind
        if "id" in told:
            self.ids[told["id"]] += 1
        for name in POINTING:
            self.pointed |= {(name, id_) for id_ in told.get(name, "").split()}
        if self.has_summary and told.get("href", "").startswith("#"):
            self.pointed.add(("href", told["href"][1:]))
        if tag not in VOID:
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if [tag for tag, _ in self._open[-2:]] == ["head", "title"]:
            self.title += data

    def faults(self) -> Iterator[str]:
        """Yield what is wrong on the page, whatever it looks like."""
        yield from (f"two elements are called {id_!r}" for id_, number in self.ids.items() if number > 1)
        yield from (
            f"{name} leads to {id_!r}, which is not there" for name, id_ in sorted(self.pointed) if id_ not in self.ids
        )
        if self.first_headings != 1:
            yield f"{self.first_headings} headings of the first order"
        if self.language not in {"da", "en"}:
            yield f"a page in {self.language!r}"
        if self.has_summary != bool(re.match("(Fejl|Error): ", self.title)):
            yield f"errors or none, and the title {self.title!r}"
