"""Reads: whether one may be made, the register, what a person's page tells, and what waits for whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet

from tvaers.emergencies.access import with_names
from tvaers.emergencies.enums import Stop, Verdict
from tvaers.emergencies.models import EmergencyAlarm, EmergencyLookup
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard import context
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role

PAGE = 50
# How long Today tells of a judgement that somebody else must do something about, or know.
TOLD = timedelta(days=7)


def stop() -> Stop | None:
    """Return the database's answer why the asker cannot make an emergency look-up now; None when it can be made."""
    (code,) = answer_of("SELECT guard.emergency_stop()", [])
    return Stop(code) if code else None


def answer_of(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Return the one row that a function of the database answers with."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def open_of(actor: Actor) -> UUID | None:
    """Return the actor's own look-up whose hour is running."""
    own = EmergencyLookup.objects.filter(member_id=actor.id, until_at__gt=clock.now())
    return own.order_by("-at").values_list("id", flat=True).first()


def register(*, before: UUID | None = None) -> tuple[list[EmergencyLookup], UUID | None]:
    """Return a page of what the asker may read, newest first, and where the next page begins."""
    rows = with_names().order_by("-at", "-id")
    if before is not None:
        last = EmergencyLookup.objects.filter(id=before).values_list("at", "id").first()
        rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], id__lt=last[1])) if last else rows.none()
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def of_person(person: UUID) -> list[EmergencyLookup]:
    """Return the emergency look-ups of somebody, newest first, to whoever works with them at the owner's."""
    return list(with_names().filter(dossier_id=person).order_by("-at", "-id"))


def looked_up(person: UUID) -> bool:
    """Tell whether somebody whom the asker sees was looked up in an emergency."""
    (is_so,) = answer_of("SELECT guard.looked_up_in_danger(%s)", [person])
    return bool(is_so)


def unread_alarms(actor: Actor) -> list[EmergencyAlarm]:
    """Return the alarms that no inspector of the actor's organisation has read, newest first; none to anybody else."""
    if not actor.roles & Role.INSPECTOR:
        return []
    return list(EmergencyAlarm.objects.filter(read_at=None).order_by("-at"))


def waiting(*, most: int) -> list[EmergencyLookup]:
    """Return what Today tells of, to whoever may read it: what is open or waits for its review, and new judgements."""
    return _WAITING(most, since=clock.now() - TOLD)


def _waiting(most: int, *, since: datetime) -> QuerySet[EmergencyLookup]:
    late = Q(verdict=Verdict.NOT_JUSTIFIED, restored_at=None, reviewed_at__gt=since)
    return with_names().filter(Q(verdict="") | late).order_by("-at", "-id")[:most]


_WAITING = Compiled(_waiting)
