"""Reading the catalogue: the list by kind, narrowed by kind and area, and one effort with its usual steps."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tvaers.areas.queries import paths
from tvaers.civilsociety.access import may_keep as may_keep_volunteers
from tvaers.efforts import queries, wording
from tvaers.efforts.access import may_keep
from tvaers.efforts.actions import steps_of
from tvaers.efforts.enums import EffortState, Kind
from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.web.efforts.forms import FilterForm
from tvaers.web.efforts.starters import starters


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List the efforts by kind; of one kind or in one area alone, when the address names it."""
    actor = actor_in(request)
    rows = queries.catalogue()
    names = queries.area_names(wording.all_areas(rows))
    form = FilterForm(request.GET, areas=names.items())
    found = _narrowed(rows, form.chosen)
    line = {row["id"]: _line(row, names, actor.organisation.id) for row in found}
    running = [row for row in found if row["state"] is not EffortState.CLOSED]
    context = {
        "form": form,
        "active": _active(form),
        "clear_url": reverse("efforts:list"),
        "kinds": _by_kind(running, line),
        "closed": [line[row["id"]] for row in found if row["state"] is EffortState.CLOSED],
        "may_keep": may_keep(actor),
        "volunteers_url": reverse("civilsociety:list") if may_keep_volunteers(actor) else "",
        "starters": starters().values() if may_keep(actor) and not form.chosen else (),
        "is_empty": not any(row["owner_id"] == actor.organisation.id for row in rows),
    }
    return render(request, "efforts/list.html", context)


def _narrowed(rows: list[dict[str, Any]], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Return the efforts of a kind and in an area: what works around it works in it, and what works in a part too."""
    if kind := chosen.get("kind"):
        rows = [row for row in rows if row["kind"] == kind]
    if "area" not in chosen:
        return rows
    area = UUID(chosen["area"])
    ways = paths(wording.all_areas(rows) | {area})
    near = {each for each, way in ways.items() if area in way} | set(ways[area])
    return [row for row in rows if near.intersection(row["areas"])]


def _active(form: FilterForm) -> list[dict[str, str]]:
    """Return what is narrowed, in words, each with the address without it."""
    found = []
    for name in form.chosen:
        rest = urlencode({other: value for other, value in form.chosen.items() if other != name})
        url = reverse("efforts:list")
        found.append({"label": form.label_of(name), "url": f"{url}?{rest}" if rest else url})
    return found


def _line(row: dict[str, Any], names: dict[UUID, str], organisation: UUID) -> dict[str, Any]:
    found = wording.line(row, names=names, organisation=organisation)
    return found | {"url": reverse("efforts:effort", args=[row["id"]])}


def _by_kind(rows: Iterable[dict[str, Any]], line: dict[UUID, dict[str, Any]]) -> list[dict[str, Any]]:
    listed_rows = list(rows)
    found = [
        {"label": kind.label, "lines": [line[row["id"]] for row in listed_rows if row["kind"] is kind]} for kind in Kind
    ]
    return [each for each in found if each["lines"]]


@require_GET
def one(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Show an effort: what it is, its usual steps, whether there is room, and whom to ask."""
    actor = actor_in(request)
    row = queries.one(actor=actor, effort=effort)
    keeps = row["is_own"] and may_keep(actor)
    is_offered = row["state"] is EffortState.OFFERED
    review = row["review_date"]
    context = {
        "one": row,
        "keeps": keeps,
        "is_draft": row["state"] is EffortState.DRAFT,
        "is_offered": is_offered,
        "room": wording.room(row),
        "is_full": wording.is_full(row),
        "period": wording.period(row),
        "not_now": wording.not_now(row),
        "areas": wording.where(row["areas"], queries.area_names(row["areas"])),
        "steps": [
            {"text": step.text, "when": wording.when(step.days), "who": step.who.label} for step in steps_of(effort)
        ],
        "readers": listed([row["owner"], *queries.names_of(row["audience"])]),
        "is_due": keeps and is_offered and review is not None and review <= clock.today(),
    }
    return render(request, "efforts/effort.html", context)
