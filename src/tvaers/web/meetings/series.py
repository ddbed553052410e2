"""Rows of meetings that come back: which there are, a new one with its days shown first, and one that can be ended."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.meetings.actions import series
from tvaers.meetings.enums import Holidays, MeetingKind
from tvaers.meetings.models import Series
from tvaers.meetings.recurring import LAST, Rhythm, days
from tvaers.meetings.rules import KINDS, may_convene
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.ui.fields import ComingDate, line, radios
from tvaers.ui.forms import CheckboxChoices, Choices
from tvaers.web.meetings import words
from tvaers.web.meetings.calling import area_words
from tvaers.web.meetings.forms import MOST_IN_SHELL, Placed, by_organisation, hour, place

OFTEN = {
    "w1": gettext_lazy("Every week"),
    "w2": gettext_lazy("Every other week"),
    "w4": gettext_lazy("Every fourth week"),
    "n1": gettext_lazy("The first of each month"),
    "n2": gettext_lazy("The second of each month"),
    "n3": gettext_lazy("The third of each month"),
    "n4": gettext_lazy("The fourth of each month"),
    "n-1": gettext_lazy("The last of each month"),
}


class SeriesForm(Placed):
    """Which meeting, how often, when, where and who."""

    TEXTS = ("title", "place")

    kind = forms.ChoiceField(label=gettext_lazy("Which meeting?"), widget=forms.RadioSelect)
    title = line(
        gettext_lazy("What is it about, in a line?"),
        required=False,
        help_text=gettext_lazy("Without names. Empty: only which kind of meeting it is."),
        most=MOST_IN_SHELL,
    )
    weekday = forms.ChoiceField(
        label=gettext_lazy("On which weekday?"),
        choices=[(str(day), WEEKDAYS[day]) for day in range(5)],
        widget=Choices({"class": "tv-become"}),
        initial="1",
    )
    often = radios(gettext_lazy("How often?"), OFTEN.items(), initial="w2")
    first = ComingDate(label=gettext_lazy("From which day on?"))
    until = ComingDate(
        label=gettext_lazy("Until when?"), required=False, help_text=gettext_lazy("Empty: until somebody ends it.")
    )
    begins, ends = hour(gettext_lazy("From")), hour(gettext_lazy("To"))
    holidays = radios(gettext_lazy("On a day when offices are closed"), Holidays.choices, initial=Holidays.SKIP)
    free_months = forms.MultipleChoiceField(
        label=gettext_lazy("Months without meetings"),
        help_text=gettext_lazy("As July. Empty: all year."),
        choices=MONTHS.items(),
        widget=CheckboxChoices({"class": "tv-become"}),
        required=False,
    )
    place = place()
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is invited?"), widget=CheckboxChoices({"class": "tv-choices--2"}), required=False
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Which organisations see all of it?"),
        help_text=gettext_lazy(
            "For meetings that name nobody. Where people are spoken of, only who sits there sees it."
        ),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, people: list[dict[str, Any]], **options: Any) -> None:
        """Offer the kinds that the actor calls, who is at work, and the other organisations."""
        super().__init__(*args, **options)
        self._field("kind").choices = [(kind.value, kind.label) for kind in kinds_of(actor)]
        self._field("people").choices = by_organisation(people, but={actor.id})
        own = actor.organisation.id
        others = {str(r["organisation_id"]): r["organisation__name"] for r in people if r["organisation_id"] != own}
        self._field("audience").choices = list(others.items())

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say at the field what cannot be, and when no meeting would come of it."""
        typed = super().clean()
        begins, ends = typed.get("begins"), typed.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", _("It has to end after it begins."))
        first, until = typed.get("first"), typed.get("until")
        if first and until and until < first:
            self.add_error("until", _("It ends before it begins."))
        elif first and typed.get("often") and typed.get("weekday") and not self.days():
            self.add_error("first", _("No meeting falls within half a year. Choose another day."))
        return typed

    def days(self) -> list[date]:
        """Return the days of the next half year."""
        rhythm = self.rhythm
        return days(rhythm, after=clock.today() - timedelta(days=1), to=clock.today() + series.AHEAD)

    @property
    def rhythm(self) -> Rhythm:
        """How often."""
        typed = self.cleaned_data
        often = typed["often"]
        return Rhythm(
            first=typed["first"],
            weekday=int(typed["weekday"]),
            weeks=int(often[1:]) if often.startswith("w") else None,
            nth=int(often[1:]) if often.startswith("n") else None,
            holidays=Holidays(typed.get("holidays") or Holidays.SKIP),
            until=typed.get("until"),
            free=frozenset(int(each) for each in typed.get("free_months") or ()),
        )

    def told(self) -> series.Row:
        """Return the row to make."""
        typed = self.cleaned_data
        return series.Row(
            kind=MeetingKind(typed["kind"]),
            rhythm=self.rhythm,
            begins=typed["begins"],
            ends=typed["ends"],
            title=typed["title"],
            place=typed["place"],
            seats=tuple(UUID(each) for each in typed["people"]),
            audience=tuple(UUID(each) for each in typed["audience"]),
        )


def kinds_of(actor: Actor) -> list[MeetingKind]:
    """Return the kinds that come back and that the actor calls; around one young person nothing does."""
    return [kind for kind in MeetingKind if may_convene(kind, actor.roles) and not KINDS[kind].one_person]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the organisation's rows: those that run, and those that have ended."""
    actor = actor_in(request)
    rows = [_told(row) for row in Series.objects.order_by("kind", "weekday", "begins", "id")[: queries.MOST]]
    context = {
        "running": [row for row in rows if not row["is_ended"]],
        "ended": [row for row in rows if row["is_ended"]],
        "may_make": bool(kinds_of(actor)),
    }
    return render(request, "meetings/series_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say how often, look at the days it gives, then make the row."""
    actor = actor_in(request)
    if not kinds_of(actor):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = SeriesForm(data, actor=actor, people=queries.invitable(), known=area_words())
    shown: list[date] = []
    if form.is_bound and form.is_valid():
        if request.POST.get("do") == "save":
            made = series.make(by=actor, told=form.told(), form=form.cleaned_data["form"])
            messages.success(request, _("The row is made. Its meetings are called in a moment."))
            return redirect("meetings:series", series_=made)
        shown = form.days()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/series_new.html", {"form": form, "days": shown}, status=status)


class SeatsForm(forms.Form):
    """Who is invited to the meetings of a row from now on."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is invited?"),
        help_text=gettext_lazy("Whoever is new is invited to all meetings ahead; who is left out is taken off them."),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )
    # Who was when one looked.
    before = forms.RegexField("^[0-9a-f,-]*$", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[dict[str, Any]], chair: UUID, **options: Any) -> None:
        """Offer who is at work; who calls the meetings sits there anyway."""
        super().__init__(*args, **options)
        field: Any = self.fields["people"]
        field.choices = by_organisation(people, but={chair})


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, series_: UUID) -> HttpResponse:
    """Say who is invited from now on."""
    actor = actor_in(request)
    row = _row(series_)
    if row.ended_at is not None or not may_convene(MeetingKind(row.kind), actor.roles):
        raise PermissionDenied
    offered = queries.invitable()
    form = SeatsForm(
        request.POST if request.method == "POST" else None,
        people=offered,
        chair=row.chair_id,
        initial={
            "people": [str(each) for each in row.seats],
            "before": ",".join(str(each) for each in row.seats),
        },
    )
    if form.is_bound and form.is_valid():
        before = [UUID(each) for each in form.cleaned_data["before"].split(",") if each]
        chosen = [UUID(each) for each in form.cleaned_data["people"]]
        series.reseat(by=actor, series=row.id, seats=chosen, before=before)
        messages.success(request, _("Changed. The meetings ahead follow in a moment."))
        return redirect("meetings:series", series_=row.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/series_people.html", {"form": form, "row": _told(row)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, series_: UUID) -> HttpResponse:
    """Show a row and its meetings to come; end it, or take it over."""
    actor = actor_in(request)
    row = _row(series_)
    if request.method == "POST":
        if request.POST.get("do") == "end":
            series.end(by=actor, series=row.id)
            messages.success(request, _("The row has ended. Its meetings ahead are cancelled in a moment."))
        elif request.POST.get("do") == "take":
            series.take_over(by=actor, series=row.id)
            messages.success(request, _("You call its meetings from now on."))
        else:
            raise Http404
        return redirect("meetings:series", series_=row.id)
    chair = Membership.objects.filter(id=row.chair_id).values_list("name", flat=True).first()
    context = {
        "row": _told(row),
        "chair": chair,
        "is_mine": row.chair_id == actor.id,
        "may_lead": row.ended_at is None and may_convene(MeetingKind(row.kind), actor.roles),
        "seats": _invited(row.seats),
        "ahead": [words.line(each) for each in queries.of_series(actor=actor, series=row.id, since=clock.now())],
    }
    return render(request, "meetings/series.html", context)


def _row(series_: UUID) -> Series:
    """Return a row that the asker sees. Raises Http404."""
    row = Series.objects.filter(id=series_).first()
    if row is None:
        raise Http404
    return row


def _invited(members: list[UUID]) -> list[dict[str, Any]]:
    """Return who is invited to a row, as far as they are still at work: name, title, organisation."""
    rows = Membership.objects.filter(id__in=members, state=MembershipState.ACTIVE)
    named = rows.order_by("organisation__name", "name").values_list("name", "title", "organisation__name")
    return [{"name": name, "title": title, "organisation": of} for name, title, of in named]


def _told(row: Series) -> dict[str, Any]:
    often = f"w{row.weeks}" if row.weeks is not None else f"n{LAST if row.nth == LAST else row.nth}"
    return {
        "id": row.id,
        "label": MeetingKind(row.kind).label,
        "title": row.title,
        "place": row.place,
        "weekday": WEEKDAYS[row.weekday],
        "often": OFTEN.get(often, ""),
        "begins": f"{row.begins.hour}.{row.begins.minute:02d}",
        "ends": f"{row.ends.hour}.{row.ends.minute:02d}",
        "first_on": row.first_on,
        "until_on": row.until_on,
        "holidays": Holidays(row.holidays).label,
        "free_months": listed([str(MONTHS[each]) for each in row.free_months]) if row.free_months else "",
        "is_ended": row.ended_at is not None,
    }
