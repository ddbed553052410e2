"""See that Chromium is there for the journeys; install Debian's when we may, else say who must do what."""

import os
import shutil
import subprocess
import sys

PACKAGE = "chromium"
COMMAND = f"apt-get update && apt-get install -y {PACKAGE}"


def main() -> int:
    """Return 0 when Chromium is there in the end."""
    if shutil.which(PACKAGE):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.stderr.write(
            "The journeys need Chromium, which is not installed. On Debian and Ubuntu this needs root once:\n"
            f'  sudo sh -c "{COMMAND}"\n'
        )
        return 1
    print(f"The journeys need Chromium; as root, installing it: {COMMAND}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", PACKAGE],
    ):
        if subprocess.run(arguments, check=False, env=environment).returncode != 0:
            sys.stderr.write(f"That failed. Try by hand: {COMMAND}\n")
            return 1
    return 0 if shutil.which(PACKAGE) else 1


if __name__ == "__main__":
    sys.exit(main())
