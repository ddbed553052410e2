"""The two notices that almenboligloven knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is (boligunderretning).

    decision: the police tell of a decision against a resident (§ 63 d). address: one housing organisation tells another
    the name and the address of somebody (§ 63 e).
    """

    DECISION = "decision", _("A decision against a resident")
    ADDRESS = "address", _("Name and address of a resident")
