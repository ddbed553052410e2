"""The network plan: drafted, agreed with each, signed and locked, followed up in words, ended with an outcome."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases.enums import State
from tvaers.cases.models import Case
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions.tasks import CaseClosedError
from tvaers.plans.enums import DutyState, Given, Party, View
from tvaers.plans.models import Duty, DutyStatement, Goal, NetworkPlan, Stance
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


class RunningAlreadyError(ValueError):
    """The case has a network plan that has not ended: one holds at a time."""


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the draft in between."""


class SignedError(ValueError):
    """It is signed and stays as it is; what is new is said beside it, or in the next plan."""


class NotSignedError(ValueError):
    """It is a draft still."""


class NothingAgreedError(ValueError):
    """Nobody does anything and there is no goal: nothing to sign."""


class ContactedError(ValueError):
    """A colleague has written the first contact down already."""


class TooEarlyError(ValueError):
    """A plan ends on the day that it was signed, or begun, at the earliest."""


class EndedError(ValueError):
    """The plan has ended already."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a network plan says besides its goals, tasks and duties; every_weeks: how often the network meets."""

    triggered_on: date
    cause: str
    contact_on: date
    contact_by: str
    review_on: date
    every_weeks: int | None = None
    concerns: str = ""
    plain: str = ""
    meeting: UUID | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The plain columns."""
        return {
            "triggered_on": self.triggered_on,
            "contact_on": self.contact_on,
            "review_on": self.review_on,
            "every_weeks": self.every_weeks,
            "meeting_id": self.meeting,
        }

    @property
    def texts(self) -> dict[str, str]:
        """The sealed columns."""
        return {"cause": self.cause, "concerns": self.concerns, "plain": self.plain, "contact_by": self.contact_by}


def begin(*, by: Actor, case: UUID, told: Told, form: UUID | None = None) -> UUID:
    """Draft a network plan in a case; return its id. Only colleagues see a draft. form: sent twice, it drafts one.

    Raises Http404, CaseClosedError, RunningAlreadyError.
    """
    row = ids.of_form(form, "network plan", by.id, case) if form else ids.opaque()
    with transaction.atomic():
        held = Case.objects.select_for_update().filter(id=case).values("state").first()
        if held is None:
            raise Http404
        there = set(
            NetworkPlan.objects.filter(Q(id=row) | Q(ended_at=None), dossier_id=case).values_list("id", flat=True)
        )
        if row in there:
            return row
        if held["state"] == State.CLOSED:
            raise CaseClosedError
        if there:
            raise RunningAlreadyError
        empty = {"contact_words": "", "outcome": ""}
        NetworkPlan.objects.create(
            id=row,
            dossier_id=case,
            written_by=by.id,
            written_at=clock.now(),
            changed_at=clock.now(),
            **told.columns,
            **sealed(NetworkPlan, dossier=case, row=row, texts=told.texts | empty),
        )
        record("plans.network_begun", object_id=row, dossier_id=case)
    return row


def change(*, by: Actor, case: UUID, plan: UUID, told: Told, version: int) -> None:
    """Change a draft. Raises Http404, SignedError, EndedError, ChangedMeanwhileError."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        row = _draft(case, plan)
        if row.version != version:
            raise ChangedMeanwhileError
        NetworkPlan.objects.filter(id=plan).update(
            version=version + 1,
            changed_at=clock.now(),
            **told.columns,
            **sealed(NetworkPlan, dossier=case, row=plan, texts=told.texts),
        )
        record("plans.network_changed", object_id=plan, dossier_id=case)


def promise(
    *, by: Actor, case: UUID, plan: UUID, who: str, words: str, due_on: date | None, form: UUID | None = None
) -> UUID:
    """Write down what somebody of the network does. Raises Http404, SignedError, EndedError."""
    row = ids.of_form(form, "duty", by.id, plan) if form else ids.opaque()
    with transaction.atomic():
        held = _running(case, plan)
        if Duty.objects.filter(id=row).exists():
            return row  # sent before it was signed
        if held.signed_at is not None:
            raise SignedError
        _changed(held)
        Duty.objects.create(
            id=row,
            dossier_id=case,
            plan_id=plan,
            due_on=due_on,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(Duty, dossier=case, row=row, texts={"who": who, "words": words}),
        )
        record("plans.network_promised", object_id=row, dossier_id=case)
    return row


def take_out(*, by: Actor, case: UUID, plan: UUID, duty: UUID) -> None:
    """Take a duty out of a draft. Raises Http404, SignedError, EndedError."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        held = _draft(case, plan)
        gone, _tables = Duty.objects.filter(id=duty, plan_id=plan).delete()
        if not gone:
            raise Http404
        _changed(held)
        record("plans.network_taken_out", object_id=duty, dossier_id=case)


# What these say is about others than the young person.
AROUND = frozenset({Party.PARENT, Party.FAMILY})


@dataclass(frozen=True, kw_only=True)
class Said:
    """How somebody stands to the plan: as what they have a part in it, and how they said so."""

    party: Party
    who: str
    view: View
    given: Given
    said_on: date
    words: str = ""


def say_stance(*, by: Actor, case: UUID, plan: UUID, said: Said, form: UUID | None = None) -> UUID:
    """Append how somebody stands to the plan; who does not agree is heard and kept. Raises Http404, EndedError."""
    row = ids.of_form(form, "stance", by.id, plan) if form else ids.opaque()
    with transaction.atomic():
        _running(case, plan)
        made = once(
            Stance,
            form,
            id=row,
            dossier_id=case,
            plan_id=plan,
            party=said.party,
            category=int(Category.OTHERS if said.party in AROUND else Category.PLAN),
            view=said.view,
            given=said.given,
            said_on=said.said_on,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(Stance, dossier=case, row=row, texts={"who": said.who, "words": said.words}),
        )
        if made:
            keep(Stance, row)
            record("plans.network_stance_said", object_id=row, dossier_id=case, detail={"view": said.view})
    return row


def sign(*, by: Actor, case: UUID, plan: UUID, version: int, goals: Collection[UUID] | None = None) -> None:
    """Sign a draft as who leads it: from now on it is locked, and whoever sees the case's plan sees it.

    goals: those that the signer has read, to be held against those there are; None where nobody read a page. Raises
    Http404, SignedError, EndedError, ChangedMeanwhileError, NothingAgreedError.
    """
    with transaction.atomic():
        row = _draft(case, plan)
        there = set(Goal.objects.filter(dossier_id=case).values_list("id", flat=True))
        if row.version != version or (goals is not None and set(goals) != there):
            raise ChangedMeanwhileError
        if not there and not Duty.objects.filter(plan_id=plan, dossier_id=case).exists():
            raise NothingAgreedError
        NetworkPlan.objects.filter(id=plan).update(signed_by=by.id, signed_at=clock.now(), version=version + 1)
        keep(NetworkPlan, plan)
        keep(Duty, *Duty.objects.filter(plan_id=plan).values_list("id", flat=True))
        keep(Stance, *Stance.objects.filter(plan_id=plan).values_list("id", flat=True))
        record("plans.network_signed", object_id=plan, dossier_id=case)


def copied(*, case: UUID, plan: UUID) -> None:
    """Note that the young person's copy was made (R18)."""
    record("plans.network_copied", object_id=plan, dossier_id=case)


def say_contact(*, by: Actor, case: UUID, plan: UUID, on: date, words: str) -> None:
    """Write down that the young person was met first, once.

    Raises Http404, NotSignedError, EndedError, ContactedError.
    """
    del by  # the database takes the actor from the context
    with transaction.atomic():
        row = _signed(case, plan)
        if row.contacted_on is not None:
            raise ContactedError
        texts = sealed(NetworkPlan, dossier=case, row=plan, texts={"contact_words": words})
        NetworkPlan.objects.filter(id=plan).update(contacted_on=on, version=row.version + 1, **texts)
        keep(NetworkPlan, plan)
        record("plans.network_contacted", object_id=plan, dossier_id=case)


@dataclass(frozen=True, kw_only=True)
class Goes:
    """How a duty goes, as somebody says it on a day."""

    state: DutyState
    said_by: str
    said_on: date
    words: str = ""


def say_how_it_goes(*, by: Actor, case: UUID, duty: UUID, goes: Goes, form: UUID | None = None) -> UUID:
    """Append how a duty of a signed plan goes; earlier words stay. Raises Http404, NotSignedError, EndedError."""
    row = ids.of_form(form, "goes", by.id, duty) if form else ids.opaque()
    with transaction.atomic():
        _signed(case, Duty.objects.filter(id=duty, dossier_id=case).values("plan_id"))
        made = once(
            DutyStatement,
            form,
            id=row,
            dossier_id=case,
            duty_id=duty,
            state=goes.state,
            said_on=goes.said_on,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(DutyStatement, dossier=case, row=row, texts={"said_by": goes.said_by, "words": goes.words}),
        )
        if made:
            keep(DutyStatement, row)
            record("plans.network_duty_said", object_id=row, dossier_id=case, detail={"state": goes.state})
    return row


def end(*, by: Actor, case: UUID, plan: UUID, on: date, outcome: str) -> None:
    """End a plan with what came of it, in words; another can begin. Raises Http404, EndedError, TooEarlyError."""
    with transaction.atomic():
        row = _running(case, plan)
        if on < (row.signed_at or row.written_at).astimezone(clock.COPENHAGEN).date():
            raise TooEarlyError
        NetworkPlan.objects.filter(id=plan).update(
            ended_on=on,
            ended_by=by.id,
            ended_at=clock.now(),
            version=row.version + 1,
            **sealed(NetworkPlan, dossier=case, row=plan, texts={"outcome": outcome}),
        )
        keep(NetworkPlan, plan)
        record("plans.network_ended", object_id=plan, dossier_id=case)


# A plan's id, or the query that finds it.
Which = UUID | QuerySet[Any, Any]


def _running(case: UUID, plan: Which) -> NetworkPlan:
    """Hold a plan that has not ended. Raises Http404, EndedError."""
    those = [plan] if isinstance(plan, UUID) else plan
    row = NetworkPlan.objects.select_for_update().filter(id__in=those, dossier_id=case).first()
    if row is None:
        raise Http404
    if row.ended_at is not None:
        raise EndedError
    return row


def _changed(held: NetworkPlan) -> None:
    """Note that a draft says something else now: whoever reads it to sign it reads it anew."""
    NetworkPlan.objects.filter(id=held.id).update(version=held.version + 1, changed_at=clock.now())


def _draft(case: UUID, plan: Which) -> NetworkPlan:
    row = _running(case, plan)
    if row.signed_at is not None:
        raise SignedError
    return row


def _signed(case: UUID, plan: Which) -> NetworkPlan:
    row = _running(case, plan)
    if row.signed_at is None:
        raise NotSignedError
    return row
