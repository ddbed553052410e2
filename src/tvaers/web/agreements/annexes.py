"""An annex that is a file: put into a draft, and fetched by the parties."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.agreements import access, actions
from tvaers.agreements.access import ChangedAnnexError
from tvaers.agreements.actions import ChangedMeanwhileError, NotYoursError
from tvaers.agreements.enums import AnnexKind
from tvaers.files.fields import FileField, FormWithFile
from tvaers.foundation import ids
from tvaers.sharing.entrance import actor_in
from tvaers.ui.attachments import Attachment
from tvaers.ui.forms import Choices, TextField
from tvaers.web.agreements.drafting import drafters, form_page
from tvaers.web.agreements.one import CONFLICT, address, back_to


class AnnexFileForm(FormWithFile):
    """A file that is signed with the agreement."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=AnnexKind.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    title = TextField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what the annex is called.")},
    )
    file = FileField()


@require_http_methods(["GET", "HEAD", "POST"])
@drafters
def attach(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Put a file into a draft as an annex."""
    actor = actor_in(request)
    found = access.get_for_drafting(actor=actor, id=agreement)
    posted = request.method == "POST"
    initial = {"version": found.version}
    form = AnnexFileForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    status = 200
    if posted and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            actions.attach_annex(
                by=actor,
                agreement=agreement,
                kind=AnnexKind(typed["kind"]),
                title=typed["title"],
                upload=typed["file"],
                version=typed["version"],
                form=typed["form"],
            )
        except ChangedMeanwhileError:
            form, status = _again(request, agreement), CONFLICT
        except NotYoursError as gone:
            raise PermissionDenied from gone
        else:
            messages.success(request, _("The annex has been saved."))
            return back_to(agreement, "annexes")
    intro = _("The parties can fetch it as long as the agreement is here. Each signature holds its fingerprint.")
    back = address(agreement, "annexes")
    title = found.title or _("The draft")
    return form_page(request, _("Add a file as an annex"), intro, form, _("Add the file"), back, title, status=status)


def _again(request: HttpRequest, agreement: UUID) -> AnnexFileForm:
    """Return what was typed at the version that is saved now; the file has to be chosen again."""
    now = access.get_for_drafting(actor=actor_in(request), id=agreement)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form = AnnexFileForm(typed, request.FILES)
    form.is_valid()
    words = _("A colleague has changed the draft meanwhile. Look at it, choose the file again, and save.")
    form.add_error("file", words)
    return form


@require_safe
def fetch(request: HttpRequest, agreement: UUID, annex: UUID) -> HttpResponse:
    """Give an annex that is a file to a party; not one whose content is another than what was signed."""
    try:
        found, file = access.get_annex_for_download(actor=actor_in(request), agreement=agreement, id=annex)
    except ChangedAnnexError:
        messages.error(request, _("The file is not the one that was made an annex. It is not given out."))
        return back_to(agreement, "annexes")
    kind = file.kind
    return Attachment(file.content, title=found.title, ending=kind.ending, content_type=kind.media_type)
