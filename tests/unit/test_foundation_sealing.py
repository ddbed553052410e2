"""Sealing, keys and ids."""

import sqlite3
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.foundation import clock, crypto, ids
from tvaers.foundation.keystore import KeyStore, KeyStoreUnavailableError

ROOT_KEY = bytes(range(32))


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_is_sealed_opens_again_and_shows_nothing(text, about):
    key = crypto.new_key()
    sealed = crypto.seal(key, text, about=about)
    assert crypto.unseal(key, sealed, about=about) == text
    assert len(text) < 8 or text not in sealed
    assert sealed != crypto.seal(key, text, about=about)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_changed_byte_opens(text, data):
    key = crypto.new_key()
    sealed = bytearray(crypto.seal(key, text, about=b"t.c:1"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(crypto.UnsealError):
        crypto.unseal(key, bytes(sealed), about=b"t.c:1")


@pytest.mark.parametrize(("key", "about"), [(bytes(32), b"t.c:1"), (ROOT_KEY, b"t.c:2"), (ROOT_KEY, b"")])
def test_what_is_moved_does_not_open(key, about):
    sealed = crypto.seal(ROOT_KEY, b"text", about=b"t.c:1")
    with pytest.raises(crypto.UnsealError):
        crypto.unseal(key, sealed, about=about)


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01" + b"0" * 12, b"\x02" + b"0" * 40])
def test_what_is_cut_does_not_open(cut):
    with pytest.raises(crypto.UnsealError):
        crypto.unseal(ROOT_KEY, cut, about=b"")


@pytest.fixture
def store(tmp_path):
    made = KeyStore(tmp_path / "keys.sqlite3", ROOT_KEY)
    made.create()
    return made


def test_a_key_is_made_once_and_kept(store):
    store.ensure("a")
    first = store.unwrap(["a"])
    store.ensure("a")
    assert store.unwrap(["a", "b"]) == first
    assert len(first["a"]) == 32


def test_deleting_a_key_erases_it_and_all_below_it(store):
    store.ensure("organisation")
    for number in range(3):
        store.ensure(f"dossier {number}", parent="organisation")
    store.delete(["dossier 0"])
    assert set(store.unwrap([f"dossier {number}" for number in range(3)])) == {"dossier 1", "dossier 2"}
    store.delete(["organisation"])
    assert store.unwrap([f"dossier {number}" for number in range(3)]) == {}


def test_no_key_lies_open_in_the_file(store):
    store.ensure("a")
    (key,) = store.unwrap(["a"]).values()
    content = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert key not in content
    assert ROOT_KEY not in content
    assert store.path.stat().st_mode & 0o077 == 0


def test_many_keys_in_one_call(store):
    store.ensure("a")
    for number in range(3):
        store.ensure(str(number), parent="a")
    assert set(store.unwrap(map(str, range(2000)))) == {"0", "1", "2"}


def test_another_root_key_opens_nothing(store):
    store.ensure("a")
    with pytest.raises(KeyStoreUnavailableError):
        KeyStore(store.path, crypto.new_key()).unwrap(["a"])


@pytest.mark.parametrize("harm", ["missing", "garbage", "folder"])
def test_a_store_that_cannot_be_read_is_not_an_empty_one(tmp_path, harm):
    path = tmp_path / "keys.sqlite3"
    if harm == "garbage":
        path.write_bytes(b"not a database" * 100)
    if harm == "folder":
        path.mkdir()
    with pytest.raises(KeyStoreUnavailableError):
        KeyStore(path, ROOT_KEY).unwrap(["a"])
    assert harm != "missing" or not path.exists()


def test_a_swapped_key_does_not_pass_for_another(store):
    """A wrapped key copied under another's id opens with the wrong content at most: what it sealed stays shut."""
    for name in ("a", "b"):
        store.ensure(name)
    sealed = crypto.seal(store.unwrap(["a"])["a"], b"text", about=b"x")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE key SET wrapped = (SELECT wrapped FROM key WHERE id = 'b') WHERE id = 'a'")
    connection.close()
    with pytest.raises(crypto.UnsealError):
        crypto.unseal(store.unwrap(["a"])["a"], sealed, about=b"x")


def test_ordered_ids_follow_the_clock():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = []
    for step in range(50):
        with clock.frozen(start + timedelta(milliseconds=step)):
            made.append(ids.ordered())
    assert made == sorted(made)
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {uuid.RFC_4122}


def test_opaque_ids_tell_nothing():
    made = {ids.opaque() for _ in range(1000)}
    assert len(made) == 1000
    assert {each.version for each in made} == {4}
