"""Files attacked as the application's role: listed, counted, opened, added, moved, removed, swapped and erased."""

import datetime as dt
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from PIL import Image

from tests import case_scene as scene
from tests.cast import named
from tests.hostile_files import png
from tvaers.audit.models import Event, Seen
from tvaers.files import access, actions, queries
from tvaers.files.actions import NotYoursToKeepError
from tvaers.files.cleaning import Clean
from tvaers.files.enums import RemovedBecause
from tvaers.files.models import File, FileContent, OrganisationFile, OrganisationFileContent
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import clock, crypto, ids
from tvaers.guard.enums import Category
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May
from tvaers.sharing.sealing import keys_of

pytestmark = pytest.mark.django_db(transaction=True)
POLICY, MOVED, NOT_OWN_NAME, FOREIGN = "42501", "TV028", "TV042", "23503"
OTHERS = ("hanne", "palle", "karen", "olga", "vera", "carl", "gerda", "inga")
CATEGORIES = (Category.PLAN, Category.ENTRY, Category.ASSESSMENT, Category.HEALTH)
UPLOAD = Clean(kind=Kind.PNG, content=png())
OTHER = Clean(kind=Kind.PNG, content=png((3, 3)))


@pytest.fixture
def case(acting_as):
    """A case of Alice's unit."""
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.fixture
def files(acting_as, case):
    """A file of each category."""
    with acting_as("frida") as frida:
        return {
            category: actions.keep(by=frida, dossier=case, category=category, title=f"Bilag {category}", upload=UPLOAD)
            for category in CATEGORIES
        }


def refused(statement, parameters):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


def counted(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_the_unit_lists_and_opens_them(acting_as, case, files):
    with acting_as("frida") as frida:
        rows = queries.of_dossier(dossier=case)
        assert {row["title"] for row in rows} == {f"Bilag {category}" for category in CATEGORIES}
        assert {row["by"] for row in rows} == {frida.name}
        for file in files.values():
            assert access.get_for_download(actor=frida, id=file).content == UPLOAD.content
        assert counted("files_filecontent") == len(CATEGORIES)


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_lists_counts_opens_or_changes(acting_as, case, files, key):
    with acting_as(key) as somebody:
        assert queries.of_dossier(dossier=case) == []
        assert (counted("files_file"), counted("files_filecontent")) == (0, 0)
        for file in files.values():
            with pytest.raises(Http404):
                access.get_for_download(actor=somebody, id=file)
            with pytest.raises(Http404):
                access.get_for_removal(actor=somebody, dossier=case, id=file)
            with pytest.raises(Http404):
                actions.remove(by=somebody, dossier=case, file=file, why=RemovedBecause.NEEDLESS)
        assert refused("DELETE FROM files_file", []) == "0 rows"
        assert refused("DELETE FROM files_filecontent", []) == POLICY
        assert refused("UPDATE files_file SET title = ''", []) == POLICY
        assert refused("UPDATE files_filecontent SET content = ''", []) == POLICY


def test_hidden_is_answered_as_missing(acting_as, files):
    def said(key, file):
        with acting_as(key) as somebody, pytest.raises(Http404) as missing:
            access.get_for_download(actor=somebody, id=file)
        return str(missing.value)

    assert said("hanne", files[Category.PLAN]) == said("hanne", ids.opaque()) == said("frida", ids.opaque())


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_puts_one_there(acting_as, case, key):
    with acting_as(key) as somebody, pytest.raises(NotYoursToKeepError):
        actions.keep(by=somebody, dossier=case, category=Category.PLAN, title="Snydt", upload=UPLOAD)


@pytest.mark.parametrize("may", list(May))
def test_a_receiver_sees_a_file_only_when_its_category_was_shared(acting_as, case, files, may):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, may=may)
    with acting_as("hanne") as hanne:
        assert {row["id"] for row in queries.of_dossier(dossier=case)} == {
            files[Category.PLAN],
            files[Category.ENTRY],
        }
        assert (counted("files_file"), counted("files_filecontent")) == (2, 2)
        assert access.get_for_download(actor=hanne, id=files[Category.ENTRY]).title == f"Bilag {Category.ENTRY}"
        for category in (Category.ASSESSMENT, Category.HEALTH):
            with pytest.raises(Http404):
                access.get_for_download(actor=hanne, id=files[category])
        # What is the owner's stays the owner's, also where the receiver may write notes.
        assert refused(FILE, [ids.opaque(), case, int(Category.ENTRY), hanne.id]) == POLICY
        with pytest.raises(NotYoursToKeepError):
            actions.keep(by=hanne, dossier=case, category=Category.ENTRY, title="Fra Herlev", upload=UPLOAD)
        with pytest.raises(Http404):
            actions.remove(by=hanne, dossier=case, file=files[Category.ENTRY], why=RemovedBecause.NEEDLESS)


def test_when_the_share_ends_the_file_is_gone_on_the_next_statement(acting_as, case, files):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("hanne") as hanne:
        assert access.get_for_download(actor=hanne, id=files[Category.PLAN])
    with acting_as("frida"):
        sharing.end_disclosures(dossier=case)
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        access.get_for_download(actor=hanne, id=files[Category.PLAN])


def test_a_role_that_does_not_see_a_category_neither_opens_nor_adds_it(acting_as, case, files):
    # Alice's role sees no health; Frida's does.
    with acting_as("alice") as alice:
        with pytest.raises(Http404):
            access.get_for_download(actor=alice, id=files[Category.HEALTH])
        with pytest.raises(NotYoursToKeepError):
            actions.keep(by=alice, dossier=case, category=Category.HEALTH, title="Journal", upload=UPLOAD)


def test_what_was_opened_stands_in_the_log(acting_as, case, files):
    with acting_as("frida") as frida:
        access.get_for_download(actor=frida, id=files[Category.HEALTH])
    with acting_as("frida"):
        assert Category.HEALTH in {Category(each) for each in Seen.objects.values_list("categories", flat=True)}


# --- against the rules of the row ---------------------------------------------------------------------

FILE = (
    "INSERT INTO files_file (id, dossier_id, category, kind, size, title, digest, added_by)"
    " VALUES (%s, %s, %s, 'png', 'small', '', '', %s)"
)
CONTENT = "INSERT INTO files_filecontent (id, dossier_id, category, content) VALUES (%s, %s, %s, %s)"


def test_content_lies_where_its_file_lies(acting_as, case):
    """Content of a hidden category under a file of another, or behind another dossier, would be read by the wrong."""
    with acting_as("frida") as frida:
        other = scene.case(frida)
        row = ids.opaque()
        assert refused(FILE, [row, case, int(Category.HEALTH), frida.id]) == "1 rows"
        assert refused(CONTENT, [row, case, int(Category.PLAN), b"x"]) == FOREIGN
        assert refused(CONTENT, [row, other, int(Category.HEALTH), b"x"]) == FOREIGN
        assert refused(CONTENT, [ids.opaque(), case, int(Category.HEALTH), b"x"]) == FOREIGN
        assert refused(CONTENT, [row, case, int(Category.HEALTH), b"x"]) == "1 rows"


def test_a_file_tells_about_one_thing_under_the_own_name_and_is_not_too_large(acting_as, case):
    with acting_as("frida") as frida:
        two = int(Category.PLAN | Category.HEALTH)
        assert refused(FILE, [ids.opaque(), case, two, frida.id]) == "23514"
        assert refused(FILE, [ids.opaque(), case, 0, frida.id]) == POLICY
        assert refused(FILE, [ids.opaque(), case, 1, named("alice")]) == NOT_OWN_NAME
        row = ids.opaque()
        assert refused(FILE, [row, case, 1, frida.id]) == "1 rows"
        assert refused(CONTENT, [row, case, 1, bytes(20 * 1024 * 1024 + 100)]) == "23514"


def test_content_of_one_file_under_another_is_refused(acting_as, case, files, as_maintenance):
    with acting_as("frida") as frida:
        second = actions.keep(by=frida, dossier=case, category=Category.PLAN, title="To", upload=OTHER)
    swap = (
        "UPDATE files_filecontent a SET content = b.content FROM files_filecontent b WHERE (a.id, b.id) IN"
        " ((%(one)s, %(two)s), (%(two)s, %(one)s))"
    )
    as_maintenance.execute(swap, {"one": files[Category.PLAN], "two": second})
    with acting_as("frida") as frida:
        for file in (files[Category.PLAN], second):
            with pytest.raises(crypto.UnsealError):
                access.get_for_download(actor=frida, id=file)


def test_a_whole_file_moved_under_another_category_is_refused(acting_as, case, files, as_maintenance):
    """Title, digest and content together: only that each was sealed for its row tells."""
    for table, columns in (("files_file", ("title", "digest")), ("files_filecontent", ("content",))):
        moved = ", ".join(f"{column} = b.{column}" for column in columns)
        as_maintenance.execute(
            f"UPDATE {table} a SET {moved} FROM {table} b WHERE a.id = %s AND b.id = %s",
            [files[Category.PLAN], files[Category.HEALTH]],
        )
    with acting_as("frida") as frida, pytest.raises(crypto.UnsealError):
        access.get_for_download(actor=frida, id=files[Category.PLAN])


@pytest.mark.parametrize("change", ["title = '\\x00'", "digest = '\\x00'"])
def test_a_changed_row_is_not_given_out(acting_as, files, as_maintenance, change):
    as_maintenance.execute(f"UPDATE files_file SET {change} WHERE id = %s", [files[Category.PLAN]])
    with acting_as("frida") as frida, pytest.raises(crypto.UnsealError):
        access.get_for_download(actor=frida, id=files[Category.PLAN])


def test_former_content_under_a_new_digest_is_refused(acting_as, case, files, as_maintenance, monkeypatch):
    """Both were sealed for this very row, so only the digest tells them apart."""
    row = files[Category.PLAN]
    with acting_as("frida") as frida:
        File.objects.filter(id=row).delete()
        monkeypatch.setattr(ids, "opaque", lambda: row)
        (former,) = as_maintenance.execute("SELECT content FROM files_filecontent WHERE id = %s", [row]).fetchone()
        actions.keep(by=frida, dossier=case, category=Category.PLAN, title="Ny", upload=OTHER)
    as_maintenance.execute("UPDATE files_filecontent SET content = %s WHERE id = %s", [former, row])
    with acting_as("frida") as frida, pytest.raises(crypto.UnsealError, match="belongs"):
        access.get_for_download(actor=frida, id=row)


# --- removing and erasing -----------------------------------------------------------------------------


def test_a_removed_file_leaves_only_its_event(acting_as, case, files):
    file = files[Category.ENTRY]
    with acting_as("frida") as frida:
        actions.remove(by=frida, dossier=case, file=file, why=RemovedBecause.WRONG_PERSON)
    with acting_as("frida") as frida:
        with pytest.raises(Http404):
            access.get_for_download(actor=frida, id=file)
        assert not File.objects.filter(id=file).exists()
        assert not FileContent.objects.filter(id=file).exists()
        event = Event.objects.get(name="files.removed", dossier_id=case)
        assert event.detail == {"why": "wrong-person", "category": int(Category.ENTRY)}
        assert File.objects.count() == len(CATEGORIES) - 1


def test_who_does_not_decide_removes_only_what_was_added_by_the_own_hand(acting_as, case, files):
    with acting_as("frida"):
        sharing.let_in(dossier=case, member=named("dina"), categories=Category.PLAN)
    with acting_as("dina") as dina:
        own = actions.keep(by=dina, dossier=case, category=Category.PLAN, title="Eget", upload=UPLOAD)
        assert access.get_for_download(actor=dina, id=files[Category.PLAN])
        with pytest.raises(Http404):
            actions.remove(by=dina, dossier=case, file=files[Category.PLAN], why=RemovedBecause.NEEDLESS)
        actions.remove(by=dina, dossier=case, file=own, why=RemovedBecause.WRONG_FILE)


def test_erasing_the_dossier_leaves_nothing_readable(acting_as, case, files, as_maintenance):
    tables = ("files_file", "files_filecontent")
    kept = {name: as_maintenance.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    with acting_as("frida"):
        sharing.erase(dossier=case, why="due")
    for name in tables:
        assert as_maintenance.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)
    # From a backup of the database the rows come back, and their key does not.
    for name in tables:
        for row in kept[name]:
            marks = ", ".join(["%s"] * len(row))
            as_maintenance.execute(f"INSERT INTO {name} VALUES ({marks})", row)
    assert keys_of([case]) == {}
    with acting_as("frida") as frida:
        for file in files.values():
            with pytest.raises(Http404):
                access.get_for_download(actor=frida, id=file)


def test_nothing_of_a_file_lies_open_in_the_database(acting_as, case, as_maintenance):
    picture = Image.effect_noise((60, 60), 90)
    written = io.BytesIO()
    picture.save(written, "PNG")
    upload = Clean(kind=Kind.PNG, content=written.getvalue())
    with acting_as("frida") as frida:
        row = actions.keep(by=frida, dossier=case, category=Category.PLAN, title="Stillidsang", upload=upload)
    whole = as_maintenance.execute(
        "SELECT f::text || c::text FROM files_file f JOIN files_filecontent c USING (id) WHERE id = %s", [row]
    ).fetchone()[0]
    for part in ("Stillidsang", b"Stillidsang".hex(), upload.digest, upload.content[:16].hex()):
        assert part not in whole
    assert bytes.fromhex(whole.rpartition("\\x")[2].rstrip('")'))[:1] == crypto.VERSION


# --- of an organisation -------------------------------------------------------------------------------


@pytest.fixture
def annex(acting_as):
    """An annex of Gladsaxe's that Herlev may read for a month."""
    with acting_as("frida") as frida:
        return actions.keep_of_organisation(
            by=frida,
            title="Bilag 1",
            upload=UPLOAD,
            audience=[named("herlev")],
            until=clock.now() + dt.timedelta(days=30),
        )


@pytest.mark.parametrize("key", ["frida", "carl", "gerda", "hanne", "henrik"])
def test_owner_and_audience_read_an_organisations_file(acting_as, annex, key):
    with acting_as(key) as somebody:
        found = access.get_of_organisation_for_download(actor=somebody, id=annex)
        assert (found.title, found.content) == ("Bilag 1", UPLOAD.content)
        assert [row["title"] for row in queries.of_organisation(organisation=named("gladsaxe"))] == ["Bilag 1"]


@pytest.mark.parametrize("key", ["palle", "karen", "olga", "vera"])
def test_nobody_else_reads_it(acting_as, annex, key):
    with acting_as(key) as somebody:
        assert queries.of_organisation(organisation=named("gladsaxe")) == []
        assert (counted("files_organisationfile"), counted("files_organisationfilecontent")) == (0, 0)
        with pytest.raises(Http404):
            access.get_of_organisation_for_download(actor=somebody, id=annex)


def test_the_audience_ends_on_its_day_and_when_it_is_said_anew(acting_as, annex, as_maintenance):
    def reads(key):
        with acting_as(key):
            return OrganisationFile.objects.count(), OrganisationFileContent.objects.count()

    assert reads("hanne") == (1, 1)
    as_maintenance.execute("UPDATE files_organisationfile SET until_at = now() - interval '1 second'")
    assert (reads("hanne"), reads("frida")) == ((0, 0), (1, 1))
    with acting_as("frida") as frida:
        actions.let_read(by=frida, file=annex, audience=[named("police")])
    assert (reads("hanne"), reads("palle")) == ((0, 0), (1, 1))


@pytest.mark.parametrize("key", ["hanne", "henrik", "palle", "vera"])
def test_the_audience_and_others_change_nothing(acting_as, annex, key):
    with acting_as(key) as somebody:
        with pytest.raises(Http404):
            actions.let_read(by=somebody, file=annex, audience=[somebody.organisation.id])
        with pytest.raises(Http404):
            actions.remove_of_organisation(by=somebody, file=annex, why=RemovedBecause.NEEDLESS)
        assert refused("UPDATE files_organisationfile SET audience = '{}'", []) == "0 rows"
        assert refused("UPDATE files_organisationfile SET owner_id = %s", [somebody.organisation.id]) == POLICY
        assert refused("DELETE FROM files_organisationfile", []) == "0 rows"
        insert = "INSERT INTO files_organisationfilecontent (id, content) VALUES (%s, 'x')"
        assert refused(insert, [annex]) == POLICY


def test_an_organisation_keeps_files_of_its_own_only_by_roles_that_may(acting_as, annex):
    row = (
        "INSERT INTO files_organisationfile (id, owner_id, audience, kind, size, title, digest, added_by)"
        " VALUES (%s, %s, '{}', 'png', 'small', '', '', %s)"
    )
    with acting_as("hanne") as hanne:
        assert refused(row, [ids.opaque(), named("gladsaxe"), hanne.id]) == POLICY
        assert refused(row, [ids.opaque(), named("herlev"), named("frida")]) == NOT_OWN_NAME
    with acting_as("vera") as vera, pytest.raises(NotYoursToKeepError):
        actions.keep_of_organisation(by=vera, title="Bilag", upload=UPLOAD)
    with acting_as("gerda") as gerda:
        actions.keep_of_organisation(by=gerda, title="Bilag 2", upload=UPLOAD)
        assert refused("UPDATE files_organisationfile SET title = ''", []) == POLICY


def test_a_removed_file_of_an_organisation_takes_its_content_along(acting_as, annex):
    with acting_as("frida") as frida:
        actions.remove_of_organisation(by=frida, file=annex, why=RemovedBecause.NEWER)
        assert (counted("files_organisationfile"), counted("files_organisationfilecontent")) == (0, 0)


def test_the_same_form_keeps_a_file_once(acting_as, case):
    form = ids.opaque()
    with acting_as("frida") as frida:
        for _number in range(2):
            actions.keep(by=frida, dossier=case, category=Category.PLAN, title="En", upload=UPLOAD, form=form)
        assert File.objects.count() == 1
