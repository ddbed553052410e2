"""A file as it is given out: whole, as an attachment, with a ticket and a line in the log, and never shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tvaers.files.access import Download, get_for_download, get_of_organisation_for_download
from tvaers.sharing.entrance import actor_in
from tvaers.ui.attachments import Attachment


@require_safe
def download(request: HttpRequest, file: UUID) -> HttpResponse:
    """Give out a file that lies behind a dossier."""
    return _given(get_for_download(actor=actor_in(request), id=file))


@require_safe
def download_of_organisation(request: HttpRequest, file: UUID) -> HttpResponse:
    """Give out a file of an organisation, to its people and its audience."""
    return _given(get_of_organisation_for_download(actor=actor_in(request), id=file))


def _given(found: Download) -> Attachment:
    kind = found.kind
    return Attachment(found.content, title=found.title, ending=kind.ending, content_type=kind.media_type)
