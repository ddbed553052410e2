"""Policy builders: one per table class, so that no table's row-level security is written by hand.

`Protect` is the migration operation; its SQL is the whole of what the application role may do to a table.
`sharing.policies` adds the builders for dossiers and for organisations' own tables.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from django.db.migrations.operations import RunSQL

from tvaers.guard.classes import TableClass

APP = "tvaers_app"
OWNER = "tvaers_owner"

WORK_FLOOR = "(SELECT guard.at_work())"
ANY_FLOOR = "(SELECT guard.in_context())"


def enable(table: str, *, floor: str) -> str:
    """Turn row-level security on, for the owner too, above a floor that raises without a valid context.

    The owner's policy serves definer functions; a migration that touches rows still fails loudly,
    because the migrator runs with row_security off.
    """
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
REVOKE ALL ON {table} FROM PUBLIC, {APP};
CREATE POLICY floor ON {table} AS RESTRICTIVE FOR ALL TO {APP} USING ({floor}) WITH CHECK ({floor});
CREATE POLICY definer ON {table} FOR ALL TO {OWNER} USING (true) WITH CHECK (true);
"""


def allow(table: str, command: str, condition: str, *, columns: Sequence[str] = ()) -> str:
    """Grant one command to the application role, for the rows that meet `condition` and, if given, some columns."""
    only = f" ({', '.join(columns)})" if columns else ""
    using = f" USING ({condition})" if command != "INSERT" else ""
    check = f" WITH CHECK ({condition})" if command in {"INSERT", "UPDATE"} else ""
    return (
        f"GRANT {command}{only} ON {table} TO {APP};\n"
        f"CREATE POLICY may_{command.lower()} ON {table} FOR {command} TO {APP}{using}{check};\n"
    )


def disable(table: str, commands: Sequence[str]) -> str:
    """Undo `enable` and the `allow`s for `commands`."""
    dropped = "".join(f"DROP POLICY may_{command.lower()} ON {table};\n" for command in commands)
    return f"""{dropped}DROP POLICY definer ON {table};
DROP POLICY floor ON {table};
REVOKE ALL ON {table} FROM {APP};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def protection(table: str, floor: str, rules: dict[str, str], *, changeable: Sequence[str] = ()) -> RunSQL:
    """Build the reversible migration operation for a table from its floor and its commands' conditions.

    changeable: the columns that UPDATE may touch, where not all.
    """
    sql = enable(table, floor=floor)
    for command, condition in rules.items():
        sql += allow(table, command, condition, columns=changeable if command == "UPDATE" else ())
    return RunSQL(sql, reverse_sql=disable(table, list(rules)))


def reference(table: str, *, insert: str = "", update: str = "", changeable: Sequence[str] = ()) -> RunSQL:
    """Everybody at work reads; rows are written where the conditions hold, or through functions only.

    Nothing is deleted: what is no longer used gets an end.
    """
    conditions = {"SELECT": "true", "INSERT": insert, "UPDATE": update}
    rules = {command: condition for command, condition in conditions.items() if condition}
    return protection(table, WORK_FLOOR, rules, changeable=changeable)


def account(table: str, *, user_column: str) -> RunSQL:
    """The sign-in context reaches all rows, somebody signed in the own rows only."""
    own = f"(SELECT guard.kind()) = 'sign-in' OR {user_column} = (SELECT guard.signed_in_user())"
    return protection(table, ANY_FLOOR, dict.fromkeys(("SELECT", "INSERT", "UPDATE", "DELETE"), own))


def system(table: str, *, commands: Sequence[str] = ()) -> RunSQL:
    """The machinery's own table: in any valid context the given commands, and nothing by default."""
    return protection(table, ANY_FLOOR, dict.fromkeys(commands, "true"))


def log(table: str, *, read: str) -> RunSQL:
    """Appended through functions only; read where `read` holds; changed by nobody, the owner included."""
    trigger = f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION guard.refuse_change();
"""
    undo = f"DROP TRIGGER append_only_whole ON {table};\nDROP TRIGGER append_only ON {table};\n"
    protected = protection(table, WORK_FLOOR, {"SELECT": read})
    return RunSQL(f"{protected.sql}{trigger}", reverse_sql=f"{undo}{protected.reverse_sql}")


def sql_file(migration: str, name: str, *, reverse: str) -> RunSQL:
    """Run `sql/<name>` that lies beside the migration module `migration` (pass `__file__`)."""
    return RunSQL((Path(migration).parent / "sql" / name).read_text(encoding="utf-8"), reverse_sql=reverse)


def former(migration: str, name: str, *functions: str) -> str:
    """Return the statements that put functions of the schema guard back as `sql/<name>` beside `migration` made them.

    For the way back of a migration that replaced them. Raises ValueError for one that the file does not make.
    """
    text = (Path(migration).parent / "sql" / name).read_text(encoding="utf-8")
    found = []
    for function in functions:
        # Made, and not dropped on the way: a file may do both.
        pattern = rf"^CREATE (?:OR REPLACE )?(FUNCTION guard\.{function}\(.*?\$\$;\n)"
        made = re.search(pattern, text, re.MULTILINE | re.DOTALL)
        if made is None:
            message = f"{name} makes no guard.{function}"
            raise ValueError(message)
        found.append(f"CREATE OR REPLACE {made[1]}")
    return "".join(found)


def expected_floor(table_class: TableClass) -> str:
    """Return the function that a table of this class must have as its floor."""
    if table_class in {TableClass.ACCOUNT, TableClass.SYSTEM}:
        return "guard.in_context"
    return "guard.at_work"
