"""The mail server refuses, hangs up, says no or says nothing: nothing half done, and the page says what to do."""

import gc
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings as configured
from django.core import mail
from django.urls import reverse

from tests import factors
from tests.web.test_administration_invitations import MEMBER, at, begin, text

pytestmark = pytest.mark.django_db(transaction=True)
# One that is asked for comes within a page's patience, each step of handing over included.
SHORT = 0.2


@contextmanager
def answering(lines: list[bytes], *, hang: bool = False) -> Iterator[int]:
    """A mail server that says `lines`, one for each thing it is told, then hangs up or says nothing more."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            client, _ = listening.accept()
            client.settimeout(5)
            with client:
                for line in lines:
                    client.sendall(line + b"\r\n")
                    client.recv(4096)
                if hang:
                    over.wait(30)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        # Nobody may have come: closing the socket does not wake who waits at it.
        with suppress(OSError):
            socket.create_connection(listening.getsockname(), timeout=1).close()
        thread.join()
        listening.close()


@contextmanager
def nobody() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    yield port


UNPROTECTED = "offers no protection"
FAULTS = {
    "refuses": nobody,
    "says nothing": lambda: answering([], hang=True),
    "hangs up": lambda: answering([]),
    "is busy": lambda: answering([b"421 4.3.2 come back later"]),
    "stops in the middle": lambda: answering([b"220 here", b"250 here", b"250 go on"], hang=True),
    "does not want it": lambda: answering([b"220 here", b"250 here", b"250 yes", b"550 no such user", b"250 so"]),
    UNPROTECTED: lambda: answering([b"220 here", b"250 only this"]),
}


@pytest.fixture(params=FAULTS)
def away(request, settings):
    """A mail server in trouble, for as long as the block lasts."""

    @contextmanager
    def trouble() -> Iterator[None]:
        before = settings.EMAIL_BACKEND
        with FAULTS[request.param]() as port:
            settings.EMAIL_BACKEND = "tvaers.foundation.mail.EmailBackend"
            settings.EMAIL_USE_TLS = request.param == UNPROTECTED
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, SHORT
            yield
        settings.EMAIL_BACKEND = before
        # A line that was left open complains when it is collected: here, and not in another test.
        gc.collect()

    return trouble


def test_a_page_waits_seconds_for_a_letter_and_no_longer():
    assert 0 < configured.EMAIL_TIMEOUT <= 5


def test_nobody_is_half_invited(client_for, as_maintenance, away):
    gerda = client_for("gerda", headers={"accept-language": "da"})
    check = begin(gerda)
    with away():
        page = text(gerda.post(check))
    assert "Brevet kunne ikke sendes" in page
    assert "Ny Prøve" in page, "what was typed is there"
    assert as_maintenance.execute(MEMBER).fetchone() is None
    assert as_maintenance.execute("SELECT count(*) FROM partnerships_invitation").fetchone() == (0,)
    assert as_maintenance.execute("SELECT count(*) FROM audit_event").fetchone() == (0,)
    assert mail.outbox == []
    gerda.post(check)
    gerda.post(check)
    assert len(mail.outbox) == 1
    assert as_maintenance.execute(MEMBER).fetchone() is not None


def test_an_old_link_goes_on_working_when_the_new_letter_fails(client_for, as_maintenance, away):
    gerda = client_for("gerda", headers={"accept-language": "da"})
    gerda.post(begin(gerda))
    tokens = "SELECT token_hash FROM partnerships_invitation"
    before = as_maintenance.execute(tokens).fetchall()
    (member, *_) = as_maintenance.execute(MEMBER).fetchone()
    with away():
        page = text(gerda.post(at("invite-again", member), follow=True))
    assert "Brevet kunne ikke sendes" in page
    assert as_maintenance.execute(tokens).fetchall() == before


@pytest.mark.parametrize("address", ["alice@example.org", "nobody@example.org"])
def test_a_forgotten_password_is_told_alike_for_every_address(client, cast, as_maintenance, away, address):
    factors.arm(as_maintenance, "alice")
    with away():
        answer = client.post(reverse("account_reset_password"), {"email": address}, headers={"accept-language": "da"})
    page = text(answer)
    assert answer.status_code == 200
    assert "Brevet kunne ikke sendes" in page
    assert f'value="{address}"' in page
    assert "Traceback" not in page
    sent = client.post(reverse("account_reset_password"), {"email": address})
    assert sent.headers["Location"] == reverse("account_reset_password_done")
    assert len(mail.outbox) == 1
