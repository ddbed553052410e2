"""What waits for somebody among concerns: to assess, to acknowledge, to tell, offers, imports that are done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.concerns.enums import ImportState, ReporterKind, State
from tvaers.concerns.models import Concern, Import, Reporter
from tvaers.concerns.queries import accepted, offers
from tvaers.concerns.rules import DECIDERS, RECORDERS
from tvaers.concerns.saved import saved
from tvaers.foundation.compiled import Compiled
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.sealing import open_rows
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock
from tvaers.work.waiting import MOST, Waiting

_MOST_IMPORTS = 5
_FOR_US = (ClockKind.ACUTE, ClockKind.RECEIPT, ClockKind.TRIAGE, ClockKind.FEEDBACK, ClockKind.NOTIFICATION)


def register() -> None:
    """Let Today ask for concerns."""
    waiting.register("concerns", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor` up to `until`, in at most six statements."""
    watched = _watched(actor) if actor.has_role(*RECORDERS) else []
    if not actor.has_role(*DECIDERS):
        return [*_imports(actor), *watched]
    return [*_clocks(until), *_offers(actor), *_accepted(), *_imports(actor), *watched]


def _watched(actor: Actor) -> list[Waiting]:
    """Return a line for each saved filter that holds as many concerns as its owner wants to hear of."""
    return [
        Waiting(
            what=_("Many concerns in your filter: %(name)s") % {"name": each.row.name},
            url=reverse("concerns:filters"),
            about=_("It holds %(count)d now. You wanted to hear of it from %(from)d on.")
            % {"count": each.count, "from": each.row.threshold},
            do=_("Seen"),
            do_url=f"{reverse('concerns:filter', args=[each.row.id])}?back=today&do=mute&at={each.count}",
            do_post=True,
            calm=True,
        )
        for each in saved(member=actor.id, only_watched=True)
        if each.is_reached
    ]


def _clocks(until: datetime) -> list[Waiting]:
    """Return one line for each concern and thing to do, by the clock that runs out first."""
    claims = context.current()
    if claims is None or claims.organisation is None:
        return []
    opened = open_rows(Concern, _OURS(MOST, here=claims.organisation, until=until), ("headline",), dossier="id")
    seen.record_all((row["id"] for row in opened), Category.CONCERN)
    return [line for row in opened for line in _lines(row, until)]


def _ours(most: int, *, here: UUID, until: datetime) -> QuerySet[Any, Any]:
    about = OuterRef("id")
    clocks = Clock.objects.filter(owner_id=here, done_at__isnull=True, kind__in=_FOR_US)
    running = Clock.objects.filter(dossier_id=about, done_at__isnull=True, kind__in=_FOR_US)
    first = running.order_by().values("dossier_id").annotate(due=Min("due_at")).values("due")
    rows = (
        Concern.objects.filter(id__in=clocks.values("dossier_id"))
        .annotate(
            due=Subquery(first),
            clocks=_open_kinds(),
            reporter_kind=Subquery(Reporter.objects.filter(dossier_id=about).values("kind")[:1]),
        )
        # Never null: where nobody has looked yet, nothing comes before what cannot wait.
        .annotate(urgent=Coalesce(Q(is_acute=True, state=State.RECEIVED), Value(value=False)))
        .filter(Q(due__lte=until) | Q(urgent=True))
        .order_by("-urgent", "due", "id")
    )
    columns = ("id", "headline", "received_at", "reporter_kind", "clocks", "urgent", "acute_at")
    told: QuerySet[Any, Any] = rows.values(*columns)[:most]
    return told


_OURS = Compiled(_ours)


def _open_kinds() -> Any:  # noqa: ANN401 - an expression of Django's
    running = Clock.objects.filter(dossier_id=OuterRef("id"), done_at__isnull=True, kind__in=_FOR_US)
    return ArraySubquery(running.order_by("due_at").values(json=JSONObject(kind=F("kind"), due=F("due_at"))))


def _lines(row: dict[str, Any], until: datetime) -> list[Waiting]:
    """Return what is to be done with one concern; looking whether it is urgent and deciding is one step."""
    found: dict[str, Waiting] = {}
    if row["urgent"]:
        urgent = _urgent(row)
        found[urgent.do_url] = urgent
    for clock in row["clocks"]:
        due = datetime.fromisoformat(clock["due"])
        if due <= until:
            line = _line(ClockKind(clock["kind"]), row, due)
            found.setdefault(line.do_url, line)
    return list(found.values())


def _told(row: dict[str, Any]) -> str:
    return _("%(headline)s. %(teller)s, %(day)s.") % {
        "headline": row["headline"],
        "teller": teller_words(row["reporter_kind"]),
        "day": dates.moment(row["received_at"]),
    }


def _urgent(row: dict[str, Any]) -> Waiting:
    """Return the line of a concern that cannot wait: it stands until somebody has decided."""
    address = reverse("concerns:concern", args=[row["id"]])
    said_on = dates.local_date(row["acute_at"] or row["received_at"])
    what = _("Act today on a concern")
    return Waiting(
        what=what, about=_told(row), url=address, do=_("Read and assess"), do_url=address, due=said_on, first=True
    )


def _line(kind: ClockKind, row: dict[str, Any], due: datetime) -> Waiting:
    told = _told(row)
    if kind in {ClockKind.RECEIPT, ClockKind.FEEDBACK}:
        is_receipt = kind is ClockKind.RECEIPT
        address = reverse("concerns:letter", args=[row["id"], "receipt" if is_receipt else "feedback"])
        what = _("Acknowledge a concern") if is_receipt else _("Tell the reporter what happened")
        do = _("Read the receipt") if is_receipt else _("Read the letter")
        return Waiting(what=what, about=told, url=address, do=do, do_url=address, due=due)
    if kind is ClockKind.NOTIFICATION:
        address = reverse("concerns:follow-up", args=[row["id"]])
        what = _("Look at what became of a notification")
        return Waiting(what=what, about=told, url=address, do=_("Follow it up"), do_url=address, due=due)
    address = reverse("concerns:concern", args=[row["id"]])
    what = _("Assess whether a new concern is urgent") if kind is ClockKind.ACUTE else _("Decide on a concern")
    term = 24 if kind is ClockKind.ACUTE else None
    return Waiting(what=what, about=told, url=address, do=_("Read and assess"), do_url=address, due=due, term=term)


def teller_words(kind: str | None) -> str:
    """Return who told as the end of a line: "From a school"."""
    return _("From: %(kind)s") % {"kind": ReporterKind(kind).label} if kind else _("Who told is not shown to you")


def _offers(actor: Actor) -> list[Waiting]:
    address = reverse("concerns:received")
    return [
        Waiting(
            what=_("%(organisation)s has sent you a concern") % {"organisation": offer.giver_organisation},
            about=_("You decide whether to accept it. You owe no reason."),
            url=address,
            do=_("See what was sent"),
            do_url=address,
            chip=_("Sent %(day)s") % {"day": dates.short_day(offer.given_at)},
        )
        for offer in offers(actor=actor)
    ]


def _accepted() -> list[Waiting]:
    """Return what we said yes to and nobody works with yet: it must not be lost at the border."""
    return [
        Waiting(
            what=_("Take over a concern from %(organisation)s") % {"organisation": row["owner_name"]},
            about=_("%(headline)s. You have accepted it, and nobody here works with it yet.")
            % {"headline": row["headline"]},
            url=reverse("concerns:concern", args=[row["id"]]),
            do=_("Read it"),
            do_url=reverse("concerns:concern", args=[row["id"]]),
            chip=_("Received %(day)s") % {"day": dates.short_day(row["received_at"])},
        )
        for row in accepted()
    ]


def _imports(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            what=_("An import is done"),
            about=_("%(written)d written, %(bad)d left out.") % {"written": written, "bad": bad},
            url=reverse("concerns:import-progress", args=[id_]),
            do=_("See the result"),
            do_url=reverse("concerns:import-progress", args=[id_]),
            chip=_("Done %(day)s") % {"day": dates.short_day(ended)},
        )
        for id_, written, bad, ended in _IMPORTS(by=actor.id)
    ]


def _imported(*, by: UUID) -> QuerySet[Import, tuple[Any, ...]]:
    rows = Import.objects.filter(member_id=by, ended_at__isnull=False, seen_at=None, state=ImportState.DONE)
    return rows.order_by("ended_at").values_list("id", "written", "bad", "ended_at")[:_MOST_IMPORTS]


_IMPORTS = Compiled(_imported)
