"""The usual legal basis of each purpose, in words that a user can change; a lawyer confirms them before use."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.guard.enums import Purpose

USUAL: dict[Purpose, Promise] = {
    Purpose.SSP: _("Administration of Justice Act, section 115(1)(1)"),
    Purpose.PSP: _("Administration of Justice Act, section 115(1)(2)"),
    Purpose.KSP: _("Administration of Justice Act, section 115(1)(3)"),
    Purpose.RADICALISATION: _("Administration of Justice Act, section 115(1)(1)"),
    Purpose.EXIT: _("Consent"),
    Purpose.RELEASE: _("Consent, and Administration of Justice Act, section 115(1)(3)"),
    Purpose.PARENTS: _("Consent"),
}


def usual(purpose: Purpose) -> str:
    """Return the usual basis of a purpose, in the language of the page."""
    return str(USUAL.get(purpose, ""))
