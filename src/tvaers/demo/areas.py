"""The rows of the list of areas: municipality, district, housing area; and their sketched borders."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tvaers.areas.actions.drawing import described
from tvaers.areas.imports.outlines import guessed, outlines
from tvaers.areas.imports.shipped import FROM_ON, SHIPPED, read_shipped
from tvaers.areas.models import AreaKind
from tvaers.demo.places import PLACES
from tvaers.demo.seed import identified

POLICE = identified("area", "Københavns Vestegns Politi")
_CODES = {"Gladsaxe": "0159", "Herlev": "0163", "Ballerup": "0151"}
BORDER_COLUMNS = (
    *("id", "area_id", "from_on", "source", "is_schematic"),
    *("rings", "light", "west", "south", "east", "north", "label_east", "label_north"),
)


@dataclass(frozen=True)
class Place:
    """One row of the list of areas."""

    kind: AreaKind
    name: str
    municipality: str
    parent: UUID | None
    id: UUID

    @property
    def police(self) -> UUID | None:
        """The police district of a municipality."""
        return POLICE if self.kind == AreaKind.MUNICIPALITY else None

    @property
    def code(self) -> str:
        """The official code of a municipality."""
        return _CODES[self.name] if self.kind == AreaKind.MUNICIPALITY else ""


def places() -> list[Place]:
    """Return all areas, each after the one it lies in."""
    found = [Place(AreaKind.POLICE, "Københavns Vestegns Politi", "", None, POLICE)]

    def add(kind: AreaKind, name: str, municipality: str, parent: UUID | None, path: str) -> UUID:
        found.append(Place(kind, name, municipality, parent, identified("area", path)))
        return found[-1].id

    for municipality, districts in PLACES.items():
        top = add(AreaKind.MUNICIPALITY, municipality, municipality, None, municipality)
        for district, estates in districts.items():
            path = f"{municipality}/{district}"
            middle = add(AreaKind.DISTRICT, district, municipality, top, path)
            for estate in estates:
                add(AreaKind.HOUSING, estate, municipality, middle, f"{path}/{estate}")
    return found


def borders() -> Iterator[tuple[Any, ...]]:
    """Yield a row of BORDER_COLUMNS for each area whose sketch comes along."""
    by_name = {(place.kind, place.name): place.id for place in places()}
    for shipped, kind in SHIPPED.items():
        file = read_shipped(shipped)
        name, code = guessed(file)
        for outline in outlines(file, kind, name=name, code=code)[0]:
            area = by_name[kind, outline.name]
            told = described(outline.shape)
            said = (identified("border", str(area)), area, FROM_ON, "Skitse tegnet til Tværs", True)
            packed = (json.dumps(told.pop(each)) for each in ("rings", "light"))
            yield (*said, *packed, *told.values())
