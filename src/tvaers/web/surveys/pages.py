"""Reading surveys: the list, one with what is shown of it and what is done after it, and two side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.surveys import queries, wording
from tvaers.surveys.access import may_write
from tvaers.surveys.enums import HowAsked, SurveyState
from tvaers.surveys.queries import Cells
from tvaers.surveys.rules import CAUTION_BELOW, LEAST
from tvaers.ui import dates
from tvaers.web.surveys import words
from tvaers.web.surveys.doors import authorities


@require_GET
@authorities
def every(request: HttpRequest) -> HttpResponse:
    """List the surveys, the last asked first."""
    actor = actor_in(request)
    lines = [words.line(row) for row in queries.every()]
    for each in lines:
        each["is_own"] = each["owner_id"] == actor.organisation.id
    context = {
        "drafts": [each for each in lines if each["is_draft"]],
        "published": [each for each in lines if not each["is_draft"] and not each["is_ended"]],
        "ended": [each for each in lines if each["is_ended"]],
        "may_write": may_write(actor),
    }
    return render(request, "surveys/list.html", context)


def shown_cells(row: dict[str, Any]) -> Cells:
    """Return what is shown of a survey: as it was published, or of the own draft as it would be."""
    if row["state"] != SurveyState.DRAFT:
        return queries.cells_of(row["id"])[row["id"]]
    if row["answered"] is None:
        return {}
    counts = queries.counts_of(row["id"])
    return queries.would_be_shown(queries.asked_in(row), counts, answered=row["answered"])


@require_GET
@authorities
def one(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Show a survey: how many have answered, each question, and what is done about it."""
    actor = actor_in(request)
    row = queries.one(actor=actor, survey=survey)
    is_draft = row["state"] == SurveyState.DRAFT
    writes = row["is_own"] and may_write(actor)
    questionnaire = queries.asked_in(row)
    questions = words.shown(questionnaire, shown_cells(row), row["answered"] or 0)
    context = {
        "one": row,
        "line": words.line(row),
        "how": HowAsked(row["how"]).label,
        "questionnaire": questionnaire,
        "questions": [each for each in questions if not each.not_counted],
        "not_counted": [each.text for each in questions if each.not_counted],
        "hides": words.hides(questions),
        "is_small": row["answered"] is not None and row["answered"] < CAUTION_BELOW,
        "is_too_small": row["answered"] is not None and row["answered"] < LEAST,
        "is_draft": is_draft,
        "is_published": row["state"] == SurveyState.PUBLISHED,
        "writes": writes,
        "may_publish": writes and is_draft and _is_ready(row, questions),
        "readers": listed(_readers(row)),
        "others": _others(row),
        "problems": [] if is_draft else _problems(survey),
        "is_due": row["remeasure_on"] is not None and row["remeasure_on"] <= clock.today(),
    }
    return render(request, "surveys/survey.html", context)


def _is_ready(row: dict[str, Any], questions: list[words.Shown]) -> bool:
    return (row["answered"] or 0) >= LEAST and any(each.rows for each in questions)


def _readers(row: dict[str, Any]) -> list[str]:
    return list(queries.names_of([row["owner_id"], *row["audience"]]).values())


def _others(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the surveys that this one can be set beside: title, period, url."""
    if row["state"] != SurveyState.PUBLISHED:
        return []
    return [
        {
            "title": each["title"],
            "period": wording.period(each),
            "url": reverse("surveys:compare", args=[row["id"], each["id"]]),
        }
        for each in queries.comparable(row)
    ]


def _problems(survey: UUID) -> list[dict[str, Any]]:
    """Return what is to be done, with whether it is late."""
    today = clock.today()
    return [
        each | {"is_late": each["done_on"] is None and each["due_on"] < today}
        for each in queries.problems(survey=survey)
    ]


@require_GET
@authorities
def compare(request: HttpRequest, survey: UUID, other: UUID) -> HttpResponse:
    """Set two measurings of the same area side by side, the older first, each with who it is of."""
    actor = actor_in(request)
    rows = [queries.one(actor=actor, survey=each) for each in (survey, other)]
    alike = {(row["area_id"], row["questionnaire"], row["version"], row["state"]) for row in rows}
    if survey == other or len(alike) != 1 or rows[0]["state"] != SurveyState.PUBLISHED:
        raise Http404
    before, now = sorted(rows, key=lambda row: (row["until_date"], row["id"]))
    cells = queries.cells_of(before["id"], now["id"])
    sides = ((cells[before["id"]], before["answered"]), (cells[now["id"]], now["answered"]))
    context = {
        "area": now["area_name"],
        "back_url": reverse("surveys:survey", args=[survey]),
        "sides": [words.line(before), words.line(now)],
        "names": [dates.year_day(before["until_date"]), dates.year_day(now["until_date"])],
        "questions": words.compared(queries.asked_in(now), sides),
        "is_small": min(before["answered"], now["answered"]) < CAUTION_BELOW,
        "ways": _ways(before, now),
    }
    return render(request, "surveys/compare.html", context)


def _ways(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Return that people were asked in two ways, in words; nothing where they were not."""
    if before["how"] == now["how"]:
        return ""
    said = {"before": HowAsked(before["how"]).label, "now": HowAsked(now["how"]).label}
    return _("People were asked in two ways (%(before)s, %(now)s). A difference may come of that alone.") % said
