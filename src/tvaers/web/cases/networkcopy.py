"""The young person's own copy of a network plan: plain words, as a tagged PDF."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.plans import queries as plans
from tvaers.plans.actions import network
from tvaers.plans.enums import GoalState, Party
from tvaers.plans.network import Network
from tvaers.plans.rules import FINISHED, NOBODYS
from tvaers.sharing.models import language
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import Block, Document, Heading, Table, Text, render_document
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.cases.case import voices
from tvaers.web.cases.frame import Place, opened
from tvaers.web.cases.networkforms import every
from tvaers.web.cases.networkplan import WANTED, agreed_then, goals_of, one_of

# What nobody does any longer has no place in a copy of what is agreed.
_NOT_AGREED = FINISHED | NOBODYS


@require_GET
def copy(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Give the young person's copy as a PDF; what stands in it is what whoever prints it may read."""
    place = opened(request, case, wanted=WANTED)
    around = plans.plan(case=case)
    one = one_of(around, plan)
    title = _("Your plan")
    document = Document(
        title=title,
        author=place.view.owner_name,
        language=language(),
        kicker=place.view.owner_name,
        mark=_("Draft") if one.is_draft else "",
        foot=_("Printed %(day)s. The plan is yours: show it only to those whom you want to see it.")
        % {"day": dates.year_day(clock.today())},
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=tuple(_blocks(place, one, around)),
    )
    try:
        content = render_document(document)
    except LetterError:
        messages.error(request, _("It could not be made into a PDF just now. Try again in a moment."))
        return HttpResponseRedirect(reverse("cases:network-plan", args=[case, plan]))
    network.copied(case=case, plan=plan)
    return Attachment(content, title=title, ending="pdf", content_type="application/pdf")


def _blocks(place: Place, one: Network, around: plans.Plan) -> Iterator[Block]:
    yield Text(text=one.row["plain"])
    yield from _own(place, one)
    goals = goals_of(one, around)
    if goals:
        yield Heading(text=_("What you want"))
        for goal in goals:
            yield Text(text=f"{goal['words']} ({str(GoalState(goal['state']).label).lower()})")
    yield from _agreed(place, one)
    if one.row["ended_on"] is None:
        yield from _comes(place, one)
    yield Heading(text=_("What you have a right to"))
    yield Text(
        text=_(
            "You can always ask to read what is written about you, and who has read it. If something is wrong, say so:"
            " it is written beside it or corrected. You can say that you want something done differently, also when"
            " you have agreed to the plan."
        )
    )


def _own(place: Place, one: Network) -> Iterator[Block]:
    said = voices(place.view)["young"]
    own = [each for each in one.stances if each.party is Party.YOUNG]
    if said or own:
        yield Heading(text=_("What you have said"))
        if said:
            yield Text(text=said["words"])
        for each in own:
            yield Text(text=": ".join(filter(None, (_("About the plan"), each.words or str(each.view.label)))))
    if place.view.strengths:
        yield Heading(text=_("What you are good at, and who is there for you"))
        for row in place.view.strengths:
            yield Text(text=" ".join(filter(None, (f"{row['title'].rstrip('.')}.", row["words"]))))


def _agreed(place: Place, one: Network) -> Iterator[Block]:
    """Yield who does what until when: first the network, then those who do it by their work."""
    rows = [
        (duty.who, duty.words, dates.year_day(duty.due_on) if duty.due_on else "")
        for duty in one.duties
        if not duty.is_over
    ]
    rows += [
        (
            ", ".join(filter(None, (task["owner_name"], task["owner_organisation"]))),
            task["text"],
            dates.year_day(task["due_on"]),
        )
        for task in plans.tasks_of(case=place.id)
        if task["stand"] not in _NOT_AGREED and agreed_then(one, task["given_at"])
    ]
    if rows:
        yield Heading(text=_("What we have agreed"))
        yield Table(head=(_("Who"), _("Does what"), _("Until")), rows=tuple(rows), widths=(3, 5, 2))


def _comes(place: Place, one: Network) -> Iterator[Block]:
    row = one.row
    yield Heading(text=_("What comes now"))
    if row["contacted_on"] is None:
        said = {"who": row["contact_by"], "day": dates.day(row["contact_on"])}
        yield Text(text=_("%(who)s meets you %(day)s.") % said)
    again = _("We meet again %(day)s.") % {"day": dates.day(row["review_on"])}
    if row["every_weeks"]:
        again += " " + _("After that we meet %(often)s.") % {"often": every(row["every_weeks"])}
    yield Text(text=again)
    lead = {"who": place.view.lead_name, "where": place.view.owner_name}
    yield Text(text=_("You can always get hold of %(who)s, %(where)s, who leads your case.") % lead)
