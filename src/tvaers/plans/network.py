"""Reading network plans: a case's own, with duties, how they go, and how each stands to it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from tvaers.cases.models import Case
from tvaers.partnerships.models import Membership
from tvaers.plans.enums import DutyState, Given, Party, View
from tvaers.plans.models import Duty, DutyStatement, NetworkPlan, Stance
from tvaers.sharing.parts import array, parsed, parts
from tvaers.sharing.sealing import open_rows

TEXTS = ("cause", "concerns", "plain", "contact_by", "contact_words", "outcome")
_PLAN = (
    "id",
    "dossier_id",
    "meeting_id",
    "triggered_on",
    "contact_on",
    "contacted_on",
    "review_on",
    "every_weeks",
    "written_at",
    "changed_at",
    "version",
    "signed_at",
    "ended_on",
    "signer",
)
DUTY_TEXTS = ("who", "words")
STATEMENT_TEXTS = ("said_by", "words")
STANCE_TEXTS = ("who", "words")
_DUTY = ("id", "dossier_id", "plan_id", "due_on", "written_at")
_STATEMENT = ("id", "dossier_id", "duty_id", "state", "said_on", "written_at")
_STANCE = ("id", "dossier_id", "plan_id", "party", "view", "given", "said_on", "written_at")
# Nothing more is expected of these.
OVER = frozenset({DutyState.DONE, DutyState.DROPPED})


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A duty with what was said of it, newest first; state: None where nothing was."""

    id: UUID
    who: str
    words: str
    due_on: date | None
    statements: list[dict[str, Any]]

    @property
    def state(self) -> DutyState | None:
        """How it goes, as it was said last."""
        return DutyState(self.statements[0]["state"]) if self.statements else None

    @property
    def is_over(self) -> bool:
        """Tell whether it is done, or not needed any longer."""
        return self.state in OVER

    def is_missed(self, today: date) -> bool:
        """Tell whether its day has passed, it is not over, and nobody has said since what is in the way."""
        if self.is_over or self.due_on is None or self.due_on >= today:
            return False
        return not (self.statements and self.statements[0]["said_on"] > self.due_on)


@dataclass(frozen=True, kw_only=True)
class Held:
    """How somebody stands to the plan."""

    party: Party
    who: str
    view: View
    given: Given
    said_on: date
    words: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Network:
    """A network plan, opened. row: its columns and texts, with `signer`; duties in the order of their days."""

    row: dict[str, Any]
    duties: list[Promised] = field(default_factory=list)
    stances: list[Held] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """The plan's id."""
        return UUID(str(self.row["id"]))

    @property
    def is_draft(self) -> bool:
        """Tell whether it is not signed yet."""
        return self.row["signed_at"] is None

    @property
    def runs(self) -> bool:
        """Tell whether it is signed and has not ended."""
        return not self.is_draft and self.row["ended_on"] is None

    def is_before(self, stance: Held) -> bool:
        """Tell whether somebody said so before the plan came to say what it says now."""
        return bool(stance.written_at < self.row["changed_at"])

    @property
    def agreed_by_the_young(self) -> bool:
        """Tell whether the young person said how they stand to what it says now."""
        return any(each.party is Party.YOUNG and not self.is_before(each) for each in self.stances)


def arrays() -> dict[str, Any]:
    """Return what a case's row is asked for its network plans, beside whatever else it is asked."""
    signer = Membership.objects.filter(id=OuterRef("signed_by")).values("name")
    own = NetworkPlan.objects.filter(dossier_id=OuterRef("id")).annotate(signer=Subquery(signer))
    order = (F("ended_on").desc(nulls_first=True), "-written_at")
    said = (*_STATEMENT, *STATEMENT_TEXTS)
    return {
        "network_rows": array(own.order_by(*order), (*_PLAN, *TEXTS)),
        "duty_rows": parts(Duty, (*_DUTY, *DUTY_TEXTS), order=("due_on", "written_at")),
        "duty_statement_rows": parts(DutyStatement, said, order=("-said_on", "-written_at")),
        "stance_rows": parts(Stance, (*_STANCE, *STANCE_TEXTS), order=("said_on", "written_at")),
    }


def read(found: dict[str, Any]) -> list[Network]:
    """Return the network plans that a case's row told by `arrays`, the running one first, opened."""
    duties = open_rows(Duty, parsed(Duty, found["duty_rows"]), DUTY_TEXTS)
    said = open_rows(DutyStatement, parsed(DutyStatement, found["duty_statement_rows"]), STATEMENT_TEXTS)
    stances = open_rows(Stance, parsed(Stance, found["stance_rows"]), STANCE_TEXTS)
    rows = open_rows(NetworkPlan, parsed(NetworkPlan, found["network_rows"]), TEXTS)
    return [
        Network(
            row=row,
            duties=[_promised(each, said) for each in duties if each["plan_id"] == row["id"]],
            stances=[_held(each) for each in stances if each["plan_id"] == row["id"]],
        )
        for row in rows
    ]


def plans(*, case: UUID) -> list[Network]:
    """Return the network plans of a case that the asker sees, the running one first, in one statement."""
    asked = arrays()
    found = Case.objects.filter(id=case).annotate(**asked).values(*asked).first()
    return read(found) if found else []


def plan(*, case: UUID, plan: UUID) -> Network | None:
    """Return one network plan of a case, opened; None when it is hidden or missing."""
    return next((each for each in plans(case=case) if each.id == plan), None)


def running(*, case: UUID) -> Network | None:
    """Return the network plan of a case that has not ended, draft or signed."""
    return next((each for each in plans(case=case) if each.row["ended_on"] is None), None)


def _promised(row: dict[str, Any], said: list[dict[str, Any]]) -> Promised:
    return Promised(
        id=row["id"],
        who=row["who"],
        words=row["words"],
        due_on=row["due_on"],
        statements=[each for each in said if each["duty_id"] == row["id"]],
    )


def _held(row: dict[str, Any]) -> Held:
    return Held(
        party=Party(row["party"]),
        who=row["who"],
        view=View(row["view"]),
        given=Given(row["given"]),
        said_on=row["said_on"],
        words=row["words"],
        written_at=row["written_at"],
    )


def to_meet_again(*, cases: set[UUID]) -> dict[UUID, int]:
    """Return of signed plans that run, by case, how many weeks lie between two meetings of the network."""
    rows = NetworkPlan.objects.filter(
        Q(signed_at__isnull=False, ended_at=None, every_weeks__isnull=False), dossier_id__in=cases
    )
    found = rows.values_list("dossier_id", "every_weeks")
    return {case: weeks for case, weeks in found if weeks is not None}
