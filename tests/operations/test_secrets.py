"""The secrets file: made once, private, never overwritten, never printed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs import ROOT
from tvaers.foundation.secrets import LOGIN_ROLES, HiddenBytes, Secrets, SecretsError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets.json"


def test_what_is_made_is_read_back_and_differs_each_time(path, tmp_path):
    made = Secrets.create(path)
    assert Secrets.load(path) == made
    assert Secrets.load_or_create(path) == made
    other = Secrets.load_or_create(tmp_path / "below" / "other.json")
    assert set(made.passwords) == set(LOGIN_ROLES)
    assert len(set(made.passwords.values()) | set(other.passwords.values())) == 2 * len(LOGIN_ROLES)
    assert len(bytes.fromhex(made.context_key)) == len(bytes.fromhex(made.root_key)) == 32
    assert len({made.context_key, made.root_key, other.context_key, other.root_key}) == 4


def test_nobody_else_can_read_it_whatever_the_umask(path):
    before = os.umask(0)
    try:
        Secrets.create(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_it_is_never_overwritten(path):
    made = Secrets.create(path)
    with pytest.raises(SecretsError, match="never overwritten"):
        Secrets.create(path)
    assert Secrets.load(path) == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused(path, mode):
    Secrets.create(path)
    path.chmod(mode)
    with pytest.raises(SecretsError, match="chmod 600"):
        Secrets.load(path)


def test_a_link_is_refused_even_a_broken_one(path, tmp_path):
    Secrets.create(tmp_path / "real.json")
    path.symlink_to(tmp_path / "real.json")
    with pytest.raises(SecretsError, match="symbolic link"):
        Secrets.load(path)
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(SecretsError, match="symbolic link"):
        Secrets.load_or_create(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_another_users_file_is_refused(path):
    Secrets.create(path)
    os.chown(path, 65534, 65534)
    with pytest.raises(SecretsError, match="another user"):
        Secrets.load(path)


def test_a_missing_file_says_so(path):
    with pytest.raises(SecretsError, match="missing"):
        Secrets.load(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("context_key", "00"),
        ("context_key", "g" * 64),
        ("root_key", None),
        ("django_secret_key", ""),
        ("passwords", {}),
    ],
)
def test_a_damaged_file_names_what_is_wrong(path, name, value):
    Secrets.create(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))
    with pytest.raises(SecretsError, match="tvaers_app" if name == "passwords" else name):
        Secrets.load(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00"])
def test_a_file_of_something_else_is_refused(path, text):
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(SecretsError, match="damaged"):
        Secrets.load(path)


def test_no_secret_in_its_text(path):
    made = Secrets.create(path)
    for secret in (made.django_secret_key, made.context_key, made.root_key, *made.passwords.values()):
        assert secret not in repr(made)
        assert secret not in f"{made}"


def values(secrets):
    return [secrets.django_secret_key, secrets.context_key, secrets.root_key, *secrets.passwords.values()]


def test_no_secret_is_shown_with_the_settings():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for role in ("app", "migrator", "maintenance"):
        command = [sys.executable, "-m", "tvaers", "diffsettings", "--all"]
        done = subprocess.run(
            command, env={**environment, "TVAERS_DATABASE_ROLE": role}, capture_output=True, text=True, check=True
        )
        assert "TVAERS_ROOT_KEY = b'…'" in done.stdout
        assert "SECRET_KEY = '…'" in done.stdout
        shown = [each for each in values(Secrets.load(Path(os.environ["TVAERS_SECRETS"]))) if str(each) in done.stdout]
        assert not shown


def test_a_secret_works_and_is_not_shown(tmp_path):
    for secrets in (Secrets.create(tmp_path / "s.json"), Secrets.load(tmp_path / "s.json")):
        for each in values(secrets):
            assert len(str(each)) > 30
            assert "…" in repr({"nested": [each]})
            assert str(each) not in repr({"nested": [each]})
    key = HiddenBytes.fromhex(secrets.root_key)
    assert key.hex() == secrets.root_key
    assert repr(key) == "b'…'"
