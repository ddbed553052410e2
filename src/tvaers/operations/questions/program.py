"""The program itself: Django's own questions, and whether its files are built.

Needs Django's settings.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core import checks

from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "program"


def ask() -> Iterator[Finding]:
    """Ask Django, with what it says of a deployment."""
    said = checks.run_checks(include_deployment_checks=True)
    heard = [message for message in said if message.id not in settings.SILENCED_SYSTEM_CHECKS]
    for message in heard:
        make = red if message.level >= checks.ERROR else amber
        yield make(SUBJECT, f"{message.msg} ({message.id})", message.hint or "")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield red(SUBJECT, "Style sheets and scripts are not built.", "Run: tvaers upgrade")
    elif not heard:
        yield green(SUBJECT, "Loaded, and its files are built.")
