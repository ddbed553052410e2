"""Asking somebody in another organisation about a young person (spørgsmål, R5): whom, what, why, on what."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS, OrganisationKind
from tvaers.sharing import asking
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.models import LegalBasisVersion
from tvaers.sharing.offers import purposes_in_reach
from tvaers.sharing.queries import Basis, possible_bases
from tvaers.sharing.questions import answerable_on
from tvaers.sharing.rules import ASKED, QUESTION, QUESTION_OPEN
from tvaers.sharing.wording import Ground, allowed_by, grounds, notice, offered, why_not
from tvaers.ui import dates
from tvaers.ui.forms import Choice, Choices, DateField, TextField
from tvaers.web.sharing.doors import Door, door
from tvaers.web.sharing.forms import SHORTEST
from tvaers.web.sharing.receiving import Place, Somebody, place_for, places
from tvaers.web.sharing.share import FEW, REFUSALS, sentence

UNSURE = "unsure"
# Everything that can be refused once more when it is sent lies at what it stands on, or at whom it names.
AT_THE_RECEIVER = "receiver"


class AskForm(forms.Form):
    """What is asked. Nothing of the young person is filled in: what is typed here is told."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Whom do you ask?"), error_messages={"required": gettext_lazy("Choose whom you ask.")}
    )
    who = TextField(
        label=gettext_lazy("Who is meant?"),
        max_length=200,
        help_text=gettext_lazy(
            "No more than they need to know whom you mean, such as name and year of birth. Nothing is filled in for"
            " you: what you write here, you tell them."
        ),
        error_messages={"required": gettext_lazy("Write who is meant.")},
    )
    wanted = TextField(
        label=gettext_lazy("What do you need to know?"),
        min_length=SHORTEST,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write what you need to know."),
            "min_length": gettext_lazy("Write a little more, so that they can tell whether they can help."),
        },
    )
    why = TextField(
        label=gettext_lazy("Why do you need it?"),
        min_length=SHORTEST,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Your own task that it is needed for (Public Administration Act § 31)."),
        error_messages={
            "required": gettext_lazy("Write why it is necessary. One or two sentences will do."),
            "min_length": gettext_lazy("Write a little more, so that others understand why."),
        },
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("On what do you ask?"),
        widget=Choices,
        help_text=gettext_lazy("Asking tells them that you know the young person, so it needs a basis of its own."),
        error_messages={"required": gettext_lazy("Choose on what you ask.")},
    )
    permitted = forms.ChoiceField(
        label=gettext_lazy("May they answer, in your view?"),
        widget=Choices,
        help_text=gettext_lazy("They decide it themselves; your view helps them."),
        error_messages={"required": gettext_lazy("Say what your view is, or that you are not sure.")},
    )
    helps_by = DateField(
        label=gettext_lazy("By when would an answer help?"),
        required=False,
        help_text=gettext_lazy("You need not say. It is no deadline: nobody owes an answer, and nothing is ever late."),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        place: Place,
        on: Sequence[Ground],
        first: Purpose,
        answerable: Sequence[LegalBasisVersion],
        to: str = "",
        **options: Any,
    ) -> None:
        """Offer whom one can ask there, and on what, for the case first; answerable: what could carry an answer."""
        super().__init__(*args, **options)
        self.place, self.grounds = place, on
        self.answerable = {str(version.id): version for version in answerable}
        self._field("receiver").choices = [
            ("", _("Choose …")),
            *((each.value, each.label) for each in askable(place)),
        ]
        self._field("ground").choices = offered(on, first=first)
        self._field("permitted").choices = [
            *((key, Choice(_("Yes: %(law)s") % {"law": each.law})) for key, each in self.answerable.items()),
            (UNSURE, Choice(_("I am not sure"))),
        ]
        self.initial.update(receiver=to, ground=on[0].value, permitted=UNSURE)
        self.fields["form_id"].initial = ids.opaque

    def _field(self, name: str) -> Any:  # noqa: ANN401 - any of Django's choice fields
        return self.fields[name]

    @property
    def somebody(self) -> Somebody | None:
        """Who is asked."""
        return self.place.find(self.cleaned_data["receiver"])

    @property
    def stands_on(self) -> Ground:
        """On what the asking stands."""
        return next(ground for ground in self.grounds if ground.value == self.cleaned_data["ground"])

    @property
    def law(self) -> str:
        """On what they may answer, in the asker's view."""
        found = self.answerable.get(self.cleaned_data["permitted"])
        return found.law if found else _("The asker is not sure.")

    @property
    def until(self) -> datetime:
        """When the question can be answered no longer."""
        ends = (clock.now() + QUESTION_OPEN, self.stands_on.frame.in_force_until, self.stands_on.basis.until)
        return min(end for end in ends if end is not None)

    def clean_helps_by(self) -> date | None:
        """Refuse a day that is past."""
        day: date | None = self.cleaned_data["helps_by"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The date must lie ahead."))
        return day

    def wish(self, somebody: Somebody) -> asking.Wish:
        """Return what is asked."""
        ground, chosen = self.stands_on, self.answerable.get(self.cleaned_data["permitted"])
        return asking.Wish(
            member=somebody.id,
            who=self.cleaned_data["who"],
            wanted=self.cleaned_data["wanted"],
            why=self.cleaned_data["why"],
            purpose=ground.purpose,
            frame=ground.frame.id,
            basis=ground.basis.version,
            permitted=chosen.id if chosen else None,
            helps_by=self.cleaned_data["helps_by"],
            until=self.until,
        )


def askable(place: Place) -> list[Somebody]:
    """Return those there who are asked: whose role it is to work across organisations."""
    return [each for each in place.people if each.is_able and any(mask & ASKED for mask in each.roles)]


def _opened(actor: Actor, dossier: UUID) -> Door:
    """Let in who can share the dossier, and so ask. Raises as `door`, and PermissionDenied to who never asks (R4)."""
    opened = door(actor, dossier)
    if not actor.organisation.receives_disclosures:
        raise PermissionDenied
    return opened


@require_GET
def whom(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Choose whom to ask, by name."""
    actor = actor_in(request)
    opened = _opened(actor, dossier)
    mine, reach = rules.purposes_for(actor.roles), purposes_in_reach(actor=actor, dossier=dossier)
    found = [
        (place.organisation, people)
        for place in places(actor=actor)
        if place.organisation.receives_disclosures and mine & reach.get(place.organisation.id, Purpose(0))
        if (people := askable(place))
    ]
    context = {
        "subject": opened.shareable.header(dossier),
        "dossier": dossier,
        "within": found,
        "is_open": sum(len(people) for _organisation, people in found) <= FEW,
    }
    return render(request, "sharing/ask_whom.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, dossier: UUID, organisation: UUID) -> HttpResponse:
    """Write the question; a first POST shows what they will read, a second one asks."""
    actor = actor_in(request)
    opened = _opened(actor, dossier)
    place = place_for(actor=actor, organisation=organisation, dossier=dossier)
    subject = opened.shareable.header(dossier)
    on, bases = _grounds(actor, dossier, place, first=subject.purpose)
    context: dict[str, Any] = {
        "subject": subject,
        "dossier": dossier,
        "place": place,
        "notice": notice(receiver=place.organisation.name, kind=OrganisationKind(place.organisation.kind)),
        "others": list(why_not(bases, on)),
    }
    if not on or not askable(place):
        return render(request, "sharing/ask_nobody.html", context)
    answerable = answerable_on(theirs=place.organisation.kind, ours=actor.organisation.kind)
    to = request.GET.get("to", "")
    form = AskForm(request.POST or None, place=place, on=on, first=subject.purpose, answerable=answerable, to=to)
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        if "do" in request.POST and (question := _asked(form, actor, dossier)):
            return redirect("sharing:question", question=question)
        if not form.errors:
            return render(request, "sharing/ask_check.html", context | _checked(form))
    return render(request, "sharing/ask.html", context | {"form": form})


def _grounds(actor: Actor, dossier: UUID, place: Place, *, first: Purpose) -> tuple[list[Ground], list[Basis]]:
    """Return on what the asking can stand; a consent is about what its own dossier holds, and carries no question."""
    purposes = rules.purposes_for(actor.roles)
    frames = [frame for frame in place.frames if frame.kind != FrameKind.CONSENT]
    bases = possible_bases(
        actor=actor,
        dossier=dossier,
        receiver=place.organisation.kind,
        purposes=purposes & place.purposes,
        categories=QUESTION,
        frames=[frame.id for frame in frames],
    )
    return grounds(bases, frames, purposes=purposes, first=first), bases


def _checked(form: AskForm) -> dict[str, Any]:
    somebody, ground = form.somebody, form.stands_on
    helps_by = form.cleaned_data["helps_by"]
    answers = (
        (_("Whom you ask"), f"{somebody.label if somebody else ''}, {form.place.organisation.name}"),
        (_("Who is meant"), form.cleaned_data["who"]),
        (_("What is asked"), form.cleaned_data["wanted"]),
        (_("Why"), form.cleaned_data["why"]),
        (_("What it is for"), capfirst(str(PURPOSE_LABELS[ground.purpose]))),
        (_("What allows the asking"), allowed_by(ground)),
        (_("What would allow an answer, in your view"), form.law),
        (_("An answer would help by"), dates.year_day(helps_by) if helps_by else _("No day said")),
    )
    skipped = {"csrfmiddlewaretoken", "check", "do", "edit"}
    return {
        "answers": [{"question": question, "answer": answer, "url": ""} for question, answer in answers],
        "posted": [(name, form.data[name]) for name in form.data if name not in skipped],
        "until": form.until,
        "asks": form.place.asks(QUESTION),
        "who": somebody.short if somebody else form.place.organisation.name,
    }


def _asked(form: AskForm, actor: Actor, dossier: UUID) -> UUID | None:
    somebody = form.somebody
    if somebody is None:
        form.add_error(AT_THE_RECEIVER, _("This receiver cannot have it now. Choose another."))
        return None
    group = ids.of_form(form.cleaned_data["form_id"] or ids.opaque(), "ask", actor.id, dossier)
    try:
        return asking.ask(by=actor, about=dossier, wish=form.wish(somebody), group=group)
    except tuple(REFUSALS) as refused:
        field, code = REFUSALS[type(refused)]
        form.add_error(AT_THE_RECEIVER if field == AT_THE_RECEIVER else "ground", sentence(code))
        return None
