"""Files that somebody takes home: saved by the browser under a safe name, and never shown by it."""

import re
import unicodedata
from urllib.parse import quote

from anyascii import anyascii
from django.http import HttpResponse

# Nothing in it runs, loads or is sent, should a browser show it after all.
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
LONGEST_NAME = 80
_UNNAMED = "fil"
# What leads to another folder, ends a header, or is a command somewhere.
_UNSAFE = re.compile(r'[\\/:*?"<>|%;\x00-\x1f\x7f]')
_PLAIN = re.compile(r"[^A-Za-z0-9 ._()-]")
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(title: str, ending: str) -> str:
    """Return a name for a file that is safe wherever it is saved, with one ending, that of its kind."""
    visible = "".join(each for each in title if unicodedata.category(each)[0] != "C")
    name = " ".join(_UNSAFE.sub(" ", visible).split())[:LONGEST_NAME].strip(" .")
    # Another ending in the title would be the one that somebody reads; of a day ("29. november") the number is enough.
    name = re.sub(r"\.+(?=\s|$)", "", name).replace(".", "-")
    if not name or _DEVICES.match(name):
        name = f"{_UNNAMED} {name}".strip()
    return f"{name}.{ending}"


class Attachment(HttpResponse):
    """The answer that gives a file out, whole or not at all."""

    def __init__(self, content: bytes, *, title: str, ending: str, content_type: str) -> None:
        """Say that it is saved, under which name, and that nobody keeps or guesses anything."""
        super().__init__(content, content_type=content_type)
        name = file_name(title, ending)
        plain = file_name(_PLAIN.sub("", anyascii(name.removesuffix(f".{ending}"))), ending)
        self.headers["Content-Disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        )
        self.headers["X-Content-Type-Options"] = "nosniff"
        self.headers["Cache-Control"] = "no-store"
        self.headers["Accept-Ranges"] = "none"
        # Packed already: the pages' compression would take its time and gain nothing.
        self.headers["Content-Encoding"] = "identity"
