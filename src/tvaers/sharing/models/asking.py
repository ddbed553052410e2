"""The tables of questions to another organisation (R5)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.enums import QuestionOutcome


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
        "sharing.LegalBasisVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
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
    #: What it will answer, once it is approved and sent; empty when it has been.
    waiting = models.CharField(max_length=10, choices=QuestionOutcome.choices, default="", db_default="", blank=True)
