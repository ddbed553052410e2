"""A notice is a dossier of its own: it leads to nothing else that its giver has about the same person."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.notices.enums import NoticeKind
from tvaers.sharing.sealing import SealedTextField


class HousingNotice(models.Model):
    """What a housing organisation is told of a resident (boligunderretning); id is its own dossier's id.

    effort: the safety effort that is under way where the resident lives (§ 63 d). Never changed: what was wrong is
    withdrawn, and told anew. erase_on: the day after its last.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    name = SealedTextField()
    address = SealedTextField()
    effort = SealedTextField()
    to_organisation_id = models.UUIDField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    erase_on = models.DateField(db_index=True)
    form_id = models.UUIDField(null=True)


class NoticeDecision(models.Model):
    """The decision that the police tell of (afgørelse): a category of its own, as every offence (R17)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    words = SealedTextField()
    decided_on = models.DateField()
    written_by = models.UUIDField()
