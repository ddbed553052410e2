"""The tables of agreements. They hold organisations, dates and themes; never a person of concern."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.agreements.enums import FACTOR_LABELS, AgreementKind, AnnexKind, State
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class Agreement(models.Model):
    """One agreement in a chain (partnerskabsaftale). is_invented: made up for a demonstration, and shown so.

    until_date null: as far as public sources tell, no end was set. frame_id: what disclosures stand on, if any do.
    purposes: mask of guard.enums.Purpose, what may be shared for. owner: who drafted it; null for what was written down
    afterwards. sending counts how often it was sent; content_hash is SHA-256 of what was sent, signed by each party.
    bases: the legal bases that it carries for its purposes, as the register had them when it was sent (code; title and
    law in both languages); null in a draft, and for what was sent before they were kept.
    ended_on: the last day, when it was terminated. version grows with each change of the draft. What is written past
    the program is what others have signed, so that is the database's default; the program writes drafts alone.
    """

    table_class: ClassVar = TableClass.ORGANISATION

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
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_default=State.SIGNED)
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    purposes = models.IntegerField(default=0, db_default=0)
    sending = models.PositiveSmallIntegerField(default=0, db_default=0)
    content_hash = models.BinaryField(max_length=32, null=True)
    bases = models.JSONField(null=True)
    sent_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    returned_why = models.CharField(max_length=500, blank=True, default="", db_default="")
    drafted_at = models.DateTimeField(db_default=Now())
    version = models.IntegerField(default=1, db_default=1)


class AgreementParty(models.Model):
    """A party to an agreement. signatory: the office that signs, not a person's name. left_on: its last day as one.

    name: what the organisation was called when the text was sent; empty in a draft.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(max_length=120, blank=True)
    left_on = models.DateField(null=True)
    name = models.CharField(max_length=120, blank=True, default="", db_default="")


class AgreementTheme(models.Model):
    """What the parties work on together; is_added marks what this agreement adds to the one before.

    origin: the theme of the agreement before that goes on in it.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="themes")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    is_added = models.BooleanField(default=False)
    origin = models.UUIDField(null=True)


class AgreementAction(models.Model):
    """Something the parties do under a theme (handling): who answers for it, what it shall reach, by when."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="actions")
    theme = models.ForeignKey(AgreementTheme, on_delete=models.CASCADE, related_name="actions")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    responsible = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    target = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)


class AgreementIndicator(models.Model):
    """By what the parties see whether a theme gets on (indikator): what is looked at, how, what it should become."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="indicators")
    theme = models.ForeignKey(AgreementTheme, on_delete=models.CASCADE, related_name="indicators")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)


class AgreementInitiative(models.Model):
    """What a party does under a theme while the agreement lasts (indsats): on which budget line, and what came of it.

    No part of the text that is signed: each party writes its own. result: in words.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="initiatives")
    # The database refuses; a draft's theme, which alone can go, has none.
    theme = models.ForeignKey(AgreementTheme, on_delete=models.DO_NOTHING, related_name="initiatives")
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    budget = models.CharField(max_length=200, blank=True)
    result = models.TextField(blank=True)
    begun_at = models.DateTimeField(db_default=Now())
    version = models.IntegerField(default=1, db_default=1)


class AgreementAnnex(models.Model):
    """What is signed with the agreement (bilag), such as the protocol for sharing data (R24): a text, or a file.

    file: one of a party's, made anew, and then text is empty; digest: the SHA-256 of its content in hexadecimal.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="annexes")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AnnexKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    # The database lets nobody remove a file that is an annex.
    file = models.ForeignKey("files.OrganisationFile", on_delete=models.DO_NOTHING, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        """A file has its fingerprint, and nothing else has one."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file=None, digest="") | models.Q(file__isnull=False, digest__regex="^[0-9a-f]{64}$"),
                name="annex_file_with_digest",
            )
        ]


class AgreementSignature(models.Model):
    """That a party signed what was sent (underskrift): who, when, with what factor, and the hash of the text.

    Written by the database's function alone and never changed. sending: which sending of the text it belongs to; when
    a text is taken back, its signatures stay readable and count no longer.
    """

    table_class: ClassVar = TableClass.LOG

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    sending = models.PositiveSmallIntegerField()
    content_hash = models.BinaryField(max_length=32)
    factor = models.CharField(max_length=10, choices=[(str(each), label) for each, label in FACTOR_LABELS.items()])
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Each party once for each text."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "sending", "organisation"], name="signed_once_by_party")
        ]
