"""Writes: a survey begun, its counts typed, published, taken back, and what is to be done after it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.surveys.access import check_writer, get_for_writing, get_problem_for_writing
from tvaers.surveys.enums import HowAsked, QuestionKind, SurveyState
from tvaers.surveys.models import SafetyProblem, ShownCell, Survey, SurveyCount
from tvaers.surveys.queries import Counts, counts_of, would_be_shown
from tvaers.surveys.rules import LEAST, TooAlikeError, TooFewError, WrongStateError, check_step, missing, usual_end
from tvaers.surveys.words import NEWEST, QUESTIONNAIRES


class ChangedMeanwhileError(Exception):
    """A colleague has saved the draft since it was shown."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a survey is: where, when and how people were asked; summary: of the free lines, in one's own words."""

    title: str
    area_id: UUID
    from_date: date
    until_date: date
    how: HowAsked
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was counted: how many were asked and have answered, and question → choice → number."""

    asked: int
    answered: int
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who reads a survey too, until when it is kept, and when it is asked again."""

    audience: Collection[UUID]
    until: date
    remeasure_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What is to be done, where, by which organisation and until when."""

    what: str
    spot: str
    responsible: UUID
    due_on: date


def _through(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=clock.COPENHAGEN)


def begin(*, by: Actor, told: Told, form: UUID | None = None) -> UUID:
    """Begin a survey as a draft; return its id. form: sent twice, it begins one. Raises PermissionDenied."""
    check_writer(by)
    survey = ids.of_form(form, "survey", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(survey.bytes)
        if Survey.objects.filter(id=survey).exists():
            return survey
        Survey.objects.create(
            id=survey,
            owner_id=by.organisation.id,
            questionnaire=NEWEST.code,
            version=NEWEST.version,
            begun_by=by.id,
            written_by=by.id,
            expires_at=_through(usual_end(clock.today())),
            **asdict(told),
        )
        record("surveys.begun", object_id=survey)
    return survey


def _draft(by: Actor, survey: UUID) -> Survey:
    row = get_for_writing(actor=by, id=survey, lock=True)
    if row.state != SurveyState.DRAFT:
        raise WrongStateError
    return row


def save(*, by: Actor, survey: UUID, told: Told, edition: int) -> None:
    """Save what a draft is. edition: of what was shown.

    Raises Http404, PermissionDenied, WrongStateError; ChangedMeanwhileError when a colleague has saved meanwhile.
    """
    with transaction.atomic():
        row = _draft(by, survey)
        said = asdict(told)
        # Sent twice, it is saved once.
        if all(getattr(row, name) == value for name, value in said.items()):
            return
        _write(by, row, edition, said)
        record("surveys.saved", object_id=survey)


def _write(by: Actor, row: Survey, edition: int, said: Mapping[str, object]) -> None:
    if row.edition != edition:
        raise ChangedMeanwhileError
    Survey.objects.filter(id=row.id).update(edition=F("edition") + 1, written_by=by.id, written_at=Now(), **said)


def type_counts(*, by: Actor, survey: UUID, counted: Counted, edition: int) -> None:
    """Write what was counted, in place of what was typed before.

    Raises as `save`, and ValueError for numbers that do not fit each other: the form has said so before.
    """
    with transaction.atomic():
        row = _draft(by, survey)
        _check(row, counted)
        same = (row.asked, row.answered) == (counted.asked, counted.answered)
        if same and counts_of(survey) == counted.counts:
            return
        _write(by, row, edition, {"asked": counted.asked, "answered": counted.answered})
        SurveyCount.objects.filter(survey_id=survey).delete()
        SurveyCount.objects.bulk_create(
            SurveyCount(owner_id=by.organisation.id, survey_id=survey, question=question, choice=choice, number=number)
            for question, numbers in counted.counts.items()
            for choice, number in numbers.items()
        )
        record("surveys.counted", object_id=survey)


def _check(row: Survey, counted: Counted) -> None:
    """Raise ValueError for counts that cannot be: of other questions, above all sheets, or with a wrong sum."""
    questions = {each.code: each for each in QUESTIONNAIRES[row.questionnaire, row.version].questions}
    for code, numbers in counted.counts.items():
        question = questions[code]
        is_wrong = question.kind is QuestionKind.ONE and missing(question, numbers, answered=counted.answered)
        if is_wrong or set(numbers) != set(question.cells) or max(numbers.values()) > counted.answered:
            raise ValueError(code)


def publish(*, by: Actor, survey: UUID, reach: Reach, edition: int) -> None:
    """Publish a survey to authorities: what is shown of its counts is worked out now, and stays so (R28).

    Raises as `save`, TooFewError when fewer have answered than can be told of, or nothing is counted, and TooAlikeError
    when one of the same days was published with almost as many.
    """
    with transaction.atomic():
        row = get_for_writing(actor=by, id=survey, lock=True)
        check_step(SurveyState(row.state), SurveyState.PUBLISHED)
        if row.edition != edition:
            raise ChangedMeanwhileError
        counts = counts_of(survey)
        if not counts or row.answered is None or row.answered < LEAST:
            raise TooFewError
        if _is_told_by_subtraction(row, row.answered):
            raise TooAlikeError
        shown = would_be_shown(QUESTIONNAIRES[row.questionnaire, row.version], counts, answered=row.answered)
        ShownCell.objects.bulk_create(
            ShownCell(
                owner_id=by.organisation.id,
                survey_id=survey,
                question=question,
                choice=choice,
                kind=cell.kind,
                number=cell.number,
            )
            for question, cells in shown.items()
            for choice, cell in cells.items()
        )
        said = {"state": SurveyState.PUBLISHED, "published_by": by.id, "published_at": Now()}
        Survey.objects.filter(id=survey).update(**said, **_reaching(by, reach))
        record("surveys.published", object_id=survey)


def _is_told_by_subtraction(row: Survey, answered: int) -> bool:
    """Tell whether the same was published before with fewer than `LEAST` sheets more or less (R28)."""
    same = {
        "owner_id": row.owner_id,
        "area_id": row.area_id,
        "questionnaire": row.questionnaire,
        "version": row.version,
    }
    before = Survey.objects.filter(**same, from_date__lte=row.until_date, until_date__gte=row.from_date)
    numbers = before.exclude(id=row.id).exclude(published_at=None).values_list("answered", flat=True)
    return any(number is not None and 0 < abs(number - answered) < LEAST for number in numbers)


def _reaching(by: Actor, reach: Reach) -> dict[str, object]:
    return {
        "audience": sorted(set(reach.audience) - {by.organisation.id}),
        "expires_at": _through(reach.until),
        "remeasure_on": reach.remeasure_on,
    }


def arrange(*, by: Actor, survey: UUID, reach: Reach) -> None:
    """Change who reads what is published, when it goes (only sooner) and when it is asked again. Raises as `save`."""
    with transaction.atomic():
        row = get_for_writing(actor=by, id=survey, lock=True)
        if row.state != SurveyState.PUBLISHED:
            raise WrongStateError
        said = _reaching(by, reach)
        if any(getattr(row, name) != value for name, value in said.items()):
            Survey.objects.filter(id=survey).update(**said)
            record("surveys.arranged", object_id=survey)


def end(*, by: Actor, survey: UUID) -> None:
    """Take a published survey back: others no longer read it. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        row = get_for_writing(actor=by, id=survey, lock=True)
        if row.state == SurveyState.ENDED:
            return
        check_step(SurveyState(row.state), SurveyState.ENDED)
        Survey.objects.filter(id=survey).update(state=SurveyState.ENDED, ended_by=by.id, ended_at=Now())
        record("surveys.ended", object_id=survey)


def drop(*, by: Actor, survey: UUID) -> None:
    """Drop a draft with what was counted. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        _draft(by, survey)
        Survey.objects.filter(id=survey).delete()
        record("surveys.dropped", object_id=survey)


def add_problem(*, by: Actor, survey: UUID, remedy: Remedy, form: UUID | None = None) -> UUID:
    """Write down what is to be done after a published survey; return its id. Raises as `end`.

    The database refuses an organisation that does not read the survey.
    """
    problem = ids.of_form(form, survey, by.id) if form else ids.opaque()
    with transaction.atomic():
        row = get_for_writing(actor=by, id=survey, lock=True)
        take_turn(problem.bytes)
        if SafetyProblem.objects.filter(id=problem).exists():
            return problem
        if row.state != SurveyState.PUBLISHED:
            raise WrongStateError
        SafetyProblem.objects.create(
            id=problem,
            owner_id=by.organisation.id,
            survey_id=survey,
            what=remedy.what,
            spot=remedy.spot,
            responsible_id=remedy.responsible,
            due_on=remedy.due_on,
            by_id=by.id,
        )
        record("surveys.problem_added", object_id=survey)
    return problem


def say_done(*, by: Actor, problem: UUID, words: str, on: date) -> UUID:
    """Say what was done about a problem; return its survey. Said once; more is another problem.

    Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        row = _open_problem(by, problem)
        changed = SafetyProblem.objects.filter(id=problem, done_on=None)
        if changed.update(done_on=on, done_words=words, done_by=by.id):
            record("surveys.problem_done", object_id=row.survey_id)
    return row.survey_id


def _open_problem(by: Actor, problem: UUID) -> SafetyProblem:
    """Return what is to be done; what was taken back is not changed at all."""
    row = get_problem_for_writing(actor=by, id=problem)
    if row.survey.state != SurveyState.PUBLISHED:
        raise WrongStateError
    return row


def take_out_problem(*, by: Actor, problem: UUID) -> UUID:
    """Take out a problem that was written by mistake; return its survey. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        row = _open_problem(by, problem)
        SafetyProblem.objects.filter(id=problem).delete()
        record("surveys.problem_taken_out", object_id=row.survey_id)
    return row.survey_id


def erase_ended(*, now: datetime) -> int:
    """Erase the job's organisation's surveys whose day has come, with all that hangs on them; return how many."""
    before: datetime = now - timedelta(seconds=1)
    number, _by_model = Survey.objects.filter(expires_at__lt=before).delete()
    if number:
        record("surveys.outlived", detail={"number": number})
    return number
