"""Starter pages: methods that come with the program, in Danish, for an organisation to take over and make its own.

Each lies in `starter_texts/`: lines of its facts, an empty line, and what it says in the marks of `reading`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tvaers.methods.actions import Told
from tvaers.methods.enums import Place, Topic

TEXTS: Final = Path(__file__).parent / "starter_texts"
LANGUAGE: Final = "da"


@dataclass(frozen=True, kw_only=True)
class Starter:
    """A starter page. name: its slug; places: where it may well be shown."""

    name: str
    topic: Topic
    places: tuple[Place, ...]
    told: Told


def read(name: str, text: str) -> Starter:
    """Read a starter page. Raises KeyError and ValueError for facts that are missing or of no list."""
    head, _, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Starter(
        name=name,
        topic=Topic(facts["topic"]),
        places=tuple(map(Place, facts["places"].split())),
        told=Told(title=facts["title"], summary=facts["summary"], source=facts["source"], body=body.strip()),
    )


@cache
def starters() -> dict[str, Starter]:
    """Return the starter pages by name, in the order of their titles."""
    files = TEXTS.glob(f"*.{LANGUAGE}.txt")
    found = [read(file.name.removesuffix(f".{LANGUAGE}.txt"), file.read_text(encoding="utf-8")) for file in files]
    return {each.name: each for each in sorted(found, key=lambda each: each.told.title)}
