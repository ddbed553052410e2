"""What stands on a frame, and how it goes on, on something else (nyt grundlag), before the frame ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing import actions
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.models import Frame
from tvaers.sharing.offers import Offered, of_group, on_frame, record_reasons
from tvaers.sharing.queries import Basis, possible_bases
from tvaers.sharing.wording import Ground, WhyNot, choice, grounds, why_not
from tvaers.ui import dates
from tvaers.ui.forms import Choices, DateField, TextField
from tvaers.web.sharing.choices import LONGEST, MONTH, end_of
from tvaers.web.sharing.doors import decides, gives_until
from tvaers.web.sharing.forms import SHORTEST
from tvaers.web.sharing.receiving import place_for
from tvaers.web.sharing.share import REFUSALS, sentence
from tvaers.web.sharing.words import is_limited, place_in, shown, subject_of, written

# Who receives, what, and for what stay the same, so a refusal of them is told where something can be chosen.
AT_THE_DAY = "time"

GIVEN, RECEIVED = "given", "received"
LABELS = {
    GIVEN: gettext_lazy("You have shared"),
    RECEIVED: gettext_lazy("Shared with you"),
}


class RebaseForm(forms.Form):
    """On what it goes on, why it is still necessary, and until when."""

    ground = forms.ChoiceField(
        label=gettext_lazy("On what shall it go on?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose on what it goes on.")},
    )
    necessity = TextField(
        label=gettext_lazy("Why is it still necessary?"),
        min_length=SHORTEST,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write why it is necessary. One or two sentences will do."),
            "min_length": gettext_lazy("Write a little more, so that others understand why."),
        },
    )
    until = DateField(
        label=gettext_lazy("Through which day?"),
        error_messages={"required": gettext_lazy("Write the date until which it can be seen.")},
    )

    def __init__(
        self, *args: Any, offered: Offered, choices: Sequence[Ground], own_until: datetime, **options: Any
    ) -> None:
        """Offer the grounds that carry it all; own_until: when the giver's own access ends."""
        super().__init__(*args, **options)
        self.grounds, self.own_until = choices, own_until
        self.fields["ground"].choices = [  # type: ignore[attr-defined] # a choice field
            (ground.value, choice(ground)) for ground in choices
        ]
        self.initial["ground"] = choices[0].value
        self.initial["necessity"] = offered.necessity
        self.initial["until"] = min(clock.last_day(offered.until_at + MONTH), self._last(choices[0]))
        words = _("At the latest %(day)s. You can take it back at any time.")
        self.fields["until"].help_text = words % {"day": dates.year_day(max(map(self._last, choices)))}

    def _end(self, ground: Ground) -> datetime:
        ends = (self.own_until, clock.now() + LONGEST, ground.frame.in_force_until, ground.basis.until)
        return min(end for end in ends if end is not None)

    def _last(self, ground: Ground) -> date:
        return clock.last_day(self._end(ground))

    @property
    def stands_on(self) -> Ground | None:
        """The ground that was chosen."""
        wanted = self.cleaned_data.get("ground")
        return next((ground for ground in self.grounds if ground.value == wanted), None)

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is past, or later than the ground lets."""
        data: dict[str, Any] = super().clean() or {}
        until, ground = data.get("until"), self.stands_on
        if until is None or ground is None:
            return data
        if until <= clock.today():
            self.add_error("until", _("The date must lie ahead."))
        elif until > self._last(ground):
            words = _("On this it can be seen at the latest on %(day)s.")
            self.add_error("until", words % {"day": dates.year_day(self._last(ground))})
        else:
            data["ends"] = min(end_of(until), self._end(ground))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def rebase(request: HttpRequest, group: UUID) -> HttpResponse:
    """Let what was shared in one go stand on something else; the receiver keeps it without a gap."""
    actor = actor_in(request)
    offered = of_group(group)
    if offered is None or not offered.can_move:
        raise Http404
    if offered.giver_organisation_id != actor.organisation.id:
        raise PermissionDenied
    own_until = gives_until(actor, offered.dossier)
    possible, others = _possible(actor, offered)
    record_reasons([offered], actor=actor)
    form = None
    if possible:
        form = RebaseForm(request.POST or None, offered=offered, choices=possible, own_until=own_until)
    if form and request.method == "POST" and form.is_valid() and _moved(actor, group, form):
        named = offered.receiver or offered.receiver_organisation
        messages.success(request, _("It stands on something else now. %(who)s sees it as before.") % {"who": named})
        return redirect("sharing:readers", dossier=offered.dossier)
    context = {"item": shown(offered), "others": others, "subject": subject_of(offered), "limited": is_limited(actor)}
    return render(request, "sharing/rebase.html", context | {"form": form})


def _possible(actor: Actor, offered: Offered) -> tuple[list[Ground], list[WhyNot]]:
    """Return on what it can go on, and why not on the other legal bases."""
    place = place_for(actor=actor, organisation=offered.receiver_organisation_id, dossier=offered.dossier)
    frames = [frame for frame in place.frames if frame.id != offered.frame_id]
    bases: list[Basis] = possible_bases(
        actor=actor,
        dossier=offered.dossier,
        receiver=place.organisation.kind,
        purposes=offered.purpose,
        categories=offered.categories,
        frames=[frame.id for frame in frames],
    )
    found = grounds(bases, frames, purposes=offered.purpose, first=offered.purpose)
    # What can only be given in part on it is nothing for it to go on.
    whole = [ground for ground in found if not offered.categories & ~ground.basis.carries]
    return whole, list(why_not(bases, whole))


def _moved(actor: Actor, group: UUID, form: RebaseForm) -> bool:
    if form.stands_on is None:
        return False
    terms = actions.Rebased(
        frame=form.stands_on.frame.id,
        basis=form.stands_on.basis.version,
        necessity=form.cleaned_data["necessity"],
        until=form.cleaned_data["ends"],
    )
    try:
        actions.rebase_group(by=actor, group=group, terms=terms)
    except actions.NoSuchAccessError as gone:
        raise Http404 from gone
    except tuple(REFUSALS) as refused:
        _field, code = REFUSALS[type(refused)]
        form.add_error("until" if code == AT_THE_DAY else "ground", sentence(code))
        return False
    return True


@require_GET
@requires(WITH_PEOPLE)
def standing_on(request: HttpRequest, frame: UUID) -> HttpResponse:
    """List what the reader's organisation has shared and was given on a frame, as far as the reader may know."""
    actor = actor_in(request)
    found = Frame.objects.exclude(kind=FrameKind.CONSENT).filter(id=frame, ended_at=None).first()
    if found is None:
        raise Http404
    view = request.GET.get("view", GIVEN)
    view = view if view in LABELS else GIVEN
    after = place_in(request.GET.get("after", ""))
    rows, more = on_frame(frame, actor=actor, given=view == GIVEN, after=after)
    here = reverse("sharing:standing", args=[frame])
    context = {
        "frame": found,
        "last": clock.last_day(found.in_force_until) if found.in_force_until else None,
        "view": view,
        "heading": LABELS[view],
        "views": [
            {"label": label, "url": f"{here}?view={name}", "count": None, "current": name == view}
            for name, label in LABELS.items()
        ],
        "rows": [_row(offered, actor) for offered in rows],
        "first_url": f"{here}?view={view}" if after else "",
        "next_url": f"{here}?view={view}&after={written(more)}" if more else "",
    }
    return render(request, "sharing/standing.html", context)


def _row(offered: Offered, actor: Actor) -> dict[str, Any]:
    """Return a disclosure in words, and whether the reader can let it stand on something else."""
    ours = offered.giver_organisation_id == actor.organisation.id
    return shown(offered) | {"may_move": ours and offered.can_move and decides(actor)}
