"""See that Chromium is there for the journeys; install Debian's when we may, else say who must do what."""

import shutil
import sys

from tools import debian

PACKAGE = "chromium"


def main() -> int:
    """Return 0 when Chromium is there in the end."""
    return 0 if debian.ensure(PACKAGE, lambda: shutil.which(PACKAGE) is not None, needed_by="The journeys need") else 1


if __name__ == "__main__":
    sys.exit(main())
