"""The operator's settings: what is set, what is not, and what a mistake is answered with."""

import pytest

from tvaers.foundation import environment
from tvaers.foundation.environment import MisconfiguredError


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A function that writes the operator's file and points the environment at it."""
    # Set first, so that what reading puts there goes after the test.
    for name in environment.TABLE:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def write(text):
        path = tmp_path / "tvaers.env"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("TVAERS_CONFIG", str(path))
        return path

    return write


def test_the_file_is_read_as_systemd_reads_it(file):
    path = file('# a comment\n\nTVAERS_MAIL_HOST = mail.example.dk\nTVAERS_MAIL_FROM="tvaers@example.dk"\n')
    assert environment.read_file() == path
    assert environment.text("TVAERS_MAIL_HOST") == "mail.example.dk"
    assert environment.text("TVAERS_MAIL_FROM") == "tvaers@example.dk"


def test_the_environment_wins(file, monkeypatch):
    file("TVAERS_MAIL_PORT=25\n")
    monkeypatch.setenv("TVAERS_MAIL_PORT", "587")
    environment.read_file()
    assert environment.number("TVAERS_MAIL_PORT") == 587


def test_a_mistyped_name_is_refused_with_its_line_and_the_one_meant(file):
    file("TVAERS_MAIL_FROM=a@example.dk\nTVAERS_MAIL_HOTS=mail.example.dk\n")
    with pytest.raises(MisconfiguredError, match=r"line 2: TVAERS_MAIL_HOTS .* Is it TVAERS_MAIL_HOST\?"):
        environment.read_file()


def test_a_line_that_is_none_is_refused(file):
    file("TVAERS_MAIL_HOST mail.example.dk\n")
    with pytest.raises(MisconfiguredError, match=r"line 1: .* is not of the form NAME=value"):
        environment.read_file()


def test_a_named_file_that_is_not_there_is_refused(file):
    file("").unlink()
    with pytest.raises(MisconfiguredError, match="cannot be read"):
        environment.read_file()


def test_no_file_is_read_when_none_is_asked_for(file, monkeypatch):
    file("TVAERS_MAIL_HOST=mail.example.dk\n")
    monkeypatch.setenv("TVAERS_CONFIG", "")
    assert environment.read_file() is None
    assert environment.text("TVAERS_MAIL_HOST") == "localhost"


@pytest.mark.parametrize("wrong", ["-1", "ten", "2½", "1.5"])
def test_a_number_that_is_none_is_refused(file, monkeypatch, wrong):
    file("")
    monkeypatch.setenv("TVAERS_WORKERS", wrong)
    with pytest.raises(MisconfiguredError, match=r"TVAERS_WORKERS is .* whole number"):
        environment.number("TVAERS_WORKERS")


def test_a_word_outside_the_list_is_refused(file, monkeypatch):
    file("")
    monkeypatch.setenv("TVAERS_MAIL_SECURITY", "ssl")
    with pytest.raises(MisconfiguredError, match="one of starttls, tls, none"):
        environment.text("TVAERS_MAIL_SECURITY")


def test_a_variable_of_ours_that_nobody_knows_is_told(file, monkeypatch):
    file("")
    monkeypatch.setenv("TVAERS_ADRESS", "https://tvaers.example.dk")
    assert "TVAERS_ADRESS is no setting of Tværs. Is it TVAERS_ADDRESS?" in list(environment.unknown())


def test_an_address_that_nothing_tells_is_asked_for(file, monkeypatch, tmp_path):
    file("")
    monkeypatch.setenv("TVAERS_VAR", str(tmp_path))
    with pytest.raises(MisconfiguredError, match="TVAERS_DATABASE_URL is not set"):
        environment.database_url()


@pytest.mark.parametrize(
    ("address", "place", "name"),
    [
        ("postgresql://127.0.0.1:5432/tvaers", {"host": "127.0.0.1", "port": "5432"}, "tvaers"),
        ("postgresql://%2Fvar%2Frun%2Fpostgresql/tvaers", {"host": "/var/run/postgresql"}, "tvaers"),
        ("postgresql:///t%C3%B8nder?host=%2Frun&port=5433", {"host": "/run", "port": "5433"}, "tønder"),
        ("postgresql://tvaers:secret@[::1]", {"host": "::1"}, "tvaers"),
        (
            "postgresql://db.example.dk/x?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=3",
            {"host": "db.example.dk", "sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
            "x",
        ),
    ],
)
def test_the_databases_address_is_read_as_libpq_reads_it(file, monkeypatch, address, place, name):
    monkeypatch.setenv("TVAERS_DATABASE_URL", address)
    assert environment.database_place() == place
    assert environment.database_name() == name
    assert environment.database_has_password() is ("secret" in address)
    monkeypatch.setenv("TVAERS_DATABASE_NAME", "other")
    assert environment.database_name() == "other"


@pytest.mark.parametrize(
    "address", ["mysql://127.0.0.1/x:secret", "postgresql://127.0.0.1/x?sslmodus=secret", "secret"]
)
def test_an_address_that_is_none_is_refused_and_not_repeated(file, monkeypatch, address):
    monkeypatch.setenv("TVAERS_DATABASE_URL", address)
    with pytest.raises(MisconfiguredError, match="TVAERS_DATABASE_URL") as refused:
        environment.database_place()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://tiles.example.dk/{z}/{x}/{y}.png?token=x",
        "http://127.0.0.1:8080/{z}/{x}/{y}",
        "http://localhost/{x}/{y}/{z}",
    ],
)
def test_a_base_map_that_can_be_asked(monkeypatch, address):
    monkeypatch.setenv("TVAERS_TILES", address)
    assert environment.address("TVAERS_TILES") == address


@pytest.mark.parametrize(
    "address",
    [
        "tiles.example.dk/{z}/{x}/{y}.png",
        "http://tiles.example.dk/{z}/{x}/{y}.png",
        "https://tiles.example.dk/{z}/{x}.png",
        "https:///{z}/{x}/{y}.png",
        "javascript:{z}{x}{y}",
    ],
)
def test_a_base_map_that_cannot_be_asked_is_refused(monkeypatch, address):
    monkeypatch.setenv("TVAERS_TILES", address)
    with pytest.raises(MisconfiguredError, match="TVAERS_TILES"):
        environment.address("TVAERS_TILES")
