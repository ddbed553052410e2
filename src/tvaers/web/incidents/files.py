"""Reading in a file of incidents: chosen, matched and looked through, written by the worker with a bar, done."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.files.tables import Table, UnreadableFileError, read
from tvaers.files.wording import UNREADABLE
from tvaers.foundation import ids
from tvaers.foundation.queue import WaitingAlreadyError
from tvaers.incidents.access import get_file_for_import
from tvaers.incidents.actions import importing
from tvaers.incidents.actions.importing import BOUNDS, NothingReadableError, NotMatchedError, Said, WrongStateError
from tvaers.incidents.enums import FileState, IncidentKind, Origin
from tvaers.incidents.imports.columns import REQUIRED, Field, missing
from tvaers.incidents.imports.rows import REASONS
from tvaers.incidents.models import IncidentFile
from tvaers.incidents.rules import DECIDERS
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui.forms import CheckboxChoices, Choices, FileInput

_UNREADABLE: dict[str, str | Promise] = UNREADABLE | {
    "large": gettext_lazy("The file is too large. The most is 20 MB; divide it."),
    "rows": gettext_lazy("The file has too many rows. The most is 150,000 with twenty columns; divide it."),
}
# A long list of rows left out, or of words, is shown by its beginning.
MOST_SHOWN = 100
MOST_WORDS = 40


class UploadForm(forms.Form):
    """The file, who is given its counts, and who noticed what it tells. form: sent twice, it is one file."""

    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)
    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file (.xlsx)"),
        widget=FileInput(accept=".csv,.txt,.xlsx", most=BOUNDS.most_bytes),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("How did what stands in it become known?"),
        help_text=gettext_lazy("For rows that do not say it themselves."),
        choices=Origin.choices,
        initial=Origin.REPORTED,
        widget=Choices,
    )
    audience = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who else may see the counts?"),
        help_text=gettext_lazy("How many, where, when and of which kind. The incidents themselves stay with you."),
        coerce=UUID,
        required=False,
        widget=CheckboxChoices,
    )
    table: Table

    def __init__(self, *args: Any, audience: list[tuple[UUID, str]], **options: Any) -> None:
        """Offer the other authorities."""
        super().__init__(*args, **options)
        self.fields["audience"].choices = audience  # type: ignore[attr-defined] # a choice field
        if not audience:
            del self.fields["audience"]

    def clean_file(self) -> "UploadedFile[bytes]":
        """Read the file, whatever it is called."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.table = read(file.read(BOUNDS.most_bytes + 1), BOUNDS)
        except UnreadableFileError as unreadable:
            raise forms.ValidationError(str(_UNREADABLE[unreadable.code])) from unreadable
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DECIDERS)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what it would do comes next."""
    actor = actor_in(request)
    audience = importing.possible_audience(actor=actor)
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None, audience=audience)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        said = Said(
            filename=told["file"].name or "",
            audience=told.get("audience", []),
            origin=Origin(told["origin"]),
            form=told["form"],
        )
        try:
            made = importing.begin(by=actor, table=form.table, said=said)
        except NothingReadableError:
            form.add_error("file", _("No column in it can be read: each can hold somebody’s name, number or words."))
        else:
            return redirect("incidents:file", file_id=made)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "incidents/file_new.html", {"form": form}, status=status)


class MatchForm(forms.Form):
    """Which column is which field."""

    def __init__(self, *args: Any, kept: IncidentFile, **options: Any) -> None:
        """Ask for each field, with the columns of this file."""
        super().__init__(*args, **options)
        offered = [("", _("No column")), *((str(at), heading) for at, heading in enumerate(kept.headings))]
        for field in Field:
            self.fields[field.value] = forms.ChoiceField(
                label=field.label,
                choices=offered,
                # An area is asked for with the two of a point, of which either will do.
                required=field in REQUIRED and field is not Field.PLACE,
                initial=str(kept.columns.get(field.value, "")),
                error_messages={"required": _("Choose a column.")},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what no row can do without."""
        if Field.PLACE in missing(self.columns):
            self.add_error(Field.PLACE.value, _("Choose a column, or one each for latitude and longitude."))
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, int]:
        """The columns that were chosen."""
        return {name: int(index) for name, index in self.cleaned_data.items() if index != ""}


class WordsForm(forms.Form):
    """What words of the file mean, each with how many rows say it."""

    def __init__(self, *args: Any, unknown: dict[str, dict[str, int]], **options: Any) -> None:
        """Ask for each word that means nothing yet."""
        super().__init__(*args, **options)
        self.asked: dict[str, tuple[str, str]] = {}
        offered = {Field.KIND.value: IncidentKind.choices, Field.ORIGIN.value: Origin.choices}
        for field, choices in offered.items():
            ordered = sorted(unknown.get(field, {}).items(), key=lambda each: (-each[1], each[0]))
            for at, (word, rows) in enumerate(ordered[:MOST_WORDS]):
                name = f"{field}-{at}"
                self.asked[name] = (field, word.casefold())
                self.fields[name] = forms.ChoiceField(
                    label=word or _("(nothing)"),
                    help_text=ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows},
                    choices=[("", _("Leave these rows out")), *choices],
                    required=False,
                )

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What was said of them, by field."""
        found: dict[str, dict[str, str]] = {}
        for name, (field, word) in self.asked.items():
            if self.cleaned_data.get(name):
                found.setdefault(field, {})[word] = self.cleaned_data[name]
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DECIDERS)
def one(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Look through what a file would do, match it otherwise, or start it."""
    actor = actor_in(request)
    kept = get_file_for_import(actor=actor, id=file_id)
    if kept.state != FileState.READ:
        return _progress(request, kept)
    if request.POST.get("do") == "start":
        return _started(request, file_id)
    found = importing.preview(kept)
    unknown = {name: dict(texts) for name, texts in found.unknown.items()}
    form = MatchForm(request.POST if request.method == "POST" else None, kept=kept)
    words = WordsForm(request.POST if request.method == "POST" else None, unknown=unknown)
    if request.method == "POST" and form.is_valid() and words.is_valid():
        importing.match(by=actor, file_id=file_id, columns=form.columns, words=words.words)
        return redirect("incidents:file", file_id=file_id)
    places = sorted(unknown.get(Field.PLACE.value, {}).items(), key=lambda each: (-each[1], each[0]))
    context = {
        "kept": kept,
        "form": form,
        "words": words,
        "fresh": len(found.rows) - found.known,
        "known": found.known,
        "bad": len(found.problems),
        "swapped": found.swapped,
        "problems": _problems([[each.line, each.field, each.reason] for each in found.problems[:MOST_SHOWN]], kept),
        "more": max(0, len(found.problems) - MOST_SHOWN),
        "places": [{"name": name[:60], "rows": rows} for name, rows in places[:MOST_WORDS]],
        "unmatched": bool(missing(kept.columns)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "incidents/file_preview.html", context, status=status)


def _started(request: HttpRequest, file_id: UUID) -> HttpResponse:
    try:
        importing.start(by=actor_in(request), file_id=file_id)
    except (WrongStateError, WaitingAlreadyError):
        messages.info(request, _("It runs already."))
    except NotMatchedError:
        messages.info(request, _("Choose the columns first."))
    return redirect("incidents:file", file_id=file_id)


def _problems(rows: list[list[Any]], kept: IncidentFile) -> list[dict[str, Any]]:
    """Return what was left out: the line, the heading of the column, and why."""
    at = {Field.PLACE.value: kept.columns.get(Field.NORTH.value, -1)} | kept.columns
    return [
        {"line": line, "column": kept.headings[at[name]] if at.get(name, -1) >= 0 else "", "why": str(REASONS[reason])}
        for line, name, reason in rows
    ]


def _progress(request: HttpRequest, kept: IncidentFile) -> HttpResponse:
    """Show how far it is; alone, for the page that asks again, or the whole page."""
    is_over = kept.state in {FileState.DONE, FileState.STOPPED}
    here = reverse("incidents:file", args=[kept.id])
    job = {
        "key": str(kept.id),
        "title": _("Incidents from %(name)s") % {"name": kept.filename or _("a file")},
        "words": _words(kept, is_over=is_over),
        "done": kept.done,
        "total": kept.good,
        "state": "done" if is_over else "running",
        "cancel_url": reverse("incidents:file-stop", args=[kept.id]),
    }
    context = {"job": job, "url": here, "is_over": is_over}
    if request.headers.get("HX-Request"):
        if is_over:
            # The result is a page of its own; the bar's place is too small for it.
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": here})
        return render(request, "ui/progress.html", context)
    left = _problems(kept.problems[:MOST_SHOWN], kept) if is_over else []
    more = max(0, kept.bad - len(left)) if is_over else 0
    return render(request, "incidents/file_progress.html", context | {"kept": kept, "problems": left, "more": more})


def _words(kept: IncidentFile, *, is_over: bool) -> str:
    if not is_over:
        return _("%(done)d of %(total)d incidents") % {"done": kept.done, "total": kept.good}
    words = ngettext("%(count)d new incident.", "%(count)d new incidents.", kept.added) % {"count": kept.added}
    known = kept.done - kept.added
    if known:
        words += " " + ngettext("%(count)d was here already.", "%(count)d were here already.", known) % {"count": known}
    if kept.bad:
        words += " " + ngettext("%(count)d row was left out.", "%(count)d rows were left out.", kept.bad) % {
            "count": kept.bad
        }
    if kept.state == FileState.STOPPED:
        words += " " + _("It was stopped; what was written stays.")
    return words


@require_POST
@requires(DECIDERS)
def stop(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Stop a file, or throw it away before it has begun."""
    actor = actor_in(request)
    kept = get_file_for_import(actor=actor, id=file_id, with_content=False)
    importing.stop(by=actor, file_id=file_id)
    if kept.state == FileState.READ:
        messages.success(request, _("Nothing was written."))
        return redirect("incidents:overview")
    return redirect("incidents:file", file_id=file_id)


@require_POST
@requires(DECIDERS)
def take_back(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Erase what a file brought."""
    try:
        erased = importing.take_back(by=actor_in(request), file_id=file_id)
    except WrongStateError:
        messages.info(request, _("It runs still. Stop it first."))
        return redirect("incidents:file", file_id=file_id)
    words = ngettext("%(count)d incident was erased.", "%(count)d incidents were erased.", erased)
    messages.success(request, words % {"count": erased})
    return redirect("incidents:overview")
