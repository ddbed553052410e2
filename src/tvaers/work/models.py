"""The tables of work: rules for clocks, and the clocks themselves."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.work.enums import ClockKind, Counting


class ClockRule(models.Model):
    """How long an organisation's own clock gives, where it differs from the default (R10)."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    amount = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=12, choices=Counting.choices)

    class Meta:
        """One rule of each kind in an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="clock_rule_once_in_organisation")
        ]


class Clock(models.Model):
    """A clock that runs on a dossier (frist). category: what seeing it tells, as for any row behind a dossier.

    due_at and done_at in UTC; a clock that is done stays, to show that it was kept. owner_id repeats the dossier's
    owner, so that what waits in an organisation is found without a walk through all it sees; the database fills it in.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField()
    category = models.IntegerField()
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    started_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True, editable=False)

    class Meta:
        """Found by dossier; the open ones, of all or of one kind in one organisation, in the order they run out.

        Without the kind in it PostgreSQL reads every clock of that kind there is beside the organisation's own.
        """

        indexes: ClassVar = [
            models.Index(fields=["dossier_id", "kind"], name="clock_dossier_kind"),
            models.Index(fields=["due_at"], name="clock_open_due", condition=models.Q(done_at__isnull=True)),
            models.Index(
                fields=["owner_id", "kind", "due_at"],
                name="clock_owner_open_kind",
                condition=models.Q(done_at__isnull=True),
            ),
        ]
