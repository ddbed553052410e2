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
    DisclosureState,
    DossierKind,
    FrameKind,
    LinkKind,
    May,
    QuestionOutcome,
    Source,
)


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
    this one; "" for none.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    code = models.CharField(max_length=20, unique=True)
    place = models.PositiveSmallIntegerField()
    cited_as = models.CharField(max_length=100, blank=True)


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
    basis = models.ForeignKey(LegalBasisVersion, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())


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


class Question(models.Model):
    """That somebody in another organisation was asked about a young person (spørgsmål, R5); id is its dossier's id.

    who: who is meant, as the asker typed it. wanted: what is asked. Why stands with its disclosure. permitted: on which
    basis, in the asker's view, the one asked may answer (forvaltningsloven § 31); null where the asker is not sure.
    helps_by: by when an answer would help; never a deadline (R2). A link (asked) leads to the asker's own dossier.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    who = models.BinaryField()
    wanted = models.BinaryField()
    permitted = models.ForeignKey(
        LegalBasisVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    helps_by = models.DateField(null=True)
    asked_member_id = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())


class QuestionAnswer(models.Model):
    """How a question was answered (svar); id is the question's id. Written by functions alone.

    The asker sees it from told_at: an answer at once, a decline on the next day, whatever hour and whatever reason, so
    that no haste tells what is known. words: what is not answered, in the answerer's words.
    """

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    outcome = models.CharField(max_length=10, choices=QuestionOutcome.choices)
    words = models.BinaryField()
    organisation_id = models.UUIDField()
    told_at = models.DateTimeField()


class QuestionDisclosure(models.Model):
    """What was disclosed in answer to a question: group_id is its disclosure's. Written by functions alone."""

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    group_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
