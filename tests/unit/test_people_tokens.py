"""Search tokens: what finds whom, and that they tell nothing without the organisation's key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.people.enums import TokenKind
from tvaers.people.rules.tokens import Traits, to_find, to_store

KEY = b"k" * 32
NOAH = Traits(name="Noah Emil Vesterlund", birth_year=2011, cpr="0310116003", phone="+45 20 30 40 50", nickname="Memo")


def finds(search, stored):
    return bool(to_find(search, key=KEY) & to_store(stored, key=KEY))


@pytest.mark.parametrize(
    "search",
    [
        Traits(cpr="0310116003"),
        Traits(phone="20304050"),
        Traits(nickname="memo"),
        Traits(name="Noah Vesterlund"),
        Traits(name="Vesterlund, Noah"),
        Traits(name="Noa Westerlund", birth_year=2011),
        Traits(name="Noah Vesterlund", birth_year=2010),
        Traits(name="Noah Vesterlund", birth_year=2012),
        Traits(name="Noah", birth_year=2011),
    ],
)
def test_what_is_known_finds(search):
    assert finds(search, NOAH)


@pytest.mark.parametrize(
    "search",
    [
        Traits(cpr="0310116004"),
        Traits(phone="20304051"),
        Traits(name="Noah Vesterlund", birth_year=2009),
        Traits(name="Noah Vesterlund", birth_year=2013),
        Traits(name="Noah"),
        Traits(name="Emil", birth_year=2011),
        Traits(name="Sofus Vesterlund", birth_year=2011),
        Traits(birth_year=2011),
        Traits(),
    ],
)
def test_what_is_too_little_or_another_finds_nothing(search):
    assert not finds(search, NOAH)


def test_an_unknown_year_is_found_with_and_without_a_year():
    somebody = Traits(name="Ali Hassan")
    assert finds(Traits(name="Ali Hassan", birth_year=2010), somebody)
    assert finds(Traits(name="Ali Hassan"), somebody)


def test_a_first_name_alone_finds_those_of_whom_no_more_is_known():
    assert finds(Traits(name="Memo"), Traits(name="Memo"))
    assert not finds(Traits(name="Noah"), NOAH)


def test_a_nickname_is_not_a_name():
    assert not finds(Traits(nickname="Noah"), NOAH)


def test_another_organisations_key_finds_nothing():
    assert not to_find(NOAH, key=b"o" * 32) & to_store(NOAH, key=KEY)


def test_a_token_is_32_bytes_that_hold_nothing_of_the_text():
    for kind, token in to_store(NOAH, key=KEY):
        assert kind in TokenKind
        assert len(token) == 32
        assert b"0310116003" not in token
        assert b"noah" not in token.lower()


@pytest.mark.parametrize(
    ("traits", "searchable"),
    [(Traits(), False), (Traits(birth_year=2011), False), (Traits(name=" ., "), False), (Traits(phone="112"), False),
     (Traits(name="Bo"), True), (Traits(cpr="0310116003"), True)],
)  # fmt: skip
def test_nothing_and_a_year_alone_are_no_search(traits, searchable):
    assert bool(traits) is searchable


@given(
    st.text(max_size=80),
    st.text(max_size=40),
    st.text(max_size=30),
    st.one_of(st.none(), st.integers(1900, 2030)),
)
def test_any_text_makes_tokens_and_finds_itself(name, nickname, phone, year):
    traits = Traits(name=name, nickname=nickname, phone=phone, birth_year=year)
    stored = to_store(traits, key=KEY)
    assert bool(traits) == bool(stored)
    assert not stored or to_find(traits, key=KEY) & stored
