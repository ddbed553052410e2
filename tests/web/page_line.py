"""One line of the register of pages: who opens a page, with what, and what is sent to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.page_scene import Things
from tvaers.accounts.rules import listed
from tvaers.foundation import clock

Sent = Callable[[Things], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page. who: a key of the cast, or "" for somebody who has not signed in. shown: the status of a GET, 0 for none.

    sent: what a POST holds; None where there is none. taken: its status. outsider: who finds nothing there; "" where
    nothing of it is hidden. query: of a GET. after: the name of the page that leads to it.
    again: the password is asked for once more before. is_file: given to be saved; is_sent: one that somebody sent.
    may_use: what it may use of the phone, and others may not.
    """

    name: str
    arguments: tuple[str, ...] = ()
    who: str = "alice"
    shown: int = 200
    sent: Sent | None = None
    taken: int = 302
    outsider: str = "olga"
    query: str = ""
    after: str = ""
    again: bool = False
    is_file: bool = False
    is_sent: bool = False
    may_use: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name it as a test does."""
        return f"{self.name}{self.query}"

    def address(self, things: Things) -> str:
        """Return the address with the things in it; for what is not among them, an id of nothing."""
        arguments = [
            each[1:] if each.startswith("=") else things.get(each, named(f"no {each}")) for each in self.arguments
        ]
        return reverse(self.name, args=arguments) + self.query

    @property
    def is_open(self) -> bool:
        """Tell whether the settings open it to everybody."""
        return listed(self.name, settings.TVAERS_OPEN_TO_ALL)


def day(name: str, days: int = 0) -> dict[str, Any]:
    """The three fields of a date."""
    date = clock.today() if not days else scene.in_days(days)
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def sent(**fields: Any) -> Sent:
    """Send these fields, with a form's own key."""
    return lambda _things: {"form": str(uuid4()), **fields}
