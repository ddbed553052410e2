"""Which area can lie in which: municipality → district → housing area; police districts stand beside."""

from tvaers.areas.models import AreaKind

# What can be added directly below an area of a kind, largest first; None: at the top. Police districts are read in.
PARTS: dict[AreaKind | None, tuple[AreaKind, ...]] = {
    None: (AreaKind.MUNICIPALITY,),
    AreaKind.MUNICIPALITY: (AreaKind.DISTRICT, AreaKind.HOUSING),
    AreaKind.DISTRICT: (AreaKind.HOUSING,),
    AreaKind.HOUSING: (),
    AreaKind.POLICE: (),
}
# What an area of a kind lies in, the smallest first; nothing: it stands at the top.
AROUND: dict[AreaKind, tuple[AreaKind, ...]] = {
    AreaKind.MUNICIPALITY: (),
    AreaKind.DISTRICT: (AreaKind.MUNICIPALITY,),
    AreaKind.HOUSING: (AreaKind.DISTRICT, AreaKind.MUNICIPALITY),
    AreaKind.POLICE: (),
}
# Which of the areas that a point lies in is named first.
INNERMOST: tuple[AreaKind, ...] = (AreaKind.HOUSING, AreaKind.DISTRICT, AreaKind.MUNICIPALITY)


class AreaOutOfPlaceError(ValueError):
    """An area of this kind does not lie below one of that kind."""


def check_place(kind: AreaKind, *, below: AreaKind | None) -> None:
    """Raise AreaOutOfPlaceError when an area of `kind` cannot lie there."""
    if kind not in PARTS[below]:
        raise AreaOutOfPlaceError
