"""How a person is named on the page that tells who can see it. A person is shared along with a case or a concern."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.people.access import cards
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.shareable import Subject, register_header


def header(person: UUID) -> Subject:
    """Return a person by name. Raises Http404."""
    card = cards({person}).get(person)
    if card is None:
        raise Http404
    about = _("%(age)s years old") % {"age": card.age} if card.age is not None else ""
    return Subject(id=person, name=card.label, about=about, url=reverse("people:page", args=[person]))


def install() -> None:
    """Let a person's readers be told."""
    register_header(DossierKind.PERSON, header)
