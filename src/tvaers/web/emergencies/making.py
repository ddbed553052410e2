"""Making an emergency look-up: what will happen and who is told, the form, the factor."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.accounts.entrance import FactorNeededError, require_fresh_factor
from tvaers.emergencies import actions, queries, rules
from tvaers.emergencies.enums import Danger, Stop
from tvaers.sharing.entrance import actor_in
from tvaers.web.emergencies.forms import LookUpForm

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what an emergency look-up does, and make one with a second factor shown within the last minute."""
    actor = actor_in(request)
    form = LookUpForm(request.POST if request.method == "POST" else None)
    trouble = ""
    if form.is_bound and form.is_valid():
        require_fresh_factor(seconds=rules.FACTOR_SECONDS)
        typed = form.cleaned_data
        try:
            made = actions.look_up(
                by=actor,
                form=typed["form"],
                cpr=typed["cpr"],
                danger=Danger(typed["danger"]),
                reason=typed["reason"],
            )
            return HttpResponseRedirect(reverse("emergencies:lookup", args=[made]))
        except actions.NotNowError as refused:
            trouble = str(refused.stop.label)
        except actions.NoFactorError as old:
            # It was fresh for the page, and a moment later no longer for the database.
            raise FactorNeededError from old
        except actions.SeenAlreadyError:
            trouble = _("You work with this person already, and nobody else here knows the number. Find them as usual.")
    stop = queries.stop()
    if stop is Stop.ROLE:
        raise PermissionDenied
    context = {
        "form": form,
        "trouble": trouble,
        "stop": stop,
        "open": queries.open_of(actor) if stop is Stop.OPEN else None,
        "minutes": rules.MINUTES,
        "days": rules.REVIEW_WORKING_DAYS,
    }
    return render(request, "emergencies/new.html", context, status=CONFLICT if trouble else 200)
