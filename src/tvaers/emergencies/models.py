"""The tables of emergency look-ups, written by the database's functions alone."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.emergencies.enums import Danger, Verdict
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField


class EmergencyLookup(models.Model):
    """That somebody looked one person up in danger (nødopslag), found or not, and how that was judged.

    organisation, member: who looked. owner, dossier_id: whose dossier was opened; none when nobody was found.
    until_at: when what it opened closes. reason and words, the reviewer's, are sealed with the key of that dossier, and
    where nobody was found with that of the log of who looked (`emergencies.sealing`). reviewer: the organisation that
    judges. restored_at: when a leader gave back the right that the judgement had ended.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    form_id = models.UUIDField()
    danger = models.CharField(max_length=10, choices=Danger.choices)
    reason = SealedTextField(null=True)
    at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField(null=True)
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    dossier_id = models.UUIDField(null=True, db_index=True)
    reviewer = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    review_by = models.DateField()
    verdict = models.CharField(max_length=14, choices=Verdict.choices, blank=True, db_default="")
    words = SealedTextField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    restored_at = models.DateTimeField(null=True)
    restored_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A form once; found by whose they are, newest first."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "form_id"], name="emergency_form_once")]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="emergency_organisation_at")]


class EmergencyAlarm(models.Model):
    """That an organisation's emergency look-ups became many beside what its members asked for (nødopslagsalarm).

    lookups, accesses: in the thirty days before. Written by a nightly job's function alone; it tells of nobody.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    lookups = models.PositiveIntegerField()
    accesses = models.PositiveIntegerField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
