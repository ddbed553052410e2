"""The key store held open while much is written: every key is durable at once, and nothing is kept afterwards."""

import os
import sqlite3

from tvaers.foundation.keystore import KeyStore


def made(path):
    keys = KeyStore(path, os.urandom(32))
    keys.create()
    return keys


def test_a_key_is_there_for_others_before_the_block_ends(tmp_path):
    keys = made(tmp_path / "keys.sqlite3")
    with keys.held():
        keys.ensure("organisation:a")
        keys.ensure("dossier:b", parent="organisation:a")
        other = sqlite3.connect(tmp_path / "keys.sqlite3")
        assert other.execute("SELECT count(*) FROM key").fetchone() == (2,)
        other.close()
        inside = keys.unwrap(["dossier:b"])
    assert inside == keys.unwrap(["dossier:b"])


def test_each_key_is_synced_while_it_is_held(tmp_path):
    keys = made(tmp_path / "keys.sqlite3")
    with keys.held(), keys._open() as connection:
        full = 2
        assert connection.execute("PRAGMA synchronous").fetchone() == (full,)


def test_one_store_held_open_serves_no_other(tmp_path):
    one, two = made(tmp_path / "one.sqlite3"), made(tmp_path / "two.sqlite3")
    with one.held():
        two.ensure("organisation:a")
        assert one.unwrap(["organisation:a"]) == {}
    assert set(two.unwrap(["organisation:a"])) == {"organisation:a"}


def test_after_the_block_the_file_is_opened_anew(tmp_path):
    path = tmp_path / "keys.sqlite3"
    keys = made(path)
    with keys.held():
        keys.ensure("organisation:a")
    path.rename(tmp_path / "away.sqlite3")
    other = KeyStore(path, keys._root_key)
    other.create()
    assert keys.unwrap(["organisation:a"]) == {}
