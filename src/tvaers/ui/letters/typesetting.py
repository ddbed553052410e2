"""Setting a text as PDF, in a process of its own: a long one holds up no page, and ends with its time."""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tvaers.foundation import apart, clock

_CHILD = Path(__file__).resolve().parent / "typesetter.py"
WALL_SECONDS = 10.0
# Some five hundred pages; what is beyond is refused before it is begun.
MOST_BYTES_IN: Final = 3_000_000
MOST_BYTES: Final = 40 * 1024 * 1024
# One at a time in each process of the server.
_turn = threading.Lock()
# What makes signs stand in another order than they are read.
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_LONG_WORD = re.compile(r"(\S{80})(?=\S)")


class LetterError(RuntimeError):
    """The text could not be set as PDF: too long, or others were before it and it did not come to its turn."""


def typeset(template: str, said: Mapping[str, str], *, standards: tuple[str, ...], attached: str = "") -> bytes:
    """Return the PDF of a template in this folder, with drawable words by name. Raises LetterError.

    attached: a text that goes along in the PDF sign for sign.
    """
    content = json.dumps({"said": said, "attached": attached}, ensure_ascii=False).encode()
    if len(content) > MOST_BYTES_IN:
        raise LetterError("too long")
    if not _turn.acquire(timeout=WALL_SECONDS):
        raise LetterError("busy")
    try:
        made = str(int(clock.now().timestamp()))
        arguments = (template, ",".join(standards), made)
        answer = apart.answered(_CHILD, content, *arguments, seconds=WALL_SECONDS, most=MOST_BYTES)
    finally:
        _turn.release()
    if not answer.content.startswith(b"%PDF-") or len(answer.content) > MOST_BYTES:
        raise LetterError("not set")
    return answer.content


def drawable(text: str) -> str:
    """Return a text without what is no sign to draw, or would make others stand in another order than they are read.

    A word that no line holds may break after eighty signs: a longer line than a PDF may have would fail the paper.
    """
    drawn = "".join(sign for sign in text if sign == "\n" or not _is_undrawn(sign))
    return _LONG_WORD.sub("\\1\u200b", drawn)


def _is_undrawn(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs"} or unicodedata.bidirectional(sign) in _TURNING
