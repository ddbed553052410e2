"""What a line of a log may hold: when, where in the code, and fields of a closed list. Never what somebody typed.

A message's arguments, an exception's text and a frame's variables carry what people wrote, and rows of the database;
none of them is written. What a message says is the constant in the code. Whoever needs to know about whom a line is
looks its ticket up in the log of who asked, where that look-up is logged too.
"""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from tvaers.foundation import environment

OURS = "tvaers"
# What a line may say beside time, level, logger and event; given as `extra=`. Codes, numbers and random ids only.
FIELDS = ("route", "method", "status", "ms", "ticket", "job", "task", "attempt", "seconds")
# Of an exception and those behind it.
MOST_CAUSES = 5
MOST_FRAMES = 30

crashes = logging.getLogger("tvaers.crashes")


def entry(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is written of a record, by field."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _event(record),
    }
    line |= _fields(record)
    if record.exc_info and record.exc_info[1] is not None:
        line["trouble"] = [_told(error) for error in _behind(record.exc_info[1])]
    return line


def _fields(record: logging.LogRecord) -> dict[str, int | float | str]:
    """Return the fields of a record of ours, and of a package's the job it speaks of; its arguments stay out."""
    given = {name: getattr(record, name, None) for name in FIELDS}
    if not _is_ours(record):
        job = given["job"] if isinstance(given["job"], dict) else {}
        given = {"job": job.get("id"), "task": job.get("task_name")}
    return {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in given.items()
        if value is not None
    }


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS


def _event(record: logging.LogRecord) -> str:
    """Return the message's constant part.

    A package may have put values into a message that comes without arguments; then the place in its code stands for it.
    """
    if isinstance(record.msg, str) and (_is_ours(record) or record.args):
        return record.msg
    return f"{record.module}.{record.funcName}:{record.lineno}"


def _behind(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what caused it, at most a few."""
    current: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if current is None:
            return
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    """Return an exception's type, the database's code for it, and where it came from; never its text."""
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        told["sqlstate"] = state
    told["at"] = list(_frames(error.__traceback__))[-MOST_FRAMES:]
    return told


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{'/'.join(Path(code.co_filename).parts[-3:])}:{traceback.tb_lineno}:{code.co_name}"
        traceback = traceback.tb_next


class Lines(logging.Formatter):
    """One line for each record: JSON for machines, or with `readable` for a person at the terminal."""

    def __init__(self, *, readable: bool = False) -> None:
        """Take the form."""
        super().__init__()
        self._readable = readable

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = entry(record)
        if not self._readable:
            return json.dumps(line, ensure_ascii=False)
        rest = " ".join(f"{name}={line[name]}" for name in (*FIELDS, "trouble") if name in line)
        return f"{line['time'][:19]} {line['level']} {line['logger']}: {line['event']} {rest}".rstrip()


def readable() -> bool:
    """Tell whether a person reads the log: in the demonstration."""
    return environment.flag("TVAERS_DEMO")


def tell_crashes() -> None:
    """Have what nobody caught, and what libraries warn of, written as lines; Python's own way would print texts."""
    # A warning's text is an argument of its line, and so is not written: one of a spreadsheet's holds the cell.
    logging.captureWarnings(capture=True)

    def told(kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
        if error is not None:
            crashes.critical("ended by an exception", exc_info=(kind, error, traceback))

    sys.excepthook = told
    threading.excepthook = lambda given: told(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: told(given.exc_type, given.exc_value, given.exc_traceback)
