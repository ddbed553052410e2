"""Keeping the words that objects are found by, in the transaction in which their texts are written."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Exists, Model, OuterRef

from tvaers.guard import context
from tvaers.search import sources, words
from tvaers.search.models import Posting
from tvaers.search.queries import stem_key
from tvaers.search.sources import Source
from tvaers.sharing.models import Dossier

BATCH = 200

_KEEP = """
WITH told AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::integer[], %s::boolean[], %s::timestamptz[])
        AS each(object_id, dossier_id, category, narrow, at)
), gone AS (
    DELETE FROM search_posting p USING told
    WHERE p.dossier_id = told.dossier_id AND p.object_id = told.object_id AND p.source = %s
)
INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key, cutter)
SELECT told.dossier_id, told.category, %s, told.object_id, told.narrow, told.at, word.key, %s
FROM unnest(%s::uuid[], %s::bytea[]) AS word(object_id, key) JOIN told USING (object_id)
"""


def keep(model: type[Model], *objects: UUID) -> None:
    """Let these rows be found by the words that they say now; one that is not ready, or hidden, by none.

    Called after they are written, in the same transaction. Two statements.
    """
    source = sources.of(model)
    _keep(source, source.opened(source.ready().filter(id__in=objects).values(*source.fields)))


def keep_missing(source: Source, *, owner: UUID, after: UUID) -> UUID | None:
    """Let an organisation's next rows in the order of ids be found, of those that are by no word of today's rules yet.

    Returns the last of them, None when none is left. Safe to run again.
    """
    own = Dossier.objects.filter(id=OuterRef(source.dossier), owner_id=owner)
    known = Posting.objects.filter(dossier_id=OuterRef(source.dossier), object_id=OuterRef("id"), source=source.table)
    known = known.filter(cutter=words.CUTTER)
    missing = source.ready().filter(Exists(own), ~Exists(known), id__gt=after)
    rows = missing.order_by("id").values(*source.fields)[:BATCH]
    opened = source.opened(rows)
    _keep(source, opened)
    return opened[-1]["id"] if opened else None


def _keep(source: Source, rows: Iterable[dict[str, Any]]) -> None:
    """Replace what rows are found by with the words of the opened rows."""
    found = list(rows)
    if not found:
        return
    key = stem_key()
    said = [(row["id"], words.key_of(stem, key=key)) for row in found for stem in words.stems_of(source.said(row))]
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                [row["id"] for row in found],
                [row[source.dossier] for row in found],
                [int(source.category_of(row)) for row in found],
                [source.is_narrow(row) for row in found],
                [row[source.at] for row in found],
                source.table,
                source.table,
                words.CUTTER,
                [object_id for object_id, _key in said],
                [each for _object, each in said],
            ],
        )
