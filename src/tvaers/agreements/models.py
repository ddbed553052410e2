"""The tables of agreements. They hold organisations, dates and themes; never a person of concern."""

from typing import ClassVar

from django.db import models

from tvaers.agreements.enums import AgreementKind
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class Agreement(models.Model):
    """One agreement in a chain (partnerskabsaftale). is_invented: made up for a demonstration, and shown so.

    until_date null: as far as public sources tell, no end was set. frame_id: what disclosures stand on, if any do.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=AgreementKind.choices)
    title = models.CharField(max_length=200)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="next")
    signed_text = models.CharField(max_length=60)
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    purpose = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_invented = models.BooleanField(default=False)
    frame_id = models.UUIDField(null=True)


class AgreementParty(models.Model):
    """A party to an agreement. signatory: the office that signs, not a person's name."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(max_length=120, blank=True)


class AgreementTheme(models.Model):
    """What the parties work on together; is_added marks what this agreement adds to the one before."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="themes")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    is_added = models.BooleanField(default=False)
