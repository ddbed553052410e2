"""The database's log of changes (WAL), segment by segment: what is needed to come to any point in time.

`pg_receivewal` brings it here as it is written; each segment is sealed and put beside the backups, the one that is
being written too, so that at most a minute is lost with the machine. Each lies beside its signature: a segment that
somebody else put there would be replayed by PostgreSQL, which believes what it reads.

A restore to a moment begins a new *time line*: what the former one wrote after that moment is abandoned. Small history
files say where each line left its parent.
"""

import hmac
import io
import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from tvaers.operations.copies import place, sealed
from tvaers.operations.copies.sealed import BrokenCopyError

FOLDER = "wal"
PARTIAL = ".partial"
_SEGMENT = re.compile(r"^[0-9A-F]{24}$")
_HISTORY = re.compile(r"^[0-9A-F]{8}\.history$")
_KEPT = re.compile(r"^([0-9A-F]{24}|[0-9A-F]{8}\.history)(\.partial)?\.age$")
_BRANCH = re.compile(r"^\s*(\d+)\s+([0-9A-F]+)/([0-9A-F]+)", re.MULTILINE)
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
        if _SEGMENT.match(path.name.removesuffix(PARTIAL)) or _HISTORY.match(path.name):
            found.append(Arrived(path, path.stat().st_mtime_ns, path.read_bytes() if partial else None))
    return found


def keep(
    found: Iterable[Arrived], target: Path, to: x25519.Recipient, *, root_key: bytes, known: dict[str, int]
) -> Iterator[str]:
    """Seal and sign what has arrived; yield each file's name when it is safe.

    A segment that is whole leaves the spool; the one being written stays, and is sealed again when it has changed.
    known: what the caller keeps between calls.
    """
    folder = target / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in found:
        name = each.path.name
        if each.content is None:
            with each.path.open("rb") as source:
                _write(folder / f"{name}.age", sealed.seal(source, folder / f"{name}.age", to).digest, root_key)
            for ending in ("age", "age.sig"):
                (folder / f"{name}{PARTIAL}.{ending}").unlink(missing_ok=True)
            each.path.unlink()
        elif known.get(name) == each.changed:
            continue
        else:
            written = sealed.seal(io.BytesIO(each.content), folder / f"{name}.age", to)
            _write(folder / f"{name}.age", written.digest, root_key)
            known[name] = each.changed
        yield name


def _write(path: Path, digest: str, root_key: bytes) -> None:
    body = {"name": path.name, "sha256": digest}
    content = {"body": body, "signature": place.signature(root_key, body)}
    place.write(path.with_name(f"{path.name}.sig"), json.dumps(content).encode())


def kept(target: Path) -> list[Kept]:
    """Return what lies there, whole segments before a part of the same one."""
    folder = target / FOLDER
    if not folder.is_dir():
        return []
    found = [(path, match) for path in sorted(folder.iterdir()) if (match := _KEPT.match(path.name))]
    return [Kept(path, match[1], bool(match[2])) for path, match in found]


def _signed(target: Path, root_key: bytes) -> dict[str, Kept]:
    """Return by name what this installation wrote, as it wrote it: a whole segment in place of a part of the same."""
    found: dict[str, Kept] = {}
    for each in kept(target):
        if each.name not in found and _is_ours(each.path, root_key):
            found[each.name] = each
    return found


def _is_ours(path: Path, root_key: bytes) -> bool:
    try:
        content = json.loads(path.with_name(f"{path.name}.sig").read_text(encoding="utf-8"))
        body, signature = content["body"], content["signature"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return (
        hmac.compare_digest(signature, place.signature(root_key, body))
        and body["name"] == path.name
        and body["sha256"] == sealed.digest_of(path)
    )


def prune(target: Path, *, before: str) -> int:
    """Remove segments older than the one named `before`, on any time line; return how many."""
    old = [each for each in kept(target) if _SEGMENT.match(each.name) and each.name[8:] < before[8:]]
    for each in old:
        each.path.unlink()
        each.path.with_name(f"{each.path.name}.sig").unlink(missing_ok=True)
    return len(old)


@dataclass(frozen=True)
class Lines:
    """The time lines there were. histories: line → its ancestors, each with the place (bytes) where it was left."""

    histories: Mapping[int, tuple[tuple[int, int], ...]]
    texts: Mapping[str, bytes]

    @classmethod
    def read(cls, target: Path, key: x25519.Identity, *, root_key: bytes) -> "Lines":
        """Read the history files that this installation wrote."""
        histories, texts = {}, {}
        for name, each in _signed(target, root_key).items():
            if _HISTORY.match(name):
                content = io.BytesIO()
                sealed.unseal(each.path, content, key)
                texts[name] = content.getvalue()
                histories[int(name[:8], 16)] = tuple(
                    (int(line), int(high, 16) << 32 | int(low, 16))
                    for line, high, low in _BRANCH.findall(texts[name].decode(errors="replace"))
                )
        return cls(histories, texts)

    def holds(self, line: int, stop: int) -> bool:
        """Tell whether what stood at `stop` on `line` is part of the newest line, and not abandoned."""
        newest = max(self.histories, default=line)
        if line >= newest:
            return True
        return any(ancestor == line and stop <= left for ancestor, left in self.histories[newest])

    def line_at(self, line: int, number: int, size: int) -> int:
        """Return the time line whose file holds segment `number`, for a base on `line`."""
        ways = self.histories.get(max(self.histories, default=line), ())
        found = line
        for order, (ancestor, left) in enumerate(ways):
            following = ways[order + 1][0] if order + 1 < len(ways) else max(self.histories)
            if ancestor >= line and number >= left // size:
                found = following
        return found


def position(text: str) -> int:
    """Return the place in the log that PostgreSQL writes as `text`, such as 0/3000158, in bytes."""
    high, low = text.split("/")
    return int(high, 16) << 32 | int(low, 16)


def restore(
    target: Path, into: Path, key: x25519.Identity, *, data: Path, system: int, root_key: bytes, lines: Lines, line: int
) -> list[str]:
    """Open every segment that follows what the files in `data` hold into the directory `into`; return their names.

    Raises BrokenCopyError for one that is damaged, another server's, or not the one its name says, and for a gap: what
    comes after a gap could never be reached, and nobody would see it. What is not signed is as if it were not there.
    """
    newest = max(path for path in (data / "pg_wal").iterdir() if _SEGMENT.match(path.name))
    with newest.open("rb") as file:
        size = int(_HEADER.unpack(file.read(_HEADER.size))[7])
    found = {name: each for name, each in _signed(target, root_key).items() if _SEGMENT.match(name)}
    for name, text in lines.texts.items():
        (into / name).write_bytes(text)
    names: list[str] = []
    number = _number(newest.name, size) + 1
    while (name := _name(lines.line_at(line, number, size), number, size)) in found:
        content = io.BytesIO()
        sealed.unseal(found[name].path, content, key)
        if found[name].partial and not any(content.getbuffer()[: _HEADER.size]):
            break  # just begun, nothing in it yet
        _check(found[name], content.getbuffer(), system)
        (into / name).write_bytes(content.getbuffer())
        names.append(name)
        number += 1
    later = [each for each in found if _is_later(each, number, lines, line, size)]
    if later:
        raise BrokenCopyError(
            f"The segment {name} is missing, and {min(later)} is there. Restore from a later backup of the database, or"
            " move what comes after it aside: then the end is before it."
        )
    return names


def _is_later(name: str, number: int, lines: Lines, line: int, size: int) -> bool:
    own = _number(name, size)
    return own > number and name == _name(lines.line_at(line, own, size), own, size)


def _check(each: Kept, content: memoryview, system: int) -> None:
    """Raise BrokenCopyError unless the segment is what its name says."""
    if len(content) < _HEADER.size:
        raise BrokenCopyError(f"{each.path} is too short for a segment.")
    _magic, _info, _line, address, _rest, _pad, owner, size, _page = _HEADER.unpack_from(content)
    if owner != system:
        raise BrokenCopyError(f"{each.path} is another server's.")
    if address != _number(each.name, size) * size:
        raise BrokenCopyError(f"{each.path} is another segment than its name says.")
    if not each.partial and len(content) != size:
        raise BrokenCopyError(f"{each.path} is cut short.")


def _number(name: str, size: int) -> int:
    return int(name[8:16], 16) * (0x1_0000_0000 // size) + int(name[16:], 16)


def _name(line: int, number: int, size: int) -> str:
    high, low = divmod(number, 0x1_0000_0000 // size)
    return f"{line:08X}{high:08X}{low:08X}"
