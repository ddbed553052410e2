"""Rows that lie behind a dossier, fetched together with it in one statement.

A page about one dossier shows rows of many tables; asked for one by one they would cost a statement each. Here
each table becomes one array in the dossier's own row, every one of them behind its own policy as always.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

_HEX_PREFIX = "\\x"


def parts(
    model: type[models.Model],
    columns: Sequence[str],
    *,
    order: Sequence[str] = (),
    dossier: str = "dossier_id",
    of: str = "id",
    limit: int | None = None,
) -> ArraySubquery:
    """Return, as an annotation, the rows of `model` whose `dossier` is the outer row's `of`, as JSON objects.

    limit: how many at most, in their order.
    """
    rows = model._default_manager.filter(**{dossier: OuterRef(of)}).order_by(*order)
    return array(rows, columns, limit=limit)


def array(rows: models.QuerySet[Any], columns: Sequence[str], *, limit: int | None = None) -> ArraySubquery:
    """Return, as an annotation, any rows that refer to the outer row, as JSON objects."""
    return ArraySubquery(rows.values(json=JSONObject(**{column: F(column) for column in columns}))[:limit])


def parsed(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as `values()` would have: bytes, times and ids as Python's own; annotations stay as JSON has them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [
        {name: _value(fields[name], value) if name in fields else value for name, value in row.items()} for row in rows
    ]


def _value(field: "models.Field[Any, Any]", value: object) -> object:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(str(value).removeprefix(_HEX_PREFIX))
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)
