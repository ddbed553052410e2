"""The door of deeds that need a second factor shown just now: signing, exporting, changing who may read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tvaers.accounts.adapters import FRESH
from tvaers.accounts.queries import factor_age

View = Callable[..., HttpResponseBase]
# Methods that change nothing.
READING = frozenset({"GET", "HEAD"})


class FactorNeededError(Exception):
    """A second factor must be shown first. The sign-in's middleware asks for it and brings the person back."""


def require_fresh_factor(*, seconds: int) -> None:
    """Raise FactorNeededError unless a second factor was shown in this session at most `seconds` ago.

    Ask before anything is written: the answer is a redirect, which keeps what was. The database asks once more in
    the function that does the deed, with `guard.require_factor`.
    """
    age = factor_age()
    if age is None or age > seconds:
        raise FactorNeededError


def fresh_factor(*, seconds: int, reading: bool = False) -> Callable[[View], View]:
    """Let a form into a view only when a second factor was shown at most `seconds` ago; with `reading`, a look too."""

    def around(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if reading or request.method not in READING:
                require_fresh_factor(seconds=seconds)
                # What was asked here need not be asked again by django-allauth.
                setattr(request, FRESH, True)
            return view(request, *args, **kwargs)

        return inside

    return around
