"""Surveys in words: what is shown of each number, beside whom it is of, and what two measurings tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.surveys import wording
from tvaers.surveys.enums import CellKind, HowAsked, QuestionKind, SurveyState
from tvaers.surveys.queries import Cells
from tvaers.surveys.rules import CAUTION_BELOW, Cell, is_told_apart
from tvaers.surveys.words import Question, Questionnaire

# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "surveys:list": gettext_lazy("The surveys of safety"),
    "surveys:survey": gettext_lazy("A survey of safety"),
    "surveys:counts": gettext_lazy("The counts of a survey of safety"),
    "surveys:compare": gettext_lazy("Two surveys of safety side by side"),
    "surveys:result": gettext_lazy("A survey of safety as a PDF"),
}


@dataclass(frozen=True)
class Row:
    """An answer as it is shown. number: in words; share: of a hundred, in words or ""; width: of the bar, 0 to 100."""

    label: str | Promise
    number: str
    share: str
    width: int
    is_told: bool


@dataclass(frozen=True)
class Shown:
    """A question as it is shown. is_withheld: too few answered for so many choices; not_counted: nobody typed it."""

    text: str | Promise
    takes: str
    rows: list[Row]
    is_withheld: bool = False
    not_counted: bool = False


def number(cell: Cell) -> str:
    """Return what is shown of a number, in words."""
    return {
        CellKind.SHOWN: str(cell.number),
        CellKind.FEW: _("fewer than 5"),
        CellKind.HIDDEN: _("hidden"),
        CellKind.NEARLY: _("nearly all"),
        CellKind.WITHHELD: _("not shown"),
    }[cell.kind]


def share(cell: Cell, answered: int) -> str:
    """Return which share a number is; nothing for what is hidden, or of so few that a share misleads."""
    if cell.number is None or answered < CAUTION_BELOW:
        return ""
    return _("%(share)d %%") % {"share": round(100 * cell.number / answered)}


def _takes(question: Question) -> str:
    return _("one answer") if question.kind is QuestionKind.ONE else _("several answers")


def shown(questionnaire: Questionnaire, cells: Cells, answered: int) -> list[Shown]:
    """Return the questions as they are shown, in their order."""
    found = []
    for question in questionnaire.questions:
        of = cells.get(question.code, {})
        rows = [_row(label, of[code], answered) for code, label in question.cells.items() if code in of]
        is_withheld = any(cell.kind is CellKind.WITHHELD for cell in of.values())
        found.append(Shown(question.text, _takes(question), rows, is_withheld=is_withheld, not_counted=not of))
    return found


def _row(label: str | Promise, cell: Cell, answered: int) -> Row:
    width = round(100 * cell.number / answered) if cell.number else 0
    return Row(label, number(cell), share(cell, answered), width, is_told=cell.number is not None)


def hides(questions: list[Shown]) -> bool:
    """Tell whether something is hidden, which the page then explains."""
    return any(not row.is_told for each in questions for row in each.rows)


def line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a survey on a list: title, url, area, period, how, answered, owner, is_draft, is_ended, is_small."""
    state = SurveyState(row["state"])
    return {
        "title": row["title"],
        "url": reverse("surveys:survey", args=[row["id"]]),
        "area": row["area_name"],
        "period": wording.period(row),
        "how": HowAsked(row["how"]).label,
        "answered": wording.answered(row),
        "owner": row["owner"],
        "owner_id": row["owner_id"],
        "is_draft": state is SurveyState.DRAFT,
        "is_ended": state is SurveyState.ENDED,
    }


@dataclass(frozen=True)
class Pair:
    """An answer in two measurings. tells: what may be read into the difference, in words, or ""."""

    label: str | Promise
    before: str
    now: str
    tells: str


@dataclass(frozen=True)
class Compared:
    """A question in two measurings."""

    text: str | Promise
    rows: list[Pair]


def compared(questionnaire: Questionnaire, sides: tuple[tuple[Cells, int], tuple[Cells, int]]) -> list[Compared]:
    """Return the questions that both measurings show. sides: what is shown and how many answered, then and now."""
    found = []
    (was, was_of), (now, now_of) = sides
    for question in questionnaire.questions:
        before, after = was.get(question.code, {}), now.get(question.code, {})
        if not before or not after or _withheld(before) or _withheld(after):
            continue
        rows = [
            Pair(
                label,
                _with_share(before[code], was_of),
                _with_share(after[code], now_of),
                _tells((before[code], was_of), (after[code], now_of)),
            )
            for code, label in question.cells.items()
        ]
        found.append(Compared(question.text, rows))
    return found


def _withheld(cells: dict[str, Cell]) -> bool:
    return any(cell.kind is CellKind.WITHHELD for cell in cells.values())


def _with_share(cell: Cell, of: int) -> str:
    told = share(cell, of)
    return _("%(number)s (%(share)s)") % {"number": number(cell), "share": told} if told else number(cell)


def _tells(before: tuple[Cell, int], now: tuple[Cell, int]) -> str:
    (was, was_of), (cell, of) = before, now
    if was.number is None or cell.number is None:
        return ""
    if is_told_apart((was.number, was_of), (cell.number, of)):
        points = round(100 * cell.number / of) - round(100 * was.number / was_of)
        return _points(points)
    return _("too small a difference")


def _points(points: int) -> str:
    size = abs(points)
    said = {"points": size}
    if points > 0:
        return ngettext("%(points)d point more", "%(points)d points more", size) % said
    return ngettext("%(points)d point fewer", "%(points)d points fewer", size) % said
