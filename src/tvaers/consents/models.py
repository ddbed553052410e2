"""The table of consents; each carries a frame that ends with it (R8)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.consents.enums import GivenBy
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField


class Consent(models.Model):
    """A consent to share with one organisation (samtykke): what for, what, until when; taken back at any time."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    frame_id = models.UUIDField()
    given_by = models.CharField(max_length=8, choices=GivenBy.choices)
    words = SealedTextField()
    given_on = models.DateField()
    until_date = models.DateField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
