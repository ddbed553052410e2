"""Who has looked at a task: told to the organisation that gave it and answers for it (R18)."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tvaers.sharing import looking
from tvaers.web.tasks.show import found


@require_safe
def looked(request: HttpRequest, task: UUID) -> HttpResponse:
    """Show who has seen the task and when."""
    _actor, row, _part, stands = found(request, task)
    if not stands.is_own:
        raise PermissionDenied
    context = {
        "row": row,
        "back_url": reverse("tasks:task", args=[task]),
        **looking.looked(request, dossier=task, here=reverse("tasks:looked", args=[task])),
    }
    return render(request, "tasks/looked.html", context)
