"""See that Debian's PostgreSQL 15 is there for the tests; install it when we may, else say who must do what.

Only its programs are wanted: the tests make servers of their own, and no cluster of the machine is made or touched.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import debian

PACKAGE = "postgresql-15"
BINARIES = Path("/usr/lib/postgresql/15/bin")
SETTINGS = Path("/etc/postgresql-common/createcluster.d")


@contextmanager
def no_cluster(settings: Path = SETTINGS) -> Iterator[None]:
    """Keep the package from making and starting a cluster "main" on port 5432, for the length of the block."""
    if os.geteuid() != 0:
        yield
        return
    made = [folder for folder in (settings, *settings.parents) if not folder.exists()]
    settings.mkdir(parents=True, exist_ok=True)
    note = settings / "tvaers-tests.conf"
    note.write_text("create_main_cluster = false\n", encoding="utf-8")
    try:
        yield
    finally:
        note.unlink()
        # The package's own folders stay once it has put something in.
        for folder in made:
            if not any(folder.iterdir()):
                folder.rmdir()


def main() -> int:
    """Return 0 when the programs are there in the end."""

    def there() -> bool:
        return (BINARIES / "initdb").is_file()

    if there():
        return 0
    with no_cluster():
        return 0 if debian.ensure(PACKAGE, there, needed_by="The tests on the oldest server need") else 1


if __name__ == "__main__":
    sys.exit(main())
