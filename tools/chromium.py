"""See that Chromium is there for the journeys; install Debian's when we may, else say who must do what.

The journeys drive it without its window: the same engine as people's Chromium, of the same version and source package,
less tabs, toolbars and their processes, which cost a quarter of the journeys' time.
"""

import shutil
import sys

from tools import debian

PACKAGE = "chromium-headless-shell"


def main() -> int:
    """Return 0 when Chromium is there in the end."""
    return 0 if debian.ensure(PACKAGE, lambda: shutil.which(PACKAGE) is not None, needed_by="The journeys need") else 1


if __name__ == "__main__":
    sys.exit(main())
