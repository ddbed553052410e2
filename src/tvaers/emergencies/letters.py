"""The letters that tell of an emergency look-up, or of many: that there was one, and where to read; nothing else."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGE = "da"


def send_told(*, to: str, link: str) -> None:
    """Tell somebody of one look-up. Raises OSError when the server does not take the letter."""
    _send("told", to, link)


def send_alarm(*, to: str, link: str) -> None:
    """Tell an inspector that there have been many. Raises OSError when the server does not take the letter."""
    _send("alarm", to, link)


def _send(letter: str, to: str, link: str) -> None:
    """Send a letter, in Danish with English below."""
    with translation.override(LANGUAGE):
        subject = _("Something in Tværs needs your attention today")
    EmailMessage(subject=subject, body=render_to_string(f"emergencies/{letter}.txt", {"link": link}), to=[to]).send()
