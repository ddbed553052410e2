"""Writing notes, changing one's own draft, signing, correcting, and reading one note."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.cases.access import get_entry
from tvaers.cases.actions import entries
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.ui import dates
from tvaers.web.cases.forms import NOTE_HINTS, NoteForm
from tvaers.web.cases.frame import Place, form_page, opened, page

CONFLICT = 409
SIGN = "save"  # the first button of the form; without it the note is kept as a draft


def _to_write(request: HttpRequest, case: UUID) -> Place:
    place = opened(request, case)
    if not place.note_categories:
        raise PermissionDenied
    return place


def _form(request: HttpRequest, place: Place, initial: dict[str, Any] | None = None) -> NoteForm:
    asks = place.standing.is_own and place.is_under_age and place.standing.sees(Category.OTHERS)
    return NoteForm(request.POST or None, allowed=place.note_categories, asks_parents=asks, initial=initial)


def _draw(
    request: HttpRequest, place: Place, form: NoteForm, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "do": _("Sign the note"),
        "other_do": _("Keep as a draft"),
        "back_url": reverse("cases:timeline", args=[place.id]),
        **shown,
    }
    return form_page(request, place, "timeline", context, status=status)


def _said(request: HttpRequest, *, signed: bool) -> None:
    if signed:
        messages.success(request, _("The note has been signed. It is locked now."))
    else:
        messages.success(request, _("The draft has been kept. Nobody else sees it before you sign it."))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write a note, signed at once or kept as a draft."""
    place = _to_write(request, case)
    form = _form(request, place)
    if request.method == "POST" and form.is_valid():
        signed = request.POST.get("do") == SIGN
        entries.write(
            by=place.actor,
            case=case,
            note=form.note(),
            sign=signed,
            told=form.told(),
            form=form.cleaned_data["form"],
        )
        _said(request, signed=signed)
        return HttpResponseRedirect(reverse("cases:timeline", args=[case]))
    intro = _("A signed note is locked and is corrected by another note. A draft is seen by you alone.")
    return _draw(request, place, form, {"title": _("Write in the case"), "intro": intro})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Correct a signed note by another; both stay."""
    place = _to_write(request, case)
    before = get_entry(case=case, entry=entry)
    if before["signed_at"] is None:
        return HttpResponseRedirect(reverse("cases:entry-change", args=[case, entry]))
    initial = {name: before[name] for name in ("title", "fact", "assessment", "source")}
    at = before["happened_at"].astimezone(clock.COPENHAGEN)
    initial |= {"happened_on": at.date(), "happened_time": at.time(), "category": str(before["category"])}
    form = _form(request, place, initial)
    if request.method == "POST" and form.is_valid():
        signed = request.POST.get("do") == SIGN
        entries.write(
            by=place.actor,
            case=case,
            note=form.note(),
            sign=signed,
            corrects=entry,
            told=form.told(),
            form=form.cleaned_data["form"],
        )
        _said(request, signed=signed)
        return HttpResponseRedirect(reverse("cases:entry", args=[case, entry]))
    intro = _("The first note stays as it is. Readers see both, this one as the correction.")
    shown = {"title": _("Correct a note"), "intro": intro, "back_url": reverse("cases:entry", args=[case, entry])}
    return _draw(request, place, form, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Change one's own draft; changed in another window meanwhile, both are shown and neither is lost."""
    place = _to_write(request, case)
    draft = get_entry(case=case, entry=entry)
    if draft["author_id"] != place.actor.id:
        raise PermissionDenied
    if draft["signed_at"] is not None:
        return _locked(request, place, draft)
    at = draft["happened_at"].astimezone(clock.COPENHAGEN)
    initial = {name: draft[name] for name in ("title", "fact", "assessment", "source", "version")}
    initial |= {"happened_on": at.date(), "happened_time": at.time(), "category": str(draft["category"])}
    form = _form(request, place, initial)
    for name in ("parents", "parents_words"):
        form.fields.pop(name, None)
    if request.method == "POST" and form.is_valid():
        signed = request.POST.get("do") == SIGN
        version = form.cleaned_data["version"] or 0
        try:
            entries.change(by=place.actor, case=case, entry=entry, note=form.note(), version=version, sign=signed)
        except entries.ChangedMeanwhileError:
            return _conflict(request, place, get_entry(case=case, entry=entry))
        except entries.LockedError:
            return _locked(request, place, get_entry(case=case, entry=entry))
        _said(request, signed=signed)
        return HttpResponseRedirect(reverse("cases:timeline", args=[case]))
    return _draw(request, place, form, {"title": _("Go on with the draft"), "intro": ""})


def _locked(request: HttpRequest, place: Place, entry: dict[str, Any]) -> HttpResponse:
    """Show that the note was signed meanwhile, and beside it what was typed, so that it can be kept as a correction."""
    if request.method != "POST":
        messages.info(request, _("The note has been signed and is locked. Correct it by another note."))
        return HttpResponseRedirect(reverse("cases:entry", args=[place.id, entry["id"]]))
    form = _form(request, place)
    shown = {
        "title": _("The note was signed in between"),
        "intro": _("It is locked now. What you wrote is below; sign it as a correction, so that nothing is lost."),
        "theirs": _read(entry),
        "extra_template": "cases/_theirs.html",
        "action": reverse("cases:entry-correct", args=[place.id, entry["id"]]),
    }
    return _draw(request, place, form, shown, status=CONFLICT)


def _conflict(request: HttpRequest, place: Place, draft: dict[str, Any]) -> HttpResponse:
    """Show what is saved now above what was typed here; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(draft["version"])
    again = NoteForm(typed, allowed=place.note_categories)
    again.is_valid()
    shown = {
        "title": _("You have changed this draft in another window"),
        "intro": _(
            "Nothing is lost: first what is saved now, then what you wrote here. Put together what you want to keep."
        ),
        "theirs": _read(draft),
        "extra_template": "cases/_theirs.html",
    }
    return _draw(request, place, again, shown, status=CONFLICT)


def _read(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a note as the page shows it."""
    category = Category(entry["category"])
    return {
        "id": entry["id"],
        "title": entry["title"],
        "at": entry["happened_at"],
        "fact": entry["fact"],
        "assessment": entry["assessment"],
        "source": entry["source"],
        "limited": entry["is_police_material"],
        "kind": NOTE_HINTS[category][0] if category in NOTE_HINTS else "",
        "is_draft": entry["signed_at"] is None,
        "by": _("%(who)s, %(organisation)s")
        % {"who": entry["author"] or "", "organisation": entry["author_organisation"] or ""},
        "signed": dates.moment(entry["signed_at"]) if entry["signed_at"] else "",
    }


@require_safe
def entry(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Show one note with what it corrects and what corrects it."""
    place = opened(request, case)
    found = get_entry(case=case, entry=entry)
    is_mine = found["author_id"] == place.actor.id
    shown = _read(found)
    shown["limited"] = shown["limited"] or place.is_limited
    context = {
        "entry": shown,
        "corrects": _read(found["corrects"]) if found["corrects"] else None,
        "corrected_by": [_read(row) for row in found["corrected_by"]],
        "may_change": shown["is_draft"] and is_mine and bool(place.note_categories),
        "may_correct": not shown["is_draft"] and bool(place.note_categories),
    }
    return page(request, place, "entry", "timeline", context)
