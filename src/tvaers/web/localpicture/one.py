"""One bulletin: what it tells, what became of it, thanks, and its end."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.localpicture import actions, queries
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import TextField
from tvaers.web.localpicture import words
from tvaers.web.localpicture.doors import authorities
from tvaers.web.localpicture.writing import Unnamed


class NoteForm(Unnamed):
    """What became of it."""

    TEXTS = ("text",)

    text = TextField(
        label=gettext_lazy("What has become of it?"),
        max_length=600,
        help_text=gettext_lazy("Everybody who reads the bulletin reads this too. No names."),
        error_messages={"required": gettext_lazy("Write what has become of it.")},
        widget=forms.Textarea({"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def bulletin(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """Show a bulletin to its readers, and let them tell what became of it."""
    actor = actor_in(request)
    row = queries.bulletin_view(bulletin=bulletin)
    if request.method == "POST" and not queries.may_write(actor):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _added(actor, bulletin, form):
        messages.success(request, _("Your follow-up stands under the bulletin."))
        return _back(bulletin)
    is_live = not words.is_over(row["expires_at"])
    said = queries.thanks(bulletin=bulletin)
    names = {each["id"]: each["name"] for each in queries.readers()}
    context: dict[str, Any] = {
        "form": form,
        "one": words.shown(row),
        "spot": row["spot"],
        "group": words.group(row),
        "author": f"{row['by']}, {row['by_title']}",
        "owner": row["owner"],
        "written_at": row["written_at"],
        "readers": [names[each] for each in row["audience"] if each in names],
        "notes": [
            note | {"may_take_out": actions.may_take_out(actor, *_wrote(note, row))}
            for note in queries.notes(bulletin=bulletin)
        ],
        "thanks": words.thanked(said),
        "has_thanked": any(each["by_id"] == actor.id for each in said),
        "is_mine": row["by_id"] == actor.id,
        "is_live": is_live,
        "may_write": is_live and queries.may_write(actor),
        "may_end": is_live and actions.may_end(actor, owner=row["owner_id"], author=row["by_id"]),
        "area_id": row["area_id"],
        "picture": row["picture_id"],
    }
    return render(request, "localpicture/bulletin.html", context)


def _wrote(*rows: dict[str, Any]) -> list[tuple[UUID, UUID]]:
    return [(row["owner_id"], row["by_id"]) for row in rows]


def _added(actor: Actor, bulletin: UUID, form: NoteForm) -> bool:
    """Add what was typed; False, said at its field, where the bulletin ended while somebody wrote."""
    typed = form.cleaned_data
    try:
        actions.add_note(by=actor, bulletin=bulletin, text=typed["text"], form=typed["form"])
    except Http404:
        form.add_error("text", _("The bulletin has ended meanwhile. If this still matters, write a new one."))
        return False
    return True


@require_POST
@authorities
def thanks(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """Say thank you, or take it back."""
    if request.POST.get("do") == "take-back":
        actions.take_thanks_back(by=actor_in(request), bulletin=bulletin)
    else:
        actions.thank(by=actor_in(request), bulletin=bulletin)
    return _back(bulletin)


@require_POST
@authorities
def take_out_note(request: HttpRequest, note: UUID) -> HttpResponse:
    """Take out a follow-up that says too much."""
    bulletin = actions.take_out_note(by=actor_in(request), note=note)
    messages.success(request, _("The follow-up is taken out."))
    return _back(bulletin)


@require_POST
@authorities
def end(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """End a bulletin before its day."""
    actions.end(by=actor_in(request), bulletin=bulletin)
    messages.success(request, _("The bulletin has ended. Others see it no longer."))
    return _back(bulletin)


def _back(bulletin: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("localpicture:bulletin", args=[bulletin]))
