"""Dossiers of an installation at the prompt, as its backups are to bring them back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from tests.operations.production import Installation
from tvaers.foundation import crypto
from tvaers.foundation.keystore import KeyStore
from tvaers.foundation.secrets import Secrets


class Dossiers:
    """Dossiers with a sealed text each, written as the program does: the key first, durable, then the row."""

    def __init__(self, installed: Installation) -> None:
        self.installed = installed
        secrets = Secrets.load(installed.var / "secrets.json")
        self.store = KeyStore(installed.var / "keys" / "keys.sqlite3", bytes.fromhex(secrets.root_key))

    def open(self, number: int) -> UUID:
        """Write one with this number; return its id."""
        dossier = UUID(int=number)
        with self.installed.postgres.administrator() as connection:
            ((owner,),) = connection.execute("SELECT id FROM partnerships_organisation").fetchall()
            self.store.ensure(f"organisation:{owner}")
            self.store.ensure(f"dossier:{dossier}", parent=f"organisation:{owner}")
            key = self.store.unwrap([f"dossier:{dossier}"])[f"dossier:{dossier}"]
            sealed = crypto.seal(key, b"Anna Afpr\xc3\xb8vet", about=f"people_person.name:{dossier}".encode())
            insert(connection, "sharing_dossier", id=dossier, owner_id=owner, kind="person")
            insert(connection, "people_person", id=dossier, name=sealed)
        return dossier

    def erase(self, dossier: UUID) -> None:
        """Erase one, its key too."""
        with self.installed.postgres.administrator() as connection:
            connection.execute("SELECT guard.erase_again(%s)", [[dossier]])
        self.store.delete([f"dossier:{dossier}"])

    def living(self) -> list[int]:
        """Return the numbers of those that are not erased."""
        with self.installed.postgres.administrator() as connection:
            rows = connection.execute("SELECT id FROM sharing_dossier WHERE erased_at IS NULL ORDER BY id").fetchall()
        return [dossier.int for (dossier,) in rows]


def insert(connection: psycopg.Connection[Any], table: str, **given: Any) -> None:
    """Write a row with what is given, and something plain in every other column that must be filled."""
    columns = connection.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = '' AND attgenerated = ''",
        [table],
    ).fetchall()
    plain = {"bytea": b"", "uuid": UUID(int=1), "integer": 1, "smallint": 1, "bigint": 1, "boolean": False}
    late = datetime(2099, 1, 1, tzinfo=UTC)
    row = {
        name: given.get(name, plain.get(kind, late if kind.startswith(("timestamp", "date")) else ""))
        for name, kind in columns
    } | given
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    connection.execute("SET session_replication_role = replica")
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
