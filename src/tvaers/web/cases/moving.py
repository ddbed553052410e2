"""Handing a case over when the young person moves: to whom, the steps until it is there, and the letter (§ 132)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.cases import rules
from tvaers.cases.actions import moving
from tvaers.cases.queries import Moving
from tvaers.cases.queries import moving as moving_of
from tvaers.foundation import clock
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.models import Organisation
from tvaers.partnerships.rules import purposes_for
from tvaers.plans.queries import open_tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, Stand
from tvaers.sharing.offers import of_dossier, purposes_in_reach
from tvaers.sharing.queries import law_of
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, line, radios, words
from tvaers.web.cases.frame import Place, address, form_page, opened_to_steer, page

ELSEWHERE = "elsewhere"
# The law under which a municipality tells the next one; its words are the register's.
LAW = "bl-132"
CONFLICT = 409


class MoveForm(forms.Form):
    """Where the young person moves, and when."""

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        """Offer the municipalities that the case can be shared with, and any other by letter."""
        super().__init__(*args, **options)
        other = (ELSEWHERE, _("Another municipality, which is told by letter"))
        self.fields["to"] = radios(_("Where does the young person move?"), [*municipalities(place), other])
        self.fields["to"].error_messages["required"] = _("Choose where.")
        self.fields["to_name"] = line(
            _("Which other municipality?"), required=False, help_text=_("Only where you have chosen a letter.")
        )
        self.fields["moves_on"] = ComingDate(label=_("When?"), help_text=_("About the day, if it is not known."))
        self.initial = {"moves_on": clock.today(), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a municipality that is told by letter."""
        typed = super().clean() or {}
        if typed.get("to") == ELSEWHERE and not typed.get("to_name", "").strip():
            self.add_error("to_name", _("Write the name of the municipality."))
        return typed

    @property
    def to(self) -> UUID | None:
        """The municipality chosen; None for one that is told by letter."""
        return None if self.cleaned_data["to"] == ELSEWHERE else UUID(self.cleaned_data["to"])


def municipalities(place: Place) -> list[tuple[str, str]]:
    """Return the other municipalities with which something in force lets this case be shared."""
    mine = purposes_for(place.actor.roles)
    reach = {each for each, what in purposes_in_reach(actor=place.actor, dossier=place.id).items() if what & mine}
    rows = Organisation.objects.filter(id__in=reach, kind=OrganisationKind.MUNICIPALITY, ended_at=None)
    return [(str(id_), name) for id_, name in rows.order_by("name").values_list("id", "name")]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask where the young person moves; once that is said, show what is done and what comes next."""
    place = opened_to_steer(request, case)
    handed = moving_of(case=case)
    if handed is not None:
        return _steps_page(request, place, handed)
    if not place.is_running:
        messages.info(request, _("The case has changed. This step is not possible now."))
        return HttpResponseRedirect(reverse("cases:course", args=[case]))
    form = MoveForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            moving.begin(by=place.actor, case=case, to=form.to, to_name=typed["to_name"], moves_on=typed["moves_on"])
        except (moving.MovingAlreadyError, rules.WrongStepError):
            messages.info(request, _("The case has changed. This step is not possible now."))
        except sharing.WrongReceiverError:
            form.add_error("to", _("They cannot receive it. Choose somebody else."))
            return _ask(request, place, form, status=CONFLICT)
        return HttpResponseRedirect(reverse("cases:move", args=[case]))
    return _ask(request, place, form)


def _ask(request: HttpRequest, place: Place, form: MoveForm, *, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Hand the case over"),
        "intro": _(
            "Nothing is shared by this. You choose afterwards what they get, and you answer for the case until they"
            " have one of their own."
        ),
        "form": form,
        "do": _("Go on"),
        "back_url": reverse("cases:course", args=[place.id]),
    }
    return form_page(request, place, "course", context, status=status)


class AnswerForm(forms.Form):
    """What a municipality that was told by letter has answered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the words."""
        super().__init__(*args, **options)
        self.fields["words"] = words(
            _("Who has the case there now, and how do you know?"),
            rows=2,
            missing=_("Write who has answered, and what."),
        )


def _steps_page(
    request: HttpRequest, place: Place, handed: Moving, answer: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    steps = _by_letter(place, handed) if handed.to is None else _by_sharing(place, handed, handed.to)
    context = {
        "handed": handed,
        "steps": [*steps, *_ending(place, handed)],
        "form": answer or (AnswerForm() if handed.to is None and not handed.taken_at else None),
        "can_call_off": handed.taken_at is None,
        "back_url": reverse("cases:course", args=[place.id]),
    }
    return page(request, place, "move", "course", context, status=status)


def _step(title: str, text: str, *, done: bool, url: str = "", do: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "done": done, "url": url, "do": do}


def _begun(handed: Moving) -> dict[str, Any]:
    said = {"name": handed.by, "day": dates.day(handed.begun_at), "moves": dates.day(handed.moves_on)}
    return _step(
        _("To %(municipality)s") % {"municipality": handed.name},
        _("Said by %(name)s on %(day)s. Moves %(moves)s.") % said,
        done=True,
    )


def _by_sharing(place: Place, handed: Moving, to: UUID) -> list[dict[str, Any]]:
    """Return the steps towards a municipality here: what they get, and that they open a case of their own."""
    # A summary is no copy: nobody opens a case of it.
    shared = [
        each
        for each in of_dossier(place.id)[0]
        if each.receiver_organisation_id == to and each.kind is not DossierKind.SUMMARY
    ]
    stands = {each.stand for each in shared if each.given_at >= handed.begun_at or each.stand is Stand.OPEN}
    card = address("sharing:to", dossier=place.id, organisation=to)
    if Stand.OPEN in stands or handed.taken_at:
        copy = _step(_("They have said yes to a copy"), _("They see what you chose, and nothing else."), done=True)
    elif Stand.WAITING in stands:
        copy = _step(
            _("A copy has been offered"), _("They have not answered yet, and may decline without a reason."), done=False
        )
    elif Stand.DECLINED in stands:
        copy = _step(
            _("They have declined"),
            _("Talk to them, and offer it anew."),
            done=False,
            url=card,
            do=_("Choose what they get"),
        )
    else:
        text = _("Choose what they get, on which basis and why. They must know who the young person is to take over.")
        copy = _step(_("Offer them a copy"), text, done=False, url=card, do=_("Choose what they get"))
    if handed.taken_at:
        taken = _step(
            _("They have a case of their own"), _("Since %(day)s.") % {"day": dates.day(handed.taken_at)}, done=True
        )
    else:
        taken = _step(_("They open a case of their own"), _("Until then you answer for the case."), done=False)
    return [_begun(handed), copy, taken]


def _by_letter(place: Place, handed: Moving) -> list[dict[str, Any]]:
    letter = _step(
        _("Tell them by letter"),
        _("It prints without anything about the young person; name and number are written by hand."),
        done=handed.taken_at is not None,
        url=reverse("cases:move-letter", args=[place.id]),
        do=_("Print the letter"),
    )
    text = handed.answer or _("Write down below who has the case there. Until then you answer for it.")
    answered = _step(_("They have answered"), text, done=handed.taken_at is not None)
    return [_begun(handed), letter, answered]


def _ending(place: Place, handed: Moving) -> list[dict[str, Any]]:
    """Return what is left to do here: whom to tell, and closing the case once it is there."""
    elsewhere = [
        row for row in open_tasks(case=place.id) if row["owner_organisation_id"] != place.actor.organisation.id
    ]
    told = "; ".join(f"{row['owner_name'] or '–'}, {row['owner_organisation']}: {row['text']}" for row in elsewhere)
    tell = [_step(_("Tell those who have open tasks elsewhere"), told, done=not place.is_running)] if told else []
    if not place.is_running:
        return [*tell, _step(_("The case here is closed"), "", done=True)]
    if handed.taken_at is None:
        text = _("When there is a case there. Nobody is without one in between.")
        return [*tell, _step(_("Close the case here"), text, done=False)]
    url = f"{reverse('cases:step', args=[place.id, 'closed'])}?outcome=moved"
    text = _("There is a case there now. What was shared ends with this one.")
    return [*tell, _step(_("Close the case here"), text, done=False, url=url, do=_("Close it as moved"))]


@require_POST
def call_off(request: HttpRequest, case: UUID) -> HttpResponse:
    """Hand the case over no longer; what was shared stays until somebody ends it."""
    opened_to_steer(request, case)
    try:
        moving.call_off(case=case)
    except moving.NoMoveError:
        messages.info(request, _("The case has changed. This step is not possible now."))
    else:
        messages.success(request, _("The case is not handed over. What was shared stays until you end it."))
    return HttpResponseRedirect(reverse("cases:course", args=[case]))


@require_POST
def answered(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down what a municipality that was told by letter has answered."""
    place = opened_to_steer(request, case)
    handed = moving_of(case=case)
    if handed is None:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _steps_page(request, place, handed, form)
    try:
        moving.note_answer(case=case, words=form.cleaned_data["words"])
    except moving.NoMoveError:
        messages.info(request, _("The case has changed. This step is not possible now."))
    return HttpResponseRedirect(reverse("cases:move", args=[case]))


@require_GET
def letter(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the letter to a municipality that is not here, to be printed: nothing about the young person is on it."""
    place = opened_to_steer(request, case)
    handed = moving_of(case=case)
    if handed is None or handed.to is not None:
        raise Http404
    context = {
        "handed": handed,
        "law": law_of(LAW),
        "today": clock.today(),
        "back_url": reverse("cases:move", args=[case]),
    }
    return page(request, place, "move_letter", "course", context)
