"""The register of legal bases, for the administrators of the host, who edit what is to come and nothing else."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import access
from tvaers.partnerships.enums import CATEGORY_LABELS, PURPOSE_LABELS, OrganisationKind
from tvaers.partnerships.wording import listed
from tvaers.sharing import keeping
from tvaers.sharing.actions import NothingToChangeError, NotToComeError
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.keeping import Kept, Reach, Wording
from tvaers.sharing.models import LegalBasisVersion
from tvaers.ui import dates
from tvaers.ui.forms import DateField, TextField
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import LineField

CONFLICT, UNPROCESSABLE = 409, 422
WORDS = ("title_da", "title_en", "law_da", "law_en", "guidance_da", "guidance_en")
FLAGS = ("offence_bound", "unverified")


class GuidanceField(TextField):
    """Two lines."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return two lines. Raises ValidationError for more or fewer."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) != 2:
            raise forms.ValidationError(
                _("Write two lines: what it is for, and what it is not for."), code="not two lines"
            )
        return "\n".join(lines)


def _guidance(label: Promise, language: str) -> GuidanceField:
    return GuidanceField(label=label, max_length=400, widget=forms.Textarea({"rows": 3, "lang": language}))


def _line(label: Promise, language: str, most: int) -> LineField:
    # Whoever hears the page hears each text in its own language.
    return LineField(label=label, max_length=most, widget=forms.TextInput({"lang": language}))


def _several(label: str, choices: Iterable[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(value), capfirst(str(words))) for value, words in choices],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )


# What can be shared for, and oversight, which is refused at its field.
_PURPOSES = [(int(each), words) for each, words in PURPOSE_LABELS.items() if each is not Purpose.VOLUNTEERS]


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


class ComingField(DateField):
    """A day to come, tomorrow at the earliest."""

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - as Django's
        """Return the day. Raises ValidationError for today and before."""
        day: date | None = super().clean(value)
        if day is not None and day < _tomorrow():
            raise forms.ValidationError(_("The past is not edited. Choose tomorrow or a later day."), code="past")
        return day


class VersionForm(forms.Form):
    """What a basis says from a day on. seen: the number of the newest version when typing began."""

    from_day = ComingField(label=gettext_lazy("From when?"))
    title_da = _line(gettext_lazy("Title in Danish"), "da", 120)
    title_en = _line(gettext_lazy("Title in English"), "en", 120)
    law_da = _line(gettext_lazy("The law in Danish"), "da", 160)
    law_en = _line(gettext_lazy("The law in English"), "en", 160)
    guidance_da = _guidance(gettext_lazy("Guidance in Danish, two lines"), "da")
    guidance_en = _guidance(gettext_lazy("Guidance in English, two lines"), "en")
    offence_bound = forms.BooleanField(
        label=gettext_lazy("Offences only to or from police and probation service"), required=False
    )
    unverified = forms.BooleanField(label=gettext_lazy("To be confirmed by a lawyer"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        "from_day",
        *WORDS,
        "frame_kinds",
        "sender_kinds",
        "receiver_kinds",
        "purposes",
        "categories",
        *FLAGS,
    )

    def __init__(self, *args: Any, kept: Kept, **options: Any) -> None:
        """Begin with what is coming, or else with what is in force."""
        super().__init__(*args, **options)
        self.newest = kept.coming or kept.latest
        for name, label, choices in (
            ("frame_kinds", _("What can carry it?"), FrameKind.choices),
            ("sender_kinds", _("Who may send?"), OrganisationKind.choices),
            ("receiver_kinds", _("Who may receive?"), OrganisationKind.choices),
            ("purposes", _("For what?"), _PURPOSES),
            ("categories", _("What may go along?"), [(int(each), words) for each, words in CATEGORY_LABELS.items()]),
        ):
            self.fields[name] = _several(label, choices)
        now = self.newest
        if not now.frame_kinds:
            # What only an emergency look-up stands on becomes nothing that can be shared on.
            del self.fields["frame_kinds"]
        self.order_fields(self.field_order)
        self.initial = {
            "from_day": clock.today() + timedelta(days=1) if kept.coming is None else _day(now),
            **{name: getattr(now, name) for name in (*WORDS, *FLAGS)},
            **{name: getattr(now, name) for name in ("frame_kinds", "sender_kinds", "receiver_kinds")},
            "purposes": [str(int(each)) for each in Purpose if each & now.purposes],
            "categories": [str(int(each)) for each in Category if each & now.categories],
            "seen": now.number,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what no register may say (R4)."""
        typed: dict[str, Any] = super().clean() or {}
        if OrganisationKind.ASSOCIATION in typed.get("receiver_kinds", ()):
            self.add_error("receiver_kinds", _("Associations and volunteers cannot receive."))
        if str(int(Purpose.OVERSIGHT)) in typed.get("purposes", ()):
            self.add_error("purposes", _("Nothing is shared for oversight."))
        return typed

    @property
    def is_stale(self) -> bool:
        """Tell whether a colleague has changed it since typing began."""
        return bool(self.cleaned_data["seen"] != self.newest.number)

    def show_again(self) -> None:
        """Let what was typed be sent once more, knowingly."""
        sent = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        sent["seen"] = str(self.newest.number)
        self.data = sent

    def reach(self) -> Reach:
        """Return what it lets."""
        typed = self.cleaned_data
        return Reach(
            frame_kinds=typed.get("frame_kinds", []),
            sender_kinds=typed["sender_kinds"],
            receiver_kinds=typed["receiver_kinds"],
            purposes=reduce(or_, (Purpose(int(each)) for each in typed["purposes"])),
            categories=reduce(or_, (Category(int(each)) for each in typed["categories"])),
            offence_bound=typed["offence_bound"],
            unverified=typed["unverified"],
        )

    def wording(self) -> Wording:
        """Return what it says."""
        return Wording(**{name: self.cleaned_data[name] for name in WORDS})


class EndForm(forms.Form):
    """From which day a basis is no more."""

    from_day = ComingField(label=gettext_lazy("From when is it no more?"))


def _day(version: LegalBasisVersion) -> date:
    return version.from_at.astimezone(clock.COPENHAGEN).date()


def _shown(version: LegalBasisVersion | None) -> dict[str, Any] | None:
    """Return a version in words."""
    if version is None:
        return None
    kinds = {kind.value: str(kind.label).lower() for kind in (*OrganisationKind, *FrameKind)}
    facts = (
        (_("Carried by"), listed(kinds[each] for each in version.frame_kinds) or _("an emergency look-up alone")),
        (_("May send"), listed(kinds[each] for each in version.sender_kinds)),
        (_("May receive"), listed(kinds[each] for each in version.receiver_kinds)),
        (_("For"), listed(PURPOSE_LABELS[each] for each in Purpose if each & version.purposes)),
        (_("May go along"), listed(CATEGORY_LABELS[each] for each in Category if each & version.categories)),
    )
    return {
        "version": version,
        "facts": [(label, capfirst(words)) for label, words in facts],
        "from": dates.year_day(_day(version)),
        "last": dates.year_day(clock.last_day(version.until_at)) if version.until_at else "",
    }


def _back(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("administration:basis", args=[code]))


@require_safe
@administrators
def bases(request: StaffRequest) -> HttpResponse:
    """Show the register: what is in force, what is coming; the host's administrators only."""
    access.check_host(request.actor)
    rows = [
        {
            "kept": kept,
            "shown": _shown(kept.latest),
            "coming": _shown(kept.coming),
            "ends": dates.year_day(kept.ends_at.astimezone(clock.COPENHAGEN).date()) if kept.ends_at else "",
        }
        for kept in keeping.register()
    ]
    return page(request, "bases", "bases", {"rows": rows})


@require_safe
@administrators
def basis(request: StaffRequest, code: str) -> HttpResponse:
    """Show one basis with all its versions."""
    access.check_host(request.actor)
    kept = keeping.basis_with(code=code)
    context = {
        "kept": kept,
        "now": _shown(kept.now),
        "coming": _shown(kept.coming),
        "before": [_shown(each) for each in kept.before],
        "ends": dates.year_day(kept.ends_at.astimezone(clock.COPENHAGEN).date()) if kept.ends_at else "",
    }
    return page(request, "basis", "bases", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Change a basis from a day on."""
    access.check_host(request.actor)
    kept, status = keeping.basis_with(code=code), 200
    form = VersionForm(request.POST if request.method == "POST" else None, kept=kept)
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            form.add_error(
                None, _("A colleague has changed it meanwhile. Look at it, and save again if yours is right.")
            )
            form.show_again()
            status = CONFLICT
        elif _changed(request, kept, form):
            return _back(code)
        else:
            status = CONFLICT
    elif request.method == "POST":
        status = UNPROCESSABLE
    return page(request, "basis_change", "bases", {"kept": kept, "form": form}, status=status)


def _changed(request: StaffRequest, kept: Kept, form: VersionForm) -> bool:
    day = form.cleaned_data["from_day"]
    try:
        keeping.change(basis=kept.basis.id, from_day=day, wording=form.wording(), reach=form.reach())
    except NotToComeError:
        form.add_error("from_day", _("The past is not edited. Choose tomorrow or a later day."))
        return False
    except NothingToChangeError:
        form.add_error(None, _("It is not in force any more, so nothing of it can be changed."))
        return False
    messages.success(request, _("It says this from %(day)s.") % {"day": dates.year_day(day)})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def end(request: StaffRequest, code: str) -> HttpResponse:
    """End a basis from a day on: first show how much stands on it, then end it."""
    access.check_host(request.actor)
    kept, status = keeping.basis_with(code=code), 200
    form = EndForm(request.POST if request.method == "POST" else None, initial={"from_day": _tomorrow()})
    context: dict[str, Any] = {"kept": kept, "form": form}
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        day = form.cleaned_data["from_day"]
        if request.POST.get("do") == "end":
            try:
                keeping.end(basis=kept.basis.id, from_day=day)
            except (NotToComeError, NothingToChangeError):
                form.add_error(None, _("It is not in force any more, so nothing of it can be changed."))
                return page(request, "basis_end", "bases", context, status=CONFLICT)
            messages.success(request, _("It ends on %(day)s.") % {"day": dates.year_day(day)})
            return _back(code)
        standing = keeping.standing_on(basis=kept.basis.id, from_day=day)
        context |= {"day": dates.year_day(day), "standing": standing, "number": sum(each for _who, each in standing)}
    return page(request, "basis_end", "bases", context, status=status)


@require_POST
@administrators
def withdraw(request: StaffRequest, code: str) -> HttpResponse:
    """Take back what is to come of a basis."""
    access.check_host(request.actor)
    kept = keeping.basis_with(code=code)
    try:
        keeping.withdraw(basis=kept.basis.id)
    except NothingToChangeError:
        messages.info(request, _("Nothing of it was to come."))
    else:
        messages.success(request, _("Taken back. What is in force goes on."))
    return _back(code)
