"""Where an outline belongs: which area it is already, which one it lies in, and which police district that is in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shapely import MultiPolygon
from shapely.strtree import STRtree

from tvaers.areas import shapes
from tvaers.areas.imports.outlines import Outline
from tvaers.areas.models import Area, AreaKind
from tvaers.areas.queries import Known, bordered, known
from tvaers.areas.rules import AROUND

# An area lies in the one that holds more than half of it.
MOST_OF_IT = 0.5


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An outline and where it belongs. area: the one that it is already. around: what it would lie in, if new.

    reason: why it has no place ("outside", "nothing-around"), else "".
    """

    outline: Outline
    area: Known | None = None
    around: Known | None = None
    reason: str = ""


@dataclass
class Surroundings:
    """The areas of some kinds with their shapes on a day, to find what lies in which."""

    kinds: tuple[AreaKind, ...]
    on: date
    areas: list[Known] = field(init=False)
    shapes: list[MultiPolygon] = field(init=False)

    def __post_init__(self) -> None:
        """Read them."""
        found = list(bordered(self.kinds, on=self.on))
        self.areas = [area for area, _rings in found]
        self.shapes = [shapes.unpacked(rings) for _area, rings in found]
        self._tree = STRtree(self.shapes)

    def around(self, shape: MultiPolygon) -> Known | None:
        """Return the area that holds more than half of a shape, the smallest kind first; None where none does."""
        near = [int(index) for index in self._tree.query(shape)]
        held = [(self.areas[index], shapes.share_inside(shape, self.shapes[index])) for index in near]
        most = [(area, share) for area, share in held if share > MOST_OF_IT]
        most.sort(key=lambda each: (self.kinds.index(each[0].kind), -each[1]))
        return most[0][0] if most else None


def placed(outlines: Iterable[Outline], kind: AreaKind, *, on: date) -> list[Placed]:
    """Return where each outline belongs. An area is known again by its code, or by its name where it lies."""
    mine = known((kind,))
    coded = {area.code: area for area in mine if area.code}
    if not AROUND[kind]:
        called = {area.name.casefold(): area for area in mine}
        return [
            Placed(outline=each, area=coded.get(each.code) or called.get(each.name.casefold())) for each in outlines
        ]
    surroundings = Surroundings(AROUND[kind], on)
    below = {(area.top, area.name.casefold()): area for area in mine}
    found = []
    for each in outlines:
        around = surroundings.around(each.shape)
        again = coded.get(each.code) or (below.get((around.top, each.name.casefold())) if around else None)
        reason = "" if around or again else ("outside" if surroundings.areas else "nothing-around")
        found.append(Placed(outline=each, area=again, around=around, reason=reason))
    return found


def settle_police_districts(*, on: date) -> int:
    """Note of each municipality which police district most of it lies in on a day; return how many changed."""
    districts = Surroundings((AreaKind.POLICE,), on)
    changed = 0
    for area, rings in bordered((AreaKind.MUNICIPALITY,), on=on):
        district = districts.around(shapes.unpacked(rings))
        said: UUID | None = district.id if district else None
        changed += Area.objects.filter(id=area.id).exclude(police_district_id=said).update(police_district_id=said)
    return changed
