"""Tables of an agreement's life: its states and steps, who takes them, and what a text must hold to be sent."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from tvaers.agreements.enums import AgreementKind, Stand, State
from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import Role

# Who writes drafts and sends them: who keeps the partnership's work together, and who steers it.
DRAFTING = Role.COORDINATOR | Role.STEERING
# Who is told that an agreement ends: who can write the next one, and who signs it.
REMINDED = DRAFTING | Role.SIGNATORY


class Step(StrEnum):
    """A step in an agreement's life."""

    SEND = "send"
    TAKE_BACK = "take back"
    SIGN = "all have signed"
    DROP = "give up"


STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.SEND): State.SENT,
    (State.SENT, Step.TAKE_BACK): State.DRAFT,
    (State.SENT, Step.SIGN): State.SIGNED,
    (State.DRAFT, Step.DROP): State.DROPPED,
}

# The purposes an agreement between authorities can carry; oversight is nobody's to agree on.
AGREED_PURPOSES = Purpose.SSP | Purpose.PSP | Purpose.KSP | Purpose.RADICALISATION | Purpose.EXIT | Purpose.RELEASE
AGREED_PURPOSES |= Purpose.PARENTS

# An agreement is for a council's term, and never for good.
LONGEST_YEARS = 5
USUAL_YEARS = 4
# How long before the end the parties are reminded.
REMINDERS_MONTHS = (6, 3, 1)
FEWEST_PARTIES = 2
# So many seconds ago at most whoever signs has shown a second factor; the database asks the same.
FACTOR_SECONDS = 60
# What grows out of one in force; a first agreement grows out of none.
FOLLOWING = (AgreementKind.RENEWAL, AgreementKind.EXTENSION, AgreementKind.AMENDMENT)
# What goes on with the frame of the agreement before: all its parties are in it, and leave by their own word.
SAME_FRAME = frozenset({AgreementKind.EXTENSION, AgreementKind.AMENDMENT})


# What the beginning of an annex leaves to its authors, in both languages; the database looks for the same.
GAP = re.compile(r"\[(?:Skriv|Write|vurdér|assess)(?:\]|[: ])")


class Lack(StrEnum):
    """What a draft still lacks to be sent."""

    TITLE = "title"
    FROM = "from"
    UNTIL = "until"
    PURPOSES = "purposes"
    PARTIES = "parties"
    SIGNATORIES = "signatories"
    THEMES = "themes"
    GAPS = "gaps"
    LEFT_OUT = "left out"
    MORE = "more"
    FOLLOWED = "followed"
    APART = "apart"


@dataclass(frozen=True, kw_only=True)
class Text:
    """What decides whether a draft can be sent. purposes: a mask; signatories: of each party, the office that signs.

    left_out: a party of the agreement before is missing from one that goes on with the same frame. more: an extension
    takes a party in, or lets something else be shared. followed: another signed one goes on with that frame already.
    former_until: the end that an extension moves.
    """

    kind: AgreementKind
    title: str
    from_date: date | None
    until_date: date | None
    purposes: int
    signatories: tuple[str, ...]
    themes: int
    annexes: tuple[str, ...]
    left_out: bool
    more: bool
    followed: bool
    former_until: date | None


def lacks(text: Text, *, today: date) -> list[Lack]:
    """Return what a draft still lacks, in the order of the page; the database asks the same when it is sent.

    An amendment begins when all have signed, and says no first day.
    """
    found = {
        Lack.TITLE: not text.title.strip(),
        Lack.FROM: text.from_date is None and text.kind is not AgreementKind.AMENDMENT,
        Lack.UNTIL: not _is_term(text.from_date or today, text.until_date, today),
        Lack.PURPOSES: not text.purposes,
        Lack.PARTIES: len(text.signatories) < FEWEST_PARTIES,
        Lack.SIGNATORIES: not all(office.strip() for office in text.signatories),
        Lack.LEFT_OUT: text.left_out,
        Lack.MORE: text.more,
        Lack.FOLLOWED: text.followed,
        Lack.APART: _begins_late(text),
        Lack.THEMES: not text.themes,
        Lack.GAPS: any(GAP.search(annex) for annex in text.annexes),
    }
    return [lack for lack, is_so in found.items() if is_so]


def _is_term(from_date: date, until_date: date | None, today: date) -> bool:
    return until_date is not None and max(from_date, today) <= until_date <= latest_end(from_date)


def _begins_late(text: Text) -> bool:
    """Tell whether an extension leaves days between the end that it moves and its own beginning."""
    if text.kind is not AgreementKind.EXTENSION or text.from_date is None or text.former_until is None:
        return False
    next_day: date = text.former_until + relativedelta(days=1)
    return text.from_date > next_day


def latest_end(from_date: date) -> date:
    """Return the last day on which an agreement that begins so may end."""
    end: date = from_date + relativedelta(years=LONGEST_YEARS, days=-1)
    return end


def following_kinds(*, until_date: date | None, ended_on: date | None, today: date) -> list[AgreementKind]:
    """Return what can grow out of an agreement; of one that is over no frame is left to go on with."""
    is_over = any(last is not None and last < today for last in (until_date, ended_on))
    return [kind for kind in FOLLOWING if not (is_over and kind in SAME_FRAME)]


def usual_term(after: date) -> tuple[date, date]:
    """Return the term that is proposed for what follows an agreement that ends on `after`."""
    first = after + relativedelta(days=1)
    last: date = first + relativedelta(years=USUAL_YEARS, days=-1)
    return first, last


def stand(
    *,
    state: State,
    from_date: date | None,
    until_date: date | None,
    ended_on: date | None,
    followed_from: date | None,
    today: date,
) -> Stand:
    """Return how an agreement stands on `today`. followed_from: when a signed one that follows begins, if any."""
    if state is not State.SIGNED:
        return Stand(state.value)
    if ended_on is not None and ended_on < today:
        return Stand.TERMINATED
    if followed_from is not None and followed_from <= today:
        return Stand.REPLACED
    if from_date is not None and today < from_date:
        return Stand.COMING
    if until_date is not None and until_date < today:
        return Stand.LAPSED
    return Stand.IN_FORCE


def months_left(until_date: date, today: date) -> int | None:
    """Return which reminder is due: the least of REMINDERS_MONTHS within which the end lies; None before them all."""
    within = [months for months in REMINDERS_MONTHS if today >= until_date - relativedelta(months=months)]
    return min(within, default=None)
