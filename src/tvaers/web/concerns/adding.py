"""Adding to a concern until it is decided: who it is about and what has become known; and correcting it at any time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.concerns.access import ConcernView, get_for_adding
from tvaers.concerns.actions.adding import Added, InItAlreadyError, add_person, append
from tvaers.concerns.actions.intake import WrittenAlreadyError, token_of_form
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.enums import InvolvedRole, State
from tvaers.concerns.rules import CATEGORY_OF_ROLE, RECORDERS
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import categories_for
from tvaers.people.access import cards
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui.forms import TextField
from tvaers.web.concerns.forms import MOST_WORDS, PartForm
from tvaers.web.concerns.new import look_up

CONFLICT, UNPROCESSABLE = 409, 422
PREFIX = "part-0"


class StampForm(forms.Form):
    """Which form this is, so that sent twice it writes once, and which version of the concern was read."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, view: ConcernView, form: str | None = None) -> "StampForm":
        """Return a stamp for the concern as it is now. form: the id of a form that is shown again."""
        return cls(initial={"form": form or ids.opaque(), "version": view.version})


class AdditionForm(StampForm):
    """What has become known: fact, assessment and source apart (R12)."""

    fact = TextField(
        label=gettext_lazy("What was seen or heard?"),
        help_text=gettext_lazy("Only what somebody has seen or heard: what, when, where."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
    )
    assessment = TextField(
        label=gettext_lazy("What could it mean?"),
        help_text=gettext_lazy("The assessment of whoever tells, kept apart."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 2}),
    )
    source = TextField(
        label=gettext_lazy("How is it known?"),
        help_text=gettext_lazy("Who told it, and whether they have seen it themselves, heard or read it."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something."""
        typed: dict[str, Any] = super().clean() or {}
        if not any(typed.get(name) for name in ("fact", "assessment", "source")) and not self.errors:
            self.add_error("fact", _("Write what you want to add."))
        return typed


class CorrectionForm(StampForm):
    """What is wrong in a concern, what is right instead, and how that is known (R22)."""

    fact = TextField(
        label=gettext_lazy("What is wrong, and what is right?"),
        help_text=gettext_lazy("For example: “It was not Tuesday but Thursday, and he was not there.”"),
        error_messages={"required": gettext_lazy("Write what is wrong, and what is right.")},
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
    )
    source = TextField(
        label=gettext_lazy("How is it known that it was wrong?"),
        help_text=gettext_lazy("Who told it, and whether they have seen it themselves, heard or read it."),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 2}),
    )


@require_http_methods(["GET", "POST"])
@requires(*RECORDERS)
def addition(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Add what has become known, under what was told before."""
    return _adding(request, concern, "addition", AdditionForm)


@require_http_methods(["GET", "POST"])
@requires(*RECORDERS)
def correction(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Say what of a concern is wrong, also of one that is decided; whoever was shared it is told (R22)."""
    return _adding(request, concern, "correction", CorrectionForm)


def _adding(request: HttpRequest, concern: UUID, template: str, kind: type[StampForm]) -> HttpResponse:
    actor, corrects = actor_in(request), kind is CorrectionForm
    view = get_for_adding(actor=actor, concern=concern)
    if request.method == "GET":
        form = kind(initial=StampForm.of(view).initial)
        closed = None if corrects else _closed(request, view)
        return closed or _page(request, template, view, {"form": form})
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, template, view, {"form": form}, status=UNPROCESSABLE)
    typed = form.cleaned_data
    texts = {name: typed[name] for name in ("fact", "assessment", "source") if name in typed}

    def write(once: bytes) -> None:
        append(by=actor, concern=concern, added=Added(**texts, corrects=corrects), version=typed["version"], once=once)

    done = _("It is corrected. Whoever else was given the concern has been told.") if corrects else ""
    if _written(request, actor, form, write, done=done):
        return redirect(_back(view))
    again = kind(initial={**typed, "version": view.version})
    return _page(request, template, view, {"form": again}, status=CONFLICT)


@require_http_methods(["GET", "POST"])
@requires(*RECORDERS)
def person(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Add who it is about, or somebody in another role; the buttons inside the form post it back as it is typed."""
    actor = actor_in(request)
    view = get_for_adding(actor=actor, concern=concern)
    data = request.POST
    if request.method == "GET":
        return _closed(request, view) or _person_page(request, view, _part(actor), StampForm.of(view))
    if "find" in data or "forget" in data:
        part = _as_typed(actor, data, forget="forget" in data)
        if "find" in data:
            look_up(actor, data, part, 0)
        return _person_page(request, view, part, StampForm.of(view, data.get("form")))
    part, stamp = _part(actor, data), StampForm(data)
    if part.is_valid() and part.is_empty:
        part.add_error("name", _("Write what you know of the person; a nickname or a description is enough."))
    if part.errors or not stamp.is_valid():
        return _person_page(request, view, part, stamp, status=UNPROCESSABLE)

    def write(once: bytes) -> None:
        add_person(by=actor, concern=concern, part=part.part(), version=stamp.cleaned_data["version"], once=once)

    try:
        if _written(request, actor, stamp, write):
            return redirect(_back(view))
    except InItAlreadyError:
        part.add_error("role", _("This person has that part in the concern already."))
        return _person_page(request, view, part, stamp, status=UNPROCESSABLE)
    again = _as_typed(actor, data)
    return _person_page(request, view, again, StampForm.of(view, data.get("form")), status=CONFLICT)


def _written(
    request: HttpRequest, actor: Actor, stamp: StampForm, write: Callable[[bytes], None], *, done: str = ""
) -> bool:
    """Write once and say so; False when somebody else was first, which is said too."""
    try:
        write(token_of_form(actor, stamp.cleaned_data["form"]))
    except WrittenAlreadyError:
        pass
    except DecidedMeanwhileError:
        text = _("A colleague has decided on or changed this concern in between. Nothing of yours was saved.")
        messages.warning(request, text)
        return False
    messages.success(request, done or _("It is added. What was told before stands as it did."))
    return True


def _part(actor: Actor, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> PartForm:
    """Return the form of a part, with the roles that the actor may write down, and the known person if chosen."""
    part = PartForm(data, prefix=PREFIX, initial=initial)
    allowed = categories_for(actor.roles)
    part.fields["role"].choices = [  # type: ignore[attr-defined] # a choice field
        (role, role.label) for role in InvolvedRole if CATEGORY_OF_ROLE[role] & allowed
    ]
    said = data.get(f"{PREFIX}-person", "") if data is not None else part.initial.get("person") or ""
    try:
        chosen = UUID(str(said))
    except ValueError:
        return part
    part.known = cards({chosen}).get(chosen)
    return part


def _as_typed(actor: Actor, data: QueryDict, *, forget: bool = False) -> PartForm:
    """Return the form with what is typed so far, nothing checked."""
    typed = _part(actor, data)
    said = {name: typed[name].data for name in typed.fields}
    if forget or typed.known is None:
        said.pop("person")
    return _part(actor, initial=said)


def _closed(request: HttpRequest, view: ConcernView) -> HttpResponse | None:
    """Lead back from a concern that is decided; None when it is open."""
    if view.state is State.RECEIVED:
        return None
    messages.info(request, _("This concern is decided. Take it up again to add to it."))
    return redirect(_back(view))


def _back(view: ConcernView) -> str:
    return reverse("concerns:concern", args=[view.id])


def _person_page(
    request: HttpRequest, view: ConcernView, part: PartForm, stamp: StampForm, *, status: int = 200
) -> HttpResponse:
    return _page(request, "add_person", view, {"part": part, "form": part, "stamp": stamp}, status=status)


def _page(
    request: HttpRequest, template: str, view: ConcernView, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(
        request, f"concerns/{template}.html", {"concern": view, "back_url": _back(view), **context}, status=status
    )
