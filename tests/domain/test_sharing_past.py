"""Who could see something on a day that has gone: what the rows of then say, against days moved by hand."""

from datetime import timedelta

import pytest

from tests import case_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Access
from tvaers.sharing.past import could_see
from tvaers.sharing.rules import BASES

pytestmark = pytest.mark.django_db(transaction=True)

SSP_BASIS = next(each.version_id for each in BASES if each.code == "rpl-115-1")


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def case(acting_as, as_administrator):
    """A case that is thirty days old."""
    with acting_as("alice") as alice:
        opened = scene.case(alice)
    set_times(as_administrator, "source = 'owner'", from_at=30, granted_at=30)
    return opened


def set_times(connection, which, **days):
    """Say that something was so many days ago, at noon in Denmark; that it is so many days ahead with a minus."""
    noon = "(current_date + time '11:00') AT TIME ZONE 'UTC'"
    changes = ", ".join(f"{column} = {noon} - interval '{number} days'" for column, number in days.items())
    connection.execute(f"UPDATE sharing_access SET {changes} WHERE {which}")


def names(acting_as, case, day, *, who="alice"):
    with acting_as(who):
        return {each.member or each.unit or each.organisation_name for each in could_see(case, day)}


@pytest.fixture
def shared(acting_as, as_administrator, case):
    """Offered to Hanne twenty days ago, accepted fifteen days ago."""
    scene.share(acting_as, case, Category.PLAN, to="hanne")
    set_times(as_administrator, "source = 'disclosure'", from_at=20, granted_at=20, answered_at=15)
    return case


@pytest.mark.parametrize(("day", "there"), [(31, set()), (29, set()), (16, set()), (15, {"Hanne"}), (0, {"Hanne"})])
def test_since_it_was_accepted(acting_as, shared, day, there):
    found = names(acting_as, shared, ago(day))
    assert {name.split()[0] for name in found} >= there
    assert any(name.startswith("Hanne") for name in found) == bool(there)
    assert bool(found) == (day < 31), "before it was opened nobody saw it"


def test_until_it_was_taken_back(acting_as, as_administrator, shared):
    set_times(as_administrator, "source = 'disclosure'", ended_at=5)
    as_administrator.execute("UPDATE sharing_access SET state = 'revoked' WHERE source = 'disclosure'")
    assert hannes(acting_as, shared, 5)
    assert not hannes(acting_as, shared, 4)


def hannes(acting_as, case, days):
    return any(name.startswith("Hanne") for name in names(acting_as, case, ago(days)))


def test_until_it_ran_out(acting_as, as_administrator, shared):
    set_times(as_administrator, "source = 'disclosure'", until_at=3)
    assert [hannes(acting_as, shared, days) for days in (4, 3, 2)] == [True, True, False]


@pytest.mark.parametrize("ended", ["ended_at", "in_force_until"])
def test_until_what_it_stood_on_ended(acting_as, as_administrator, shared, ended):
    as_administrator.execute(
        f"UPDATE sharing_frame SET {ended} = now() - interval '3 days' WHERE id = %s", [scene.AGREEMENT]
    )
    assert [hannes(acting_as, shared, days) for days in (5, 1)] == [True, False]
    with acting_as("alice"):
        (hers,) = (each for each in could_see(shared, ago(5)) if not each.is_own)
        assert clock.now() - hers.until > timedelta(days=2)


def test_until_the_colleague_left(acting_as, as_administrator, shared):
    left = "UPDATE partnerships_membership SET state = 'left', left_at = now() - interval '3 days' WHERE id = %s"
    as_administrator.execute(left, [named("hanne")])
    assert [hannes(acting_as, shared, days) for days in (5, 1)] == [True, False]


@pytest.mark.parametrize("answer", [None, False])
def test_what_was_never_accepted_nobody_could_see(acting_as, case, answer):
    with acting_as("frida"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("herlev"), member=named("hanne")),
            purpose=Purpose.SSP,
            frame=scene.AGREEMENT,
            necessity="Skal kunne tage imod ham",
            until=clock.now() + timedelta(days=9),
        )
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    if answer is False:
        scene.answer(acting_as, "hanne", case, accepted=False)
    assert not hannes(acting_as, case, 0)
    if answer is None:
        with acting_as("frida"):
            sharing.end_group(group=group)
        assert not hannes(acting_as, case, 0), "taken back before it was answered"


def test_what_was_moved_stood_on_the_one_and_then_on_the_other(acting_as, as_administrator, shared):
    until = "UPDATE sharing_frame SET in_force_until = now() + interval '3 years' WHERE id = %s"
    as_administrator.execute(until, [scene.AGREEMENT])
    other = as_administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from)"
        " VALUES (gen_random_uuid(), 'agreement', 'Den nye aftale', '', 1, now() - interval '1 day') RETURNING id"
    ).fetchone()[0]
    for party in ("gladsaxe", "herlev"):
        as_administrator.execute(
            "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)", [other, named(party)]
        )
    with acting_as("frida") as frida:
        hers = Access.objects.get(dossier_id=shared, member_id=named("hanne")).id
        group = sharing.Disclosure.objects.get(id=hers).group_id
        terms = sharing.Rebased(
            frame=other, basis=SSP_BASIS, necessity="Skal fortsætte", until=clock.now() + timedelta(days=9)
        )
        sharing.rebase_group(by=frida, group=group, terms=terms)
    with acting_as("alice"):
        stood = {day: {each.frame for each in could_see(shared, ago(day)) if not each.is_own} for day in (0, 3)}
    assert stood == {3: {"Prøveaftalen"}, 0: {"Prøveaftalen", "Den nye aftale"}}


def test_each_organisation_learns_of_itself_and_who_looked(acting_as, shared, client_for):
    assert client_for("hanne").get(f"/cases/{shared}/").status_code == 200
    assert names(acting_as, shared, ago(0), who="hanne") == {"Hanne Nabo"}
    with acting_as("alice"):
        (hers,) = (each for each in could_see(shared, ago(0)) if not each.is_own)
        assert hers.looked == ("Hanne Nabo",)
        assert {each.looked for each in could_see(shared, ago(1)) if not each.is_own} == {()}
    assert names(acting_as, shared, ago(0), who="olga") == set()
