"""What was typed into an assessment that was signed meanwhile: it is not kept, and it is not lost either."""

from django import forms
from django.http import HttpRequest, HttpResponse

from tvaers.web.assessments.doors import Room
from tvaers.web.assessments.drawing import drawn

CONFLICT = 409
_TYPED = (forms.Textarea, forms.TextInput)


def locked(request: HttpRequest, room: Room, *, title: str, form: forms.Form) -> HttpResponse:
    """Show what was typed, to be read and copied; nothing of it is sent again."""
    for field in form.fields.values():
        # What is written can still be marked and copied; a choice cannot be read-only.
        field.widget.attrs["readonly" if isinstance(field.widget, _TYPED) else "disabled"] = True
    context = {"one": room.view, "title": title, "form": form, "may_again": room.place.standing.is_own}
    return drawn(request, room.place, "locked", context, slim=True, status=CONFLICT)
