"""Texts that name nobody: what looks like a number, and what looks like a name. The phone's: journeys."""

import pytest

from tests.unnamed import NAMES, NO_NUMBERS, NOBODY, NUMBERS
from tvaers.foundation.unnamed import likely_names, looks_like_number


@pytest.mark.parametrize("text", NUMBERS)
def test_what_looks_like_a_cpr_number(text: str) -> None:
    """With hyphen, space, dash or nothing, anywhere in the text."""
    assert looks_like_number(text)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_times_and_telephones_are_no_number(text: str) -> None:
    """What is written of an evening has digits too."""
    assert not looks_like_number(text)


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_likely_names(text: str, names: list[str]) -> None:
    """A capital letter inside a sentence, and common first names anywhere."""
    assert likely_names(text) == names


@pytest.mark.parametrize("text", NOBODY)
def test_places_and_beginnings_are_no_names(text: str) -> None:
    """A warning on every line would be read by nobody."""
    assert likely_names(text) == []


def test_areas_of_the_database_are_known() -> None:
    """What an area is called names nobody."""
    assert likely_names("Mange ved Tingbjæk i aften.") == ["Tingbjæk"]
    assert likely_names("Mange ved Tingbjæk i aften.", known=frozenset({"tingbjæk"})) == []
