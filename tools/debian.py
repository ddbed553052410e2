"""See that a package of Debian's is there; install it when we may, else say who must do what."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def ensure(package: str, there: Callable[[], bool], *, needed_by: str) -> bool:
    """Return whether `there` says yes in the end; needed_by: the sentence's beginning, such as "The journeys need"."""
    if there():
        return True
    command = f"apt-get update && apt-get install -y {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.stderr.write(
            f"{needed_by} {package}, which is not installed. On Debian and Ubuntu this needs root once:\n"
            f'  sudo sh -c "{command}"\n'
        )
        return False
    print(f"{needed_by} {package}; as root, installing it: {command}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", package],
    ):
        if subprocess.run(arguments, check=False, env=environment).returncode != 0:
            sys.stderr.write(f"That failed. Try by hand: {command}\n")
            return False
    return there()
