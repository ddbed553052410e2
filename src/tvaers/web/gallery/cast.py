"""Who and when of the gallery: invented people and organisations, and its standing clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tvaers.foundation.clock import COPENHAGEN

NOW = datetime(2026, 3, 12, 10, 40, tzinfo=COPENHAGEN)
TODAY = NOW.date()
LONG = "Christoffer-Alexander Vandborg Østergaard-Mikkelsen-Thorvaldsen"


@dataclass(frozen=True, slots=True)
class Organisation:
    """As the shell and the marks read an organisation."""

    id: int
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Membership:
    """As the shell reads the membership acted for."""

    id: int
    name: str
    title: str
    organisation: Organisation
    roles: tuple[str, ...] = field(default=())


GLADSAXE = Organisation(1, "Gladsaxe Kommune", "G")
HERLEV = Organisation(2, "Herlev Kommune", "H")
POLICE = Organisation(3, "Københavns Vestegns Politi", "P")
LONGEST = Organisation(4, "Det Fælleskommunale Samarbejde om Kriminalitetsforebyggelse på Vestegnen", "DF")
SOFIE = Membership(1, "Sofie Brandtoft", "SSP-konsulent", GLADSAXE)
MEMBERSHIPS = (SOFIE, Membership(2, "Sofie Brandtoft", "tovholder for lokalgruppen Hedeager", HERLEV))


def at(days: int = 0, hours: float = 0) -> datetime:
    """Return a moment counted from the gallery's standing clock."""
    return NOW + timedelta(days=days, hours=hours)


DEADLINES: list[tuple[str, dict[str, Any]]] = [
    ("to arbejdsdage over tid", {"due": date(2026, 3, 10)}),
    ("nogle timer over tid", {"due": at(hours=-3)}),
    ("i dag om lidt", {"due": at(hours=2 + 1 / 3)}),
    ("et møde er ingen pligt", {"due": at(hours=2 + 1 / 3), "calm": True}),
    ("tre timer af et døgn", {"due": at(hours=3), "of": 24}),
    ("tyve timer af et døgn", {"due": at(hours=20), "of": 24}),
    ("sidste dag af seks", {"due": TODAY, "of": 6}),
    ("i dag", {"due": TODAY}),
    ("næste arbejdsdag", {"due": date(2026, 3, 13)}),
    ("hen over en weekend", {"due": date(2026, 3, 18)}),
    ("gjort", {"due": TODAY, "done": date(2026, 3, 2)}),
]

LOOK_VIEWS: list[dict[str, Any]] = [
    {"label": "Alle", "url": "#", "count": None, "current": True},
    {"label": "Andre organisationer", "url": "#", "count": None, "current": False},
]
LOOKS: list[dict[str, Any]] = [
    {
        "day": date(2026, 3, 10),
        "times": "kl. 9.15 til 11.40",
        "organisation": POLICE,
        "who": "Martin Lærkenfelt",
        "what": "Planen",
        "how": "",
        "pages": "Overblik, Plan og opgaver",
        "count": "3 kig",
    },
    {
        "day": date(2026, 3, 10),
        "times": "kl. 8.02",
        "organisation": GLADSAXE,
        "who": LONG,
        "what": "Navn og kontaktoplysninger",
        "how": "fundet ved en søgning",
        "pages": "Find en person",
        "count": "1 kig",
    },
]
