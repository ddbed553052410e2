"""Where a world lives and how it is made: cluster, roles, migrations, style sheets, rows. Kept until those change."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.world.shape import BLOCK
from tvaers.demo import children
from tvaers.demo.remembered import ROOT, migrations_fingerprint
from tvaers.embedded.cluster import Cluster
from tvaers.embedded.processes import die_with_parent
from tvaers.foundation.secrets import Secrets
from tvaers.guard.bootstrap import bootstrap

HOME = ROOT / "var" / "bench"
NAME = "tvaers"
NOTE = "world.json"
# What starts and stops a world changes nothing in it.
MAKES_NO_ROWS = {"__init__.py", "__main__.py", "place.py"}
# A machine that serves a partnership: of its memory a part, the same in every world.
MEMORY = {"shared_buffers": "1GB", "effective_cache_size": "6GB", "max_wal_size": "4GB", "work_mem": "16MB"}
# Rows, indexes, the log of changes and the key store, with room to make them in; and what an empty cluster takes.
BYTES_A_DOSSIER, BYTES_OF_ITS_OWN = 12_000, 1_500_000_000


class WorldError(ValueError):
    """The world cannot be made; the text says why."""


class World:
    """One world of `size` dossiers below `directory`."""

    def __init__(self, size: int, directory: Path | None = None, *, say: Callable[[str], None] = print) -> None:
        """Point at it; nothing is made or started yet. Raises WorldError for a size that cannot be."""
        if size < BLOCK or size % BLOCK:
            raise WorldError(f"A world has a multiple of {BLOCK} dossiers.")
        self.size, self.say = size, say
        self.directory = (directory or HOME / str(size)).resolve()
        self.cluster = Cluster(self.directory, memory=MEMORY)
        self._url = ""

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told: the addresses, no login of an administrator."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TVAERS_", "DJANGO_"))}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "tvaers.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "TVAERS_VAR": str(self.directory),
            "TVAERS_DATABASE_URL": self._url.replace("postgres@", ""),
        }

    @contextmanager
    def running(self) -> Iterator[Mapping[str, str]]:
        """Bring it up, made first where it is not there or its makers changed; return its environment."""
        if not self.is_made:
            self._remove()
            self._check_space()
        self.directory.mkdir(parents=True, exist_ok=True)
        # The database runs as another user where we are root: it passes through, lists and reads nothing.
        self.directory.chmod(0o711)
        try:
            self.cluster.start()
            self._url = self.cluster.url(NAME)
            if not self.is_made:
                self._make()
            yield self.environment
        finally:
            self.cluster.stop()

    @property
    def admin(self) -> str:
        """The superuser's address of the running world."""
        return self._url

    @property
    def is_made(self) -> bool:
        """Tell whether it is there whole, made by these migrations and this generator."""
        return self._note.get("fingerprint") == fingerprint()

    @property
    def seconds(self) -> float:
        """How long the rows took to make."""
        return float(str(self._note["seconds"]))

    @property
    def _note(self) -> dict[str, object]:
        try:
            content: dict[str, object] = json.loads((self.directory / NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content

    def _check_space(self) -> None:
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        needed = BYTES_OF_ITS_OWN + self.size * BYTES_A_DOSSIER
        free = shutil.disk_usage(self.directory.parent).free
        if free < needed:
            raise WorldError(
                f"{self.size} dossiers need {needed / 1e9:.0f} GB below {self.directory.parent},"
                f" and {free / 1e9:.0f} GB are free."
            )

    def _remove(self) -> None:
        if self.directory.exists():
            self.cluster.stop()
            self.cluster.remove()
            shutil.rmtree(self.directory)

    def _make(self) -> None:
        self.say(f"Making a world of {self.size} dossiers in {self.directory}")
        bootstrap(
            self.cluster.url("postgres"), database=NAME, secrets=Secrets.load_or_create(self.directory / "secrets.json")
        )
        environment = self.environment
        children.command("migrate --no-input --skip-checks --verbosity 0", environment, role="migrator")
        children.command("collectstatic --no-input --clear --verbosity 0", environment, role="app")
        began = time.monotonic()
        children.run(
            [sys.executable, "-m", "bench.world.fill", str(self.size)],
            environment | {"BENCH_ADMINISTRATOR": self._url},
            say=self.say,
        )
        seconds = time.monotonic() - began
        note = {"fingerprint": fingerprint(), "size": self.size, "seconds": round(seconds, 1)}
        (self.directory / NOTE).write_text(json.dumps(note), encoding="utf-8")
        self.say(f"{self.size} dossiers in {seconds:.0f} s")

    def spawn(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a Python module in the world that talks by its standard input and output, and ends with us."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
        )


def fingerprint() -> str:
    """Return what a world depends on: the migrations, and this generator."""
    digest = hashlib.sha256(migrations_fingerprint().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name not in MAKES_NO_ROWS:
            digest.update(path.read_bytes())
    return digest.hexdigest()
