"""What members were told is saved, and whether it is: each acknowledged concern once, whole, and none by half."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from tvaers.foundation import crypto
from tvaers.foundation.keystore import KeyStore

# Everything that saving one concern about one new person writes, and how often: for whoever wrote it, and for the unit
# that receives it, where that is another's.
PARTS = {
    "concerns_concern": ("id", {1}),
    "concerns_reporter": ("dossier_id", {1}),
    "concerns_involved": ("dossier_id", {1}),
    "concerns_arrival": ("concern_id", {1}),
    "work_clock": ("dossier_id", {3}),
    "sharing_access": ("dossier_id", {1, 2}),
    "sharing_link": ("source_id", {1}),
}
EVENT = "concerns.written_down"


@dataclass
class Ledger:
    """The members' own notes. acknowledged: text → the concern its receipt was for, and when that was."""

    #: In front of every text, so that several ledgers share a database.
    name: str = field(default_factory=lambda: uuid4().hex[:8])
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    acknowledged: dict[str, tuple[UUID, float]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    #: What a page showed that it must not, or two receipts that differ.
    wrong: list[str] = field(default_factory=list)

    def text(self, *about: object) -> str:
        """Return a text that nobody else writes, and note that it is sent."""
        text = f"{self.name} {' '.join(map(str, about))}: set ude sent."
        self.sent.add(text)
        return text

    def acknowledge(self, text: str, concern: UUID) -> None:
        """Note a receipt; a second one for the same text must be for the same concern."""
        known = self.acknowledged.get(text)
        if known is not None and known[0] != concern:
            self.wrong.append(f"two receipts for {text}")
        self.acknowledged.setdefault(text, (concern, time.monotonic()))


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What the database and the key store say of it."""

    acknowledged: int
    lost: list[str]
    doubled: list[str]
    half_written: list[str]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.lost or self.doubled or self.half_written)

    def __str__(self) -> str:
        """Return the figures on a line."""
        wrong = {"lost": self.lost, "doubled": self.doubled, "half-written": self.half_written}
        return f"{self.acknowledged} acknowledged, " + ", ".join(f"{len(of)} {name}" for name, of in wrong.items())


def tally(ledger: Ledger, connection: psycopg.Connection[tuple[object, ...]], keys: KeyStore) -> Tally:
    """Compare the members' notes with what is kept. connection: a login that sees everything."""
    texts = _texts(connection, keys)
    by_text: dict[str, list[UUID]] = {}
    for concern, text in texts.items():
        by_text.setdefault(text, []).append(concern)
    lost = [text for text, (concern, _) in ledger.acknowledged.items() if texts.get(concern) != text]
    return Tally(
        acknowledged=len(ledger.acknowledged),
        lost=lost,
        doubled=[text for text, concerns in by_text.items() if len(concerns) > 1 and text.startswith(ledger.name)],
        half_written=[*_half_written(connection), *(str(each) for each, text in texts.items() if not text)]
        + [f"unknown: {text}" for text in by_text if text.startswith(ledger.name) and text not in ledger.sent]
        + _unlogged(ledger, connection),
    )


def _texts(connection: psycopg.Connection[tuple[object, ...]], keys: KeyStore) -> dict[UUID, str]:
    """Return concern → its words, opened with the key store; "" where the key or the words are gone."""
    rows = connection.execute("SELECT id, fact FROM concerns_concern").fetchall()
    known = keys.unwrap(f"dossier:{concern}" for concern, _ in rows)
    found = {}
    for concern, sealed in rows:
        assert isinstance(concern, UUID)
        assert isinstance(sealed, bytes)
        key, about = known.get(f"dossier:{concern}"), f"concerns_concern.fact:{concern}".encode()
        found[concern] = crypto.unseal(key, sealed, about=about).decode() if key and sealed else ""
    return found


def _half_written(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Return the dossiers of concerns that lack a part or have one too many, and parts without a dossier."""
    faults = []
    of_kind = "SELECT id FROM sharing_dossier WHERE kind = 'concern'"
    for table, (column, times) in PARTS.items():
        wrong = connection.execute(
            f"SELECT d.id, count(p.{column}) FROM ({of_kind}) d LEFT JOIN {table} p ON p.{column} = d.id"
            f" GROUP BY d.id HAVING count(p.{column}) <> ALL (%s)",
            [sorted(times)],
        ).fetchall()
        faults += [f"{dossier}: {count} in {table}" for dossier, count in wrong]
        if column != "source_id":
            strays = connection.execute(
                f"SELECT p.{column} FROM {table} p LEFT JOIN sharing_dossier d ON d.id = p.{column} WHERE d.id IS NULL"
            ).fetchall()
            faults += [f"{stray}: in {table} without a dossier" for (stray,) in strays]
    wrong = connection.execute(
        f"SELECT d.id, count(e.id) FROM ({of_kind}) d LEFT JOIN audit_event e ON e.dossier_id = d.id AND e.name = %s"
        " GROUP BY d.id HAVING count(e.id) <> 1",
        [EVENT],
    ).fetchall()
    return faults + [f"{dossier}: {count} events" for dossier, count in wrong]


def _unlogged(ledger: Ledger, connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Return what the log lacks: events without their ticket, fewer closed tickets than receipts."""
    strays = connection.execute(
        "SELECT e.id FROM audit_event e LEFT JOIN audit_ticket t ON t.id = e.ticket_id WHERE t.id IS NULL"
    ).fetchall()
    row = connection.execute(
        "SELECT count(*) FROM audit_ticket t JOIN audit_outcome o ON o.ticket_id = t.id"
        " WHERE t.route = 'concerns:new' AND t.method = 'POST' AND o.status = 302 AND t.at >= %s",
        [ledger.began],
    ).fetchone()
    assert row is not None
    closed = int(str(row[0]))
    missing = len(ledger.acknowledged) - closed
    return [f"event {stray} without a ticket" for (stray,) in strays] + [
        f"{missing} receipts whose ticket has no outcome" for _ in range(missing > 0)
    ]


def key_store(path: Path, root_key: str) -> KeyStore:
    """Return the key store at `path`."""
    return KeyStore(path, bytes.fromhex(root_key))
