"""The application's clock is wrong by a day: people sign in and work, the log keeps its order, a code tells the way."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.web.test_concerns_new import NEW, typed
from tvaers.accounts.rules import CODE_PERIOD
from tvaers.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
WRONG = [DAY, -DAY]


@pytest.fixture(params=WRONG, ids=["ahead", "behind"])
def wrong(request, monkeypatch):
    """The application's clock, a day off in everything that asks it."""
    right = time.time
    monkeypatch.setattr("time.time", lambda: right() + request.param.total_seconds())
    with clock.frozen(datetime.now(UTC) + request.param):
        yield request.param


def test_who_is_signed_in_works_and_what_is_written_has_the_databases_time(wrong, client_for, as_maintenance):
    alice = client_for("alice")
    answer = alice.post(NEW, typed())
    assert answer.status_code == 302
    assert alice.get(answer["Location"]).status_code == 200
    for table in ("audit_event", "audit_ticket", "audit_outcome", "audit_seen"):
        apart = as_maintenance.execute(f"SELECT max(abs(extract(epoch FROM now() - at))) FROM {table}").fetchone()
        assert apart[0] < 3600, table
    left = as_maintenance.execute("SELECT min(expires_at - now()), max(expires_at - now()) FROM accounts_session")
    assert all(timedelta(hours=11) < each <= timedelta(hours=12) for each in left.fetchone())


def test_the_log_keeps_its_order_when_the_clock_goes_back(client_for, as_maintenance):
    alice = client_for("alice")
    written = []
    for ahead in (DAY, timedelta(0), -DAY):
        with clock.frozen(datetime.now(UTC) + ahead):
            written.append(alice.post(NEW, typed())["Location"].split("/")[2])
    rows = as_maintenance.execute("SELECT dossier_id FROM audit_event WHERE name = 'concerns.written_down' ORDER BY at")
    assert [str(dossier) for (dossier,) in rows.fetchall()] == written


def test_a_code_of_another_time_is_told_with_the_way_out(client, cast, as_maintenance, monkeypatch):
    factors.arm(as_maintenance, "alice")
    right = factors.code(factors.secret_for("alice"))
    now = time.time
    monkeypatch.setattr("time.time", lambda: now() + DAY.total_seconds())
    browser = Client(headers={"accept-language": "da"})
    browser.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})
    answer = browser.post(reverse("mfa_authenticate"), {"code": right})
    assert "telefonen selv stiller sit ur" in " ".join(answer.content.decode().split())


def test_a_used_code_stays_used_when_the_clock_is_behind(cast, as_maintenance, monkeypatch):
    factors.arm(as_maintenance, "alice")
    now = time.time
    monkeypatch.setattr("time.time", lambda: now() - DAY.total_seconds())
    code = factors.code(factors.secret_for("alice"))
    took = []
    for _ in range(2):
        browser = Client()
        browser.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})
        took.append(browser.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert took == [302, 200]
    assert DAY.total_seconds() > CODE_PERIOD


def test_failures_are_counted_when_the_clock_is_behind(cast, as_maintenance, monkeypatch):
    factors.arm(as_maintenance, "alice")
    now = time.time
    monkeypatch.setattr("time.time", lambda: now() - DAY.total_seconds())
    browser = Client(headers={"accept-language": "da"})
    for _ in range(11):
        answer = browser.post(reverse("account_login"), {"login": "alice@example.org", "password": "forkert"})
    assert "Vent en time" in answer.content.decode()
