"""The letter that says how much waits: numbers and a way to Today, and not a word of what or whom it is about."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGE = "da"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many things wait for one, how many of them are past their deadline, and how many have it today."""

    waiting: int
    late: int
    today: int


def send(*, to: str, digest: UUID, counts: Counts) -> None:
    """Write to one member, in Danish with English below. Raises OSError when the server does not take the letter.

    Each attempt carries the same number, so that what the server took twice is known to be one.
    """
    with translation.override(LANGUAGE):
        subject = _("Tværs: something waits for you")
    links = {"link": f"{settings.TVAERS_ADDRESS}/", "settings_link": f"{settings.TVAERS_ADDRESS}/profile/reminders/"}
    body = render_to_string("work/letters/digest.txt", {"counts": counts, **links})
    number = f"<{digest}@{urlsplit(settings.TVAERS_ADDRESS).hostname or 'localhost'}>"
    EmailMessage(subject=subject, body=body, to=[to], headers={"Message-ID": number}).send()
