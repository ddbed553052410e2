"""The mail server: whether it answers, protects the way and takes our login. No letter is sent.

Needs Django's settings.
"""

import smtplib
from collections.abc import Iterator

from django.core.mail import get_connection

from tvaers.foundation import environment
from tvaers.operations.questions.findings import Finding, green, red

SUBJECT = "mail"


def ask() -> Iterator[Finding]:
    """Connect as a letter would, and hang up."""
    server = f"{environment.text('TVAERS_MAIL_HOST')}:{environment.text('TVAERS_MAIL_PORT')}"
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except smtplib.SMTPAuthenticationError:
        yield red(SUBJECT, f"{server} refuses our login.", "Look at TVAERS_MAIL_USER and its password's file.")
    except (OSError, smtplib.SMTPException) as error:
        yield red(
            SUBJECT,
            f"{server} does not take letters from us: {error}.",
            "Look at the TVAERS_MAIL_ settings; nobody can be invited or reset a password until it does.",
        )
    else:
        yield green(SUBJECT, f"{server} answers. `tvaers send-test-letter` shows whether a letter arrives.")
