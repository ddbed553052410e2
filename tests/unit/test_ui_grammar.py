"""Whose something is, in both languages."""

import pytest
from django.utils.translation import override

from tvaers.ui.grammar import held_together, possessive, sentences


@pytest.mark.parametrize(
    ("language", "name", "whose"),
    [
        ("da", "Noah", "Noahs"),
        ("da", "Elias", "Elias’"),
        ("da", "Max", "Max’"),
        ("da", "LARS", "LARS’"),
        ("en", "Noah", "Noah’s"),
        ("en", "Elias", "Elias’s"),
    ],
)
def test_whose_it_is(language, name, whose):
    with override(language):
        assert possessive(name) == whose


def test_no_line_ends_inside_a_law_or_its_version():
    held = held_together("Retsplejelovens § 115, stk. 1, nr. 3 (udgave 1)")
    assert held.replace("\N{NO-BREAK SPACE}", "_") == "Retsplejelovens §_115,_stk._1, nr._3 (udgave_1)"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("Humor", "Noah kan le ad sig selv.", "Freja, mor"), "Humor. Noah kan le ad sig selv. Freja, mor"),
        (("Kan spørge", "", "Mor"), "Kan spørge. Mor"),
        (("Han sagde: »Nej!«", "Far"), "Han sagde: »Nej!« Far"),
        (("Siger »ved ikke«", "Far."), "Siger »ved ikke«. Far."),
        (("", " "), ""),
    ],
)
def test_what_people_wrote_stands_as_sentences(parts, said):
    assert sentences(*parts) == said
