"""Who surveys, how one goes on, what is shown of counts, and when two measurings tell no difference (R28)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from dateutil.relativedelta import relativedelta

from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.surveys.enums import CellKind, QuestionKind, SurveyState
from tvaers.surveys.words import Question

# Whoever writes bulletins; a municipality asks, other authorities read.
WRITERS: Final = WITH_PEOPLE
ASKERS: Final = frozenset({OrganisationKind.MUNICIPALITY})
READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})

# A number below this is somebody's (R28); fewer answers than this in all are not published.
LEAST: Final = 5
# Below this a share says more about who happened to answer than about the area: said with a caution, without shares.
CAUTION_BELOW: Final = 30
# Counts without persons are kept so long that two or three measurings stand beside each other, past a council's
# period of four years; they go then, since what an area was like long ago sticks to it.
USUAL_YEARS: Final = 5
MOST_YEARS: Final = 10
# When it is measured again, unless somebody says otherwise: what was promised has then had a year to be done.
REMEASURE_MONTHS: Final = 12
MOST_ASKED: Final = 100_000

STEPS: Final[dict[SurveyState, frozenset[SurveyState]]] = {
    SurveyState.DRAFT: frozenset({SurveyState.PUBLISHED}),
    SurveyState.PUBLISHED: frozenset({SurveyState.ENDED}),
    SurveyState.ENDED: frozenset(),
}


class WrongStateError(ValueError):
    """The survey is not, or no longer, in a state in which this can be done."""


class TooFewError(ValueError):
    """Fewer have answered than can be told of, or nothing is counted yet."""


class TooAlikeError(ValueError):
    """The same sheets were published before, but for a few: the two, subtracted, would tell what these few answered."""


def check_step(was: SurveyState, to: SurveyState) -> None:
    """Raise WrongStateError when a survey cannot become that."""
    if to not in STEPS[was]:
        raise WrongStateError


def usual_end(today: date) -> date:
    """Return until when a survey is kept unless somebody says otherwise."""
    end: date = today + relativedelta(years=USUAL_YEARS)
    return end


def latest_end(today: date) -> date:
    """Return the last day that a survey can be kept until."""
    end: date = today + relativedelta(years=MOST_YEARS)
    return end


def next_measuring(asked: date) -> date:
    """Return when it is usually measured again."""
    day: date = asked + relativedelta(months=REMEASURE_MONTHS)
    return day


def response_rate(*, asked: int, answered: int) -> int:
    """Return how many of a hundred who were asked have answered; asked is not 0. Always told beside `answered`."""
    return round(100 * answered / asked)


@dataclass(frozen=True)
class Cell:
    """What is shown of a number; number: None for what is not."""

    kind: CellKind
    number: int | None = None


def missing(question: Question, counts: Mapping[str, int], *, answered: int) -> int:
    """Return how many answers lack until a question with one answer adds up to `answered`; below 0: there are more."""
    return answered - sum(counts.get(code, 0) for code in question.cells)


def shown(question: Question, counts: Mapping[str, int], *, answered: int) -> dict[str, Cell]:
    """Return what is shown of a question's counts, code → cell; nothing hidden can be worked out of it (R28).

    Numbers below `LEAST` are hidden, 0 among them: that nobody answered so says something about everybody.

    One answer: the numbers add up to `answered`, which is told, so that what is hidden has a known sum. Further cells
    are hidden, in an order that does not depend on their size, until the sum leaves every small one its values from 0:
    each of the r further ones is at least 5, so the sum must reach 5 r + 4. Choosing the smallest instead would give it
    away to whoever knows the rule. Of fewer than five sheets a cell nothing of the question is shown: of 24 sheets in
    six cells, all of them small, each would be 4. From five a cell on the sum is always reached.

    Several answers: each number stands for itself, between 0 and `answered`. It is hidden too where fewer than `LEAST`
    did *not* choose it. Of fewer than 10 sheets nothing is shown: both ends would meet.
    """
    if question.kind is QuestionKind.SEVERAL:
        return {code: _several(counts.get(code, 0), answered) for code in question.cells}
    return _one(question, {code: counts.get(code, 0) for code in question.cells}, answered)


def _several(number: int, answered: int) -> Cell:
    if answered < 2 * LEAST:
        return Cell(CellKind.WITHHELD)
    if number < LEAST:
        return Cell(CellKind.FEW)
    if answered - number < LEAST:
        return Cell(CellKind.NEARLY)
    return Cell(CellKind.SHOWN, number)


def _one(question: Question, counts: dict[str, int], answered: int) -> dict[str, Cell]:
    if answered < LEAST * len(counts):
        return dict.fromkeys(counts, Cell(CellKind.WITHHELD))
    few = {code for code, number in counts.items() if number < LEAST}
    if not few:
        return {code: Cell(CellKind.SHOWN, number) for code, number in counts.items()}
    rest = [code for code in question.hidden_first if code in counts and code not in few]
    rest += [code for code in reversed(counts) if code not in few and code not in rest]
    further: set[str] = set()
    total = sum(counts[code] for code in few)
    for code in rest:
        further.add(code)
        total += counts[code]
        if total >= LEAST * len(further) + LEAST - 1:
            break
    cells = {}
    for code, number in counts.items():
        hidden = CellKind.FEW if code in few else CellKind.HIDDEN if code in further else None
        cells[code] = Cell(hidden) if hidden else Cell(CellKind.SHOWN, number)
    return cells


def is_told_apart(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Tell whether two shares differ by more than what chance alone often gives. Each: how many, of how many.

    The rule: the interval of 95 % for the difference of two shares by Agresti and Caffo (The American Statistician 54,
    2000, 280–288): one is added to each share's yes and no, and the interval is the plain one then; it holds well down
    to small groups, where the plain one promises too much. Where the interval holds 0, or fewer than `CAUTION_BELOW`
    answered one of the two, nothing is to be read into the difference, and the page says so. The opposite is never
    claimed: nobody was drawn by lot, several questions are looked at together, and an interval says nothing of why.
    """
    if min(before[1], now[1]) < CAUTION_BELOW:
        return False
    shares = [((yes + 1) / (of + 2), of + 2) for yes, of in (before, now)]
    spread = 1.96 * sqrt(sum(share * (1 - share) / of for share, of in shares))
    return abs(shares[1][0] - shares[0][0]) > spread
