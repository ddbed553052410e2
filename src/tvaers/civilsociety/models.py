"""A volunteer is a person, and so a dossier of its own, which its organisation shares with nobody."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.civilsociety.enums import VolunteerState
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField


class Volunteer(models.Model):
    """Somebody who helps an organisation without being employed (frivillig); id is its own dossier's id.

    tasks: what they do, in words. contact_id: the colleague whom they turn to. with_children: whether there is direct
    and lasting contact with children under 15, why_children why; without it nothing of a certificate is kept. Of the
    certificate (børneattest) there are days alone, never what it said. erase_on: the day on which the row and its key
    go. version: counts the changes.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=6, choices=VolunteerState.choices)
    name = SealedTextField()
    reach = SealedTextField()
    tasks = SealedTextField()
    note = SealedTextField()
    contact_id = models.UUIDField()
    begins_on = models.DateField()
    agreed_on = models.DateField(null=True)
    confidential_on = models.DateField(null=True)
    with_children = models.BooleanField()
    why_children = SealedTextField()
    consented_on = models.DateField(null=True)
    ordered_on = models.DateField(null=True)
    assessed_on = models.DateField(null=True)
    assessed_by = models.UUIDField(null=True)
    deleted_on = models.DateField(null=True)
    review_on = models.DateField(db_index=True)
    ended_on = models.DateField(null=True)
    erase_on = models.DateField(db_index=True)
    version = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    form_id = models.UUIDField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds of it, whoever writes."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="volunteer_active_with_papers",
                condition=(
                    models.Q(state="asked", ended_on=None)
                    | models.Q(state="active", agreed_on__isnull=False, confidential_on__isnull=False, ended_on=None)
                    | models.Q(state="ended", ended_on__isnull=False)
                ),
            ),
            # Each step of a certificate comes after the one before; without contact with children there is none.
            models.CheckConstraint(
                name="volunteer_certificate_in_steps",
                condition=(
                    models.Q(with_children=True)
                    | models.Q(consented_on=None, ordered_on=None, assessed_on=None, deleted_on=None)
                )
                & (models.Q(ordered_on=None) | models.Q(ordered_on__gte=models.F("consented_on")))
                & (models.Q(assessed_on=None) | models.Q(assessed_on__gte=models.F("ordered_on")))
                & (models.Q(deleted_on=None) | models.Q(deleted_on__gte=models.F("assessed_on")))
                & (models.Q(ordered_on=None) | models.Q(consented_on__isnull=False))
                & (models.Q(assessed_on=None) | models.Q(ordered_on__isnull=False))
                & (models.Q(deleted_on=None) | models.Q(assessed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="volunteer_assessed_by_somebody",
                condition=models.Q(assessed_on=None, assessed_by=None)
                | models.Q(assessed_on__isnull=False, assessed_by__isnull=False),
            ),
        ]


class Training(models.Model):
    """What a volunteer has learned, and on which day (oplæring)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    what = SealedTextField()
    held_on = models.DateField()
    written_by = models.UUIDField()
