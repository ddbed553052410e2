"""The address that the demonstration hands on to the server's processes."""

import pytest

from tvaers.demo.database import DemoDatabase
from tvaers.foundation import environment


@pytest.mark.parametrize(
    ("url", "place", "name"),
    [
        ("postgresql:///tvaers?host=/run/db&port=5433", {"host": "/run/db", "port": "5433"}, "tvaers"),
        ("postgresql://boss:secret@db.example.org:5433/d", {"host": "db.example.org", "port": "5433"}, "d"),
        ("postgresql://boss@/a%20b?host=%2Frun%2Fdb", {"host": "/run/db"}, "a b"),
    ],
)
def test_it_names_the_place_and_no_login(monkeypatch, tmp_path, url, place, name):
    handed_on = DemoDatabase(tmp_path, url, print).server_url
    assert "boss" not in handed_on
    assert "secret" not in handed_on
    monkeypatch.setenv("TVAERS_DATABASE_URL", handed_on)
    assert environment.database_place() == place
    assert environment.database_name() == name
