"""What somebody follows: areas and kinds whose new bulletins come to Today."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas import wording
from tvaers.areas.queries import Place, tree
from tvaers.localpicture import actions, queries
from tvaers.localpicture.enums import BulletinKind
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import LongSelect
from tvaers.web.localpicture.doors import authorities


class FollowForm(forms.Form):
    """Which area, which kind."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All kinds")), *BulletinKind.choices]
    )

    def __init__(self, *args: Any, places: tuple[Place, ...], **options: Any) -> None:
        """Offer the areas of the list."""
        super().__init__(*args, **options)
        offered: Any = self.fields["area"]
        offered.choices = wording.choices(places, everything=_("All areas"))


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def every(request: HttpRequest) -> HttpResponse:
    """List what one follows, and add to it."""
    actor = actor_in(request)
    form = FollowForm(request.POST if request.method == "POST" else None, places=tree())
    if request.method == "POST" and form.is_valid():
        area = form.cleaned_data["area"]
        actions.follow(by=actor, area=UUID(area) if area else None, kind=form.cleaned_data["kind"])
        messages.success(request, _("New bulletins of it come to Today."))
        return HttpResponseRedirect(reverse("localpicture:following"))
    rows = [
        {
            "id": row["id"],
            "area": row["area_name"] or _("All areas"),
            "kind": BulletinKind(row["kind"]).label if row["kind"] else _("All kinds"),
        }
        for row in queries.subscriptions(actor=actor)
    ]
    return render(request, "localpicture/following.html", {"form": form, "rows": rows})


@require_POST
@authorities
def stop(request: HttpRequest, subscription: UUID) -> HttpResponse:
    """Follow it no longer."""
    actions.unfollow(by=actor_in(request), subscription=subscription)
    messages.success(request, _("You do not follow it any more."))
    return HttpResponseRedirect(reverse("localpicture:following"))
