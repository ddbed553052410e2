"""One statement asked with many ids in one call: each answer stands for itself, and nothing of it stays.

In a function of the asker's own rights: from test to database and back, and planning anew, takes longer than the
answers do.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]
Told = tuple[str, ...]
Ids = Sequence[UUID | None]

# Where the id stands in a statement.
ID = sql.SQL("id_of_test")
# A function that asks, and undoes it, with each id.
ASKING = """
CREATE FUNCTION public.{name}({more}ids uuid[]) RETURNS TABLE (state text, told text, held_by text)
LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE id_of_test uuid; number bigint;
BEGIN
    FOREACH id_of_test IN ARRAY ids LOOP
        BEGIN
            {run};
            RAISE EXCEPTION USING ERRCODE = 'TVOK0';
        EXCEPTION
            WHEN SQLSTATE 'TVOK0' THEN
                state := 'worked'; held_by := '';
            WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, told = MESSAGE_TEXT, held_by = CONSTRAINT_NAME;
        END;
        RETURN NEXT;
    END LOOP;
END $$
"""
COUNTED = "GET DIAGNOSTICS number = ROW_COUNT; told := number::text"
READ = "EXECUTE 'SELECT string_agg(x::text, $s$ and $s$) FROM (' || asked || ') x' INTO told USING id_of_test"
# The first of many statements that writes one row, each with an id of its own.
FIRST = """
CREATE FUNCTION public.first_of_test(asked text[], ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE answer record;
BEGIN
    FOR place IN 1 .. cardinality(asked) LOOP
        SELECT * INTO answer FROM public.tried_of_test(asked[place], ids[place:place]);
        IF (answer.state, answer.told) = ('worked', '1') THEN
            RETURN place - 1;
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
GRANT = "GRANT EXECUTE ON FUNCTION public.{} TO tvaers_app"
DROP = "DROP FUNCTION public.{}"
FUNCTIONS = ("first_of_test(text[], uuid[])", "tried_of_test(text, uuid[])", "read_of_test(text, uuid[])")


class Many:
    """Asks on a connection, with functions that the administrator makes."""

    def __init__(self, administrator: Connection) -> None:
        self._administrator = administrator
        self._make("read_of_test", READ, more="asked text, ")
        self._make("tried_of_test", f"EXECUTE asked USING id_of_test; {COUNTED}", more="asked text, ")
        administrator.execute(FIRST)
        for each in FUNCTIONS:
            administrator.execute(GRANT.format(each))
        self._number = 0

    def _make(self, name: str, run: str, more: str = "") -> None:
        self._administrator.execute(ASKING.format(name=name, run=run, more=more))

    def written(self, connection: Connection, statement: sql.Composable, ids: Ids) -> list[Told]:
        """What a writing statement is answered with each id: state, how many rows or why not, and the constraint."""
        # A name of its own: a session in a transaction may not hear that a function is another by now.
        self._number += 1
        name = f"written_of_test_{self._number}"
        self._make(name, f"{statement.as_string(connection)}; {COUNTED}")
        self._administrator.execute(GRANT.format(f"{name}(uuid[])"))
        told = connection.execute(f"SELECT * FROM public.{name}(%s::uuid[])", [list(ids)], prepare=False).fetchall()
        self._administrator.execute(DROP.format(f"{name}(uuid[])"))
        return told

    def read(self, connection: Connection, statement: sql.Composable, ids: Ids) -> list[Told]:
        """What a reading statement is answered with each id, its rows as text."""
        given = [_numbered(statement, connection), list(ids)]
        return connection.execute("SELECT * FROM public.read_of_test(%s, %s::uuid[])", given).fetchall()

    def first(self, connection: Connection, statements: Sequence[sql.Composable], ids: Ids) -> Callable[[], int | None]:
        """A function: which of these statements, each with its id, is the first that writes a row, if one does."""
        given = [[_numbered(each, connection) for each in statements], list(ids)]

        def found() -> int | None:
            row = connection.execute("SELECT public.first_of_test(%s::text[], %s::uuid[])", given).fetchone()
            assert row
            number: int | None = row[0]
            return number

        return found

    def end(self) -> None:
        """Take the functions away."""
        for each in FUNCTIONS:
            self._administrator.execute(DROP.format(each))


def _numbered(statement: sql.Composable, connection: Connection) -> str:
    return statement.as_string(connection).replace(ID.as_string(None), "$1")


@contextmanager
def asking(administrator: Connection) -> Iterator[Many]:
    """Have the functions while the block runs."""
    many = Many(administrator)
    try:
        yield many
    finally:
        many.end()
