"""Where the files of a test run lie: in memory where there is room for them, else below var/test.

A run makes and removes thousands of small files and waits for the disk each time, a quarter of its time where several
write at once. What is kept from run to run, such as the migrated copy, lies below var/test.
"""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "test"
MEMORY = Path("/dev/shm")  # noqa: S108 - see the check of who owns it
# Each process has a database of its own, and some tests more; browsers need memory too.
ROOM = 8 * 2**30
PHYSICAL = 16 * 2**30


def _place() -> Path:
    if os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") < PHYSICAL:
        return HOME
    own = MEMORY / f"tvaers-tests-{os.geteuid()}"
    try:
        if shutil.disk_usage(MEMORY).free < ROOM:
            return HOME
        # PostgreSQL runs as an account of its own and must get through, but need not look round.
        own.mkdir(mode=0o711, exist_ok=True)
    except OSError:
        return HOME
    # In a place that everybody may write in, the directory may be somebody else's.
    is_ours = own.is_dir() and not own.is_symlink() and own.stat().st_uid == os.geteuid()
    return own if is_ours else HOME


PLACE = _place()
RUN = PLACE / f"run-{os.getpid()}"
