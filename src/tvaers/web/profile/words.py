"""What a role lets one see and why, and what happened with an account, in words for the owner."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules

SEES: dict[Category, Promise] = {
    Category.PLAN: _("plans, goals and tasks"),
    Category.CONCERN: _("concerns"),
    Category.ENTRY: _("notes in the course of a case"),
    Category.IDENTITY: _("who the young person is"),
    Category.ASSESSMENT: _("professional assessments"),
    Category.OTHERS: _("relatives and others around the young person"),
    Category.REPORTER: _("who reported a concern"),
    Category.HEALTH: _("health"),
    Category.OFFENCE: _("offences"),
}
WHY: dict[Purpose, Promise] = {
    Purpose.SSP: _("to prevent crime together (SSP)"),
    Purpose.PSP: _("cooperation with psychiatry (PSP)"),
    Purpose.KSP: _("cooperation with the Prison and Probation Service (KSP)"),
    Purpose.RADICALISATION: _("to prevent radicalisation (infohus)"),
    Purpose.EXIT: _("to help somebody leave a gang (exit)"),
    Purpose.RELEASE: _("planned release"),
    Purpose.PARENTS: _("support to parents"),
    Purpose.OVERSIGHT: _("oversight of how the system is used"),
    Purpose.VOLUNTEERS: _("your organisation’s own volunteers"),
}
EVENTS: dict[str, Promise] = {
    "accounts.signed_in": _("Logged in"),
    "accounts.signed_out": _("Logged out"),
    "accounts.sign_in_failed": _("Wrong password"),
    "accounts.code_failed": _("Wrong code"),
    "accounts.password_changed": _("Password changed"),
    "accounts.password_reset": _("New password by link"),
    "accounts.second_factor_added": _("Telephone connected"),
    "accounts.key_added": _("Key added"),
    "accounts.key_removed": _("Key removed"),
    "accounts.key_failed": _("Key not accepted"),
    "accounts.recovery_codes_made": _("New recovery codes made"),
    "accounts.other_sessions_ended": _("Logged out everywhere else"),
}


def seen_with(roles: int) -> Iterator[Promise]:
    """Yield what roles let one see, of the cases one has access to."""
    mask = rules.categories_for(roles)
    return (words for category, words in SEES.items() if mask & category)


def purposes_of(roles: int, *, volunteers: bool) -> Iterator[Promise]:
    """Yield what roles work for. volunteers: whether the organisation keeps any."""
    mask = rules.purposes_for(roles) & ~(0 if volunteers else Purpose.VOLUNTEERS)
    return (words for purpose, words in WHY.items() if mask & purpose)
