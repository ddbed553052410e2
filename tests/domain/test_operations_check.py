"""`tvaers check`: what each part is answered with, well and unwell."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tvaers.files import cleaning
from tvaers.foundation import clock
from tvaers.foundation import environment as environment_of
from tvaers.foundation.secrets import Secrets
from tvaers.operations import check, installing
from tvaers.operations.copies import place, programs
from tvaers.operations.questions import backups, database, disk, environment, files, mail, work
from tvaers.operations.questions.findings import Colour

GOOD = {
    "TVAERS_CONFIG": "",
    "TVAERS_DEMO": "0",
    "TVAERS_ADDRESS": "https://tvaers.example.dk",
    "TVAERS_DATABASE_URL": "postgresql://127.0.0.1:5432/tvaers",
    "TVAERS_MAIL_FROM": "tvaers@example.dk",
    "TVAERS_BACKUP_TO": "/srv/tvaers-backup",
    "TVAERS_BACKUP_RECIPIENT": "age1m464qvxx7hlcsfjhkhn7e2y53tu5gnzswxzhfr55cnm2lg98x50syfzw84",
}


@pytest.fixture
def good(monkeypatch, tmp_path):
    """The settings of an installation that is well."""
    for name in [name for name in os.environ if name.startswith("TVAERS_")]:
        monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    place = tmp_path / "var"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("TVAERS_VAR", str(place))
    return place


def answers(question, colour):
    return [finding.text for finding in question() if finding.colour is colour]


def test_files_can_be_made_anew_or_it_is_said(monkeypatch, tmp_path):
    assert answers(files.ask, Colour.GREEN) == ["PDF and pictures are made anew."]
    monkeypatch.setattr(cleaning, "_CHILD", tmp_path / "not-there.py")
    (said,) = answers(files.ask, Colour.RED)
    assert said.startswith("A PDF cannot be made anew here")


def test_good_settings_are_green(good):
    assert answers(environment.ask, Colour.GREEN) == ["All settings fit together."]
    assert environment.weak() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TVAERS_DEMO", "1", "without a password"),
        ("TVAERS_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "would lie on this machine"),
        ("TVAERS_ADDRESS", "", "is not set"),
        ("TVAERS_ADDRESS", "http://tvaers.example.dk", "does not begin with https"),
        ("TVAERS_ADDRESS", "https://example.dk/tvaers", "holds a path"),
        ("TVAERS_HOSTS", "tvaers.example.dk *", "lets any host name through"),
        ("TVAERS_HOSTS", "tvaers.example.dk .example.dk", "lets any host name through"),
        ("TVAERS_HOSTS", "other.example.dk", "lacks tvaers.example.dk"),
        ("TVAERS_BIND", "0.0.0.0:80", "no proxy before it"),
        ("TVAERS_BIND", ":8000", "opens all addresses"),
        ("TVAERS_DATABASE_URL", "postgresql://tvaers:secret@127.0.0.1/tvaers", "holds a password"),
        ("TVAERS_DATABASE_URL", "postgresql://db.example.dk/tvaers", "is not protected"),
        ("TVAERS_DATABASE_URL", "postgresql://db.example.dk/tvaers?sslmode=require", "is not protected"),
        ("TVAERS_MAIL_FROM", "tvaers@localhost", "letters would be refused"),
        ("TVAERS_MAIL_USER", "tvaers", "has no password"),
        ("TVAERS_MAIL_SECURITY", "plain", "one of starttls"),
        ("TVAERS_BACKUP_RECIPIENT", "AGE-SECRET-KEY-1", "is no public key"),
        ("TVAERS_BACKUP_KEEP_KEYS_DAYS", "91", "kept longer"),
        ("TVAERS_WORKERS", "many", "whole number"),
    ],
)
def test_a_weak_setting_is_red_and_says_what_to_do(good, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    found = environment.weak()
    assert [said in finding.text for finding in found] == [True]
    assert all(finding.remedy for finding in found)


def test_server_backups_and_check_read_one_address_alike(good, monkeypatch, settings):
    monkeypatch.setenv("TVAERS_DATABASE_URL", "postgresql://%2Fvar%2Frun%2Fpostgresql:5433/t%C3%B8nder")
    assert environment.weak() == []
    expected = {"host": "/var/run/postgresql", "port": "5433"}
    assert expected.items() <= programs.place().items()
    monkeypatch.setenv("TVAERS_SECRETS", str(settings.TVAERS_SECRETS_FILE))
    asked = "[DATABASES['default'][name] for name in ('HOST', 'PORT', 'NAME')]"
    program = f"import json; from tvaers.config.settings import DATABASES; print(json.dumps({asked}))"
    read = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert json.loads(read) == [*expected.values(), "tønder"]


def test_letters_in_the_clear_stay_on_this_machine(good, monkeypatch):
    monkeypatch.setenv("TVAERS_MAIL_SECURITY", "none")
    assert environment.weak() == []
    monkeypatch.setenv("TVAERS_MAIL_HOST", "mail.example.dk")
    assert "in the clear" in environment.weak()[0].text


def test_a_directory_that_others_read_is_red(good):
    good.chmod(0o755)
    assert "open to others" in environment.weak()[0].text


def test_no_backup_is_amber(good, monkeypatch):
    monkeypatch.delenv("TVAERS_BACKUP_TO")
    assert answers(environment.ask, Colour.AMBER) == ["No backup is set up: a lost disk is a lost disk."]


@pytest.mark.parametrize(
    ("free", "colour"), [(disk.LAST - 1, Colour.RED), (disk.LAST, Colour.AMBER), (disk.FEW, Colour.GREEN)]
)
def test_room_on_the_disk(monkeypatch, tmp_path, free, colour):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": free})())
    assert disk.judge("TVAERS_VAR", tmp_path).colour is colour


def test_a_disk_that_is_not_there(tmp_path):
    assert disk.judge("the backups", tmp_path / "away").colour is Colour.RED


@pytest.mark.django_db(transaction=True)
def test_the_database_is_asked_what_the_start_asks(as_administrator):
    assert [text for text in answers(database.ask, Colour.GREEN) if "row security" in text]
    # The tests' own cluster is careless, and says so.
    assert [text for text in answers(database.ask, Colour.RED) if text.startswith("fsync is off")]
    as_administrator.execute("ALTER ROLE tvaers_app CREATEDB")
    try:
        assert [text for text in answers(database.ask, Colour.RED) if "create roles or databases" in text]
    finally:
        as_administrator.execute("ALTER ROLE tvaers_app NOCREATEDB")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "colour"), [(0, Colour.GREEN), (10, Colour.AMBER), (86_400, Colour.RED), (-86_400, Colour.RED)]
)
def test_two_clocks(monkeypatch, wrong, colour):
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(seconds=wrong))
    assert [finding.colour for finding in database.ask() if finding.subject == database.CLOCK] == [colour]


@pytest.mark.django_db(transaction=True)
def test_too_little_room_for_connections(monkeypatch):
    monkeypatch.setenv("TVAERS_WORKERS", "8")
    assert [text for text in answers(database.ask, Colour.RED) if "connections, and server and worker may want" in text]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_runs_and_one_that_does_not(as_administrator):
    assert answers(work.ask, Colour.RED) == ["No worker runs: nobody is reminded, and nothing is erased in time."]
    as_administrator.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert answers(work.ask, Colour.GREEN) == ["1 runs."]
    as_administrator.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    assert answers(work.ask, Colour.RED)


def test_a_mail_server_that_does_not_answer(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tvaers.foundation.mail.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert "does not take letters from us" in answers(mail.ask, Colour.RED)[0]


def backup(folder, kind, age):
    """A backup of `kind` that ended so long ago."""
    path = folder / kind / "20260101T000000.000000Z"
    path.mkdir(parents=True, exist_ok=True)
    body = {"name": path.name, "ended": (datetime.now(UTC) - age).isoformat()}
    root_key = bytes.fromhex(Secrets.load_or_create(environment_of.secrets_file()).root_key)
    content = {"body": body, "signature": place.signature(root_key, body)}
    (path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("age", "colour"),
    [(timedelta(hours=20), Colour.GREEN), (timedelta(hours=30), Colour.AMBER), (timedelta(days=4), Colour.RED)],
)
def test_how_old_the_newest_backup_is(good, monkeypatch, tmp_path, age, colour):
    monkeypatch.setenv("TVAERS_BACKUP_TO", str(tmp_path))
    backup(tmp_path, "data", age)
    backup(tmp_path, "keys", timedelta())
    assert [finding.colour for finding in backups.ask()][:2] == [colour, Colour.GREEN]


def test_a_manifest_that_somebody_else_wrote_is_red(good, monkeypatch, tmp_path):
    """However new it says it is: ours may be gone."""
    monkeypatch.setenv("TVAERS_BACKUP_TO", str(tmp_path))
    backup(tmp_path, "data", timedelta(days=-30))
    path = next((tmp_path / "data").glob("*/manifest.json"))
    path.write_text(path.read_text(encoding="utf-8").replace('"signature": "', '"signature": "0'), encoding="utf-8")
    assert "was not made by this installation" in answers(backups.ask, Colour.RED)[0]


def test_a_damaged_manifest_is_red(good, monkeypatch, tmp_path):
    monkeypatch.setenv("TVAERS_BACKUP_TO", str(tmp_path))
    backup(tmp_path, "data", timedelta())
    next((tmp_path / "data").glob("*/manifest.json")).write_text("{", encoding="utf-8")
    assert "is damaged" in answers(backups.ask, Colour.RED)[0]


def test_a_drill_that_is_long_ago(good, monkeypatch, tmp_path):
    monkeypatch.setenv("TVAERS_BACKUP_TO", str(tmp_path))
    Secrets.load_or_create(environment_of.secrets_file())
    assert "No drill has gone well here yet." in answers(backups.ask, Colour.AMBER)
    home = installing.backup_directory()
    home.mkdir()
    for days, colour in ((1, Colour.GREEN), (9, Colour.AMBER)):
        ended = datetime.now(UTC) - timedelta(days=days)
        (home / "drill.json").write_text(json.dumps({"ended": ended.isoformat()}), encoding="utf-8")
        assert [text for text in answers(backups.ask, colour) if "The last drill" in text]


def test_settings_that_do_not_load_are_one_answer(good, monkeypatch):
    monkeypatch.delenv("TVAERS_DATABASE_URL")
    said = [finding.text for finding in check.findings() if finding.colour is Colour.RED]
    assert "TVAERS_DATABASE_URL is not set: say where the database is." in said
