"""The tables of the surveys: counts of answers, what is shown of them, and what is done about it. No answer sheet."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from tvaers.areas.models import Area
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.surveys.enums import CellKind, HowAsked, SurveyState

# The longest of each, in characters.
TITLE, SUMMARY, LINE, CODE = 90, 1000, 200, 20
# A shown number is that of a group (tvaers.surveys.rules.LEAST).
LEAST_SHOWN = 5


class Survey(models.Model):
    """A measuring of how safe people feel in an area (tryghedsundersøgelse).

    audience: the authorities that read it once it is published. questionnaire, version: what was asked
    (`surveys.words`). asked, answered: how many people. summary: what the free lines say, in the municipality's own
    words. edition: counts how often the draft was saved, so that nobody writes over a colleague. remeasure_on: when it
    is asked again. expires_at: then it goes, with its counts.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT)
    questionnaire = models.CharField(max_length=CODE)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField()
    how = models.CharField(max_length=6, choices=HowAsked.choices)
    asked = models.PositiveIntegerField(null=True)
    answered = models.PositiveIntegerField(null=True)
    summary = models.CharField(max_length=SUMMARY, blank=True, default="")
    remeasure_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """Numbers that fit each other, words of the closed lists, and what is said fits the state."""

        constraints: ClassVar = [
            without_numbers("survey_without_numbers", "title", "summary"),
            models.CheckConstraint(condition=Q(how__in=HowAsked.values), name="survey_of_lists"),
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="survey_days_in_order"),
            models.CheckConstraint(
                condition=Q(asked=None, answered=None)
                | Q(asked__isnull=False, answered__isnull=False, asked__gte=F("answered"), asked__gt=0),
                name="survey_answered",
            ),
            models.CheckConstraint(
                condition=Q(state=SurveyState.DRAFT, published_by=None, published_at=None, ended_by=None, audience=[])
                & Q(ended_at=None)
                | Q(state=SurveyState.PUBLISHED, published_by__isnull=False, published_at__isnull=False, ended_by=None)
                & Q(ended_at=None, answered__isnull=False, answered__gte=LEAST_SHOWN)
                | Q(state=SurveyState.ENDED, published_by__isnull=False, published_at__isnull=False)
                & Q(ended_by__isnull=False, ended_at__isnull=False),
                name="survey_as_its_state",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-until_date"], name="survey_newest")]


class SurveyCount(models.Model):
    """How many chose an answer (optalt svar), as it was typed: the owner's alone, also when it is published."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    # The database erases it with its survey (migration 0002).
    survey = models.ForeignKey(Survey, on_delete=models.DO_NOTHING, db_constraint=False, related_name="counts")
    question = models.CharField(max_length=CODE)
    choice = models.CharField(max_length=CODE)
    number = models.PositiveIntegerField()

    class Meta:
        """One number for each answer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "question", "choice"], name="survey_count_once")
        ]


class ShownCell(models.Model):
    """What is shown of a number (vist celle), as it was worked out when the survey was published (R28).

    number: None for what is hidden, and for what kind of reason.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    # The database erases it with its survey (migration 0002).
    survey = models.ForeignKey(Survey, on_delete=models.DO_NOTHING, db_constraint=False, related_name="cells")
    question = models.CharField(max_length=CODE)
    choice = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=10, choices=CellKind.choices)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        """A number is shown or not, and none that is somebody's."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "question", "choice"], name="shown_cell_once"),
            models.CheckConstraint(
                condition=Q(kind=CellKind.SHOWN, number__isnull=False, number__gte=LEAST_SHOWN)
                | Q(kind__in=[each for each in CellKind.values if each != CellKind.SHOWN], number=None),
                name="shown_cell_of_a_group",
            ),
        ]


class SafetyProblem(models.Model):
    """What is to be done after a survey (problempunkt), where, by which organisation of its readers, and by when.

    done_on, done_words, done_by: when and how it was done, as the survey's owner says it.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    # The database erases it with its survey (migration 0002).
    survey = models.ForeignKey(Survey, on_delete=models.DO_NOTHING, db_constraint=False, related_name="problems")
    what = models.CharField(max_length=LINE)
    spot = models.CharField(max_length=LINE)
    responsible_id = models.UUIDField()
    due_on = models.DateField()
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    done_on = models.DateField(null=True)
    done_words = models.CharField(max_length=LINE, blank=True, default="")
    done_by = models.UUIDField(null=True)

    class Meta:
        """No numbers of persons; done with words, by somebody."""

        constraints: ClassVar = [
            without_numbers("safety_problem_without_numbers", "what", "spot", "done_words"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_words="", done_by=None)
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_words=""),
                name="safety_problem_done_with_words",
            ),
        ]
