"""Closed lists of an agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tvaers.accounts.enums import Factor


class AgreementKind(models.TextChoices):
    """How an agreement came to be, and what it does to the one before.

    extension: moves the end of the same frame. renewal: a new term on a frame of its own. amendment: changes one in
    force (tillæg), on the same frame.
    """

    FIRST = "first", pgettext_lazy("kind of agreement", "First agreement")
    EXTENSION = "extension", pgettext_lazy("kind of agreement", "Extension")
    RENEWAL = "renewal", pgettext_lazy("kind of agreement", "Renewal")
    AMENDMENT = "amendment", pgettext_lazy("kind of agreement", "Amendment")


class State(models.TextChoices):
    """Where the text of an agreement is in its life; only a signed one can come into force."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    SENT = "sent", pgettext_lazy("agreement", "Sent for signing")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed by all")
    DROPPED = "dropped", pgettext_lazy("agreement", "Given up")


class Stand(models.TextChoices):
    """How an agreement stands on a day: its state, and what its dates make of it."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    SENT = "sent", pgettext_lazy("agreement", "Waits for signatures")
    DROPPED = "dropped", pgettext_lazy("agreement", "Given up")
    COMING = "coming", pgettext_lazy("agreement", "Signed, begins later")
    IN_FORCE = "in-force", pgettext_lazy("agreement", "In force")
    REPLACED = "replaced", pgettext_lazy("agreement", "Followed by another")
    LAPSED = "lapsed", pgettext_lazy("agreement", "Has run out")
    TERMINATED = "terminated", pgettext_lazy("agreement", "Terminated")


class AnnexKind(models.TextChoices):
    """What an annex is (bilag)."""

    PROTOCOL = "protocol", _("Protocol for sharing data")
    DPIA = "dpia", _("Data protection impact assessment (DPIA)")
    OTHER = "other", pgettext_lazy("annex", "Other")


FACTOR_LABELS = {
    Factor.TOTP: _("Code from the telephone"),
    Factor.WEBAUTHN: _("Security key"),
}
