"""What a file is, told by its content and never by its name; what is refused, and the limits of the work."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds that are kept (filtype)."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def beginning(self) -> bytes:
        """The bytes that every file of the kind begins with."""
        return _BEGINNINGS[self]

    @property
    def ending(self) -> str:
        """What the name of a file of the kind ends in."""
        return "jpg" if self is Kind.JPEG else self.value

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""
        return "application/pdf" if self is Kind.PDF else f"image/{self.value}"


class Why(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    LARGE = "large"
    KIND = "kind"
    ENCRYPTED = "encrypted"
    PIXELS = "pixels"
    PAGES = "pages"
    DAMAGED = "damaged"
    HEAVY = "heavy"
    BUSY = "busy"


class UncleanError(Exception):
    """The file cannot be made anew; `why` says for which reason."""

    def __init__(self, why: Why) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why


MOST_BYTES = 20 * 1024 * 1024
# A picture of a telephone has 12 million; above this a JPEG is read at half or a quarter of its size.
MOST_PIXELS = 20_000_000
# Read so, a JPEG may have more; nothing that a scanner or a telephone makes has more than this.
MOST_PIXELS_REDUCED = 220_000_000
MOST_PAGES = 1_000
# What all streams of a document may grow to.
MOST_UNPACKED = 200 * 1024 * 1024
# Of the child process.
ADDRESS_SPACE = 256 * 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 10

_BEGINNINGS = {Kind.PDF: b"%PDF-", Kind.PNG: b"\x89PNG\r\n\x1a\n", Kind.JPEG: b"\xff\xd8\xff"}


def kind_of(content: bytes) -> Kind:
    """Return what `content` is by its first bytes. Raises UncleanError: EMPTY, LARGE, KIND.

    A PDF that begins later in the file, as readers forgive, is something else as well, and refused.
    """
    if not content:
        raise UncleanError(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise UncleanError(Why.LARGE)
    for kind in Kind:
        if content.startswith(kind.beginning):
            return kind
    raise UncleanError(Why.KIND)
