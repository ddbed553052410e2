"""What of a concern is found by its words: what was told, and what became known later; never who told."""

from typing import Any, Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.concerns.models import Addition, Concern
from tvaers.guard.enums import Category
from tvaers.search.sources import Source, register

TOLD = (
    *("headline", "fact", "observed", "assessment", "strengths", "tried", "child_view", "parents_reaction"),
    *("reaction", "not_told_because", "source"),
)
CONCERNS: dict[str, Any] = {"group": "concerns", "label": gettext_lazy("Concerns"), "category": Category.CONCERN}


SOURCES: Final = (
    Source(
        model=Concern,
        kind=pgettext_lazy("found", "Concern"),
        texts=TOLD,
        at="received_at",
        dossier="id",
        **CONCERNS,
    ),
    Source(
        model=Addition,
        kind=pgettext_lazy("found", "Addition to a concern"),
        texts=("fact", "assessment", "source"),
        at="at",
        **CONCERNS,
    ),
)


def install() -> None:
    """Let them be found."""
    register(*SOURCES)
