"""What Today says of the tasks and cases of a colleague who is away, and what of one's own a substitute cannot read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.enums import State
from tvaers.cases.models import Case
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.people.access import cards
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Task
from tvaers.plans.queries import in_case
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Access, Dossier, Link
from tvaers.sharing.queries import live
from tvaers.sharing.sealing import open_rows
from tvaers.ui import dates
from tvaers.web.cases import waiting as of_cases
from tvaers.web.cases.frame import called
from tvaers.work import waiting
from tvaers.work.queries import Substitute
from tvaers.work.waiting import Cover, Unfollowed, Waiting


def install() -> None:
    """Let Today ask."""
    waiting.register_cover("cases", Cover(lines=lines, unfollowed=unfollowed))


def lines(actor: Actor, absent: UUID, until: datetime) -> list[Waiting]:
    """Return the tasks, reviews and follow-ups of a colleague who is away that `actor` reads, up to `until`.

    No drafts: what is not signed is nobody else's.
    """
    if not actor.claims.categories:
        return []
    return of_cases.for_absent(absent, dates.local_date(until))


def unfollowed(actor: Actor, substitute: Substitute) -> list[Unfollowed]:
    """Return the actor's open tasks and running cases here that `substitute` does not read, tasks first.

    In one statement for each, one for what belongs to the cases, and one for the names.
    """
    if not actor.claims.categories:
        return []
    ours = Dossier.objects.filter(owner_id=actor.organisation.id).values("id")
    cases = Case.objects.filter(lead_id=actor.id, id__in=ours).exclude(state=State.CLOSED)
    led = list(_closed_to(substitute, cases).order_by("review_on", "id").values("id", "person_id"))
    mine = Task.objects.filter(owner_id=actor.id, state=TaskState.OPEN, id__in=ours)
    columns = ("id", "text", "case_id", "person_id")
    tasks = list(in_case(_closed_to(substitute, mine)).order_by("due_on", "id").values(*columns))
    seen.record_all((row["id"] for row in (*tasks, *led)), Category.PLAN)
    opened = open_rows(Task, tasks, ("text",), dossier="id")
    people = cards({row["person_id"] for row in led if row["person_id"]})
    parts = _parts_of(row["id"] for row in led)
    return [
        *(
            Unfollowed(what=row["text"], url=reverse("tasks:task", args=[row["id"]]), dossiers=(row["id"],))
            for row in opened
        ),
        *(
            Unfollowed(
                what=_("The case of %(name)s") % {"name": called(people.get(row["person_id"]))},
                url=reverse("cases:case", args=[row["id"]]),
                dossiers=(row["id"], row["person_id"], *parts.get(row["id"], ())),
            )
            for row in led
        ),
    ]


def _closed_to(substitute: Substitute, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of `rows`, whose ids are dossiers', of whose plan nothing is open to a substitute now."""
    open_to = Access.objects.filter(live(), dossier_id=OuterRef("id"), reader_id__in=substitute.readers).alias(
        sees=F("categories").bitand(int(substitute.categories & Category.PLAN)),
        works_for=F("purpose").bitand(int(substitute.purposes)),
    )
    rows = rows.alias(open_to=Subquery(open_to.filter(sees__gt=0, works_for__gt=0).values("id")[:1]))
    closed: QuerySet[Any] = rows.filter(open_to=None)
    return closed


def _parts_of(cases: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return what belongs to each of some cases, as a colleague who leads one is let in to."""
    found: dict[UUID, list[UUID]] = {}
    for case, part in Link.objects.filter(kind=LinkKind.BELONGS, target_id__in=list(cases)).values_list(
        "target_id", "source_id"
    ):
        found.setdefault(case, []).append(part)
    return found
