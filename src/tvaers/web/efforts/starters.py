"""Starter efforts: they come with the program, in Danish, for an organisation to take over and make its own.

Each lies in `starter_texts/`: lines of its facts, an empty line, what it is, an empty line, and a line for each usual
step: working days after the start, who, and what.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tvaers.efforts.actions import Step, Told
from tvaers.efforts.enums import BY_CONSENT_ALONE, Kind, ProviderKind, StepBy

TEXTS: Final = Path(__file__).parent / "starter_texts"
LANGUAGE: Final = "da"


@dataclass(frozen=True, kw_only=True)
class Starter:
    """A starter effort. name: its slug. Its areas are chosen by whoever takes it over."""

    name: str
    told: Told
    steps: tuple[Step, ...]


def read(name: str, text: str) -> Starter:
    """Read a starter effort. Raises KeyError and ValueError for facts that are missing or of no list."""
    head, *what, steps = text.strip().split("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    provider_kind = ProviderKind(facts["provider-kind"])
    told = Told(
        kind=Kind(facts["kind"]),
        title=facts["title"],
        what="\n\n".join(what),
        for_whom=facts["for-whom"],
        provider=facts["provider"],
        provider_kind=provider_kind,
        capacity=facts["capacity"],
        source=facts["source"],
        needs_consent=provider_kind in BY_CONSENT_ALONE or facts.get("consent") == "first",
        areas=(),
    )
    return Starter(name=name, told=told, steps=tuple(map(_step, steps.splitlines())))


def _step(line: str) -> Step:
    days, who, text = line.split(" ", 2)
    return Step(text=text, who=StepBy(who), days=int(days))


@cache
def starters() -> dict[str, Starter]:
    """Return the starter efforts by name, in the order of their titles."""
    files = TEXTS.glob(f"*.{LANGUAGE}.txt")
    found = [read(file.name.removesuffix(f".{LANGUAGE}.txt"), file.read_text(encoding="utf-8")) for file in files]
    return {each.name: each for each in sorted(found, key=lambda each: each.told.title)}
