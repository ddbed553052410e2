"""How long things of an account hold. No database, no clock, no request."""

CODE_PERIOD = 30
# A telephone's clock may be one period off, to either side (RFC 6238, 5.2).
CODE_TOLERANCE = 1

# What a key is asked to sign holds no longer.
CHALLENGE_SECONDS = 5 * 60
# A key is added or removed only by somebody who showed a factor so many seconds ago at most; the database gives a
# minute more, for the page itself.
KEYS_SECONDS = 5 * 60

KEPT_TEXT_SECONDS = 30 * 60
KEPT_TEXT_CHARACTERS = 500_000


def listed(page: str, pages: frozenset[str]) -> bool:
    """Tell whether a page's name, or its "namespace:", stands in a list of pages."""
    return page in pages or f"{page.partition(':')[0]}:" in pages


def code_lifetime() -> int:
    """Return how many seconds a one-time code can be accepted in all."""
    return CODE_PERIOD * (2 * CODE_TOLERANCE + 1)
