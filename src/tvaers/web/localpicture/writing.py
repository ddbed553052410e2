"""Writing a bulletin: what, where, when, how it is known, to whom and until when; never who."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.areas import wording
from tvaers.areas.queries import Place, tree
from tvaers.files.cleaning import Clean
from tvaers.files.fields import FileField, FormWithFile
from tvaers.files.washing.kinds import MOST_BYTES, Kind
from tvaers.foundation import clock
from tvaers.incidents.access import check_decider, get_signal_for_reading
from tvaers.incidents.actions import deciding
from tvaers.incidents.enums import Family
from tvaers.incidents.models import Signal
from tvaers.localpicture import actions, queries
from tvaers.localpicture.actions import Reaching, Told
from tvaers.localpicture.enums import AgeBand, BulletinKind, Certainty, SizeBand
from tvaers.localpicture.rules import MOST_DAYS, OF_A_GROUP, USUAL_DAYS, USUAL_READERS
from tvaers.meetings.actions.minutes import became
from tvaers.meetings.decided import Decided, waiting
from tvaers.meetings.enums import Made
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.ui.fields import ComingDate, PastDate, TimeOfDay, at, radios
from tvaers.ui.forms import CheckboxChoices, FileInput, LongSelect, TextField
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.localpicture.doors import authorities

NUMBER_FOUND = gettext_lazy("This looks like a CPR number. Take it out: nobody is named in the local picture.")
MOST_IN_TITLE = 90
# What each kind of knowing means, for whoever chooses.
KNOWING = {
    Certainty.OBSERVED: gettext_lazy("Seen by me or a colleague"),
    Certainty.ESTIMATED: gettext_lazy("My estimate"),
    Certainty.TOLD: gettext_lazy("Told by others, not seen by us"),
}


class Unnamed(NamesNobody):
    """A form of the local picture."""

    NUMBER_FOUND = NUMBER_FOUND


def audience_field(**options: Any) -> forms.MultipleChoiceField:
    """Return the field for the authorities that read something too."""
    return forms.MultipleChoiceField(required=False, widget=CheckboxChoices, **options)


def offer_readers(field: Any, actor: Actor) -> None:  # noqa: ANN401 - a choice field
    """Offer the other authorities; municipalities and police are chosen from the start."""
    others = [each for each in queries.readers() if each["id"] != actor.organisation.id]
    field.choices = [(str(each["id"]), each["name"]) for each in others]
    field.initial = [str(each["id"]) for each in others if each["kind"] in USUAL_READERS]


def reaching(typed: dict[str, Any]) -> Reaching:
    """Return to whom and until when, from what was typed: through the whole last day."""
    until: date = typed["until"]
    return Reaching(
        audience=[UUID(each) for each in typed["audience"]],
        until=datetime.combine(until, time(23, 59, 59), tzinfo=clock.COPENHAGEN),
    )


def area_words(places: tuple[Place, ...]) -> frozenset[str]:
    """Return the words that the areas' names are made of, in small letters: they name nobody."""
    return wording.words_of(places)


class PictureField(FileField):
    """A picture of the place. In a browser with scripts its author blurs what is in it, before it is sent."""

    TOOL = "blur"

    def __init__(self, **options: Any) -> None:
        """Take pictures alone, and name the tool."""
        super().__init__(
            widget=FileInput(accept=".png,.jpg,.jpeg", most=MOST_BYTES),
            help_text=gettext_lazy("PNG or JPEG. Hidden data such as where it was taken are not kept."),
            **options,
        )
        self.widget.attrs["data-blur"] = self.TOOL

    def clean(self, data: Any, initial: Any = None) -> Clean | None:  # noqa: ANN401 - as Django's
        """Return the picture, made anew; refuse a document."""
        picture = super().clean(data, initial)
        if picture is not None and picture.kind is Kind.PDF:
            raise forms.ValidationError(_("This is a document. Choose a picture, PNG or JPEG."))
        return picture


class BulletinForm(Unnamed, FormWithFile):
    """What a bulletin tells."""

    TEXTS = ("title", "text", "spot", "anchors")

    signal = forms.UUIDField(widget=forms.HiddenInput, required=False)
    decision = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = radios(
        gettext_lazy("What is it about?"),
        BulletinKind.choices,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    title = TextField(
        label=gettext_lazy("In a few words"),
        max_length=MOST_IN_TITLE,
        error_messages={"required": gettext_lazy("Write in a few words what goes on.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        widget=LongSelect,
        error_messages={"required": gettext_lazy("Choose the area.")},
    )
    spot = TextField(
        label=gettext_lazy("Where in the area?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Such as “by the station”. Never somebody’s address."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    day = PastDate(label=gettext_lazy("When?"))
    time = TimeOfDay(label=gettext_lazy("At what time?"))
    certainty = radios(
        gettext_lazy("How do you know?"),
        KNOWING.items(),
        error_messages={"required": gettext_lazy("Choose how you know.")},
    )
    text = TextField(
        label=gettext_lazy("What goes on?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Describe the place and what happens. No names, and nobody who can be recognised."),
        widget=forms.Textarea({"rows": 4}),
    )
    size = forms.ChoiceField(label=gettext_lazy("How many?"), required=False, choices=SizeBand.choices)
    ages = forms.MultipleChoiceField(
        label=gettext_lazy("How old, about?"),
        required=False,
        choices=AgeBand.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    anchors = TextField(
        label=gettext_lazy("What holds them up?"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("A club, an adult they trust, a place where it goes well. Blank beats a guess."),
        widget=forms.Textarea({"rows": 2}),
    )
    is_lasting = forms.BooleanField(
        label=gettext_lazy("It is a lasting group with unlawful acts"),
        required=False,
        help_text=gettext_lazy(
            "Only when all three hold: it has met for more than three months, in the street, and unlawful acts are part"
            " of what holds it together."
        ),
    )
    picture = PictureField(label=gettext_lazy("A picture of the place"), required=False)
    is_nobody = forms.BooleanField(label=gettext_lazy("Nobody can be recognised in the picture"), required=False)
    audience = audience_field(
        label=gettext_lazy("Who else reads it?"),
        help_text=gettext_lazy("Your own organisation always does. Authorities alone can be chosen."),
    )
    until = ComingDate(
        label=gettext_lazy("Until when does it hold?"),
        help_text=gettext_lazy("Then it disappears by itself. Two months at most."),
    )

    GROUP = ("size", "ages", "anchors", "is_lasting")
    BEFORE = ("kind", "title", "area", "spot", "day", "time", "certainty", "text")
    PICTURE = ("picture", "is_nobody")
    AFTER = ("audience", "until")
    AS_TYPED = ("title", "text", "spot", "size", "ages", "anchors", "is_lasting", "picture")

    def __init__(self, *args: Any, places: tuple[Place, ...], actor: Actor, **options: Any) -> None:
        """Offer areas and readers, and begin with now and fourteen days."""
        super().__init__(*args, known=area_words(places), **options)
        offered: Any = self.fields
        offered["area"].choices = wording.choices(places, everything=_("Choose an area"))
        offer_readers(offered["audience"], actor)
        now = clock.now().astimezone(clock.COPENHAGEN)
        offered["day"].initial, offered["time"].initial = now.date(), now.time()
        offered["until"].initial = clock.today() + timedelta(days=USUAL_DAYS)
        offered["until"].latest = clock.today() + timedelta(days=MOST_DAYS)

    def _some(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def before(self) -> list[forms.BoundField]:
        """The fields that every bulletin has."""
        return self._some(self.BEFORE)

    @property
    def group(self) -> list[forms.BoundField]:
        """The fields of a group."""
        return self._some(self.GROUP)

    @property
    def is_of_group(self) -> bool:
        """Tell whether something is told of a group, or has to be."""
        kind = self["kind"].value()
        return kind in OF_A_GROUP or any(self[name].value() for name in self.GROUP)

    @property
    def after(self) -> list[forms.BoundField]:
        """To whom, and until when."""
        return self._some(self.AFTER)

    def clean(self) -> dict[str, Any]:
        """Refuse a moment to come, and a group of which nothing is told."""
        typed = super().clean()
        if typed.get("day") and typed.get("time") and at(typed["day"], typed["time"]) > clock.now():
            self.add_error("time", _("This time has not come yet."))
        if typed.get("picture") and not typed.get("is_nobody"):
            self.add_error("is_nobody", _("Look at the picture once more, and blur who can be recognised."))
        if typed.get("kind") in OF_A_GROUP and not typed.get("size"):
            self.add_error("size", _("Choose about how many there were. If nobody counted, choose another kind."))
        self.ask_again(typed)
        return typed

    def told(self) -> Told:
        """Return what the bulletin tells."""
        typed = self.cleaned_data
        return Told(
            kind=typed["kind"],
            certainty=typed["certainty"],
            area=UUID(typed["area"]),
            happened_at=at(typed["day"], typed["time"]),
            **{name: typed[name] for name in self.AS_TYPED},
        )


# What a bulletin is about that answers an early notice of a family.
KIND_OF = {Family.VIOLENT: BulletinKind.CONFLICT, Family.DAMAGE: BulletinKind.DAMAGE}


def _signal(request: HttpRequest) -> Signal | None:
    """Return the early notice that the bulletin is to answer, from the address or the form.

    Raises Http404 for another organisation's, PermissionDenied for who does not decide on it.
    """
    named = request.POST.get("signal") or request.GET.get("signal")
    if not named:
        return None
    try:
        signal = UUID(named)
    except ValueError as mistyped:
        raise Http404 from mistyped
    check_decider(actor_in(request))
    return get_signal_for_reading(actor=actor_in(request), id=signal)


def _decision(request: HttpRequest) -> Decided | None:
    """Return the decision of a meeting that the bulletin carries out, from the address or the form; None where none.

    Also None where that is done already.
    """
    named = request.POST.get("decision") or request.GET.get("decision")
    if not named:
        return None
    try:
        found = waiting(actor=actor_in(request), decision=UUID(named))
        return found if found.made is Made.BULLETIN else None
    except (ValueError, Http404):
        return None


def _begun(request: HttpRequest, signal: Signal | None, decision: Decided | None) -> dict[str, Any]:
    """Return what the form begins with: what the address names, an early notice, or a decision of a meeting."""
    if decision is not None:
        is_short = len(decision.words) <= MOST_IN_TITLE
        return {
            "decision": decision.id,
            "area": str(decision.area or ""),
            "title" if is_short else "text": decision.words,
        }
    if signal is None:
        return {name: request.GET[name] for name in ("area", "kind") if name in request.GET}
    return {
        "signal": signal.id,
        "area": str(signal.areas[0]),
        "kind": KIND_OF.get(Family(signal.family), BulletinKind.MOOD),
        "certainty": Certainty.ESTIMATED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def new(request: HttpRequest) -> HttpResponse:
    """Write a bulletin; one that answers an early notice closes it."""
    actor = actor_in(request)
    if not queries.may_write(actor):
        raise PermissionDenied
    signal, decision = _signal(request), _decision(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BulletinForm(*sent, places=tree(), actor=actor, initial=_begun(request, signal, decision))
    if request.method == "POST" and form.is_valid():
        bulletin = actions.write(
            by=actor,
            told=form.told(),
            reaching=reaching(form.cleaned_data),
            form=form.cleaned_data["form"],
            signal=signal.id if signal else None,
        )
        if signal is not None and signal.bulletin_id != bulletin:
            try:
                deciding.answer(by=actor, signal=signal.id, bulletin=bulletin)
            except deciding.DecidedAlreadyError:
                messages.info(request, _("The early notice had been decided already."))
        if decision is not None:
            became(by=actor, decision=decision.id, made=Made.BULLETIN, made_id=bulletin)
        messages.success(request, _("The bulletin stands in the local picture."))
        return HttpResponseRedirect(reverse("localpicture:bulletin", args=[bulletin]))
    return render(request, "localpicture/new.html", {"form": form})
