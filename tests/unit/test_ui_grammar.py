"""Whose something is, in both languages."""

import pytest
from django.utils.translation import override

from tvaers.ui.grammar import possessive


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
