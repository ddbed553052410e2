"""How long `make demo` takes from nothing to the first page, and on every later start.

Run by `make bench`. Packages are there already; the first start makes the database, the tables and the demonstration.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.promises import promise

ROOT = Path(__file__).resolve().parent.parent
# Seconds on two cores, without installing the packages, which the network decides.
FIRST, LATER = 110, 5
READY = "Stop with Ctrl-C"


def seconds_to_ready(var: Path) -> float:
    """Start the demonstration, wait until it says that it runs, stop it again; return the seconds until then."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"TVAERS_VAR": str(var), "PORT": str(port), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "tvaers.demo.run"],
        env={name: value for name, value in os.environ.items() if not name.startswith("TVAERS_")} | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = []
        for line in process.stdout or ():
            said.append(line)
            if READY in line:
                taken = time.monotonic() - began
                process.send_signal(signal.SIGINT)
                process.communicate()
                return taken
    raise SystemExit("".join(said))


def main() -> None:
    """Measure both starts."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as directory:
        Path(directory).chmod(0o755)
        var = Path(directory) / "demo"
        promise("demo, first start", seconds_to_ready(var), FIRST, "s")
        promise("demo, later start", seconds_to_ready(var), LATER, "s")


if __name__ == "__main__":
    main()
