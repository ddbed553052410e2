"""Tables of triage: which outcome is open in which state, what it asks for, when a concern is erased."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tvaers.concerns.enums import About, InvolvedRole, Outcome, ReporterKind, State
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import Role
from tvaers.work.enums import ClockKind
from tvaers.work.rules import COPENHAGEN

# Who may write a concern down, and who may decide on one.
RECORDERS = (
    Role.COORDINATOR,
    Role.SSP_CONSULTANT,
    Role.CASEWORKER,
    Role.STREET_WORKER,
    Role.PARENT_COACH,
    Role.POLICE_PREVENTION,
    Role.POLICE_EXIT,
    Role.PROBATION_OFFICER,
    Role.SUPERVISOR,
)
DECIDERS = (Role.COORDINATOR, Role.SSP_CONSULTANT, Role.CASEWORKER, Role.SUPERVISOR, Role.POLICE_PREVENTION)

# Citizens may stay unnamed; whoever reports as part of a job may not (R29).
UNNAMED_MAY_BE = frozenset({ReporterKind.PARENT, ReporterKind.CITIZEN, ReporterKind.YOUNG})
PROFESSIONAL = frozenset(ReporterKind) - UNNAMED_MAY_BE

# The clocks that start when a concern is written down (R10).
CLOCKS_AT_RECEIPT = (ClockKind.ACUTE, ClockKind.RECEIPT, ClockKind.TRIAGE)

CATEGORY_OF_ROLE: dict[InvolvedRole, Category] = {
    InvolvedRole.OF_CONCERN: Category.IDENTITY,
    InvolvedRole.SUSPECT: Category.OFFENCE,
    InvolvedRole.VICTIM: Category.OTHERS,
    InvolvedRole.WITNESS: Category.OTHERS,
    InvolvedRole.RELATIVE: Category.OTHERS,
}


@dataclass(frozen=True)
class OutcomeRule:
    """What an outcome asks for, and how many months the concern is kept after it."""

    months_kept: int
    needs_organisation: bool = False
    needs_sent_date: bool = False
    needs_case: bool = False


OUTCOMES: dict[Outcome, OutcomeRule] = {
    Outcome.ADVICE: OutcomeRule(months_kept=6),
    Outcome.NOTIFICATION: OutcomeRule(months_kept=12, needs_sent_date=True),
    Outcome.PASSED_ON: OutcomeRule(months_kept=3, needs_organisation=True),
    Outcome.INFOHUS: OutcomeRule(months_kept=12),
    Outcome.JOINED: OutcomeRule(months_kept=12, needs_case=True),
    Outcome.CASE: OutcomeRule(months_kept=12),
    Outcome.NOT_RELEVANT: OutcomeRule(months_kept=1),
}

OF_AGE = 18
# By pronoun, in either language: what a child and an adult are called.
_HE = (pgettext_lazy("young person", "Boy"), pgettext_lazy("young person", "Young man"))
_SHE = (pgettext_lazy("young person", "Girl"), pgettext_lazy("young person", "Young woman"))
_WORDS = {"he": _HE, "han": _HE, "she": _SHE, "hun": _SHE}

TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.DECIDED}),
    State.DECIDED: frozenset({State.RECEIVED}),
}


class WrongStateError(ValueError):
    """A concern cannot go from this state to that one."""


def check_transition(now: State, then: State) -> None:
    """Raise WrongStateError unless a concern can go from `now` to `then`."""
    if then not in TRANSITIONS[now]:
        message = f"{now} -> {then}"
        raise WrongStateError(message)


def headline(*, about: About, pronoun: str, age: int | None, area: str) -> str:
    """Return a line that tells concerns apart in a list and names nobody: "Boy, 13, Mågeparken"."""
    if about is About.GROUP:
        who = _("Group of young people")
    elif pronoun.casefold() in _WORDS:
        child, adult = _WORDS[pronoun.casefold()]
        who = str(child if age is None or age < OF_AGE else adult)
    else:
        who = _("Young person")
    aged = _("%(age)d years") % {"age": age} if age is not None and about is About.PERSON else ""
    return ", ".join(part for part in (who, aged, area) if part)


# Somebody must act today: what came in late in the evening still gives whoever is on duty two hours.
_ACUTE_AT_LEAST = timedelta(hours=2)


def acute_by(told: datetime) -> datetime:
    """Return when somebody must have looked at a concern that whoever told it calls urgent: the same day in Denmark."""
    end_of_day = datetime.combine(told.astimezone(COPENHAGEN).date(), time(23, 59), tzinfo=COPENHAGEN)
    return max(end_of_day, told + _ACUTE_AT_LEAST)


class IncompleteVerdictError(ValueError):
    """A decision lacks what its outcome asks for; the text names the field."""


def check_verdict(outcome: Outcome, *, sent: date | None, to: UUID | None, today: date) -> None:
    """Raise IncompleteVerdictError when a decision lacks what its outcome asks for, or says it of the future."""
    rule = OUTCOMES[outcome]
    if rule.needs_sent_date and (sent is None or sent > today):
        raise IncompleteVerdictError("sent_date")
    if rule.needs_organisation and to is None:
        raise IncompleteVerdictError("organisation")


def erase_on(outcome: Outcome, decided: date, *, wish: date | None = None) -> date:
    """Return the day on which a concern with this outcome is erased if nothing follows (R23).

    wish: another day, taken when it is later than the decision and no later than the outcome's own.
    """
    last = decided + relativedelta(months=OUTCOMES[outcome].months_kept)
    return wish if wish is not None and decided < wish <= last else last


# How much longer a concern can be kept at a time, and in all, with a reason each time.
MONTHS_LONGER = 6
MOST_MONTHS_KEPT = 36


class KeptTooLongError(ValueError):
    """A concern cannot be kept that long."""


def keep_until(wish: date, *, now: date, received: date) -> date:
    """Return the day up to which a concern is kept longer. Raises KeptTooLongError (R23)."""
    if not now < wish <= now + relativedelta(months=MONTHS_LONGER) or wish > received + relativedelta(
        months=MOST_MONTHS_KEPT
    ):
        raise KeptTooLongError
    return wish
