"""A letter becomes a tagged PDF: text goes in as data, so nothing in it can be a command of the typesetter."""

from dataclasses import asdict, dataclass
from pathlib import Path

import typst

_HERE = Path(__file__).resolve().parent
TEMPLATE = _HERE / "letter.typ"
FONTS = _HERE / "fonts"


class LetterError(RuntimeError):
    """The letter could not be typeset."""


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
    """Return the letter as PDF/UA-1. Raises LetterError. Reads no file but its template and fonts, and no network."""
    # A sign that no font has would be drawn as a box; the text area cannot send others than these.
    plain = {
        name: "".join(sign for sign in value if sign >= " " or sign == "\n") for name, value in asdict(letter).items()
    }
    try:
        made = typst.compile(
            str(TEMPLATE),
            format="pdf",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs=plain,
            pdf_standards=["ua-1"],
        )
    except RuntimeError as failed:
        raise LetterError(str(failed)) from failed
    return made
