"""The letters of a partnership. None tells of roles or cases: mail is read by more than its receiver."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tvaers.foundation.clock import COPENHAGEN

LANGUAGE = "da"


def send_invitation(*, to: str, name: str, organisation: str, inviter: str, link: str, expires_at: datetime) -> None:
    """Send the invitation, in Danish with English below. Raises OSError when the server does not take it."""
    with translation.override(LANGUAGE):
        subject = _("Invitation to Tværs")
    body = render_to_string(
        "partnerships/invitation.txt",
        {
            "name": name,
            "organisation": organisation,
            "inviter": inviter,
            "link": link,
            "expires_at": expires_at.astimezone(COPENHAGEN),
        },
    )
    EmailMessage(subject=subject, body=body, to=[to]).send()
