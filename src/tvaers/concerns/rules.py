"""Tables of triage: which outcome is open in which state, what it asks for, when a concern is erased."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tvaers.concerns.enums import About, InvolvedRole, Outcome, ReporterKind, State
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import Role
from tvaers.work.enums import ClockKind

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

# What a concern is kept for: the first of these that whoever writes it down works for.
PURPOSES_OF_RECEIPT = (
    Purpose.SSP,
    Purpose.PARENTS,
    Purpose.KSP,
    Purpose.RADICALISATION,
    Purpose.EXIT,
    Purpose.RELEASE,
)

# Citizens may stay unnamed; whoever reports as part of a job may not (R29).
UNNAMED_MAY_BE = frozenset({ReporterKind.PARENT, ReporterKind.CITIZEN, ReporterKind.YOUNG})
PROFESSIONAL = frozenset(ReporterKind) - UNNAMED_MAY_BE

# The clocks that start when a concern is written down (R10).
CLOCKS_AT_RECEIPT = (ClockKind.ACUTE, ClockKind.RECEIPT, ClockKind.TRIAGE)

CATEGORY_OF_ROLE: dict[InvolvedRole, Category] = {
    InvolvedRole.OF_CONCERN: Category.IDENTITY,
    InvolvedRole.SUSPECT: Category.OFFENCE,
    InvolvedRole.CHARGED: Category.OFFENCE,
    InvolvedRole.VICTIM: Category.OTHERS,
    InvolvedRole.WITNESS: Category.OTHERS,
    InvolvedRole.PRESENT: Category.OTHERS,
    InvolvedRole.RELATIVE: Category.OTHERS,
}


@dataclass(frozen=True)
class OutcomeRule:
    """What an outcome asks for, and how many months the concern is kept after it."""

    months_kept: int
    needs_organisation: bool = False
    needs_sent_date: bool = False
    needs_receiver: bool = False
    needs_case: bool = False
    # About how many known young people such a concern can be: what is shared about one is not shared about all.
    least_young: int = 0
    most_young: int | None = None


OUTCOMES: dict[Outcome, OutcomeRule] = {
    Outcome.ADVICE: OutcomeRule(months_kept=6),
    Outcome.NOTIFICATION: OutcomeRule(months_kept=12, needs_sent_date=True),
    Outcome.PASSED_ON: OutcomeRule(months_kept=3, needs_organisation=True, most_young=1),
    Outcome.INFOHUS: OutcomeRule(months_kept=12, needs_sent_date=True, needs_receiver=True),
    Outcome.JOINED: OutcomeRule(months_kept=12, needs_case=True, least_young=1, most_young=1),
    Outcome.CASE: OutcomeRule(months_kept=12, least_young=1, most_young=1),
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


class WrongYoungError(IncompleteVerdictError):
    """The concern is about nobody known, or about several young people, and the outcome is about one."""


class EraseDayError(IncompleteVerdictError):
    """A concern cannot be erased on that day: it lies before the decision, or after the outcome's own."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What triage decides. sent_date: when a notification was sent or the infohus asked; organisation: passed to whom.

    receiver, basis: who was asked in the infohus, and on what legal basis (R1). erase_on: earlier than the outcome's
    own day, where the decider wants that.
    """

    outcome: Outcome
    reason: str
    organisation_id: UUID | None = None
    sent_date: date | None = None
    receiver: str = ""
    basis: str = ""
    erase_on: date | None = None


def is_about_right_number(outcome: Outcome, young: int) -> bool:
    """Tell whether a concern about so many known young people can have this outcome."""
    rule = OUTCOMES[outcome]
    return rule.least_young <= young and (rule.most_young is None or young <= rule.most_young)


def check_verdict(verdict: Verdict, *, young: int, today: date) -> None:
    """Raise IncompleteVerdictError when a decision lacks what its outcome asks for, or says it of the future.

    young: how many known young people the concern is about; WrongYoungError when the outcome is not for so many.
    """
    rule, sent = OUTCOMES[verdict.outcome], verdict.sent_date
    if not is_about_right_number(verdict.outcome, young):
        raise WrongYoungError("outcome")
    if rule.needs_sent_date and (sent is None or sent > today):
        raise IncompleteVerdictError("sent_date")
    if rule.needs_organisation and verdict.organisation_id is None:
        raise IncompleteVerdictError("organisation")
    if rule.needs_receiver:
        for name in ("receiver", "basis"):
            if not getattr(verdict, name).strip():
                raise IncompleteVerdictError(name)


def erase_on(outcome: Outcome, decided: date, *, wish: date | None = None) -> date:
    """Return the day on which a concern with this outcome is erased if nothing follows (R23).

    wish: another day, later than the decision and no later than the outcome's own. Raises EraseDayError.
    """
    last = decided + relativedelta(months=OUTCOMES[outcome].months_kept)
    if wish is not None and not decided < wish <= last:
        raise EraseDayError("erase_on")
    return wish or last


# How much longer a concern can be kept at a time, and in all, with a reason each time.
MONTHS_LONGER = 6
MOST_MONTHS_KEPT = 36


class KeptTooLongError(ValueError):
    """A concern cannot be kept that long, or would be kept no longer than it is."""


def keep_until(wish: date, *, now: date, erased: date, received: date) -> date:
    """Return the day up to which a concern is kept longer; erased: its day so far. Raises KeptTooLongError (R23)."""
    so_far = max(now, erased)
    last = min(so_far + relativedelta(months=MONTHS_LONGER), received + relativedelta(months=MOST_MONTHS_KEPT))
    if not so_far < wish <= last:
        raise KeptTooLongError
    return wish


def purpose_of_receipt(purposes: Purpose) -> Purpose:
    """Return what somebody who works for `purposes` writes a concern down for; SSP for who works for none of them."""
    return next((each for each in PURPOSES_OF_RECEIPT if purposes & each), Purpose.SSP)
