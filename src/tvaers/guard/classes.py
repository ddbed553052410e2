"""The classes a table can belong to. A table without one fails the repository's tests."""

from enum import StrEnum


class TableClass(StrEnum):
    """Who may reach the rows of a table, and how.

    dossier: behind a dossier's access rows and a category.
    organisation: one organisation's own, with an audience and an expiry.
    reference: read by all who are signed in, written by administrators.
    account: a person's own account, or the sign-in context.
    system: the machinery's own (queue, cache, migrations); never about a person of concern.
    log: appended through functions only, never changed.
    access: the guard's own tables (dossier, access, frame, link), written through functions only.
    """

    DOSSIER = "dossier"
    ORGANISATION = "organisation"
    REFERENCE = "reference"
    ACCOUNT = "account"
    SYSTEM = "system"
    LOG = "log"
    ACCESS = "access"


# Tables that other packages bring, each with the class its policies were built for.
THIRD_PARTY: dict[str, TableClass] = {
    "account_emailaddress": TableClass.ACCOUNT,
    "account_emailconfirmation": TableClass.ACCOUNT,
    "mfa_authenticator": TableClass.ACCOUNT,
    "auth_group": TableClass.SYSTEM,
    "auth_group_permissions": TableClass.SYSTEM,
    "auth_permission": TableClass.SYSTEM,
    "django_cache": TableClass.SYSTEM,
    "django_content_type": TableClass.SYSTEM,
    "django_migrations": TableClass.SYSTEM,
    "procrastinate_jobs": TableClass.SYSTEM,
    "procrastinate_events": TableClass.SYSTEM,
    "procrastinate_periodic_defers": TableClass.SYSTEM,
    "procrastinate_workers": TableClass.SYSTEM,
}
