"""Danish is complete and whole: nothing untranslated, no lost placeholder; and the tool that keeps it."""

import gettext
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.repo import tree
from tools import messages
from tvaers.ui.grammar import held_together

PYTHON = """
from django.utils.translation import gettext_lazy as _, npgettext, ngettext, pgettext_lazy
A = _("Two "
      "parts")
B = ngettext("%(n)d day", "%(n)d days", 3)
C = npgettext("clock", "one hour", "%(n)d hours", 4)
D = pgettext_lazy("verb", "Open")
"""
TEMPLATE = """
{% load i18n %}{# {% translate "In a comment" %} #}
<p>
      {% translate "Plain" %} {% translate "Open" context "door" as open %} {{ x|default:_("None") }}
  {% blocktranslate trimmed count n=people|length with name=_("inner") %}
    One concern
    of {{ name }}
  {% plural %}
    {{ n }} concerns of {{ name }}
  {% endblocktranslate %}
</p>
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small package with messages of every kind."""
    (tmp_path / "room/templates/room").mkdir(parents=True)
    (tmp_path / "room/actions.py").write_text(PYTHON)
    (tmp_path / "room/templates/room/a.html").write_text(TEMPLATE)
    return tmp_path


def faults_in(catalog) -> list[str]:
    """What is wrong with the Danish of a catalogue."""
    found = []
    for message in messages.entries(catalog):
        identity = messages.message_id(message)
        problem = messages.fault(identity, messages.forms(message))
        if problem or message.fuzzy:
            found.append(f"{identity}: {problem or 'fuzzy'}")
    return found


def test_danish_is_complete():
    missing = messages.missing_messages(messages.SOURCE, messages.catalogue_path(messages.SOURCE))
    assert not missing, tree.described([str(identity) for identity in missing])


def test_danish_is_whole():
    faults = faults_in(messages.read(messages.catalogue_path(messages.SOURCE)))
    assert not faults, tree.described(faults)


# One pair of quotation marks to a language: the others are somebody else's.
FOREIGN_MARKS = {"danish": re.compile(r"[“”„\"]"), "english": re.compile(r"[»«„\"]")}


def strange_marks(catalog) -> list[str]:
    """Texts in which something stands in quotation marks that are not the language's own."""
    found = []
    for message in messages.entries(catalog):
        identity = messages.message_id(message)
        texts = {"danish": messages.forms(message), "english": (identity.english, identity.plural)}
        found += [
            f"{language}: {text}" for language, said in texts.items() for text in said
            if FOREIGN_MARKS[language].search(text)
        ]  # fmt: skip
    return found


def parted(catalog) -> list[str]:
    """Danish in which a line may end between § and its number."""
    said = [text for message in messages.entries(catalog) for text in messages.forms(message)]
    return [text for text in said if held_together(text) != text]


def test_quotations_look_the_same_everywhere():
    faults = strange_marks(messages.read(messages.catalogue_path(messages.SOURCE)))
    assert not faults, tree.described(faults)


def test_a_strange_quotation_mark_is_caught():
    catalog = Catalog(locale="da")
    catalog.add("Say “yes”", "Sig »ja«")
    assert strange_marks(catalog) == []
    catalog.add("Say “no”", "Sig ”nej”")
    catalog.add("Say »perhaps«", "Sig »måske«")
    assert len(strange_marks(catalog)) == 2


def test_no_line_ends_between_a_paragraph_sign_and_its_number():
    faults = parted(messages.read(messages.catalogue_path(messages.SOURCE)))
    assert not faults, tree.described(faults)


def test_a_paragraph_sign_alone_at_the_end_of_a_line_is_caught():
    catalog = Catalog(locale="da")
    catalog.add("whole", "§\N{NO-BREAK SPACE}115")
    assert parted(catalog) == []
    catalog.add("parted", "§ 115")
    assert parted(catalog) == ["§ 115"]


def test_no_danish_is_left_over():
    catalog = messages.read(messages.catalogue_path(messages.SOURCE))
    found = messages.source_messages(messages.SOURCE)
    held = {messages.message_id(message) for message in messages.entries(catalog)}
    left = [str(identity) for identity in sorted(held - found)]
    assert not left, "run `python -m tools.messages extract`:" + tree.described(left)


def test_every_kind_of_message_is_found(source):
    assert {str(identity) for identity in messages.source_messages(source)} == {
        "Two parts",
        "%(n)d day|%(n)d days",
        "clock::one hour|%(n)d hours",
        "verb::Open",
        "door::Open",
        "Plain",
        "None",
        "inner",
        "One concern of %(name)s|%(n)s concerns of %(name)s",
    }


def test_a_missing_message_is_caught(source):
    path = messages.catalogue_path(source)
    messages.extract_messages(source, path)
    assert len(messages.missing_messages(source, path)) == 9
    messages.set_messages({"Plain": "Jævn", "door::Open": "Åben"}, path)
    assert len(messages.missing_messages(source, path)) == 7
    assert messages.main(["missing", "--source", str(source)]) == 1


@pytest.mark.parametrize(
    ("key", "danish"),
    [
        ("Hello %(name)s", "Hej"),
        ("Hello", "Hej %(name)s"),
        ("Hello %(name)s", "Hej %(navn)s"),
        ("Hello {name}", "Hej {navn}"),
        ("%(n)d day|%(n)d days", ["en dag", "dage"]),
        ("%(n)d day", ["en dag", "%(n)d dage"]),
        ("Hello", ""),
        ("Hello", 7),
    ],
)
def test_broken_danish_is_refused_and_nothing_written(source, key, danish):
    path = messages.catalogue_path(source)
    with pytest.raises(messages.InvalidMessageError):
        messages.set_messages({"Plain": "Jævn", key: danish}, path)
    assert not path.exists()


def test_broken_danish_in_the_file_is_caught():
    catalog = Catalog(locale="da")
    catalog.add("Hello %(name)s", "Hej %(navn)s")
    catalog.add("Whole", "Hel")
    assert len(faults_in(catalog)) == 1


def test_the_singular_may_leave_its_number_out(source):
    path = messages.catalogue_path(source)
    assert messages.set_messages({"%(n)d day|%(n)d days": ["en dag", "%(n)d dage"]}, path) == 1


def test_a_second_run_changes_nothing(source):
    path = messages.catalogue_path(source)
    messages.set_messages({"Plain": "Jævn", "Gone": "Væk"}, path)
    messages.extract_messages(source, path)
    first = path.read_bytes()
    assert b'#~ msgid "Gone"' in first
    assert messages.extract_messages(source, path) == (0, 0)
    messages.set_messages({"Plain": "Jævn"}, path)
    assert path.read_bytes() == first


def test_a_vanished_message_comes_back_with_its_danish(source):
    path = messages.catalogue_path(source)
    messages.set_messages({"Gone": "Væk"}, path)
    messages.extract_messages(source, path)
    (source / "room/rules.py").write_text('A = _("Gone")')
    messages.extract_messages(source, path)
    assert "Gone" not in {str(identity) for identity in messages.missing_messages(source, path)}


def test_several_writers_lose_nothing(source):
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tools.messages", "set", "--source", str(source)],
            cwd=tree.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(3)
    ]
    for number, writer in enumerate(writers):
        writer.communicate(json.dumps({f"Word {number}": f"Ord {number}"}))
    catalog = messages.read(messages.catalogue_path(source))
    assert len(list(messages.entries(catalog))) == 3


def test_the_program_reads_what_is_compiled(source):
    messages.set_messages({"Plain": "Jævn"}, messages.catalogue_path(source))
    messages.compile_messages(source)

    danish = gettext.translation("django", source / "locale", languages=["da"])
    assert danish.gettext("Plain") == "Jævn"
