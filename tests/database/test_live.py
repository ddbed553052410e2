"""What the database announces: kinds and ids, of what was committed, and never what goes."""

import pytest
from django.conf import settings
from django.db import transaction

from tests import picture_scene as scene
from tests.cast import named
from tests.stage import acting_as, sign_in
from tvaers.foundation.live import CHANNEL, Notice
from tvaers.localpicture import actions, tasks
from tvaers.web.live import doors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def announced(cast, as_maintenance, connect):
    """A function: what was announced since it was asked last, as any login hears it."""
    scene.drawn(as_maintenance)
    connection = connect("tvaers_ticket", autocommit=True)
    connection.execute(f"LISTEN {CHANNEL}")
    return lambda: [notify.payload for notify in connection.notifies(timeout=0.3)]


def test_ids_and_kinds_are_announced_of_what_came_and_changed_and_nothing_of_what_went(announced, as_maintenance):
    bulletin, state = scene.written(), scene.said()
    assert announced() == [f"bulletin {bulletin}", f"areastate {state}"]
    with acting_as("hanne") as by:
        actions.add_note(by=by, bulletin=bulletin, text="Vi går forbi.")
    with acting_as("dina") as by:
        actions.thank(by=by, bulletin=bulletin)
        actions.end(by=by, bulletin=bulletin)
    assert announced() == [f"followup {bulletin}", f"bulletin {bulletin}"]
    scene.over(as_maintenance, bulletin, days=400)
    announced()
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    assert announced() == []


def test_what_is_rolled_back_is_not_announced(announced):
    with acting_as("dina") as by:
        actions.write(by=by, told=scene.told(), reaching=scene.reaching())
        transaction.set_rollback(True)
    assert announced() == []


def test_each_organisation_is_told_by_its_own_rights(announced, as_maintenance):
    bulletin, state = scene.written("dina", "herlev"), scene.said("alice", "police")

    def tells(who, kind, row):
        return doors.told_to(named(who), Notice(kind, row), ("da",)) is not None

    organisations = ("gladsaxe", "herlev", "police", "outside", "probation", "association", "housing")
    assert [who for who in organisations if tells(who, "bulletin", bulletin)] == ["gladsaxe", "herlev"]
    assert [who for who in organisations if tells(who, "followup", bulletin)] == ["gladsaxe", "herlev"]
    assert [who for who in organisations if tells(who, "areastate", state)] == ["gladsaxe", "police"]
    assert [who for who in organisations if doors.standing(named(who))] == ["gladsaxe", "herlev"]
    scene.over(as_maintenance, bulletin)
    # Whoever wrote it sees it still, and hears that it is gone; it is not there for the others.
    assert [who for who in organisations if tells(who, "bulletin", bulletin)] == ["gladsaxe"]
    assert doors.told_to(named("gladsaxe"), Notice("bulletin", bulletin), ("da",)).event == "gone"


def test_a_stream_holds_as_long_as_a_page_would_be_given(cast, as_administrator):
    """By the same session, membership and second factor; asked again and again, without counting as activity."""
    cookies = {key: f"{settings.SESSION_COOKIE_NAME}={sign_in(key)}" for key in ("dina", "hanne", "palle", "olga")}
    seats = {key: doors.let_in.__wrapped__(cookie, "da", str(named(key))) for key, cookie in cookies.items()}
    still_in = doors.still_in.__wrapped__
    assert still_in(seats.values()) == set(seats.values())
    for key, ends in (
        ("dina", "DELETE FROM mfa_authenticator WHERE user_id = %s"),
        ("hanne", "UPDATE partnerships_membership SET state = 'left' WHERE user_id = %s"),
        ("palle", "DELETE FROM accounts_session WHERE user_id = %s"),
    ):
        as_administrator.execute(ends, [named(f"user {key}")])
        assert seats[key] not in still_in(seats.values()), key
    as_administrator.execute("UPDATE partnerships_organisation SET ended_at = now() WHERE id = %s", [named("outside")])
    assert still_in(seats.values()) == set()


@pytest.mark.parametrize(
    ("lacks", "status"),
    [
        ("DELETE FROM mfa_authenticator WHERE user_id = %s", 403),
        ("UPDATE partnerships_membership SET state = 'left' WHERE user_id = %s", 403),
        ("UPDATE accounts_user SET is_active = false WHERE id = %s", 401),
        ("UPDATE accounts_user SET password = 'x' WHERE id = %s", 401),
        ("DELETE FROM accounts_session WHERE user_id = %s", 401),
    ],
)
def test_nobody_is_let_in_to_whom_no_page_would_be_given(cast, as_administrator, lacks, status):
    cookie = f"{settings.SESSION_COOKIE_NAME}={sign_in('dina')}"
    asked = (cookie, "da", str(named("dina")))
    assert doors.let_in.__wrapped__(*asked).member == named("dina")
    as_administrator.execute(lacks, [named("user dina")])
    with pytest.raises(doors.NotLetInError) as refused:
        doors.let_in.__wrapped__(*asked)
    assert refused.value.status == status
