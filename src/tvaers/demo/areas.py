"""The rows of the list of areas: municipality, district, housing area."""

from dataclasses import dataclass
from uuid import UUID

from tvaers.areas.models import AreaKind
from tvaers.demo.places import PLACES
from tvaers.demo.seed import identified


@dataclass(frozen=True)
class Place:
    """One row of the list of areas."""

    kind: AreaKind
    name: str
    municipality: str
    parent: UUID | None
    id: UUID


def places() -> list[Place]:
    """Return all areas, each after the one it lies in."""
    found: list[Place] = []

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
