"""A letter becomes a tagged PDF."""

from dataclasses import asdict, dataclass

from tvaers.ui.letters.typesetting import drawable, typeset


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What stands in a letter. text: paragraphs parted by an empty line; language: two letters."""

    organisation: str
    mark: str
    subject: str
    date: str
    text: str
    language: str


def render_letter(letter: Letter) -> bytes:
    """Return the letter as PDF/UA-1. Raises LetterError."""
    said = {name: drawable(value) for name, value in asdict(letter).items()}
    return typeset("letter.typ", said, standards=("ua-1",))
