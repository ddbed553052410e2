"""What of an item about a person is found by its words, while the asker reads it there: words, minutes, decisions."""

from typing import Any, Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.guard.enums import Category
from tvaers.meetings.models import Decision, Matter, Paragraph
from tvaers.search.sources import Source, register

# Narrow: an item opens and shuts by the course of its meeting, which its own policy asks.
MEETINGS: dict[str, Any] = {
    "group": "meetings",
    "label": gettext_lazy("Meetings"),
    "narrow": True,
    "columns": ("meeting_id",),
}


SOURCES: Final = (
    Source(
        model=Matter,
        kind=pgettext_lazy("found", "Item of an agenda"),
        texts=("title", "facts", "assessment", "source", "wish"),
        at="written_at",
        category=Category.CONCERN,
        dossier="id",
        **MEETINGS,
    ),
    Source(
        model=Paragraph,
        kind=pgettext_lazy("found", "Minutes"),
        texts=("words",),
        at="written_at",
        category=Category.CONCERN,
        **MEETINGS,
    ),
    Source(
        model=Decision,
        kind=pgettext_lazy("found", "Decision of a meeting"),
        texts=("words",),
        at="at",
        category=Category.PLAN,
        **MEETINGS,
    ),
)


def install() -> None:
    """Let them be found."""
    register(*SOURCES)
