"""Reads: the surveys that somebody sees, one with what is shown of it, and what is to be done after it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.http import Http404

from tvaers.foundation.compiled import Compiled
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.surveys.enums import CellKind, SurveyState
from tvaers.surveys.models import SafetyProblem, ShownCell, Survey, SurveyCount
from tvaers.surveys.rules import READERS, Cell, shown
from tvaers.surveys.words import QUESTIONNAIRES, Questionnaire

# More stand on no page.
MOST = 100
Counts = dict[str, dict[str, int]]
Cells = dict[str, dict[str, Cell]]

_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_LINE = (
    *("id", "owner_id", "state", "title", "area_id", "from_date", "until_date", "how", "asked", "answered"),
    *("questionnaire", "version", "remeasure_on"),
)


def _lines(rows: QuerySet[Survey]) -> list[dict[str, Any]]:
    named = rows.annotate(owner=Subquery(_OWNER.values("name")[:1]), area_name=F("area__name"))
    return [dict(row) for row in named.order_by("-until_date", "-id").values(*_LINE, "owner", "area_name")[:MOST]]


def every() -> list[dict[str, Any]]:
    """Return the surveys that the asker sees, the last asked first.

    Each: id, owner_id, owner, state, title, area_id, area_name, from_date, until_date, how, asked, answered,
    questionnaire, version, remeasure_on.
    """
    return _lines(Survey.objects.all())


def published_in(areas: Collection[UUID]) -> list[dict[str, Any]]:
    """Return what is published of areas, as `every`."""
    return _lines(Survey.objects.filter(area_id__in=list(areas), state=SurveyState.PUBLISHED))


def comparable(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the other published surveys of the same area that asked the same, as `every`."""
    same = {name: row[name] for name in ("area_id", "questionnaire", "version")}
    return _lines(Survey.objects.filter(state=SurveyState.PUBLISHED, **same).exclude(id=row["id"]))


def one(*, actor: Actor, survey: UUID) -> dict[str, Any]:
    """Return a survey: as `every`, with audience, summary, edition, when and by whom it was published and taken back.

    Also is_own, expires_at. Raises Http404 for one that the asker does not see.
    """
    names = {
        f"{name}_name": Subquery(Membership.objects.filter(id=OuterRef(f"{name}_by")).values("name")[:1])
        for name in ("written", "published", "ended")
    }
    rows = Survey.objects.filter(id=survey).annotate(
        owner=Subquery(_OWNER.values("name")[:1]), area_name=F("area__name"), **names
    )
    more = ("audience", "summary", "edition", "written_at", "published_at", "ended_at", "expires_at")
    row = rows.values(*_LINE, "owner", "area_name", *more, *names).first()
    if row is None:
        raise Http404
    return dict(row) | {"is_own": row["owner_id"] == actor.organisation.id}


def asked_in(row: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that a survey asked."""
    return QUESTIONNAIRES[row["questionnaire"], row["version"]]


def counts_of(survey: UUID) -> Counts:
    """Return the numbers that were typed, question → choice → number; empty for all but the owner's writers."""
    found: Counts = {}
    rows = SurveyCount.objects.filter(survey_id=survey).order_by("question", "choice")
    for question, choice, number in rows.values_list("question", "choice", "number"):
        found.setdefault(question, {})[choice] = number
    return found


def would_be_shown(questionnaire: Questionnaire, counts: Counts, *, answered: int) -> Cells:
    """Return what is shown of counts, question → choice → cell; nothing of a question that was not counted."""
    return {
        each.code: shown(each, counts[each.code], answered=answered)
        for each in questionnaire.questions
        if each.code in counts
    }


def cells_of(*surveys: UUID) -> dict[UUID, Cells]:
    """Return what is shown of published surveys: survey → question → choice → cell."""
    found: dict[UUID, Cells] = {survey: {} for survey in surveys}
    rows = ShownCell.objects.filter(survey_id__in=surveys).order_by("question", "choice")
    for survey, question, choice, kind, number in rows.values_list("survey_id", "question", "choice", "kind", "number"):
        found[survey].setdefault(question, {})[choice] = Cell(CellKind(kind), number)
    return found


def problems(*, survey: UUID) -> list[dict[str, Any]]:
    """Return what is to be done after a survey, what is open first, by its day.

    Each: id, what, spot, responsible (name), due_on, done_on, done_words, done_by_name.
    """
    rows = SafetyProblem.objects.filter(survey_id=survey).annotate(
        responsible=Subquery(Organisation.objects.filter(id=OuterRef("responsible_id")).values("name")[:1]),
        done_by_name=Subquery(Membership.objects.filter(id=OuterRef("done_by")).values("name")[:1]),
    )
    columns = ("id", "what", "spot", "responsible", "due_on", "done_on", "done_words", "done_by_name")
    ordered = rows.order_by(F("done_on").asc(nulls_first=True), "due_on", "id").values(*columns)
    return [dict(row) for row in ordered[:MOST]]


def readers(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the other authorities that a survey can be published to: id, name, kind."""
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).exclude(id=actor.organisation.id)
    return [dict(row) for row in rows.order_by("kind", "name").values("id", "name", "kind")]


def names_of(organisations: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of organisations by id, in their order of the alphabet."""
    rows = Organisation.objects.filter(id__in=list(organisations)).order_by("name")
    return dict(rows.values_list("id", "name"))


def waiting_for(*, actor: Actor, until: date) -> list[dict[str, Any]]:
    """Return what waits after surveys by a day, in one statement.

    What the actor's organisation is to do ("problem"), and its own published surveys that are due to be asked again
    ("again"), not where a newer one has begun. Each: kind, survey, area, due, what, about.
    """
    rows = _WAITING(here=actor.organisation.id, until=until)
    found = [dict(zip(("kind", "survey", "area", "due", "what", "about"), row, strict=True)) for row in rows]
    return sorted(found, key=lambda row: (row["due"], row["survey"]))


def _waiting(*, here: UUID, until: date) -> QuerySet[Any, tuple[Any, ...]]:
    newer = Survey.objects.filter(
        owner_id=OuterRef("owner_id"),
        area_id=OuterRef("area_id"),
        questionnaire=OuterRef("questionnaire"),
        begun_at__gt=OuterRef("published_at"),
    )
    again = Survey.objects.filter(
        ~Exists(newer), owner_id=here, state=SurveyState.PUBLISHED, remeasure_on__lte=until
    ).values_list(Value("again", CharField()), "id", "area_id", "remeasure_on", "area__name", "title")
    problems = SafetyProblem.objects.filter(
        responsible_id=here, done_on=None, due_on__lte=until, survey__state=SurveyState.PUBLISHED
    ).values_list(Value("problem", CharField()), "survey_id", "survey__area_id", "due_on", "what", "spot")
    return again.order_by().union(problems.order_by(), all=True)


_WAITING = Compiled(_waiting)
