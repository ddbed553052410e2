"""What was handed on, in Today of both, until whoever was handed it says that they have seen it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Task
from tvaers.sharing import seen
from tvaers.sharing.sealing import open_rows
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.models import HandedOn
from tvaers.work.waiting import MOST, Waiting


def install() -> None:
    """Let Today ask."""
    waiting.register("handed-on", for_actor)


def for_actor(actor: Actor, _until: datetime) -> list[Waiting]:
    """Return what was handed on by or to `actor` and has not been seen, in one statement. It has no deadline."""
    if not actor.claims.categories:
        return []
    handed = open_rows(HandedOn, _UNSEEN(by=actor.id), ("words",))
    opened = open_rows(Task, handed, ("text",), dossier="dossier_id", row="dossier_id")
    seen.record_all((row["dossier_id"] for row in opened), Category.PLAN)
    return [_to_me(row) if row["to_id"] == actor.id else _by_me(row) for row in opened]


def _unseen(*, by: UUID) -> QuerySet[Any, Any]:
    names = {
        name: Subquery(Membership.objects.filter(id=OuterRef(column)).values("name"))
        for name, column in (("giver", "from_id"), ("taker", "to_id"))
    }
    task = Task.objects.filter(id=OuterRef("dossier_id"), state=TaskState.OPEN)
    unseen = HandedOn.objects.filter(Q(to_id=by) | Q(from_id=by), known_at=None)
    rows = unseen.annotate(text=Subquery(task.values("text"))).exclude(text=None).order_by("at", "id")
    columns = ("id", "dossier_id", "from_id", "to_id", "words", "until_on", "at", "text")
    told: QuerySet[Any, Any] = rows.values(*columns, **names)[:MOST]
    return told


_UNSEEN = Compiled(_unseen)


def _to_me(row: dict[str, Any]) -> Waiting:
    told = {"who": row["giver"], "words": row["words"]}
    about = _("%(who)s: “%(words)s”") % told
    if row["until_on"]:
        about = _("%(who)s, until %(day)s: “%(words)s”") % {**told, "day": dates.day(row["until_on"])}
    return Waiting(
        what=_("Handed on to you: %(task)s") % {"task": row["text"]},
        about=about,
        url=reverse("tasks:task", args=[row["dossier_id"]]),
        do=_("I have seen it"),
        do_url=reverse("tasks:handed-known", args=[row["id"]]),
        do_post=True,
        calm=True,
        chip=_("Handed on %(day)s") % {"day": dates.short_day(row["at"])},
    )


def _by_me(row: dict[str, Any]) -> Waiting:
    url = reverse("tasks:task", args=[row["dossier_id"]])
    return Waiting(
        what=_("You handed on: %(task)s") % {"task": row["text"]},
        about=_("%(who)s has not seen it yet.") % {"who": row["taker"]},
        url=url,
        do=_("See the task"),
        do_url=url,
        calm=True,
        chip=_("Handed on %(day)s") % {"day": dates.short_day(row["at"])},
    )
