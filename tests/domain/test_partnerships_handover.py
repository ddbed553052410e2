"""Handing over: the registry, and what the database moves when a colleague leaves."""

import pytest

from tests.cast import actor, named
from tests.database.scene import acting, add_access, add_dossier, enter, refused
from tvaers.partnerships import access, actions, handover
from tvaers.partnerships.handover import Held, Keeper

LEAVE = "SELECT guard.leave_organisation(%s)"
HAND_OVER = "SELECT guard.hand_over_access(%s, %s)"
LIVE = "SELECT member_id, source, granted_by_id FROM sharing_access WHERE ended_at IS NULL ORDER BY source, member_id"
FORGED = {"roles": 4096}


@pytest.fixture
def keepers(monkeypatch):
    monkeypatch.setattr(handover, "_keepers", {})


def register(name, count, moved=None, **options):
    def give(by, member, successor):
        moved.append((by.id, member, successor))
        return count

    keeper = Keeper(name=name, label=name, hand_over=give if moved is not None else None, **options)
    handover.register(keeper, counted=lambda member: [Held(count=count)])


def test_nothing_is_held_when_nobody_registers(keepers):
    assert handover.holdings_of(named("alice")) == []
    assert handover.hand_over(by=actor("gerda"), member=named("alice"), successor=None) == 0


def test_what_there_is_none_of_is_left_out(keepers):
    register("cases", 0, [])
    register("tasks", 2, [])
    assert [holding.keeper.name for holding in handover.holdings_of(named("alice"))] == ["tasks"]


def test_a_second_of_the_same_name_takes_its_place(keepers):
    register("tasks", 2, [])
    register("tasks", 3, [])
    assert [holding.held.count for holding in handover.holdings_of(named("alice"))] == [3]


def test_everything_goes_to_the_successor(keepers):
    moved = []
    register("cases", 3, moved)
    register("tasks", 2, moved)
    register("given", 9)
    assert handover.hand_over(by=actor("gerda"), member=named("alice"), successor=named("bo")) == 5
    assert moved == [(named("gerda"), named("alice"), named("bo"))] * 2


def test_somebody_must_take_over(keepers):
    register("cases", 1, [])
    with pytest.raises(handover.SuccessorNeededError):
        handover.hand_over(by=actor("gerda"), member=named("alice"), successor=None)


def test_what_cannot_move_needs_nobody(keepers):
    register("given", 1)
    assert handover.hand_over(by=actor("gerda"), member=named("alice"), successor=None) == 0
    assert not any(holding.moves for holding in handover.holdings_of(named("alice")))


@pytest.fixture
def alone(cast, as_administrator):
    """A dossier of Gladsaxe that Alice alone can open."""
    dossier = add_dossier(as_administrator, owner="gladsaxe", reader=named("alice"))
    as_administrator.execute("UPDATE sharing_access SET member_id = reader_id")
    return dossier


def sees(connection, who, dossier):
    with acting(connection, who):
        return connection.execute("SELECT count(*) FROM sharing_dossier WHERE id = %s", [dossier]).fetchone() == (1,)


def leave(connection, member):
    return refused(connection, LEAVE, [named(member)])


def attempt(connection, who, members, *, first_leaves=True, **changes):
    with connection.transaction(force_rollback=True):
        enter(connection, who, **changes)
        if first_leaves:
            leave(connection, members[0])
        return refused(connection, HAND_OVER, [named(member) for member in members])


def test_the_successor_sees_it_and_the_leaver_no_more(alone, as_app, as_administrator):
    assert sees(as_app, "alice", alone)
    assert not sees(as_app, "bo", alone)
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
        assert as_app.execute(HAND_OVER, [named("alice"), named("bo")]).fetchone() == (1,)
    assert not sees(as_app, "alice", alone)
    assert sees(as_app, "bo", alone)
    assert as_administrator.execute(LIVE).fetchall() == [(named("bo"), "owner", named("gerda"))]
    events = as_administrator.execute("SELECT name, dossier_id, actor_id, detail FROM audit_event").fetchall()
    detail = {"from": str(named("alice")), "to": str(named("bo"))}
    assert events == [("sharing.handed_over", alone, named("gerda"), detail)]


def test_who_could_see_it_before_stays_on_record(alone, as_app, as_administrator):
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
        as_app.execute(HAND_OVER, [named("alice"), named("bo")])
    ended = "SELECT member_id, state FROM sharing_access WHERE ended_at IS NOT NULL"
    assert as_administrator.execute(ended).fetchall() == [(named("alice"), "ended")]


def test_what_others_gave_in_person_stays_behind(cast, as_app, as_administrator):
    dossier = add_dossier(as_administrator, owner="herlev")
    gladsaxe, alice = named("gladsaxe"), named("alice")
    given = {"organisation_id": gladsaxe, "member_id": alice, "reader": alice, "source": "disclosure"}
    add_access(as_administrator, dossier, owner="herlev", **given)
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
        assert as_app.execute(HAND_OVER, [alice, named("bo")]).fetchone() == (0,)
    assert not sees(as_app, "bo", dossier)


@pytest.mark.parametrize("state", ["accepted", "offered"])
def test_who_comes_back_begins_without_what_others_had_given(cast, as_app, as_administrator, state):
    dossier = add_dossier(as_administrator, owner="herlev")
    gladsaxe, alice = named("gladsaxe"), named("alice")
    given = {"organisation_id": gladsaxe, "member_id": alice, "reader": alice, "source": "disclosure", "state": state}
    add_access(as_administrator, dossier, owner="herlev", **given)
    assert sees(as_app, "alice", dossier) is (state == "accepted")
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
    as_administrator.execute("UPDATE partnerships_membership SET state = 'active' WHERE id = %s", [alice])
    assert not sees(as_app, "alice", dossier)
    ended = "SELECT state, ended_at IS NOT NULL FROM sharing_access WHERE member_id = %s"
    assert as_administrator.execute(ended, [alice]).fetchall() == [("ended", True)]
    told = "SELECT name, dossier_id FROM audit_event WHERE name = 'sharing.left_behind'"
    assert as_administrator.execute(told).fetchall() == [("sharing.left_behind", dossier)]


def test_what_is_over_is_not_revived(alone, as_app, as_administrator):
    as_administrator.execute("UPDATE sharing_access SET until_at = now() - interval '1 minute'")
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
        assert as_app.execute(HAND_OVER, [named("alice"), named("bo")]).fetchone() == (0,)


def test_who_sees_as_much_already_gets_no_second_row(alone, as_app, as_administrator):
    add_access(as_administrator, alone, owner="gladsaxe", reader=named("bo"), member_id=named("bo"))
    as_administrator.execute(
        "UPDATE sharing_access SET until_at = now() + interval '40 days' WHERE reader_id = %s", [named("bo")]
    )
    with acting(as_app, "gerda"):
        assert leave(as_app, "alice") == ""
        assert as_app.execute(HAND_OVER, [named("alice"), named("bo")]).fetchone() == (1,)
    assert len(as_administrator.execute(LIVE).fetchall()) == 1


@pytest.mark.parametrize(
    ("who", "members", "code"),
    [
        ("gerda", ("alice", "bo"), ""),
        ("gerda", ("alice", "alice"), "TV022"),
        ("gerda", ("alice", "gerda"), "TV022"),
        ("gerda", ("alice", "hanne"), "TV022"),
        ("gerda", ("hanne", "alice"), "TV022"),
        ("henrik", ("alice", "bo"), "TV022"),
        ("bo", ("alice", "bo"), "TV010"),
    ],
)
def test_only_an_administrator_between_own_colleagues(alone, as_app, who, members, code):
    assert attempt(as_app, who, members) == code


def test_nothing_is_taken_from_a_colleague_at_work(alone, as_app):
    assert attempt(as_app, "gerda", ("alice", "bo"), first_leaves=False) == "TV022"


@pytest.mark.parametrize(("who", "changes"), [("bo", FORGED), ("henrik", {"organisation": named("gladsaxe")})])
def test_a_forged_mask_or_seat_hands_nothing_over(alone, as_app, who, changes):
    assert attempt(as_app, who, ("alice", "bo"), **changes) == "TV010"


@pytest.mark.parametrize(
    ("who", "code", "changes"),
    [("gerda", "", {}), ("henrik", "TV011", {}), ("alice", "TV010", {}), ("alice", "TV010", FORGED)],
)
def test_only_an_administrator_counts(alone, as_app, who, code, changes):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        assert refused(as_app, "SELECT guard.count_member_access(%s)", [named("alice")]) == code


def test_nobody_who_has_left_takes_over(alone, as_app, as_administrator):
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    assert attempt(as_app, "gerda", ("alice", "bo")) == "TV022"


def test_leaving_counts_and_hands_over(alone, acting_as):
    with acting_as("gerda") as gerda:
        held = {holding.keeper.name: holding.held.count for holding in handover.holdings_of(named("alice"))}
        assert held["sharing.own"] == 1
        alice = access.get_member_for_administration(actor=gerda, id=named("alice"))
        with pytest.raises(handover.SuccessorNeededError):
            actions.leave_organisation(by=gerda, member=alice, successor=None)
        actions.leave_organisation(by=gerda, member=alice, successor=named("bo"))
        assert handover.holdings_of(named("alice")) == []
