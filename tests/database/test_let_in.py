"""Whom a dossier's rows let in, asked for in one go: the owner's people who see it are told, nobody else."""

import pytest

from tests.cast import named
from tests.database import scene
from tests.database.test_definer_functions import DAY, NO_CONTEXT, OPEN, give, now, opening

ASK = "SELECT guard.let_in_to(%s)"


@pytest.fixture
def dossier(cast, as_app):
    """A dossier of Gladsaxe's SSP unit, whose plan Herlev's SSP unit was given and has said yes to."""
    with scene.acting(as_app, "alice"):
        dossier = as_app.execute(OPEN, opening(unit=named("gladsaxe-ssp"))).fetchone()[0]
    access = give(as_app, dossier)
    with scene.acting(as_app, "hanne"):
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
    return dossier


def asked(connection, who, dossier):
    with scene.acting(connection, who):
        return connection.execute(ASK, [dossier]).fetchone()[0]


def people(rows):
    return {member for *_, members in rows for member, _roles in members}


def in_unit(administrator, unit):
    found = administrator.execute(
        "SELECT membership_id::text FROM partnerships_unitmembership WHERE unit_id = %s", [named(unit)]
    )
    return {member for (member,) in found}


def test_the_owner_is_told_whom_each_row_lets_in(dossier, as_app, as_administrator):
    rows = asked(as_app, "alice", dossier)
    assert {(row[0], row[1]) for row in rows} == {
        (str(named("gladsaxe")), "owner"),
        (str(named("herlev")), "disclosure"),
    }
    assert people(rows) == in_unit(as_administrator, "gladsaxe-ssp") | in_unit(as_administrator, "herlev-ssp")


# A colleague who does not see it, the receiver, a party that has nothing of it, somebody of no agreement.
@pytest.mark.parametrize("who", ["carl", "gerda", "hanne", "palle", "olga"])
def test_nobody_else_is_told(dossier, as_app, who):
    assert asked(as_app, who, dossier) is None


def test_what_is_not_there_is_told_like_what_is_hidden(cast, as_app):
    assert asked(as_app, "alice", named("no dossier")) is None


def test_who_has_left_or_is_let_in_no_more_is_not_told_of(dossier, as_app, as_administrator):
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("hanne")])
    assert str(named("hanne")) not in people(asked(as_app, "alice", dossier))
    as_administrator.execute("UPDATE sharing_frame SET ended_at = %s", [now() - DAY])
    assert {row[0] for row in asked(as_app, "alice", dossier)} == {str(named("gladsaxe"))}


def test_without_a_context_it_is_refused(dossier, as_app):
    assert scene.refused(as_app, ASK, [dossier]) == NO_CONTEXT
