"""Who keeps templates and who fills them, how a version goes on, and what an assessment needs before it is signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from tvaers.assessments.documents import Question, Section
from tvaers.assessments.enums import Basis, Kind, Known, VersionState
from tvaers.partnerships.enums import OrganisationKind, Role

# Who keeps templates; the database's policies carry the same mask.
KEEPERS: Final = (Role.COORDINATOR, Role.SUPERVISOR)
# Who keeps templates, and who may take one over: authorities (R4).
READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})

STEPS: Final[dict[VersionState, frozenset[VersionState]]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_USE}),
    # By the next version, or because it is no longer used.
    VersionState.IN_USE: frozenset({VersionState.RETIRED}),
    VersionState.RETIRED: frozenset(),
}

# How long a conclusion holds: what was true in spring is not to be read as true next year.
EXPIRES_MONTHS: Final = 6
MOST_EXPIRES_MONTHS: Final = 12


class WrongStateError(ValueError):
    """The version is not, or no longer, in a state in which this can be done."""


def check_step(was: VersionState, to: VersionState) -> None:
    """Raise WrongStateError when a version cannot become that."""
    if to not in STEPS[was]:
        raise WrongStateError


def usual_expiry(day: date) -> date:
    """Return the day that is proposed for the end of a conclusion that is signed on `day`."""
    usual: date = day + relativedelta(months=EXPIRES_MONTHS)
    return usual


def latest_expiry(day: date) -> date:
    """Return the last day until which a conclusion that is signed on `day` may hold."""
    latest: date = day + relativedelta(months=MOST_EXPIRES_MONTHS)
    return latest


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to one question. chosen: words of its choices; words: own words, or a comment on what was chosen."""

    known: Known = Known.ANSWERED
    chosen: tuple[str, ...] = ()
    words: str = ""
    basis: Basis | None = None
    source: str = ""

    @property
    def is_there(self) -> bool:
        """Tell whether something was answered; that one does not know is an answer."""
        return bool(self.known is not Known.ANSWERED or self.chosen or self.words)


def dump_answers(answers: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
    """Return answers by their questions' keys as a JSON value; `read_answers` reads it back."""
    return {
        key: {
            "known": answer.known.value,
            "chosen": list(answer.chosen),
            "words": answer.words,
            "basis": answer.basis.value if answer.basis else "",
            "source": answer.source,
        }
        for key, answer in answers.items()
        if answer.is_there or answer.source
    }


def read_answers(value: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """Return answers of a JSON value that `dump_answers` made."""
    return {
        key: Answer(
            known=Known(row["known"]),
            chosen=tuple(row["chosen"]),
            words=row["words"],
            basis=Basis(row["basis"]) if row["basis"] else None,
            source=row["source"],
        )
        for key, row in value.items()
    }


def lacking(section: Section, answers: Mapping[str, Answer]) -> list[Question]:
    """Return the questions without which a section cannot be signed: not answered, or without what an answer needs."""
    return [question for question in section.questions if lacks(question, answers.get(question.key))]


def lacks(question: Question, answer: Answer | None) -> bool:
    """Tell whether a question lacks an answer that it must have, or its answer the source or basis it must have."""
    if question.kind is Kind.NETWORK:
        return False
    if answer is None or not answer.is_there:
        return question.is_required
    if answer.known is not Known.ANSWERED:
        return False
    return (question.asks_source and not answer.source) or (question.asks_basis and answer.basis is None)


def is_begun(answers: Mapping[str, Answer]) -> bool:
    """Tell whether anything was answered."""
    return any(answer.is_there for answer in answers.values())


def open_questions(sections: Iterable[tuple[Section, Mapping[str, Answer]]]) -> list[tuple[Section, Question]]:
    """Return all that is lacking, section by section, in the order of the page."""
    return [(section, question) for section, answers in sections for question in lacking(section, answers)]
