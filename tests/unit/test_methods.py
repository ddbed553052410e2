"""How we work: the marks of a page, the starter pages, and the steps of a version."""

import pytest

from tests.repo import tree
from tvaers.foundation.unnamed import likely_names, looks_like_number
from tvaers.methods.enums import VersionState
from tvaers.methods.models import BODY, LINE, SUMMARY, TITLE
from tvaers.methods.rules import STEPS, WrongStateError, check_step
from tvaers.web.methods.forms import KNOWN
from tvaers.web.methods.reading import Block, Piece, blocks
from tvaers.web.methods.starters import TEXTS, read, starters


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("En linje.\nOg en til.\n\nNyt afsnit.", [("text", "En linje.", "Og en til."), ("text", "Nyt afsnit.")]),
        ("## Før\n## Ude", [("heading", "Før"), ("heading", "Ude")]),
        ("##Uden mellemrum", [("heading", "Uden mellemrum")]),
        ("- a\n- b\n\n- c", [("points", "a", "b"), ("points", "c")]),
        ("1. a\n2. b", [("steps", "a", "b")]),
        ("Sådan:\n- a\n  og mere\n1. b", [("text", "Sådan:"), ("points", "a og mere"), ("steps", "b")]),
        ("2026 var et år.\n1.000 kroner", [("text", "2026 var et år.", "1.000 kroner")]),
        ("<b>fed</b> & **fed**", [("text", "<b>fed</b> & **fed**")]),
        ("#", []),
        ("- \n-", [("text", "-", "-")]),
        ("a\r\nb", [("text", "a", "b")]),
    ],
)
def test_a_text_is_read_as_its_marks_say(text, pieces):
    assert blocks(text) == [Block(Piece(piece), tuple(lines)) for piece, *lines in pieces]


def test_no_word_of_a_text_is_lost():
    for each in starters().values():
        said = " ".join(line for block in blocks(each.told.body) for line in block.lines).split()
        written = [word for word in each.told.body.split() if word not in {"##", "-"} and not word[:-1].isdigit()]
        assert [word for word in said if not word[:-1].isdigit()] == written, each.name


def faults_of(starter):
    """What keeps a starter page from being taken over as it stands, or makes it too long to be read."""
    told = starter.told
    texts = (told.title, told.summary, told.body, told.source)
    words = len(told.body.split())
    return [
        *([f"{words} words"] if not 150 <= words <= 300 else []),
        *(["too long"] if [*map(len, texts)] > [TITLE, SUMMARY, BODY, LINE] else []),
        *(["a number"] if any(map(looks_like_number, texts)) else []),
        *(f"a name: {name}" for text in texts for name in likely_names(text, known=KNOWN)),
        *([] if told.source else ["no source"]),
        *([] if starter.places else ["shown nowhere"]),
        *(["quotes"] if '"' in "".join(texts) or "“" in "".join(texts) else []),
        *(["no steps"] if not {Piece.HEADING, Piece.POINTS} <= {block.piece for block in blocks(told.body)} else []),
    ]


def test_every_starter_page_can_be_taken_over_as_it_stands():
    assert len(starters()) == len(list(TEXTS.iterdir())) >= 5
    faults = [f"{name}: {fault}" for name, starter in starters().items() for fault in faults_of(starter)]
    assert not faults, tree.described(faults)


def test_what_a_lawyer_has_to_confirm_says_so():
    lawful = [each for each in starters().values() if "§" in f"{each.told.title}{each.told.source}{each.told.body}"]
    assert lawful
    for each in lawful:
        assert "bekræftes af jeres jurist" in each.told.body, each.name


def test_a_bad_starter_page_is_found():
    text = 'topic: ssp\ntitle: T\nsummary: S\nsource: Mohammed\nplaces: street\n\n010203-1234 "hej"'
    found = faults_of(read("bad", text))
    assert {"3 words", "2 words"} & set(found)
    assert {"a number", "a name: Mohammed", "quotes", "no steps"} <= set(found)
    with pytest.raises(ValueError, match="noget"):
        read("bad", text.replace("street", "noget"))


def test_the_steps_are_whole():
    assert set(STEPS) == set(VersionState)
    check_step(VersionState.DRAFT, VersionState.IN_USE)
    for was in VersionState:
        for to in set(VersionState) - STEPS[was]:
            with pytest.raises(WrongStateError):
                check_step(was, to)
