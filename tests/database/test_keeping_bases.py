"""The register of legal bases as the application's role may change it: at the host, and the future alone (R1)."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from tests.cast import named
from tests.database import scene
from tvaers.foundation.clock import COPENHAGEN
from tvaers.sharing.rules import BASES, basis_id

SSP, SSP_BASIS = basis_id("rpl-115-1"), next(each.version_id for each in BASES if each.code == "rpl-115-1")
AGREEMENT = named("Prøveaftalen")
NOT_KEEPER, NOT_TO_COME, NOTHING = "TV010", "TV056", "TV057"
WORDS = ["Nyt", "New", "Lov", "Law", "En\nTo", "One\nTwo"]
REST = [["agreement"], ["municipality"], ["municipality"], 1, 3, True, False]
CHANGE = f"SELECT guard.change_basis({', '.join(['%s'] * 15)})"
END = "SELECT guard.end_basis(%s, %s)"
WITHDRAW = "SELECT guard.withdraw_coming_basis(%s)"
COUNT = "SELECT * FROM guard.standing_on_basis(%s, %s)"
GIVE = "SELECT guard.grant_access(%s, %s, NULL, NULL, 1, 1, 1, %s, %s, %s)"
NOT_DAYS = timedelta(hours=1)


def midnight(days):
    """The beginning of a day in Denmark, so many days from today."""
    day = datetime.now(COPENHAGEN).date() + timedelta(days=days)
    return datetime.combine(day, time(), tzinfo=COPENHAGEN)


def changing(days=1, basis=SSP):
    return [basis, midnight(days), *WORDS, *REST]


def versions(administrator, basis=SSP):
    found = administrator.execute(
        "SELECT number, from_at, until_at, title_da FROM sharing_legalbasisversion WHERE basis_id = %s ORDER BY number",
        [basis],
    )
    return found.fetchall()


@pytest.mark.parametrize("who", ["alice", "henrik", "inga", "palle", "olga", "stine"])
def test_nobody_else_keeps_the_register(cast, as_app, as_administrator, who):
    """Henrik is an administrator, but not at the host."""
    before = versions(as_administrator)
    with scene.acting(as_app, who):
        assert scene.refused(as_app, CHANGE, changing()) == NOT_KEEPER
        assert scene.refused(as_app, END, [SSP, midnight(1)]) == NOT_KEEPER
        assert scene.refused(as_app, WITHDRAW, [SSP]) == NOT_KEEPER
        assert scene.refused(as_app, COUNT, [SSP, midnight(1)]) == NOT_KEEPER
    assert versions(as_administrator) == before


def test_an_administrator_who_has_left_keeps_nothing(cast, as_app, as_administrator):
    """The claims are an hour old; the tables count."""
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("gerda")])
    with scene.acting(as_app, "gerda"):
        assert scene.refused(as_app, CHANGE, changing()) == NOT_KEEPER
        assert scene.refused(as_app, END, [SSP, midnight(1)]) == NOT_KEEPER


@pytest.mark.parametrize("when", [midnight(0), midnight(-1), midnight(1) + NOT_DAYS, None, midnight(40000)], ids=str)
def test_nothing_begins_or_ends_but_on_a_day_to_come(cast, as_app, when):
    with scene.acting(as_app, "gerda"):
        assert scene.refused(as_app, CHANGE, [SSP, when, *WORDS, *REST]) == NOT_TO_COME
        assert scene.refused(as_app, END, [SSP, when]) == NOT_TO_COME


def test_the_past_stays_and_the_future_is_edited(cast, as_app, as_administrator):
    (first,) = versions(as_administrator)
    with scene.acting(as_app, "gerda"):
        as_app.execute(CHANGE, changing(3))
    assert versions(as_administrator) == [(*first[:2], midnight(3), first[3]), (2, midnight(3), None, "Nyt")]
    with scene.acting(as_app, "gorm"):
        as_app.execute(CHANGE, changing(9))
    assert versions(as_administrator) == [(*first[:2], midnight(9), first[3]), (2, midnight(9), None, "Nyt")]
    with scene.acting(as_app, "gerda"):
        as_app.execute(WITHDRAW, [SSP])
        assert scene.refused(as_app, WITHDRAW, [SSP]) == NOTHING
    assert versions(as_administrator) == [first]
    names = as_administrator.execute("SELECT name FROM audit_event ORDER BY at").fetchall()
    assert names == [("sharing.basis_changed",)] * 2 + [("sharing.basis_withdrawn",)]


def test_what_is_over_or_unknown_is_not_changed(cast, as_app, as_administrator):
    with scene.acting(as_app, "gerda"):
        assert scene.refused(as_app, CHANGE, changing(basis=uuid4())) == NOTHING
        assert scene.refused(as_app, END, [uuid4(), midnight(1)]) == NOTHING
    as_administrator.execute("UPDATE sharing_legalbasisversion SET until_at = now() - interval '1 day'")
    before = versions(as_administrator)
    with scene.acting(as_app, "gerda"):
        for statement, given in ((CHANGE, changing()), (END, [SSP, midnight(1)]), (WITHDRAW, [SSP])):
            assert scene.refused(as_app, statement, given) == NOTHING
    assert versions(as_administrator) == before


@pytest.fixture
def given(cast, as_app, as_administrator):
    """What Alice has given Hanne for seven days, who accepted one and was offered another; and Herlev's own."""
    made = []
    until = datetime.now(UTC) + timedelta(days=7)
    for number in range(2):
        dossier = scene.add_dossier(as_administrator, owner="gladsaxe")
        with scene.acting(as_app, "alice"):
            give = [dossier, named("herlev"), AGREEMENT, until, SSP_BASIS]
            made.append(as_app.execute(GIVE, give).fetchone()[0])
            as_app.execute("SELECT guard.note_necessity(%s, %s, 'x')", [made[-1], made[-1]])
        if number == 0:
            with scene.acting(as_app, "hanne"):
                as_app.execute("SELECT guard.answer_access(%s, true)", [made[0]])
    return made


def ends(administrator):
    rows = administrator.execute("SELECT until_at FROM sharing_access WHERE source = 'disclosure' ORDER BY until_at")
    return [until for (until,) in rows.fetchall()]


def test_when_a_basis_ends_what_stands_on_it_ends(given, as_app, as_administrator):
    own = as_administrator.execute("SELECT id, until_at FROM sharing_access WHERE source = 'owner'").fetchall()
    with scene.acting(as_app, "gerda"):
        assert as_app.execute(COUNT, [SSP, midnight(3)]).fetchall() == [(named("gladsaxe"), 2)]
        assert as_app.execute(COUNT, [SSP, midnight(30)]).fetchall() == []
        assert as_app.execute(COUNT, [basis_id("rpl-115-2"), midnight(3)]).fetchall() == []
        assert as_app.execute(END, [SSP, midnight(3)]).fetchone() == (2,)
    assert ends(as_administrator) == [midnight(3)] * 2
    assert as_administrator.execute("SELECT id, until_at FROM sharing_access WHERE source = 'owner'").fetchall() == own
    # What was shortened is not made longer again, and nothing shorter is.
    with scene.acting(as_app, "gerda"):
        as_app.execute(WITHDRAW, [SSP])
        assert as_app.execute(END, [SSP, midnight(20)]).fetchone() == (0,)
    assert ends(as_administrator) == [midnight(3)] * 2


def test_what_was_given_on_a_version_before_stands_and_ends_with_the_basis(given, as_app, as_administrator):
    before = ends(as_administrator)
    with scene.acting(as_app, "gerda"):
        as_app.execute(CHANGE, changing(2))
    assert ends(as_administrator) == before
    # Two days later.
    as_administrator.execute(
        "UPDATE sharing_legalbasisversion SET from_at = from_at - interval '3 days',"
        " until_at = until_at - interval '3 days' WHERE basis_id = %s",
        [SSP],
    )
    with scene.acting(as_app, "gerda"):
        assert as_app.execute(END, [SSP, midnight(3)]).fetchone() == (2,)
    assert ends(as_administrator) == [midnight(3)] * 2


def test_access_closes_at_the_next_statement_when_its_basis_ends(given, as_app, as_administrator):
    with scene.acting(as_app, "hanne"):
        assert as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (1,)
        # The day has come.
        as_administrator.execute("UPDATE sharing_access SET until_at = clock_timestamp() WHERE source = 'disclosure'")
        assert as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (0,)


def test_nobody_says_in_the_log_that_a_basis_was_changed(cast, as_app):
    said = "SELECT guard.record_event(gen_random_uuid(), %s, NULL, NULL, '{}')"
    with scene.acting(as_app, "gerda"):
        for name in ("sharing.basis_changed", "sharing.basis_ended", "sharing.basis_withdrawn"):
            assert scene.refused(as_app, said, [name])
        assert not scene.refused(as_app, said, ["test.done"])


def test_the_clocks_go_back_between_two_midnights(cast, as_app):
    """A day of 25 hours has one beginning."""
    day = date(datetime.now(COPENHAGEN).year + 1, 10, 31)
    day -= timedelta(days=(day.weekday() + 1) % 7)
    when = datetime.combine(day + timedelta(days=1), time(), tzinfo=COPENHAGEN)
    with scene.acting(as_app, "gerda"):
        assert scene.refused(as_app, CHANGE, [SSP, when, *WORDS, *REST]) == ""
        assert scene.refused(as_app, CHANGE, [SSP, when - NOT_DAYS, *WORDS, *REST]) == NOT_TO_COME
