"""Numbers as bars: on one scale, whole, and each with its words."""

import re

from tvaers.ui.bars import HIGH, Number, drawn


def test_the_largest_is_as_high_as_the_picture_and_the_others_in_proportion():
    found = drawn("Uger", [Number(value=each, words=str(each)) for each in (2, 8, 0)])
    assert [bar.height for bar in found.bars] == [HIGH / 4, HIGH, 0]
    assert all(bar.y + bar.height == HIGH for bar in found.bars)
    assert [bar.x for bar in found.bars] == [1, 11, 21]
    assert found.width == 30


def test_several_pictures_have_one_scale_where_that_is_asked_for():
    assert drawn("Et", [Number(value=5, words="5")], most=10).bars[0].height == HIGH / 2


def test_what_is_usual_is_a_line_within_the_picture():
    assert drawn("Dage", [Number(value=2)], usual=8).line == 0
    assert drawn("Dage", [Number(value=8)], usual=2).line == HIGH * 3 / 4
    assert drawn("Dage", [Number(value=8)]).line is None


def test_bars_without_words_are_one_path():
    found = drawn("Uger", [Number(value=1), Number(value=2, kind="lead"), Number(value=0)], high=20)
    assert len(found.bars) == 1
    assert re.findall(r"M(\d+) 20v-(\d+)h8v\2z", found.path) == [("1", "10")]


def test_nothing_is_an_empty_picture():
    found = drawn("Uger", [])
    assert (found.bars, found.path, found.width) == ((), "", 0)
