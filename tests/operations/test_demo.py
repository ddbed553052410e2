"""`make demo` from outside: it starts, refuses with a way out, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from tests.runs import RUN
from tvaers.embedded.cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Demo:
    """One run of the demonstration in its own directory and on its own port."""

    def __init__(self, var, **environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.var = var
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TVAERS_")}
        own = {"TVAERS_VAR": str(var), "PORT": str(self.port), "PYTHONPATH": str(ROOT / "src")}
        # A window, as a person has one.
        window, inside = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("bare_demo.py")],
            env={**inherited, **own, "PYTHONUNBUFFERED": "1", **environment},
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)
        self.window = os.fdopen(window, "rb", buffering=0)
        self.output = ""

    def wait_for(self, text):
        """Read on until `text` has been said."""
        while text not in self.output:
            assert self.read(), self.output

    def read(self):
        """Take what has been said since; false at the end."""
        try:
            said = self.window.read(4096).decode(errors="replace")
        except OSError:
            # So a pseudo-terminal tells that nobody is left on its other side.
            return False
        self.output += said.replace("\r\n", "\n")
        return bool(said)

    def end(self, number):
        """Send the signal, wait for the end, and return everything it said."""
        self.process.send_signal(number)
        return self.finish()

    def finish(self):
        while not self.window.closed and self.read():
            pass
        self.process.wait(PATIENCE)
        return self.output

    def answers(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
            return answer.status == 200


def left_running(var):
    """Processes that were told of this directory, or work in it."""
    found = []
    data = Cluster(var)._data()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = os.fsencode(f"TVAERS_VAR={var}\0") in (entry / "environ").read_bytes()
            inside = (entry / "cwd").readlink() == data
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if told or inside:
            found.append(f"{entry.name}: {words}")
    return found


def nothing_runs_soon(var):
    """Wait for the kernel to end what a killed parent left; a process that stays is a failure."""
    until = time.monotonic() + PATIENCE
    while (found := left_running(var)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not found
    return True


@pytest.fixture
def var(request):
    """A directory that the database's user reaches, which pytest's own temporary one is not."""
    path = RUN / request.node.name
    path.mkdir(parents=True)
    yield path
    Cluster(path).stop()
    Cluster(path).remove()


@pytest.fixture
def start(var):
    """A function that starts the demonstration; one that a failing test leaves is killed."""
    started = []

    def begin(**environment):
        started.append(Demo(var, **environment))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGKILL)
        demo.window.close()


def test_ctrl_c_leaves_nothing_running_and_the_next_start_goes_on(var, start):
    first = start()
    first.wait_for("Stop with Ctrl-C")
    assert first.answers()
    assert "(load_demo)" not in first.output
    assert "(personas --text)" in first.output
    assert len(left_running(var)) > 3
    said = first.end(signal.SIGINT)
    assert first.process.returncode == 0
    assert "nothing is left running" in said
    assert list((var / "log").iterdir())
    assert not [path for path in (var / "log").iterdir() if path.stat().st_mode & 0o077], "ours alone"
    assert not left_running(var)
    secrets = (var / "secrets.json").read_bytes()

    second = start()
    second.wait_for("Stop with Ctrl-C")
    assert "taking over" not in second.output
    second.end(signal.SIGHUP)
    assert second.process.returncode == 0
    assert not left_running(var)
    assert (var / "secrets.json").read_bytes() == secrets


def test_kill_9_leaves_nothing_running_and_the_next_start_takes_over(var, start):
    killed = start()
    killed.wait_for("Stop with Ctrl-C")
    assert len(left_running(var)) > 3
    killed.end(signal.SIGKILL)
    assert nothing_runs_soon(var)

    following = start()
    following.wait_for("Stop with Ctrl-C")
    assert f"(process {killed.process.pid}) ended without cleaning up; taking over" in following.output
    following.end(signal.SIGTERM)
    assert not left_running(var)


def test_a_closed_window_leaves_nothing_running(var, start):
    demo = start()
    demo.wait_for("Stop with Ctrl-C")
    demo.window.close()
    demo.finish()
    assert demo.process.returncode == 0
    assert not left_running(var)


def test_a_window_closed_while_it_starts_leaves_nothing_running(var, start):
    demo = start()
    demo.wait_for("Database")
    demo.window.close()
    demo.finish()
    assert demo.process.returncode == 0
    assert not left_running(var)


def test_a_second_one_is_told_who_runs_and_how_to_stop_it(var, start):
    first = start()
    first.wait_for("Stop with Ctrl-C")
    second = start()
    said = second.finish()
    assert second.process.returncode == 1
    assert f"already runs here (process {first.process.pid})" in said
    assert f"kill {first.process.pid}" in said
    assert "Traceback" not in said
    assert first.answers()
    first.end(signal.SIGINT)
    assert not left_running(var)


def test_a_busy_port_is_named_with_a_free_one(var, start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = start(PORT=str(port))
        said = refused.finish()
    assert refused.process.returncode == 1
    assert f"Port {port} is in use" in said
    assert "PORT=" in said.split("in use", 1)[1]
    assert not (var / "postgres").exists()


def test_the_death_of_a_child_stops_everything(var, start):
    demo = start()
    demo.wait_for("Stop with Ctrl-C")
    worker = next(line.split(":")[0] for line in left_running(var) if "sleep 600" in line)
    os.kill(int(worker), signal.SIGKILL)
    said = demo.finish()
    assert demo.process.returncode == 1
    assert "The worker ended by itself" in said
    assert not left_running(var)


def test_interrupted_loading_starts_over_and_fresh_forgets_everything(var, start):
    interrupted = start(BARE_LOADING="slow")
    wait_until_loading(var)
    put_a_row(var)
    interrupted.end(signal.SIGTERM)
    assert not left_running(var)

    again = start()
    again.wait_for("Stop with Ctrl-C")
    assert "was interrupted while it loaded data: starting over" in again.output
    put_a_row(var)
    secrets = (var / "secrets.json").read_bytes()
    again.end(signal.SIGINT)

    fresh = start(FRESH="1")
    fresh.wait_for("Stop with Ctrl-C")
    assert "FRESH=1: removed from" in fresh.output
    assert "secrets.json" in fresh.output
    put_a_row(var)
    assert (var / "secrets.json").read_bytes() != secrets
    fresh.end(signal.SIGINT)


def test_fresh_leaves_a_directory_alone_that_no_demonstration_made(var, start):
    (var / "secrets.json").write_text("precious")
    refused = start(FRESH="1")
    said = refused.finish()
    assert refused.process.returncode == 1
    assert "was not made by a demonstration" in said
    assert (var / "secrets.json").read_text() == "precious"


def wait_until_loading(var):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if (var / "demo.json").exists() and '"loading"' in (var / "demo.json").read_text():
            return
        time.sleep(0.05)
    pytest.fail("the loading never began")


def put_a_row(var):
    """Leave a trace in the database; fails when an earlier trace is still there."""
    with psycopg.connect(Cluster(var).url("tvaers")) as connection:
        connection.execute("CREATE TABLE trace ()")
