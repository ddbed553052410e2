"""Who is told that something shared was wrong, and what each then sees of it: asked as the app's role (R15, R22)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import concern_rows
from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tvaers.concerns.actions import adding
from tvaers.concerns.actions.intake import token_of_form
from tvaers.concerns.actions.splitting import split
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)

EVERYBODY = ("alice", "bo", "dina", "hanne", "palle", "olga", "karen", "carl", "gerda", "vera")
NOTICES = "SELECT count(*) FROM sharing_notice"
DETAILS = "SELECT count(*) FROM sharing_correction"
AGREEMENT = named("Prøveaftalen")
READERS = {"hanne": "herlev", "palle": "police", "karen": "probation"}


def ago(**delta):
    return datetime.now(UTC) - timedelta(**delta)


@pytest.fixture
def case(cast, as_administrator):
    """A case of Gladsaxe that Alice works on, and nobody else there."""
    return scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))


@pytest.fixture
def give(case, as_administrator):
    """Give one person elsewhere some categories of the case, as an access row says it."""

    def given(who, categories=Category.PLAN | Category.ENTRY, **changes):
        row = {
            "reader": named(who), "member_id": named(who), "organisation_id": named(READERS[who]), "may": 1,
            "categories": int(categories), "source": "disclosure", "frame_id": AGREEMENT, "answered_at": ago(hours=2),
            "from_at": ago(hours=3), "granted_at": ago(hours=3), "granted_by_id": named("alice"),
        }  # fmt: skip
        return scene.add_access(as_administrator, case, owner="gladsaxe", **row | changes)

    return given


def note(
    connection, case, who="alice", *, category=Category.ENTRY, corrects=None, police=False, organisation="gladsaxe"
):
    """Sign a note; return its id."""
    row = uuid4()
    with scene.acting(connection, who):
        connection.execute(
            "INSERT INTO cases_entry (id, dossier_id, category, happened_at, title, fact, assessment, source,"
            " is_police_material, author_id, author_organisation_id, written_at, signed_at, corrects_id, version)"
            " VALUES (%s, %s, %s, now(), 'x', 'x', 'x', 'x', %s, %s, %s, now(), now(), %s, 1)",
            [row, case, int(category), police, named(who), named(organisation), corrects],
        )
    return row


def corrected(connection, case, **options):
    """Sign a note and another that corrects it."""
    wrong = note(connection, case, **options)
    note(connection, case, corrects=wrong)
    return wrong


def told(administrator):
    rows = administrator.execute("SELECT kind, reader_id FROM sharing_notice").fetchall()
    return sorted((kind, next(who for who in READERS if named(who) == reader)) for kind, reader in rows)


def seen(connection, statement, who):
    with scene.acting(connection, who):
        return connection.execute(statement).fetchone()[0]


def test_whoever_was_given_it_is_told_and_sees_what_it_was(case, give, as_app, as_administrator):
    give("hanne")
    wrong = corrected(as_app, case)
    assert told(as_administrator) == [("corrected", "hanne")]
    expected = dict.fromkeys(EVERYBODY, 0) | {"alice": 1, "hanne": 1}
    for statement in (NOTICES, DETAILS):
        assert {who: seen(as_app, statement, who) for who in EVERYBODY} == expected, statement
    with scene.acting(as_app, "hanne"):
        assert as_app.execute("SELECT object_id FROM sharing_correction").fetchone() == (wrong,)


def test_whose_access_has_ended_learns_that_something_was_corrected_and_not_what(case, give, as_app, as_administrator):
    access = give("hanne")
    wrong = note(as_app, case)
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.end_access(%s)", [access])
    note(as_app, case, corrects=wrong)
    assert told(as_administrator) == [("corrected", "hanne")]
    assert seen(as_app, NOTICES, "hanne") == 1
    assert seen(as_app, DETAILS, "hanne") == 0
    assert seen(as_app, DETAILS, "alice") == 1


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"categories": int(Category.PLAN | Category.HEALTH)}, False),
        ({"state": "offered", "answered_at": None}, False),
        ({"state": "declined", "answered_at": None}, False),
        ({"state": "revoked", "answered_at": None, "ended_at": ago(hours=1)}, False),
        ({"state": "revoked", "ended_at": ago(hours=1)}, False),
        ({"until_at": ago(hours=1)}, False),
        ({"state": "revoked", "ended_at": ago(hours=-24 * 365)}, True),
        ({"source": "break-glass", "frame_id": None}, False),
    ],
)
def test_only_who_can_have_kept_it_is_told(case, give, as_app, as_administrator, changes, is_told):
    """The note was signed just now: what closed an hour ago never showed it."""
    give("hanne", **changes)
    corrected(as_app, case)
    assert (told(as_administrator) == [("corrected", "hanne")]) is is_told


def test_a_frame_that_ended_before_it_was_written_counts_as_an_end(case, give, as_app, as_administrator):
    give("hanne")
    as_administrator.execute("UPDATE sharing_frame SET ended_at = %s WHERE id = %s", [ago(hours=1), AGREEMENT])
    corrected(as_app, case)
    assert told(as_administrator) == []


def test_each_reader_is_told_once_and_of_another_category_nothing(case, give, as_app, as_administrator):
    for categories in (Category.PLAN | Category.ENTRY, Category.ENTRY, Category.ASSESSMENT):
        give("hanne", categories)
    give("karen", Category.PLAN)
    corrected(as_app, case)
    assert told(as_administrator) == [("corrected", "hanne")]
    corrected(as_app, case, category=Category.ASSESSMENT)
    assert told(as_administrator) == [("corrected", "hanne")] * 2
    assert seen(as_app, DETAILS, "karen") == 0


def test_what_the_police_wrote_in_anothers_case_is_told_to_them_alone(case, give, as_app, as_administrator):
    give("hanne")
    give("palle", may=2)
    wrong = note(as_app, case, "palle", police=True, organisation="police")
    note(as_app, case, corrects=wrong)
    assert told(as_administrator) == [("corrected", "palle")]
    assert {who: seen(as_app, DETAILS, who) for who in ("alice", "hanne", "palle")} == {
        "alice": 1, "hanne": 0, "palle": 1,
    }  # fmt: skip


def test_a_draft_or_a_correction_of_nothing_tells_nobody(case, give, as_app, as_administrator):
    give("hanne")
    other = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("alice"))
    elsewhere = note(as_app, other)
    note(as_app, case, corrects=elsewhere)
    note(as_app, case, corrects=uuid4())
    assert told(as_administrator) == []


LINES = {
    "cases_voice": (
        Category.PLAN, {"speaker": "young", "words": b"x", "said_by": b"x", "said_on": ago(), "is_approved": False},
    ),
    "cases_strength": (Category.PLAN, {"title": b"x", "words": b"x", "said_by": b"x"}),
    "cases_networkmember": (
        Category.OTHERS, {"circle": "family", "closeness": "close", "name": b"x", "relation": b"x", "brings": b"x"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", LINES)
def test_what_is_taken_out_is_told_and_an_erasure_is_not(case, give, as_app, as_administrator, table):
    category, columns = LINES[table]
    give("hanne", category)
    give("karen", Category.ENTRY)
    rows = [uuid4(), uuid4()]
    for row in rows:
        made = {"id": row, "dossier_id": case, "written_by": named("alice"), **columns}
        scene.insert(as_administrator, table, made)
    with scene.acting(as_app, "alice"):
        as_app.execute(f"DELETE FROM {table} WHERE id = %s", [rows[0]])
    assert told(as_administrator) == [("removed", "hanne")]
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.erase_dossier(%s, 'test')", [case])
    assert as_administrator.execute("SELECT count(*) FROM sharing_notice").fetchone() == (0,)
    assert as_administrator.execute("SELECT count(*) FROM sharing_correction").fetchone() == (0,)
    # The receipt of the erasure tells of the whole; its lines are not told one by one.
    assert as_administrator.execute("SELECT count(*) FROM audit_event WHERE name = 'sharing.told'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("stays", "expected"), [(False, [("removed", "hanne")]), (True, [])], ids=["shared", "one that stays"]
)
def test_a_file_that_was_shared_and_removed_is_told(case, give, as_app, as_administrator, stays, expected):
    give("hanne", Category.PLAN)
    row = {
        "id": uuid4(), "dossier_id": case, "category": int(Category.PLAN), "kind": "pdf", "size": "small",
        "title": b"x", "digest": b"x", "added_by": named("alice"), "stays": stays,
    }  # fmt: skip
    scene.insert(as_administrator, "files_file", row)
    with scene.acting(as_app, "alice"):
        as_app.execute("DELETE FROM files_file WHERE id = %s", [row["id"]])
    assert told(as_administrator) == expected


@pytest.fixture
def concern(acting_as, give_concern):
    """A concern about two young people, which Herlev was given with who they are, and the probation service without."""
    with acting_as("alice") as alice:
        written = concern_rows.written(alice, young=2)
    give_concern(written, "hanne", Category.CONCERN | Category.IDENTITY)
    give_concern(written, "karen", Category.CONCERN)
    return written


@pytest.fixture
def give_concern(as_administrator):
    def given(concern, who, categories):
        scene.add_access(
            as_administrator, concern, owner="gladsaxe", reader=named(who), member_id=named(who), may=1,
            organisation_id=named(READERS[who]), categories=int(categories), source="disclosure",
            frame_id=AGREEMENT, answered_at=ago(hours=2), granted_by_id=named("alice"),
        )  # fmt: skip

    return given


@pytest.mark.parametrize(
    ("corrects", "expected"), [(True, [("corrected", "hanne"), ("corrected", "karen")]), (False, [])]
)
def test_a_concern_that_is_corrected_is_told_and_what_is_added_is_not(
    concern, acting_as, as_app, as_administrator, corrects, expected
):
    with acting_as("bo") as bo:
        added = adding.Added(fact="Det var torsdag", corrects=corrects)
        row = adding.append(by=bo, concern=concern, added=added, version=1, once=token_of_form(bo, uuid4()))
    assert told(as_administrator) == expected
    # Karen was given it, and her role reads no concerns: she learns that something was corrected.
    details = {who: seen(as_app, DETAILS, who) for who in EVERYBODY}
    assert {who for who, count in details.items() if count} == ({"alice", "bo", "hanne"} if corrects else set())
    if corrects:
        assert as_administrator.execute("SELECT what, object_id FROM sharing_correction").fetchone() == ("concern", row)


@pytest.mark.parametrize(
    "rewritten",
    [
        "concerns_concern SET fact = assessment",
        "concerns_concern SET received_at = now()",
        "concerns_concern SET recorded_by = (SELECT guard.actor())",
        "concerns_involved SET role = 'witness'",
        "concerns_involved SET category = 2",
        "concerns_reporter SET name = contact",
    ],
)
def test_what_was_told_is_rewritten_by_nobody(concern, as_app, rewritten):
    """They were given it as it was: another text, role or category in its place would tell none of them."""
    with scene.acting(as_app, "bo"):
        assert refused(as_app, f"UPDATE {rewritten}") == "42501"
        assert refused(as_app, "UPDATE concerns_concern SET version = version + 1") == ""


def test_who_is_no_longer_in_a_concern_is_told_to_whoever_saw_who_was(concern, acting_as, as_app, as_administrator):
    with acting_as("bo") as bo:
        split(by=bo, concern=concern, version=1)
    assert told(as_administrator) == [("removed", "hanne")]
    assert {who: seen(as_app, DETAILS, who) for who in EVERYBODY if seen(as_app, DETAILS, who)}.keys() >= {"hanne"}
    assert seen(as_app, DETAILS, "karen") == 0


def test_an_erased_concern_tells_of_no_part(concern, acting_as, as_app, as_administrator):
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.erase_dossier(%s, 'test')", [concern])
    assert told(as_administrator) == []


def test_who_answers_for_a_person_alone_tells_of_a_wrong_identity(cast, as_app, as_administrator):
    person = scene.add_dossier(as_administrator, owner="gladsaxe", kind="person", reader=named("alice"))
    for who, may in (("hanne", 1), ("palle", 2)):
        scene.add_access(
            as_administrator, person, owner="gladsaxe", reader=named(who), member_id=named(who), may=may,
            organisation_id=named(READERS[who]), categories=int(Category.IDENTITY), source="disclosure",
            frame_id=AGREEMENT, answered_at=ago(hours=2), granted_by_id=named("alice"),
        )  # fmt: skip
    for who in ("bo", "hanne", "palle", "olga", "gerda"):
        with scene.acting(as_app, who):
            assert refused(as_app, "SELECT guard.tell_identity(%s)", [person]) == "TV020", who
            assert refused(as_app, "SELECT guard.tell_identity(%s)", [uuid4()]) == "TV020", who
    with scene.acting(as_app, "alice"):
        assert refused(as_app, "SELECT guard.tell_identity(%s)", [person]) == ""
    assert told(as_administrator) == [("corrected", "hanne"), ("corrected", "palle")]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sharing_correction SELECT * FROM sharing_correction",
        "UPDATE sharing_correction SET category = 511",
        "DELETE FROM sharing_correction",
        "UPDATE sharing_notice SET acknowledged_at = now()",
        "SELECT guard.tell_correction('corrected', gen_random_uuid(), 1, 'note', gen_random_uuid(), now(), NULL)",
        "SELECT guard.tell_receivers('closed', gen_random_uuid(), gen_random_uuid(), 511, now(), NULL)",
    ],
)
@pytest.mark.parametrize("who", ["alice", "hanne"])
def test_nobody_writes_past_the_functions(case, give, as_app, who, statement):
    give("hanne")
    corrected(as_app, case)
    with scene.acting(as_app, who):
        assert refused(as_app, statement) == "42501"


def test_the_reader_acknowledges_and_nobody_else(case, give, as_app, as_administrator):
    give("hanne")
    corrected(as_app, case)
    (notice,) = as_administrator.execute("SELECT id FROM sharing_notice").fetchone()
    for who in EVERYBODY:
        with scene.acting(as_app, who):
            state = refused(as_app, "SELECT guard.acknowledge_notice(%s)", [notice])
            assert state == ("" if who == "hanne" else "TV021"), who
    with scene.acting(as_app, "alice"):
        assert as_app.execute("SELECT acknowledged_by_id FROM sharing_notice").fetchone() == (named("hanne"),)
