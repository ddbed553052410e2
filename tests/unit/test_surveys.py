"""What is shown of counts (R28): nothing hidden is worked out, also by whoever knows the rule; and differences."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.surveys import rules
from tvaers.surveys.enums import CellKind, QuestionKind, SurveyState
from tvaers.surveys.rules import LEAST, WrongStateError, check_step, is_told_apart, missing, shown
from tvaers.surveys.words import NOT_ANSWERED, QUESTIONNAIRES, TRYGHED_1, Question

ONE = [each for each in TRYGHED_1.questions if each.kind is QuestionKind.ONE]
SEVERAL = [each for each in TRYGHED_1.questions if each.kind is QuestionKind.SEVERAL]
MOST = 400


def question(cells, hidden_first=(NOT_ANSWERED,)):
    """A question with one answer and so many cells."""
    return Question("q", QuestionKind.ONE, "Hvad?", {str(each): "" for each in range(cells - 1)}, hidden_first)


def seen(cells):
    """What a reader sees."""
    return tuple((cell.kind, cell.number) for cell in cells.values())


def sums(total, cells):
    """All ways in which so many cells add up."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in sums(total - first, cells - 1):
            yield (first, *rest)


def possible(shown_cells, answered, code):
    """The values that a hidden cell can have, from what is shown alone: least and most of each, and the sum."""
    ranges = {
        CellKind.FEW: (0, LEAST - 1),
        CellKind.HIDDEN: (LEAST, answered),
        CellKind.WITHHELD: (0, answered),
    }
    others = [cell for other, cell in shown_cells.items() if other != code]
    bounds = [(cell.number,) * 2 if cell.number is not None else ranges[cell.kind] for cell in others]
    least, most = ranges[shown_cells[code].kind]
    low = max(least, answered - sum(high for _low, high in bounds))
    high = min(most, answered - sum(low_of for low_of, _high in bounds))
    return high - low + 1


counted = st.sampled_from(ONE).flatmap(
    lambda each: st.tuples(
        st.just(each),
        st.lists(
            st.one_of(st.integers(0, 6), st.integers(0, MOST)), min_size=len(each.cells), max_size=len(each.cells)
        ),
    )
)


@given(counted)
def test_a_hidden_cell_of_one_answer_keeps_all_the_values_that_its_word_allows(given_counts):
    of, numbers = given_counts
    counts = dict(zip(of.cells, numbers, strict=True))
    answered = sum(numbers)
    cells = shown(of, counts, answered=answered)
    for code, cell in cells.items():
        if cell.kind is CellKind.SHOWN:
            assert cell.number == counts[code] >= LEAST
        elif answered >= LEAST:
            assert possible(cells, answered, code) >= LEAST
    if answered < LEAST * len(of.cells):
        assert {cell.kind for cell in cells.values()} == {CellKind.WITHHELD}


@pytest.mark.parametrize(("cells", "most"), [(2, 30), (3, 24), (4, 24)])
def test_whoever_knows_the_rule_cannot_work_a_hidden_cell_out_either(cells, most):
    of = question(cells)
    for answered in range(LEAST, most + 1):
        behind = defaultdict(list)
        for numbers in sums(answered, cells):
            told = shown(of, dict(zip(of.cells, numbers, strict=True)), answered=answered)
            behind[seen(told)].append(numbers)
        for told, ways in behind.items():
            for place, (kind, _number) in enumerate(told):
                values = {each[place] for each in ways}
                assert len(values) >= (1 if kind is CellKind.SHOWN else 4), (answered, told)


def test_small_cells_all_alike_are_not_given_away_by_their_sum():
    # Of 24 sheets in six small cells each would be 4.
    of = question(6)
    for numbers in ((4,) * 6, (5, 5, 5, 5, 4, 0)):
        told = shown(of, dict(zip(of.cells, numbers, strict=True)), answered=24)
        assert {cell.kind for cell in told.values()} == {CellKind.WITHHELD}


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_number_of_several_answers_is_hidden_at_both_ends(number, answered):
    number = min(number, answered)
    of = SEVERAL[0]
    behind = defaultdict(set)
    for value in range(answered + 1):
        behind[seen(shown(of, dict.fromkeys(of.cells, value), answered=answered))].add(value)
    told = shown(of, dict.fromkeys(of.cells, number), answered=answered)
    kind = next(iter(told.values())).kind
    if kind is CellKind.SHOWN:
        assert LEAST <= number <= answered - LEAST
    else:
        assert len(behind[seen(told)]) >= min(LEAST, answered + 1)


def test_nothing_small_is_shown_as_it_is_counted():
    safe = dict.fromkeys(ONE[0].cells, 20)
    assert all(cell.kind is CellKind.SHOWN for cell in shown(ONE[0], safe, answered=140).values())
    few = safe | {"very-unsafe": 0}
    cells = shown(ONE[0], few, answered=120)
    assert cells["very-unsafe"].kind is CellKind.FEW
    # What protects it is what tells least.
    assert {code for code, cell in cells.items() if cell.kind is CellKind.HIDDEN} == {NOT_ANSWERED}
    assert cells["very-safe"].number == 20


def test_how_much_lacks_until_the_sum_is_reached():
    of = ONE[0]
    assert missing(of, dict.fromkeys(of.cells, 2), answered=15) == 1
    assert missing(of, dict.fromkeys(of.cells, 2), answered=13) == -1
    assert missing(of, {}, answered=3) == 3


@pytest.mark.parametrize(
    ("before", "now", "apart"),
    [
        ((40, 100), (40, 100), False),
        ((40, 100), (50, 100), False),
        ((40, 100), (60, 100), True),
        ((60, 100), (40, 100), True),
        # With many more a smaller difference tells.
        ((400, 1000), (450, 1000), True),
        # Of too few nothing tells.
        ((2, 29), (28, 29), False),
        ((2, 30), (28, 30), True),
        ((2, 29), (900, 1000), False),
    ],
)
def test_a_difference_is_too_small_within_the_interval_of_agresti_and_caffo(before, now, apart):
    assert is_told_apart(before, now) is apart


def test_the_interval_as_it_is_worked_out_by_hand():
    # 23/34 and 12/34 lie .3235 apart; 1.96 * sqrt((.2188 + .2284) / 34) = .2248.
    assert is_told_apart((22, 32), (11, 32))
    # 19/34 and 12/34 lie .2059 apart; 1.96 * sqrt((.2465 + .2284) / 34) = .2316.
    assert not is_told_apart((18, 32), (11, 32))


def test_every_state_goes_on_by_the_table_alone():
    assert set(rules.STEPS) == set(SurveyState)
    for was, to in product(SurveyState, SurveyState):
        if to in rules.STEPS[was]:
            check_step(was, to)
        else:
            with pytest.raises(WrongStateError):
                check_step(was, to)


def test_the_questionnaires_fit_their_columns_and_their_own_codes():
    for (code, version), each in QUESTIONNAIRES.items():
        assert (each.code, each.version) == (code, version)
        assert len({of.code for of in each.questions}) == len(each.questions)
        for of in each.questions:
            assert max(map(len, (of.code, *of.cells))) <= 20
            assert set(of.hidden_first) <= set(of.cells)
    # Asked before: never changed.
    assert [
        of.code for of in TRYGHED_1.questions
    ] == "day dark home police places worries avoid helps age lived".split()
