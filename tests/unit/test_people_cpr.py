"""CPR numbers: form, date in every century, mask. Numbers are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.people.rules import cpr


@pytest.mark.parametrize(
    ("seventh", "year", "century"),
    [
        *((digit, year, 1900) for digit in range(4) for year in (0, 36, 37, 57, 58, 99)),
        *((digit, year, 2000) for digit in (4, 9) for year in (0, 20, 36)),
        *((digit, year, 1900) for digit in (4, 9) for year in (37, 58, 99)),
        *((digit, year, 2000) for digit in range(5, 9) for year in (0, 36, 37, 57)),
        *((digit, year, 1800) for digit in range(5, 9) for year in (58, 99)),
    ],
)
def test_the_seventh_digit_tells_the_century(seventh, year, century):
    assert cpr.parse(f"0101{year:02}{seventh}000").born == date(century + year, 1, 1)


def old_check_digit_holds(digits):
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


@pytest.mark.parametrize("number", ["0310116003", "0310116004", "0101655556", "2902085003"])
def test_a_number_that_fails_the_old_check_digit_is_accepted(number):
    assert not old_check_digit_holds(number)
    assert cpr.parse(number).digits == number


@pytest.mark.parametrize(
    "text", ["0310116003", "031011-6003", "031011 6003", " 031011–6003 ", "03 10 11 60 03", "03.10.11-6003"]
)
def test_it_is_read_however_it_is_written(text):
    number = cpr.parse(text)
    assert (number.digits, number.formatted) == ("0310116003", "031011-6003")
    assert number.born == date(2011, 10, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "031011",
        "031011600",
        "03101160033",
        "031011-600a",
        "O310116003",
        "٠٣١٠١١٦٠٠٣",
        "0310/11-6003",
        "-" * 99,
    ],
)
def test_a_wrong_form_is_told(text):
    with pytest.raises(cpr.CprError) as wrong:
        cpr.parse(text)
    assert wrong.value.code == "form"


@pytest.mark.parametrize("text", ["3202116003", "0013116003", "2902116003", "3104116003", "6310116003", "0000000000"])
def test_a_date_that_never_was_is_told(text):
    with pytest.raises(cpr.CprError) as wrong:
        cpr.parse(text)
    assert wrong.value.code == "date"


def test_the_mask_hides_the_last_four():
    masked = cpr.parse("0310116003").masked
    assert masked == "031011-••••"
    assert "6003" not in masked


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2011, 10, 3), date(2026, 10, 2), 14),
        (date(2011, 10, 3), date(2026, 10, 3), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_grows_on_the_birthday(born, day, age):
    assert cpr.age_on(born, day) == age


@given(st.dates(date(1858, 1, 1), date(2057, 12, 31)), st.integers(0, 9999))
def test_every_number_tells_a_day_that_was(day, serial):
    number = cpr.parse(f"{day:%d%m%y}{serial:04}")
    assert (number.born.day, number.born.month, number.born.year % 100) == (
        day.day,
        day.month,
        day.year % 100,
    )
    assert 1858 <= number.born.year <= 2057


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_told_to_be_none(text):
    try:
        said = cpr.parse(text).digits
    except cpr.CprError as wrong:
        said = wrong.code
    assert said in {"form", "date"} or len(said) == 10
