"""Reading in a file of borders: chosen, matched and looked through, drawn by the worker with a bar, done."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas import shapes
from tvaers.areas.actions import importing
from tvaers.areas.actions.importing import NoNamesError, Preview, Said, WrongStateError
from tvaers.areas.imports.outlines import Problem
from tvaers.areas.imports.reading import MOST_BYTES, FeatureFile, UnreadableFileError, read
from tvaers.areas.imports.shipped import FROM_ON, SHIPPED, read_shipped
from tvaers.areas.models import AreaKind, BorderFile, FileState
from tvaers.areas.wording import REASONS, UNREADABLE
from tvaers.foundation import clock
from tvaers.foundation.queue import WaitingAlreadyError
from tvaers.partnerships.access import check_host
from tvaers.ui import maps
from tvaers.ui.forms import Choice, Choices, DateField, FileInput
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import LineField

_PLURAL = {
    AreaKind.MUNICIPALITY: gettext_lazy("Municipalities"),
    AreaKind.DISTRICT: gettext_lazy("Districts"),
    AreaKind.HOUSING: gettext_lazy("Housing areas"),
    AreaKind.POLICE: gettext_lazy("Police districts"),
}
# A long file is looked through by its beginning; the map shows all of it.
MOST_ROWS = 200


class FileForm(forms.Form):
    """The file, and what is to be said of it."""

    file = forms.FileField(
        label=gettext_lazy("GeoJSON or TopoJSON"),
        widget=FileInput(accept=".geojson,.json,.topojson", most=MOST_BYTES),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what is in the file.")},
    )
    from_on = DateField(
        label=gettext_lazy("From which day do the borders hold?"),
        help_text=gettext_lazy("The borders before that day stay as they were."),
    )
    source = LineField(
        label=gettext_lazy("Who made them?"),
        max_length=200,
        help_text=gettext_lazy("Stands under the map, such as “Klimadatastyrelsen, DAGI”."),
        error_messages={"required": gettext_lazy("Write who made the borders.")},
    )
    is_schematic = forms.BooleanField(
        label=gettext_lazy("Drawn by hand, to show where the areas are and not where they end"), required=False
    )
    read: FeatureFile

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the kinds with what each needs."""
        super().__init__(*args, **options)
        hints = {
            AreaKind.DISTRICT: _("Each lies in the municipality that holds most of it."),
            AreaKind.HOUSING: _("Each lies in the district around it."),
        }
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (kind.value, Choice(str(label), hint=hints.get(kind, ""))) for kind, label in _PLURAL.items()
        ]

    def clean_file(self) -> "UploadedFile[bytes]":
        """Read the file, whatever it is called."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.read = read(file.read(MOST_BYTES + 1))
        except UnreadableFileError as unreadable:
            raise forms.ValidationError(str(UNREADABLE[unreadable.code])) from unreadable
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a file; what it would do comes next."""
    check_host(request.actor)
    if request.method == "POST" and request.POST.get("do") in SHIPPED:
        return _begun_with(request, request.POST["do"])
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            told = form.cleaned_data
            said = Said(
                kind=AreaKind(told["kind"]),
                from_on=told["from_on"],
                source=told["source"],
                is_schematic=told["is_schematic"],
            )
            made = importing.begin(
                owner=request.actor.organisation.id,
                by=request.actor.id,
                filename=told["file"].name or "",
                file=form.read,
                said=said,
            )
            return redirect("administration:borders-file", file_id=made)
    else:
        form = FileForm(initial={"from_on": clock.today()})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, "borders", "areas", {"form": form}, status=status)


def _begun_with(request: StaffRequest, name: str) -> HttpResponse:
    """Begin with outlines that come along."""
    said = Said(kind=SHIPPED[name], from_on=FROM_ON, source=_("Sketched for Tværs"), is_schematic=True)
    made = importing.begin(
        owner=request.actor.organisation.id,
        by=request.actor.id,
        filename=f"{name}.geojson",
        file=read_shipped(name),
        said=said,
    )
    return redirect("administration:borders-file", file_id=made)


class MatchForm(forms.Form):
    """Which properties of the file hold the name and the code."""

    name = forms.ChoiceField(label=gettext_lazy("Where does the name stand?"))
    code = forms.ChoiceField(
        label=gettext_lazy("Where does the official code stand?"),
        required=False,
        help_text=gettext_lazy("Pieces with the same code are one area."),
    )

    def __init__(self, *args: Any, kept: BorderFile, **options: Any) -> None:
        """Offer the file's properties, each with the first thing that stands there."""
        super().__init__(*args, **options)
        offered = [(each, _labelled(each, kept)) for each in kept.properties]
        self.fields["name"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        self.fields["code"].choices = [("", _("Nowhere")), *offered]  # type: ignore[attr-defined] # as above


def _labelled(name: str, kept: BorderFile) -> str:
    first = next((feature["properties"][name] for feature in kept.content if feature["properties"].get(name)), "")
    return _("%(column)s – “%(example)s”") % {"column": name, "example": first[:60]} if first else name


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def one(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Look through what a file would do, match it otherwise, or start it."""
    check_host(request.actor)
    kept = importing.get(file_id=file_id)
    if kept.state != FileState.READ:
        return _progress(request, kept)
    if request.method == "POST" and request.POST.get("do") == "start":
        try:
            importing.start(by=request.actor, file_id=file_id)
        except (WrongStateError, WaitingAlreadyError):
            messages.info(request, _("It runs already."))
        return redirect("administration:borders-file", file_id=file_id)
    form = MatchForm(
        request.POST if request.method == "POST" else None,
        kept=kept,
        initial={"name": kept.name_property, "code": kept.code_property},
    )
    if request.method == "POST" and form.is_valid():
        try:
            importing.match(file_id=file_id, name=form.cleaned_data["name"], code=form.cleaned_data["code"])
        except NoNamesError:
            form.add_error("name", _("Nothing stands there. Choose another."))
        else:
            return redirect("administration:borders-file", file_id=file_id)
    found = importing.preview(kept)
    context = _told(found) | {"form": form, "kept": kept, "kind": _PLURAL[AreaKind(kept.kind)], "map": _map(found)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, "borders_preview", "areas", context, status=status)


def _told(found: Preview) -> dict[str, Any]:
    new = [each for each in found.placed if each.area is None]
    return {
        "areas": [
            {
                "name": each.outline.name,
                "code": each.outline.code,
                "pieces": len(each.outline.numbers),
                "around": each.around.name if each.around else "",
                "is_new": each.area is None,
                "called": each.area.name if each.area and each.area.name != each.outline.name else "",
            }
            for each in found.placed[:MOST_ROWS]
        ],
        "more": max(0, len(found.placed) - MOST_ROWS),
        "number": len(found.placed),
        "new": len(new),
        "known": len(found.placed) - len(new),
        "problems": problems(found.problems),
    }


def problems(found: "tuple[Problem, ...] | list[Problem]") -> list[dict[str, Any]]:
    """Return what was left out: which of the file's pieces, what it is called, and why."""
    return [{"number": each.number, "name": each.name, "why": str(REASONS[each.code])} for each in found]


def _map(found: Preview) -> maps.Map | None:
    drawn = [
        maps.Shape(
            rings=shapes.packed(shapes.lighter(each.outline.shape)),
            name=each.outline.name,
            kind="new" if each.area is None else "area",
        )
        for each in found.placed
    ]
    return maps.drawn(_("Map of what is in the file"), drawn)


def _progress(request: HttpRequest, kept: BorderFile) -> HttpResponse:
    """Show how far it is; alone, for the page that asks again, or the whole page."""
    is_over = kept.state in {FileState.DONE, FileState.STOPPED}
    here = reverse("administration:borders-file", args=[kept.id])
    job = {
        "key": str(kept.id),
        "title": _("Borders from %(name)s") % {"name": kept.filename or _("a file")},
        "words": _words(kept, is_over=is_over),
        "done": kept.done,
        "total": kept.outlines,
        "state": "done" if is_over else "running",
        "cancel_url": reverse("administration:borders-stop", args=[kept.id]),
    }
    context = {"job": job, "url": here, "is_over": is_over}
    if request.headers.get("HX-Request"):
        if is_over:
            # The result is a page of its own; the bar's place is too small for it.
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": here})
        return render(request, "ui/progress.html", context)
    left_out = [Problem(*each) for each in kept.problems] if is_over else []
    return page(request, "borders_progress", "areas", context | {"problems": problems(left_out)})  # type: ignore[arg-type]


def _words(kept: BorderFile, *, is_over: bool) -> str:
    if not is_over:
        return _("%(done)d of %(total)d areas") % {"done": kept.done, "total": kept.outlines}
    drawn = kept.added + kept.moved
    words = ngettext("%(count)d border was drawn.", "%(count)d borders were drawn.", drawn) % {"count": drawn}
    if kept.same:
        words += " " + ngettext("%(count)d ran like that already.", "%(count)d ran like that already.", kept.same) % {
            "count": kept.same
        }
    if kept.state == FileState.STOPPED:
        words += " " + _("It was stopped; what was drawn stays.")
    return words


@require_POST
@administrators
def stop(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Stop a file, or throw it away before it has begun."""
    check_host(request.actor)
    kept = importing.get(file_id=file_id)
    importing.stop(file_id=file_id)
    if kept.state == FileState.READ:
        messages.success(request, _("Nothing was drawn."))
        return redirect("administration:areas")
    return redirect("administration:borders-file", file_id=file_id)
