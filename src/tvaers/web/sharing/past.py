"""Who could see this on a day that has gone, on what ground, and who of them looked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import DossierKind, Source
from tvaers.sharing.past import Could, could_see
from tvaers.sharing.readers import own_access, readers_of
from tvaers.sharing.shareable import header_of
from tvaers.ui import dates
from tvaers.ui.forms import DateField
from tvaers.web.sharing.words import Mark, is_limited, seen_in_words


class ThenForm(forms.Form):
    """Which day."""

    on = DateField(
        label=gettext_lazy("Which day?"),
        error_messages={"required": gettext_lazy("Write which day you ask about.")},
    )

    def clean_on(self) -> Any:  # noqa: ANN401 - a date
        """Refuse a day to come, of which nobody knows."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


@require_GET
def then(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Show who could see a dossier on a day, to whoever can see it now."""
    actor = actor_in(request)
    mine = own_access(readers_of(dossier, category=ALL_CATEGORIES))
    header = header_of(mine.kind) if mine else None
    if mine is None or header is None:
        raise Http404
    form = ThenForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    context = {
        "subject": header(dossier),
        "dossier": dossier,
        "ours": mine.owner == actor.organisation.id,
        "owner": mine.owner_name,
        "form": form,
        "day": day,
        "rows": [_shown(each, day, mine.kind) for each in could_see(dossier, day)] if day else [],
        "limited": is_limited(actor),
    }
    return render(request, "sharing/then.html", context)


def _shown(could: Could, day: date, kind: DossierKind) -> dict[str, Any]:
    if could.is_own:
        ground = _("Necessary for the task")
    elif could.source is Source.BREAK_GLASS:
        ground = _("An emergency look-up")
    elif could.source is Source.TAKEN_ON:
        ground = _("Took the task on, and keeps its text until it is done")
    else:
        ground = ", ".join(filter(None, (could.frame, could.basis)))
    return {
        "organisation": Mark(could.organisation, could.organisation_name, could.organisation_mark),
        "who": could.member or could.unit or could.organisation_name,
        "detail": could.organisation_name if could.member or could.unit else "",
        "sees": capfirst(seen_in_words(kind, could.categories)),
        "purpose": capfirst(str(PURPOSE_LABELS[could.purpose])),
        "ground": ground,
        "since": _at(could.since, day),
        "until": _at(could.until, day),
        "looked": listed(could.looked),
    }


def _at(moment: datetime, day: date) -> str:
    """Write when access began or ended: to the minute on the day that is asked about, else the date."""
    return dates.moment(moment) if dates.local_date(moment) == day else dates.year_day(moment)
