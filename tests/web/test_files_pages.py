"""Files in the pages: added, listed, fetched and removed; what is refused says why at its field and loses nothing."""

import html
import io
import re

import pytest
from django.core.files import temp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation
from PIL import Image

from tests import case_scene as scene
from tests import hostile_files as hostile
from tests.cast import named
from tests.headers import loose
from tvaers.audit.models import Event
from tvaers.files import actions
from tvaers.files.cleaning import Clean
from tvaers.files.fields import AGAIN, REFUSED
from tvaers.files.models import File, FileContent
from tvaers.files.receiving import InMemory
from tvaers.files.washing.kinds import MOST_BYTES, Kind, Why
from tvaers.foundation import ids
from tvaers.guard.enums import Category
from tvaers.ui.attachments import SANDBOX, file_name

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD = Clean(kind=Kind.PNG, content=hostile.png())


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.fixture
def kept(acting_as, case):
    """A function that keeps a file with a title."""

    def keep(title="Underskrevet samtykke", category=Category.PLAN):
        with acting_as("frida") as frida:
            return actions.keep(by=frida, dossier=case, category=category, title=title, upload=UPLOAD)

    return keep


def chosen(content, name="samtykke.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, content_type=kind)


def sent(client, case, file, **changes):
    data = {"title": "Underskrevet samtykke", "category": "1", "form": ids.opaque(), "file": file}
    given = {name: value for name, value in {**data, **changes}.items() if value is not None}
    return client.post(reverse("cases:file-add", args=[case]), given)


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_a_file_is_added_listed_fetched_and_removed(client_for, acting_as, case):
    client = client_for("alice")
    answer = sent(client, case, chosen(hostile.pdf()))
    assert answer.status_code == 302
    assert "Filen er vedhæftet." in text(client.get(answer.url))
    page = text(client.get(reverse("cases:files", args=[case])))
    assert "Underskrevet samtykke" in page
    assert "PDF, under 1 MB · Plan og opgaver" in page
    with acting_as("alice"):
        (file,) = File.objects.values_list("id", flat=True)
    fetched = client.get(reverse("files:download", args=[file]))
    assert fetched.content.startswith(b"%PDF-")
    assert "Filen er fjernet." in text(
        client.post(reverse("cases:file-remove", args=[case, file]), {"why": "newer"}, follow=True)
    )
    assert client.get(reverse("files:download", args=[file])).status_code == 404
    with acting_as("alice"):
        assert not FileContent.objects.exists()
        assert Event.objects.get(name="files.removed").detail["why"] == "newer"
    timeline = text(client.get(reverse("cases:timeline", args=[case]) + "?kind=entries"))
    assert "En fil blev fjernet" in timeline
    assert "En nyere træder i stedet." in timeline


def test_it_is_given_out_as_an_attachment_and_nothing_else(client_for, kept):
    file = kept("Brev til hjemmet, åben rådgivning")
    for key, more in (("alice", {}), ("frida", {"Range": "bytes=0-3"})):
        answer = client_for(key).get(reverse("files:download", args=[file]), headers=more)
        assert answer.status_code == 200
        assert answer.content == UPLOAD.content
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"] == (
            'attachment; filename="Brev til hjemmet aben radgivning.png";'
            " filename*=UTF-8''Brev%20til%20hjemmet%2C%20%C3%A5ben%20r%C3%A5dgivning.png"
        )
        assert answer["Content-Security-Policy"] == SANDBOX
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Accept-Ranges"] == "none"
        assert not list(loose(answer.headers, is_sent=True))


def test_fetching_leaves_a_ticket_and_a_line(client_for, acting_as, kept, case, as_maintenance):
    client_for("frida").get(reverse("files:download", args=[kept(category=Category.HEALTH)]))
    tickets = as_maintenance.execute(
        "SELECT t.route, o.status, s.categories FROM audit_ticket t JOIN audit_outcome o ON o.ticket_id = t.id"
        " JOIN audit_seen s ON s.ticket_id = t.id WHERE s.dossier_id = %s AND t.route = 'files:download'",
        [case],
    ).fetchall()
    assert tickets == [("files:download", 200, int(Category.HEALTH))]


@pytest.mark.parametrize("key", ["hanne", "olga", "carl", "vera"])
def test_nobody_else_gets_at_it(client_for, case, kept, key):
    client, file = client_for(key), kept()
    for name, arguments in (
        ("cases:files", [case]),
        ("cases:file-add", [case]),
        ("cases:file-remove", [case, file]),
        ("files:download", [file]),
        ("files:download-of-organisation", [file]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code in {403, 404}, name
    assert sent(client, case, chosen(hostile.pdf())).status_code in {403, 404}


def test_a_receiver_fetches_what_was_shared_and_changes_nothing(client_for, acting_as, case, kept):
    plan, note = kept("Den aftalte plan"), kept("Et brev", Category.ENTRY)
    scene.share(acting_as, case, Category.PLAN)
    client = client_for("hanne")
    page = text(client.get(reverse("cases:files", args=[case])))
    assert "Den aftalte plan" in page
    assert "Et brev" not in page
    assert "Fjern" not in page
    assert client.get(reverse("files:download", args=[plan])).status_code == 200
    assert client.get(reverse("files:download", args=[note])).status_code == 404
    assert client.get(reverse("cases:file-remove", args=[case, plan])).status_code == 403
    assert client.get(reverse("cases:file-add", args=[case])).status_code == 403


# --- the field ----------------------------------------------------------------------------------------


def test_the_limit_is_said_beforehand(client_for, case):
    page = text(client_for("alice").get(reverse("cases:file-add", args=[case])))
    assert "PDF, PNG eller JPEG, højst 20 MB." in page
    assert f'data-most="{MOST_BYTES}"' in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: b"", Why.EMPTY),
        (lambda: b"%PDF-" + bytes(MOST_BYTES), Why.LARGE),
        (lambda: hostile.package(a=b"x"), Why.KIND),
        # A picture of nearly a gigabyte, which must not be made where it is not tried.
        (lambda: hostile.png((30_000, 30_000), "1"), Why.PIXELS),
        (lambda: hostile.pdf()[:150], Why.DAMAGED),
    ],
    ids=["empty", "too large", "wrong kind", "bomb", "damaged"],
)
def test_what_is_refused_says_why_at_its_field_and_keeps_what_was_typed(client_for, acting_as, case, made, why):
    answer = sent(client_for("alice"), case, chosen(made()), title="Brev fra skolen", category="4")
    page = text(answer)
    assert answer.status_code == 200
    assert 'value="Brev fra skolen"' in page
    assert re.search(r'value="4"[^>]* checked', page)
    with translation.override("da"):
        assert str(REFUSED[why]) in page
    with acting_as("alice"):
        assert not File.objects.exists()


def test_when_something_else_is_wrong_the_file_is_asked_for_again(client_for, case):
    page = text(sent(client_for("alice"), case, chosen(hostile.pdf()), title=""))
    with translation.override("da"):
        assert str(AGAIN) in page
    assert "Skriv, hvad filen er." in page
    # A file that cannot be kept says that, and not both.
    page = text(sent(client_for("alice"), case, chosen(b"x"), title=""))
    with translation.override("da"):
        assert str(AGAIN) not in page


def test_sent_twice_it_is_there_once(client_for, acting_as, case):
    client, form = client_for("alice"), ids.opaque()
    for _number in range(2):
        assert sent(client, case, chosen(hostile.pdf()), form=form).status_code == 302
    with acting_as("alice"):
        assert (File.objects.count(), FileContent.objects.count()) == (1, 1)


def test_nothing_chosen_is_asked_for(client_for, case):
    page = text(sent(client_for("alice"), case, None))
    assert "Vælg en fil." in page


@pytest.mark.parametrize("name", [name for name in hostile.NAMES.values() if name])
def test_a_files_own_name_is_not_kept_and_does_no_harm(client_for, acting_as, case, as_maintenance, name):
    answer = sent(client_for("alice"), case, chosen(hostile.png(), name=name, kind="text/html"))
    # A name that ends the header it stands in leaves no file, which is asked for.
    assert answer.status_code in {302, 200}
    if answer.status_code == 302:
        with acting_as("alice"):
            row = File.objects.values("id", "kind").get()
        assert row["kind"] == "png"
        said = client_for("alice").get(reverse("files:download", args=[row["id"]]))["Content-Disposition"]
        assert said.startswith('attachment; filename="Underskrevet samtykke.png";')


@pytest.mark.parametrize("title", hostile.NAMES.values(), ids=hostile.NAMES)
def test_a_title_becomes_a_name_that_is_safe_anywhere(title):
    name = file_name(title, "pdf")
    stem = name.removesuffix(".pdf")
    assert name == f"{stem}.pdf"
    assert not re.search(r"[\\/:*?\"<>|%;\x00-\x1f\x7f.\N{RIGHT-TO-LEFT OVERRIDE}]", stem)
    assert 0 < len(stem) <= 84
    assert stem == stem.strip()
    assert stem.lower() not in {"con", "prn", "aux", "nul"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Referat 29. november", "Referat 29 november.pdf"),
        ("Plan v1.2", "Plan v1-2.pdf"),
        ("aftale.exe", "aftale-exe.pdf"),
    ],
)
def test_a_day_in_a_title_stays_readable_in_the_name(title, name):
    assert file_name(title, "pdf") == name


def test_a_photograph_leaves_without_its_place(client_for, acting_as, case):
    client = client_for("alice")
    assert sent(client, case, chosen(hostile.jpeg(exif=hostile.exif()), "IMG_1.JPG")).status_code == 302
    with acting_as("alice"):
        file = File.objects.values_list("id", flat=True).get()
    fetched = client.get(reverse("files:download", args=[file])).content
    assert hostile.MARK not in fetched
    with Image.open(io.BytesIO(fetched)) as picture:
        assert not picture.getexif()


def test_a_role_that_does_not_see_a_category_is_not_offered_it(client_for, case):
    assert 'value="128"' not in text(client_for("alice").get(reverse("cases:file-add", args=[case])))
    assert 'value="128"' in text(client_for("frida").get(reverse("cases:file-add", args=[case])))
    assert "Vælg, hvad filen handler om." in text(sent(client_for("alice"), case, chosen(hostile.pdf()), category=None))
    assert sent(client_for("alice"), case, chosen(hostile.pdf()), category="128").status_code == 200


def test_what_is_sent_stays_in_memory(client_for, case, monkeypatch, tmp_path):
    """Django's own way writes more than 2.5 MB to a temporary file, in the clear."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(temp, "NamedTemporaryFile", refuse)
    assert sent(client_for("alice"), case, chosen(b"%PDF-" + bytes(6_000_000))).status_code == 200


def test_of_what_is_too_large_only_its_size_is_kept():
    handler = InMemory()
    for most in (MOST_BYTES, MOST_BYTES + 1, 3):
        handler.new_file("file", "scan.pdf", "application/pdf", most)
        for start in range(0, most, 2**20):
            handler.receive_data_chunk(bytes(min(2**20, most - start)), start)
        kept = handler.file_complete(most)
        # Of one request: what comes after too much is too much as well.
        assert (kept.size, len(kept.read())) == (most, most if most == MOST_BYTES else 0)


def test_what_is_sent_is_read_before_the_transaction_opens(client_for, case, monkeypatch):
    open_then = []
    before = InMemory.file_complete
    monkeypatch.setattr(
        InMemory, "file_complete", lambda self, size: open_then.append(connection.in_atomic_block) or before(self, size)
    )
    sent(client_for("alice"), case, chosen(hostile.pdf()))
    assert open_then == [False]


def test_an_organisations_file_is_fetched_by_its_audience(client_for, acting_as):
    with acting_as("frida") as frida:
        file = actions.keep_of_organisation(by=frida, title="Bilag 1", upload=UPLOAD, audience=[named("herlev")])
    url = reverse("files:download-of-organisation", args=[file])
    for key, status in (("signe", 200), ("hanne", 200), ("palle", 404), ("olga", 404)):
        assert client_for(key).get(url).status_code == status, key


def test_wrong_methods(client_for, case, kept):
    client, file = client_for("alice"), kept()
    assert client.post(reverse("files:download", args=[file])).status_code == 405
    assert client.post(reverse("cases:files", args=[case])).status_code == 405
