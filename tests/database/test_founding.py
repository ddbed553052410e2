"""Founding: the maintenance login makes the first administrator, once, and nobody else can."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.database import scene

FOUND = "SELECT guard.found_partnership(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
FOUNDED, OUT_OF_PLACE, DENIED = "TV047", "TV016", "42501"


def founding(**changes):
    given = {
        "name": "Prøvekøbing Kommune",
        "short_name": "Prøvekøbing",
        "mark": "P",
        "kind": "municipality",
        "phone": "",
        "member": "Anna Administrator",
        "title": "IT-konsulent",
        "email": "Anna@proevekoebing.example",
        "letter": b"\1" * 32,
        "expires": datetime.now(UTC) + timedelta(days=14),
    }
    return list((given | changes).values())


def rows(administrator, statement):
    return administrator.execute(statement).fetchall()


def test_the_first_administrator_is_invited_to_the_host(cleaned, as_maintenance, as_administrator):
    member = as_maintenance.execute(FOUND, founding()).fetchone()[0]
    host = rows(as_administrator, "SELECT name, kind, is_host FROM partnerships_organisation")
    assert host == [("Prøvekøbing Kommune", "municipality", True)]
    members = rows(as_administrator, "SELECT id, email, roles, state FROM partnerships_membership")
    assert members == [(member, "anna@proevekoebing.example", 4096, "invited")]
    assert rows(as_administrator, "SELECT password FROM accounts_user") == [("!",)]
    events = rows(as_administrator, "SELECT name, object_id, actor_id FROM audit_event")
    assert events == [("partnerships.founded", member, None)]


def test_founding_again_corrects_and_sends_one_letter_that_works(cleaned, as_maintenance, as_administrator):
    as_maintenance.execute(FOUND, founding())
    as_maintenance.execute(FOUND, founding(name="Prøvestad Kommune", email="bo@proevestad.example", letter=b"\2" * 32))
    assert rows(as_administrator, "SELECT name FROM partnerships_organisation") == [("Prøvestad Kommune",)]
    open_letters = "SELECT token_hash FROM partnerships_invitation WHERE used_at IS NULL"
    assert [bytes(token) for (token,) in rows(as_administrator, open_letters)] == [b"\2" * 32]
    invited = "SELECT email FROM partnerships_membership WHERE state = 'invited'"
    assert rows(as_administrator, invited) == [("bo@proevestad.example",)]


def test_founding_again_for_the_same_person_keeps_one_membership(cleaned, as_maintenance, as_administrator):
    first = as_maintenance.execute(FOUND, founding()).fetchone()
    assert as_maintenance.execute(FOUND, founding(letter=b"\2" * 32)).fetchone() == first
    assert rows(as_administrator, "SELECT state, roles FROM partnerships_membership") == [("invited", 4096)]


def test_a_partnership_at_work_is_not_founded_again(cast, as_maintenance, as_administrator):
    before = rows(as_administrator, "SELECT count(*) FROM partnerships_membership")
    assert scene.refused(as_maintenance, FOUND, founding()) == FOUNDED
    assert rows(as_administrator, "SELECT count(*) FROM partnerships_membership") == before


def test_a_kind_that_is_none_is_refused(cleaned, as_maintenance, as_administrator):
    assert scene.refused(as_maintenance, FOUND, founding(kind="bank")) == OUT_OF_PLACE
    assert rows(as_administrator, "SELECT count(*) FROM partnerships_organisation") == [(0,)]


@pytest.mark.parametrize("login", ["as_app", "as_ticket", "as_worker"])
def test_no_login_of_the_server_founds(cleaned, login, request):
    assert scene.refused(request.getfixturevalue(login), FOUND, founding()) == DENIED
