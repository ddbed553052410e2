"""Nothing an assessment asks, keeps or sorts by is a number, a colour or a grade about somebody (R13)."""

import ast
import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from tests.repo import tree
from tests.repo.test_records import NUMERIC, is_number, rooms
from tvaers.assessments import documents, rules, words
from tvaers.assessments.documents import Question, Wrong, parse
from tvaers.assessments.enums import Kind
from tvaers.assessments.starting import starters
from tvaers.foundation.records import NumberKind
from tvaers.sharing.sealing import SealedTextField

# How a question can be answered: by words, in own words, or by the drawing that the case keeps. A kind that is added
# has to be thought about here.
WORDS_ALONE = {"choice", "choices", "text", "network"}
# What a number in these tables may be: where something stands, which edition it is, what it tells about.
KINDS = {NumberKind.ORDER, NumberKind.VERSION, NumberKind.MASK, NumberKind.CODE}
# What rows are put in order by: days, names, and the place that somebody gave them.
ORDERS = re.compile(r"^-?(?:\w*_at|at|\w*_on|day|number|title|name|place|id|pk)$")
COUNTING = {"Sum", "Avg", "StdDev", "Variance", "Count", "Rank", "DenseRank", "RowNumber", "Ntile", "PercentRank"}
SCALES = ["nul", "en", "to", "tre", "fire", "fem", "ti", "toogtyve", "hundrede", "one", "seven", "sixteen", "forty"]
HUES = ["rød", "gult", "grønne", "orange", "blå", "sort", "hvid", "red", "yellow", "green", "amber", "mørkerød"]
GRADES = ["point", "niveau", "score", "grad", "trin", "karakter", "høj", "lav", "middel", "level", "points", "A", "b"]
ROMAN = ["I", "ii", "III", "iv", "V", "viii", "IX", "Ⅳ", "ⅷ", "XIV"]
FIGURES = ["1", "7", "12", "5 ", "٣", "५", "½", "²", "③", "\uff11", "3/5", "1.", "100 %", "0"]
SIGNS = ["★", "🔴", "🟢", "🙂", "▲"]
DRESSES = ["{}", " {} ", "({})", "{}.", "– {}", "»{}«", "{}!", "\u200b{}", "{}\u00a0", "[{}]", "{}:", "* {}"]


def dressed(word: str, *, dress: str, case: str, wide: bool) -> str:
    """Return a word in other clothes: another case, letters of double width, signs around it."""
    shaped: str = getattr(word, case)()
    if wide:
        shaped = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in shaped)
    return dress.format(shaped)


DRESSED = {
    "dress": st.sampled_from(DRESSES),
    "case": st.sampled_from(["lower", "upper", "title", "swapcase"]),
    "wide": st.booleans(),
}
BAD = st.sampled_from([*SCALES, *HUES, *GRADES, *ROMAN, *FIGURES, *SIGNS])
JOINED = st.lists(st.sampled_from([*SCALES, *HUES, *GRADES, *ROMAN, "zone", "ud af"]), min_size=1, max_size=3)


def asking(*choices: str) -> dict[str, Any]:
    question = {"key": "q", "text": "Hvordan?", "kind": "choice", "choices": list(choices)}
    return {"sections": [{"key": "s", "title": "Skole", "questions": [question]}]}


def is_taken(*choices: str) -> bool:
    """Tell whether a template with these words to choose would be taken."""
    try:
        parse(asking(*choices))
    except Wrong:
        return False
    return True


# --- what is asked ----------------------------------------------------------------------------------------


@given(word=BAD, **DRESSED)
def test_no_figure_colour_or_grade_is_a_word_to_choose(word, dress, case, wide):
    assert not is_taken("Ja", dressed(word, dress=dress, case=case, wide=wide))


@given(parts=JOINED.filter(lambda parts: set(parts) != {"zone"}), joint=st.sampled_from([" ", "-", " – "]))
def test_nor_are_several_of_them(parts, joint):
    assert not is_taken("Ja", joint.join(parts))


@given(figure=st.characters(categories=["Nd", "Nl", "No"]), before=st.text("abcæøå ", max_size=9))
def test_no_figure_of_any_script_stands_in_a_word(figure, before):
    assert not is_taken("Ja", f"{before}{figure}")


@pytest.mark.parametrize("word", ["12", "rød", "Niveau tre", "🔴 Ja", "B"])
def test_the_check_is_what_refuses_them(word, monkeypatch):
    assert not is_taken("Ja", word)
    monkeypatch.setattr(documents, "check_word", lambda _word: "")
    assert is_taken("Ja", word)


@pytest.mark.parametrize(
    "word",
    [
        "Ja",
        "Nej",
        "Delvist",
        "Nej, ikke endnu",
        "Ja, begge",
        "Kommer i Røde Kors",
        "Et andet sted",
        "I klubben eller foreningen",
        "En gang om ugen",
        "Sort arbejde",
        "Vi ved det ikke",
        "To voksne i hjemmet",
        "På gaden eller stationen",
        "Mild uro",
        "Mix af flere ting",
    ],
)
def test_plain_words_are_words(word):
    assert words.check_word(word) == ""
    assert is_taken(word, "Ved vi ikke")


def test_every_kind_of_question_is_answered_in_words():
    assert {kind.value for kind in Kind} == WORDS_ALONE
    texts = {name: str(each.type) for name, each in rules.Answer.__dataclass_fields__.items()}
    assert not {name for name, kind in texts.items() if re.search(r"int|float|Decimal", kind)}
    asked = {name: str(each.type) for name, each in Question.__dataclass_fields__.items()}
    assert not {name for name, kind in asked.items() if re.search(r"int|float|Decimal|weight|score|colour", kind)}


def test_the_templates_that_come_along_ask_in_words():
    found = starters()
    assert set(found) >= {
        *("ressourcer-og-risici", "bekymring", "netvaerk", "log"),
        *("bekymringssamtale", "ekstremisme", "familien", "den-unge"),
    }
    faults = [
        f"{name}: {question.text}: {word}"
        for name, package in found.items()
        for section in package.document.sections
        for question in section.questions
        for word in question.choices
        if words.check_word(word)
    ]
    assert not faults, tree.described(faults)
    assert not [name for name, package in found.items() if not package.source]


@pytest.mark.parametrize("name", ["weight", "points", "score", "colour", "order", "max"])
def test_a_question_or_section_carries_nothing_that_could_be_added_up(name):
    shape = asking("Ja", "Nej")
    for place in (shape, shape["sections"][0], shape["sections"][0]["questions"][0]):
        place[name] = 3
        with pytest.raises(Wrong):
            parse(shape)
        del place[name]
    assert parse(shape)


# --- what is kept -----------------------------------------------------------------------------------------


def number_faults(room: str) -> Iterator[str]:
    """Numbers in a room's tables that are not a place, an edition or a category."""
    records = {record.field: record for record in importlib.import_module(f"{room}.records").RECORDS}
    config = next(config for config in apps.get_app_configs() if config.name == room)
    for model in config.get_models():
        if model._meta.ordering:
            yield f"{model.__name__}: rows are put in order by whoever reads them, not by the table"
        for field in model._meta.local_fields:
            name = f"{model.__name__}.{field.name}"
            record = records.get(name)
            if record is not None and record.personal and is_number(field) and record.number not in KINDS:
                yield f"{name}: {record.number}"


def test_the_tables_of_assessments_hold_no_number_but_places_editions_and_categories():
    assert not list(number_faults("tvaers.assessments"))


def test_what_was_answered_lies_sealed():
    held = {
        (model.__name__, field.name): field
        for model in apps.get_app_config("assessments").get_models()
        for field in model._meta.local_fields
    }
    for model, name in (
        *(("AssessmentPart", each) for each in ("asked", "answers")),
        *(("Conclusion", each) for each in ("words", "reason")),
        ("SecondReading", "words"),
    ):
        assert isinstance(held[model, name], SealedTextField), (model, name)
    numbers = {name for (_model, name), field in held.items() if isinstance(field, NUMERIC)}
    assert numbers == {"category", "version", "place", "number", "edition"}


def test_no_number_about_a_person_anywhere_is_a_measure_of_them():
    allowed = set(NumberKind)
    assert {kind.name for kind in allowed} <= {"AGE", "ORDER", "VERSION", "AMOUNT", "CODE", "MASK"}
    faults = [
        f"{room}: {record.field}"
        for room in rooms()
        for record in importlib.import_module(f"{room}.records").RECORDS
        if record.number is not None and record.number not in allowed
    ]
    assert not faults, tree.described(faults)


# --- what is put in order ---------------------------------------------------------------------------------


def order_faults(source: str) -> Iterator[str]:
    """Orders by something else than a day, a name or a place, and what adds rows up."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in COUNTING:
            yield f"line {node.lineno}: {called}"
        if called == "order_by":
            for each in node.args:
                said = ast.unparse(each).strip("'\"")
                if not ORDERS.match(said.rpartition("__")[2]):
                    yield f"line {node.lineno}: order_by {said}"


def test_nothing_sorts_or_adds_up_assessments():
    folders = ("assessments", "web/assessments", "web/templating")
    files = [file for folder in folders for file in (tree.ROOT / "src/tvaers" / folder).rglob("*.py")]
    assert len(files) > 10
    faults = [f"{file.name}: {fault}" for file in files for fault in order_faults(file.read_text(encoding="utf-8"))]
    assert not faults, tree.described(faults)


@pytest.mark.parametrize("source", ["rows.order_by('score')", "rows.order_by('-risk')", "rows.aggregate(Sum('x'))"])
def test_an_order_or_a_sum_is_caught(source):
    assert list(order_faults(source))
    assert not list(order_faults("rows.order_by('-about_on', 'id')"))


class Scored(models.Model):
    """A bad sample: rows that put themselves in order."""

    danger = models.IntegerField()

    class Meta:
        """Never a table."""

        app_label = "scored"
        managed = False
        ordering = ("danger",)


def test_a_table_that_puts_people_in_order_is_caught(monkeypatch):
    config = apps.get_app_config("assessments")
    assert not list(number_faults(config.name))
    monkeypatch.setattr(config, "get_models", lambda: [Scored])
    assert list(number_faults(config.name))
