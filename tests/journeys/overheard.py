"""What the logs hold after a journey: ours in the form they have at work, and the database's."""

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Locator, Page

from tvaers.foundation.logs import FIELDS, Lines
from tvaers.foundation.secrets import Secrets

ALLOWED = {"time", "level", "logger", "event", "trouble", *FIELDS}
# Any of these may hold the digits of something typed by chance.
RANDOM = {"time", "ticket", "ms"}
HOUR = re.compile(r"\d{1,2}\.\d\d")
CPR = re.compile(r"\b\d{6}-?\d{4}\b")


class Overheard(logging.Handler):
    """Keeps every line, and everything that was typed into a page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Lines())
        self.lines: list[str] = []
        self.typed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def faults(self, database_log: str = "") -> list[str]:
        """Lines that hold what was typed, a secret, or a field that is not on the list."""
        words = {word for text in self.typed for word in (text, *re.findall(r"\w{6,}", text)) if len(word) > 4}
        words |= set(_secrets())
        found = []
        for line in self.lines:
            fields = json.loads(line)
            found += [f"field {name}: {line}" for name in fields.keys() - ALLOWED]
            found += told(
                json.dumps({name: fields[name] for name in fields.keys() - RANDOM}, ensure_ascii=False), words
            )
        return found + [fault for line in database_log.splitlines() for fault in told(line, words)]


def told(line: str, words: set[str]) -> list[str]:
    """What a line tells of what was typed."""
    small = line.lower()
    found = [f"{word!r} in {line}" for word in words if _stands(word.lower(), small)]
    return found + [f"a number or an address in {line}" for _ in [0] if "@" in line or CPR.search(line)]


def _stands(word: str, line: str) -> bool:
    """Tell whether a line holds a word. An hour counts only by itself: every moment's fractions hold some."""
    if not HOUR.fullmatch(word):
        return word in line
    return re.search(rf"(?<![\d:.]){re.escape(word)}(?![\d:.])", line) is not None


def _secrets() -> Iterator[str]:
    kept = Secrets.load(Path(os.environ["TVAERS_SECRETS"]))
    yield from (kept.django_secret_key, kept.context_key, kept.root_key, *kept.passwords.values())


@contextmanager
def overhearing() -> Iterator[Overheard]:
    """Listen to all loggers and to all that is typed, for the length of the block."""
    heard = Overheard()

    def noting(owner: type, name: str) -> Any:
        real = getattr(owner, name)

        def note(self: Any, *arguments: Any, **options: Any) -> Any:
            heard.typed.update(each for each in (*arguments, *options.values()) if isinstance(each, str))
            return real(self, *arguments, **options)

        return patch.object(owner, name, note)

    with ExitStack() as stack:
        for owner, name in ((Locator, "fill"), (Locator, "press_sequentially"), (Locator, "type"), (Page, "fill")):
            stack.enter_context(noting(owner, name))
        logging.getLogger().addHandler(heard)
        try:
            yield heard
        finally:
            logging.getLogger().removeHandler(heard)
