"""`tvaers send-test-letter`: one letter through the configured mail server, to see that it arrives."""

import argparse
import smtplib
from collections.abc import Sequence

from tvaers.operations import installing
from tvaers.operations.terminal import OperationError, say


def main(arguments: Sequence[str]) -> int:
    """Send it, and say what the server answered when it did not take it."""
    parser = argparse.ArgumentParser(prog="tvaers send-test-letter", description=__doc__)
    parser.add_argument("--to", required=True, help="an address that you can read")
    asked = parser.parse_args(arguments)
    installing.start_django("app")
    from django.conf import settings  # noqa: PLC0415 - after Django's start
    from django.core.mail import EmailMessage  # noqa: PLC0415 - as above

    letter = EmailMessage(
        subject="Tværs: prøvebrev / test letter",
        body="Tværs kan sende breve herfra.\nTværs can send letters from here.\n",
        to=[asked.to],
    )
    try:
        letter.send()
    except (OSError, smtplib.SMTPException) as refused:
        raise OperationError(
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} did not take the letter: {refused}\n"
            "Look at the TVAERS_MAIL_ settings."
        ) from refused
    say(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} took the letter. See whether it arrives, and not among the spam.")
    return 0
