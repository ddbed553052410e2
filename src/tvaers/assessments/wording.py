"""How an answer reads in a line: what was chosen, in own words, how one knows, and from where."""

from django.utils.translation import gettext as _

from tvaers.assessments.access import AssessmentView
from tvaers.assessments.enums import Known
from tvaers.assessments.rules import Answer
from tvaers.ui import dates
from tvaers.ui.grammar import sentences


def chosen(answer: Answer) -> str:
    """Return the words that were chosen, or that one does not know, or that it is not relevant."""
    if answer.known is not Known.ANSWERED:
        return str(answer.known.label)
    return ", ".join(answer.chosen)


def known_by(answer: Answer) -> str:
    """Return how one knows and from where; "" where neither is said."""
    source = _("Source: %(source)s") % {"source": answer.source} if answer.source else ""
    basis = str(answer.basis.label) if answer.basis else ""
    return ". ".join(filter(None, (basis, source)))


def answered(answer: Answer) -> str:
    """Return an answer in one line."""
    return sentences(chosen(answer), answer.words, known_by(answer))


def kept_words(view: AssessmentView) -> str:
    """Say whose an assessment is and that it is locked."""
    who = ", ".join(filter(None, (view.author, view.author_organisation)))
    day = dates.moment(view.signed_at) if view.signed_at else ""
    return _("Signed by %(who)s, %(day)s. Locked.") % {"who": who, "day": day}
