"""Consents and the reasons of disclosures, asked for as the application's own role: what is refused, and what ends."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import case_scene
from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tvaers.guard.enums import Category, Purpose

AGREEMENT = named("Prøveaftalen")
NECESSARY = "SELECT guard.note_necessity(%s, %s, 'x')"
GRANT = "SELECT guard.grant_access(%s, %s, NULL, NULL, %s, 1, %s, %s, %s)"
OPEN = "SELECT guard.open_consent(%s, %s, %s, %s, 511)"
END = "SELECT guard.end_consent(%s)"
NOTE = "SELECT guard.note_necessity(%s, %s, 'x')"
SEES = "SELECT count(*) FROM sharing_dossier WHERE id = %s"


def soon(**delta):
    return datetime.now(UTC) + timedelta(**(delta or {"days": 10}))


@pytest.fixture
def case(cast, as_administrator):
    """A case of Gladsaxe."""
    return scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")


def open_consent(connection, dossier, to="outside", *, until=None, by="alice"):
    with scene.acting(connection, by):
        frame = connection.execute(OPEN, [dossier, named(to), 1, until or soon(days=90)]).fetchone()[0]
        connection.execute(case_scene.WRITTEN, [dossier, frame])
        return frame


def offer(connection, dossier, frame, to="outside", *, by="alice", until=None, categories=1, is_told=True):
    """Offer on a frame and tell why; return the refusal, or an empty text, and the access row."""
    parameters = [dossier, named(to), categories, int(Purpose.SSP), frame, until or soon()]
    with scene.acting(connection, by):
        state = refused(connection, GRANT, parameters)
        found = connection.execute(
            "SELECT id FROM sharing_access WHERE dossier_id = %s AND frame_id = %s ORDER BY granted_at DESC LIMIT 1",
            [dossier, frame],
        ).fetchone()
        if found and not state and is_told:
            connection.execute(NECESSARY, [found[0], found[0]])
        return state, found[0] if found else None


def accept(connection, access, by="olga"):
    with scene.acting(connection, by):
        connection.execute("SELECT guard.answer_access(%s, true)", [access])


def sees(connection, who, dossier):
    with scene.acting(connection, who):
        return connection.execute(SEES, [dossier]).fetchone() == (1,)


def link(administrator, kind, source, target):
    scene.insert(administrator, "sharing_link", {"id": uuid4(), "kind": kind, "source_id": source, "target_id": target})


# --- what a consent carries -----------------------------------------------------------------------------


def test_a_consent_opens_its_dossier_to_its_receiver(case, as_app):
    frame = open_consent(as_app, case)
    state, access = offer(as_app, case, frame)
    assert state == ""
    assert not sees(as_app, "olga", case)
    accept(as_app, access)
    assert sees(as_app, "olga", case)
    assert not sees(as_app, "hanne", case)


def test_it_covers_its_case_what_belongs_to_it_and_the_one_it_is_about(case, as_app, as_administrator):
    frame = open_consent(as_app, case)
    made = {
        name: scene.add_dossier(as_administrator, owner="gladsaxe", kind=kind)
        for name, kind in (("task", "task"), ("person", "person"), ("other", "case"), ("victim", "person"))
    }
    concern = scene.add_dossier(as_administrator, owner="gladsaxe")
    link(as_administrator, "belongs", made["task"], case)
    link(as_administrator, "concerns", case, made["person"])
    link(as_administrator, "concerns", concern, made["victim"])
    answers = {name: offer(as_app, dossier, frame)[0] for name, dossier in made.items()}
    assert answers == {"task": "", "person": "", "other": "TV026", "victim": "TV026"}


def test_a_consent_about_a_concern_opens_none_of_the_people_in_it(as_app, as_administrator, cast):
    concern = scene.add_dossier(as_administrator, owner="gladsaxe")
    victim = scene.add_dossier(as_administrator, owner="gladsaxe", kind="person")
    link(as_administrator, "concerns", concern, victim)
    assert offer(as_app, victim, open_consent(as_app, concern))[0] == "TV026"


@pytest.mark.parametrize("to", ["herlev", "police", "probation"])
def test_another_receiver_than_consented_is_refused(case, as_app, to):
    frame = open_consent(as_app, case)
    assert offer(as_app, case, frame, to)[0] == "TV026"
    assert offer(as_app, case, frame)[0] == ""


def test_more_than_the_consent_is_refused(case, as_app):
    frame = open_consent(as_app, case, until=soon(days=20))
    assert offer(as_app, case, frame, until=soon(days=21))[0] == "TV025"
    parameters = [case, named("outside"), 1, int(Purpose.KSP), frame, soon(days=10)]
    with scene.acting(as_app, "alice"):
        assert refused(as_app, GRANT, parameters) == "TV023"


def test_nothing_is_shared_on_a_consent_that_ended(case, as_app, as_administrator):
    withdrawn, over, ahead = (open_consent(as_app, case) for _ in range(3))
    as_administrator.execute("UPDATE sharing_frame SET superseded_at = NULL")
    with scene.acting(as_app, "alice"):
        as_app.execute(END, [withdrawn])
    as_administrator.execute("UPDATE sharing_frame SET in_force_until = now() WHERE id = %s", [over])
    as_administrator.execute("UPDATE sharing_frame SET in_force_from = now() + interval '1 day' WHERE id = %s", [ahead])
    assert {offer(as_app, case, frame)[0] for frame in (withdrawn, over, ahead)} == {"TV026"}


# --- taken back -----------------------------------------------------------------------------------------


def test_taken_back_it_ends_at_the_next_statement_and_nothing_else_does(case, as_app, connect, as_administrator):
    other = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    frames = {dossier: open_consent(as_app, dossier) for dossier in (case, other)}
    for dossier, frame in frames.items():
        accept(as_app, offer(as_app, dossier, frame)[1])
    second = connect("tvaers_app")
    with scene.acting(as_app, "olga"):
        before = {dossier: as_app.execute(SEES, [dossier]).fetchone()[0] for dossier in frames}
        with scene.acting(second, "alice"):
            second.execute(END, [frames[case]])
        # The same transaction, the next statement.
        after = {dossier: as_app.execute(SEES, [dossier]).fetchone()[0] for dossier in frames}
    assert before == {case: 1, other: 1}
    assert after == {case: 0, other: 1}
    assert sees(as_app, "alice", case)


@pytest.mark.parametrize("who", ["bo", "hanne", "olga", "palle", "carl", "gerda"])
def test_only_who_works_on_it_takes_it_back(as_app, as_administrator, cast, who):
    case = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))
    frame = open_consent(as_app, case)
    accept(as_app, offer(as_app, case, frame)[1])
    with scene.acting(as_app, who):
        assert refused(as_app, END, [frame]) == "TV021"
    with scene.acting(as_app, "alice"):
        assert refused(as_app, END, [frame]) == ""
        assert refused(as_app, END, [frame]) == "TV021"


@pytest.mark.parametrize("frame", [AGREEMENT, named("Retsplejelovens § 115"), uuid4(), None])
def test_agreements_and_statutes_are_not_consents(case, as_app, as_administrator, frame):
    with scene.acting(as_app, "alice"):
        assert refused(as_app, END, [frame]) == "TV021"
    assert as_administrator.execute("SELECT count(*) FROM sharing_frame WHERE ended_at IS NOT NULL").fetchone() == (0,)


# --- opened wrongly -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["hanne", "palle", "olga", "gerda", "vera"])
def test_only_the_owner_takes_consents(case, as_app, who):
    with scene.acting(as_app, who):
        assert refused(as_app, OPEN, [case, named("outside"), 1, soon()]) in {"TV020", "TV023"}
        assert refused(as_app, OPEN, [uuid4(), named("outside"), 1, soon()]) in {"TV020", "TV023"}


def test_who_may_only_read_takes_none(as_app, as_administrator, cast):
    case = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))
    scene.add_access(as_administrator, case, owner="gladsaxe", reader=named("bo"), may=1)
    with scene.acting(as_app, "bo"):
        assert as_app.execute(SEES, [case]).fetchone() == (1,)
        assert refused(as_app, OPEN, [case, named("outside"), 1, soon()]) == "TV020"


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"to": "gladsaxe"}, "TV022"),
        ({"to": "association"}, "TV022"),
        ({"to": "nobody"}, "TV022"),
        ({"purposes": 0}, "TV023"),
        ({"purposes": int(Purpose.OVERSIGHT)}, "TV023"),
        ({"purposes": 1 | int(Purpose.OVERSIGHT)}, "TV023"),
        ({"purposes": None}, "TV023"),
        ({"days": -1}, "TV025"),
        ({"days": 368}, "TV025"),
        ({"days": None}, "TV025"),
        ({}, ""),
    ],
    ids=str,
)
def test_a_consent_is_to_somebody_for_something_for_a_year_at_most(case, as_app, as_administrator, changed, state):
    asked = {"to": "outside", "purposes": 1, "days": 300} | changed
    until = None if asked["days"] is None else soon(days=asked["days"])
    with scene.acting(as_app, "alice"):
        assert refused(as_app, OPEN, [case, named(asked["to"]), asked["purposes"], until]) == state
    made = as_administrator.execute("SELECT count(*) FROM sharing_frame WHERE kind = 'consent'").fetchone()
    assert made == (0 if state else 1,)


# --- why it was necessary -------------------------------------------------------------------------------


def test_why_is_written_once_and_by_the_giver(case, as_app):
    _, access = offer(as_app, case, AGREEMENT, "herlev", is_told=False)
    for who in ("bo", "hanne", "palle"):
        with scene.acting(as_app, who):
            assert refused(as_app, NOTE, [access, access]) == "TV021", who
    with scene.acting(as_app, "alice"):
        assert refused(as_app, NOTE, [uuid4(), uuid4()]) == "TV021"
        assert refused(as_app, NOTE, [access, access]) == ""
        assert refused(as_app, NOTE, [access, access]) == "TV021"
        own = as_app.execute("SELECT id FROM sharing_access WHERE source = 'owner'").fetchone()[0]
        assert refused(as_app, NOTE, [own, own]) == "TV021"


def test_why_is_read_at_either_end_and_nowhere_else(case, as_app):
    _, access = offer(as_app, case, AGREEMENT, "herlev", is_told=False)
    with scene.acting(as_app, "alice"):
        as_app.execute(NOTE, [access, access])
    read = {}
    for who in ("alice", "bo", "hanne", "palle", "olga", "karen"):
        with scene.acting(as_app, who):
            read[who] = as_app.execute("SELECT count(*) FROM sharing_disclosure").fetchone()[0]
    assert read == {"alice": 1, "bo": 1, "hanne": 1, "palle": 0, "olga": 0, "karen": 0}


# --- past the functions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sharing_disclosure (id, dossier_id, group_id, necessity) VALUES (gen_random_uuid(), %s, %s, 'x')",
        "UPDATE sharing_disclosure SET necessity = 'x' WHERE dossier_id <> %s OR id = %s",
        "DELETE FROM sharing_disclosure WHERE dossier_id = %s OR id = %s",
        "UPDATE sharing_frame SET ended_at = NULL, dossier_id = %s WHERE id = %s",
        "UPDATE sharing_access SET state = 'accepted', until_at = 'infinity' WHERE dossier_id = %s OR id = %s",
        "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)",
        "DELETE FROM sharing_frameparty WHERE frame_id = %s OR organisation_id = %s",
    ],
    ids=lambda text: text[:34],
)
@pytest.mark.parametrize("who", ["alice", "olga"])
def test_nobody_writes_past_the_functions(case, as_app, who, statement):
    with scene.acting(as_app, who):
        assert refused(as_app, statement, [case, case]) == "42501"


def consent_row(administrator, case, frame=None):
    row = {
        "id": uuid4(),
        "dossier_id": case,
        "frame_id": frame or uuid4(),
        "given_by": "both",
        "words": b"x",
        "given_on": datetime.now(UTC).date(),
        "until_date": soon().date(),
        "written_by": named("alice"),
    }
    scene.insert(administrator, "consents_consent", row)
    return row["id"]


def test_a_consent_never_leaves_its_owner(case, as_app, as_administrator):
    consent_row(as_administrator, case)
    scene.add_access(
        as_administrator,
        case,
        owner="gladsaxe",
        reader=named("herlev"),
        organisation_id=named("herlev"),
        source="disclosure",
        frame_id=AGREEMENT,
    )
    read = {}
    for who in ("alice", "hanne", "palle", "olga"):
        with scene.acting(as_app, who):
            read[who] = as_app.execute("SELECT count(*) FROM consents_consent").fetchone()[0]
    assert sees(as_app, "hanne", case)
    assert read == {"alice": 1, "hanne": 0, "palle": 0, "olga": 0}


@pytest.mark.parametrize(
    "change",
    [
        "words = 'y'",
        "given_by = 'young'",
        "until_date = until_date + 100",
        "given_on = given_on - 1",
        "written_by = gen_random_uuid()",
        "frame_id = gen_random_uuid()",
        "withdrawn_at = now(), words = 'y'",
        "withdrawn_at = NULL",
    ],
)
def test_what_was_consented_to_is_not_rewritten(case, as_app, as_administrator, change):
    frame = open_consent(as_app, case)
    consent = consent_row(as_administrator, case, frame)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, END, [frame]) == ""
        assert refused(as_app, f"UPDATE consents_consent SET {change} WHERE id = %s", [consent]) == "TV046"
        assert refused(as_app, "UPDATE consents_consent SET withdrawn_at = now() WHERE id = %s", [consent]) == ""
        assert refused(as_app, "UPDATE consents_consent SET withdrawn_at = now() WHERE id = %s", [consent]) == "TV046"
        assert refused(as_app, "DELETE FROM consents_consent WHERE id = %s", [consent]) == "42501"


# --- a consent stands and ends with its frame -----------------------------------------------------------

WITHDRAWN = "UPDATE consents_consent SET withdrawn_at = now() WHERE id = %s"
WRITTEN = (
    "INSERT INTO consents_consent (id, dossier_id, frame_id, given_by, words, given_on, until_date, written_by,"
    " withdrawn_at) VALUES (gen_random_uuid(), %s, %s, 'both', 'x', current_date, current_date + 9, %s, {})"
)


def street(connection, case):
    """Let Dina, who only records, work on the case; the administrator's connection."""
    scene.add_access(connection, case, owner="gladsaxe", reader=named("dina"), member_id=named("dina"))


def test_a_consent_is_not_taken_back_in_words_while_the_sharing_goes_on(case, as_app, as_administrator):
    street(as_administrator, case)
    frame = open_consent(as_app, case)
    consent = consent_row(as_administrator, case, frame)
    accept(as_app, offer(as_app, case, frame)[1])
    with scene.acting(as_app, "dina"):
        assert as_app.execute("SELECT count(*) FROM consents_consent").fetchone() == (2,), "Dina sees it"
        assert refused(as_app, END, [frame]) == "TV021"
        assert refused(as_app, WITHDRAWN, [consent]) == "TV020"
    with scene.acting(as_app, "alice"):
        assert refused(as_app, WITHDRAWN, [consent]) == "TV046"
    assert sees(as_app, "olga", case)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, END, [frame]) == ""
        assert refused(as_app, WITHDRAWN, [consent]) == ""
    assert not sees(as_app, "olga", case)


def test_a_consent_is_written_by_who_decides_on_a_frame_of_its_own_that_stands(case, as_app, as_administrator):
    street(as_administrator, case)
    other = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    frame, elsewhere, over = (open_consent(as_app, dossier) for dossier in (case, other, case))
    with scene.acting(as_app, "dina"):
        assert refused(as_app, WRITTEN.format("NULL"), [case, frame, named("dina")]) == "TV020"
    with scene.acting(as_app, "alice"):
        as_app.execute(END, [over])
        for wrong in (elsewhere, over, AGREEMENT, uuid4()):
            assert refused(as_app, WRITTEN.format("NULL"), [case, wrong, named("alice")]) == "42501"
        assert refused(as_app, WRITTEN.format("now()"), [case, frame, named("alice")]) == "42501"
        assert refused(as_app, WRITTEN.format("NULL"), [case, frame, named("alice")]) == ""


# --- what the police wrote (R3) -------------------------------------------------------------------------


def note(administrator, case, author, *, police=True):
    row = {
        "id": uuid4(),
        "dossier_id": case,
        "category": int(Category.ENTRY),
        "happened_at": datetime.now(UTC),
        "title": b"x",
        "fact": b"x",
        "assessment": b"",
        "source": b"",
        "is_police_material": police,
        "author_id": named(author),
        "author_organisation_id": named("police" if author == "palle" else "gladsaxe"),
        "signed_at": datetime.now(UTC),
        "version": 1,
    }
    scene.insert(administrator, "cases_entry", row)


@pytest.mark.parametrize(("owner", "expected"), [("gladsaxe", {"hanne": 1, "palle": 2}), ("police", {"hanne": 2})])
def test_nobody_passes_on_what_the_police_wrote_but_the_police(as_app, as_administrator, cast, owner, expected):
    case = scene.add_dossier(as_administrator, owner=owner, kind="case")
    note(as_administrator, case, "palle")
    note(as_administrator, case, "alice", police=False)
    for receiver in {"herlev", "police"} - {owner}:
        scene.add_access(
            as_administrator,
            case,
            owner=owner,
            reader=named(receiver),
            organisation_id=named(receiver),
            source="disclosure",
            frame_id=AGREEMENT,
        )
    read = {}
    for who in expected:
        with scene.acting(as_app, who):
            read[who] = as_app.execute("SELECT count(*) FROM cases_entry").fetchone()[0]
    assert read == expected
    with scene.acting(as_app, "alice" if owner == "gladsaxe" else "palle"):
        assert as_app.execute("SELECT count(*) FROM cases_entry").fetchone() == (2,)
