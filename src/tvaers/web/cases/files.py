"""The files of a case: listed, added, removed with a reason. They are fetched from the journey of files."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.files import actions
from tvaers.files.access import get_for_removal
from tvaers.files.enums import RemovedBecause, Size
from tvaers.files.fields import FileField, FormWithFile
from tvaers.files.queries import of_dossier
from tvaers.files.rules import CATEGORIES, may_remove
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import CATEGORY_LABELS
from tvaers.ui import dates
from tvaers.ui.fields import Once, cards, line, radios
from tvaers.ui.forms import Choice
from tvaers.web.cases.frame import Place, address, capital, form_page, opened, opened_to_add, page

ABOUT = {
    Category.PLAN: (
        gettext_lazy("The plan and what was agreed"),
        gettext_lazy("Whoever the case is shared with can read it."),
    ),
    Category.ENTRY: (gettext_lazy("What happened"), gettext_lazy("An ordinary document, such as a letter.")),
    Category.ASSESSMENT: (
        gettext_lazy("A professional assessment"),
        gettext_lazy("Read only by those whose work needs assessments."),
    ),
    Category.OTHERS: (gettext_lazy("Relatives and other people"), gettext_lazy("Such as a letter from a parent.")),
    Category.HEALTH: (
        gettext_lazy("Health"),
        gettext_lazy("Illness, treatment, addiction. Only when the case cannot do without."),
    ),
    Category.OFFENCE: (
        gettext_lazy("Offences"),
        gettext_lazy("Charges and sentences. Only when it is necessary (Data Protection Act, section 8)."),
    ),
}


class AddForm(Once, FormWithFile):
    """A file for the case."""

    title = line(
        gettext_lazy("What is the file?"),
        help_text=gettext_lazy(
            "For example: Signed consent. It becomes the file’s name where it is saved, so write nobody’s name in it."
        ),
        missing=gettext_lazy("Write what the file is."),
    )

    def __init__(self, *args: Any, about: tuple[Category, ...], **options: Any) -> None:
        """Ask what it tells about: what the writer sees, least first."""
        super().__init__(*args, **options)
        choices = [(str(int(each)), Choice(str(ABOUT[each][0]), hint=str(ABOUT[each][1]))) for each in about]
        field = cards(
            _("What does it tell about?"),
            choices,
            help_text=_("It decides who can read the file, and whether it goes along when the case is shared."),
            error_messages={"required": _("Choose what the file tells about.")},
        )
        field.widget.attrs["class"] = "tv-choices--2"
        self.fields["category"] = field
        self.fields["file"] = FileField()


class RemoveForm(forms.Form):
    """Why a file goes."""

    why = radios(
        gettext_lazy("Why is it removed?"),
        RemovedBecause.choices,
        help_text=gettext_lazy("The log keeps the reason when the file is gone."),
        error_messages={"required": gettext_lazy("Choose why it is removed.")},
    )


@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show which files there are, as far as the reader may see them."""
    place = opened(request, case)
    rows = [_shown(place, row) for row in of_dossier(dossier=case)]
    return page(request, place, "files", "files", {"files": rows})


def _shown(place: Place, row: dict[str, Any]) -> dict[str, Any]:
    removable = _works_here(place) and may_remove(
        actor=place.actor.id, roles=place.actor.roles, added_by=row["added_by"]
    )
    return {
        "title": row["title"],
        "url": address("files:download", file=row["id"]),
        "about": _("Shared with nobody") if row["stays"] else capital(CATEGORY_LABELS[Category(row["category"])]),
        "kind": _kind(row),
        "added": _("Added by %(who)s, %(day)s") % {"who": row["by"] or "–", "day": dates.year_day(row["added_at"])},
        "remove_url": reverse("cases:file-remove", args=[place.id, row["id"]]) if removable else "",
    }


def _kind(row: dict[str, Any]) -> str:
    return f"{row['kind'].upper()}, {Size(row['size']).label}"


def _works_here(place: Place) -> bool:
    """Tell whether the reader works on the case, closed or not: what should not be there goes also afterwards."""
    return place.standing.is_own and place.standing.may_write


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, case: UUID) -> HttpResponse:
    """Add a file."""
    place = opened_to_add(request, case)
    about = tuple(each for each in CATEGORIES if place.standing.sees(each))
    posted = request.method == "POST"
    form = AddForm(request.POST if posted else None, request.FILES if posted else None, about=about)
    back = reverse("cases:files", args=[case])
    if posted and form.is_valid():
        typed = form.cleaned_data
        actions.keep(
            by=place.actor,
            dossier=case,
            category=Category(int(typed["category"])),
            title=typed["title"],
            upload=typed["file"],
            form=typed["form"],
        )
        messages.success(request, _("The file has been added."))
        return HttpResponseRedirect(back)
    shown = {"title": _("Add a file"), "do": _("Add the file"), "form": form, "back_url": back}
    return form_page(request, place, "files", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, case: UUID, file: UUID) -> HttpResponse:
    """Ask why a file is removed, and remove it for good."""
    place = opened(request, case)
    found = get_for_removal(actor=place.actor, dossier=case, id=file)
    if not _works_here(place) or not may_remove(actor=place.actor.id, roles=place.actor.roles, added_by=found.added_by):
        raise PermissionDenied
    form = RemoveForm(request.POST if request.method == "POST" else None)
    back = reverse("cases:files", args=[case])
    if request.method == "POST" and form.is_valid():
        why = RemovedBecause(form.cleaned_data["why"])
        actions.remove(by=place.actor, dossier=case, file=file, why=why)
        messages.success(request, _("The file has been removed. The log keeps that it was there, and why it went."))
        return HttpResponseRedirect(back)
    shown = {
        "title": _("Remove “%(title)s”") % {"title": found.title},
        "intro": _("It cannot be brought back. Others that it was shared with can no longer fetch it either."),
        "do": _("Remove the file"),
        "warning": True,
        "form": form,
        "back_url": back,
    }
    return form_page(request, place, "files", shown)
