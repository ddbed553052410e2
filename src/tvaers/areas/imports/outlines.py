"""From the features of a file to areas: those that belong together are one, each with its code and name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely import MultiPolygon

from tvaers.areas.imports.reading import Feature, FeatureFile
from tvaers.areas.models import AreaKind
from tvaers.areas.shapes import ShapeError, enclosed, joined

LONGEST_NAME, LONGEST_CODE = 120, 20
# In the official list of municipalities stands one that is none: Christiansø is the Ministry of Defence's.
NOT_OF_THE_KIND: Mapping[tuple[AreaKind, str], str] = {(AreaKind.MUNICIPALITY, "0411"): "no-municipality"}
_NAMES = ("navn", "name", "titel", "title")
_CODES = ("kode", "code", "nr", "id", "txt")


@dataclass(frozen=True)
class Outline:
    """An area as a file has it: its code, "" where it has none, its name, its shape, and the features it is made of."""

    code: str
    name: str
    shape: MultiPolygon
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """A feature that was left out, with the name that it has, and the code of the reason (REASONS in wording)."""

    number: int
    name: str
    code: str


def outlines(file: FeatureFile, kind: AreaKind, *, name: str, code: str = "") -> tuple[list[Outline], list[Problem]]:
    """Return the areas of a file in the order of their names, and the features that were left out.

    name, code: the properties that hold them; "" for no code. Features with the same code are one area; one without a
    code belongs to the code whose name it has, or to those with the same name.
    """
    coded = {
        feature.properties.get(name, "").casefold(): feature.properties[code]
        for feature in reversed(file.features)
        if code and feature.properties.get(code)
    }
    together: dict[tuple[str, str], list[tuple[Feature, MultiPolygon]]] = {}
    problems = []
    for feature in file.features:
        called = feature.properties.get(name, "")
        its_code = (feature.properties.get(code, "") if code else "") or coded.get(called.casefold(), "")
        if reason := _unnamed(kind, called, its_code):
            problems.append(Problem(feature.number, called, reason))
            continue
        try:
            shape = enclosed(feature.geometry)
        except ShapeError as error:
            problems.append(Problem(feature.number, called, error.code))
            continue
        together.setdefault((its_code, "" if its_code else called.casefold()), []).append((feature, shape))
    found = [_outline(its_code, name, parts) for (its_code, _called), parts in together.items()]
    return sorted(found, key=lambda each: each.name.casefold()), problems


def _unnamed(kind: AreaKind, called: str, code: str) -> str:
    """Return why a feature cannot be an area by what it is called; "" when it can."""
    if not called:
        return "unnamed"
    if len(called) > LONGEST_NAME or len(code) > LONGEST_CODE:
        return "long"
    return NOT_OF_THE_KIND.get((kind, code), "")


def _outline(code: str, name: str, parts: Sequence[tuple[Feature, MultiPolygon]]) -> Outline:
    # The name that most of its features have; a file may spell one of them otherwise.
    called = Counter(feature.properties[name] for feature, _shape in parts if feature.properties.get(name))
    return Outline(
        code=code,
        name=called.most_common(1)[0][0],
        shape=joined(shape for _feature, shape in parts) if len(parts) > 1 else parts[0][1],
        numbers=tuple(feature.number for feature, _shape in parts),
    )


def guessed(file: FeatureFile) -> tuple[str, str]:
    """Return the properties that seem to hold the name and the code; "" where none does."""
    name = _first(file, _NAMES) or next(
        (each for each in file.properties if any(feature.properties.get(each) for feature in file.features)), ""
    )
    code = _first(file, _CODES)
    return name, "" if code == name else code


def _first(file: FeatureFile, endings: Sequence[str]) -> str:
    ranked = [each for ending in endings for each in file.properties if ending in each.casefold()]
    return ranked[0] if ranked else ""
