"""Members, units and second factors, attacked past Django: the application's role calls the functions wrongly.

Each refusal has its control: the same call by somebody who may.
"""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import named
from tests.database.scene import acting, enter, refused
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.partnerships import rules
from tvaers.partnerships.enums import OrganisationKind, Role

ALL_ROLES = 8191
FORGED = {"roles": int(Role.ADMINISTRATOR)}
LETTER = b"h" * 32
CHANGE = "SELECT guard.change_member(%s, %s, %s, '', %s, %s::uuid[], %s)"
INVITE = "SELECT guard.invite(%s, %s, 'Ny Prøve', 'ny', %s, '', %s, %s::uuid[], %s, %s)"


@pytest.fixture
def app(cast, as_app):
    return as_app


def change(key, *, roles=Role.SSP_CONSULTANT, units=(), version=1):
    return CHANGE, [named(key), "Nyt Navn", "ny", int(roles), list(units), version]


def invite(*, place="gladsaxe", email="ny@example.org", roles=Role.CASEWORKER, units=(), days=14):
    expires = datetime.now(UTC) + timedelta(days=days)
    return INVITE, [uuid4(), named(place), email, int(roles), list(units), LETTER, expires]


def attempt(app, who, call, **changes):
    """Call as somebody and return the SQLSTATE of the refusal; what succeeds is undone."""
    with app.transaction(force_rollback=True):
        enter(app, who, **changes)
        return refused(app, *call)


WRITES = {
    "a membership": "INSERT INTO partnerships_membership"
    " (id, user_id, organisation_id, name, title, phone, email, roles)"
    f" SELECT gen_random_uuid(), user_id, '{named('herlev')}', name, title, '', email, 4096"
    " FROM partnerships_membership LIMIT 1",
    "roles": f"UPDATE partnerships_membership SET roles = {ALL_ROLES}",
    "a state": "UPDATE partnerships_membership SET state = 'active'",
    "a unit of its own choice": f"INSERT INTO partnerships_unitmembership (membership_id, unit_id)"
    f" VALUES ('{named('gerda')}', '{named('gladsaxe-ssp')}')",
    "a letter": "INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)"
    f" VALUES (gen_random_uuid(), '{named('alice')}', 'x', now() + interval '1 day')",
    "the hash of a letter": "SELECT token_hash FROM partnerships_invitation",
    "a reset": "UPDATE partnerships_factorreset SET agreed_at = now()",
    "a kind of organisation": "UPDATE partnerships_organisation SET kind = 'municipality'",
    "a host": f"UPDATE partnerships_organisation SET is_host = true WHERE id = '{named('herlev')}'",
    "an organisation gone": "DELETE FROM partnerships_organisation",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
def test_not_even_an_administrator_writes_directly(app, statement):
    assert attempt(app, "gerda", (statement,)) == "42501"


UNIT = "INSERT INTO partnerships_unit (id, organisation_id, name, kind) VALUES (gen_random_uuid(), %s, 'Ny', 'other')"
RENAME = "UPDATE partnerships_unit SET name = 'Omdøbt' WHERE id = %s"


def test_units_are_written_at_the_own_organisation_only(app):
    assert attempt(app, "gerda", (UNIT, [named("gladsaxe")])) == ""
    assert attempt(app, "gerda", (UNIT, [named("herlev")])) == "42501"
    assert attempt(app, "alice", (UNIT, [named("gladsaxe")]), **FORGED) == "42501"


def renamed(app, who, unit, **changes):
    with app.transaction(force_rollback=True):
        enter(app, who, **changes)
        return app.execute(RENAME, [named(unit)]).rowcount


def test_units_are_renamed_at_the_own_organisation_only(app):
    assert renamed(app, "gerda", "gladsaxe-ssp") == 1
    assert renamed(app, "gerda", "herlev-ssp") == 0
    assert renamed(app, "alice", "gladsaxe-ssp", **FORGED) == 0


def test_organisations_are_added_by_the_host_only(app):
    add = "INSERT INTO partnerships_organisation (id, name, short_name, mark, kind, phone, is_host)"
    values = " VALUES (gen_random_uuid(), 'Ny', 'Ny', 'N', 'school', '', %s)"
    assert attempt(app, "gerda", (add + values, [False])) == ""
    assert attempt(app, "gerda", (add + values, [True])) == "42501"
    assert attempt(app, "henrik", (add + values, [False])) == "42501"
    assert attempt(app, "alice", (add + values, [False]), **FORGED) == "42501"


FUNCTIONS = {
    "change": lambda: change("bo", roles=Role.COORDINATOR),
    "invite": invite,
    "review": lambda: ("SELECT guard.review_roles(%s, 1)", [named("bo")]),
    "leave": lambda: ("SELECT guard.leave_organisation(%s)", [named("bo")]),
    "ask": lambda: ("SELECT guard.ask_factor_reset(%s, %s)", [uuid4(), named("bo")]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_forged_mask_promotes_nobody(app, name):
    """The context is rightly signed, as by stolen code; the role is looked up in the tables all the same."""
    assert attempt(app, "alice", FUNCTIONS[name](), **FORGED) == "TV010"
    assert attempt(app, "gerda", FUNCTIONS[name]()) == ""


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"invite"}))
def test_another_organisations_members_are_out_of_reach(app, name):
    assert attempt(app, "henrik", FUNCTIONS[name]()) == "TV011"


def test_another_organisations_administrator_borrows_no_seat(app):
    """Henrik's context says Gladsaxe: he is an administrator, but not there."""
    assert attempt(app, "henrik", change("bo"), organisation=named("gladsaxe")) == "TV010"


def test_nobody_promotes_themselves(app):
    assert attempt(app, "alice", change("alice", roles=Role.ADMINISTRATOR), **FORGED) == "TV010"
    assert attempt(app, "gerda", change("alice", roles=Role.ADMINISTRATOR)) == ""


@pytest.mark.parametrize("roles", [0, -1, int(Role.POLICE_EXIT), ALL_ROLES, 8192])
def test_a_role_out_of_place_is_refused(app, roles):
    assert attempt(app, "gerda", change("alice", roles=roles)) == "TV016"
    assert attempt(app, "gerda", invite(roles=roles)) == "TV016"


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_databases_table_of_places_is_the_programs(as_administrator, kind):
    row = as_administrator.execute("SELECT guard.roles_in_place(%s)", [kind.value]).fetchone()
    assert row == (int(rules.mask_of(rules.roles_for(kind))),)


def test_units_must_be_ones_own_and_open(app, as_maintenance):
    own, others = named("gladsaxe-street"), named("herlev-ssp")
    assert attempt(app, "gerda", change("alice", units=[own])) == ""
    assert attempt(app, "gerda", change("alice", units=[own, others])) == "TV018"
    assert attempt(app, "gerda", invite(units=[others])) == "TV018"
    as_maintenance.execute("UPDATE partnerships_unit SET ended_at = now()")
    assert attempt(app, "gerda", change("alice", units=[own])) == "TV018"
    assert attempt(app, "gerda", change("dina", roles=Role.STREET_WORKER, units=[own])) == ""


def test_an_old_version_is_refused(app):
    with acting(app, "gerda"):
        app.execute(*change("alice"))
    assert attempt(app, "gorm", change("alice", version=1)) == "TV017"
    assert attempt(app, "gorm", ("SELECT guard.review_roles(%s, 1)", [named("alice")])) == "TV017"
    assert attempt(app, "gorm", change("alice", version=2)) == ""


def test_the_last_administrator_stays(app):
    assert attempt(app, "henrik", ("SELECT guard.leave_organisation(%s)", [named("henrik")])) == "TV012"
    assert attempt(app, "henrik", change("henrik")) == "TV012"
    assert attempt(app, "gerda", ("SELECT guard.leave_organisation(%s)", [named("gerda")])) == ""


def test_two_administrators_cannot_remove_each_other_at_once(app, connect):
    """Without the lock both would see the other still there."""
    other = connect("tvaers_app")
    answers = []

    def second():
        with acting(other, "gorm"):
            answers.append(refused(other, "SELECT guard.leave_organisation(%s)", [named("gerda")]))

    thread = threading.Thread(target=second)
    with acting(app, "gerda"):
        app.execute("SELECT guard.leave_organisation(%s)", [named("gorm")])
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert answers == ["TV010"]


def test_only_the_host_invites_elsewhere_and_only_the_first(app):
    first = invite(place="police", roles=Role.ADMINISTRATOR)
    assert attempt(app, "gerda", first) == ""
    assert attempt(app, "henrik", first) == "TV010"
    assert attempt(app, "gerda", invite(place="police", roles=Role.ADMINISTRATOR | Role.COORDINATOR)) == "TV010"
    assert attempt(app, "gerda", invite(place="herlev", roles=Role.ADMINISTRATOR)) == "TV010"


def test_who_works_here_or_is_invited_is_not_invited_twice(app):
    assert attempt(app, "gerda", invite(email="ALICE@example.org")) == "TV013"
    with acting(app, "gerda"):
        app.execute(*invite())
    assert attempt(app, "gerda", invite()) == "TV019"


def test_a_letter_lives_two_weeks_at_most(app, as_administrator):
    with acting(app, "gerda"):
        app.execute(*invite(days=400))
    row = as_administrator.execute(
        "SELECT expires_at < now() + interval '14 days 2 minutes' FROM partnerships_invitation"
    )
    assert row.fetchone() == (True,)


def test_an_invitation_gives_no_hold_on_somebody_who_works_elsewhere(app, as_administrator):
    """Two administrators invite Hanne of Herlev; her second factor and sessions stay hers."""
    with acting(app, "gerda"):
        (member,) = app.execute(*invite(email="hanne@example.org")).fetchone()
    assert attempt(app, "gerda", ("SELECT guard.ask_factor_reset(%s, %s)", [uuid4(), member])) == "TV011"
    assert attempt(app, "gerda", ("SELECT guard.leave_organisation(%s)", [member])) == "TV011"
    with acting(app, "gerda"):
        app.execute("SELECT guard.withdraw_invitation(%s)", [member])
    factor = "EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = u.id)"
    kept = f"SELECT is_active, {factor} FROM accounts_user u WHERE id = %s"
    assert as_administrator.execute(kept, [named("user hanne")]).fetchone() == (True, True)


def test_who_comes_back_can_sign_in_again(app, as_administrator):
    with acting(app, "gerda"):
        app.execute("SELECT guard.leave_organisation(%s)", [named("alice")])
    active = "SELECT is_active FROM accounts_user WHERE id = %s"
    assert as_administrator.execute(active, [named("user alice")]).fetchone() == (False,)
    with acting(app, "gerda"):
        (member,) = app.execute(*invite(email="alice@example.org")).fetchone()
    assert member == named("alice")
    with acting(app, Claims(kind=ContextKind.SIGN_IN)):
        app.execute("SELECT guard.accept_invitation(%s, 'new')", [LETTER])
    assert as_administrator.execute(active, [named("user alice")]).fetchone() == (True,)


AGREE = "SELECT guard.agree_factor_reset(%s)"


@pytest.fixture
def asked(app):
    reset = uuid4()
    with acting(app, "gerda"):
        app.execute("SELECT guard.ask_factor_reset(%s, %s)", [reset, named("alice")])
    return reset


def test_the_own_factor_is_not_asked_for(app):
    ask = "SELECT guard.ask_factor_reset(%s, %s)"
    assert attempt(app, "gerda", (ask, [uuid4(), named("gerda")])) == "TV015"
    assert attempt(app, "gerda", (ask, [uuid4(), named("gorm")])) == ""


def test_it_takes_a_second_administrator(app, asked):
    assert attempt(app, "gerda", (AGREE, [asked])) == "TV015"
    assert attempt(app, "henrik", (AGREE, [asked])) == "TV011"
    assert attempt(app, "bo", (AGREE, [asked]), **FORGED) == "TV010"
    assert attempt(app, "gorm", (AGREE, [asked])) == ""


def test_the_own_factor_is_not_agreed_to(app):
    reset = uuid4()
    with acting(app, "gerda"):
        app.execute("SELECT guard.ask_factor_reset(%s, %s)", [reset, named("gorm")])
    assert attempt(app, "gorm", (AGREE, [reset])) == "TV015"


def test_asking_twice_or_too_late_is_refused(app, asked, as_maintenance):
    again = ("SELECT guard.ask_factor_reset(%s, %s)", [uuid4(), named("alice")])
    assert attempt(app, "gorm", again) == "TV009"
    as_maintenance.execute("UPDATE partnerships_factorreset SET asked_at = now() - interval '73 hours'")
    assert attempt(app, "gorm", (AGREE, [asked])) == "TV011"
    assert attempt(app, "gorm", again) == ""


def test_who_asked_must_still_be_an_administrator(app, asked):
    with acting(app, "gorm"):
        app.execute(*change("gerda", roles=Role.COORDINATOR))
    assert attempt(app, "gorm", (AGREE, [asked])) == "TV011"
