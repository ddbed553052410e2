"""The tables of the log (R18). Rows are appended by the database's own functions and never changed."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class Ticket(models.Model):
    """That somebody asked, written and committed before anything is looked up (adgangsbillet)."""

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.ordered, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    kind = models.CharField(max_length=10)
    user_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    route = models.CharField(max_length=120)
    method = models.CharField(max_length=10)
    purposes = models.IntegerField()

    class Meta:
        """Found by organisation in the order of time."""

        indexes: ClassVar = [models.Index(fields=["organisation_id", "at"], name="ticket_organisation_at")]


class Outcome(models.Model):
    """How a ticket ended: the answer's status, also when nothing was shown."""

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.ordered, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    ticket_id = models.UUIDField(db_index=True)
    status = models.PositiveSmallIntegerField()


class Seen(models.Model):
    """That an answer showed something of a dossier: who, when, which categories, by which search.

    owner_id is the organisation that answers for the dossier and may read who looked.
    criterion is what was searched for, sealed (R18).
    """

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.ordered, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    ticket_id = models.UUIDField(db_index=True)
    dossier_id = models.UUIDField(null=True)
    owner_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField()
    categories = models.IntegerField()
    criterion = models.BinaryField(null=True)

    class Meta:
        """Found by dossier in the order of time."""

        indexes: ClassVar = [models.Index(fields=["dossier_id", "at"], name="seen_dossier_at")]


class Event(models.Model):
    """That something was done: a verb of an app's actions, to one object, by one actor."""

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.ordered, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    ticket_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    name = models.CharField(max_length=80)
    object_id = models.UUIDField(null=True)
    dossier_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """Found by dossier, and by organisation, in the order of time."""

        indexes: ClassVar = [
            models.Index(fields=["dossier_id", "at"], name="event_dossier_at"),
            models.Index(fields=["organisation_id", "at"], name="event_organisation_at"),
        ]


class AccountEvent(models.Model):
    """That an account was used or tried: signed in, failed, signed out, a factor or password changed.

    Belongs to no organisation, as nobody acts for one yet. user_id is empty when the address is unknown; the
    address itself is never kept.
    """

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.ordered, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    ticket_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    name = models.CharField(max_length=80)

    class Meta:
        """Found by account in the order of time."""

        indexes: ClassVar = [models.Index(fields=["user_id", "at"], name="account_event_user_at")]
