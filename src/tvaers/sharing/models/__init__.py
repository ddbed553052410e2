"""The guard's own tables. The application role reads them within bounds and writes none of them directly."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing.enums import (
    Corrected,
    DisclosureState,
    DossierKind,
    FrameKind,
    LinkKind,
    May,
    NoticeKind,
    Source,
)
from tvaers.sharing.models.asking import Question, QuestionAnswer, QuestionDisclosure
from tvaers.sharing.models.sending import Approval, ApprovalRule, OnwardNotice, Origin

__all__ = [
    "Access",
    "Approval",
    "ApprovalRule",
    "Correction",
    "Disclosure",
    "Dossier",
    "Frame",
    "FrameBasis",
    "FrameParty",
    "LegalBasis",
    "LegalBasisVersion",
    "Link",
    "Notice",
    "OnwardNotice",
    "Origin",
    "Question",
    "QuestionAnswer",
    "QuestionDisclosure",
    "Restriction",
    "language",
]


def language() -> str:
    """Return in which of the register's two languages the reader reads."""
    return "da" if get_language() == "da" else "en"


_PURPOSES = [(int(purpose), purpose.name) for purpose in Purpose]


class Dossier(models.Model):
    """The unit of access (sag i snæver forstand): one owner organisation, which answers for it (R5, R6).

    It has no parent: where it belongs is a Link, seen only by who sees both ends. erased_at: key and rows are gone.
    The database keeps besides, for its own functions, which transaction opened it.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=DossierKind.choices)
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)


class Frame(models.Model):
    """What disclosures stand on: an agreement, a statute or a consent, in force from one date until another.

    One change of a frame ends all that stands on it, at once. purposes: mask of guard.enums.Purpose.
    owner is null for a statute: it belongs to nobody. dossier_id: only for a consent, which covers one dossier alone.
    categories: mask of guard.enums.Category that a consent lets go along; null where the legal basis alone says it.
    superseded_at: since when it was agreed anew; nothing more is given on it, and what stands on it runs to its end.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=FrameKind.choices)
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    purposes = models.IntegerField()
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    dossier_id = models.UUIDField(null=True)
    in_force_from = models.DateTimeField()
    in_force_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    categories = models.IntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)


class FrameParty(models.Model):
    """An organisation that a frame lets receive. until_at: when it leaves, before the frame ends for the others."""

    table_class: ClassVar = TableClass.ACCESS

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True)

    class Meta:
        """A party once in a frame."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["frame", "organisation"], name="frame_party_once")]


class LegalBasis(models.Model):
    """A legal basis (hjemmel) that a disclosure can stand on; what it says lies in its versions.

    code: stable, such as rpl-115-1. cited_as: by which words, a regular expression, a statute's frame is known to be
    this one; "" for none. meetings: how often a young person can be spoken of on it without consent (R26).
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    code = models.CharField(max_length=20, unique=True)
    place = models.PositiveSmallIntegerField()
    cited_as = models.CharField(max_length=100, blank=True)
    meetings = models.PositiveSmallIntegerField(null=True)


class LegalBasisVersion(models.Model):
    """What a legal basis says from one date until another; never changed once it is in force, but for its end.

    guidance: two lines, what it is for and what it is not for. frame_kinds, sender_kinds, receiver_kinds: sets of
    FrameKind and OrganisationKind. purposes, categories: masks of guard.enums. offence_bound: offences go along only
    where police or probation service stand at one end (R17). unverified: the law is to be confirmed by a lawyer.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    title_da = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    law_da = models.CharField(max_length=160)
    law_en = models.CharField(max_length=160)
    guidance_da = models.CharField(max_length=400)
    guidance_en = models.CharField(max_length=400)
    frame_kinds = ArrayField(models.CharField(max_length=10, choices=FrameKind.choices))
    sender_kinds = ArrayField(models.CharField(max_length=20, choices=OrganisationKind.choices))
    receiver_kinds = ArrayField(models.CharField(max_length=20, choices=OrganisationKind.choices))
    purposes = models.IntegerField()
    categories = models.IntegerField()
    offence_bound = models.BooleanField()
    unverified = models.BooleanField()

    class Meta:
        """Numbered from one; each lasts some time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basis", "number"], name="basis_version_once"),
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gt=models.F("from_at")),
                name="basis_version_lasts",
            ),
        ]

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return str(getattr(self, f"title_{language()}"))

    @property
    def law(self) -> str:
        """The rule, in the reader's language."""
        return str(getattr(self, f"law_{language()}"))

    @property
    def guidance(self) -> list[str]:
        """What it is for and what it is not for, in the reader's language."""
        return str(getattr(self, f"guidance_{language()}")).splitlines()


class FrameBasis(models.Model):
    """A legal basis that a frame carries: what stands on the frame stands on one of these (R1)."""

    table_class: ClassVar = TableClass.ACCESS

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="bases")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A basis once in a frame."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["frame", "basis"], name="frame_basis_once")]


class Access(models.Model):
    """That somebody can see something of a dossier: reader, categories, purpose, frame, from, until.

    reader_id names the organisation, one of its units or one of its members: exactly one of them is let in.
    owner_id repeats the dossier's owner, so that the owner can see who has access without asking twice.
    answered_at: when an offer was accepted, since when it opens something.
    basis: the version of the legal basis in force when it was given; null for the owner's own and for what was given
    before there was a register.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="access")
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("partnerships.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    reader_id = models.UUIDField()
    categories = models.IntegerField()
    may = models.PositiveSmallIntegerField(choices=May.choices)
    purpose = models.IntegerField(choices=_PURPOSES)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, null=True, related_name="access")
    basis = models.ForeignKey(
        LegalBasisVersion, on_delete=models.PROTECT, null=True, related_name="access", db_index=False
    )
    source = models.CharField(max_length=12, choices=Source.choices)
    state = models.CharField(max_length=10, choices=DisclosureState.choices, default=DisclosureState.ACCEPTED)
    granted_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """The policy's key; what a reader can see, newest first; what waits for an answer; what stands on a basis."""

        indexes: ClassVar = [
            models.Index(fields=["dossier", "reader_id"], name="access_dossier_reader"),
            models.Index(fields=["reader_id", "-granted_at"], name="access_reader_granted"),
            models.Index(fields=["reader_id"], name="access_reader_offered", condition=models.Q(state="offered")),
            models.Index(fields=["basis"], name="access_basis", condition=models.Q(basis__isnull=False)),
        ]


class Disclosure(models.Model):
    """Why an offer was necessary, in the giver's words (nødvendighed, R1); id is the access row's id.

    group_id joins what was offered in one go, such as a case and the young person's identity: one answer for all.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    group_id = models.UUIDField(db_index=True)
    necessity = models.BinaryField()


class Restriction(models.Model):
    """That a case is seen by named colleagues alone, and is not there for anybody else of its owner (begrænset sag).

    What belongs to it goes along. reason, ended_reason: in words, sealed; why, and why it was opened again. Whoever
    names others makes a new one, which ends the one before. named: members who were named until it ended; then it is
    theirs alone to read.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField()
    reason = models.BinaryField(default=b"")
    by = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    named = ArrayField(models.UUIDField())
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.BinaryField(default=b"")

    class Meta:
        """One at a time for a dossier; found with those before it."""

        indexes: ClassVar = [models.Index(fields=["dossier_id", "-at"], name="restriction_dossier_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier_id"], condition=models.Q(ended_at=None), name="restriction_once")
        ]


class Link(models.Model):
    """A relation between two dossiers, seen and made only by who can see both ends."""

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    source = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="links_in")
    linked_at = models.DateTimeField(db_default=Now())

    class Meta:
        """A relation once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "source", "target"], name="link_once")]


class Notice(models.Model):
    """That whoever was given something is told what became of it (besked), and acknowledges it (R15, R22).

    Written by the database, one for each reader of what was offered in one go. It says who had shared and when, and
    nothing of whom it was about. dossier_id: what had been shared. about_id: what it tells of, by its kind: the frame
    of a consent taken back, a correction, the case that was closed.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    dossier_id = models.UUIDField(db_index=True)
    about_id = models.UUIDField()
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    reader_id = models.UUIDField()
    unit = models.ForeignKey("partnerships.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.IntegerField(choices=_PURPOSES)
    given_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    told_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "partnerships.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """What an organisation has not read yet is found at once."""

        indexes: ClassVar = [
            models.Index(
                fields=["organisation"], condition=models.Q(acknowledged_at=None), name="sharing_notice_unread"
            )
        ]


class Correction(models.Model):
    """That something which had been shared was wrong, and was corrected or taken out (rettelse, R15, R22).

    Written by the database, and only where somebody elsewhere can have kept it. Seen by who sees what it is about;
    whoever's access has ended sees the notice alone. only_id: the one organisation elsewhere that was shown it.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    dossier_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    what = models.CharField(max_length=10, choices=Corrected.choices)
    object_id = models.UUIDField()
    only_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
