"""Notices to housing organisations as the application's role meets them: this way alone (R25)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import notice_scene
from tests.cast import named
from tests.database import scene
from tests.notice_scene import STATUTE
from tvaers.sharing.rules import BASES

GIVE = "SELECT guard.give_notice(%s, %s, %s, %s, %s, %s)"
GRANT = "SELECT guard.grant_access(%s, %s, NULL, NULL, 8, 1, 1, %s, %s, %s)"
VERSION = {each.code: each.version_id for each in BASES}
NOT_YOURS, RECEIVER, TIME, NO_FRAME, NOT_IN_FORCE, UNCARRIED, OTHER_WAY = (
    "TV020",
    "TV022",
    "TV025",
    "TV026",
    "TV050",
    "TV055",
    "TV095",
)
DAY = timedelta(days=1)


def soon(days=30):
    return datetime.now(UTC) + days * DAY


@pytest.fixture
def statute(cast, as_administrator):
    return notice_scene.joined(as_administrator)


def written(administrator, *, owner="police", kind="decision", to="housing"):
    """A notice that is written and not given."""
    dossier = scene.add_dossier(administrator, owner=owner, kind="notice")
    scene.insert(
        administrator,
        "notices_housingnotice",
        {
            "id": dossier,
            "kind": kind,
            "name": b"x",
            "address": b"x",
            "effort": b"x",
            "to_organisation_id": named(to),
            "written_by": named("palle"),
            "erase_on": soon().date(),
        },
    )
    if kind == "decision":
        scene.insert(
            administrator,
            "notices_noticedecision",
            {
                "id": uuid4(),
                "dossier_id": dossier,
                "words": b"x",
                "decided_on": soon().date(),
                "written_by": named("palle"),
            },
        )
    return dossier


def terms(notice, **changes):
    given = {
        "organisation": named("housing"),
        "member": named("helga"),
        "frame": STATUTE,
        "basis": VERSION["al-63-d"],
        "until": soon(),
    } | changes
    return [notice, *given.values()]


def state(connection, notice, *, by="palle", **changes):
    """With what code it is refused; "" when it is given. Nothing of it stays."""
    with connection.transaction(force_rollback=True):
        scene.enter(connection, by)
        return scene.refused(connection, GIVE, terms(notice, **changes))


def given(connection, notice, *, by="palle", to="helga", **changes):
    with scene.acting(connection, by):
        access = connection.execute(GIVE, terms(notice, **changes)).fetchone()[0]
        connection.execute("SELECT guard.note_necessity(%s, %s, 'x')", [access, access])
    with scene.acting(connection, to):
        connection.execute("SELECT guard.answer_access(%s, true)", [access])
    return access


def sees(connection, who, notice):
    """What somebody sees of a notice: its row, its decision, the dossier."""
    with scene.acting(connection, who):
        counts = [
            connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [notice]).fetchone()[0]
            for table, column in (
                ("notices_housingnotice", "id"),
                ("notices_noticedecision", "dossier_id"),
                ("sharing_dossier", "id"),
            )
        ]
        listed = connection.execute("SELECT count(*) FROM notices_housingnotice").fetchone()[0]
    assert listed == counts[0]
    return tuple(counts)


def test_one_person_there_reads_it_when_accepted_and_nobody_else(statute, as_app, as_administrator):
    notice = written(as_administrator)
    with scene.acting(as_app, "palle"):
        access = as_app.execute(GIVE, terms(notice)).fetchone()[0]
        as_app.execute("SELECT guard.note_necessity(%s, %s, 'x')", [access, access])
    assert sees(as_app, "helga", notice) == (0, 0, 0)
    with scene.acting(as_app, "helga"):
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
    assert sees(as_app, "helga", notice) == (1, 1, 1)
    assert sees(as_app, "palle", notice) == (1, 1, 1)
    for who in ("hugo", "elin", "alice", "hanne", "karen", "vera", "olga", "ida", "gerda"):
        assert sees(as_app, who, notice) == (0, 0, 0), who
    with scene.acting(as_app, "palle"):
        as_app.execute("SELECT guard.end_access(%s)", [access])
    assert sees(as_app, "helga", notice) == (0, 0, 0)


def test_name_and_address_go_between_housing_organisations(statute, as_app, as_administrator):
    notice = written(as_administrator, owner="housing", kind="address", to="housing-2")
    changes = {"organisation": named("housing-2"), "member": named("elin"), "basis": VERSION["al-63-e"]}
    given(as_app, notice, by="helga", to="elin", **changes)
    assert sees(as_app, "elin", notice) == (1, 0, 1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, ""),
        ({"by": "alice"}, NOT_YOURS),
        ({"by": "ida"}, NOT_YOURS),
        ({"by": "helga"}, NOT_YOURS),
        ({"organisation": named("herlev"), "member": named("hanne")}, RECEIVER),
        ({"organisation": named("association"), "member": named("vera")}, RECEIVER),
        ({"organisation": named("housing-2"), "member": named("elin")}, RECEIVER),
        ({"member": named("elin")}, RECEIVER),
        ({"member": None}, RECEIVER),
        ({"basis": VERSION["al-63-e"]}, NOT_IN_FORCE),
        ({"basis": VERSION["rpl-115-1"]}, NOT_IN_FORCE),
        ({"basis": None}, NOT_IN_FORCE),
        ({"frame": named("Prøveaftalen")}, UNCARRIED),
        ({"until": soon(185)}, TIME),
        ({"until": soon(-1)}, TIME),
        ({"until": None}, TIME),
    ],
)
def test_a_notice_given_wrongly(statute, as_app, as_administrator, changes, refusal):
    assert state(as_app, written(as_administrator), **changes) == refusal


def test_each_is_given_once(statute, as_app, as_administrator):
    notice = written(as_administrator)
    given(as_app, notice)
    assert state(as_app, notice) == NOT_YOURS


def test_of_two_who_give_it_at_once_the_second_waits(statute, as_app, as_administrator):
    notice = written(as_administrator)
    as_app.execute("SET lock_timeout = '200ms'")
    with as_administrator.transaction():
        as_administrator.execute("SELECT 1 FROM notices_housingnotice WHERE id = %s FOR UPDATE", [notice])
        assert state(as_app, notice) == "55P03"
    as_app.execute("RESET lock_timeout")
    assert state(as_app, notice) == ""


def test_without_a_statute_in_force_between_both_nothing_is_given(statute, as_app, as_administrator):
    notice = written(as_administrator)
    as_administrator.execute(
        "UPDATE sharing_frameparty SET organisation_id = %s WHERE organisation_id = %s AND frame_id = %s",
        [named("outside"), named("housing"), STATUTE],
    )
    assert state(as_app, notice) == NO_FRAME
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [STATUTE])
    assert state(as_app, notice) == NO_FRAME


def test_nothing_else_reaches_a_housing_organisation(statute, as_app, as_administrator):
    """Neither by the card's own function nor, were it to let through, by a row."""
    case = scene.add_dossier(as_administrator, owner="police", kind="case")
    with scene.acting(as_app, "palle"):
        refused = scene.refused(as_app, GRANT, [case, named("housing"), STATUTE, soon(), VERSION["al-63-d"]])
    assert refused == RECEIVER
    row = {
        "source": "disclosure",
        "frame_id": STATUTE,
        "organisation_id": named("housing"),
        "reader_id": named("helga"),
    }
    for dossier, basis in ((case, "al-63-d"), (written(as_administrator), "rpl-115-1")):
        with pytest.raises(Exception, match="a notice alone"):
            scene.add_access(as_administrator, dossier, owner="police", basis_id=VERSION[basis], may=1, **row)


def test_a_notice_goes_no_other_way(statute, as_app, as_administrator):
    notice = written(as_administrator)
    terms = [notice, named("herlev"), named("Prøveaftalen"), soon(7), VERSION["rpl-115-1"]]
    with scene.acting(as_app, "palle"):
        assert scene.refused(as_app, GRANT, terms) == OTHER_WAY


def test_a_notice_is_never_changed_and_never_written_by_its_receiver(statute, as_app, as_administrator):
    notice = written(as_administrator)
    given(as_app, notice)
    for who in ("palle", "helga"):
        with scene.acting(as_app, who):
            assert scene.refused(as_app, "UPDATE notices_housingnotice SET name = 'y' WHERE id = %s", [notice]) != ""
            assert scene.refused(as_app, "DELETE FROM notices_housingnotice WHERE id = %s", [notice]) != ""
    with scene.acting(as_app, "helga"):
        insert = (
            "INSERT INTO notices_noticedecision (id, dossier_id, words, decided_on, written_by)"
            " VALUES (gen_random_uuid(), %s, 'x', now(), %s)"
        )
        assert scene.refused(as_app, insert, [notice, named("helga")]) != ""
