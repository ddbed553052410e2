"""Somebody leaves: what the person holds, who takes it over, and what happens then."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.partnerships import access, actions, handover, queries
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.actions import WrongReceiverError
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import Typed


class LeavingForm(forms.Form):
    """Who takes over."""

    def __init__(self, data: Typed, colleagues: list[tuple[UUID, str, str]], *, needed: bool) -> None:
        """Offer the colleagues at work; needed: something is held that somebody must take over."""
        super().__init__(data)
        nobody = _("Choose a colleague") if needed else _("Nobody – there is nothing to hand over")
        self.fields["successor"] = forms.ChoiceField(
            label=_("Who takes over?"),
            choices=[("", nobody), *((str(id_), f"{name}, {title}") for id_, name, title in colleagues)],
            required=needed,
            error_messages={"required": _("Choose who takes over, so that nothing is left without anybody.")},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def leave(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Show what leaving means, and end the person's work here."""
    one = access.get_member_for_administration(actor=request.actor, id=member_id)
    if one.state != MembershipState.ACTIVE:
        raise Http404
    holdings = handover.holdings_of(one.id)
    needed = any(holding.moves for holding in holdings)
    # What is handed over is about people; whoever works with none could not open it.
    colleagues = queries.colleagues_at_work(actor=request.actor, but=one.id, roles=WITH_PEOPLE)
    form = LeavingForm(request.POST if request.method == "POST" else None, colleagues, needed=needed)
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            actions.leave_organisation(by=request.actor, member=one, successor=UUID(successor) if successor else None)
        except actions.LastAdministratorError:
            # Only an administrator ends anybody's access, so the last one is whoever asks.
            form.add_error("successor", _("You are the only administrator. Give a colleague the role first."))
        except handover.SuccessorNeededError:
            form.add_error("successor", _("Choose who takes over, so that nothing is left without anybody."))
        except WrongReceiverError:
            form.add_error("successor", _("This colleague’s role leads no cases. Choose somebody whose role does."))
        except actions.NoSuchMemberError as refused:
            raise Http404 from refused
        else:
            return _left(request, one.id, one.name)
    context = {
        "form": form,
        "member": one,
        "own": one.id == request.actor.id,
        "holdings": holdings,
        "back_url": reverse("administration:member", args=[one.id]),
    }
    return page(request, "leave", "people", context)


def _left(request: StaffRequest, member_id: UUID, name: str) -> HttpResponse:
    if member_id == request.actor.id:
        # The session went with the membership; without this the answer would try to write to it.
        request.session.flush()
        return HttpResponseRedirect("/")
    messages.success(request, _("%(name)s no longer works here. Access ended at once.") % {"name": name})
    return HttpResponseRedirect(reverse("administration:people"))
