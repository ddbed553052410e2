"""Importing a file: chosen, columns matched, looked through, written by the worker with a bar, done."""

from __future__ import annotations

import csv
import io
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.concerns.actions import importing
from tvaers.concerns.actions.importing import ImportView, NotMatchedError, WrongImportStateError
from tvaers.concerns.enums import ImportState, StoppedBecause
from tvaers.concerns.imports.columns import REQUIRED, Field
from tvaers.concerns.imports.columns import template as template_headings
from tvaers.concerns.imports.rows import REASONS, Flaw, Problem
from tvaers.concerns.rules import DECIDERS
from tvaers.files.tables import MOST_BYTES, Table, UnreadableFileError, read
from tvaers.files.wording import UNREADABLE
from tvaers.foundation.queue import WaitingAlreadyError
from tvaers.sharing.entrance import actor_in, requires

_SHOWN_ROWS = 5
_SHOWN_CHARACTERS = 60
_UNREADABLE = UNREADABLE | {
    "large": gettext_lazy("The file is too large. The most is 5 MB."),
    "rows": gettext_lazy("The file has too many rows. The most is 2,000; divide it."),
}


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file (.xlsx)"),
        help_text=gettext_lazy(
            "At most 5 MB and 2,000 rows. The first row holds the headings. The file itself is not kept."
        ),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )
    table: Table

    def clean_file(self) -> UploadedFile[bytes]:
        """Read the file, whatever it is called."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(_UNREADABLE["large"]))
        try:
            self.table = read(file.read())
        except UnreadableFileError as unreadable:
            raise forms.ValidationError(str(_UNREADABLE[unreadable.code])) from unreadable
        return file


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; its columns come next."""
    actor = actor_in(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            made = importing.begin(by=actor, filename=form.cleaned_data["file"].name or "", table=form.table)
            return redirect("concerns:import-columns", import_id=made)
    context = {"form": form, "columns": [each.label for each in Field], "required": [each.label for each in REQUIRED]}
    return render(
        request,
        "concerns/import.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@require_GET
@requires(*DECIDERS)
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Give an empty file with the headings, as a Danish Excel opens it."""
    headings = template_headings(danish=get_language() == "da")
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(headings)
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bekymringer-skabelon.csv"'
    return answer


class ColumnsForm(forms.Form):
    """Which column is which field."""

    def __init__(self, *args: Any, view: ImportView, **options: Any) -> None:
        """Ask for each field, with the columns of this file and what stands in the first row."""
        super().__init__(*args, **options)
        first = view.lines[0].cells if view.lines else ()
        offered = [("", _("No column"))]
        for index, heading in enumerate(view.headings):
            example = first[index][:_SHOWN_CHARACTERS] if index < len(first) else ""
            label = heading or _("Column %(number)d") % {"number": index + 1}
            if example:
                label = _("%(column)s – “%(example)s”") % {"column": label, "example": example}
            offered.append((str(index), label))
        for field in Field:
            self.fields[field.value] = forms.ChoiceField(
                label=field.label,
                choices=offered,
                required=field in REQUIRED,
                initial=str(view.mapping[field.value]) if field.value in view.mapping else "",
                error_messages={"required": _("Choose a column.")},
            )

    @property
    def mapping(self) -> dict[str, int]:
        """Return the columns that were chosen."""
        return {name: int(index) for name, index in self.cleaned_data.items() if index != ""}


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Match columns and fields; remembered for files with the same headings."""
    actor = actor_in(request)
    view = importing.get(import_id=import_id)
    if view.state is not ImportState.READ:
        return redirect("concerns:import-progress", import_id=import_id)
    form = ColumnsForm(request.POST if request.method == "POST" else None, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            importing.match(by=actor, import_id=import_id, mapping=form.mapping)
        except NotMatchedError as missing:
            for field in missing.fields:
                form.add_error(field.value, _("Choose a column."))
        else:
            return redirect("concerns:import-preview", import_id=import_id)
    context = {
        "form": form,
        "view": view,
        "sample": [line.cells for line in view.lines[:_SHOWN_ROWS]],
        "stop_url": reverse("concerns:import-stop", args=[import_id]),
    }
    return render(
        request,
        "concerns/import_columns.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what would be written and what would not, and why; then start."""
    actor = actor_in(request)
    view = importing.get(import_id=import_id)
    if view.state is not ImportState.READ:
        return redirect("concerns:import-progress", import_id=import_id)
    if request.method == "POST":
        try:
            importing.start(by=actor, import_id=import_id)
        except (WrongImportStateError, WaitingAlreadyError):
            messages.info(request, _("It runs already."))
        return redirect("concerns:import-progress", import_id=import_id)
    found = importing.preview(by=actor, import_id=import_id)
    context = {
        "view": view,
        "fresh": len(found.readings),
        "known": found.known,
        "together": view.total - len(found.readings) - found.known - len(found.problems),
        "problems": _problems(found.problems),
        "columns_url": reverse("concerns:import-columns", args=[import_id]),
        "stop_url": reverse("concerns:import-stop", args=[import_id]),
    }
    return render(request, "concerns/import_preview.html", context)


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, object]]:
    """Return each row left out: its line, and each reason with the heading under which the cell stands."""
    return [
        {
            "line": each.line,
            "reasons": [{"column": _column(flaw), "text": str(REASONS[flaw.code])} for flaw in each.flaws],
        }
        for each in problems
    ]


def _column(flaw: Flaw) -> str:
    """Return the heading of the column, or what the field is called where the file has no such column."""
    return flaw.heading or (str(Field(flaw.field).label) if flaw.field else "")


@require_GET
@requires(*DECIDERS)
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show how far it is; alone, for the page that asks again, or the whole page."""
    view = importing.get(import_id=import_id)
    if view.state is ImportState.READ:
        return redirect("concerns:import-columns", import_id=import_id)
    is_fragment = bool(request.headers.get("HX-Request"))
    if view.is_over and not is_fragment:
        importing.mark_result_read(import_id=import_id)
    job = {
        "key": str(import_id),
        "title": _("Import of %(name)s") % {"name": view.filename or _("a file")},
        "words": _words(view),
        "done": view.done,
        "total": view.total,
        "state": "done" if view.is_over else "running",
        "cancel_url": reverse("concerns:import-stop", args=[import_id]),
    }
    context = {
        "job": job,
        "url": reverse("concerns:import-progress", args=[import_id]),
        "view": view,
        "problems": _problems(view.problems) if view.is_over else [],
    }
    if is_fragment and view.is_over:
        # The result is a page of its own; the bar's place is too small for it.
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": context["url"]})
    name = "ui/progress.html" if is_fragment else "concerns/import_progress.html"
    return render(request, name, context)


def _words(view: ImportView) -> str:
    if not view.is_over:
        return _("%(done)d of %(total)d rows") % {"done": view.done, "total": view.total}
    written = ngettext("%(count)d concern was written.", "%(count)d concerns were written.", view.written) % {
        "count": view.written
    }
    known = (
        " "
        + ngettext("%(count)d row was here already.", "%(count)d rows were here already.", view.known)
        % {"count": view.known}
        if view.known
        else ""
    )
    left = (
        " " + ngettext("%(count)d row was left out.", "%(count)d rows were left out.", view.bad) % {"count": view.bad}
        if view.bad
        else ""
    )
    others = view.done - view.written - view.known - view.bad
    together = (
        " "
        + ngettext(
            "%(count)d row named one more person in a concern of another row.",
            "%(count)d rows each named one more person in a concern of another row.",
            others,
        )
        % {"count": others}
        if others
        else ""
    )
    why = f" {view.stopped_because.label}" if view.stopped_because is StoppedBecause.ROLE else ""
    stopped = f"{_('Stopped.')}{why} " if view.state is ImportState.CANCELLED else ""
    return f"{stopped}{written}{together}{known}{left}"


@require_POST
@requires(*DECIDERS)
def stop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Stop the import; what is written stays."""
    importing.cancel(by=actor_in(request), import_id=import_id)
    messages.success(request, _("The import is stopped. What was written stays; the rest of the file is forgotten."))
    return redirect("concerns:import-progress", import_id=import_id)
