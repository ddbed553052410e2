"""Names as they sound: what share of spellings meets, by origin, and what share of different names does not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit import people_names as table
from tvaers.people.rules import names


def meet(first, second):
    """Whether two spellings of one part of a name share a key."""
    return bool(
        {key for part in names.parts(first) for key in names.keys(part)}
        & {key for part in names.parts(second) for key in names.keys(part)}
    )


def share(pairs):
    """The share of pairs that meet, and those that do not."""
    missed = [pair for pair in pairs if not meet(*pair)]
    return 1 - len(missed) / len(pairs), missed


def test_the_tables_are_large_enough():
    assert len(table.DANISH) + len(table.ELSEWHERE) >= 120
    assert len(table.DANISH_LATER) + len(table.ELSEWHERE_LATER) >= 100
    assert len(table.DIFFERENT) >= 120
    assert all(first != second for pairs in vars(table).values() if isinstance(pairs, list) for first, second in pairs)


# Measured: .99 and .99 on the pairs the rules were made with, .96 and .93 on those written down afterwards.
@pytest.mark.parametrize(
    ("danish", "elsewhere", "least"),
    [(table.DANISH, table.ELSEWHERE, 0.97), (table.DANISH_LATER, table.ELSEWHERE_LATER, 0.90)],
    ids=["known", "written down later"],
)
def test_spellings_of_one_name_meet_whatever_its_origin(danish, elsewhere, least):
    (at_home, missed_at_home), (from_elsewhere, missed_from_elsewhere) = share(danish), share(elsewhere)
    figures = f"Danish {at_home:.3f} {missed_at_home}; elsewhere {from_elsewhere:.3f} {missed_from_elsewhere}"
    assert min(at_home, from_elsewhere) >= least, figures
    assert abs(at_home - from_elsewhere) <= 0.05, figures


# Measured: 1 of 131 (Jensen/Johansen); of all 33,000 pairs among these names 0.2 %, mostly by vowels alone.
def test_different_names_do_not_meet():
    met = [pair for pair in table.DIFFERENT if meet(*pair)]
    assert len(met) <= 3, f"{len(met)} of {len(table.DIFFERENT)} met: {met}"
    everybody = sorted({name for pair in table.DIFFERENT for name in pair})
    among_all = [pair for pair in combinations(everybody, 2) if meet(*pair)]
    part = len(among_all) / (len(everybody) * (len(everybody) - 1) / 2)
    assert part <= 0.004, f"{part:.4f} of all pairs met: {among_all}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mohammed", "Muhammad"), ("Møller", "Moeller"), ("Süleyman", "Saleban"), ("Cihad", "Jihad"),
        ("Nørregård", "Nørregaard"), ("Al-Khatib", "El Khatib"), ("Maxamed", "Mohamed"), ("Xasan", "Hassan"),
    ],
)  # fmt: skip
def test_the_promised_pairs_meet(first, second):
    assert meet(first, second)


def test_a_table_of_unlike_names_shows_that_the_measure_can_fail():
    assert share(table.DIFFERENT)[0] < 0.05


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Noah Vesterlund", ["noah", "vesterlund"]),
        ("  NOAH   vesterlund ", ["noah", "vesterlund"]),
        ("Vesterlund, Noah", ["vesterlund", "noah"]),
        ("Anne-Marie Holm", ["anne", "marie", "holm"]),
        ("Omar al-Masri", ["omar", "masri"]),
        ("Omar El Masri", ["omar", "masri"]),
        ("Alma Elkjær", ["alma", "elkjær"]),
        ("- . ,", []),
        ("", []),
    ],
)
def test_a_name_falls_into_its_parts(name, parts):
    assert names.parts(name) == parts


def test_a_full_name_meets_in_either_order_and_with_a_name_between():
    whole = names.pairs("Noah Vesterlund")
    assert whole & names.pairs("Vesterlund, Noah")
    assert whole & names.pairs("Noah Emil Vesterlund")
    assert not whole & names.pairs("Noah Østerlund")
    assert not whole & names.pairs("Noah")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("20 30 40 50", "20304050"),
        ("+45 20304050", "20304050"),
        ("0045-20-30-40-50", "20304050"),
        ("112", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_loses_its_country_code(text, digits):
    assert names.telephone(text) == digits


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_keys_and_meeting_goes_both_ways(first, second):
    assert meet(first, second) == meet(second, first)
    assert bool(names.pairs(first) & names.pairs(second)) == bool(names.pairs(second) & names.pairs(first))
    names.singles(first), names.telephone(first)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=20))
def test_a_name_meets_itself(name):
    if names.parts(name):
        assert meet(name, name)
        assert meet(name, name.upper()) or name.upper().lower() != name.lower()
