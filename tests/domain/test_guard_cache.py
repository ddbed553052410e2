"""The shared cache: what it gives back was written here, and nothing in the table can become a program."""

import base64
import pickle
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind


@pytest.fixture
def signing_in(db):
    with transaction.atomic():
        context.enter(Claims(kind=ContextKind.SIGN_IN))
        yield
    context.leave()


def test_what_is_kept_comes_back(signing_in):
    cache.set("a", [1.5, "x", {"b": None}], 60)
    assert cache.get("a") == [1.5, "x", {"b": None}]
    assert cache.get("b", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {"a": [1.5, "x", {"b": None}]}
    assert cache.delete("a")
    assert not cache.delete("a")
    assert cache.get("a") is None


def test_only_one_adds(signing_in):
    assert cache.add("code", "y", 60)
    assert not cache.add("code", "z", 60)
    assert cache.get("code") == "y"


def test_what_has_run_out_is_gone_and_may_be_added_again(signing_in):
    cache.set("a", 1, -1)
    assert cache.get("a") is None
    assert cache.add("a", 2, 60)
    assert cache.get("a") == 2
    assert cache.touch("a", -1)
    assert not cache.touch("a", 60)


def test_a_planted_value_is_never_a_program(signing_in, tmp_path):
    """With Django's own cache this row would have run a program of the intruder's choice."""
    trace = tmp_path / "trace"

    class Evil:
        def __reduce__(self):
            return (trace.write_text, ("ran",))

    planted = base64.b64encode(pickle.dumps(Evil())).decode()
    pickle.loads(base64.b64decode(planted))  # noqa: S301 - the control: it would run
    assert trace.read_text() == "ran"
    trace.unlink()
    cache.set("a", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_cache SET value = %s", [planted])
    assert cache.get("a") is None
    assert not trace.exists()


def test_a_value_is_not_moved_under_another_key(signing_in):
    cache.set("a", "for a", 60)
    cache.set("b", "for b", 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(value), max(value) FROM django_cache")
        low, high = cursor.fetchone()
        cursor.execute("UPDATE django_cache SET value = CASE value WHEN %s THEN %s ELSE %s END", [low, high, low])
    assert cache.get_many(["a", "b"]) == {}


def test_the_cache_is_swept(signing_in):
    cache.set("a", 1, -1)
    cache.set("b", 1, int(timedelta(days=1).total_seconds()))
    cache.sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache WHERE expires > %s", [clock.now()])
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone() == (1,)


def test_an_application_clock_a_day_behind_keeps_what_it_stores(signing_in, monkeypatch):
    """Else a used one-time code would be forgotten at once, and failures would not be counted."""
    behind = time.time() - 86400
    monkeypatch.setattr("time.time", lambda: behind)
    cache.set("a", 1, 60)
    assert cache.add("b", 1, 60)
    assert not cache.add("b", 2, 60)
    assert cache.get("a") == 1
    cache.set("c", 1, None)
    assert cache.get("c") == 1
