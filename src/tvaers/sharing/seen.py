"""What the answer being made shows: gathered while rows are read, written once before the first byte leaves."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connections

from tvaers.foundation import crypto, ids, keystore
from tvaers.guard import context
from tvaers.guard.enums import Category

CRITERION_ABOUT = b"audit_seen.criterion"


def criterion_key(organisation: UUID) -> str:
    """Return the id of the key that an organisation's search criteria are sealed with."""
    return f"organisation:{organisation}:log"


@dataclass
class Gathered:
    """What has been read so far in this answer."""

    dossiers: dict[UUID, Category] = field(default_factory=dict)
    criterion: str | None = None


_gathered: ContextVar[Gathered | None] = ContextVar("seen_gathered", default=None)


def begin() -> None:
    """Start with an empty page."""
    _gathered.set(Gathered())


def end() -> None:
    """Gather no more: what is read from here on is read outside an answer, and recording it raises."""
    _gathered.set(None)


@contextmanager
def aside() -> Iterator[None]:
    """Keep what is read in the block out of the log: only for what the asker has on the page already, or for a number.

    A job that only counts shows nobody a row, and would note a look that its member never had.
    """
    token = _gathered.set(Gathered())
    try:
        yield
    finally:
        _gathered.reset(token)


def record(dossier: UUID, categories: Category) -> None:
    """Note that the answer shows `categories` of `dossier`. Raises LookupError outside an answer."""
    gathered = _current()
    gathered.dossiers[dossier] = gathered.dossiers.get(dossier, Category(0)) | categories


def record_all(dossiers: Iterable[UUID], categories: Category) -> None:
    """Note that the answer shows `categories` of each of `dossiers`."""
    for dossier in dossiers:
        record(dossier, categories)


def record_search(said: Mapping[str, str]) -> None:
    """Note what was searched for, by the names of the fields (R18); it is sealed before it is written, hits or not."""
    _current().criterion = json.dumps(said, ensure_ascii=False)


def searched_for(text: str) -> dict[str, str]:
    """Return what `record_search` kept, by the names of the fields; also the older form, `name=value; name=value`.

    There a value could look like another field: it is read as one, as nobody can tell the two apart any more.
    """
    if text.startswith("{"):
        said: dict[str, str] = json.loads(text)
        return said
    return dict(part.partition("=")[::2] for part in text.split("; "))


def write() -> None:
    """Append what was gathered to the log, in one statement. Whatever fails here must keep the answer back."""
    gathered = _current()
    if not gathered.dossiers and gathered.criterion is None:
        return
    claims = context.current()
    sealed = None
    if gathered.criterion is not None and claims is not None and claims.organisation is not None:
        key = keystore.shared(criterion_key(claims.organisation))
        sealed = crypto.seal(key, gathered.criterion.encode(), about=CRITERION_ABOUT)
    dossiers = list(gathered.dossiers)
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT guard.record_seen(%s::uuid[], %s::uuid[], %s::integer[], %s)",
            [
                [ids.ordered() for _ in range(max(1, len(dossiers)))],
                dossiers,
                [int(categories) for categories in gathered.dossiers.values()],
                sealed,
            ],
        )
    _gathered.set(Gathered())


def _current() -> Gathered:
    gathered = _gathered.get()
    if gathered is None:
        message = "Something protected was read where nobody keeps the log of what was seen."
        raise LookupError(message)
    return gathered
