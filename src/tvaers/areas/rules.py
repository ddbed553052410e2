"""Which area can lie in which: municipality → district → housing area. No database, no clock."""

from tvaers.areas.models import AreaKind

# What can lie directly below an area of a kind, largest first; None: at the top.
PARTS: dict[AreaKind | None, tuple[AreaKind, ...]] = {
    None: (AreaKind.MUNICIPALITY,),
    AreaKind.MUNICIPALITY: (AreaKind.DISTRICT, AreaKind.HOUSING),
    AreaKind.DISTRICT: (AreaKind.HOUSING,),
    AreaKind.HOUSING: (),
}


class AreaOutOfPlaceError(ValueError):
    """An area of this kind does not lie below one of that kind."""


def check_place(kind: AreaKind, *, below: AreaKind | None) -> None:
    """Raise AreaOutOfPlaceError when an area of `kind` cannot lie there."""
    if kind not in PARTS[below]:
        raise AreaOutOfPlaceError
