"""The child process that typesets: words in JSON on its input, the PDF on its output, and nothing when it fails.

On its input stand `said`, the words by name, and `attached`, a text that goes along in the PDF sign for sign.
Its arguments are a template beside it, the standards that the PDF keeps, and when it was made, in seconds since 1970.
Words come in as data, so nothing in them can be a command of the typesetter.
"""

import json
import re
import resource
import sys
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE / "fonts"
_ADDRESS_SPACE = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 20
# Each names one sign that no font of ours has; a text with more kinds of them than this is not meant for reading.
_MOST_TRIES = 40
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_INSTEAD = "□"
# Pictures and the scripts of East Asia, of which no font of ours has any: all at once, or each would cost a try.
_FAR = re.compile("[\u2e80-\ufaff\ufe00-\ufe0f\U00010000-\U0010ffff]")


def _set(template: str, standards: list[Any], made: int, said: dict[str, str], attached: str) -> bytes:
    """Return the PDF. A sign that no font has is drawn as an empty square, for the standards let no sign be unnamed."""
    for _attempt in range(_MOST_TRIES):
        try:
            return typst.compile(
                str(_HERE / template),
                format="pdf",
                font_paths=[str(_FONTS)],
                ignore_system_fonts=True,
                sys_inputs={**said, "attached": attached},
                pdf_standards=standards,
                timestamp=made,
            )
        except RuntimeError as failed:
            missing = _MISSING.search(str(failed))
            if missing is None:
                raise
            sign = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), missing[1])
            said = {name: _FAR.sub(_INSTEAD, value.replace(sign, _INSTEAD)) for name, value in said.items()}
    raise RuntimeError("too many signs without a font")


def main() -> None:
    """Answer for the one paper."""
    for what, most in (
        (resource.RLIMIT_AS, _ADDRESS_SPACE),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    template, standards, made = sys.argv[1:]
    given = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(_set(template, standards.split(","), int(made), given["said"], given["attached"]))


if __name__ == "__main__":
    main()
