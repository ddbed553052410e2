"""What a phone sends, read: each entry is a text that it hashed, and nothing in it is taken on trust."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from tvaers.foundation.unnamed import looks_like_number
from tvaers.outreach.enums import (
    Activity,
    Again,
    Basis,
    Bridge,
    Counting,
    EntryKind,
    Incident,
    MethodPoint,
    Mood,
    Talks,
)

MOST_HEADS: Final = 200
MOST_BYTES: Final = 8000
_LONGEST_WORDS, _LONGEST_SAID = 400, 600
_YEARS = range(1970, 2100)
_DEBRIEF = ("went_well", "was_hard", "next_time", "supervision")


class BadEntryError(ValueError):
    """An entry that cannot be taken: `code` is "damaged", "number" (looks like a CPR number) or "unknown"."""

    def __init__(self, code: str) -> None:
        """Keep the code for the answer."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Said:
    """An entry as the phone wrote it. digest, previous: SHA-256. facts: what its kind holds, checked and complete."""

    entry_id: UUID
    sequence: int
    digest: bytes
    previous: bytes
    kind: EntryKind
    at: datetime
    shift: UUID
    facts: dict[str, Any] = field(default_factory=dict)


def read(body: object, digest: object) -> Said:
    """Return the entry that `body` (JSON text) holds. Raises BadEntryError.

    digest: of the body, in hexadecimal; one that does not fit is of a text that was damaged on its way or on the phone.
    """
    if not isinstance(body, str) or len(body.encode()) > MOST_BYTES:
        raise BadEntryError("damaged")
    made = hashlib.sha256(body.encode()).digest()
    if made.hex() != digest:
        raise BadEntryError("damaged")
    try:
        told = json.loads(body)
        kind = EntryKind(told["kind"])
        return Said(
            entry_id=UUID(told["id"]),
            sequence=_whole(told["seq"], most=2**31 - 1),
            digest=made,
            previous=_digest(told["prev"]),
            kind=kind,
            at=_moment(told["at"]),
            shift=UUID(told["shift"]),
            facts=_READ[kind](told.get("facts") or {}),
        )
    except BadEntryError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as unreadable:
        raise BadEntryError("unknown") from unreadable


def _whole(value: object, *, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(value)
    return value


def _digest(value: str) -> bytes:
    digest = bytes.fromhex(value)
    if len(digest) != hashlib.sha256().digest_size:
        raise ValueError(value)
    return digest


def _moment(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    # A phone whose clock stands still is in 1970, and is set right; further years cannot be counted with.
    if at.tzinfo is None or at.year not in _YEARS:
        raise ValueError(value)
    return at.astimezone(UTC)


def _words(value: object, *, most: int) -> str:
    text = value if isinstance(value, str) else ""
    if "\x00" in text:
        raise ValueError(text)
    if looks_like_number(text):
        raise BadEntryError("number")
    return text.strip()[:most]


def _codes(value: object, closed: Any) -> list[str]:  # noqa: ANN401 - a closed list
    given = value if isinstance(value, list) else []
    return [closed(each).value for each in dict.fromkeys(given)]


def _heads(value: object) -> int | None:
    return None if value is None else _whole(value, most=MOST_HEADS)


def _stop(told: dict[str, Any]) -> dict[str, Any]:
    heads = [_heads(each) for each in (told.get("heads") or [None] * 3)]
    young, older, grown = heads
    point = told.get("point")
    return {
        "area_id": UUID(told["area"]) if told.get("area") else None,
        # Some hundred metres, whatever the phone said.
        "north": round(_degrees(point[0], most=90), 3) if point else None,
        "east": round(_degrees(point[1], most=180), 3) if point else None,
        "heads_12_14": young,
        "heads_15_17": older,
        "heads_18_up": grown,
        "counting": Counting(told.get("counting") or Counting.COUNTED).value,
        "basis": Basis(told.get("basis") or Basis.OBSERVED).value,
        "mood": Mood(told["mood"]).value if told.get("mood") else None,
        "activities": _codes(told.get("activities"), Activity),
        "talks": Talks(told["talks"]).value if told.get("talks") else "",
        "offered": _codes(told.get("offered"), Bridge),
        "accepted": _codes(told.get("accepted"), Bridge),
        "incidents": _codes(told.get("incidents"), Incident),
        "words": _words(told.get("words"), most=_LONGEST_WORDS),
        "corrects": UUID(told["corrects"]) if told.get("corrects") else None,
        "again": Again(told["again"]) if told.get("again") else None,
    }


def _degrees(value: object, *, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise ValueError(value)
    return float(value)


def _start(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "home_at": _moment(told["home"]) if told.get("home") else None,
        "backup": UUID(told["backup"]) if told.get("backup") else None,
        "team": [UUID(each) for each in (told.get("team") or [])][:10],
        "areas": [UUID(each) for each in (told.get("areas") or [])][:20],
    }


def _end(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": _codes(told.get("method"), MethodPoint),
        **{name: _words(told.get(name), most=_LONGEST_SAID) for name in _DEBRIEF},
    }


_READ: Final = {
    EntryKind.START: _start,
    EntryKind.STOP: _stop,
    EntryKind.LATER: lambda told: {"home_at": _moment(told["home"])},
    EntryKind.REMINDER: lambda _told: {},
    EntryKind.END: _end,
}
