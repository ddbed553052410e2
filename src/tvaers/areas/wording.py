"""What is said of areas where one is chosen, and of files of borders: why one cannot be read, or a thing in it."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tvaers.areas.queries import Place

UNREADABLE: dict[str, str | Promise] = {
    "empty": gettext_lazy("There is nothing in the file."),
    "large": gettext_lazy("The file is too large. The most is 12 MB; make the borders simpler, or divide it."),
    "zip": gettext_lazy("This is a zip file. Unpack it, and choose the GeoJSON or TopoJSON in it."),
    "json": gettext_lazy("This is no GeoJSON or TopoJSON, or it is damaged."),
    "kind": gettext_lazy("The file is JSON, but holds no collection of areas (FeatureCollection or Topology)."),
    "reference": gettext_lazy(
        "The coordinates are of another system. Save the file with longitude and latitude (WGS 84)."
    ),
    "none": gettext_lazy("There is no area in the file."),
    "many": gettext_lazy("There are more than 5,000 pieces in the file. Divide it."),
    "broken": gettext_lazy("The file is damaged: its parts do not fit each other."),
}
REASONS: dict[str, str | Promise] = {
    "missing": gettext_lazy("It has no border."),
    "kind": gettext_lazy("It is a point or a line and encloses nothing."),
    "numbers": gettext_lazy("Its border holds something that is no coordinate."),
    "metres": gettext_lazy("Its coordinates are no degrees. Save the file with longitude and latitude (WGS 84)."),
    "turned": gettext_lazy("Latitude stands before longitude. Turn them around."),
    "ring": gettext_lazy("Its border has too few points to enclose anything."),
    "flat": gettext_lazy("Its border encloses nothing."),
    "unnamed": gettext_lazy("It has no name."),
    "long": gettext_lazy("Its name has more than 120 signs, or its code more than 20."),
    "no-municipality": gettext_lazy("Stands in the official list, but is no municipality."),
    "outside": gettext_lazy("More than half of it lies in no area that is in the list."),
    "nothing-around": gettext_lazy("There is nothing that it could lie in: read in the municipalities first."),
}


def choices(places: Iterable[Place], *, everything: str) -> list[tuple[str, str]]:
    """Return the areas for a select, indented by level; `everything` is the label of the empty choice.

    A district and a housing area in it may bear one name, and a municipality and a district: each says what it is.
    """
    labels = (
        (str(place.id), f"{'  ' * depth}{place.name} ({str(place.kind.label).lower()})")
        for place, depth in _flat(places, 0)
    )
    return [("", everything), *labels]


def names(places: Iterable[Place]) -> dict[str, str]:
    """Return what each area is called, by its id, for where it is not chosen among others."""
    return {str(place.id): place.name for place, _depth in _flat(places, 0)}


def words_of(places: Iterable[Place]) -> frozenset[str]:
    """Return the words that the areas' names are made of, in small letters: they name nobody."""
    return frozenset(word.lower() for name in names(places).values() for word in name.split())


def _flat(places: Iterable[Place], depth: int) -> Iterator[tuple[Place, int]]:
    for place in places:
        yield place, depth
        yield from _flat(place.parts, depth + 1)
