"""Making a file anew in a process of its own, so that a hostile one ends that process and not the server."""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tvaers.files.washing.kinds import MOST_BYTES, WALL_SECONDS, Kind, UncleanError, Why, kind_of
from tvaers.foundation import apart

_CHILD = Path(__file__).resolve().parent / "washing" / "__main__.py"
_LONGEST_LINE = 64
# One at a time in each process of the server: each may take the whole of the memory that it is allowed.
_turn = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Clean:
    """A file that was made anew: what may be kept. Nothing but `clean` makes one from what somebody sent."""

    kind: Kind
    # Never in a message or a log.
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What the child took: seconds of processor time; the most address space and memory at once, in bytes.

    None where it was ended before it could say.
    """

    seconds: float
    space: int | None
    memory: int | None


def clean(content: bytes) -> Clean:
    """Return the file that `content` holds, made anew by a child process. Raises UncleanError with the reason.

    Ten seconds and 256 MB at most; whatever ends the child otherwise is HEAVY.
    """
    return measured(content)[0]


def measured(content: bytes) -> tuple[Clean, Spent]:
    """Return what `clean` does, and what it took."""
    kind = kind_of(content)
    if not _turn.acquire(timeout=WALL_SECONDS):
        raise UncleanError(Why.BUSY)
    try:
        answer, seconds = _asked(content)
    finally:
        _turn.release()
    line, _end, made = answer.partition(b"\n")
    word, what, *kilobytes = [*line[:_LONGEST_LINE].decode("ascii", "replace").split(), "", ""][:4]
    space, memory = (int(each) * 1024 if each.isdigit() else None for each in [*kilobytes, "", ""][:2])
    spent = Spent(seconds=seconds, space=space, memory=memory)
    if word == "refused" and what in set(Why):
        raise RefusedError(Why(what), spent)
    # Looked at once more on this side: a child that was taken over could answer with anything.
    if word != "clean" or what != kind or len(made) > MOST_BYTES or not made.startswith(kind.beginning):
        raise RefusedError(Why.HEAVY, spent)
    return Clean(kind=kind, content=made), spent


class RefusedError(UncleanError):
    """A refusal by the child, with what it took."""

    def __init__(self, why: Why, spent: Spent) -> None:
        """Keep both."""
        super().__init__(why)
        self.spent = spent


def _asked(content: bytes) -> tuple[bytes, float]:
    """Return the child's answer, empty when it was ended, and how many seconds it computed."""
    said = apart.answered(_CHILD, content, seconds=WALL_SECONDS, most=MOST_BYTES + _LONGEST_LINE)
    return said.content, said.seconds
