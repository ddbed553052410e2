"""Small grammar that a translation cannot say: whose something is, and what no line's end may part."""

import re

from django.utils.translation import get_language

# Danish adds an s; where the name already ends like one, an apostrophe alone (Retskrivningsordbogen § 6.7).
_LIKE_AN_S = ("s", "x", "z")
_ENDS, _CLOSING = (".", "!", "?", "…", ":"), '”"«»’)'
_LAW = re.compile(
    r"§ \d+\w?(?:, (?:stk\.|subsection) \d+)?|(?:stk\.|nr\.|subsection|no\.) \d+|\d+\. (?=pkt\.)"
    r"|(?<=\()(?:udgave|version) \d+"
)


def possessive(name: str) -> str:
    """Return a name as the owner of what follows: Noahs and Elias’ in Danish, Noah’s in English."""
    if not (get_language() or "").startswith("da"):
        return f"{name}’s"
    return f"{name}’" if name.casefold().endswith(_LIKE_AN_S) else f"{name}s"


def held_together(text: str) -> str:
    """Return a text in which no line ends between § and its number, nor between "stk.", "nr.", "(udgave" and theirs."""
    return _LAW.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def sentences(*parts: str | None) -> str:
    """Set what people wrote one after the other; what does not end as a sentence gets a full stop, but for the last."""
    *first, last = [part.strip() for part in parts if part and part.strip()] or [""]
    return " ".join([*(part if part.rstrip(_CLOSING).endswith(_ENDS) else f"{part}." for part in first), last])
