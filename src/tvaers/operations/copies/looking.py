"""A look at restored data: what must be there is there, the log is whole, and texts open. Needs Django's settings.

No text is printed, and nothing is noted as seen: nobody sees it.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.apps import apps
from django.db import connections, models

from tvaers.foundation import crypto
from tvaers.guard.classes import TableClass
from tvaers.operations.copies.sealed import BrokenCopyError
from tvaers.sharing import sealing
from tvaers.sharing.sealing import SealedTextField

#: Rows of each kind whose texts are opened, from each end of the table.
SAMPLE = 25


def look(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield a sentence for each thing that is as it must be. Raises BrokenCopyError for the first that is not."""
    yield from _counts(counts)
    yield _log()
    yield _texts()


def _counts(counts: Mapping[str, int]) -> Iterator[str]:
    with connections["default"].cursor() as cursor:
        for table, before in counts.items():
            cursor.execute(f"SELECT count(*) FROM {connections['default'].ops.quote_name(table)}")  # noqa: S608 - quoted
            (now,) = cursor.fetchone()
            if now < before:
                raise BrokenCopyError(f"{table} has {now} rows, and there were {before} when the backup began.")
            yield f"{table}: {now} rows, at least the {before} of the backup's beginning"


def _log() -> str:
    """Hold the log against itself: what was seen or done under a ticket has that ticket."""
    lost = (
        "SELECT count(*) FROM {table} x WHERE x.ticket_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM audit_ticket t WHERE t.id = x.ticket_id)"
    )
    with connections["default"].cursor() as cursor:
        for table in ("audit_seen", "audit_event", "audit_outcome"):
            cursor.execute(lost.format(table=table))
            (missing,) = cursor.fetchone()
            if missing:
                raise BrokenCopyError(f"The log is torn: {missing} rows of {table} have no ticket.")
        cursor.execute("SELECT max(at) FROM audit_ticket")
        (last,) = cursor.fetchone()
    return f"the log: whole, up to {last:%d.%m.%Y %H:%M:%S} UTC" if last else "the log: empty"


def _texts() -> str:
    texts: int = 0
    dossiers: set[UUID] = set()
    for model in apps.get_models():
        fields = [field.name for field in model._meta.get_fields() if isinstance(field, SealedTextField)]
        if fields and getattr(model, "table_class", None) is TableClass.DOSSIER:
            texts += _open(model, fields, dossiers)
    return f"{texts} texts of {len(dossiers)} dossiers opened, as a sample"


def _open(model: type[models.Model], fields: list[str], dossiers: set[UUID]) -> int:
    """Open the texts of some rows; return how many, and add their dossiers. A dossier's own row has its id."""
    owner = "dossier_id" if any(field.name == "dossier_id" for field in model._meta.get_fields()) else "id"
    both_ends = [
        row
        for order in ("id", "-id")
        for row in model._default_manager.order_by(order).values(*{"id", owner, *fields})[:SAMPLE]
    ]
    rows = {row["id"]: row for row in both_ends}.values()
    keys = sealing.keys_of({row[owner] for row in rows})
    opened = 0
    for row in rows:
        for sealed_text, field in ((bytes(row[field] or b""), field) for field in fields):
            if not sealed_text:
                continue
            try:
                crypto.unseal(keys[row[owner]], sealed_text, about=sealing.about(model, row["id"], field))
            except (KeyError, crypto.UnsealError) as error:
                raise BrokenCopyError(
                    f"A text of {model._meta.db_table} does not open: the key store is older than the database."
                ) from error
            opened += 1
            dossiers.add(row[owner])
    return opened
