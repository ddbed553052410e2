"""What a file calls a kind or an origin, as we call it; what is not known is asked, and remembered."""

import re
from typing import Final

from tvaers.incidents.enums import IncidentKind, Origin

# The beginning of a word, or of one in a line of them; the first that fits.
_KINDS: Final[tuple[tuple[str, IncidentKind], ...]] = (
    (r"våben|kniv|skyd|weapon", IncidentKind.WEAPONS),
    (r"trus|threat", IncidentKind.THREATS),
    (r"røver|robber", IncidentKind.ROBBERY),
    (r"fyrværk|kanonslag|firework", IncidentKind.FIREWORKS),
    (r"brand|ildspå|påsat|arson|fire", IncidentKind.ARSON),
    (r"hærværk|graffiti|vandal", IncidentKind.VANDALISM),
    (r"vold|slagsm|overfald|violen|assault", IncidentKind.VIOLENCE),
    (r"narko|stof|hash|euforis|drug", IncidentKind.DRUGS),
    (r"knallert|trafik|scooter|vanvids|motorst|traffic", IncidentKind.TRAFFIC),
    (r"støj|musik|noise", IncidentKind.NOISE),
    (r"uro|utryg|samling|opløb|gruppe|husorden|gather|unrest", IncidentKind.GATHERING),
    (r"tyveri|indbrud|theft|burglar", IncidentKind.THEFT),
    (r"andet|øvrig|other", IncidentKind.OTHER),
)
_ORIGINS: Final[tuple[tuple[str, Origin], ...]] = (
    (r"patrulj|egen drift|kontrol|visit|rundering|observer|found", Origin.FOUND),
    (r"anmeld|opkald|112|114|borger|henvend|beboer|ring|report", Origin.REPORTED),
)


def kind(word: str) -> str:
    """Return the code of a kind that a word means, or is; "" where we do not know."""
    return _meant(word, _KINDS, IncidentKind.values)


def origin(word: str) -> str:
    """Return the code of an origin that a word means, or is; "" where we do not know."""
    return _meant(word, _ORIGINS, Origin.values)


def _meant(word: str, table: tuple[tuple[str, str], ...], codes: list[str]) -> str:
    told = word.casefold().strip()
    if told in codes:
        return told
    return next((str(code) for pattern, code in table if re.search(rf"\b(?:{pattern})", told)), "")
