"""The letters of meetings: that one is called, moved or cancelled, or gave somebody who was not there something to do.

When and where, and nothing of what it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tvaers.meetings.enums import MeetingKind

LANGUAGE = "da"
CALLED, MOVED, CANCELLED, GIVEN = "called", "moved", "cancelled", "given"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a letter tells: when, where, which kind in neutral words, who calls, and where to read."""

    when: str
    place: str
    kind: str
    caller: str
    link: str


def neutral(kind: MeetingKind) -> str:
    """Return what a kind is called where others may look on: around one young person, only a meeting."""
    return _("Meeting") if kind is MeetingKind.NETWORK else str(kind.label)


def send(*, to: str, why: str, facts: Callable[[], Facts]) -> None:
    """Write to one who sits, in Danish with English below; facts: in the language that holds when it is called.

    Raises OSError when the server does not take the letter.
    """
    with translation.override(LANGUAGE):
        subject = {
            CALLED: _("A meeting in Tværs"),
            MOVED: _("A meeting in Tværs was moved"),
            CANCELLED: _("A meeting in Tværs was cancelled"),
            GIVEN: _("Something to do in Tværs"),
        }[why]
    told = {}
    for language in (LANGUAGE, "en"):
        with translation.override(language):
            told[f"facts_{language}"] = facts()
    body = render_to_string("meetings/letters/letter.txt", {"why": why, **told})
    EmailMessage(subject=subject, body=body, to=[to]).send()
