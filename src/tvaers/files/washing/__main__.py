"""The child process: reads a file from its input and writes it, made anew, to its output.

The answer is one line – `clean` and the kind, or `refused` and why; then the most address space and the most memory
that the work took, in kB – and then, when clean, the file. Before anything of
the file is looked into the process gives up what it does not need: memory beyond the limit, time, and the right to
open anything at all, so that whoever takes it over finds neither a file nor the network.
"""

import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO

# Started with nothing but the installed packages on its path.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tvaers.files.washing.kinds import (
    ADDRESS_SPACE,
    CPU_SECONDS,
    MOST_BYTES,
    Kind,
    UncleanError,
    Why,
    kind_of,
)

_STANDARD_STREAMS = 3


def _give_up_rights() -> None:
    """Bound memory and time; write no file, leave no image of the memory, start nothing, open nothing."""
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _STANDARD_STREAMS),
    ):
        resource.setrlimit(what, (most, most))


def _answer(line: str, taken: BinaryIO, content: bytes = b"") -> None:
    sys.stdout.buffer.write(f"{line} {_peak(taken)}\n".encode())
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _peak(taken: BinaryIO) -> str:
    taken.seek(0)
    said = dict(line.split(b":") for line in taken.read().splitlines())
    return " ".join(said[name].split()[0].decode() for name in (b"VmPeak", b"VmHWM"))


def _remade(content: bytes) -> tuple[bytes, Kind]:
    """Return the file anew. Only what its kind needs is loaded, and all of it before the right to open files goes."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        from tvaers.files.washing import documents  # noqa: PLC0415

        documents.rehearse()
        _give_up_rights()
        return documents.remade(content), kind
    from tvaers.files.washing import pictures  # noqa: PLC0415

    pictures.rehearse()
    _give_up_rights()
    return pictures.remade(content, kind), kind


def main() -> None:
    """Answer for the one file."""
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    # The one file that stays open: what the process itself takes.
    with Path("/proc/self/status").open("rb", buffering=0) as taken:
        try:
            made, kind = _remade(content)
            if len(made) > MOST_BYTES:
                raise UncleanError(Why.LARGE)
        except UncleanError as unclean:
            _answer(f"refused {unclean.why}", taken)
        except MemoryError:
            _answer(f"refused {Why.HEAVY}", taken)
        else:
            _answer(f"clean {kind}", taken, made)
    # Nothing is tidied up: what a hostile file left in the libraries is not run once more.
    os._exit(0)


if __name__ == "__main__":
    main()
