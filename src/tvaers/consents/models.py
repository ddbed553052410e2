"""Consents, each with a frame that ends with it."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.consents.enums import GivenBy, Holders, Parents, Tongue, Way
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField


class Consent(models.Model):
    """A consent to share with one organisation (samtykke): what for, what, until when; taken back at any time.

    holders: where holders of custody consent. young_view: the young person's own view where they alone do; parents,
    parents_words: how they stand to it where the young person alone does, and why, such as suspicion against them (R9).
    way_words: where the signed form lies, or who heard it and where. file_id: the signed form, a file of the dossier.
    withdrawn_…: who took it back, when and how it was said, and who wrote that down.
    """

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
    holders = models.CharField(max_length=8, choices=Holders.choices, blank=True, default="", db_default="")
    young_view = SealedTextField(default=b"", db_default=b"")
    parents = models.CharField(max_length=10, choices=Parents.choices, blank=True, default="", db_default="")
    parents_words = SealedTextField(default=b"", db_default=b"")
    way = models.CharField(max_length=8, choices=Way.choices, blank=True, default="", db_default="")
    way_words = SealedTextField(default=b"", db_default=b"")
    file_id = models.UUIDField(null=True)
    tongue = models.CharField(max_length=8, choices=Tongue.choices, blank=True, default="", db_default="")
    interpreter = models.BooleanField(default=False, db_default=False)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.CharField(max_length=8, choices=GivenBy.choices, blank=True, default="", db_default="")
    withdrawn_way = models.CharField(max_length=8, choices=Way.choices, blank=True, default="", db_default="")
    withdrawn_words = SealedTextField(default=b"", db_default=b"")
    withdrawal_written_by = models.UUIDField(null=True)
