"""Being away, with a colleague who follows up meanwhile; and letting them in where they do not follow yet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May, Source
from tvaers.sharing.models import Access
from tvaers.sharing.queries import live
from tvaers.work import rules
from tvaers.work.models import Absence
from tvaers.work.queries import substitute_for

_OVERLAPS, _NO_COLLEAGUE = "23P01", "TV101"
_TWICE = "23505"


class OverlapsError(Exception):
    """Somebody is your substitute on some of these days already."""


class NoSubstituteError(Exception):
    """Whoever was chosen is no colleague at work who works for the same purposes; oneself is none."""


def say(*, by: Actor, substitute: UUID, from_on: date, until_on: date, form: UUID | None = None) -> UUID:
    """Say that the actor is away from day to day, and which colleague follows up meanwhile; return the id.

    It opens nothing to the substitute. form: sent twice, it says it once.
    Raises rules.AbsenceDaysError, NoSubstituteError, OverlapsError.
    """
    rules.check_absence(from_on, until_on, today=clock.today())
    if substitute_for(actor=by, member=substitute) is None:
        raise NoSubstituteError
    made = ids.of_form(form, by.id) if form else ids.opaque()
    if Absence.objects.filter(id=made).exists():
        return made
    try:
        with transaction.atomic():
            Absence.objects.create(
                id=made,
                owner_id=by.organisation.id,
                member_id=by.id,
                substitute_id=substitute,
                from_on=from_on,
                until_on=until_on,
            )
            record("work.absence_said", object_id=made, detail={"substitute": str(substitute)})
    except DatabaseError as refused:
        state = getattr(refused.__cause__, "sqlstate", None)
        if state == _TWICE and Absence.objects.filter(id=made).exists():
            return made  # the same form, sent at the same moment
        if state == _OVERLAPS:
            raise OverlapsError from refused
        if state == _NO_COLLEAGUE:
            raise NoSubstituteError from refused
        raise
    return made


def end(*, by: Actor, absence: UUID) -> None:
    """End it before its day, as who is away or as the substitute; what the latter was let in to ends with it.

    Ended already, nothing happens. Raises Http404.
    """
    row = _concerning(by, absence)
    if row.ended_at is not None:
        return
    with transaction.atomic():
        Absence.objects.filter(id=absence, ended_at=None).update(ended_at=Now(), ended_by=by.id)
        record("work.absence_ended", object_id=absence)


def know(*, by: Actor, absence: UUID) -> None:
    """Say, as the substitute, that one has read it. Raises Http404."""
    row = _concerning(by, absence)
    if row.substitute_id != by.id:
        raise Http404
    if row.known_at is None and row.ended_at is None:
        with transaction.atomic():
            Absence.objects.filter(id=absence, known_at=None).update(known_at=Now())
            record("work.absence_known", object_id=absence)


def _concerning(by: Actor, absence: UUID) -> Absence:
    row = Absence.objects.filter(id=absence).first()
    if row is None or by.id not in {row.member_id, row.substitute_id}:
        raise Http404
    return row


def let_in(*, by: Actor, absence: UUID, dossiers: Iterable[UUID]) -> None:
    """Let the substitute in to dossiers that the actor works on, as far as the actor sees them, until it is over.

    Raises Http404 for another's absence or one that is over, and what sharing.let_in raises.
    """
    row = _concerning(by, absence)
    if row.member_id != by.id or row.ended_at is not None or row.until_on < clock.today():
        raise Http404
    until = datetime.combine(row.until_on + timedelta(days=1), time.min, tzinfo=clock.COPENHAGEN)
    wanted = set(dossiers)
    mine = Access.objects.filter(live(), dossier_id__in=wanted, reader_id__in=by.claims.readers)
    # The guard measures by the actor's longest access.
    rows = mine.filter(source=Source.OWNER, may=May.CONTRIBUTE).order_by("until_at")
    sees = {dossier: (categories, ends) for dossier, categories, ends in rows.values_list(*_ACCESS)}
    with transaction.atomic():
        for dossier in sorted(wanted & sees.keys()):
            categories, ends = sees[dossier]
            sharing.let_in(
                dossier=dossier,
                member=row.substitute_id,
                categories=Category(categories),
                until=min(until, ends),
            )


_ACCESS = ("dossier_id", "categories", "until_at")
