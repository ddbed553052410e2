"""How the queue is narrowed: the form, and the text that somebody looks for, which no address holds."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.concerns.enums import About, Channel, Outcome, ReporterKind
from tvaers.concerns.queries import Filters
from tvaers.foundation.clock import COPENHAGEN
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import LongSelect, TextField

# What may stand in an address. LOOKED says that a text is looked for, not which.
LOOKED = "looked"
FILTERS = (LOOKED, "area", "channel", "urgency", "kind", "about", "outcome", "since", "until")
_CLOSED: Mapping[str, Sequence[str]] = {
    LOOKED: ("1",),
    "channel": Channel.values,
    "urgency": ("yes", "no", "unknown"),
    "kind": ReporterKind.values,
    "about": About.values,
    "outcome": Outcome.values,
}
# A day also where it is mistyped, so that the form can say so; and an area's id.
_OPEN = {"since": r"[\d./ -]{1,10}", "until": r"[\d./ -]{1,10}", "area": r"[0-9a-f-]{36}"}
_TEXT = "concerns.text"
MOST_TEXT = 80


def understood(source: Mapping[str, str]) -> dict[str, str]:
    """Return the filters of an address that can mean something: no other word of it is repeated (ADR 0017)."""
    typed = {name: source.get(name, "") for name in FILTERS}
    return {
        name: value
        for name, value in typed.items()
        if value in _CLOSED.get(name, ()) or (name in _OPEN and re.fullmatch(_OPEN[name], value))
    }


def keep_text(request: HttpRequest, text: str) -> None:
    """Keep what somebody looks for in the session, which is sealed, for whom they act for now."""
    request.session[_TEXT] = {"for": str(actor_in(request).id), "text": text}


def kept_text(request: HttpRequest) -> str:
    """Return what is looked for, if anything is."""
    kept = request.session.get(_TEXT)
    return str(kept["text"]) if kept and kept["for"] == str(actor_in(request).id) else ""


class FilterForm(forms.Form):
    """How the queue is narrowed. The outcome is asked only where everything has one."""

    q = TextField(label=gettext_lazy("Text in the headline"), required=False, max_length=MOST_TEXT)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=LongSelect)
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came in"), required=False, choices=[("", gettext_lazy("All ways")), *Channel.choices]
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgent"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("yes", gettext_lazy("Somebody must act today")),
            ("no", gettext_lazy("Not urgent")),
            ("unknown", gettext_lazy("Nobody has looked yet")),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who told"), required=False, choices=[("", gettext_lazy("All")), *ReporterKind.choices]
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Whom it is about"), required=False, choices=[("", gettext_lazy("All")), *About.choices]
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What was decided"), required=False, choices=[("", gettext_lazy("All")), *Outcome.choices]
    )
    since = forms.DateField(
        label=gettext_lazy("Received from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Received until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(
        self, *args: Any, areas: Sequence[tuple[str, str]], with_outcome: bool = False, **options: Any
    ) -> None:
        """Offer the areas of the list."""
        super().__init__(*args, **options)
        self.fields["area"].choices = areas  # type: ignore[attr-defined] # a choice field
        if not with_outcome:
            del self.fields["outcome"]

    def filters(self) -> Filters:
        """Return the filters; what is not understood filters nothing."""
        self.is_valid()
        typed = self.cleaned_data
        until = typed.get("until")
        plain = ("channel", "urgency", "kind", "about", "outcome")
        return Filters(
            area_id=UUID(typed["area"]) if typed.get("area") else None,
            received_from=_midnight(typed.get("since")),
            received_until=_midnight(until + relativedelta(days=1)) if until else None,
            text=(typed.get("q") or "").strip(),
            **{name: typed.get(name) or "" for name in plain},
        )

    def label(self, name: str, typed: Mapping[str, str]) -> str:
        """Return in words what one filter lets through."""
        if name == LOOKED:
            return _("“%(words)s”") % {"words": typed.get("q", "")}
        said = typed.get(name, "")
        if name == "since":
            return _("from %(day)s") % {"day": said}
        if name == "until":
            return _("until %(day)s") % {"day": said}
        return str(dict(self.fields[name].choices).get(said, "")).strip()  # type: ignore[attr-defined] # a choice field


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN) if day else None
