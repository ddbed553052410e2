"""What one takes along: the pack before a meeting, and the minutes after it, each reader's own, as a tagged PDF."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_safe

from tvaers.foundation import clock
from tvaers.meetings.enums import Capacity, MeetingState
from tvaers.sharing.models import language
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import Block, Document, Facts, Heading, Notice, Text, render_document
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.meetings.doors import Table, table
from tvaers.web.meetings.pages import context_of


@require_safe
def pack(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show all of a meeting that one may read before it, on one page."""
    place = table(request, meeting)
    return render(request, "meetings/papers.html", context_of(request, place))


@require_GET
def pack_pdf(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Give the pack as a PDF: one's own, with what one may read and nothing else."""
    place = table(request, meeting)
    shown = context_of(request, place)
    return _given(request, place, _("Papers for the meeting"), tuple(_before(place, shown)))


@require_GET
def minutes_pdf(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Give the minutes as a PDF: the items that one was let in to, their decisions and necessary facts."""
    place = table(request, meeting)
    shown = context_of(request, place)
    mark = "" if place.state is MeetingState.APPROVED else _("Not approved")
    return _given(request, place, _("Minutes"), tuple(_after(place, shown)), mark=mark)


def _given(
    request: HttpRequest, place: Table, title: str, blocks: tuple[Block, ...], *, mark: str = ""
) -> HttpResponse:
    actor = place.actor
    document = Document(
        title=f"{title}: {place.kind.label}",
        author=place.line["owner"],
        language=language(),
        kicker=place.line["owner"],
        mark=mark,
        foot=_("For %(who)s, as it was %(when)s. What others were let in to is not here.")
        % {"who": actor.name, "when": dates.moment(clock.now())},
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=blocks,
    )
    try:
        content = render_document(document)
    except LetterError:
        messages.error(
            request, _("It could not be made into a PDF just now. Try again in a moment, or print this page.")
        )
        return HttpResponseRedirect(reverse("meetings:meeting", args=[place.id]))
    name = f"{title} {dates.local_date(place.line['starts_at']).isoformat()}"
    return Attachment(content, title=name, ending="pdf", content_type="application/pdf")


def _head(place: Table, shown: dict[str, Any]) -> Iterator[Block]:
    line = place.line
    rows: list[tuple[str, tuple[str, ...]]] = [
        (_("When"), (f"{dates.moment(line['starts_at'])}–{dates.time_of_day(line['ends_at'])}",)),
        (_("Where"), (line["place"] or "–",)),
        (_("Chair"), (line["chair"] or "–",)),
    ]
    here = [row for row in shown["seats"] if row["is_here"]]
    if here:
        rows.append((_("Present"), tuple(f"{row['name']}, {row['organisation']}" for row in here)))
    away = [row for row in shown["seats"] if row["is_away"] and not row["is_here"]]
    if away:
        rows.append((_("Absent"), tuple(f"{row['name']}, {row['organisation']}" for row in away)))
    yield Facts(rows=tuple(rows))
    if any(row["is_gated"] for row in shown["items"]):
        yield Notice(
            text=_("Holds words about people. Never for investigation; share it with nobody, and destroy it after use.")
        )


def _before(place: Table, shown: dict[str, Any]) -> Iterator[Block]:
    yield from _head(place, shown)
    for row in shown["items"]:
        yield Heading(text=f"{row['number']}. {row['label']}", level=2)
        quiet = ", ".join(part for part in (str(row["subject_label"]), row["owner"] or "", row["length"]) if part)
        if quiet:
            yield Text(text=quiet, is_quiet=True)
        if row["is_hidden"]:
            yield Text(text=_("Opens when the meeting reaches it."), is_quiet=True)
        if row["said"] is not None and row["said"].is_open:
            yield from _said(row["said"])


def _said(said: Any) -> Iterator[Block]:  # noqa: ANN401 - access.Said
    rows: list[tuple[str, tuple[str, ...]]] = []
    if said.mentions:
        rows.append((_("About"), tuple(_mentioned(each.name, each.capacity) for each in said.mentions)))
    for label, text in (
        (_("Facts"), said.facts),
        (_("Assessment"), said.assessment),
        (_("Source"), said.source),
        (_("What the meeting shall do"), said.wish),
    ):
        if text:
            rows.append((label, (text,)))
    if rows:
        yield Facts(rows=tuple(rows))


def _mentioned(name: str, capacity: Capacity | None) -> str:
    return ", ".join(part for part in (name, str(capacity.label) if capacity else "") if part)


def _after(place: Table, shown: dict[str, Any]) -> Iterator[Block]:
    yield from _head(place, shown)
    for row in shown["items"]:
        if row["state"] not in {"open", "done", "erased"}:
            continue
        if (
            row["is_gated"]
            and not row["paragraphs"]
            and not row["decisions"]
            and row["is_hidden"]
            and not row["is_erased"]
        ):
            continue
        yield Heading(text=f"{row['number']}. {row['label']}", level=2)
        if row["is_erased"]:
            yield Text(text=_("Erased. That it was here is all that is left."), is_quiet=True)
        for each in row["paragraphs"]:
            yield Text(text=each["words"])
        if row["decisions"]:
            yield Facts(rows=tuple((each["words"], _who(each)) for each in row["decisions"]))
        if not row["paragraphs"] and not row["decisions"] and not row["is_erased"]:
            yield Text(text=_("Nothing was decided."), is_quiet=True)


def _who(decision: dict[str, Any]) -> tuple[str, ...]:
    who = decision["member"] or ""
    until = _("until %(day)s") % {"day": dates.year_day(decision["due_on"])} if decision["due_on"] else ""
    said = ", ".join(part for part in (who, until) if part)
    return (said,) if said else ()
