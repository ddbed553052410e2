"""Starters: templates that come with the program, in Danish, for an authority to take over and make its own.

Each is a file in `starters/`, as any authority could have written and given it; `packing` reads it.
"""

from functools import cache
from pathlib import Path
from typing import Final

from tvaers.assessments.packing import Package, unpack

TEXTS: Final = Path(__file__).parent / "starters"
LANGUAGE: Final = "da"


@cache
def starters() -> dict[str, Package]:
    """Return the templates that come along, by name, in the order of their titles."""
    ending = f".{LANGUAGE}.json"
    found = {
        file.name.removesuffix(ending): unpack(file.read_text(encoding="utf-8")) for file in TEXTS.glob(f"*{ending}")
    }
    return dict(sorted(found.items(), key=lambda each: each[1].title))
