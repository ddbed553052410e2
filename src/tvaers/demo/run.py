"""What `make demo` runs: from nothing to a running program, step by step, and everything stopped in the end."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psycopg

from tvaers.demo import children, instance, remembered
from tvaers.demo.children import Child, ChildError
from tvaers.demo.database import DatabaseError, DemoDatabase
from tvaers.demo.instance import InstanceError
from tvaers.demo.progress import Progress, Terminal, tell
from tvaers.demo.remembered import ROOT, Remembered
from tvaers.embedded.cluster import ClusterError
from tvaers.embedded.place import PlaceError
from tvaers.embedded.processes import end_with_parent
from tvaers.foundation.secrets import Secrets, SecretsError
from tvaers.guard.bootstrap import BootstrapError

STEPS = 6
#: What a person can do something about; anything else is a defect and keeps its traceback.
EXPECTED = (
    BootstrapError,
    ChildError,
    ClusterError,
    DatabaseError,
    InstanceError,
    OSError,
    PlaceError,
    SecretsError,
    psycopg.OperationalError,
)


class StoppedError(BaseException):
    """Somebody asked us to stop. Not an Exception, so that no handler on the way takes it for a failure."""


class Demonstration:
    """One run."""

    def __init__(self, var: Path, *, port: int, fresh: bool, database_url: str | None) -> None:
        self.var = var
        self.port = port
        self.live_port = instance.free_port()
        self.fresh = fresh
        self.progress = Progress(STEPS)
        # Asked for at the start: a window that is gone no longer says that it was one.
        self.terminal = Terminal()
        self.database = DemoDatabase(var, database_url, self.progress.say)
        self.children: list[Child] = []
        self.memory = Remembered.read(self._memory_path)

    @property
    def _memory_path(self) -> Path:
        return self.var / "demo.json"

    @property
    def address(self) -> str:
        """Return where the browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what our processes are told. The administrator's login is not among it."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TVAERS_")}
        return inherited | {
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            # An installation's own file, should this machine have one, is not the demonstration's.
            "TVAERS_CONFIG": "",
            "TVAERS_DEMO": "1",
            "TVAERS_VAR": str(self.var),
            # No proxy stands before it, so the streams have an address of their own.
            "TVAERS_ADDRESS": self.address,
            "TVAERS_HOSTS": "127.0.0.1 localhost",
            "TVAERS_LIVE": f"http://127.0.0.1:{self.live_port}/live/",
            "TVAERS_DATABASE_URL": self.database.server_url,
        }

    def start(self) -> None:
        """Take all steps until the server answers."""
        step = self.progress.step
        with step("Data directory, port and disk"):
            instance.check_port(self.port)
            if self.fresh:
                self._start_over()
            instance.mark(self.var)
            secrets = Secrets.load_or_create(self.var / "secrets.json")
        with step("Database"):
            self.database.start()
            self._prepare_database(secrets)
        with step("Tables"):
            self._migrate()
        # Before the people: what the program writes for them is Danish.
        with step("Texts and style sheets"):
            self._build()
        with step("Invented people and cases"):
            self._load()
        with step("Server and worker"):
            self._serve()

    def watch(self) -> None:
        """Return never; raise when something of ours ends, or the window is closed."""
        while True:
            if self.terminal.closed:
                raise StoppedError
            children.raise_if_dead(self.children)
            if self.database.cluster is not None and self.database.cluster.ended:
                raise ClusterError(
                    f"The database ended by itself. The end of its log:\n{self.database.cluster.log_tail()}"
                )
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop what runs, the last started first."""
        if self.children:
            tell("\nStopping …")
        while self.children:
            self.children.pop().stop()
        self.database.stop()

    def _start_over(self) -> None:
        removed = instance.forget(self.var)
        if self.database.cluster is not None:
            self.database.cluster.stop()
            self.database.cluster.remove()
            removed.append("postgres")
        else:
            removed.append(f"the database {self.database.name}")
        self.memory = Remembered()
        self.progress.say(f"FRESH=1: removed from {self.var}: {', '.join(removed)}")

    def _prepare_database(self, secrets: Secrets) -> None:
        """Make roles and database; one whose loading was interrupted is made anew."""
        interrupted = self.memory.data == "loading"
        if interrupted:
            self.progress.say("The last start was interrupted while it loaded data: starting over.")
        known = "" if interrupted else self.memory.database
        identity = self.database.prepare(secrets, known=known, fresh=self.fresh)
        if identity != known:
            instance.forget_keys(self.var)
            self._remember(Remembered(database=identity, static=self.memory.static))
        # So that `python -m tvaers …` in another window finds it.
        (self.var / "database.url").write_text(f"{self.database.server_url}\n", encoding="utf-8")

    def _migrate(self) -> None:
        fingerprint = remembered.migrations_fingerprint()
        if self.memory.migrations != fingerprint:
            children.command("migrate --no-input --skip-checks --verbosity 0", self.environment, role="migrator")
            self.memory.migrations = fingerprint
            self._remember(self.memory)

    def _load(self) -> None:
        generator = remembered.generator_fingerprint()
        if self.memory.data == "loaded":
            if self.memory.generator != generator:
                self.progress.say("This data was made by an older version; FRESH=1 make demo makes it anew.")
            return
        self.memory.data = "loading"
        self._remember(self.memory)
        children.command("load_demo", self.environment, role="app", say=self.progress.say)
        self.memory.data, self.memory.generator = "loaded", generator
        self.memory.personas = "\n".join(children.command("personas --text", self.environment, role="app"))
        self._remember(self.memory)

    def _build(self) -> None:
        if remembered.stale_messages():
            children.run(
                [sys.executable, "-m", "tools.messages", "compile"],
                self.environment | {"PYTHONPATH": str(ROOT)},
            )
        fingerprint = remembered.static_fingerprint()
        if self.memory.static != fingerprint or not (self.var / "static").is_dir():
            children.command("collectstatic --no-input --clear --verbosity 0", self.environment, role="app")
            self.memory.static = fingerprint
        self._remember(self.memory)

    def servers(self) -> list[tuple[str, list[str]]]:
        """Return name and command of what runs until we stop; the first answers on the port."""
        python = sys.executable
        server = [python, "-m", "gunicorn", "--config", "python:tvaers.config.server"]
        server += ["--bind", f"127.0.0.1:{self.port}"]
        streams = [python, "-m", "gunicorn", "--config", "python:tvaers.config.streams"]
        streams += ["--bind", f"127.0.0.1:{self.live_port}"]
        return [("server", server), ("worker", [python, "-m", "tvaers", "worker"]), ("streams", streams)]

    def _serve(self) -> None:
        for name, command in self.servers():
            log = self.var / "log" / f"{name}.log"
            # Servers have children of their own to end; the worker has nothing to do without a database.
            orphaned = signal.SIGKILL if name == "worker" else signal.SIGTERM
            self.children.append(children.spawn(name, command, self.environment, log, orphaned=orphaned))
        children.wait_for_answer(self.address, self.children)

    def _remember(self, memory: Remembered) -> None:
        self.memory = memory
        memory.write(self._memory_path)


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into one StoppedError; later ones change nothing.

    Yields a function after which no signal interrupts the tidying up any more.
    """
    asked = False

    def listen_no_more() -> None:
        nonlocal asked
        asked = True

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise StoppedError

    # `nohup` has asked that a closed terminal changes nothing.
    closed = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    for number in (signal.SIGINT, signal.SIGTERM, *closed):
        signal.signal(number, handle)
    yield listen_no_more


def main() -> int:
    """Run the demonstration until it is stopped; return the exit code."""
    if "--end-with-parent" in sys.argv[1:]:
        # So that a killed `make` does not leave us behind in a window that nobody watches.
        end_with_parent()
    var = Path(os.environ.get("TVAERS_VAR") or ROOT / "var").resolve()
    started = time.monotonic()
    try:
        with stoppable() as listen_no_more, instance.only_one(var):
            # What is written from here on is ours alone, letters and logs included.
            os.umask(0o077)
            demonstration = Demonstration(
                var,
                port=instance.read_port(os.environ.get("PORT") or "8000"),
                fresh=os.environ.get("FRESH", "") not in {"", "0"},
                database_url=os.environ.get("TVAERS_DATABASE_URL") or None,
            )
            try:
                demonstration.start()
                _welcome(demonstration, time.monotonic() - started)
                demonstration.watch()
            finally:
                listen_no_more()
                demonstration.stop()
    except StoppedError:
        tell("Stopped; nothing is left running. The data stays; `make demo` goes on with it.")
        return 0
    except EXPECTED as error:
        tell(f"\n{error}", stream=sys.stderr)
        return 1
    return 0


def _welcome(demonstration: Demonstration, seconds: float) -> None:
    address = demonstration.address
    tell(f"\nTværs runs on {address} (after {seconds:.0f} s). Choose whom to be: {address}/demo/\n")
    tell("\n".join(f"  {line}" for line in demonstration.memory.personas.splitlines()))
    tell(f"\nThe data stays in {demonstration.var}. Stop with Ctrl-C.")


if __name__ == "__main__":
    sys.exit(main())
