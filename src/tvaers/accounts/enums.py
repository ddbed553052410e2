"""Closed lists of accounts."""

from enum import StrEnum


class Factor(StrEnum):
    """A second factor that proves who asks (anden faktor). A recovery code lets somebody in and proves no more."""

    TOTP = "totp"
    WEBAUTHN = "webauthn"
