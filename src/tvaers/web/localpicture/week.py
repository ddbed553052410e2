"""The week on paper: map, how the areas are, and what goes on, as a tagged PDF for meetings and notice boards."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tvaers.areas.queries import tree
from tvaers.foundation import clock
from tvaers.localpicture import queries
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.models import language
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import Block, Document, Facts, Heading, Picture, Text, render_document
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.localpicture import drawing, words
from tvaers.web.localpicture.doors import authorities
from tvaers.web.localpicture.pages import FilterForm


@require_GET
@authorities
def pdf(request: HttpRequest) -> HttpResponse:
    """Give what the list shows, narrowed in the same way, as a PDF."""
    actor = actor_in(request)
    places = tree()
    form = FilterForm(request.GET, places=places)
    rows, is_cut = queries.cut(queries.live(form.filters()))
    bulletins = [words.shown(row, number=number) for number, row in enumerate(rows, 1)]
    drawn = drawing.of_bulletins(rows, bulletins, places)
    week = clock.today().isocalendar().week
    title = _("The local picture, week %(week)d") % {"week": week}
    document = Document(
        title=title,
        author=actor.organisation.name,
        language=language(),
        kicker=actor.organisation.name,
        mark="",
        foot=_("As it was %(when)s. Nobody is named.") % {"when": dates.moment(clock.now())},
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=tuple(_blocks(form, drawn, list(zip(rows, bulletins, strict=True)), is_cut=is_cut)),
    )
    try:
        content = render_document(document)
    except LetterError:
        messages.error(
            request, _("It could not be made into a PDF just now. Try again in a moment, or print this page.")
        )
        return HttpResponseRedirect(reverse("localpicture:list"))
    return Attachment(content, title=title, ending="pdf", content_type="application/pdf")


def _blocks(
    form: FilterForm, drawn: dict[str, Any], bulletins: list[tuple[dict[str, Any], dict[str, Any]]], *, is_cut: bool
) -> Iterator[Block]:
    narrowed = ", ".join(each["label"] for each in form.active())
    if narrowed:
        yield Text(text=_("Narrowed to: %(what)s") % {"what": narrowed}, is_quiet=True)
    if drawn["map"] is not None:
        svg = render_to_string("localpicture/_map_paper.html", {"map": drawn["map"]})
        caption = _("Filled: seen. Dashed: estimated or told.")
        yield Picture(svg=svg, said=drawn["map"].name, caption=caption)
    states = [words.state(row) for row in queries.states()]
    if states:
        yield Heading(text=_("How the areas are"))
        yield Facts(
            rows=tuple((f"{each['area']}: {each['label']}", (each["reason"], each["by_whom"])) for each in states)
        )
    yield Heading(text=_("What goes on"))
    if not bulletins:
        yield Text(text=_("No bulletin holds now."))
    for row, shown in bulletins:
        yield Heading(text=f"{shown['number']}. {shown['title']}", level=3)
        yield Text(text=f"{shown['kind']}, {shown['area']}. {shown['by']}. {shown['ends']['text']}.", is_quiet=True)
        if row["text"]:
            yield Text(text=row["text"])
        group = words.group(row)
        if group:
            yield Facts(rows=tuple((label, (said,)) for label, said in group))
    if is_cut:
        yield Text(text=_("There are more. Narrow them to see the rest."), is_quiet=True)
