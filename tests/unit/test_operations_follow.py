"""`tvaers follow` and the end of pg_receivewal: a fault when nobody asked for it, none when the service is stopped."""

import os
import signal
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import pytest

from tvaers.operations import follow
from tvaers.operations.terminal import OperationError


@pytest.fixture
def brought(monkeypatch, tmp_path):
    """Follow nothing into a folder; the signals are the test's own again afterwards."""
    calls: list[None] = []
    monkeypatch.setattr(follow.backup, "target", lambda: (tmp_path, None))
    monkeypatch.setattr(follow.backup, "alone", lambda _name: nullcontext())
    monkeypatch.setattr(follow.installing, "backup_directory", lambda: tmp_path)
    monkeypatch.setattr(follow, "_bring", lambda *_: calls.append(None))
    monkeypatch.setattr(follow, "_said", lambda: "no space left on device")
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield calls
    for number, handler in before.items():
        signal.signal(number, handler)


def receiving(monkeypatch, poll):
    monkeypatch.setattr(follow, "_receiving", contextmanager(lambda: (yield SimpleNamespace(poll=poll))))


def test_stopped_while_the_receiver_has_already_gone(brought, monkeypatch):
    """A service manager signals every process of the service; which of them hears it first is chance."""

    def gone_and_then_we_are_told():
        os.kill(os.getpid(), signal.SIGTERM)
        return 0

    receiving(monkeypatch, gone_and_then_we_are_told)
    assert follow.main(["--every", "0"]) == 0
    assert len(brought) == 2, "what had come is brought once more at the end"


def test_a_receiver_that_ends_by_itself_is_a_fault(brought, monkeypatch):
    monkeypatch.setattr(follow, "GRACE", 0)
    receiving(monkeypatch, lambda: 1)
    with pytest.raises(OperationError, match="no space left on device"):
        follow.main(["--every", "0"])
