"""For the gallery: an invented map with a name longer than its room, bulletins beside it, and numbers by week."""

from typing import Any

from tvaers.ui import bars, maps


def _area(kind: str, name: str, *points: tuple[float, float]) -> maps.Shape:
    """Return an invented area; its name stands in the middle of its corners."""
    middle = (sum(east for east, _ in points) / len(points), sum(north for _, north in points) / len(points))
    return maps.Shape(rings=[[[*points, points[0]]]], name=name, label_at=middle, kind=kind)


MAP = maps.drawn(
    "Kort over en opdigtet kommune",
    [
        _area("municipality", "Prøvekøbing", (12.30, 55.70), (12.42, 55.69), (12.45, 55.74), (12.37, 55.77)),
        _area("municipality", "Nabokøbing", (12.42, 55.69), (12.53, 55.70), (12.52, 55.76), (12.45, 55.74)),
        _area("district", "Søkvarteret", (12.34, 55.71), (12.40, 55.71), (12.40, 55.74), (12.35, 55.745)),
        _area("housing", "Mågeparken", (12.36, 55.72), (12.365, 55.72), (12.365, 55.723), (12.36, 55.723)),
        _area("housing", "Andelsboligforeningen Ternevænget", (12.37, 55.721), (12.375, 55.721), (12.372, 55.725)),
        _area("housing", "Sivene", (12.49, 55.73), (12.50, 55.73), (12.50, 55.735), (12.492, 55.736)),
    ],
    pins=[
        maps.Pin(number=1, at=(12.3625, 55.7215), name="1. Fyrværkeri ved stationen", url="#"),
        maps.Pin(number=2, at=(12.3625, 55.7215), name="2. Snak om et opgør", url="#", kind="guess"),
    ],
)

BULLETINS: list[dict[str, Any]] = [
    {
        "number": 1,
        "symbol": "visibility",
        "kind": "Stemning",
        "area": "Kildevænget, Prøvekøbing",
        "title": "Fyrværkeri ved stationen flere aftener",
        "url": "#",
        "size": "5–9 unge",
        "text": "Mellem kl. 21 og 23. Butikkerne lukker før tid.",
        "certainty": "observed",
        "by": "Set af Gladsaxe, i går kl. 21.40",
        "ends": {"text": "Udløber 19. marts", "is_soon": False},
        "notes": 2,
        "is_new": True,
    },
    {
        "number": 0,
        "symbol": "star",
        "kind": "Det går godt",
        "area": "Mågeparken, Prøvekøbing",
        "title": "Torsdagsklubben er fuld",
        "url": "#",
        "text": "35 unge i sidste uge. Foreningen søger to voksne mere.",
        "certainty": "observed",
        "by": "Set af Herlev, mandag 2. marts",
        "ends": {"text": "Udløber 23. marts", "is_soon": False},
    },
    {
        "number": 3,
        "symbol": "warning",
        "kind": "Konflikt",
        "area": "Hedeager, Nabokøbing",
        "title": "Snak om et opgør fredag aften",
        "url": "#",
        "text": "Deles på sociale medier. Ingen har set noget endnu.",
        "certainty": "told",
        "by": "Fortalt til Herlev, i dag kl. 9.15",
        "ends": {"text": "Udløber i morgen", "is_soon": True},
    },
]
_WEEKS = (4, 7, 3, 6, 5, 4, 8, 6, 5, 7, 14, 19, 2)
BARS = bars.drawn(
    "Hændelser i hver af 13 uger, de to næstsidste fremhævet",
    [
        bars.Number(value=each, words=f"Uge {week}: {each}", kind={10: "lead", 11: "lead", 12: "open"}.get(week, ""))
        for week, each in enumerate(_WEEKS)
    ],
    usual=6,
)
