"""Who is told that a consent was taken back, and by whom that is read and acknowledged: asked as the app's role."""

from uuid import uuid4

import pytest

from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tests.database.test_consented import END_ALL, taken
from tests.database.test_consents import END, GRANT, accept, consent_row, link, offer, sees, soon
from tvaers.guard.enums import Category, Purpose

READ = "SELECT count(*) FROM sharing_notice"
ACKNOWLEDGE = "SELECT guard.acknowledge_notice(%s)"
COUNTED = "SELECT count(acknowledged_at) FROM sharing_notice"
EVERYBODY = ("alice", "bo", "dina", "hanne", "palle", "olga", "karen", "carl", "gerda", "vera")


@pytest.fixture
def case(cast, as_administrator):
    """A case of Gladsaxe that Alice works on, and nobody else there."""
    return scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))


@pytest.fixture
def frame(case, as_app):
    """A consent's frame on which Olga's organisation sees the case."""
    opened = taken(as_app, case)
    accept(as_app, offer(as_app, case, opened)[1])
    return opened


def end(connection, frame, statement=END_ALL):
    with scene.acting(connection, "alice"):
        connection.execute(statement, [frame])


def notices(administrator):
    return administrator.execute("SELECT id, about_id, reader_id FROM sharing_notice ORDER BY told_at").fetchall()


@pytest.mark.parametrize("statement", [END, END_ALL])
def test_whoever_saw_something_is_told_and_sees_only_that_it_ended(case, frame, as_app, as_administrator, statement):
    end(as_app, frame, statement)
    assert [row[1:] for row in notices(as_administrator)] == [(frame, named("outside"))]
    assert not sees(as_app, "olga", case)
    read = {}
    for who in EVERYBODY:
        with scene.acting(as_app, who):
            read[who] = as_app.execute(READ).fetchone()[0]
    assert read == dict.fromkeys(EVERYBODY, 0) | {"alice": 1, "olga": 1}
    with scene.acting(as_app, "olga"):
        for table in ("sharing_dossier", "consents_consent"):
            assert as_app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_who_had_not_answered_or_sees_it_otherwise_is_told_nothing(case, as_app, as_administrator):
    frame = taken(as_app, case)
    waiting = offer(as_app, case, frame)[1]
    ended, over = (offer(as_app, case, frame)[1] for _ in range(2))
    for access in (ended, over):
        accept(as_app, access)
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.end_access(%s)", [ended])
    as_administrator.execute("UPDATE sharing_access SET until_at = now() WHERE id = %s", [over])
    scene.add_access(
        as_administrator, case, owner="gladsaxe", reader=named("herlev"), organisation_id=named("herlev"),
        source="disclosure", frame_id=named("Prøveaftalen"),
    )  # fmt: skip
    end(as_app, frame)
    assert waiting
    assert notices(as_administrator) == []


def test_what_was_offered_in_one_go_is_told_once(case, as_app, as_administrator):
    person = scene.add_dossier(as_administrator, owner="gladsaxe", kind="person", reader=named("alice"))
    link(as_administrator, "concerns", case, person)
    frame, group = taken(as_app, case, Category.PLAN | Category.IDENTITY), uuid4()
    offered = []
    with scene.acting(as_app, "alice"):
        for dossier, category in ((case, Category.PLAN), (person, Category.IDENTITY)):
            given = [dossier, named("outside"), int(category), int(Purpose.SSP), frame, soon()]
            offered += as_app.execute(GRANT, given).fetchone()
            as_app.execute("SELECT guard.note_necessity(%s, %s, 'x')", [offered[-1], group])
    for access in offered:
        accept(as_app, access)
    end(as_app, frame)
    assert [row[1:] for row in notices(as_administrator)] == [(frame, named("outside"))]


def test_a_former_consent_that_ends_with_the_newest_is_told_too(case, frame, as_app, as_administrator):
    newest = taken(as_app, case)
    end(as_app, newest)
    assert [row[1] for row in notices(as_administrator)] == [frame]


def test_nothing_is_told_when_a_consent_is_agreed_anew(case, frame, as_app, as_administrator):
    taken(as_app, case)
    assert notices(as_administrator) == []


@pytest.mark.parametrize("who", [each for each in EVERYBODY if each != "olga"])
def test_nobody_else_acknowledges(frame, as_app, as_administrator, who):
    end(as_app, frame)
    ((notice, *_),) = notices(as_administrator)
    with scene.acting(as_app, who):
        assert refused(as_app, ACKNOWLEDGE, [notice]) == "TV021"
        assert refused(as_app, ACKNOWLEDGE, [uuid4()]) == "TV021"
    assert as_administrator.execute(COUNTED).fetchone() == (0,)


def test_the_receiver_acknowledges_once_and_the_owner_sees_it(frame, as_app, as_administrator):
    end(as_app, frame)
    ((notice, *_),) = notices(as_administrator)
    at = []
    for _ in range(2):
        with scene.acting(as_app, "olga"):
            assert refused(as_app, ACKNOWLEDGE, [notice]) == ""
            at.append(as_app.execute("SELECT acknowledged_at, acknowledged_by_id FROM sharing_notice").fetchone())
    assert at[0] == at[1]
    assert at[0][1] == named("olga")
    with scene.acting(as_app, "alice"):
        assert as_app.execute(COUNTED).fetchone() == (1,)
    events = "SELECT count(*) FROM audit_event WHERE name = 'sharing.acknowledged' AND object_id = %s"
    assert as_administrator.execute(events, [notice]).fetchone() == (1,)


def test_when_the_reader_is_gone_who_decides_there_was_told(case, as_app, as_administrator):
    frame = taken(as_app, case)
    access = offer(as_app, case, frame)[1]
    as_administrator.execute(
        "UPDATE sharing_access SET member_id = %(olga)s, reader_id = %(olga)s WHERE id = %(access)s",
        {"olga": named("olga"), "access": access},
    )
    accept(as_app, access)
    end(as_app, frame)
    ((notice, *_),) = notices(as_administrator)

    def told():
        found = set()
        for who in {*EVERYBODY, "oda"} - {"alice"}:
            with scene.acting(as_app, who):
                found |= {who} if as_app.execute(READ).fetchone() == (1,) else set()
        return found

    assert told() == {"olga"}
    with scene.acting(as_app, "oda"):
        assert refused(as_app, ACKNOWLEDGE, [notice]) == "TV021"
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("olga")])
    assert "oda" in told()
    assert told() <= {"oda", "olga"}, "and nobody elsewhere"
    with scene.acting(as_app, "oda"):
        assert refused(as_app, ACKNOWLEDGE, [notice]) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sharing_notice SELECT * FROM sharing_notice",
        "UPDATE sharing_notice SET acknowledged_at = now()",
        "DELETE FROM sharing_notice",
        "SELECT guard.tell_withdrawal()",
    ],
)
@pytest.mark.parametrize("who", ["alice", "olga"])
def test_nobody_writes_a_notice_past_the_functions(frame, as_app, who, statement):
    end(as_app, frame)
    with scene.acting(as_app, who):
        assert refused(as_app, statement) == "42501"


# --- how it was taken back ------------------------------------------------------------------------------

SAID = (
    "UPDATE consents_consent SET withdrawn_at = now(), withdrawn_on = current_date, withdrawn_by = 'young',"
    " withdrawn_way = 'spoken', withdrawn_words = 'x', withdrawal_written_by = %s WHERE id = %s"
)


def test_how_it_was_taken_back_is_written_once_in_ones_own_name(case, frame, as_app, as_administrator):
    consent = consent_row(as_administrator, case, frame)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, SAID, [named("alice"), consent]) == "TV046", "the sharing goes on"
    end(as_app, frame)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, SAID, [named("bo"), consent]) == "TV042"
        assert refused(as_app, SAID, [named("alice"), consent]) == ""
        assert refused(as_app, SAID, [named("alice"), consent]) == "TV046"
        assert refused(as_app, "UPDATE consents_consent SET withdrawn_words = 'y' WHERE id = %s", [consent]) == "TV046"


@pytest.mark.parametrize(
    "column",
    ["holders", "parents", "way", "tongue", "young_view", "parents_words", "way_words", "file_id", "interpreter"],
)
def test_how_it_was_given_is_not_rewritten(case, frame, as_app, as_administrator, column):
    consent = consent_row(as_administrator, case, frame)
    end(as_app, frame)
    value = {"file_id": "gen_random_uuid()", "interpreter": "true"}.get(column, "'both'")
    with scene.acting(as_app, "alice"):
        change = f"UPDATE consents_consent SET withdrawn_at = now(), {column} = {value} WHERE id = %s"
        assert refused(as_app, change, [consent]) == "TV046"


def test_a_signed_form_is_a_file_of_the_same_dossier(case, frame, as_app, as_administrator):
    other = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))
    hidden = scene.add_dossier(as_administrator, owner="herlev", kind="case")
    made = {}
    for name, dossier in (("own", case), ("other", other), ("hidden", hidden)):
        made[name] = uuid4()
        row = {
            "id": made[name], "dossier_id": dossier, "category": int(Category.IDENTITY), "kind": "pdf", "size": "small",
            "title": b"x", "digest": b"x", "added_by": named("alice"),
        }  # fmt: skip
        scene.insert(as_administrator, "files_file", row)
    written = (
        "INSERT INTO consents_consent (id, dossier_id, frame_id, given_by, words, given_on, until_date, written_by,"
        " file_id) VALUES (gen_random_uuid(), %s, %s, 'both', 'x', current_date, current_date + 9, %s, %s)"
    )
    with scene.acting(as_app, "alice"):
        for wrong in (made["other"], made["hidden"], uuid4()):
            assert refused(as_app, written, [case, frame, named("alice"), wrong]) == "42501"
        assert refused(as_app, written, [case, frame, named("alice"), made["own"]]) == ""
