"""What stands in a PDF of ours: its words in the order they are drawn, what it says of itself, what is attached."""

import io
import re

import pikepdf
from pikepdf import Pdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\n")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\n")
_SIGN = 2


def _signs(font) -> dict[int, str]:
    """What each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", table, re.DOTALL):
        pairs = ((int(code, 16), bytes.fromhex(sign.decode())) for code, sign in _PAIR.findall(block))
        found |= {code: sign.decode("utf-16-be") for code, sign in pairs}
    for block in re.findall(rb"beginbfrange\n(.*?)endbfrange", table, re.DOTALL):
        for first, last, sign in _RANGE.findall(block):
            start = int.from_bytes(bytes.fromhex(sign.decode()))
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found


def _drawn(operand, signs: dict[int, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(
        signs.get(int.from_bytes(code[at : at + _SIGN]), "?") for code in codes for at in range(0, len(code), _SIGN)
    )


def pages(content: bytes) -> list[str]:
    """The words of each page; spaces and the ends of lines are one space."""
    found = []
    with Pdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            fonts = {name: _signs(font) for name, font in page.Resources.Font.items()}
            signs: dict[int, str] = {}
            drawn = []
            for each in pikepdf.parse_content_stream(page):
                if str(each.operator) == "Tf":
                    signs = fonts[str(each.operands[0])]
                elif str(each.operator) in {"Tj", "TJ"}:
                    drawn.append(_drawn(each.operands[0], signs))
                elif str(each.operator) == "ET":
                    drawn.append(" ")
            found.append(" ".join("".join(drawn).replace("\u200b", "").split()))
    return found


def text(content: bytes) -> str:
    """All of its words."""
    return " ".join(pages(content))


def attached(content: bytes) -> dict[str, bytes]:
    """The files in it, by name."""
    with Pdf.open(io.BytesIO(content)) as document:
        return {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}


def kinds(content: bytes) -> set[str]:
    """The kinds of elements that its structure for screen readers is made of."""
    with Pdf.open(io.BytesIO(content)) as document:
        return {str(each.S)[1:] for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each}
