"""The key store is away, full or read-only: what needs a key is refused in words, and no key is lost."""

import sqlite3
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest

from tests.faults.browser import NEW, Browser
from tests.faults.disks import Disk, can_mount
from tests.faults.house import wait_until
from tests.faults.ledger import Ledger, key_store, tally
from tests.faults.load import faults_of
from tvaers.foundation.keystore import KeyStore, KeyStoreFullError, KeyStoreUnavailableError

ROOT_KEY = bytes(range(32))


def test_away_and_back(house):
    """Reading and saving are refused, what needs no key goes on, and nothing has to be restarted."""
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    data = browser.form()
    assert data is not None
    data["fact"] = ledger.text("before")
    concern = browser.post(NEW, data).written
    assert concern is not None
    ledger.acknowledge(data["fact"], concern)
    second = {**(browser.form() or {}), "fact": ledger.text("meanwhile")}
    aside = house.keys.parent.with_name("aside")
    house.keys.parent.rename(aside)
    try:
        for answer in (browser.get(f"/concerns/{concern}/"), browser.post(NEW, second)):
            assert answer.status == 503
            assert faults_of(answer) == []
            assert "Nøglelageret" in answer.main
        assert ledger.name in answer.text, "what was typed is in the page"
        assert browser.get(NEW).status == 200
        # A process that starts meanwhile says the same.
        house.kill_server()
        wait_until(lambda: browser.get(NEW).status == 503, house.said)
        assert "Nøglelageret" in browser.get(NEW).main
    finally:
        aside.rename(house.keys.parent)
    wait_until(lambda: browser.get(f"/concerns/{concern}/").status == 200, house.said)
    # Each process opens at its own next asking, a second after its last at the latest.
    saved: list[UUID] = []

    def send_again() -> bool:
        concern = browser.post(NEW, second).written
        saved.extend([concern] if concern else [])
        return len(saved) == 2

    wait_until(send_again, house.said)
    for each in saved:
        ledger.acknowledge(second["fact"], each)
    with house.administrator() as connection:
        found = tally(ledger, connection, key_store(house.keys, house.secrets.root_key))
    assert ledger.wrong == []
    assert found.is_whole, found


@pytest.fixture
def keys(tmp_path):
    """A store with a key in it."""
    made = KeyStore(tmp_path / "keys" / "keys.sqlite3", ROOT_KEY)
    made.create()
    made.ensure("first")
    return made


@contextmanager
def full(keys, monkeypatch):
    """SQLite's own limit in place of the disk's, which needs no rights."""
    real = sqlite3.connect

    def connect(*args, **options):
        connection = real(*args, **options)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        yield


def many(keys):
    for number in range(1000):
        keys.ensure(f"key {number}")


def test_a_full_store_makes_no_key_and_keeps_those_it_has(keys, monkeypatch):
    before = keys.unwrap(["first"])
    with full(keys, monkeypatch), pytest.raises(KeyStoreFullError):
        many(keys)
    assert keys.unwrap(["first"]) == before
    keys.ensure("last")
    assert "last" in keys.unwrap(["last"])


def test_a_directory_in_place_of_the_file_is_a_store_that_is_away(tmp_path):
    with pytest.raises(KeyStoreUnavailableError):
        KeyStore(tmp_path, ROOT_KEY).unwrap(["first"])


@pytest.mark.whole
@pytest.mark.parametrize("fault", ["full", "without_inodes", "read_only"])
def test_a_disk_in_trouble_loses_no_key(tmp_path, fault):
    """Read or refused, never taken for erased; and afterwards everything is there."""
    place = tmp_path / "disk"
    if not can_mount(tmp_path):
        pytest.fail("This machine mounts nothing for us, so a disk in trouble cannot be shown. Run as root.")
    disk = Disk(place, 2)
    try:
        keys = KeyStore(place / "keys" / "keys.sqlite3", ROOT_KEY)
        keys.create()
        keys.ensure("first")
        before = keys.unwrap(["first"])
        with getattr(disk, fault)():
            with pytest.raises(KeyStoreUnavailableError):
                many(keys)
            with suppress(KeyStoreUnavailableError):
                assert keys.unwrap(["first"]) == before
        assert keys.unwrap(["first"]) == before
        keys.ensure("last")
        assert len(keys.unwrap(["first", "last"])) == 2
    finally:
        disk.close()
