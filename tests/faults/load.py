"""Members at work: each writes concerns down, one after the other, and sends a form again until it has a receipt.

Who is told to wait, being quicker than a person, goes home when there is relief: somebody else of the shift goes on.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from tests.faults.browser import NEW, Answer, Browser
from tests.faults.ledger import Ledger

# What no page may hold, whatever has happened.
INTERNALS = ("Traceback", "psycopg", "OperationalError", "sqlite3", "server closed", "FATAL", "SQLSTATE", "tvaers/")
PAGES = ("/", "/concerns/", "/tasks/", "/cases/")


def faults_of(answer: Answer) -> list[str]:
    """Return what an answer shows that it must not, or lacks; an answer that never came is no page."""
    found = [f"shows {word}: {answer.main[:200]}" for word in INTERNALS if word in answer.text]
    if answer.status >= 500:
        if "<h1" not in answer.text or 'lang="da"' not in answer.text or "Prøv igen" not in answer.main:
            found.append(f"{answer.status} without a clear page: {answer.text[:300]}")
        if answer.status == 503 and "retry-after" not in answer.headers:
            found.append("503 without Retry-After")
        if answer.headers.get("cache-control") != "no-store":
            found.append("an error page that may be kept")
    return found


class Load:
    """Browsers that work until they are stopped. statuses: how often each status came, 0 for no answer."""

    def __init__(
        self, port: int, sessions: dict[str, str], ledger: Ledger, relief: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Take who works, by key of the cast, with their sessions; relief: the sessions of those who follow each."""
        self.ledger = ledger
        self._relief = {key: list(relief[key]) if relief else [] for key in sessions}
        self.statuses: Counter[int] = Counter()
        self._port = port
        self._sessions = sessions
        self._stop = threading.Event()
        self._lock = threading.Lock()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Work in the block, and end with every form either acknowledged or given up."""
        threads = [
            threading.Thread(target=self._work, args=(key, session), daemon=True)
            for key, session in self._sessions.items()
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _work(self, key: str, session: str) -> None:
        browser, chance, number = Browser(self._port, session), random.Random(key), 0
        while not self._stop.is_set():
            number += 1
            data = browser.form()
            if data is None:
                self._note(browser.get(chance.choice(PAGES)))
                time.sleep(0.05)
                continue
            with self._lock:
                data["fact"] = self.ledger.text(key, number)
            relief = self._relief[key]
            if not self._send(browser, data, twice=chance.random() < 0.2, relieved=bool(relief)):
                browser = Browser(self._port, relief.pop())
            self._note(browser.get(chance.choice(PAGES)))

    def _send(self, browser: Browser, data: dict[str, str], *, twice: bool, relieved: bool) -> bool:
        """Send a form until there is a receipt, as somebody does who presses the button again; then once more.

        Return False when whoever sent it is told to wait and is relieved: another goes on.
        """
        while not self._stop.is_set():
            answer = browser.post(NEW, data)
            self._note(answer)
            concern = answer.written
            if concern is not None:
                with self._lock:
                    self.ledger.acknowledge(data["fact"], concern)
                if not twice:
                    return True
                twice = False
                continue
            if relieved and answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                return False
            if answer.status not in {0, 500, 503}:
                with self._lock:
                    self.ledger.wrong.append(f"{answer.status} instead of a receipt: {answer.main[:300]}")
                return True
            time.sleep(0.05)
        return True

    def _note(self, answer: Answer) -> None:
        with self._lock:
            self.statuses[answer.status] += 1
            self.ledger.wrong += faults_of(answer)

    def wait_for_receipts(self, more: int, seconds: float = 120) -> float:
        """Wait until `more` receipts have come; return how many seconds the first took. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with self._lock:
                later = sorted(at for _, at in self.ledger.acknowledged.values() if at > began)
            if len(later) >= more:
                return later[0] - began
            time.sleep(0.02)
        raise TimeoutError(f"No receipt for {seconds} s; statuses so far: {dict(self.statuses)}")
