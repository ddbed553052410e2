"""An invented map for the gallery: large and small areas, and a name longer than there is room for."""

from tvaers.ui import maps


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
)
