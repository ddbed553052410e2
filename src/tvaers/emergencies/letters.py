"""The letter that tells of an emergency look-up: that there was one, and where to read of it; nothing else."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGE = "da"


def send_told(*, to: str, link: str) -> None:
    """Send the letter, in Danish with English below. Raises OSError when the server does not take it."""
    with translation.override(LANGUAGE):
        subject = _("Something in Tværs needs your attention today")
    EmailMessage(subject=subject, body=render_to_string("emergencies/told.txt", {"link": link}), to=[to]).send()
