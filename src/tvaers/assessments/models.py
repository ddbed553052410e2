"""The tables of assessments: templates and their versions, about nobody; and what is assessed, behind the case.

No column holds a number about a person, and no answer stands in the database unsealed: there is nothing to add up, to
colour or to sort by (R13).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.assessments.documents import LINE, TITLE
from tvaers.assessments.enums import Form, State, Tool, Verdict, VersionState
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField

SUMMARY = 200


class Template(models.Model):
    """A template that an authority keeps (skabelon), whatever its version.

    audience: the authorities that may take it over; empty until a version is in use. starter: the template of the
    program that it began as, if any.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    form = models.CharField(max_length=12, choices=Form.choices)
    starter = models.CharField(max_length=40, blank=True, default="")
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Words of the closed list alone."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(form__in=Form.values), name="template_of_list")
        ]


class TemplateVersion(models.Model):
    """What a template asks, from the day it is taken into use until the next version is (version).

    document: as assessments.documents reads it. source: where it is from. changed: what is new in it. edition: counts
    how often the draft was saved, so that nobody writes over a colleague.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.CharField(max_length=TITLE)
    summary = models.CharField(max_length=SUMMARY)
    source = models.CharField(max_length=LINE, blank=True, default="")
    document = models.JSONField()
    changed = models.CharField(max_length=LINE, blank=True, default="")
    edition = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered in a row, one draft and one in use at a time; what is said of a version fits its state."""

        constraints: ClassVar = [
            without_numbers("template_without_numbers", "title", "summary", "source", "changed"),
            models.CheckConstraint(
                condition=models.Q(state=VersionState.DRAFT, taken_by=None, taken_at=None, retired_by=None)
                & models.Q(retired_at=None)
                | models.Q(state=VersionState.IN_USE, taken_at__isnull=False, taken_by__isnull=False, retired_by=None)
                & models.Q(retired_at=None)
                | models.Q(state=VersionState.RETIRED, taken_at__isnull=False, retired_at__isnull=False)
                & models.Q(retired_by__isnull=False, taken_by__isnull=False),
                name="template_version_as_its_state",
            ),
            models.UniqueConstraint(fields=["template", "number"], name="template_version_numbered"),
            models.UniqueConstraint(
                fields=["template"], name="template_one_draft", condition=models.Q(state=VersionState.DRAFT)
            ),
            models.UniqueConstraint(
                fields=["template"], name="template_one_in_use", condition=models.Q(state=VersionState.IN_USE)
            ),
        ]


class Assessment(models.Model):
    """One filling of a template about one young person (vurdering), behind their case.

    category: what its sections tell about, together: whoever sees one of them sees that it is there. template_id and
    version_id: what it was made by; what was asked lies in its parts, so that answers stay with their version wherever
    the case is read. title: the template's. about_on: the day it is about. consent_on and consent: who said yes, when
    the template asks for it. expires_on: from that day on it is no longer to be relied on. follows_id: the one that it
    looks at again. second_id: the colleague who is asked to read it.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    template_id = models.UUIDField()
    version_id = models.UUIDField()
    form = models.CharField(max_length=12, choices=Form.choices)
    title = SealedTextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    about_on = models.DateField()
    consent_on = models.DateField(null=True)
    consent = SealedTextField()
    concludes = models.BooleanField()
    needs_consent = models.BooleanField()
    expires_on = models.DateField(null=True)
    is_police_material = models.BooleanField(default=False)
    author_id = models.UUIDField()
    author_organisation_id = models.UUIDField()
    second_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    signed_at = models.DateTimeField(null=True)
    follows_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A conclusion has an end, and an individual log a consent; found by case, drafts by their author."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, signed_at=None)
                | models.Q(
                    models.Q(concludes=False) | models.Q(expires_on__isnull=False),
                    models.Q(needs_consent=False) | models.Q(consent_on__isnull=False),
                    state=State.SIGNED,
                    signed_at__isnull=False,
                ),
                name="assessment_as_its_state",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["author_id"], name="assessment_drafts", condition=models.Q(state=State.DRAFT)),
            models.Index(fields=["second_id"], name="assessment_second", condition=models.Q(state=State.SIGNED)),
        ]


class AssessmentPart(models.Model):
    """One section of an assessment (afsnit): what was asked and what was answered, sealed as one text.

    category: the section's; whoever does not see it does not see the part. place: its order on the page.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    # Behind the same dossier, whoever sees either: no key of the database, which would tell of a hidden row.
    assessment_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    place = models.PositiveSmallIntegerField()
    asked = SealedTextField()
    answers = SealedTextField()
    version = models.PositiveIntegerField(default=1)


class Conclusion(models.Model):
    """What the assessor concludes, in words, and why (konklusion); id is the assessment's. One to each."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    words = SealedTextField()
    reason = SealedTextField()
    version = models.PositiveIntegerField(default=1)


class SecondReading(models.Model):
    """What a second reader says of a conclusion (andenlæsning); a dissent stands beside it for good. Appended."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    assessment_id = models.UUIDField(db_index=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = SealedTextField()
    by = models.UUIDField()
    by_organisation_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())


class Elsewhere(models.Model):
    """That a tool which others own was used elsewhere (foretaget andetsteds): which, when and by whom. Appended.

    Its result stands where it was made, and has no column here.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    tool = models.CharField(max_length=16, choices=Tool.choices)
    named = SealedTextField()
    done_on = models.DateField()
    done_by = SealedTextField()
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField(db_default=Now())
