"""The register of disclosures: looked up by receiver, sender, basis and period, and for one young person."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.partnerships.models import Organisation
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.offers import record_reasons
from tvaers.sharing.register import COUNTING, Count, Wanted, bases, counts
from tvaers.sharing.register import disclosures as found_in
from tvaers.sharing.shareable import header_of
from tvaers.ui.forms import DateField
from tvaers.web.sharing.words import is_limited, place_in, shown, written

GIVEN, RECEIVED = "given", "received"
LABELS = {
    GIVEN: gettext_lazy("Shared by us"),
    RECEIVED: gettext_lazy("Shared with us"),
}
# How far back is counted when no period is asked for.
MONTHS = 12
# What the form sends: an address is repeated no further than it was asked for.
ASKED = ("other", "basis", *(f"{end}_{part}" for end in ("first", "last") for part in ("day", "month", "year")))


class FilterForm(forms.Form):
    """Which disclosures."""

    other = forms.ModelChoiceField(
        label=gettext_lazy("Which organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("All organisations"),
    )
    basis = forms.ChoiceField(label=gettext_lazy("On which legal basis?"), required=False)
    first = DateField(label=gettext_lazy("From which day?"), required=False)
    last = DateField(label=gettext_lazy("Through which day?"), required=False)

    def __init__(self, *args: Any, own: UUID, **options: Any) -> None:
        """Offer the other organisations and the legal bases."""
        super().__init__(*args, **options)
        others = Organisation.objects.exclude(id=own).order_by("name")
        self.fields["other"].queryset = others  # type: ignore[attr-defined] # a model choice field
        named = [("", _("All legal bases")), *((str(key), title) for key, title in bases())]
        self.fields["basis"].choices = named  # type: ignore[attr-defined] # a choice field

    def clean_last(self) -> date | None:
        """Refuse a period that ends before it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last and last < first:
            raise forms.ValidationError(_("It would end before it begins."))
        return last  # type: ignore[no-any-return] # a date field

    def wanted(self, **more: Any) -> Wanted:
        """Return what is asked for; where something is wrong, all of that."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        other, basis = data.get("other"), data.get("basis")
        return Wanted(
            other=other.id if other else None,
            basis=UUID(basis) if basis else None,
            first=data.get("first"),
            last=data.get("last"),
            **more,
        )


@require_GET
@requires(WITH_PEOPLE, *COUNTING)
def disclosures(request: HttpRequest) -> HttpResponse:
    """List the disclosures that the reader may know of, and count the organisation's by month and basis."""
    actor = actor_in(request)
    view = request.GET.get("view", GIVEN)
    view = view if view in LABELS else GIVEN
    asked = {name: request.GET[name] for name in ASKED if name in request.GET}
    form = FilterForm(asked or None, own=actor.organisation.id)
    wanted = form.wanted(given=view == GIVEN)
    after = place_in(request.GET.get("after", ""))
    rows, more = found_in(wanted, actor=actor, after=after)
    record_reasons(rows, actor=actor)
    here = f"{reverse('sharing:register')}?{urlencode(asked | {'view': view})}"
    context = {
        "form": form,
        "view": view,
        "heading": LABELS[view],
        "views": [
            {
                "label": label,
                "url": f"{reverse('sharing:register')}?{urlencode(asked | {'view': name})}",
                "count": None,
                "current": name == view,
            }
            for name, label in LABELS.items()
        ],
        "rows": [shown(offered) for offered in rows],
        "counts": _counted(wanted) if actor.has_role(*COUNTING) else None,
        "first_url": here if after else "",
        "next_url": f"{here}&after={written(more)}" if more else "",
        "limited": is_limited(actor),
        "works": actor.has_role(*WITH_PEOPLE),
    }
    return render(request, "sharing/register.html", context)


def _counted(wanted: Wanted) -> list[Count]:
    last = wanted.last or clock.today()
    return counts(first=wanted.first or (last - relativedelta(months=MONTHS)).replace(day=1), last=last)


@require_GET
@requires(WITH_PEOPLE)
def about(request: HttpRequest, person: UUID) -> HttpResponse:
    """List everything that the reader's organisation has shared about a young person: for whoever asks for it (R22)."""
    actor = actor_in(request)
    header = header_of(DossierKind.PERSON)
    if header is None:
        raise Http404
    subject = header(person)
    after = place_in(request.GET.get("after", ""))
    rows, more = found_in(Wanted(about=person), actor=actor, after=after)
    here = reverse("sharing:about", args=[person])
    context = {
        "subject": subject,
        "rows": [shown(offered) for offered in rows],
        "first_url": here if after else "",
        "next_url": f"{here}?after={written(more)}" if more else "",
        "limited": is_limited(actor),
        "organisation": actor.organisation.name,
    }
    return render(request, "sharing/about.html", context)
