"""`tvaers restore`: bring an installation back from its backups, to the end or to a moment, on a clean machine too.

Everything is verified before anything is put in place. What was erased since is erased again before the database can be
served. The database's files are written to --data; PostgreSQL must be stopped. With --finish, erasures alone are done
again, in a database that was restored by other means and runs.
"""

import argparse
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tvaers.foundation import environment
from tvaers.foundation.keystore import KeyStore
from tvaers.foundation.secrets import Secrets
from tvaers.operations import follow, installing
from tvaers.operations.copies import keys, place, restoring, sealed, server, wal
from tvaers.operations.copies.restoring import Own, Source
from tvaers.operations.copies.sealed import BrokenCopyError
from tvaers.operations.terminal import OperationError, say


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="tvaers restore", description=__doc__)
    restoring.ask(parser)
    parser.add_argument("--data", type=Path, help="PostgreSQL's data directory; it must not exist or be empty")
    parser.add_argument("--finish", action="store_true", help="only erase again what was erased")
    asked = parser.parse_args(arguments)
    if asked.finish:
        return _finish()
    if asked.data is None:
        raise OperationError("Say with --data where PostgreSQL's data directory is.")
    _restore(restoring.source_of(asked), asked.data, server.account(asked.server_account))
    return 0


def _restore(source: Source, data: Path, runs_as: server.Account) -> None:
    if data.exists() and any(data.iterdir()):
        raise OperationError(f"{data} is not empty. Stop PostgreSQL and move its files aside: nothing is overwritten.")
    for left in (data.with_name(f"{data.name}.unfinished"), data.with_name(f"{data.name}.segments")):
        shutil.rmtree(left, ignore_errors=True)
    with restoring.opened_keys(source, environment.place()) as (opened, secrets):
        say("[1/4] Keys and secrets: they open, and belong together")
        installation = str(KeyStore(opened / keys.STORE, bytes.fromhex(secrets.root_key)).identity())
        own = _own(installation)
        _keep_last(source.folder, bytes.fromhex(secrets.root_key))
        say("[2/4] The database's files")
        if data.exists():
            data.rmdir()
        copied, files = restoring.restore_files(source, data, secrets, installation=installation)
        if own is None:
            own = _put(opened)
        # What pg_receivewal brought from the former server would lead it astray on the new one.
        shutil.rmtree(follow.spool(), ignore_errors=True)
    say("[3/4] Changes since, and erasures")
    with restoring.opened(files, source=source, copied=copied, own=own, runs_as=runs_as):
        from tvaers.operations.copies import erasures, looking  # noqa: PLC0415 - Django stands in this block

        _tell(*erasures.replay())
        say("[4/4] A look at what is there")
        for sentence in looking.look(copied.body["counts"]):
            say(f"      {sentence}")
    shutil.rmtree(files.segments)
    files.data.rename(data)
    installing.hand_over()
    if source.until is not None:
        # Whoever finds that it was the wrong moment still has the keys of what was opened after it.
        days = timedelta(days=environment.number("TVAERS_BACKUP_KEEP_KEYS_DAYS"))
        KeyStore(own.key_store, bytes.fromhex(secrets.root_key)).hold_back(datetime.now(UTC) + days)
    say(f"\nRestored into {data}. Start PostgreSQL, then: tvaers check (docs/operations/restore.md goes on).")


def _keep_last(folder: Path, root_key: bytes) -> None:
    """Put what was brought from the former server, and not sealed yet, with the backups: its last minute."""
    recipient = environment.text("TVAERS_BACKUP_RECIPIENT")
    if follow.spool().is_dir() and recipient:
        for name in wal.keep(
            wal.arrived(follow.spool()), folder, sealed.recipient(recipient), root_key=root_key, known={}
        ):
            say(f"      Changes that were brought and not sealed yet: {name}")


def _own(installation: str) -> Own | None:
    """Return the secrets and the key store of this machine when they are there and right; None when both are gone."""
    own = Own(environment.secrets_file(), environment.key_store_file())
    there = [path.exists() for path in (own.secrets, own.key_store)]
    if not any(there):
        return None
    if not all(there):
        missing = own.key_store if there[0] else own.secrets
        raise OperationError(
            f"{missing} is gone and its fellow is not. Move the other aside, so that both come from the backup."
        )
    root_key = bytes.fromhex(Secrets.load(own.secrets).root_key)
    if str(KeyStore(own.key_store, root_key).identity()) != installation:
        raise BrokenCopyError(f"The backups belong to another installation than {own.key_store}. Move it aside first.")
    say("      This machine's own key store is kept: it is newer than any backup of it.")
    return own


def _put(opened: Path) -> Own:
    """Put the restored secrets, key store and settings where they belong, owned as their directory is."""
    own = Own(environment.secrets_file(), environment.key_store_file())
    var = environment.place()
    for name, target in (
        (keys.SECRETS, own.secrets),
        (keys.STORE, own.key_store),
        (keys.LOGIN, installing.backup_directory() / keys.LOGIN),
        (keys.SETTINGS, var / "restored.env"),
    ):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write(target, (opened / name).read_bytes())
        owner = target.parent.stat()
        if os.geteuid() == 0:
            os.chown(target, owner.st_uid, owner.st_gid)
    installing.hand_over()
    say(f"      The settings of then lie in {var / 'restored.env'}.")
    return own


def _finish() -> int:
    installing.start_django("maintenance")
    from tvaers.operations.copies import erasures  # noqa: PLC0415 - after Django's start

    _tell(*erasures.replay())
    return 0


def _tell(dossiers: int, forgotten: int) -> None:
    say(f"      Erased again: {dossiers} dossiers in the database, {forgotten} keys in the key store")
