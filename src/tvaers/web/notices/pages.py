"""Notices to housing organisations: the list, the form with its check, and one as its readers see it (R25)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.notices import actions
from tvaers.notices.enums import NoticeKind
from tvaers.notices.queries import NoticeView, given, notice_view, receivers
from tvaers.partnerships.actor import Actor
from tvaers.sharing.actions import SharingError, WrongTimeError
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import Stand
from tvaers.sharing.standing import standing
from tvaers.web.notices import words
from tvaers.web.notices.forms import NoticeForm


def _kind(actor: Actor) -> NoticeKind:
    """Return which notice the actor gives. Raises PermissionDenied to who gives none."""
    kind = actions.kind_of(actor)
    if kind is None:
        raise PermissionDenied
    return kind


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List the notices that the own unit gave, each with how it stands."""
    actor = actor_in(request)
    kind = _kind(actor)
    rows = [row | {"stands": Stand(row["offer"]).label} for row in given(actor=actor)]
    return render(request, "notices/list.html", {"rows": rows, "purpose": words.PURPOSE[kind]})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Fill a notice in, see exactly what its receiver will see, and give it."""
    actor = actor_in(request)
    kind = _kind(actor)
    possible = receivers(actor=actor, kind=kind)
    form = NoticeForm(request.POST if request.method == "POST" else None, kind=kind, receivers=possible)
    context = {"form": form, "kind": kind, "purpose": words.PURPOSE[kind], "nobody": not possible}
    if not form.is_bound or not form.is_valid() or "edit" in request.POST:
        return render(request, "notices/new.html", context)
    if "give" in request.POST and _given(request, actor, form):
        return redirect("notices:list")
    if form.errors:
        return render(request, "notices/new.html", context)
    return render(request, "notices/check.html", context | _checked(form, kind))


def _given(request: HttpRequest, actor: Actor, form: NoticeForm) -> bool:
    try:
        actions.give(by=actor, told=form.told(), to=form.to(), form=form.cleaned_data["form"])
    except WrongTimeError:
        form.add_error("until", _("What allows it ends before. Choose an earlier day."))
        return False
    except SharingError:
        form.add_error("receiver", _("What allowed it has ended, or they have left. Choose again."))
        return False
    messages.success(request, _("The notice is offered to %(who)s.") % {"who": form.chosen.name})
    return True


def _checked(form: NoticeForm, kind: NoticeKind) -> dict[str, Any]:
    told, chosen = form.told(), form.chosen
    seen = NoticeView(
        id=chosen.id,
        kind=kind,
        name=told.name,
        address=told.address,
        effort=told.effort,
        erase_on=form.cleaned_data["until"],
        decision=told.decision,
        decided_on=told.decided_on,
    )
    return {
        "lines": words.lines(seen),
        "receiver": chosen,
        "necessity": form.cleaned_data["necessity"],
        "until": form.cleaned_data["until"],
        "limits": words.limits(receiver=chosen.organisation_name, by_receiver=False),
        "posted": [(name, form.data[name]) for name in form.data if name not in {"csrfmiddlewaretoken", "check"}],
    }


@require_GET
def one(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Show a notice to who gave it and to who was given it."""
    actor = actor_in(request)
    stands = standing(dossier=notice)
    view = notice_view(notice=notice)
    context = {
        "view": view,
        "lines": words.lines(view),
        "is_own": stands.is_own,
        "until": stands.until,
        "basis": stands.basis,
        "limits": "" if stands.is_own else words.limits(receiver=actor.organisation.name, by_receiver=True),
    }
    return render(request, "notices/notice.html", context)
