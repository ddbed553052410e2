"""The local picture against who works elsewhere or next door and writes by hand: no row that breaks, tells or stays."""

from uuid import uuid4

import pytest

from tests import picture_scene as scene
from tests.cast import named
from tests.database.scene import enter, refused
from tests.hostile_files import png
from tests.stage import acting_as
from tvaers.files.cleaning import Clean
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import ids
from tvaers.localpicture import actions, tasks
from tvaers.localpicture.models import Subscription

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED, LATER, CHECKED = "42501", "TV028", "23514"
PICTURE = Clean(kind=Kind.PNG, content=png())
COLUMNS = {
    "bulletin": {
        "kind": "mood",
        "certainty": "observed",
        "spot": "",
        "happened_at": "now",
        "title": "Stille",
        "text": "",
        "size": "",
        "ages": [],
        "anchors": "",
        "is_lasting": False,
        "expires_at": "tomorrow",
    },
    "areastate": {"level": "calm", "reason": "Stille.", "expires_at": "tomorrow"},
    "areafact": {"kind": "anchor", "text": "Klubben.", "contact": "", "expires_at": "tomorrow"},
}


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


def put(connection, who, organisation, table, **changes):
    """Write a row by hand for Gladsaxe and the police; return how the database refused it."""
    common = {"id": uuid4(), "owner_id": named(organisation), "by_id": named(who), "area_id": scene.PARK}
    common |= {"audience": [named("gladsaxe"), named("police")]}
    row = common | COLUMNS[table] | changes
    values = ", ".join(f"%({name})s" for name in row)
    return refused(connection, f"INSERT INTO localpicture_{table} ({', '.join(row)}) VALUES ({values})", row)


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        *(("bulletin", {name: "x"}) for name in ("kind", "certainty", "size")),
        ("bulletin", {"ages": ["x"]}),
        *(
            ("bulletin", {name: at})
            for name in ("happened_at", "written_at")
            for at in ("infinity", "-infinity", "0044-03-15 BC", "2099-01-01")
        ),
        *((table, {"expires_at": "-infinity"}) for table in COLUMNS),
        ("areastate", {"level": "x"}),
        *(("areastate", {"set_at": at}) for at in ("infinity", "-infinity", "2099-01-01")),
        ("areafact", {"kind": "x"}),
        *(("areafact", {"written_at": at}) for at in ("infinity", "-infinity")),
    ],
)
def test_no_row_can_be_written_that_its_readers_pages_cannot_show(drawn, as_app, table, changes):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert put(as_app, "hanne", "herlev", table) == ""
        assert put(as_app, "hanne", "herlev", table, **changes) in {CHECKED, NOT_ALLOWED}


@pytest.mark.parametrize("at", ["infinity", "-infinity", "2099-01-01"])
def test_no_follow_up_and_no_thanks_of_another_time(drawn, as_app, at):
    bulletin = scene.written()
    for table, column, more, value in (
        ("bulletinnote", "written_at", ", text", ", 'Set igen.'"),
        ("bulletinthanks", "thanked_at", "", ""),
    ):
        with as_app.transaction(force_rollback=True):
            enter(as_app, "hanne")
            statement = (
                f"INSERT INTO localpicture_{table} (id, bulletin_id, owner_id, by_id, {column}{more})"
                f" VALUES (gen_random_uuid(), %s, %s, %s, %s{value})"
            )
            row = [bulletin, named("herlev"), named("hanne")]
            assert refused(as_app, statement, [*row, at]) in {CHECKED, NOT_ALLOWED}, table
            assert refused(as_app, statement, [*row, "now"]) == "", table


def test_an_end_is_not_put_into_the_past_so_that_the_night_erases_it(drawn, as_app):
    scene.written()
    scene.known()
    for table in ("bulletin", "areafact"):
        for past in ("statement_timestamp() - interval '2 years'", "'-infinity'"):
            with as_app.transaction(force_rollback=True):
                enter(as_app, "dina")
                assert refused(as_app, f"UPDATE localpicture_{table} SET expires_at = {past}") == NOT_ALLOWED
        with as_app.transaction(force_rollback=True):
            enter(as_app, "dina")
            assert refused(as_app, f"UPDATE localpicture_{table} SET expires_at = statement_timestamp()") == ""


def test_what_somebody_follows_cannot_be_guessed_or_kept_from_them(drawn, as_app, acting_as):
    """The id was made of the member's, which everybody knows: who wrote it first learned it, or blocked it."""
    with acting_as("palle") as palle:
        actions.follow(by=palle, area=scene.PARK, kind="")
    with acting_as("palle"):
        found = Subscription.objects.get()
    assert found.id != ids.of_form(named("palle"), "follows", scene.PARK, "")
    with as_app.transaction():
        enter(as_app, "hanne")
        guessed = ids.of_form(named("palle"), "follows", None, "good")
        follows = "INSERT INTO localpicture_subscription (id, owner_id, by_id, kind) VALUES (%s, %s, %s, 'good')"
        assert refused(as_app, follows, [guessed, named("herlev"), named("hanne")]) == ""
    with acting_as("palle") as palle:
        for _ in range(2):
            actions.follow(by=palle, area=None, kind="good")
    with acting_as("palle"):
        assert Subscription.objects.count() == 2


FORMS_OF_A_NUMBER = (
    "".join(chr(ord(sign) + 0xFEE0) for sign in "0102031234"),
    "٠١٠٢٠٣-١٢٣٤",
    "010203.1234",
    "010203/1234",
    "010203_1234",
    "010203\n1234",
    "010203\u202f1234",
    "010203\u200b1234",
    "01\u200b0203-1234",
    "01 02 03 1234",
    "01.02.03-1234",
    "01-02-03-1234",
    "010203-12 34",
)


@pytest.mark.parametrize("number", FORMS_OF_A_NUMBER)
def test_a_number_in_another_form_is_refused_too(drawn, as_app, number):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert put(as_app, "hanne", "herlev", "bulletin", text=f"Set {number} ved hallen") == CHECKED


FILE = """INSERT INTO files_organisationfile (id, owner_id, audience, until_at, kind, size, title, digest, added_by)
VALUES (gen_random_uuid(), %(owner)s, %(audience)s, now() + %(until)s::interval, 'png', 'small', '', '', %(by)s)"""


@pytest.mark.parametrize(
    ("who", "audience", "until", "code"),
    [
        ("dina", ["herlev"], "14 days", ""),
        ("dina", ["association"], "14 days", NOT_ALLOWED),
        ("dina", ["herlev", "housing"], "14 days", NOT_ALLOWED),
        ("dina", ["herlev"], "400 days", NOT_ALLOWED),
        ("dina", ["herlev"], None, NOT_ALLOWED),
        ("alice", ["association"], None, ""),
    ],
)
def test_who_writes_keeps_a_picture_for_authorities_and_for_a_while(drawn, as_app, who, audience, until, code):
    row = {"owner": named("gladsaxe"), "by": named(who), "audience": [named(each) for each in audience]}
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert refused(as_app, FILE, row | {"until": until}) == code


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("until_at = until_at + interval '1 day'", {LATER, NOT_ALLOWED}),
        ("until_at = NULL", {LATER, NOT_ALLOWED}),
        (f"audience = ARRAY['{named('association')}']::uuid[]", {NOT_ALLOWED}),
        ("until_at = statement_timestamp(), audience = '{}'", {""}),
    ],
)
def test_a_picture_lasts_no_longer_than_was_said_and_goes_to_no_association(drawn, as_app, change, codes):
    scene.written(picture=PICTURE)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, f"UPDATE files_organisationfile SET {change}") in codes


def test_a_bulletin_ends_whatever_became_of_its_picture(drawn, as_app, acting_as):
    bulletin = scene.written(picture=PICTURE)
    with as_app.transaction():
        enter(as_app, "alice")
        assert as_app.execute("DELETE FROM files_organisationfile").rowcount == 1
    with acting_as("dina") as dina:
        actions.end(by=dina, bulletin=bulletin)


def test_what_somebody_followed_and_when_they_looked_goes_when_they_have_left(drawn, acting_as, as_maintenance):
    def there():
        tables = ("subscription", "lastlook")
        return [as_maintenance.execute(f"SELECT count(*) FROM localpicture_{each}").fetchone()[0] for each in tables]

    for who in ("palle", "hanne"):
        with acting_as(who) as by:
            actions.follow(by=by, area=None, kind="good")
            actions.look(by=by, before=None)
    for organisation in ("police", "herlev"):
        tasks.erase_ended(organisation=str(named(organisation)))
    assert there() == [2, 2]
    as_maintenance.execute(
        "UPDATE partnerships_membership SET state = 'left', left_at = now() WHERE id = %s", [named("palle")]
    )
    tasks.erase_ended(organisation=str(named("herlev")))
    assert there() == [2, 2]
    tasks.erase_ended(organisation=str(named("police")))
    assert there() == [1, 1]


@pytest.mark.parametrize(
    ("who", "gone"), [("hanne", 1), ("dina", 1), ("alice", 1), ("palle", 0), ("olga", 0), ("vera", 0), ("karen", 0)]
)
def test_a_follow_up_is_taken_out_by_who_wrote_it_or_the_bulletin_and_who_decides_there(drawn, as_app, who, gone):
    bulletin = scene.written("dina")
    with acting_as("hanne") as hanne:
        actions.add_note(by=hanne, bulletin=bulletin, text="Vi går forbi.")
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert as_app.execute("DELETE FROM localpicture_bulletinnote").rowcount == gone
        assert refused(as_app, "UPDATE localpicture_bulletinnote SET text = 'Andet'") == NOT_ALLOWED
