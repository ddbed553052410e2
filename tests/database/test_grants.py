"""What an access row opens, to whom, for what and how long: at the next statement, and nothing else with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from tests.cast import actor, named
from tests.database import scene
from tvaers.guard.enums import Category, ContextKind, Purpose
from tvaers.partnerships.enums import Role
from tvaers.partnerships.rules import ROLE_CATEGORIES, ROLE_PURPOSES

AGREEMENT, STATUTE = named("Prøveaftalen"), named("Retsplejelovens § 115")


@pytest.fixture
def stage(cast, as_administrator):
    """No dossiers yet; the tests add their own."""
    return scene.Scene(scene.catalogue(as_administrator), scene.dossier_tables(as_administrator))


def shared(administrator, reader="herlev", **changes):
    """A dossier of Gladsaxe of which Herlev has something; returns the dossier and the access row."""
    dossier = scene.add_dossier(administrator, owner="gladsaxe")
    given = {"organisation_id": named("herlev"), "source": "disclosure", "frame_id": AGREEMENT} | changes
    return dossier, scene.add_access(administrator, dossier, owner="gladsaxe", reader=named(reader), **given)


def sees(connection, dossier):
    (found,) = connection.execute("SELECT count(*) FROM sharing_dossier WHERE id = %s", [dossier]).fetchone()
    listed = connection.execute("SELECT id FROM sharing_dossier").fetchall()
    (can,) = connection.execute("SELECT guard.can(%s, 511, 1)", [dossier]).fetchone()
    # The three ways to ask agree: one row, a list, and the function.
    assert (found == 1) == ((dossier,) in listed) == can
    return can


def test_nobody_gives_longer_than_they_have_it_themselves(stage, as_app, as_administrator):
    """Who has the plan for a month, and all else until tomorrow, gives all else until tomorrow."""
    dossier = scene.add_dossier(as_administrator, owner="gladsaxe", reader=named("alice"))
    ends = {"plan": timedelta(days=30), "all": timedelta(days=1)}
    for what, categories in (("plan", int(Category.PLAN)), ("all", 511)):
        scene.add_access(
            as_administrator,
            dossier,
            owner="gladsaxe",
            reader=named("carl"),
            member_id=named("carl"),
            categories=categories,
            until_at=datetime.now(UTC) + ends[what],
        )
    give = "SELECT guard.grant_access(%s, %s, NULL, %s, %s, 1, 1, %s, now() + %s::interval)"

    def answer(categories, days):
        with scene.acting(as_app, "carl"):
            given = [dossier, named("herlev"), named("hanne"), int(categories), AGREEMENT, timedelta(days=days)]
            return scene.refused(as_app, give, given)

    assert answer(Category.PLAN | Category.CONCERN, 20) == answer(Category.CONCERN, 20) == "TV025"
    assert answer(Category.PLAN, 20) == answer(Category.PLAN | Category.CONCERN, 0.5) == ""


# --- time ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "open_now"),
    [
        ("from_at = now() - interval '1 second'", True),
        ("from_at = now() + interval '1 hour'", False),
        ("until_at = now() - interval '1 second'", False),
        ("until_at = now() + interval '1 hour'", True),
        ("ended_at = now()", False),
        ("state = 'offered'", False),
        ("state = 'declined'", False),
        ("state = 'revoked'", False),
        ("state = 'ended'", False),
    ],
)
def test_a_grant_is_live_only_in_its_time_and_state(stage, as_app, as_administrator, changes, open_now):
    dossier, access = shared(as_administrator)
    as_administrator.execute(f"UPDATE sharing_access SET {changes} WHERE id = %s", [access])
    with scene.acting(as_app, "hanne"):
        assert sees(as_app, dossier) is open_now


# What a member does in one request, and what a job does for the organisation however long it runs.
WORKING = {"member": {}, "job": {"kind": ContextKind.SYSTEM}}


@pytest.mark.parametrize("working", WORKING)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sharing_access SET ended_at = clock_timestamp() WHERE source = 'disclosure'",
        "UPDATE sharing_access SET until_at = clock_timestamp() WHERE source = 'disclosure'",
        "UPDATE sharing_access SET state = 'revoked' WHERE source = 'disclosure'",
        "UPDATE sharing_access SET state = 'moved' WHERE source = 'disclosure'",
        "UPDATE sharing_frame SET ended_at = clock_timestamp() WHERE kind = 'agreement'",
        "UPDATE sharing_frame SET in_force_until = clock_timestamp() WHERE kind = 'agreement'",
    ],
    ids=lambda text: text[7:50],
)
def test_what_ends_in_the_middle_is_gone_at_the_next_statement(stage, as_app, as_administrator, change, working):
    dossier, _ = shared(as_administrator)
    with scene.acting(as_app, "hanne", **WORKING[working]):
        assert sees(as_app, dossier)
        as_administrator.execute(change)
        assert not sees(as_app, dossier)
    with scene.acting(as_app, "alice"):
        assert sees(as_app, dossier)


def test_time_runs_inside_a_transaction(stage, as_app, as_administrator):
    dossier, access = shared(as_administrator)
    as_administrator.execute(
        "UPDATE sharing_access SET until_at = clock_timestamp() + interval '0.4 seconds' WHERE id = %s", [access]
    )
    with scene.acting(as_app, "hanne"):
        assert sees(as_app, dossier)
        as_app.execute("SELECT pg_sleep(0.45)")
        assert not sees(as_app, dossier)


def test_when_a_frame_ends_only_what_stands_on_it_ends(stage, as_app, as_administrator):
    on_agreement, _ = shared(as_administrator)
    on_statute, _ = shared(as_administrator, frame_id=STATUTE, purpose=int(Purpose.KSP))
    own = scene.add_dossier(as_administrator, owner="herlev", kind="person")
    with scene.acting(as_app, "hanne"):
        assert [sees(as_app, each) for each in (on_agreement, on_statute, own)] == [True, True, True]
        as_administrator.execute("UPDATE sharing_frame SET ended_at = clock_timestamp() WHERE id = %s", [AGREEMENT])
        assert [sees(as_app, each) for each in (on_agreement, on_statute, own)] == [False, True, True]


def test_withdrawn_by_the_giver(stage, as_app, as_administrator):
    dossier, access = shared(as_administrator)
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.end_access(%s)", [access])
    with scene.acting(as_app, "hanne"):
        assert not sees(as_app, dossier)
    assert as_administrator.execute("SELECT state FROM sharing_access WHERE id = %s", [access]).fetchone() == (
        "revoked",
    )


# --- readers ------------------------------------------------------------------------------------------

EVERYBODY = ("alice", "bo", "carl", "hanne", "henrik", "palle", "karen", "vera", "olga")


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("herlev", {"hanne"}),
        ("herlev-ssp", {"hanne"}),
        ("hanne", {"hanne"}),
        ("henrik", set()),
        ("police", set()),
        ("nobody", set()),
    ],
)
def test_exactly_one_reader_is_let_in(stage, as_app, as_administrator, reader, expected):
    """Henrik's role, administrator, sees no dossier; the police were not named in Herlev's row."""
    dossier, _ = shared(as_administrator, reader=reader, purpose=int(Purpose.PSP))
    if reader == "police":
        expected = {"palle"}
    found = set()
    for who in EVERYBODY:
        with scene.acting(as_app, who):
            if sees(as_app, dossier):
                found.add(who)
    assert found - {"alice", "bo", "carl"} == expected


def test_a_dossier_for_one_colleague_is_hidden_from_the_others(stage, as_app, as_administrator):
    dossier = scene.add_dossier(as_administrator, owner="gladsaxe", reader=named("alice"))
    scene.add_rows(as_administrator, stage, dossier, hidden=True)
    seen_by = {}
    for who in ("alice", "bo", "frida", "gerda"):
        with scene.acting(as_app, who):
            seen_by[who] = sees(as_app, dossier)
            rows = as_app.execute("SELECT count(*) FROM sharing_access").fetchone()
            assert rows == (1 if who == "alice" else 0,), "an access row tells that there is a dossier"
    assert seen_by == {"alice": True, "bo": False, "frida": False, "gerda": False}


def test_the_owners_see_who_was_let_in_and_receivers_do_not(stage, as_app, as_administrator):
    dossier, _ = shared(as_administrator)
    scene.add_access(
        as_administrator, dossier, owner="gladsaxe", reader=named("police"), organisation_id=named("police")
    )
    counts = {}
    for who in ("alice", "hanne", "palle", "olga"):
        with scene.acting(as_app, who):
            counts[who] = as_app.execute("SELECT count(*) FROM sharing_access").fetchone()[0]
    assert counts == {"alice": 3, "hanne": 1, "palle": 1, "olga": 0}


def test_a_consent_is_known_to_who_sees_its_dossier_or_was_given_something_on_it(stage, as_app, as_administrator):
    frame = uuid4()
    dossier, access = shared(as_administrator)
    as_administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, owner_id, dossier_id, in_force_from)"
        " VALUES (%s, 'consent', 'x', 'x', 1, %s, %s, now())",
        [frame, named("gladsaxe"), dossier],
    )
    as_administrator.execute(
        "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)", [frame, named("herlev")]
    )
    as_administrator.execute("UPDATE sharing_access SET frame_id = %s WHERE id = %s", [frame, access])
    known = {}
    for who in ("alice", "gerda", "hanne", "henrik", "palle", "olga"):
        with scene.acting(as_app, who):
            known[who] = as_app.execute("SELECT count(*) FROM sharing_frame WHERE id = %s", [frame]).fetchone()[0]
            assert as_app.execute("SELECT count(*) FROM sharing_frame WHERE kind = 'statute'").fetchone() == (1,)
    assert known == {"alice": 1, "gerda": 0, "hanne": 1, "henrik": 0, "palle": 0, "olga": 0}


# --- purpose and category, all pairs ------------------------------------------------------------------


def test_every_purpose_against_every_purpose(stage, as_app, as_administrator):
    """A disclosure for one purpose opens nothing to somebody who works for another.

    Nothing is disclosed for volunteers (tests/database/test_volunteers.py).
    """
    purposes = [purpose for purpose in Purpose if purpose is not Purpose.VOLUNTEERS]
    dossiers = {purpose: shared(as_administrator, purpose=int(purpose))[0] for purpose in purposes}
    for asking in purposes:
        with scene.acting(as_app, replace(actor("hanne").claims, purposes=int(asking))):
            seen = {purpose for purpose, dossier in dossiers.items() if sees(as_app, dossier)}
        assert seen == {asking}


def category_table(stage, administrator):
    """A table whose rows carry a category each."""
    name = "concerns_involved"
    dossier = scene.add_dossier(administrator, owner="gladsaxe")
    with administrator.transaction():
        administrator.execute("SET LOCAL session_replication_role = replica")
        for category in Category:
            row = scene._row(stage, name, hidden=False)
            row |= {stage.dossier_tables[name]: dossier, "category": int(category)}
            scene.insert(administrator, name, row)
    return name, dossier


def test_every_category_against_every_category_and_role(stage, as_app, as_administrator):
    """A row shows when the grant, the role and the row agree on its category: 9 × 9 × 9 combinations."""
    name, dossier = category_table(stage, as_administrator)
    access = scene.add_access(
        as_administrator,
        dossier,
        owner="gladsaxe",
        reader=named("herlev"),
        organisation_id=named("herlev"),
        source="disclosure",
        frame_id=AGREEMENT,
    )
    for granted in Category:
        as_administrator.execute("UPDATE sharing_access SET categories = %s WHERE id = %s", [int(granted), access])
        for masked in Category:
            with scene.acting(as_app, replace(actor("hanne").claims, categories=int(masked))):
                shown = {row[0] for row in as_app.execute(f"SELECT category FROM {name}").fetchall()}
            assert shown == ({int(granted)} if granted == masked else set())


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_the_role_narrows_what_the_grant_gives(stage, as_app, as_administrator, role):
    name, _dossier = category_table(stage, as_administrator)
    claims = replace(
        actor("alice").claims,
        categories=int(ROLE_CATEGORIES[role]),
        purposes=int(ROLE_PURPOSES[role]),
        roles=int(role),
    )
    with scene.acting(as_app, claims):
        shown = {row[0] for row in as_app.execute(f"SELECT category FROM {name}").fetchall()}
    works_for_it = ROLE_PURPOSES[role] & Purpose.SSP
    assert shown == ({int(c) for c in Category if c & ROLE_CATEGORIES[role]} if works_for_it else set())


def test_a_reader_writes_nothing_and_a_contributor_only_their_category(stage, as_app, as_administrator):
    name = "cases_entry"
    dossier = scene.add_dossier(as_administrator, owner="gladsaxe")
    hand = {"author_id": named("hanne"), "author_organisation_id": named("herlev"), "is_police_material": False}
    access = scene.add_access(
        as_administrator,
        dossier,
        owner="gladsaxe",
        reader=named("herlev"),
        organisation_id=named("herlev"),
        source="disclosure",
        frame_id=AGREEMENT,
        categories=int(Category.PLAN | Category.ENTRY),
        may=1,
    )
    column = stage.dossier_tables[name]
    for may, category in product((1, 2), Category):
        as_administrator.execute("UPDATE sharing_access SET may = %s WHERE id = %s", [may, access])
        row = scene._row(stage, name, hidden=False) | {column: dossier, "category": int(category), **hand}
        names = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        with as_app.transaction(force_rollback=True):
            scene.enter(as_app, "hanne")
            state = scene.refused(as_app, f"INSERT INTO {name} ({names}) VALUES ({marks})", list(row.values()))
        allowed = may == 2 and category & (Category.PLAN | Category.ENTRY)
        assert state == ("" if allowed else "42501"), (may, category)


def test_a_job_sees_its_own_organisation_and_its_own_purpose(stage, as_app, as_administrator):
    dossier = scene.add_dossier(as_administrator, owner="gladsaxe")
    claims = replace(
        actor("alice").claims, kind=ContextKind.SYSTEM, actor=None, user=None, readers=(named("gladsaxe"),)
    )
    with scene.acting(as_app, claims):
        assert sees(as_app, dossier)
    with scene.acting(as_app, replace(claims, purposes=int(Purpose.KSP))):
        assert not sees(as_app, dossier)
    with scene.acting(as_app, replace(claims, readers=(named("herlev"),), organisation=named("herlev"))):
        assert not sees(as_app, dossier)


# --- links --------------------------------------------------------------------------------------------

LINK = "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, 'concerns', %s, %s)"


def test_a_link_takes_both_ends(stage, as_app, as_administrator):
    mine, yours = (scene.add_dossier(as_administrator, owner=owner) for owner in ("gladsaxe", "herlev"))
    both, _ = shared(as_administrator)
    own = scene.add_dossier(as_administrator, owner="herlev", kind="person")
    with scene.acting(as_app, "hanne"):
        assert scene.refused(as_app, LINK, [uuid4(), yours, own]) == ""
        # Neither does reading at one end: what is linked so is given along, and held.
        for ends in ((yours, both), (both, yours)):
            assert scene.refused(as_app, LINK, [uuid4(), *ends]) in {"42501", "TV029"}
        for ends in ((yours, mine), (mine, yours), (mine, mine), (yours, uuid4()), (uuid4(), yours)):
            assert scene.refused(as_app, LINK, [uuid4(), *ends]) == "42501"
        assert as_app.execute("SELECT count(*) FROM sharing_link").fetchone() == (1,)
    with scene.acting(as_app, "alice"):
        assert as_app.execute("SELECT count(*) FROM sharing_link").fetchone() == (0,)
