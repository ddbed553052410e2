"""A party leaves an agreement (udtræde)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.accounts.entrance import FactorNeededError, require_fresh_factor
from tvaers.agreements import access, actions, rules
from tvaers.agreements.actions import NoFactorError, NotThenError, NotYoursError, WrongStateError
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.ui.forms import DateField
from tvaers.web.agreements.one import address, back_to

LEFT = gettext_lazy("You leave it when %(day)s has gone. The other parties are told.")
ENDED = gettext_lazy("You leave it when %(day)s has gone. It ends for all, for fewer than two parties are left.")


class LeaveForm(forms.Form):
    """Through which day the organisation is a party."""

    last_day = DateField(
        label=gettext_lazy("Your last day as a party"),
        help_text=gettext_lazy("Keep the notice that the agreement says. What is shared ends when this day has gone."),
        error_messages={"required": gettext_lazy("Write the last day on which you are a party.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Take the actor's organisation out of an agreement after a last day."""
    actor = actor_in(request)
    found = access.get_for_leaving(actor=actor, id=agreement)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require_fresh_factor(seconds=rules.FACTOR_SECONDS)
        last_day = form.cleaned_data["last_day"]
        try:
            terminated = actions.leave(by=actor, agreement=agreement, last_day=last_day)
        except NoFactorError as old:
            # It was fresh for the page, and a moment later no longer for the database.
            raise FactorNeededError from old
        except NotYoursError as gone:
            raise PermissionDenied from gone
        except NotThenError:
            form.add_error("last_day", _("Choose a day from today on, before the agreement ends by itself."))
        except WrongStateError:
            messages.info(request, _("It is over already, or you have left it."))
            return back_to(agreement)
        else:
            words = ENDED if terminated else LEFT
            messages.success(request, str(words) % {"day": dates.year_day(last_day)})
            return back_to(agreement)
    context = {
        "title": _("Leave the agreement"),
        "intro": _(
            "What you have shared on it, and what you were given on it, ends with your last day. What stands on a"
            " statute or a consent goes on. The others are told, and go on with each other while they are two at least."
        ),
        "form": form,
        "do": _("Leave it"),
        "back_url": address(agreement),
        "back": found.title,
    }
    return render(request, "agreements/form.html", context)
