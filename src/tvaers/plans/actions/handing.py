"""Handing a task on to a colleague, for good or until a day; and giving back what was for some days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.plans.actions.tasks import NotYoursError, WrongStateError
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May, Source
from tvaers.sharing.models import Access, Dossier
from tvaers.sharing.queries import live
from tvaers.sharing.sealing import sealed
from tvaers.work.models import HandedOn
from tvaers.work.queries import Substitute, colleague

FURTHEST = timedelta(days=366)


class NoColleagueError(Exception):
    """Whoever was chosen is no colleague at work who works for what the task is for."""


class DayError(ValueError):
    """A task is handed on until a day from today on, `last` at the latest: within a year, or as long as one has it."""

    def __init__(self, last: date) -> None:
        """Keep the last day, to say it."""
        super().__init__("not until then")
        self.last = last


@dataclass(frozen=True, kw_only=True)
class Handing:
    """To whom, in which words, and until which day; None is for good."""

    to: UUID
    words: str
    until: date | None = None


def hand_on(*, by: Actor, task: UUID, handing: Handing, form: UUID | None = None) -> UUID:
    """Make a colleague the owner of a task that the actor owns in the own organisation, and let them in if not yet.

    Until a day: only so long, and the task comes back the night after. form: sent twice, it is handed on once.
    Raises Http404, NotYoursError, WrongStateError, NoColleagueError, DayError, and what sharing.let_in raises: who
    does not decide hands on only to who reads the task already.
    """
    made = ids.of_form(form, by.id, task) if form else ids.opaque()
    with transaction.atomic():
        row = Task.objects.select_for_update().filter(id=task).values("state", "owner_id", "version").first()
        if row is None:
            raise Http404
        if HandedOn.objects.filter(id=made).exists():
            return made
        ours = Dossier.objects.filter(id=task, owner_id=by.organisation.id).exists()
        if row["owner_id"] != by.id or not ours:
            raise NotYoursError
        if row["state"] != TaskState.OPEN:
            raise WrongStateError
        _check_day(by, task, handing)
        _let_in(by, task, handing)
        Task.objects.filter(id=task).update(owner_id=handing.to, version=row["version"] + 1)
        words = sealed(HandedOn, dossier=task, row=made, texts={"words": handing.words})
        HandedOn.objects.create(
            id=made, dossier_id=task, from_id=by.id, to_id=handing.to, until_on=handing.until, **words
        )
        record("plans.task_handed_on", object_id=task, dossier_id=task, detail={"to": str(handing.to)})
    return made


def _check_day(by: Actor, task: UUID, handing: Handing) -> None:
    """Raise DayError unless it is until a day to come; what one has until a day is handed on no longer."""
    mine = HandedOn.objects.filter(dossier_id=task, to_id=by.id, until_on__isnull=False, settled_at=None)
    held: date | None = mine.order_by("-at").values_list("until_on", flat=True).first()
    last = held or clock.today() + FURTHEST
    if handing.until is None:
        if held is not None:
            raise DayError(held)
    elif not clock.today() <= handing.until <= last:
        raise DayError(last)


def _let_in(by: Actor, task: UUID, handing: Handing) -> None:
    """Let the colleague in where they do not read and write the task already."""
    to = colleague(actor=by, member=handing.to)
    mine = Access.objects.filter(live(), dossier_id=task, source=Source.OWNER, may=May.CONTRIBUTE)
    rows = list(mine.order_by("until_at").values("reader_id", "categories", "purpose", "until_at"))
    own = next((row for row in reversed(rows) if row["reader_id"] in by.claims.readers), None)
    if to is None or own is None or not _works_for(to, own["purpose"]):
        raise NoColleagueError
    until = own["until_at"]
    if handing.until is not None:
        night = datetime.combine(handing.until + timedelta(days=1), time.min, tzinfo=clock.COPENHAGEN)
        until = min(until, night)
    # What ends before the task goes back, such as what a substitute was let in to, is no right to it.
    theirs = [row for row in rows if row["reader_id"] in to.readers and row["purpose"] & to.purposes]
    if any(row["categories"] & Category.PLAN and row["until_at"] >= until for row in theirs):
        return
    sharing.let_in(dossier=task, member=to.id, categories=Category.PLAN, until=until)


def _works_for(to: Substitute, purpose: int) -> bool:
    return bool(to.categories & Category.PLAN and to.purposes & purpose)


def know(*, by: Actor, handed: UUID) -> None:
    """Say, as who was handed a task, that one has seen it. Raises Http404."""
    row = HandedOn.objects.filter(id=handed, to_id=by.id).values("known_at", "dossier_id").first()
    if row is None:
        raise Http404
    if row["known_at"] is None:
        with transaction.atomic():
            HandedOn.objects.filter(id=handed, known_at=None).update(known_at=Now())
            record("plans.task_taken_over", object_id=row["dossier_id"], dossier_id=row["dossier_id"])


def give_back_due() -> int:
    """Give back what was handed on until a day that is over, the last one first; return how many went back.

    For the nightly job of one organisation. What was done or has gone elsewhere meanwhile, or came from somebody who
    has left, stays where it is. What was handed further ends no later, so the last one goes back first.
    """
    given = 0
    over = HandedOn.objects.filter(settled_at=None, until_on__lt=clock.today()).order_by("-at", "-id")
    for handed in over.values("id", "dossier_id", "from_id", "to_id", "at"):
        with transaction.atomic():
            given += _give_back(handed["id"], handed["dossier_id"], handed["from_id"], handed["to_id"])
    return given


def _give_back(handed: UUID, dossier: UUID, giver: UUID, holder: UUID) -> bool:
    row = Task.objects.select_for_update().filter(id=dossier).values("state", "owner_id", "version").first()
    HandedOn.objects.filter(id=handed, settled_at=None).update(settled_at=Now())
    at_work = Membership.objects.filter(id=giver, state=MembershipState.ACTIVE).exists()
    if row is None or row["state"] != TaskState.OPEN or row["owner_id"] != holder or not at_work:
        return False
    Task.objects.filter(id=dossier).update(owner_id=giver, version=row["version"] + 1)
    record("plans.task_given_back", object_id=dossier, dossier_id=dossier, detail={"to": str(giver)})
    return True
