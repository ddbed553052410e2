"""Small grammar that a translation cannot say: whose something is."""

from django.utils.translation import get_language

# Danish adds an s; where the name already ends like one, an apostrophe alone (Retskrivningsordbogen § 6.7).
_LIKE_AN_S = ("s", "x", "z")


def possessive(name: str) -> str:
    """Return a name as the owner of what follows: Noahs and Elias’ in Danish, Noah’s in English."""
    if not (get_language() or "").startswith("da"):
        return f"{name}’s"
    return f"{name}’" if name.casefold().endswith(_LIKE_AN_S) else f"{name}s"
