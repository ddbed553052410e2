"""Taking a case over that was shared because the young person moves here: an own case, opened from what was given."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.cases.queries import moving, taken_over_as
from tvaers.cases.rules import OPENERS
from tvaers.plans.actions.moving import take_over
from tvaers.sharing import actions as sharing
from tvaers.sharing.entrance import requires
from tvaers.web.cases.frame import Place, form_page, opened
from tvaers.web.cases.opening import OpeningForm, purposes_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OPENERS)
def take(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what the own case is opened on, and open it with what was given. For whom the case is handed over to."""
    place = opened(request, case, wanted=frozenset({"steps"}))
    handed = moving(case=case)
    if handed is None or handed.to != place.actor.organisation.id:
        raise Http404
    if handed.taken_at:
        return _to_own(request, place)
    if place.view.person is None:
        messages.warning(
            request, _("You were not told who the young person is. Ask them to share it before you go on.")
        )
        return HttpResponseRedirect(reverse("cases:case", args=[case]))
    form = OpeningForm(request.POST or None, actor=place.actor, person=place.view.person, initial=_initial(place))
    if request.method == "POST" and form.is_valid():
        try:
            own = take_over(by=place.actor, case=case, opening=form.opening(place.view.person_id, None))
        except sharing.NoSuchAccessError:
            return _to_own(request, place)
        messages.success(
            request, _("The case is yours now. What you were given has been copied, with where it is from.")
        )
        return HttpResponseRedirect(reverse("cases:case", args=[own]))
    context = {
        "title": _("Open your own case"),
        "intro": _(
            "What you were given is copied into it, files too, each thing with where it is from. What was not shared"
            " does not come along. From then on you answer for the case, and the other municipality can close theirs."
        ),
        "form": form,
        "do": _("Open your own case"),
        "back_url": reverse("cases:case", args=[case]),
    }
    return form_page(request, place, "case", context)


def _initial(place: Place) -> dict[str, str]:
    """Return what the other case was opened on, as far as it was given."""
    view = place.view
    reason = f"»{view.reason}« ({view.owner_name})" if view.reason else ""
    initial = {"criterion": view.criterion.value, "reason": reason}
    if place.standing.purpose in purposes_of(place.actor):
        initial["purpose"] = str(int(place.standing.purpose))
    return initial


def _to_own(request: HttpRequest, place: Place) -> HttpResponse:
    """Lead to the case that was made of it; a colleague's that the asker does not see is only told of."""
    own = taken_over_as(case=place.id, organisation=place.actor.organisation.id)
    messages.info(request, _("You have a case of your own already."))
    return HttpResponseRedirect(reverse("cases:case", args=[own or place.id]))
