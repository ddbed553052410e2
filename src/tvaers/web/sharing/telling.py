"""Notices in words: what a receiver is told of what was shared, and, to its owner, who has read it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tvaers.foundation import clock
from tvaers.sharing import telling
from tvaers.sharing.actions import NoSuchAccessError
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import Corrected, DossierKind, NoticeKind
from tvaers.sharing.notices import told_of
from tvaers.ui import dates
from tvaers.web.sharing.doors import own_subject
from tvaers.web.sharing.words import PAGES, Mark
from tvaers.work.actions import allowances
from tvaers.work.enums import ClockKind
from tvaers.work.rules import Allowance, due

_TITLES: dict[NoticeKind, Any] = {
    NoticeKind.WITHDRAWN: gettext_lazy("The consent was taken back on %(day)s"),
    NoticeKind.CORRECTED: gettext_lazy("Corrected on %(day)s: %(what)s"),
    NoticeKind.REMOVED: gettext_lazy("Taken out on %(day)s: %(what)s"),
    NoticeKind.CLOSED: gettext_lazy("The case was closed on %(day)s"),
}
_MEANING: dict[NoticeKind, Any] = {
    NoticeKind.WITHDRAWN: gettext_lazy("What you saw can no longer be seen."),
    NoticeKind.CORRECTED: gettext_lazy("Correct it, too, where you have written it down."),
    NoticeKind.REMOVED: gettext_lazy("Take it out, too, where you have written it down."),
    NoticeKind.CLOSED: gettext_lazy("What was shared has ended. Take the young person off any list of yours."),
}


def title_of(row: dict[str, Any]) -> str:
    """Say what happened; what was corrected is named only to whoever sees it."""
    what = str(Corrected(row["what"]).label) if row.get("what") else _("something that was shared")
    within = f"{what[:1].lower()}{what[1:]}"
    return str(_TITLES[NoticeKind(row["kind"])]) % {"day": dates.year_day(row["told_at"]), "what": within}


def words_of(row: dict[str, Any]) -> str:
    """Say what it means to the receiver, and to whom to turn; nothing of it is about the young person."""
    kind = NoticeKind(row["kind"])
    named = {"giver": row["giver"] or row["owner_name"], "day": dates.year_day(row["given_at"])}
    shared = _("%(giver)s shared it on %(day)s.") % named
    if kind is NoticeKind.WITHDRAWN:
        return " ".join((str(_MEANING[kind]), shared, _("Notes that you made yourselves remain yours.")))
    if kind is NoticeKind.CLOSED:
        # Whom it is about cannot be said once it has ended; whoever got several asks the giver.
        ask = _("If you do not know who it is, ask %(giver)s, %(owner)s.") % (named | {"owner": row["owner_name"]})
        return f"{shared} {_MEANING[kind]} {ask}"
    if row["what"]:
        return f"{shared} {_MEANING[kind]}"
    ended = _("You no longer see it. Ask %(giver)s, %(owner)s, what it was, if you have kept something of it.")
    return f"{shared} {ended % (named | {'owner': row['owner_name']})}"


def address_of(row: dict[str, Any]) -> str:
    """Return where the asker reads what was corrected; empty where nothing of it can be seen."""
    if not row["what"]:
        return ""
    try:
        if row["what"] == Corrected.NOTE:
            return reverse("cases:entry", args=[row["dossier_id"], row["object_id"]])
        return reverse(PAGES[DossierKind(row["dossier_kind"])], args=[row["dossier_id"]])
    except NoReverseMatch:
        return ""


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a notice with its codes in words, as its receiver reads it."""
    giver = Mark(row["owner_id"], row["owner_name"], row["owner_mark"])
    return row | {"organisation": giver, "title": title_of(row), "words": words_of(row), "url": address_of(row)}


def reading_time(organisation: UUID) -> Allowance:
    """Return how long an organisation gives for reading a notice."""
    return allowances(organisation=organisation)[ClockKind.NOTICE]


@require_GET
def told_about(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Show its owner what of a dossier was corrected, taken out or closed, who was told, and who has read it."""
    actor = actor_in(request)
    subject = own_subject(actor, dossier)
    given = reading_time(actor.organisation.id)
    context = {"subject": subject, "dossier": dossier, "matters": list(_matters(told_of(dossier), given))}
    return render(request, "sharing/told.html", context)


def _matters(rows: list[dict[str, Any]], given: Allowance) -> Iterable[dict[str, Any]]:
    together: dict[tuple[UUID, Any], list[dict[str, Any]]] = {}
    for row in rows:
        together.setdefault((row["about_id"], row["told_at"]), []).append(row)
    for below in together.values():
        yield {
            "title": title_of(below[0]),
            "url": address_of(below[0]),
            "unread": sum(row["acknowledged_at"] is None for row in below),
            "receivers": [
                {
                    "organisation": Mark(row["organisation_id"], row["organisation_name"], row["organisation_mark"]),
                    "who": row["who"],
                    "given_at": row["given_at"],
                    "read_at": row["acknowledged_at"],
                    "due": due(row["told_at"], given),
                    "is_late": row["acknowledged_at"] is None and due(row["told_at"], given) < clock.now(),
                }
                for row in below
            ],
        }


# A notice is not late before a working day has gone, whatever the organisation says.
SOONEST = timedelta(days=1)


@require_POST
def acknowledge(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Note that a receiver read what became of something that was shared with them."""
    actor_in(request)
    try:
        telling.acknowledge(notice=notice)
    except NoSuchAccessError as gone:
        raise Http404 from gone
    messages.success(request, _("Noted. They can see that you have read it."))
    return redirect(f"{reverse('sharing:offers')}?view=received")
