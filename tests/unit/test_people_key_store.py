"""The key store: made once, never made anew by itself, and never taken for another installation's."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from tvaers.foundation import keystore
from tvaers.foundation.keystore import KeyStore, KeyStoreUnavailableError, UnknownKeyError

ROOT, OTHER = b"r" * 32, b"o" * 32


@pytest.fixture
def store(tmp_path):
    made = KeyStore(tmp_path / "keys" / "keys.sqlite3", ROOT)
    made.create()
    made.ensure("organisation:g")
    made.ensure("dossier:1", parent="organisation:g")
    return made


def every_call(store):
    return [
        store.identity,
        lambda: store.unwrap(["dossier:1"]),
        lambda: store.ensure("dossier:2", parent="organisation:g"),
        lambda: store.add({"dossier:2": "organisation:g"}),
        lambda: store.delete(["dossier:1"]),
        lambda: list(store.ids(starting="dossier:", parent="organisation:g", before=datetime.now(UTC))),
    ]


def test_a_key_comes_back_as_it_was_made(store):
    again = KeyStore(store.path, ROOT)
    assert again.unwrap(["dossier:1"]) == store.unwrap(["dossier:1"])
    assert len(store.unwrap(["dossier:1"])["dossier:1"]) == 32


def test_what_is_deleted_is_remembered_by_its_id_alone(store):
    assert store.erased(starting="dossier:") == []
    store.delete(["dossier:1", "dossier:never"])
    assert store.unwrap(["dossier:1"]) == {}
    assert store.erased(starting="dossier:") == ["dossier:1"]
    assert store.erased(starting="organisation:") == []
    store.delete(["dossier:1"])
    assert store.erased(starting="dossier:") == ["dossier:1"]


def test_making_it_again_changes_nothing(store):
    before = (store.identity(), store.unwrap(["dossier:1"]))
    assert store.create() == before[0]
    assert (store.identity(), store.unwrap(["dossier:1"])) == before


def test_many_are_made_at_once_and_all_or_none(store):
    wanted = {f"dossier:{number}": "organisation:g" for number in range(2, 700)}
    made = store.add(wanted)
    assert KeyStore(store.path, ROOT).unwrap(wanted) == made
    assert len(set(made.values())) == len(wanted), "each has a key of its own"
    before = store.unwrap(["dossier:1"])
    with pytest.raises(ValueError, match="already"):
        store.add({"dossier:0": "organisation:g", "dossier:1": "organisation:g"})
    assert store.unwrap(["dossier:0", "dossier:1"]) == before
    with pytest.raises(UnknownKeyError):
        store.add({"dossier:0": "organisation:away"})
    assert not store.unwrap(["dossier:0"])


def test_one_that_is_away_is_not_replaced_by_an_empty_one(store):
    store.path.rename(store.path.with_name("away"))
    for call in every_call(store):
        with pytest.raises(KeyStoreUnavailableError):
            call()
    assert not store.path.exists()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 200])
def test_a_broken_file_is_away(store, content):
    store.path.write_bytes(content)
    for name in ("-wal", "-shm"):
        store.path.with_name(store.path.name + name).unlink(missing_ok=True)
    for call in every_call(store):
        with pytest.raises(KeyStoreUnavailableError):
            call()


def test_another_root_key_opens_nothing(store):
    for call in every_call(KeyStore(store.path, OTHER)):
        with pytest.raises(KeyStoreUnavailableError):
            call()


def test_another_installations_store_has_another_id(store, tmp_path):
    other = KeyStore(tmp_path / "other" / "keys.sqlite3", ROOT)
    assert other.create() != store.identity()


def test_a_deleted_key_is_missing_and_so_is_all_below_a_deleted_parent(store):
    store.ensure("dossier:2", parent="organisation:g")
    store.delete(["dossier:1"])
    assert store.unwrap(["dossier:1", "dossier:2"]).keys() == {"dossier:2"}
    store.delete(["organisation:g"])
    assert store.unwrap(["dossier:2"]) == {}


def test_a_deleted_key_is_not_left_in_the_file(store):
    with sqlite3.connect(store.path) as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM key WHERE id = 'dossier:1'").fetchone()
    connection.close()
    assert any(wrapped in path.read_bytes() for path in store.path.parent.iterdir())
    store.delete(["dossier:1"])
    assert not any(wrapped in path.read_bytes() for path in store.path.parent.iterdir())


def test_nobody_else_reads_the_file(store):
    assert store.path.stat().st_mode & 0o077 == 0
    assert store.path.parent.stat().st_mode & 0o077 == 0


def test_ids_are_one_parents_and_older_and_come_in_batches(store, monkeypatch):
    monkeypatch.setattr(keystore, "_BATCH", 2)
    store.ensure("organisation:h")
    store.ensure("dossier:foreign", parent="organisation:h")
    store.ensure("dossierless", parent="organisation:g")
    for number in range(2, 6):
        store.ensure(f"dossier:{number}", parent="organisation:g")
    now = datetime.now(UTC)
    asked = {"starting": "dossier:", "parent": "organisation:g"}
    assert list(store.ids(**asked, before=now + timedelta(minutes=1))) == [
        ["dossier:1", "dossier:2"],
        ["dossier:3", "dossier:4"],
        ["dossier:5"],
    ]
    assert list(store.ids(**asked, before=now - timedelta(minutes=1))) == []
