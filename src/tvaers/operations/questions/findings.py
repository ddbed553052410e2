"""What a question was answered with: green, amber or red, and for the last two what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """How a part of the installation stands. It tells of machines; nothing here is about a person."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Finding:
    """One answer. subject: the part, in a word or two. remedy: what the operator does about it; empty when green."""

    colour: Colour
    subject: str
    text: str
    remedy: str = ""


def green(subject: str, text: str) -> Finding:
    """Return that all is well."""
    return Finding(Colour.GREEN, subject, text)


def amber(subject: str, text: str, remedy: str) -> Finding:
    """Return what should be looked at soon; the installation works."""
    return Finding(Colour.AMBER, subject, text, remedy)


def red(subject: str, text: str, remedy: str) -> Finding:
    """Return what must be mended before anybody is served."""
    return Finding(Colour.RED, subject, text, remedy)
