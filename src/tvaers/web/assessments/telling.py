"""How an assessment is read: section by section with its answers, and two of them beside each other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tvaers.assessments.access import AssessmentView, PartView
from tvaers.assessments.events import holds
from tvaers.assessments.rules import Answer, is_begun
from tvaers.assessments.wording import chosen, known_by
from tvaers.foundation import clock
from tvaers.ui import dates


@dataclass(frozen=True)
class Line:
    """A question as it was answered."""

    question: str
    chosen: str
    words: str
    known_by: str


def groups(part: PartView) -> list[tuple[str, list[Line]]]:
    """Return the answered questions of a section by the heading they stand under; what nobody answered is left out."""
    found: list[tuple[str, list[Line]]] = []
    group = ""
    for question in part.section.questions:
        group = question.group or group
        answer = part.answers.get(question.key)
        if answer is None or not answer.is_there:
            continue
        if not found or found[-1][0] != group:
            found.append((group, []))
        found[-1][1].append(Line(question.text, chosen(answer), answer.words, known_by(answer)))
    return found


def lines(part: PartView) -> list[Line]:
    """Return the answered questions of a section."""
    return [line for _group, held in groups(part) for line in held]


def sections(view: AssessmentView) -> list[dict[str, Any]]:
    """Return the sections with their answers."""
    return [{"key": part.section.key, "title": part.section.title, "groups": groups(part)} for part in view.parts]


def stand(part: PartView) -> str:
    """Say in words how far a section is; no count (R13)."""
    if not is_begun(part.answers) and part.section.questions:
        return _("Not begun")
    return _("Something is still needed") if part.lacking else _("Written")


def expiry(until: date | None) -> dict[str, Any]:
    """Return until when a conclusion holds, in words, and whether it is over."""
    if until is None:
        return {}
    return {"text": holds(until), "is_over": until <= clock.today()}


@dataclass(frozen=True)
class Beside:
    """A question in two assessments: what was answered then and now."""

    heading: str
    question: str
    before: Answer | None
    after: Answer | None

    @property
    def then(self) -> list[str]:
        """What stood there."""
        return _said(self.before)

    @property
    def now(self) -> list[str]:
        """What stands there now."""
        return _said(self.after)

    @property
    def is_changed(self) -> bool:
        """Tell whether the words are others."""
        return self.then != self.now


def _said(answer: Answer | None) -> list[str]:
    if answer is None or not answer.is_there:
        return []
    return [line for line in (chosen(answer), answer.words, known_by(answer)) if line]


def beside(before: AssessmentView, after: AssessmentView) -> list[dict[str, Any]]:
    """Return two assessments section by section, question by question; those of the later one in its order."""
    found = []
    for part in after.parts:
        other = before.part(part.section.key)
        then = other.answers if other else {}
        rows = [
            Beside(question.group, question.text, then.get(question.key), part.answers.get(question.key))
            for question in part.section.questions
        ]
        shown = [row for row in rows if row.then or row.now]
        gone = {question.key for question in part.section.questions}
        left = [
            Beside(question.group, question.text, then.get(question.key), None)
            for question in (other.section.questions if other else ())
            if question.key not in gone and question.key in then
        ]
        found.append({"key": part.section.key, "title": part.section.title, "rows": shown + left})
    return [each for each in found if each["rows"]]


def row(found: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the list of a case's assessments."""
    return found | {
        "by": ", ".join(filter(None, (found["author"] or "", found["author_organisation"] or ""))),
        "when": dates.year_day(found["about_on"]),
        "expiry": expiry(found["expires_on"]) if found["state"] == "signed" else {},
    }
