"""How a notice is named on the page that tells who can see it. It is given in its own form and never on the card."""

from uuid import UUID

from django.urls import reverse

from tvaers.notices.queries import notice_view
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.shareable import Subject, register_header


def header(notice: UUID) -> Subject:
    """Return a notice by whom it is about. Raises Http404."""
    view = notice_view(notice=notice)
    return Subject(
        id=notice,
        name=view.name,
        about=str(view.kind.label),
        url=reverse("notices:notice", args=[notice]),
        erase_on=view.erase_on,
    )


def install() -> None:
    """Let the readers of a notice be told."""
    register_header(DossierKind.NOTICE, header)
