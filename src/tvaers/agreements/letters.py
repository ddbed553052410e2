"""The letter that reminds a party that its agreement ends (påmindelse)."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tvaers.agreements.models import Agreement

LANGUAGE = "da"


def send_reminder(*, to: Sequence[str], agreement: Agreement, months: int, link: str) -> None:
    """Send one letter to all who are told, in Danish with English below. Raises OSError when it is not taken.

    An agreement is public and names no person of concern, so the letter says which it is.
    """
    context = {"agreement": agreement, "months": months, "link": link}
    with translation.override(LANGUAGE):
        subject = render_to_string("agreements/letters/subject.txt", context).strip()
        body = render_to_string("agreements/letters/reminder.txt", context)
    EmailMessage(subject=subject, body=body, to=list(to)).send()
