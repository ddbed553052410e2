"""The tables of what happens before something is sent, and after: approval, where it came from, passing on."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.partnerships.enums import OrganisationKind


class ApprovalRule(models.Model):
    """Which disclosures of an organisation a second pair of eyes sees before they are sent (godkendelse).

    Those to an organisation of one of receiver_kinds, and those of one of categories, a mask of guard.enums.Category.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner = models.OneToOneField("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    receiver_kinds = ArrayField(models.CharField(max_length=20, choices=OrganisationKind.choices))
    categories = models.IntegerField()


class Approval(models.Model):
    """What a leader said of a disclosure that was drafted; id is its group's. Written by functions alone.

    is_approved: it was sent. words: why it was not, sealed with the key of dossier_id, which is the first of the group.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    is_approved = models.BooleanField()
    words = models.BinaryField()
    by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Origin(models.Model):
    """Where an own dossier came from (oprindelse, R3): what another organisation gave became it, or a part of it.

    It follows the dossier to every reader, and stays when what was given is erased. origin_id: the dossier given.
    purpose: what it was given for, 0 where nobody knows. Written by a trigger on links alone.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    origin_id = models.UUIDField()
    purpose = models.IntegerField()
    at = models.DateTimeField(db_default=Now())


class OnwardNotice(models.Model):
    """That what an organisation had given was offered to a third (besked om videregivelse): by whom, to whom, on what.

    dossier_id: what it had given. Nothing of the content. Written by a trigger on access alone.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    by_organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    basis = models.ForeignKey("sharing.LegalBasisVersion", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
