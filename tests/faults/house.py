"""A whole installation that can be hurt: durable database, server and worker as processes, and who restarts them.

Everything is this run's own, below one directory: data, key store, static files. The supervisor does what systemd
does on a machine: what has ended is ended whole and started again, unless it ended with a refusal.
"""

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests import cast, postgres
from tests.faults.proxy import Proxy
from tests.runs import HOME
from tvaers.demo import children, remembered
from tvaers.demo.children import Child
from tvaers.demo.run import Demonstration
from tvaers.embedded.cluster import Cluster, ClusterError
from tvaers.embedded.place import find_place
from tvaers.embedded.processes import is_alive
from tvaers.foundation.keystore import KeyStore
from tvaers.foundation.secrets import Secrets
from tvaers.guard.startup import EXIT_STATUS

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = ("alice", "bo", "frida", "palle")
RESTART_SECONDS = 0.2
READY_SECONDS = 60


class House:
    """One installation. `start` brings it up, `stop` takes it down and removes it."""

    def __init__(
        self,
        directory: Path,
        secrets_path: Path,
        *,
        durable: bool = True,
        environment: Mapping[str, str] | None = None,
        place: Callable[[Path], None] | None = None,
    ) -> None:
        """Prepare nothing yet. environment: what the server is told beside; place: makes the data's directory."""
        self.directory = directory
        self.secrets_path = secrets_path
        self.secrets = Secrets.load_or_create(secrets_path)
        self.cluster = Cluster(directory / "database", durable=durable)
        self.keys = directory / "keys" / "keys.sqlite3"
        self.children: dict[str, Child] = {}
        self._commands: dict[str, list[str]] = {}
        self.restarts = 0
        self.proxy: Proxy | None = None
        self.port = free_port()
        #: What no supervisor may touch while a test has it stopped.
        self.held: set[str] = set()
        self._extra = dict(environment or {})
        self._place = place
        self._stopping = threading.Event()
        self._watching: threading.Thread | None = None

    # -- up and down ----------------------------------------------------------------------------------------------

    def start_database(self) -> None:
        """Bring up a migrated database with the cast in it, and its key store."""
        copy = postgres.migrated(self.directory, self.secrets, self.secrets_path)
        self.cluster.directory.mkdir(parents=True)
        if self._place is not None:
            self._place(self.cluster.directory)
        self.cluster.template = copy
        if self._place is not None:
            # Past the cluster's question for a gigabyte of room.
            self.cluster._make(find_place(self.cluster.directory, lambda _: None))
        self.cluster.start()
        store = KeyStore(self.keys, bytes.fromhex(self.secrets.root_key)).create()
        with self.administrator() as connection:
            connection.execute("UPDATE guard.key_store SET id = %s", [store])
        with self.connect("tvaers_maintenance") as connection:
            cast.build(connection)
        self.proxy = Proxy(self.cluster.socket_directory / ".s.PGSQL.5432")

    def start(self, *, worker: bool = True) -> None:
        """Bring everything up and watch over it."""
        self.start_database()
        self.serve(worker=worker)
        # While the server starts.
        assert self.sessions
        self.wait_until_ready()

    def serve(self, *, worker: bool = True) -> None:
        """Start server and worker under the supervisor."""
        self._static()
        demonstration = Demonstration(self.directory, port=self.port, fresh=False, database_url=self.database_url)
        for name, command in demonstration.servers():
            if worker or name != "worker":
                self._spawn(name, command)
        self._watching = threading.Thread(target=self._supervise, daemon=True)
        self._watching.start()

    def stop(self) -> None:
        """End what runs and remove what it left."""
        self._stopping.set()
        if self._watching is not None:
            self._watching.join()
        for child in self.children.values():
            end_group(child.process)
        if self.proxy is not None:
            self.proxy.close()
        self.cluster.stop()
        with suppress(ClusterError):
            self.cluster.remove()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def database_url(self) -> str:
        """Where the server finds the database: through the proxy, in the name of nobody."""
        assert self.proxy is not None
        return f"postgresql://127.0.0.1:{self.proxy.port}/{postgres.NAME}"

    @property
    def environment(self) -> dict[str, str]:
        """What our processes are told. They are no demonstration: cookies, links and pages are the real ones."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TVAERS_")}
        return inherited | {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "TVAERS_VAR": str(self.directory),
            "TVAERS_SECRETS": str(self.secrets_path),
            "TVAERS_DATABASE_URL": self.database_url,
            **self._extra,
        }

    def _static(self) -> None:
        """Have the static files of this version there: collected once for all runs on this checkout."""
        kept = HOME / f"static-{remembered.static_fingerprint()[:16]}"
        with postgres.alone():
            if not kept.exists():
                for old in HOME.glob("static-*"):
                    shutil.rmtree(old)
                children.command("collectstatic --no-input --clear --verbosity 0", self.environment, role="app")
                # A run's files may lie in memory, and what is kept does not; nobody finds half of it.
                unfinished = HOME / "unfinished-static"
                shutil.rmtree(unfinished, ignore_errors=True)
                shutil.move(self.directory / "static", unfinished)
                unfinished.rename(kept)
        (self.directory / "static").symlink_to(kept)

    def _spawn(self, name: str, command: list[str]) -> None:
        log = self.directory / "log" / f"{name}.log"
        self._commands[name] = command
        self.children[name] = children.spawn(name, command, self.environment, log, orphaned=signal.SIGKILL)

    def wait_until_ready(self) -> None:
        """Return when the sign-in page is answered. Raises TimeoutError with the end of the log."""
        wait_until(lambda: self.status("/login/") == 200, self.said)

    def status(self, path: str) -> int:
        """Return the status of a page asked for without a session; 0 when nobody answers."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            asking.close()

    def said(self) -> str:
        """Return the end of every log."""
        logs = [*(self.directory / "log").glob("*.log"), self.cluster.log]
        return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-3000:]}" for log in logs if log.exists())

    # -- the supervisor ---------------------------------------------------------------------------------------------

    def _supervise(self) -> None:
        while not self._stopping.wait(0.05):
            if "database" not in self.held and self.cluster.ended:
                self._restart_database()
            for name, child in list(self.children.items()):
                # A refusal is for good (RestartPreventExitStatus).
                if name not in self.held and child.process.poll() not in {None, EXIT_STATUS}:
                    # As systemd does: nothing of the old one is left when the new one starts.
                    end_group(child.process)
                    time.sleep(RESTART_SECONDS)
                    self.restarts += 1
                    self._spawn(name, self._commands[name])

    def _restart_database(self) -> None:
        time.sleep(RESTART_SECONDS)
        self.restarts += 1
        # Tried again at the next round: what is left of the old one may still hold its memory.
        with suppress(ClusterError, OSError):
            self.cluster.start()

    # -- hurting it -------------------------------------------------------------------------------------------------

    def kill_database(self) -> None:
        """Kill -9 the database with everything that belongs to it."""
        pid = self.cluster.process_id
        if pid is not None:
            all_of_it = [pid, *descendants(pid)]
            kill(all_of_it)
            wait_until(lambda: not any(is_alive(each) for each in all_of_it), lambda: "it does not die", 10)

    def kill_backend(self, chance: random.Random) -> None:
        """Kill -9 one session of the database; it ends all others itself and recovers."""
        pid = self.cluster.process_id
        sessions = [each for each in descendants(pid) if "tvaers_" in title(each)] if pid else []
        if sessions:
            kill([chance.choice(sessions)])

    def kill_process(self, chance: random.Random) -> None:
        """Kill -9 one process of the server; its master starts another."""
        processes = descendants(self.children["server"].process.pid)
        if processes:
            kill([chance.choice(processes)])

    def kill_server(self) -> None:
        """Kill -9 the server's master."""
        kill([self.children["server"].process.pid])

    def kill_worker(self) -> None:
        """Kill -9 the worker of the queue."""
        kill([self.children["worker"].process.pid])

    @contextmanager
    def refusing_every_write(self) -> Iterator[None]:
        """Have the running database's disk take nothing any more, as one that has turned read-only does.

        The system refuses each write of its processes (RLIMIT_FSIZE), which needs no rights and no mount.
        """
        pid = self.cluster.process_id
        assert pid is not None
        self.held.add("database")
        # As the user that it runs as, since root need not be allowed to either.
        owner = Path(f"/proc/{pid}").stat()
        for each in [pid, *descendants(pid)]:
            command = ["prlimit", f"--pid={each}", "--fsize=0:"]
            subprocess.run(command, user=owner.st_uid, group=owner.st_gid, extra_groups=[], check=False)
        try:
            yield
        finally:
            # It has ended by itself, or has written nothing since; the next one has no limit.
            self.kill_database()
            self.held.discard("database")

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Have the database killed, and not restarted, for the block."""
        self.held.add("database")
        self.kill_database()
        try:
            yield
        finally:
            self.held.discard("database")

    # -- looking behind the curtain -----------------------------------------------------------------------------------

    def administrator(self) -> psycopg.Connection[tuple[object, ...]]:
        """Log in as the superuser, past the proxy."""
        return psycopg.connect(self.cluster.url(postgres.NAME), autocommit=True)

    def connect(self, role: str) -> psycopg.Connection[tuple[object, ...]]:
        """Log in as a role, past the proxy."""
        url = f"postgresql:///{postgres.NAME}?host={quote(str(self.cluster.socket_directory), safe='')}"
        return psycopg.connect(url, user=role, password=self.secrets.passwords[role], autocommit=True)

    @cached_property
    def sessions(self) -> dict[str, str]:
        """Members of the cast, signed in: key → cookie. They last as long as the house."""
        return self._signed_in(MEMBERS)

    def relief(self, many: int) -> dict[str, list[str]]:
        """Employ as many more beside each member of the cast, signed in: key → cookies."""
        with self.connect("tvaers_maintenance") as connection:
            more = {key: [cast.employ_beside(connection, key, number) for number in range(many)] for key in MEMBERS}
        cookies = self._signed_in(each for keys in more.values() for each in keys)
        return {key: [cookies[each] for each in keys] for key, keys in more.items()}

    def _signed_in(self, keys: Iterable[str]) -> dict[str, str]:
        command = [sys.executable, "-m", "tests.faults.signing_in", *keys]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, str] = json.loads(done.stdout)
        return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def wait_until(true: Callable[[], bool], told: Callable[[], str], seconds: float = READY_SECONDS) -> None:
    """Return when `true` says so. Raises TimeoutError with what `told` tells."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(told())
        time.sleep(0.05)


def kill(pids: list[int]) -> None:
    """Kill -9, each that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 a process with its whole group, and wait for it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in _group(process.pid)), lambda: "a group does not end", 10)


def _group(group: int) -> list[int]:
    return [pid for pid, _, of in _processes() if of == group]


def descendants(pid: int) -> list[int]:
    """Return the processes below one, children first."""
    rows = _processes()
    found, level = [], [pid]
    while level:
        level = [child for child, parent, _ in rows if parent in level]
        found += level
    return found


def _processes() -> list[tuple[int, int, int]]:
    """Return (pid, parent, group) of every process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            rest = status.read_text(errors="replace").rpartition(")")[2].split()
            found.append((int(status.parent.name), int(rest[1]), int(rest[2])))
    return found


def title(pid: int) -> str:
    """Return what a process calls itself."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
