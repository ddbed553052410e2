"""Server and worker as they run at work: what they answer, what they write down, and what their environment tells."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.headers import loose
from tests.journeys.overheard import Overheard
from tests.runs import ROOT
from tvaers.foundation.secrets import Secrets

PERSON = "Freja Kanariefugl"
ADDRESS = "freja.kanariefugl@prove.example"
NUMBER = "131209-7393"
PASSWORD = "Kanariefuglens hemmelighed 7391"
PATIENCE = 60


@pytest.fixture(scope="module")
def environment(database):
    """What a production server is told; the browser's files are made for it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TVAERS_")}
    told = inherited | {
        "PYTHONPATH": str(ROOT / "src"),
        "TVAERS_SECRETS": os.environ["TVAERS_SECRETS"],
        "TVAERS_VAR": os.environ["TVAERS_VAR"],
        "TVAERS_DATABASE_URL": database.url(),
        # What is asked here, one process answers as several do.
        "TVAERS_WORKERS": "1",
        "TVAERS_PROXIES": "0",
    }
    command = [sys.executable, "-m", "tvaers", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=told, check=True)
    return told


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path, *, ready: str) -> Iterator[int]:
    """Run a program until the block ends; yields its process id when its log holds `ready`."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
    try:
        wait_for(log, ready)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def wait_for(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < until, f"no {words!r} in:\n{log.read_text(encoding='utf-8')[-3000:]}"
        time.sleep(0.1)


def faults(log: Path, database, *more: str) -> list[str]:
    """What a log tells that it should not."""
    heard = Overheard()
    heard.lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line]
    heard.typed = {PERSON, ADDRESS, NUMBER, PASSWORD, *more}
    return heard.faults(database.log())


def trouble(log: Path) -> set[str]:
    """The types of the exceptions in a log."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line]
    return {told["type"] for line in lines for told in line.get("trouble", [])}


def secrets_in_environment(leader: int) -> list[str]:
    """Secrets in the environments of a process and all that it started."""
    kept = Secrets.load(Path(os.environ["TVAERS_SECRETS"]))
    values = [kept.django_secret_key, kept.context_key, kept.root_key, *kept.passwords.values()]
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True, check=True)
    pids = [int(pid) for pid in listed.stdout.split()]
    assert leader in pids
    dumps = [Path(f"/proc/{pid}/environ").read_text(encoding="utf-8") for pid in pids]
    assert all("TVAERS_SECRETS=" in dump for dump in dumps)
    return [value[:4] for value in values for dump in dumps if str(value) in dump]


class Visitor:
    """Somebody with a browser of the barest kind."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, *, data: dict[str, str] | None = None, source: str = "127.0.0.1", **headers: str):
        """Ask, from one of this machine's own addresses; returns status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE, source_address=(source, 0))
        body = urlencode(data) if data else None
        told = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
        connection.request("POST" if data else "GET", path, body, {**told, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def shout(self, text: str) -> bytes:
        """Send something that is no request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as wire:
            wire.sendall(text.encode())
            return wire.recv(1000)


@contextmanager
def serving(environment: dict[str, str], log: Path) -> Iterator[tuple[Visitor, Path, int]]:
    """Start the server as a service manager does; yields a visitor, the log and the process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tvaers", "serve"]
    told = environment | {"TVAERS_BIND": f"127.0.0.1:{port}"}
    with running(command, told, log, ready="Booting worker") as pid:
        visitor = Visitor(port)
        visitor.ask("/login/")
        yield visitor, log, pid


@pytest.fixture(scope="module")
def server(environment, tmp_path_factory):
    """A production server: its visitor, its log and its process id. It is shared: its log tells of all that was asked.

    No proxy is counted in front of it.
    """
    with serving(environment, tmp_path_factory.mktemp("server") / "server.log") as found:
        yield found


def test_what_a_visitor_is_told(server, cleaned):
    visitor, log, pid = server
    # As a proxy on this machine says that the browser came over TLS.
    status, headers, text = visitor.ask("/login/", **{"X-Forwarded-Proto": "https"})
    assert status == 200
    assert not list(loose(headers))
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-tvaers-")
        assert "Secure" in cookie
        assert "Path=/;" in f"{cookie};"
        assert "Domain" not in cookie
    file = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert file
    status, headers, _ = visitor.ask(file[1])
    assert status == 200
    assert not list(loose(headers, is_file=True))
    assert "immutable" in headers["Cache-Control"]
    assert not secrets_in_environment(pid)
    assert '"route": "account_login"' in log.read_text(encoding="utf-8")


def signing_in_through_a_proxy(visitor):
    """The status of a form that a proxy elsewhere says came over TLS: in a container it has an address of its own."""
    proxy = {"source": "127.0.0.2", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    _, headers, text = visitor.ask("/login/", **proxy)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    told = {"Cookie": headers["Set-Cookie"].split(";")[0], "Origin": "https://127.0.0.1", "Host": "127.0.0.1"}
    data = {"csrfmiddlewaretoken": token, "login": ADDRESS, "password": PASSWORD}
    return visitor.ask("/login/", data=data, **proxy, **told)[0]


def test_a_proxy_elsewhere_is_believed_when_there_is_one(environment, cleaned, tmp_path):
    with serving(environment | {"TVAERS_PROXIES": "1"}, tmp_path / "server.log") as (visitor, _, _):
        assert signing_in_through_a_proxy(visitor) in {200, 422}


def test_a_proxy_elsewhere_is_not_believed_when_there_is_none(environment, server, cleaned):
    assert environment["TVAERS_PROXIES"] == "0"
    assert signing_in_through_a_proxy(server[0]) == 403


def test_a_socket_file_of_the_server_is_its_own_alone(environment, tmp_path):
    place = tmp_path / "own.sock"
    command = [sys.executable, "-m", "tvaers", "serve"]
    told = environment | {"TVAERS_BIND": f"unix:{place}"}
    with running(command, told, tmp_path / "server.log", ready="Booting worker"):
        assert place.is_socket()
        assert place.stat().st_mode & 0o077 == 0


def test_the_servers_log_tells_nothing_typed(server, database, as_administrator, cleaned):
    visitor, log, _ = server
    typed = {"User-Agent": PERSON, "Referer": f"http://127.0.0.1/{NUMBER}"}
    assert visitor.ask(f"/people/{quote(PERSON)}/?q={NUMBER}", **typed)[0] == 404
    assert visitor.ask(f"/password/reset/key/{quote(PASSWORD)}/", **typed)[0] in {200, 302, 404}
    _, headers, text = visitor.ask("/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    data = {"csrfmiddlewaretoken": token, "login": ADDRESS, "password": PASSWORD}
    cookie = headers["Set-Cookie"].split(";")[0]
    refused, _, said = visitor.ask("/login/", data=data, Cookie=cookie)
    assert refused in {200, 422}
    assert PASSWORD not in said
    assert b"400" in visitor.shout(f"GET /{PERSON} {NUMBER} HTTP/9.9\r\nX-Name: {PERSON}\r\n\r\n")
    as_administrator.execute("ALTER TABLE audit_ticket RENAME TO audit_ticket_away")
    try:
        status, headers, said = visitor.ask(f"/login/?next=/{quote(PERSON)}/", data=data, Cookie=cookie)
    finally:
        as_administrator.execute("ALTER TABLE audit_ticket_away RENAME TO audit_ticket")
    assert status == 500
    assert not list(loose(headers))
    assert "audit_ticket" not in said
    assert "Traceback" not in said
    assert "psycopg.errors.UndefinedTable" in trouble(log)
    assert not faults(log, database)


def test_the_workers_log_tells_nothing_of_its_jobs(environment, database, as_administrator, cleaned, tmp_path):
    log = tmp_path / "worker.log"
    # The last attempt: what comes before is tried again, silently.
    job = "INSERT INTO procrastinate_jobs (queue_name, task_name, args, attempts) VALUES ('default', %s, %s, 5)"
    as_administrator.execute(job, ["concerns.erase_due", json.dumps({"organisation": PERSON, "actor": NUMBER})])
    as_administrator.execute(job, ["nobody.knows", json.dumps({"name": PERSON, "address": ADDRESS})])
    command = [sys.executable, "-m", "tvaers", "worker"]
    with running(command, environment, log, ready="ValueError") as pid:
        assert not secrets_in_environment(pid)
    assert {"builtins.ValueError", "procrastinate.exceptions.TaskNotFound"} <= trouble(log)
    assert not faults(log, database)


def test_a_log_that_tells_is_caught(database, tmp_path):
    log = tmp_path / "server.log"
    line = {"time": "2026-11-27", "level": "info", "logger": "x", "event": "answered"}
    log.write_text(json.dumps(line) + "\n")
    assert not faults(log, database)
    for told in (line | {"event": f"GET /people/{PERSON}/"}, line | {"person": 7}, line | {"event": NUMBER}):
        log.write_text(json.dumps(told, ensure_ascii=False) + "\n")
        assert faults(log, database)
