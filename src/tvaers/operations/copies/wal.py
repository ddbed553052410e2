"""The database's log of changes (WAL), segment by segment: what is needed to come to any point in time.

`pg_receivewal` brings it here as it is written; each segment is sealed and put beside the backups, the one that is
being written too, so that at most a minute is lost with the machine.
"""

import io
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from tvaers.operations.copies import sealed
from tvaers.operations.copies.sealed import BrokenCopyError

FOLDER = "wal"
PARTIAL = ".partial"
_SEGMENT = re.compile(r"^[0-9A-F]{24}$")
_KEPT = re.compile(r"^([0-9A-F]{24}|[0-9A-F]{8}\.history)(\.partial)?\.age$")
#: A segment's first page: magic, info, time line, address, rest, padding; system, size of segment and page.
_HEADER = struct.Struct("<HHIQIIQII")


@dataclass(frozen=True)
class Kept:
    """One sealed file. name: PostgreSQL's own, without endings."""

    path: Path
    name: str
    partial: bool


@dataclass(frozen=True)
class Arrived:
    """What pg_receivewal has brought. content: the segment being written, as it was then; a whole one is read later."""

    path: Path
    changed: int
    content: bytes | None


def arrived(spool: Path) -> list[Arrived]:
    """Return what lies in the spool now, in the order of the changes."""
    found = []
    for path in sorted(spool.iterdir()):
        partial = path.name.endswith(PARTIAL)
        if _SEGMENT.match(path.name.removesuffix(PARTIAL)) or path.suffix == ".history":
            found.append(Arrived(path, path.stat().st_mtime_ns, path.read_bytes() if partial else None))
    return found


def keep(found: Iterable[Arrived], target: Path, to: x25519.Recipient, *, known: dict[str, int]) -> Iterator[str]:
    """Seal what has arrived; yield each file's name when it is safe.

    A segment that is whole leaves the spool; the one being written stays, and is sealed again when it has changed.
    known: what the caller keeps between calls.
    """
    folder = target / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in found:
        name = each.path.name
        if each.content is None:
            with each.path.open("rb") as source:
                sealed.seal(source, folder / f"{name}.age", to)
            (folder / f"{name}{PARTIAL}.age").unlink(missing_ok=True)
            each.path.unlink()
        elif known.get(name) == each.changed:
            continue
        else:
            sealed.seal(io.BytesIO(each.content), folder / f"{name}.age", to)
            known[name] = each.changed
        yield name


def kept(target: Path) -> list[Kept]:
    """Return what lies there, whole segments before a part of the same one."""
    folder = target / FOLDER
    if not folder.is_dir():
        return []
    found = [(path, match) for path in sorted(folder.iterdir()) if (match := _KEPT.match(path.name))]
    return [Kept(path, match[1], bool(match[2])) for path, match in found]


def prune(target: Path, *, before: str) -> int:
    """Remove segments older than the one named `before`, on any time line; return how many."""
    old = [each for each in kept(target) if _SEGMENT.match(each.name) and each.name[8:] < before[8:]]
    for each in old:
        each.path.unlink()
    return len(old)


def newest(data: Path) -> str:
    """Return the newest segment that lies in a server's files."""
    return max(path.name for path in (data / "pg_wal").iterdir() if _SEGMENT.match(path.name))


def restore(target: Path, into: Path, key: x25519.Identity, *, system: int, after: str) -> list[str]:
    """Open every segment later than `after`, the newest that the files hold, into the directory `into`; return names.

    Raises BrokenCopyError for one that is damaged, another server's, or not the one its name says, and for a gap: what
    comes after a gap could never be reached, and nobody would see it.
    """
    names: list[str] = []
    for each in kept(target):
        if not _SEGMENT.match(each.name):
            sealed.unseal(each.path, _Into(into / each.name), key)
            continue
        if each.name[8:] < after[8:] or each.name in names:
            continue
        content = io.BytesIO()
        sealed.unseal(each.path, content, key)
        if each.partial and not any(content.getbuffer()[: _HEADER.size]):
            continue  # just begun, nothing in it yet
        size = _check(each, content.getbuffer(), system)
        last = names[-1] if names else after
        following = _next(last, size)
        if each.name[8:] not in {last[8:], following[8:]}:
            raise BrokenCopyError(
                f"The segment {following} is missing between {last} and {each.name}. Restore from a later backup of the"
                " database, or move what comes after it aside: then the end is before it."
            )
        (into / each.name).write_bytes(content.getbuffer())
        names.append(each.name)
    return names


class _Into:
    """A small file that is written when the first bytes come."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, data: bytes) -> int:
        with self._path.open("ab") as file:
            return file.write(data)


def _check(each: Kept, content: memoryview, system: int) -> int:
    """Raise BrokenCopyError unless the segment is what its name says; return the size of segments here in bytes."""
    if len(content) < _HEADER.size:
        raise BrokenCopyError(f"{each.path} is too short for a segment.")
    address: int
    owner: int
    size: int
    _magic, _info, _line, address, _rest, _pad, owner, size, _page = _HEADER.unpack_from(content)
    if owner != system:
        raise BrokenCopyError(f"{each.path} is another server's.")
    number = int(each.name[8:16], 16) * (0x1_0000_0000 // size) + int(each.name[16:], 16)
    if address != number * size:
        raise BrokenCopyError(f"{each.path} is another segment than its name says.")
    if not each.partial and len(content) != size:
        raise BrokenCopyError(f"{each.path} is cut short.")
    return size


def _next(name: str, size: int) -> str:
    number = int(name[8:16], 16) * (0x1_0000_0000 // size) + int(name[16:], 16) + 1
    high, low = divmod(number, 0x1_0000_0000 // size)
    return f"{name[:8]}{high:08X}{low:08X}"
