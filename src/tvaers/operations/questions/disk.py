"""Room on the disks that this machine sees."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tvaers.foundation import environment
from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "disk"
#: Bytes free below which writing is about to fail, and below which it is time to make room.
LAST, FEW = 500_000_000, 5_000_000_000
#: Where Debian keeps the database, when it is on this machine.
DEBIAN = Path("/var/lib/postgresql")


def ask() -> Iterator[Finding]:
    """Look at the disks of the installation, its backups and, where it is here, its database."""
    places = {"TVAERS_VAR": environment.place(), "the key store": environment.key_store_file().parent}
    target = environment.text("TVAERS_BACKUP_TO")
    if target:
        places["the backups"] = Path(target)
    if DEBIAN.exists():
        places["the database"] = DEBIAN
    for name, path in places.items():
        yield judge(name, path)


def judge(name: str, path: Path) -> Finding:
    """Say how much room one place has."""
    try:
        free = shutil.disk_usage(path).free
    except OSError as error:
        return red(
            SUBJECT, f"{path} ({name}) cannot be looked at: {error.strerror}.", "Mount it, or name another place."
        )
    room = f"{path} ({name}) has {free / 1e9:.1f} GB free"
    if free < LAST:
        return red(SUBJECT, f"{room}.", "Make room now: nothing can be written soon.")
    if free < FEW:
        return amber(SUBJECT, f"{room}.", "Make room.")
    return green(SUBJECT, f"{room}.")
