"""Papers are set in a process of their own, from data; whatever stands in a text, it is words and nothing else."""

import io
import json
from dataclasses import replace

import pytest
from pikepdf import Pdf

from tests import paper
from tvaers.ui.letters import typesetting
from tvaers.ui.letters.document import Attached, Document, Facts, Heading, Notice, Table, Text, render_document
from tvaers.ui.letters.pdf import Letter, render_letter
from tvaers.ui.letters.typesetting import LetterError

HOSTILE = (
    '#panic("x") #read("/etc/passwd") *fed* _kursiv_ $x^2$ `kode` @her <her> = Nej #import "@preview/a:1.0.0" \\u{41}'
    " // intet /* intet */ #{ 1 + 1 } \" ' ]) #set page(width: 1pt)"
)


def document(**changes):
    plain = Document(
        title="Prøvepartnerskabet",
        author="Gladsaxe Kommune",
        language="da",
        kicker="Partnerskabsaftale",
        mark="",
        foot="Prøvepartnerskabet",
        page="Side",
        of="af",
        blocks=(Heading(text="Parter"), Text(text="Først.\n\nSå.")),
        attached=Attached(name="tekst.json", said="Teksten", text="{}"),
    )
    return replace(plain, **changes)


def letter(text):
    plain = Letter(organisation="Gladsaxe", mark="G", subject="Kvittering", date="i dag", text=text, language="da")
    return render_letter(plain)


def test_a_document_says_what_it_is_and_is_tagged():
    content = render_document(
        document(
            mark="Udkast",
            blocks=(
                Notice(text="Binder ingen."),
                Heading(text="Parter", is_new_page=True),
                Facts(rows=(("Periode", ("fra i dag", "til i morgen")),)),
                Heading(text="Handlinger", level=3),
                Table(head=("Hvad", "Hvem"), rows=(("Møde", "Alle"),), widths=(2, 1)),
            ),
        )
    )
    with Pdf.open(io.BytesIO(content)) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "da"
        assert made.Root.ViewerPreferences.DisplayDocTitle
        with made.open_metadata() as told:
            assert told["dc:title"] == "Prøvepartnerskabet"
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
            assert told["pdfuaid:part"] == "1"
        assert not made.check_pdf_syntax()
    assert {"H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "L", "LI"} <= paper.kinds(content)
    first, second = paper.pages(content)
    assert first.endswith("Side 1 af 2")
    assert all("Udkast" in page for page in (first, second))
    assert "Parter Periode fra i dag til i morgen Handlinger Hvad Hvem Møde Alle" in second


def in_every_place(words):
    """A document that says the words wherever it says something."""
    return document(
        title=words,
        author=words,
        kicker=words,
        mark=words,
        foot=words,
        blocks=(
            Heading(text=words),
            Text(text=words),
            Notice(text=words),
            Facts(rows=((words, (words,)),)),
            Table(head=(words,), rows=((words,),), widths=(1,)),
        ),
        attached=Attached(name="tekst.json", said=words, text=words),
    )


def test_a_hostile_text_is_drawn_as_it_is_written():
    content = render_document(in_every_place(HOSTILE))
    # Where a line ends inside a word a space is read.
    drawn, written = (words.replace(" ", "") for words in (paper.text(content), HOSTILE))
    assert drawn.count(written) == 11
    assert paper.attached(content) == {"tekst.json": HOSTILE.encode()}
    assert written in paper.text(letter(HOSTILE)).replace(" ", "")


def test_signs_without_a_typeface_become_a_square_and_stay_whole_in_what_is_attached():
    words = "Møde 😀 på 中文 nu\x07 \ue000"
    content = render_document(in_every_place(words))
    assert "Møde □ på □□ nu" in paper.text(content)
    assert paper.attached(content)["tekst.json"].decode() == words
    assert "Tak □" in paper.text(letter("Tak 😀"))


def test_nothing_makes_words_stand_in_another_order_than_they_are_read():
    assert "Underskrevet af nej ja" in paper.text(letter("Underskrevet af \u202enej\u202c \u2067ja\u2069"))


@pytest.mark.parametrize("words", ["x", "#[", "a\n", "\n\n", "- "], ids=repr)
def test_the_longest_text_of_an_annex_is_set(words):
    """Without an end to the word, or to the lines: neither takes the paper away."""
    content = render_document(document(blocks=(Text(text=words * (60_000 // len(words))),)))
    assert content.startswith(b"%PDF-")


def test_what_is_too_long_is_refused_before_it_is_begun(monkeypatch):
    monkeypatch.setattr(typesetting, "_CHILD", "not asked")
    with pytest.raises(LetterError, match="too long"):
        letter("x" * 3_000_001)


@pytest.mark.parametrize(
    "body",
    [
        "import sys; sys.exit(3)",
        "print('<html>')",
        "import os; os.kill(os.getpid(), 11)",
        "import time; time.sleep(30)",
    ],
    ids=["fails", "another answer", "dies", "hangs"],
)
def test_whatever_becomes_of_the_child_the_paper_is_refused(monkeypatch, tmp_path, body):
    script = tmp_path / "child.py"
    script.write_text(body)
    monkeypatch.setattr(typesetting, "_CHILD", script)
    monkeypatch.setattr(typesetting, "WALL_SECONDS", 0.5)
    with pytest.raises(LetterError, match="not set"):
        letter("Kære Lise")


def test_one_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(typesetting, "WALL_SECONDS", 0.01)
    with typesetting._turn, pytest.raises(LetterError, match="busy"):
        letter("Kære Lise")


def test_the_words_reach_the_template_as_json_alone():
    """What the process is told is one JSON value; nothing of it is spliced into anything."""
    seen = []

    def child(_script, content, *arguments, **_limits):
        seen.append((json.loads(content), arguments))
        raise LetterError("enough")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting.apart, "answered", child)
        with pytest.raises(LetterError, match="enough"):
            letter(HOSTILE)
    ((given, arguments),) = seen
    assert given["said"]["text"] == HOSTILE
    assert arguments[:2] == ("letter.typ", "ua-1")
