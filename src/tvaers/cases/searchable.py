"""What of a case is found by its words: notes, the course, words and people, the parents, summaries."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.cases.models import Entry, NetworkMember, ParentContact, Step, Strength, Summary, Voice
from tvaers.guard.enums import Category
from tvaers.search.sources import Source, register

NOTES: dict[str, Any] = {"group": "notes", "label": gettext_lazy("Notes")}
AROUND: dict[str, Any] = {"group": "around", "label": gettext_lazy("Words, network and parents")}
COURSE: dict[str, Any] = {"group": "course", "label": gettext_lazy("The course of the case")}


def _signed() -> QuerySet[Entry]:
    return Entry.objects.filter(signed_at__isnull=False)


SOURCES: Final = (
    Source(
        model=Entry,
        kind=pgettext_lazy("found", "Note"),
        texts=("title", "fact", "assessment", "source"),
        at="happened_at",
        category="category",
        narrow="is_police_material",
        rows=_signed,
        **NOTES,
    ),
    Source(
        model=Voice,
        kind=pgettext_lazy("found", "Own words"),
        texts=("words", "said_by"),
        at="written_at",
        category=Category.PLAN,
        **AROUND,
    ),
    Source(
        model=Strength,
        kind=pgettext_lazy("found", "Strength"),
        texts=("title", "words", "said_by"),
        at="written_at",
        category=Category.PLAN,
        **AROUND,
    ),
    Source(
        model=NetworkMember,
        kind=pgettext_lazy("found", "Network"),
        texts=("name", "relation", "brings"),
        at="written_at",
        category=Category.OTHERS,
        **AROUND,
    ),
    Source(
        model=ParentContact,
        kind=pgettext_lazy("found", "The parents"),
        texts=("words",),
        at="at",
        category=Category.OTHERS,
        **AROUND,
    ),
    Source(
        model=Step,
        kind=pgettext_lazy("found", "Step in the course"),
        texts=("reason",),
        at="at",
        category=Category.CONCERN,
        **COURSE,
    ),
    Source(
        model=Summary,
        kind=pgettext_lazy("found", "Summary"),
        texts=("words",),
        at="written_at",
        category=Category.PLAN,
        dossier="id",
        **COURSE,
    ),
)


def install() -> None:
    """Let them be found. A draft is its author's, and found by nobody."""
    register(*SOURCES)
