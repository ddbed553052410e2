"""Queries that are built and put into SQL once in a process, and asked with other values each time.

Building a query of many subqueries takes Django longer than the database takes to answer it where there is little.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.translation import get_language

Row = TypeVar("Row")
# A moment, a day, an id, or some ids; how many ids there are is part of the statement.
Value = datetime | date | UUID | tuple[UUID, ...]
Place = tuple[str, int]
# How many forms of one query are kept. They differ by roles, and there are few; past that all are built anew.
MOST = 200
# What stands in a statement until the value comes: nothing that anybody writes.
_DAY, _MOMENT, _ID = date(3999, 1, 1), datetime(3999, 1, 1, 1, 1, 1, 1, tzinfo=UTC), 0xFACE0000_0000_4000_8000 << 48


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A statement; what stands in it is a value of the caller's where `places` says so."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: tuple[Place | None, ...]

    def filled(self, values: Mapping[str, Value]) -> tuple[Any, ...]:
        """Return what is sent with the statement."""
        real = dict(_by_place(values))
        both = zip(self.params, self.places, strict=True)
        return tuple(param if place is None else real[place] for param, place in both)


class Compiled(Generic[Row]):
    """A query that `build(*form, **values)` builds.

    form: what changes the statement itself, such as roles or masks. values: what only stands in it. `build` is called
    with placeholders instead of the values, so it must not compare, add to or look at them, and must take whatever is
    of a request from its arguments: no clock, no claims. Each language has its own statement.
    """

    all: ClassVar[list["Compiled[Any]"]] = []

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._made: dict[Hashable, _Made | None] = {}
        Compiled.all.append(self)

    def __call__(self, *form: Hashable, **values: Value) -> list[Row]:
        """Return the rows."""
        made = self.made(form, values)
        if made is None:
            return []
        params, asked = made.filled(values), made.rows.all()

        def compiler(using: str | None = None, **_more: object) -> SQLCompiler:
            # What a compiler knows of its columns stays; it belongs to no connection for longer than a question.
            own = copy(made.compiler)
            own.connection = connections[using or DEFAULT_DB_ALIAS]
            own.as_sql = lambda *_limits, **_more: (made.sql, params)  # type: ignore[method-assign]
            return own

        asked.query.get_compiler = compiler  # type: ignore[method-assign,assignment]
        return list(asked)

    def made(self, form: tuple[Hashable, ...], values: Mapping[str, Value]) -> _Made | None:
        """Return the statement, made now or before; None for one that can find nothing."""
        shape = tuple((name, len(value) if isinstance(value, tuple) else -1) for name, value in values.items())
        binding = getattr(connections[DEFAULT_DB_ALIAS].features, "uses_server_side_binding", False)
        key = (form, shape, timezone.get_current_timezone_name(), get_language(), binding)
        try:
            return self._made[key]
        except KeyError:
            made = self._make(form, values)
        # Another thread may do the same: what it makes is the same.
        if len(self._made) >= MOST:
            self._made.clear()
        self._made[key] = made
        return made

    def _make(self, form: tuple[Hashable, ...], values: Mapping[str, Value]) -> _Made | None:
        stand_ins = {name: _stand_in(number, value) for number, (name, value) in enumerate(values.items())}
        rows = self.build(*form, **stand_ins)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        known = {stand_in: place for place, stand_in in _by_place(stand_ins)}
        places = tuple(known.get(each) if isinstance(each, UUID | date) else None for each in params)
        missing = set(known.values()) - set(places)
        left = [each for each, place in zip(params, places, strict=True) if place is None and _is_stand_in(each)]
        if missing or left:
            message = f"Not in the statement as it was given: {sorted(missing)} {left}"
            raise ValueError(message)
        return _Made(rows=rows, compiler=compiler, sql=sql, params=tuple(params), places=places)


def _stand_in(number: int, value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(UUID(int=_ID + (number << 16) + place) for place in range(len(value)))
    if isinstance(value, UUID):
        return UUID(int=_ID + (number << 16))
    return _MOMENT + timedelta(days=number) if isinstance(value, datetime) else _DAY + timedelta(days=number)


def _is_stand_in(param: object) -> bool:
    """Tell whether a stand-in, or what was made of one, would be sent."""
    told = str(param)
    return str(_DAY.year) in told or f"{_ID >> 64:x}"[:8] in told


def _by_place(values: Mapping[str, Value]) -> Iterator[tuple[Place, datetime | date | UUID]]:
    for name, value in values.items():
        for place, each in enumerate(value if isinstance(value, tuple) else (value,)):
            yield (name, place), each
