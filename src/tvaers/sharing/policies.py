"""Policy builders for rows behind a dossier, for organisations' own rows, and for the guard's tables."""

from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import APP, WORK_FLOOR, protection

LIVE = (
    "a.state = 'accepted' AND a.ended_at IS NULL"
    " AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()"
    " AND (a.frame_id IS NULL OR EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = a.frame_id"
    " AND f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()"
    " AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))"
)

OWN = " AND a.source = 'owner'"
NOT_IN_DANGER = " AND a.source <> 'break-glass'"
NOT_KEPT = " AND a.source <> 'taken-on'"


def open_to_reader(
    dossier: str, *, category: str, may: int, owner_only: bool = False, in_danger: bool = True, kept: bool = True
) -> str:
    """Return the condition that the asking reader has live access to `dossier`, for `category`, to do `may`.

    owner_only: not by a disclosure; for what never leaves its owner, such as a protected address.
    in_danger: by an emergency look-up too. kept: by what stays of a task that was taken on too.

    A correlated EXISTS on the key (dossier, reader): measured far ahead of arrays and ORs. A disclosure opens
    what its purpose shares with the reader's purposes; the owner's own access is bound the same way.
    The second comparison follows from the first. It keeps PostgreSQL from reading all that the reader sees into a hash
    table first, hundreds of thousands of rows for a list of fifty: only a lone equality can be turned into one.
    """
    return (
        f"EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = {dossier} AND a.dossier_id >= {dossier}"
        " AND a.reader_id = ANY ((SELECT guard.readers())::uuid[])"
        f" AND a.categories & (SELECT guard.categories()) & {category} <> 0"
        " AND a.purpose & (SELECT guard.purposes()) <> 0"
        f" AND a.may >= {may} AND {LIVE}{OWN if owner_only else ''}"
        f"{'' if in_danger else NOT_IN_DANGER}{'' if kept else NOT_KEPT})"
    )


def dossier_rows(
    table: str,
    *,
    category: str,
    dossier: str = "dossier_id",
    commands: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE"),
    owner_only: bool = False,
    owner_writes: bool = False,
    signed: tuple[str, ...] = (),
) -> RunSQL:
    """Protect a table whose rows lie behind a dossier; `category` is a column or a number (guard.enums.Category).

    Whole dossiers are erased by guard.erase_dossier, which walks the tables noted here. `commands` leaves out
    UPDATE for what is only appended, and names DELETE where a contributor takes a line back. No row changes dossier.
    owner_only: never by a disclosure. owner_writes: a disclosure lets others read, and the owner's own people write.
    signed: the columns that say who did something, in which whoever writes can name nobody else; "org:" before one that
    holds the organisation.
    """
    column = category if category.isdigit() else f"{table}.{category}"
    rules = {
        command: open_to_reader(
            f"{table}.{dossier}",
            category=column,
            may=1 if command == "SELECT" else 2,
            owner_only=owner_only or (owner_writes and command != "SELECT"),
        )
        for command in commands
    }
    built = protection(table, WORK_FLOOR, rules)
    return RunSQL(
        f"{built.sql}INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{table}', '{dossier}');\n"
        f"CREATE TRIGGER stays BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN (OLD.{dossier} IS DISTINCT FROM NEW.{dossier}) EXECUTE FUNCTION guard.refuse_move();\n"
        f"{_own_hand(table, signed)}",
        reverse_sql=f"{_no_own_hand(table, signed)}DROP TRIGGER stays ON {table};\n"
        f"DELETE FROM guard.dossier_table WHERE name = '{table}'::regclass;\n{built.reverse_sql}",
    )


def organisation_rows(
    table: str,
    *,
    owner: str = "owner_id",
    audience: str = "",
    until: str = "",
    writes: str = "(SELECT guard.decides())",
    changeable: tuple[str, ...] = (),
    commands: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE"),
    signed: tuple[str, ...] = (),
) -> RunSQL:
    """Protect a table whose rows belong to one organisation, whose people read them; about no person of concern.

    audience: the column with the organisations that read too; until: the column with the time that ends it for them,
    null for never. writes: the condition that the owner's people meet who write. changeable: the columns that UPDATE
    may touch. signed: as in `dossier_rows`. No row changes its owner.
    """
    own = f"{table}.{owner} = (SELECT guard.organisation())"
    reads = own
    if audience:
        live = f" AND ({table}.{until} IS NULL OR {table}.{until} > statement_timestamp())" if until else ""
        reads = f"({own} OR (SELECT guard.organisation()) = ANY ({table}.{audience}){live})"
    rules = {command: reads if command == "SELECT" else f"{own} AND {writes}" for command in commands}
    built = protection(table, WORK_FLOOR, rules, changeable=changeable)
    return RunSQL(
        f"{built.sql}CREATE TRIGGER stays BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN (OLD.{owner} IS DISTINCT FROM NEW.{owner}) EXECUTE FUNCTION guard.refuse_move();\n"
        f"{_own_hand(table, signed)}",
        reverse_sql=f"{_no_own_hand(table, signed)}DROP TRIGGER stays ON {table};\n{built.reverse_sql}",
    )


def own_hand(table: str, *columns: str) -> RunSQL:
    """Build the migration operation that signs columns of a table that was protected without: `signed`, afterwards."""
    return RunSQL(_own_hand(table, columns), reverse_sql=_no_own_hand(table, columns))


def only_authorities(table: str, *, audience: str = "audience", name: str = "only_authorities") -> RunSQL:
    """Build the migration operation that keeps a table's audience to municipalities, police and probation service.

    audience: the column that holds it, or one organisation. name: of the trigger. Needs sharing 0053, and 0054 for one
    organisation. The database refuses anybody else with TV097.
    """
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {audience} ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION guard.only_authorities('{audience}');\n",
        reverse_sql=f"DROP TRIGGER {name} ON {table};\n",
    )


def written_by_functions(*names: str) -> RunSQL:
    """Build the migration operation that leaves events of these names in the log to the database's functions."""
    parameters = [list(names)]
    return RunSQL(
        [("INSERT INTO guard.kept_event SELECT unnest(%s::text[])", parameters)],
        reverse_sql=[("DELETE FROM guard.kept_event WHERE name = ANY (%s)", parameters)],
    )


def _own_hand(table: str, columns: tuple[str, ...]) -> str:
    """Return the trigger that keeps the application from writing in somebody else's name."""
    if not columns:
        return ""
    names = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW"
        f" WHEN (current_user = '{APP}') EXECUTE FUNCTION guard.own_hand({names});\n"
    )


def _no_own_hand(table: str, columns: tuple[str, ...]) -> str:
    return f"DROP TRIGGER own_hand ON {table};\n" if columns else ""
