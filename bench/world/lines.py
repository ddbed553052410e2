"""Rows as COPY takes them: a line each, in PostgreSQL's text format."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db.models import Model
from psycopg import sql

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CELLS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _nothing: "\\N",
    str: lambda text: text.translate(_ESCAPED),
    bytes: lambda sealed: f"\\\\x{sealed.hex()}",
    bool: lambda said: "t" if said else "f",
    int: str,
    UUID: str,
    datetime: str,
    date: str,
}


class Lines:
    """Rows of one table that are not written yet."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        """Begin with none."""
        self.table = model._meta.db_table
        self.columns = columns
        self.held: list[str] = []

    def add(self, *cells: object) -> None:
        """Add a row: its values in the order of the columns."""
        self.held.append("\t".join([_CELLS[type(cell)](cell) for cell in cells]))

    def copy(self, cursor: psycopg.Cursor[Any]) -> None:
        """Write the rows and hold none any more."""
        if not self.held:
            return
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.table), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        )
        with cursor.copy(statement) as copy:
            copy.write("\n".join(self.held) + "\n")
        self.held.clear()
