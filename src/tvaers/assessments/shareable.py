"""Assessments among what is shared of a case, so that a preview shows what a receiver reads."""

from uuid import UUID

from django.utils.translation import gettext as _

from tvaers.assessments.access import AssessmentView
from tvaers.assessments.queries import whole_of_case
from tvaers.assessments.wording import answered
from tvaers.cases.shareable import also_shown
from tvaers.sharing.shareable import Section, receiving
from tvaers.ui import dates
from tvaers.ui.grammar import sentences


def sections(case: UUID) -> list[Section]:
    """Return each signed assessment of a case as the asker's claims open it: drafts, and the police's own, stay."""
    receiver = receiving()
    found = whole_of_case(case=case)
    given = [view for view in found if receiver is None or (not view.is_draft and not view.is_police_material)]
    return [Section(title=_("Assessments"), lines=[line for view in given for line in _lines(view)])]


def _lines(view: AssessmentView) -> list[str]:
    """Return an assessment's title and conclusion, and below it what was answered, section by section."""
    head = f"{view.title}, {dates.year_day(view.about_on)}"
    lines = [f"{head}: {sentences(view.conclusion, view.reason)}" if view.conclusion else head]
    for part in view.parts:
        lines += [
            f"{question.text}: {answered(part.answers[question.key])}"
            for question in part.section.questions
            if question.key in part.answers
        ]
    return lines + [sentences(str(each.verdict.label), each.words) for each in view.readings]


def install() -> None:
    """Show assessments among what is shared of a case."""
    also_shown(sections)
