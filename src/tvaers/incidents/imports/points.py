"""Points as files have them: degrees, or metres of UTM zone 32 (EPSG:25832), also with their columns swapped."""

import math
import re
from typing import Final

# A number with a sign of decimals or several of thousands.
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)*")
_UNIT: Final = re.compile(r"\s*[°ºNØEnøe]{1,2}$")
_THOUSANDS: Final = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
# Both of what is no degree, and as large as metres north of the equator and from the zone's false west are.
LEAST_METRES: Final = 100_000
LARGEST_DEGREE: Final = 180

# The ellipsoid GRS80, the zone's middle and its scale there.
_A, _F = 6_378_137.0, 1 / 298.257222101
_MIDDLE, _SCALE, _FALSE_EAST = math.radians(9), 0.9996, 500_000.0
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
# Krüger's series backwards (Karney 2011, J. Geodesy 85), to the third order: exact to a millimetre here.
_BACK = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96,
    _N**2 / 48 + _N**3 / 15,
    17 * _N**3 / 480,
)
_LATITUDE = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)


def number(text: str) -> float | None:
    """Return the number in a text, with decimal comma or point; None where there is none.

    Of both signs the last is that of decimals; one that stands several times is that of thousands.
    """
    told = _THOUSANDS.sub("", _UNIT.sub("", text.strip()))
    if not _NUMBER.fullmatch(told):
        return None
    comma, point = told.rfind(","), told.rfind(".")
    last = max(comma, point)
    if last >= 0 and told.count(told[last]) == 1:
        whole, part = re.sub(r"[.,]", "", told[:last]), told[last + 1 :]
        # No degree is so large, and no metre so small: 722.345 is written for 722,345 metres.
        is_thousands = len(part) == len("000") and abs(int(whole)) > LARGEST_DEGREE
        return float(whole + part if is_thousands else f"{whole}.{part}")
    return float(re.sub(r"[.,]", "", told))


def degrees(north: float, east: float) -> list[tuple[float, float, bool]]:
    """Return what two numbers can mean: latitude, longitude, and whether they stood in each other's place.

    As they stand first. Nothing where they are neither degrees nor metres.
    """
    pairs = [(north, east, False), (east, north, True)]
    if north >= LEAST_METRES and east >= LEAST_METRES:
        # In metres the larger is the way north, everywhere between the zone's ends and far from the equator.
        return [(*from_metres(n, e), swapped) for n, e, swapped in pairs if n > e]
    return [(n, e, swapped) for n, e, swapped in pairs if abs(n) <= LARGEST_DEGREE / 2 and abs(e) <= LARGEST_DEGREE]


def from_metres(north: float, east: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a point in UTM zone 32 (ETRS89, as WGS84 within a metre)."""
    up, across = north / (_SCALE * _RADIUS), (east - _FALSE_EAST) / (_SCALE * _RADIUS)
    series = [(2 * order, by) for order, by in enumerate(_BACK, start=1)]
    xi = up - sum(by * math.sin(order * up) * math.cosh(order * across) for order, by in series)
    eta = across - sum(by * math.cos(order * up) * math.sinh(order * across) for order, by in series)
    conformal = math.asin(max(-1.0, min(1.0, math.sin(xi) / math.cosh(eta))))
    latitude = conformal + sum(by * math.sin(2 * order * conformal) for order, by in enumerate(_LATITUDE, start=1))
    longitude = _MIDDLE + math.atan2(math.sinh(eta), math.cos(xi))
    return math.degrees(latitude), math.degrees(longitude)
