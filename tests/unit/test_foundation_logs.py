"""A line of the log says when, where and what kind; never what somebody typed or a row holds."""

import ast
import json
import logging
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from tests.repo import tree
from tvaers.foundation import logs
from tvaers.foundation.logs import FIELDS, Lines

CANARY = "Freja Kanariefugl 131209-7393"
ALWAYS = {"time", "level", "logger", "event", "trouble"}


def raised(error: Exception, *, behind: Exception | None = None):
    """What `exc_info` holds when it was caught; the frame has the canary as a local."""
    local = CANARY
    try:
        try:
            if behind:
                raise behind
        finally:
            raise error
    except (ValueError, KeyError):
        assert local
        return sys.exc_info()


def record(name="tvaers.somewhere", message="said", arguments=(), exc_info=None, **extra):
    made = logging.getLogger(name).makeRecord(
        name, logging.ERROR, __file__, 1, message, arguments, exc_info, extra=extra
    )
    made.funcName = "somewhere"
    return made


@pytest.mark.parametrize("readable", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        {"name": "django.request", "message": "Internal Server Error: %s", "arguments": (f"/people/{CANARY}/",)},
        {"name": "django.request", "message": "Forgotten %s", "arguments": (f"/password/reset/key/{CANARY}/",)},
        {"name": "procrastinate.worker", "message": f"Starting job find(name={CANARY})"},
        {"name": "gunicorn.error", "message": f"Invalid request from ip=10.0.0.1: {CANARY}"},
        {"name": "procrastinate.worker", "job": {"id": 7, "task_name": "x.y", "task_kwargs": {"name": CANARY}}},
        {"name": "elsewhere", "route": CANARY, "status": CANARY, "task": CANARY, "job": CANARY},
        {"name": "psycopg", "message": psycopg.DatabaseError(CANARY)},
        {"message": "said of %s", "arguments": (CANARY,)},
        {"message": "said", "person": CANARY, "request": CANARY},
        {"exc_info": raised(ValueError(CANARY))},
        {"exc_info": raised(KeyError("x"), behind=psycopg.errors.UniqueViolation(f"Key (name)=({CANARY}) exists"))},
    ],
    ids=lambda given: given.get("name", "ours") + " " + " ".join(given),
)
def test_nothing_typed_stands_in_a_line(given, readable):
    line = Lines(readable=readable).format(record(**given))
    assert "Freja" not in line
    assert "7393" not in line
    assert "\n" not in line


def test_a_line_says_what_happened():
    given = {"route": "people:find", "method": "POST", "status": 500, "ms": 12, "ticket": "0192"}
    line = json.loads(Lines().format(record(message="answered", **given)))
    assert set(line) == {*ALWAYS, *given} - {"trouble"}
    assert {name: line[name] for name in given} == given
    assert line["event"] == "answered"
    assert line["level"] == "error"
    assert json.loads(Lines().format(record("gunicorn.error", "Booting worker with pid: %s", (7,))))[
        "event"
    ].startswith("Booting")


def test_a_job_is_told_by_its_number_and_task():
    job = {"id": 7, "task_name": "concerns.erase_due", "task_kwargs": {"organisation": "x"}}
    line = json.loads(Lines().format(record("procrastinate.worker", job=job)))
    assert (line["job"], line["task"]) == (7, "concerns.erase_due")


def test_trouble_is_told_by_type_code_and_place():
    error = raised(KeyError("x"), behind=psycopg.errors.UniqueViolation("x"))
    first, second = json.loads(Lines().format(record(exc_info=error)))["trouble"]
    assert first["type"] == "builtins.KeyError"
    assert (second["type"], second["sqlstate"]) == ("psycopg.errors.UniqueViolation", "23505")
    assert first["at"][-1].startswith("tests/unit/test_foundation_logs.py:")
    assert first["at"][-1].endswith(":raised")


def test_every_handler_writes_our_lines():
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"lines"}
    assert settings.LOGGING["formatters"]["lines"]["()"] == "tvaers.foundation.logs.Lines"
    for name in ("django", "django.request", "django.security", "django.server"):
        own = [each for each in logging.getLogger(name).handlers if type(each).__module__.startswith("django")]
        assert name == "django.server" or not own, f"{name} writes in its own way"


CRASH = """
import sys, threading
from tvaers.foundation import logs
import logging
logging.basicConfig(handlers=[logging.StreamHandler()])
logging.getLogger().handlers[0].setFormatter(logs.Lines())
logs.tell_crashes()
def crash(word): raise ValueError(word)
thread = threading.Thread(target=crash, args=(sys.argv[1],))
thread.start(); thread.join()
crash(sys.argv[1])
"""


def test_a_crash_is_told_without_its_words():
    command = [sys.executable, "-c", CRASH, CANARY]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tree.ROOT, env={"PYTHONPATH": "src"}
    )
    assert done.returncode == 1
    assert "Freja" not in done.stderr
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["trouble"][0]["type"] for line in told] == ["builtins.ValueError"] * 2


def test_no_message_of_ours_is_put_together():
    faults = []
    for path in tree.ending(".py", under="src/"):
        faults += [f"{path}:{line}" for line in put_together(tree.text(path))]
    assert not faults, tree.described(faults)


def put_together(source: str) -> list[int]:
    """Lines where a logger is given anything but a constant as its message, or a field that is not on the list."""
    names = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names):
            continue
        if not (
            isinstance(node.func.value, ast.Name) and node.func.value.id in {"log", "logger", "logging", "crashes"}
        ):
            continue
        message = node.args[1] if node.func.attr == "log" else node.args[0]
        constant = isinstance(message, ast.Constant) and len(node.args) == (2 if node.func.attr == "log" else 1)
        extra = next((each.value for each in node.keywords if each.arg == "extra"), None)
        listed = extra is None or (
            isinstance(extra, ast.Dict)
            and all(isinstance(key, ast.Constant) and key.value in FIELDS for key in extra.keys)
        )
        if not (constant and listed):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "source",
    ["log.info(f'{name} came')", "log.info('came %s', name)", "log.info(name)", "log.info('x', extra={'name': name})"],
)
def test_a_message_that_is_put_together_is_caught(source):
    assert put_together(source)
    assert not put_together("log.info('came', extra={'route': route})\nlog.log(level, 'came')")


def test_tell_crashes_is_asked_by_server_and_worker():
    for path in ("src/tvaers/config/wsgi.py", "src/tvaers/guard/management/commands/worker.py"):
        assert "logs.tell_crashes()" in (tree.ROOT / path).read_text(encoding="utf-8")
    assert callable(logs.tell_crashes)


WARNING = """
import logging, sys, warnings
from tvaers.foundation import logs
logging.basicConfig(handlers=[logging.StreamHandler()])
logging.getLogger().handlers[0].setFormatter(logs.Lines())
logs.tell_crashes()
warnings.warn(f"Cell A2 is marked as a date but holds {sys.argv[1]}", stacklevel=1)
"""


def test_a_librarys_warning_is_told_without_its_words():
    """A spreadsheet's cell stands in one of openpyxl's."""
    command = [sys.executable, "-c", WARNING, CANARY]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tree.ROOT, env={"PYTHONPATH": "src"})
    assert "Freja" not in done.stderr
    assert json.loads(done.stderr.splitlines()[0])["level"] == "warning"
