"""A scene for attacks: a row that must stay hidden in every table, and contexts signed for raw connections.

Every hidden row is marked in all its texts and ids, so that one look at any answer tells whether it leaked.
Rows are made from the catalogue: a table that is added later is attacked without a word here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.cast import actor, named
from tests.repo.test_tables import declared
from tvaers.guard import context
from tvaers.guard.classes import TableClass
from tvaers.guard.context import Claims
from tvaers.guard.enums import Purpose

Connection = psycopg.Connection[Any]

MARK = "HIDDEN"
_MARKED = re.compile(MARK + "|" + MARK.encode().hex() + r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
# The lists that all at work read by design, the machinery's own bookkeeping, and the one cache that all share.
OPEN_TO_ALL = {
    "django_cache",
    "django_content_type",
    "django_migrations",
    "sharing_frame",
    "sharing_framebasis",
    "sharing_frameparty",
}
# What makes a row one that is hidden, where the database's default would not, and one that its constraints let be.
HIDDEN_WHEN: dict[str, dict[str, Any]] = {
    # Their words are of closed lists, which the database keeps.
    "localpicture_bulletin": {"kind": "mood", "certainty": "observed", "size": ""},
    "localpicture_areastate": {"level": "calm"},
    "localpicture_areafact": {"kind": "anchor"},
    "conflict_plan": {
        "state": "draft",
        "kind": "ongoing",
        "started_by": None,
        "started_at": None,
        "calmed_by": None,
        "calmed_at": None,
        "closed_by": None,
        "closed_at": None,
    },
    "conflict_part": {"kind": "measure", "target": "youth", "contact": ""},
    "agreements_agreement": {"state": "draft"},
    "agreements_agreementannex": {"file_id": None},
    "civilsociety_volunteer": {"state": "ended", "with_children": True},
    "cases_publishedfigure": {"count": 5, "area_id": None},
    "efforts_effort": {
        "state": "draft",
        "kind": "mentor",
        "provider_kind": "public",
        "room": "",
        "room_by": None,
        "room_on": None,
        "offered_by": None,
        "offered_at": None,
        "closed_by": None,
        "closed_at": None,
    },
    "efforts_effortstep": {"who": "lead"},
    # Only what names nobody has words of its own.
    "meetings_item": {"is_gated": False},
    "meetings_series": {"weekday": 0, "weeks": 1, "nth": None, "begins": time(9), "ends": time(10)},
    "methods_method": {"topic": "ssp"},
    "methods_methodversion": {
        "state": "draft",
        "taken_by": None,
        "taken_at": None,
        "retired_by": None,
        "retired_at": None,
    },
    "assessments_template": {"form": "assessment"},
    "assessments_templateversion": {
        "state": "draft",
        "taken_by": None,
        "taken_at": None,
        "retired_by": None,
        "retired_at": None,
    },
    "assessments_assessment": {"state": "signed"},
    "surveys_survey": {
        "state": "draft",
        "how": "door",
        "asked": None,
        "answered": None,
        "audience": [],
        "published_by": None,
        "published_at": None,
        "ended_by": None,
        "ended_at": None,
    },
    "surveys_showncell": {"kind": "few", "number": None},
    "surveys_safetyproblem": {"done_on": None, "done_words": "", "done_by": None},
    "outreach_shift": {"until_at": datetime(2999, 1, 1, tzinfo=UTC)},
    "outreach_followup": {"bridge": "", "outcome": "", "closed_by": None, "closed_at": None},
}
COLUMNS = """
SELECT c.relname, a.attname, t.typname, a.attnotnull, a.atthasdef OR a.attidentity <> '', a.atttypmod, t.typtype,
       a.attgenerated <> ''
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True)
class Column:
    """A column as the catalogue describes it; `limit` is the length of a varchar, or 0."""

    name: str
    type: str
    required: bool
    has_default: bool
    limit: int
    is_enum: bool
    is_generated: bool


@dataclass
class Scene:
    """What is there, and what of it the attacker may see."""

    columns: dict[str, list[Column]]
    dossier_tables: dict[str, str]
    #: Ids and texts that only hidden rows hold.
    hidden: set[str] = field(default_factory=set)
    #: Tables with hidden rows.
    guarded: list[str] = field(default_factory=list)
    dossiers: list[UUID] = field(default_factory=list)

    def leaks(self, answer: object) -> list[str]:
        """What of the hidden rows stands in an answer, in whatever form it was printed."""
        found = _MARKED.findall(_readable(answer))
        return [each for each in found if each in self.hidden or each.startswith((MARK, MARK.encode().hex()))]


def _readable(answer: object) -> str:
    if isinstance(answer, bytes | bytearray | memoryview):
        return bytes(answer).decode("latin1")
    if isinstance(answer, list | tuple | set):
        return "\n".join(map(_readable, answer))
    return str(answer)


def catalogue(administrator: Connection) -> dict[str, list[Column]]:
    """Table of the schema public → its columns."""
    found: dict[str, list[Column]] = {}
    for table, name, kind, required, default, mod, typtype, generated in administrator.execute(COLUMNS):
        limit = mod - 4 if kind == "varchar" and mod > 0 else 0
        found.setdefault(table, []).append(Column(name, kind, required, default, limit, typtype == "e", generated))
    return found


def dossier_tables(administrator: Connection) -> dict[str, str]:
    """Table whose rows lie behind a dossier → the column that names the dossier."""
    rows = administrator.execute("SELECT name::text, dossier_column::text FROM guard.dossier_table ORDER BY 1")
    return dict(rows.fetchall())


def reference_tables() -> set[str]:
    """Tables that all at work read."""
    return {table for table, kind in declared().items() if kind is TableClass.REFERENCE}


def build(administrator: Connection, *, owner: str = "gladsaxe", dossiers: int = 3) -> Scene:
    """Write, past every guard, hidden rows of `owner` into every table; the cast must stand already."""
    scene = Scene(catalogue(administrator), dossier_tables(administrator))
    with administrator.transaction():
        administrator.execute("SET LOCAL session_replication_role = replica")
        for _ in range(dossiers):
            dossier = add_dossier(administrator, owner=owner)
            scene.dossiers.append(dossier)
            add_rows(administrator, scene, dossier, hidden=True)
        _add_others(administrator, scene, owner)
    scene.hidden |= {str(dossier) for dossier in scene.dossiers}
    scene.guarded = sorted(
        {*scene.dossier_tables, "sharing_dossier", "sharing_access", "sharing_link", *_others(scene)}
    )
    return scene


def add_dossier(
    connection: Connection, *, owner: str, reader: UUID | None = None, kind: str = "concern", purpose: int = 1
) -> UUID:
    """Write a dossier with its owner's access, for the whole organisation or one reader."""
    dossier = uuid4()
    if kind == "volunteer":
        # The one kind that has a purpose of its own.
        purpose = int(Purpose.VOLUNTEERS)
    connection.execute(
        "INSERT INTO sharing_dossier (id, kind, owner_id) VALUES (%s, %s, %s)", [dossier, kind, named(owner)]
    )
    add_access(connection, dossier, owner=owner, reader=reader, purpose=purpose)
    return dossier


def add_access(connection: Connection, dossier: UUID, *, owner: str, **changes: Any) -> UUID:
    """Write an access row as it would be, but for `changes`; None stands for the default."""
    now = datetime.now(UTC)
    row: dict[str, Any] = {
        "id": uuid4(),
        "dossier_id": dossier,
        "owner_id": named(owner),
        "organisation_id": named(owner),
        "reader_id": named(owner),
        "categories": 511,
        "may": 2,
        "purpose": 1,
        "source": "owner",
        "state": "accepted",
        "from_at": now - timedelta(hours=1),
        "until_at": now + timedelta(days=30),
    }
    if "reader" in changes:
        changes["reader_id"] = changes.pop("reader")
    row |= {name: value for name, value in changes.items() if value is not None}
    insert(connection, "sharing_access", row)
    made: UUID = row["id"]
    return made


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    """Insert one row."""
    names, values = map(sql.Identifier, row), map(sql.Literal, row.values())
    filled = sql.SQL("({}) VALUES ({})").format(sql.SQL(", ").join(names), sql.SQL(", ").join(values))
    rest = filled if row else sql.SQL("DEFAULT VALUES")
    connection.execute(sql.SQL("INSERT INTO {} {}").format(sql.Identifier(table), rest))


def add_rows(
    administrator: Connection, scene: Scene, dossier: UUID, *, hidden: bool, categories: tuple[int, ...] = (2, 8)
) -> None:
    """Write rows behind a dossier into every table; where a table has categories, one row of each of `categories`.

    Each by itself: a row stands also where the one it belongs to is missing.
    """
    with administrator.transaction():
        administrator.execute("SET LOCAL session_replication_role = replica")
        for table, column in scene.dossier_tables.items():
            names = {each.name for each in scene.columns[table]}
            for category in categories if "category" in names else (0,):
                row = _row(scene, table, hidden=hidden) | HIDDEN_WHEN.get(table, {})
                row[column] = dossier
                if "category" in names:
                    row["category"] = category
                insert(administrator, table, row)


def _others(scene: Scene) -> list[str]:
    """Tables of other people's accounts, logs, letters and jobs."""
    known = {*scene.dossier_tables, *OPEN_TO_ALL, *reference_tables()}
    known |= {"sharing_dossier", "sharing_access", "sharing_link"}
    return [table for table in scene.columns if table not in known]


def _add_others(administrator: Connection, scene: Scene, owner: str) -> None:
    for table in _others(scene):
        row = _row(scene, table, hidden=True) | HIDDEN_WHEN.get(table, {})
        for name in ("organisation_id", "owner_id"):
            if name in row:
                scene.hidden.discard(str(row[name]))
                row[name] = named(owner)
        insert(administrator, table, row)
    link = {"id": uuid4(), "kind": "concerns", "source_id": scene.dossiers[0], "target_id": scene.dossiers[1]}
    insert(administrator, "sharing_link", link)
    scene.hidden.add(str(link["id"]))


def _row(scene: Scene, table: str, *, hidden: bool) -> dict[str, Any]:
    return {
        column.name: _value(scene, column, hidden=hidden)
        for column in scene.columns[table]
        if not column.is_generated and (not column.has_default or column.type == "uuid")
    }


def _value(scene: Scene, column: Column, *, hidden: bool) -> Any:
    # With a letter in the middle: ten digits in a row would look like a CPR number, which texts are refused for.
    told = f"{uuid4().hex[:4]}x{uuid4().hex[:5]}"
    text = f"{MARK if hidden else 'OPEN'}{told}"
    if column.type == "uuid":
        made = uuid4()
        if hidden:
            scene.hidden.add(str(made))
        return made
    if column.type in {"text", "varchar"}:
        return text if not column.limit or column.limit >= len(text) else uuid4().hex[: column.limit]
    if column.is_enum:
        return None
    plain: dict[str, Any] = {
        "bytea": text.encode(),
        "int2": 1,
        "int4": 1,
        "int8": 1,
        "float8": 1.0,
        "numeric": 1,
        "bool": True,
        "timestamptz": datetime.now(UTC),
        "date": datetime.now(UTC).date(),
        "time": datetime.now(UTC).time(),
        "jsonb": Jsonb({"text": text}),
        "_uuid": [],
        "_int4": [],
        "_varchar": [],
    }
    return plain[column.type]


# --- contexts on raw connections ----------------------------------------------------------------------


def token(connection: Connection, claims: Claims, *, seconds: int = 900, **changes: int) -> str:
    """Return claims signed for the connection's open transaction, as the program does."""
    row = connection.execute("SELECT (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint").fetchone()
    assert row
    made = {"pid": connection.info.backend_pid, "transaction_start": row[0]} | changes
    made.setdefault("expires", row[0] + seconds * 1_000_000)
    return context.sign(claims, key=settings.TVAERS_CONTEXT_KEY, **made)


def present(connection: Connection, made: str) -> None:
    """Hand a context to the database."""
    connection.execute("SELECT set_config('tvaers.context', %s, true)", [made])


def enter(connection: Connection, who: str | Claims, **changes: Any) -> Claims:
    """Let a member of the cast, or claims, hold for the open transaction."""
    claims = actor(who).claims if isinstance(who, str) else who
    claims = replace(claims, **{"ticket": uuid4(), **changes})
    present(connection, token(connection, claims))
    return claims


@contextmanager
def acting(connection: Connection, who: str | Claims, **changes: Any) -> Iterator[Claims]:
    """Act in a transaction of the connection, and commit."""
    with connection.transaction():
        yield enter(connection, who, **changes)


def refused(connection: Connection, statement: str, parameters: Any = None) -> str:
    """Run a statement in a savepoint and return the SQLSTATE it was refused with, or an empty text."""
    try:
        with connection.transaction():
            connection.execute(statement, parameters)
    except psycopg.Error as error:
        return error.sqlstate or "without a state"
    return ""
