"""The agreement on paper: a tagged PDF, blank or with what the volunteer does. No name and no CPR number is printed."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from tvaers.civilsociety import access
from tvaers.civilsociety.access import VolunteerView
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.models import language
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import Block, Document, Facts, Heading, Text, render_document
from tvaers.ui.letters.typesetting import LetterError

LINE = "_" * 40


@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """Give the agreement with the organisation's name, to be filled in by hand. ?night=1: for night walkers."""
    actor = actor_in(request)
    access.check_keeper(actor)
    return _given(request, document(actor.organisation.name, at_night="night" in request.GET))


@require_safe
def filled(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Give the agreement with what a volunteer does, the first day and the contact person."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    return _given(request, document(actor.organisation.name, at_night="night" in request.GET, view=view))


def _given(request: HttpRequest, paper: Document) -> HttpResponse:
    try:
        content = render_document(paper)
    except LetterError:
        messages.error(request, _("It could not be made into a PDF just now. Try again in a moment."))
        return redirect("civilsociety:list")
    return Attachment(content, title=paper.title, ending="pdf", content_type="application/pdf")


def document(organisation: str, *, at_night: bool = False, view: VolunteerView | None = None) -> Document:
    """Return what stands on the paper. view: whose tasks, first day and contact are filled in, never the name."""
    title = _("Agreement with a night walker") if at_night else _("Agreement with a volunteer")
    return Document(
        title=title,
        author=organisation,
        language=language(),
        kicker=organisation,
        mark="",
        foot=title,
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=tuple(_blocks(organisation, at_night, view)),
    )


def _blocks(organisation: str, at_night: bool, view: VolunteerView | None) -> Iterator[Block]:  # noqa: FBT001 - as above
    yield Text(
        text=_("One copy for the volunteer, one for the organisation. Write no CPR number on it."), is_quiet=True
    )
    yield Facts(rows=tuple(_facts(organisation, view)))
    for heading, lines in (*_PROMISES, *(_NIGHT if at_night else ()), *_WORRY):
        yield Heading(text=str(heading))
        yield Text(text="\n\n".join(str(each) for each in lines))
    yield Heading(text=_("Signatures"))
    yield Text(text=_("The second signature is for confidentiality alone. It holds also after the last day."))
    hand = _("Date %(short)s  Name and signature %(long)s") % {"short": "_" * 12, "long": "_" * 30}
    signed = (
        _("The agreement – the volunteer"),
        _("Confidentiality – the volunteer"),
        _("The agreement – for the organisation"),
    )
    # An empty line above each: somebody writes there.
    yield Facts(rows=tuple((each, (" ", hand)) for each in signed))


def _facts(organisation: str, view: VolunteerView | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Organisation"), (organisation,)
    yield _("The volunteer’s name"), (LINE,)
    yield _("What the volunteer does"), (view.tasks,) if view else (LINE, LINE)
    yield _("First day"), (dates.year_day(view.begins_on) if view else LINE,)
    yield _("Contact person, and how to reach them"), (view.contact, LINE) if view and view.contact else (LINE,)


_PROMISES = (
    (
        gettext_lazy("What we promise you"),
        (
            gettext_lazy(
                "We show you what to do before you begin, and you are never left alone with more than you can carry."
            ),
            gettext_lazy(
                "You have one contact person, whom you can talk to before, during and after, also about what was hard."
            ),
            gettext_lazy(
                "You can say no to a task, and you can stop from one day to the next, without giving a reason."
            ),
            gettext_lazy(
                "We keep what you told us for this agreement alone. You can read it; half a year after you stop it is"
                " erased."
            ),
        ),
    ),
    (
        gettext_lazy("What you promise us"),
        (
            gettext_lazy("You come as agreed, or tell your contact person when you cannot."),
            gettext_lazy(
                "You meet everybody with respect, lend and borrow no money, and give nobody a lift home alone."
            ),
            gettext_lazy("You promise nobody to keep quiet about a danger."),
        ),
    ),
    (
        gettext_lazy("Confidentiality"),
        (
            gettext_lazy(
                "What you learn about people here – who they are, their family, money, illness, trouble – you keep to"
                " yourself: at home, among friends and online. You take no pictures of them and keep no notes of them."
            ),
            gettext_lazy("It goes on when you have stopped. It never keeps you from calling 112."),
        ),
    ),
    (
        gettext_lazy("Children under 15"),
        (
            gettext_lazy(
                "Where you are directly and lastingly together with children under 15, we order a children’s"
                " certificate. You consent to it first, and you begin with them when it has been assessed. Then the"
                " certificate is deleted; only the day is kept."
            ),
        ),
    ),
)
_NIGHT = (
    (
        gettext_lazy("On the street at night"),
        (
            gettext_lazy("You are visible, in the jacket, and you always walk three together."),
            gettext_lazy("You observe and you talk. You never step in physically, whatever happens."),
            gettext_lazy(
                "In danger you keep away and call 112. Otherwise you call your contact person, or the police on 114."
            ),
        ),
    ),
)
_WORRY = (
    (
        gettext_lazy("When you are worried about somebody"),
        (
            gettext_lazy(
                "Nobody asks you for reports: you have no duty to tell us what you see, and you keep no list."
            ),
            gettext_lazy("You may always talk to your contact person, without a name if you like."),
            gettext_lazy("Nothing about a person goes further before they have been asked and have said yes."),
            gettext_lazy(
                "What the law asks of every citizen, such as telling the municipality when a child is mistreated, holds"
                " for you as well. Your contact person helps you."
            ),
        ),
    ),
)
