"""Takes away again what a bench has written into a world, so that the next run meets the same one."""

import psycopg
from psycopg import sql

_BEHIND = "SELECT name::text, dossier_column FROM guard.dossier_table"
# The log keeps what was done, and the key store keys that the nightly sweep would take.
_LAST = (
    "DELETE FROM sharing_link WHERE source_id = ANY (%(new)s) OR target_id = ANY (%(new)s)",
    "DELETE FROM sharing_disclosure WHERE dossier_id = ANY (%(new)s)",
    "DELETE FROM sharing_access WHERE dossier_id = ANY (%(new)s)",
    "DELETE FROM concerns_arrival WHERE concern_id = ANY (%(new)s)",
    "DELETE FROM sharing_dossier WHERE id = ANY (%(new)s)",
)


def newest(connection: psycopg.Connection[tuple[object, ...]]) -> object:
    """Return when the newest dossier was opened."""
    row = connection.execute("SELECT max(opened_at) FROM sharing_dossier").fetchone()
    return row[0] if row else None


def forget(connection: psycopg.Connection[tuple[object, ...]], after: object) -> int:
    """Remove the dossiers that were opened after a moment; return how many. The connection is the superuser's."""
    new = [row[0] for row in connection.execute("SELECT id FROM sharing_dossier WHERE opened_at > %s", [after])]
    with connection.transaction():
        for table, column in connection.execute(_BEHIND).fetchall():
            statement = sql.SQL("DELETE FROM {} WHERE {} = ANY (%(new)s)")
            named = statement.format(sql.Identifier(str(table)), sql.Identifier(str(column)))
            connection.execute(named, {"new": new})
        for last in _LAST:
            connection.execute(last, {"new": new})
    return len(new)
