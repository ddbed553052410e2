"""Hostile files are refused with a reason, or come out harmless, in a process of their own (security.md, test 33)."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from tests import hostile_documents
from tests import hostile_files as hostile
from tvaers.files import cleaning
from tvaers.files.washing import documents, kinds
from tvaers.files.washing.kinds import ADDRESS_SPACE, Kind, UncleanError, Why
from tvaers.ui.letters.pdf import Letter, render_letter

DOES_SOMETHING = {"/OpenAction", "/AA", "/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFiles", "/EF", "/AF", "/XFA"}
DOES_SOMETHING |= {"/AcroForm", "/Annots", "/Names", "/RichMedia", "/Metadata", "/PieceInfo", "/Ref", "/Encrypt", "/OC"}


def keys_in(document):
    for one in document.objects:
        if isinstance(one, Dictionary | Stream):
            yield from one.keys()


def assert_harmless(clean):
    assert hostile.MARK not in clean.content
    if clean.kind is Kind.PDF:
        with Pdf.open(io.BytesIO(clean.content)) as document:
            assert not any(hostile.MARK in each for each in hostile_documents.strings_in(document))
            assert not set(keys_in(document)) & DOES_SOMETHING
            assert set(document.Root.keys()) == {"/Type", "/Pages"}
            assert not document.is_encrypted
            assert not set(document.trailer.keys()) & {"/Info", "/Encrypt"}
            assert not document.check_pdf_syntax()
        assert clean.content.rstrip().endswith(b"%%EOF")
        return
    with Image.open(io.BytesIO(clean.content)) as picture:
        picture.load()
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert getattr(picture, "n_frames", 1) == 1
    assert clean.content.endswith(b"\xff\xd9" if clean.kind is Kind.JPEG else b"IEND\xaeB`\x82")


@pytest.mark.parametrize("name", hostile.names())
def test_it_is_refused_with_a_reason_or_comes_out_harmless(name, printed):
    file = hostile.made(name)
    if file.why:
        with pytest.raises(UncleanError) as refused:
            cleaning.measured(file.content)
        assert refused.value.why in file.why
        spent, came = getattr(refused.value, "spent", None), f"refused, {refused.value.why}"
    else:
        clean, spent = cleaning.measured(file.content)
        assert_harmless(clean)
        came = f"{len(clean.content):,} bytes of {clean.kind}"
    took = f"{spent.seconds:.2f} s, {(spent.space or 0) / 2**20:.0f} MB of addresses" if spent else "not looked into"
    printed(f"{name}: {len(file.content):,} bytes → {came}; {took}")
    assert spent is None or (spent.space or 0) <= ADDRESS_SPACE


def test_there_are_at_least_thirty_kinds():
    assert len(hostile.names()) >= 30


@pytest.mark.parametrize("control", ["JPEG with a place in its EXIF", "PDF with a script for its opening"])
def test_the_detector_sees_what_is_there(control):
    content = hostile.made(control).content
    with pytest.raises(AssertionError):
        assert_harmless(cleaning.Clean(kind=kinds.kind_of(content), content=content))


def test_a_picture_is_turned_as_it_was_held():
    clean = cleaning.clean(hostile.jpeg((40, 30), exif=hostile.exif()))
    with Image.open(io.BytesIO(clean.content)) as picture:
        assert picture.size == (30, 40)


def test_a_picture_looks_as_before():
    came = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    for form, most in (("PNG", 0), ("JPEG", 4)):
        clean = cleaning.clean(hostile._saved(came, form))
        with Image.open(io.BytesIO(clean.content)) as picture:
            pairs = zip(came.tobytes(), picture.tobytes(), strict=True)
            assert max(abs(one - other) for one, other in pairs) <= most


def test_a_deep_grey_picture_keeps_its_greys():
    came = Image.new("I;16", (4, 1))
    for place, value in enumerate((0, 255, 0x7FFF, 0xFFFF)):
        came.putpixel((place, 0), value)
    with Image.open(io.BytesIO(cleaning.clean(hostile._saved(came, "PNG")).content)) as picture:
        assert picture.tobytes() == bytes((0, 0, 127, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_of_a_picture_comes_through(mode):
    came = Image.linear_gradient("L").resize((16, 16)).convert("RGBA").convert(mode)
    with Image.open(io.BytesIO(cleaning.clean(hostile._saved(came, "PNG")).content)) as picture:
        assert picture.convert("RGBA").tobytes() == came.convert("RGBA").tobytes()


def test_a_very_large_photograph_comes_out_smaller():
    clean = cleaning.clean(hostile.jpeg((8_000, 6_000)))
    with Image.open(io.BytesIO(clean.content)) as picture:
        assert picture.size == (4_000, 3_000)


def filled_form(document):
    """What somebody typed into a form's field, as a reader draws it."""
    drawn = document.make_stream(
        b"BT /F1 9 Tf 2 2 Td (Ja tak) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 90, 20]),
        Resources=document.pages[0].obj.Resources,
    )
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("svar"),
            V=String("Ja tak"),
            Rect=Array([10, 10, 100, 30]),
            F=4,
            AP=Dictionary(N=drawn),
            AA=Dictionary(K=hostile_documents.script()),
        )
    )
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def test_what_was_typed_into_a_form_is_drawn_into_the_page():
    clean = cleaning.clean(hostile.pdf(filled_form))
    assert_harmless(clean)
    with Pdf.open(io.BytesIO(clean.content)) as document:
        assert any(b"Ja tak" in each for each in hostile_documents.strings_in(document))
        assert any(b"(Samtykke)" in each for each in hostile_documents.strings_in(document))


def test_a_letter_of_ours_comes_through():
    """A document as programs make them today: fonts of its own, a structure, packed objects."""
    letter = Letter(organisation="Prøveby", mark="ga", subject="Samtykke", date="", text="Vi siger ja.", language="da")
    came = render_letter(letter)
    clean = cleaning.clean(came)
    assert_harmless(clean)
    with Pdf.open(io.BytesIO(came)) as before, Pdf.open(io.BytesIO(clean.content)) as after:
        drawn = [page.Contents.read_bytes() for page in after.pages]
        assert drawn == [page.Contents.read_bytes() for page in before.pages]
        assert [set(page.resources.Font.keys()) for page in after.pages] == [
            set(page.resources.Font.keys()) for page in before.pages
        ]


def test_a_picture_inside_a_document_stays_as_sharp_as_it_came():
    clean = cleaning.clean(hostile.made("PDF with a photograph that knows its place").content)
    with Pdf.open(io.BytesIO(clean.content)) as document:
        (inner,) = document.pages[0].get_images().values()
        with Image.open(io.BytesIO(inner.read_raw_bytes())) as picture:
            assert picture.tobytes() == Image.open(io.BytesIO(hostile.jpeg())).tobytes()


# --- the process ------------------------------------------------------------------------------------


def child_that(monkeypatch, tmp_path, body):
    script = tmp_path / "child.py"
    script.write_text(body)
    monkeypatch.setattr(cleaning, "_CHILD", script)


@pytest.mark.parametrize(
    "body",
    [
        "import os, sys; sys.stdin.buffer.read(); os.kill(os.getpid(), 11)",
        "import sys; sys.stdin.buffer.read(); print('clean png 1 1'); print('<script>')",
        "import sys; sys.stdin.buffer.read(); sys.exit(3)",
        "import sys; sys.exit(0)",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'x' * 10**9)",
        "import sys; sys.stdin.buffer.read(); print('clean pdf 1 1'); print('%PDF-1.4')",
        "import sys; sys.stdin.buffer.read(); print('refused')",
        "import sys, os; sys.stdin.buffer.read(); os.write(1, b'clean png 1 1\\n\\x89PNG\\r\\n\\x1a\\n'); sys.exit(3)",
    ],
    ids=["dies", "a web page", "fails", "hears nothing", "never ends", "another kind", "half", "fails at last"],
)
def test_whatever_the_child_does_the_file_is_refused(monkeypatch, tmp_path, body):
    child_that(monkeypatch, tmp_path, body)
    with pytest.raises(UncleanError) as refused:
        cleaning.clean(hostile.png() + bytes(2_000_000))
    assert refused.value.why is Why.HEAVY


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(cleaning, "WALL_SECONDS", 0.5)
    answer = r"os.write(1, b'clean png 1 1\n\x89PNG\r\n\x1a\n')"
    child_that(monkeypatch, tmp_path, f"import os, sys, time; sys.stdin.buffer.read(); time.sleep(20); {answer}")
    with pytest.raises(UncleanError) as refused:
        cleaning.clean(hostile.png())
    assert refused.value.why is Why.HEAVY


def test_one_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(cleaning, "WALL_SECONDS", 0.01)
    with cleaning._turn, pytest.raises(UncleanError) as refused:
        cleaning.clean(hostile.png())
    assert refused.value.why is Why.BUSY


def test_the_child_can_open_nothing_and_start_nothing(monkeypatch, tmp_path):
    """A library that was taken over finds neither a file, nor the network, nor a secret in its surroundings."""
    tries = "\n".join(
        [
            "import sys, os, socket",
            f"sys.path.insert(0, {str(hostile.__file__).rsplit('/tests/', 1)[0] + '/src'!r})",
            "from tvaers.files.washing import __main__ as child",
            "sys.stdin.buffer.read(); child._give_up_rights(); done = []",
            "def attempt(name, call):",
            "    try: call(); done.append(name)",
            "    except (OSError, MemoryError): pass",
            "attempt('read', lambda: open('/etc/passwd'))",
            "attempt('write', lambda: open('written', 'w'))",
            "attempt('connect', lambda: socket.socket())",
            "attempt('pipe', os.pipe)",
            "attempt('allocate', lambda: bytearray(256 * 2**20))",
            "secrets = [name for name in os.environ if 'TVAERS' in name or 'DJANGO' in name]",
            "sys.stdout.write(f'{done} {secrets}'); sys.stdout.flush()",
        ]
    )
    child_that(monkeypatch, tmp_path, tries)
    monkeypatch.setenv("TVAERS_SECRETS", "/somewhere")
    assert cleaning._asked(b"x")[0] == b"[] []"


def test_limits_bind_before_anything_is_unpacked():
    limits = pikepdf.settings.get_qpdf_limits()
    assert limits["flate_max_memory"] == kinds.MOST_UNPACKED // 2
    assert {"/A", "/AA", "/JS", "/EF", "/Metadata"} <= documents.DROPPED
