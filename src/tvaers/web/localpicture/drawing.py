"""The maps of the local picture: the areas that somebody works in, and a numbered mark for each bulletin."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.areas.models import AreaKind
from tvaers.areas.queries import Outlined, Place, outlined
from tvaers.foundation import clock
from tvaers.ui import maps

# How many steps wide a map is that stands beside a list.
BESIDE = 640
# From the ground up.
_KINDS = (AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.HOUSING)


def _near(places: tuple[Place, ...], of: set[UUID]) -> list[Outlined]:
    """Return the outlines of the municipalities where somebody works or something goes on, and of all in them."""
    ours = {place.id for place in places if place.parts or place.id in of}
    outlines = outlined(_KINDS, on=clock.today())
    # The rest of the country would dwarf the partnership.
    near = [each for each in outlines if each.kind != AreaKind.MUNICIPALITY or each.id in ours]
    return near or outlines


def of_bulletins(
    rows: list[dict[str, Any]], bulletins: list[dict[str, Any]], places: tuple[Place, ...]
) -> dict[str, Any]:
    """Return the map and what its caption says: map, is_schematic, sources. The numbers are those of the list."""
    near = _near(places, {row["area_id"] for row in rows})
    middles = {each.id: each.label_at for each in near}
    pins = [
        maps.Pin(
            number=shown["number"],
            at=middles[row["area_id"]],
            name=f"{shown['number']}. {shown['title']}",
            url=shown["url"],
            kind="seen" if row["certainty"] == "observed" else "guess",
        )
        for row, shown in zip(rows, bulletins, strict=True)
        if row["area_id"] in middles
    ]
    return {
        "map": maps.drawn(
            _("Map of the bulletins; the same stands in the list"), _shapes(near), pins=pins, wide=BESIDE
        ),
        "sources": list(dict.fromkeys(each.source for each in near)),
        "is_schematic": any(each.is_schematic for each in near),
    }


def of_area(area: UUID, top: UUID) -> maps.Map | None:
    """Return where an area lies in its municipality; None where neither has a border."""
    outlines = outlined(_KINDS, on=clock.today(), only={area, top})
    shapes = [
        maps.Shape(
            rings=each.rings,
            name=each.name,
            label_at=None if each.id == area else each.label_at,
            kind="one" if each.id == area else each.kind.value,
        )
        for each in outlines
    ]
    return maps.drawn(_("Map of where it lies"), shapes, wide=BESIDE)


def _shapes(near: list[Outlined]) -> list[maps.Shape]:
    return [
        maps.Shape(
            rings=each.rings,
            name=each.name,
            label_at=each.label_at,
            kind=each.kind.value,
            url=reverse("localpicture:area", args=[each.id]),
        )
        for each in near
    ]
