"""The page shell's context processor: who acts, for which organisation, and what the menu offers.

Settings: `TVAERS_NAVIGATION`, a dotted path to a tuple of `NavigationItem`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from tvaers.guard.enums import Category


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main menu.

    `prefix` is the path under which the entry counts as the current one. `needs` is a mask of roles of
    which the actor must hold one; 0 means everybody. `kinds` are the kinds of organisation that it is for; none
    means all. `keys` is a shortcut such as "g t".
    """

    url_name: str
    label: str | Promise
    prefix: str
    needs: int = 0
    keys: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the main menu as this actor sees it."""

    url: str
    label: str | Promise
    is_current: bool
    keys: str


def _reversed(name: str) -> str:
    """Return the address of a view, or "" when this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Shell:
    """What `ui/page.html` shows around a page; computed only when the template asks."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; nothing is looked up yet."""
        self._request = request

    @property
    def actor(self) -> Any:  # noqa: ANN401 - partnerships' membership; this room may not import it
        """The membership acted for, or None before sign-in."""
        return getattr(self._request, "actor", None)

    @cached_property
    def memberships(self) -> Sequence[Any]:
        """All memberships the person may act for, as the request middleware provides them."""
        return tuple(getattr(self._request, "actors", None) or ())

    @property
    def may_switch(self) -> bool:
        """Tell whether there is another membership to act for."""
        return len(self.memberships) > 1

    @cached_property
    def navigation(self) -> tuple[Link, ...]:
        """The main menu: what exists here and what the actor's roles open; empty before sign-in."""
        if self.actor is None:
            return ()
        path = self._request.path
        items = [(item, url) for item in _navigation_items() if (url := self._address(item))]
        # The longest prefix is the current one, so that "/" does not claim every page.
        current = max((len(item.prefix) for item, _ in items if _covers(item.prefix, path)), default=-1)
        return tuple(
            Link(url, item.label, _covers(item.prefix, path) and len(item.prefix) == current, item.keys)
            for item, url in items
        )

    @cached_property
    def section(self) -> str | Promise:
        """The entry of the menu under which the page lies; "" on the entry's own page, and where there is none."""
        within = (link.label for link in self.navigation if link.is_current and link.url != self._request.path)
        return next(within, "")

    @cached_property
    def home_url(self) -> str:
        """Where the logo leads: the first entry of the menu, or the root."""
        return self.navigation[0].url if self.navigation else "/"

    @cached_property
    def search_url(self) -> str:
        """Where the search for a person leads, or "" when the actor's role sees no person (or nobody is signed in)."""
        sees = self.actor is not None and self.actor.claims.categories & Category.IDENTITY
        return _reversed("people:find") if sees else ""

    @cached_property
    def texts_url(self) -> str:
        """Where the search in texts leads, or "" when the actor's role sees nothing of persons."""
        return _reversed("search:search") if self.actor is not None and self.actor.claims.categories else ""

    @cached_property
    def ended_url(self) -> str:
        """Where somebody reads what they could see and has ended, or "" when the role sees nothing of persons."""
        sees = self.actor is not None and self.actor.claims.categories
        address = _reversed("sharing:register") if sees else ""
        return f"{address}?view=received" if address else ""

    def _address(self, item: NavigationItem) -> str:
        """Return the address of an entry, or "" when it does not exist or is not for this actor."""
        if item.needs and not self.actor.roles & item.needs:
            return ""
        if item.kinds and self.actor.organisation.kind not in item.kinds:
            return ""
        return _reversed(item.url_name)


def _covers(prefix: str, path: str) -> bool:
    return path == prefix or (prefix != "/" and path.startswith(prefix))


def _navigation_items() -> tuple[NavigationItem, ...]:
    path = getattr(settings, "TVAERS_NAVIGATION", "")
    items: tuple[NavigationItem, ...] = import_string(path) if path else ()
    return items


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: provide `shell` to every page."""
    return {"shell": Shell(request)}
