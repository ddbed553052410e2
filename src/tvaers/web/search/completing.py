"""What the field of the search completes: words of the field itself and names of no person, as the asker reads them.

They come with the page, so that no letter leaves the browser before a search is asked for. What stands in texts about
people is never among them: the postings hold keyed words, which nobody can complete.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tvaers.areas import queries as areas
from tvaers.assessments import queries as templates
from tvaers.efforts import queries as efforts
from tvaers.efforts.enums import Kind
from tvaers.foundation.alphabet import danish
from tvaers.incidents.enums import IncidentKind
from tvaers.meetings.enums import MeetingKind
from tvaers.methods import queries as methods
from tvaers.search.words import VOCABULARY

# More are of no help, and too much for a page.
MOST: Final = 300
_KINDS: Final = tuple(
    kind for kind in chain(Kind, IncidentKind, MeetingKind) if kind not in {Kind.OTHER, IncidentKind.OTHER}
)
# What nobody is found by completes nothing.
_WORD: Final = re.compile(r"[^\W\d_]{2}")


def options() -> SafeString:
    """Return the options of the list: names in alphabetical order, then the words that are no name, each once.

    The names take one statement, each table behind its own policy.
    """
    language = get_language()
    words = _words(language)
    named = efforts.words().union(templates.words(), methods.words(), areas.words()).order_by("title")
    names = {name.casefold(): name for name in named[:MOST] if _WORD.search(name)}
    return _options(sorted((name for key, name in names.items() if key not in words), key=danish)) + _drawn(language)


def _options(words: Iterable[str]) -> SafeString:
    return format_html_join("", '<option value="{}">', ((word,) for word in words))


@cache
def _words(language: str) -> dict[str, str]:
    """Return what everybody who reads a language is offered."""
    del language  # its labels are read below
    words = chain((str(kind.label) for kind in _KINDS), VOCABULARY)
    found: dict[str, str] = {}
    for word in sorted(filter(_WORD.search, words), key=danish):
        found.setdefault(word.casefold(), word)
    return found


@cache
def _drawn(language: str) -> SafeString:
    return _options(_words(language).values())
