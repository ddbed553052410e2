"""What changes while somebody looks: a table announces an id, and a room above says what that means to an organisation.

    announces("localpicture_bulletin", kind="bulletin")        in a migration
    live.register("bulletin", live.Kind(tell=..., standing=...))    when the app is ready

Whoever may log in to the database may listen, so an announcement holds a kind and an opaque id and nothing else. What
the row says is asked for again, by each organisation's own rights.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.conf import settings
from django.db.migrations.operations import RunSQL

CHANNEL = "tvaers_live"
# The page that somebody has open is no longer what it would be now; it fetches itself again.
CHANGED = "changed"
# What stood on it under this id is there no more.
GONE = "gone"
# The names of one machine, where all of it runs on one.
HERE = frozenset({"127.0.0.1", "localhost"})
# Nobody asked for the page: it fetches itself again. It counts neither as activity nor as somebody's look.
UNASKED = "Tvaers-Unasked"


@dataclass(frozen=True)
class Notice:
    """That a row came or changed: what kind of thing it is, and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Told:
    """What browsers of an organisation hear of a notice.

    event: how it is called there. said: for each language what goes along; nothing for an event that says only that
    something changed. readers: the organisations that can see the row at all, where that is known.
    """

    event: str
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    readers: frozenset[UUID] | None = None


Tell = Callable[[UUID, Collection[str]], Told | None]


def _nothing() -> set[UUID]:
    return set()


def _ready() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a room knows of one kind of notice. tell and standing are called within the context of one organisation.

    tell: of an id, in these languages; None where the organisation does not see the row. standing: the ids that it sees
    now and wants to hear the end of. prepare: what takes long the first time, such as reading a template; no row is
    asked for.
    """

    tell: Tell
    standing: Callable[[], set[UUID]] = _nothing
    prepare: Callable[[], None] = _ready


KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Have streams tell of what is announced as `name`."""
    KINDS[name] = kind


def address(member: UUID, asked: str) -> str:
    """Return where the stream of a page is that was made for a member; "" for none. asked: as of `beside`."""
    return f"{beside(settings.TVAERS_LIVE, asked)}?as={member}" if settings.TVAERS_LIVE else ""


def changed(sees: Callable[[UUID], bool]) -> Kind:
    """Return the kind that says only that a page should be fetched again, to the organisations that see the row."""
    return Kind(tell=lambda row, _languages: Told(event=CHANGED) if sees(row) else None)


def announces(table: str, *, kind: str, id: str = "id") -> RunSQL:  # noqa: A002 - the column's own name
    """Build the migration operation that announces each row of `table` that comes or changes; not those that go.

    id: the column whose value is told. What is rolled back is not announced, and what one transaction announces twice
    is announced once: PostgreSQL sees to both.
    """
    function = f"guard.announce_{table}()"
    return RunSQL(
        f"""
CREATE FUNCTION {function} RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', '{kind} ' || NEW.{id});
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
CREATE TRIGGER announces AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function};
""",
        reverse_sql=f"DROP TRIGGER announces ON {table};\nDROP FUNCTION {function};\n",
    )


def read(payload: str) -> Notice | None:
    """Return the notice that a payload holds; None for one that we did not write: anybody may send one."""
    kind, _space, text = payload.partition(" ")
    try:
        return Notice(kind, UUID(text)) if kind in KINDS else None
    except ValueError:
        return None


def beside(address: str, asked: str) -> str:
    """Return an address under the name that a page was asked by, where both are names of this machine.

    asked: host and port. Cookies keep `localhost` and `127.0.0.1` apart, so whoever came by one is nobody at the other.
    """
    parts, name = urlsplit(address), urlsplit(f"//{asked}").hostname
    if parts.hostname not in HERE or name not in HERE:
        return address
    return urlunsplit((parts.scheme, f"{name}:{parts.port}" if parts.port else name, *parts[2:]))


def frame(event: str, said: Mapping[str, Any]) -> bytes:
    """Return an event as a stream carries it. JSON has no line breaks of its own, so nothing in it ends the event."""
    return f"event: {event}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n".encode()
