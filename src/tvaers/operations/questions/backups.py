"""The backups: how old the newest are, whether changes are brought, and when a drill last went well."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets
from tvaers.operations import installing
from tvaers.operations.copies import database, keys, place, wal
from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "backup"
#: A night was missed; three were.
LATE, OLD = timedelta(hours=26), timedelta(days=3)
SILENT = timedelta(minutes=10)
DRILL = timedelta(days=8)


def ask() -> Iterator[Finding]:
    """Look at what lies where backups go."""
    named = environment.text("TVAERS_BACKUP_TO")
    if not named or not environment.text("TVAERS_BACKUP_RECIPIENT"):
        return  # told by the settings
    folder, now = Path(named), datetime.now(UTC)
    if not folder.is_dir():
        yield red(SUBJECT, f"{folder} is not there.", "Mount it.")
        return
    for what, name in (("the database", database.FOLDER), ("the key store", keys.FOLDER)):
        yield _newest(what, folder / name, now)
    yield _followed(folder, now)
    yield _drilled(now)


def _newest(what: str, folder: Path, now: datetime) -> Finding:
    found, damaged = place.finished(folder), place.damaged(folder)
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    damaged += [f"{copy.path} was not made by this installation." for copy in found if not copy.is_ours(root_key)]
    if damaged:
        return red(SUBJECT, damaged[0], "Look at the disk; move the damaged one away and run: tvaers backup")
    if not found:
        return red(SUBJECT, f"There is none of {what}.", "Run: tvaers backup")
    age = now - found[-1].ended
    text = f"The newest of {what} is {_words(age)} old."
    remedy = "systemctl status tvaers-backup.timer tvaers-backup; its log says what went wrong."
    if age > OLD:
        return red(SUBJECT, text, remedy)
    return amber(SUBJECT, text, remedy) if age > LATE else green(SUBJECT, text)


def _followed(folder: Path, now: datetime) -> Finding:
    """Judge by when the following last looked: while nothing happens in the database, nothing else is to be seen."""
    times = [each.path.stat().st_mtime for each in wal.kept(folder)]
    log = installing.backup_directory() / "followed-at"
    looked = datetime.fromtimestamp(log.stat().st_mtime, UTC) if log.exists() else None
    if looked is None or not times:
        return amber(
            SUBJECT,
            "Changes between two backups are not brought: a lost machine costs a day.",
            "systemctl start tvaers-follow",
        )
    if now - looked > SILENT:
        return red(SUBJECT, f"Changes were last brought {_words(now - looked)} ago.", "systemctl status tvaers-follow")
    return green(SUBJECT, f"Changes were brought {_words(now - looked)} ago.")


def _drilled(now: datetime) -> Finding:
    path = installing.backup_directory() / "drill.json"
    remedy = "Run `tvaers drill` with the operator's key; only that shows that a backup can be restored."
    if not path.exists():
        return amber(SUBJECT, "No drill has gone well here yet.", remedy)
    age = now - datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["ended"])
    text = f"The last drill went well {_words(age)} ago."
    return amber(SUBJECT, text, remedy) if age > DRILL else green(SUBJECT, text)


def _words(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} days"
