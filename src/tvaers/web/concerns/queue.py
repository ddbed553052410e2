"""The queue of concerns, with the open one beside it on wide screens; on a phone two pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.concerns.access import ConcernView, get_for_reading, may_add, may_decide
from tvaers.concerns.enums import About, InvolvedRole, Outcome, ReporterKind, State, Told
from tvaers.concerns.queries import COUNT_CAP, VIEWS, Filters, Mark, QueuePage, View, counts, queue, repeats
from tvaers.concerns.rules import DECIDERS, OF_AGE, RECORDERS
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.web.concerns import opened, saving, words
from tvaers.web.concerns.filters import LOOKED, MOST_TEXT, FilterForm, keep_text, kept_text, understood
from tvaers.web.concerns.triage_forms import BulkForm, ReopenForm, TriageForm
from tvaers.work.enums import ClockKind

LABELS = {
    View.TO_ASSESS: gettext_lazy("To assess"),
    View.TO_RECEIPT: gettext_lazy("To acknowledge"),
    View.TO_TELL: gettext_lazy("To tell"),
    View.MINE: gettext_lazy("Written by me"),
    View.DECIDED: gettext_lazy("Decided"),
}
EMPTY = {
    View.TO_ASSESS: gettext_lazy(
        "Nothing waits to be assessed. New concerns come here, the most urgent deadline first."
    ),
    View.TO_RECEIPT: gettext_lazy("Everybody who told has got a receipt."),
    View.TO_TELL: gettext_lazy("Everybody who told knows what kind of thing happened."),
    View.MINE: gettext_lazy("Concerns that you write down stay here, so that you can follow them."),
    View.DECIDED: gettext_lazy("What is decided stays here until the day on which it is erased."),
}


@dataclass(frozen=True)
class Place:
    """Where in the queue somebody is: the view, what is filtered, and the page.

    after, upto: the page behind a row, or the one that ends with it. text: what is looked for; no address holds it.
    """

    view: str
    typed: Mapping[str, str]
    after: Mark | None = None
    upto: Mark | None = None
    text: str = ""

    @property
    def query(self) -> str:
        """The place as a query, to be kept in links."""
        said = {"view": self.view, **self.typed}
        if self.after is not None:
            said["after"] = mark_text(self.after)
        elif self.upto is not None:
            said["upto"] = mark_text(self.upto)
        return urlencode(said)

    @property
    def is_first(self) -> bool:
        """Tell whether this is where the view begins."""
        return self.after is None and self.upto is None

    def page(self, *, after: Mark | None = None, upto: Mark | None = None) -> "Place":
        """Return another page of the same."""
        return replace(self, after=after, upto=upto)

    def without(self, name: str) -> "Place":
        """Return the place with one filter fewer."""
        return Place(self.view, {key: text for key, text in self.typed.items() if key != name})

    def form(self, areas: Sequence[tuple[str, str]]) -> FilterForm:
        """Return the filter as it is filled in here."""
        typed = {**self.typed, "q": self.text}
        return FilterForm(typed, areas=areas, with_outcome=self.view == View.DECIDED)

    def other(self, view: str) -> str:
        """Return the address of another view with the same filters."""
        return f"{reverse('concerns:queue')}?{urlencode({'view': view, **self.typed})}"


def place_of(request: HttpRequest) -> Place:
    """Return the place that the request names; what is not understood is the beginning of the first view."""
    source = request.GET if request.method == "GET" else request.POST
    view = source.get("view", "")
    if view not in VIEWS:
        actor = actor_in(request)
        view = View.TO_ASSESS if actor.has_role(*DECIDERS) else View.MINE
    typed = understood(source)
    if view != View.DECIDED:
        typed.pop("outcome", None)
    text = kept_text(request) if LOOKED in typed else ""
    if not text:
        typed.pop(LOOKED, None)
    after = mark_of(source.get("after", ""))
    return Place(view, typed, after, None if after else mark_of(source.get("upto", "")), text)


def mark_text(mark: Mark) -> str:
    """Write a mark for an address: it holds a time and an id, nothing that was typed."""
    return f"{mark.at.isoformat()}_{mark.id}"


def mark_of(text: str) -> Mark | None:
    """Return the mark in `text`, or None."""
    at, _sign, id_ = text.partition("_")
    moment = dates.moment_in(at)
    try:
        return Mark(moment, UUID(id_)) if moment else None
    except ValueError:
        return None


@require_GET
@vary_on_headers("HX-Request")
@requires(*RECORDERS)
def page(request: HttpRequest) -> HttpResponse:
    """Show a view of the queue, nothing opened."""
    return shown(request, None)


@require_POST
@requires(*RECORDERS)
def narrow(request: HttpRequest) -> HttpResponse:
    """Narrow the queue. What is looked for may be a name or a number: it stays in the session, out of every address."""
    text = request.POST.get("q", "").strip()[:MOST_TEXT]
    keep_text(request, text)
    place = place_of(request)
    looked = {LOOKED: "1"} if text else {}
    return redirect(_page_url(Place(place.view, {**place.typed, **looked})))


@require_GET
@vary_on_headers("HX-Request")
@requires(*RECORDERS)
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Show a concern beside its queue."""
    return shown(request, get_for_reading(actor=actor_in(request), concern=concern))


def shown(
    request: HttpRequest,
    view: ConcernView | None,
    *,
    triage: TriageForm | None = None,
    reopening: ReopenForm | None = None,
    bulk: BulkForm | None = None,
    unsaved: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the queue with the open concern, as a page or a fragment. unsaved: words that could not be saved."""
    actor, place = actor_in(request), place_of(request)
    places = tree()
    filtering = place.form(wording.choices(places, everything=_("All areas")))
    filters = filtering.filters()
    rows = queue(place.view, member=actor.id, filters=filters, after=place.after, until=place.upto)
    counted = counts(member=actor.id)
    names = wording.names(places)
    context: dict[str, Any] = {
        "place": place,
        "views": _views(place, counted, actor),
        "received": _received(counted[View.RECEIVED]),
        "saved": saving.chips(actor),
        "items": [_item(row, place, names, view) for row in rows.rows],
        "empty": _empty(place, filters, is_cut=rows.is_cut),
        "filtering": filtering,
        "active": _active(place, filtering),
        "choosing": "choose" in request.GET or bulk is not None,
        **_addresses(place, rows),
        "bulk": bulk or BulkForm(auto_id="bulk_%s"),
        "may_decide": actor.has_role(*DECIDERS),
        "is_cut": rows.is_cut,
        "unsaved": unsaved,
        "open": None,
    }
    if view is not None:
        context["open"] = _opened(actor, view, place, rows, counted)
        context["triage"] = triage or TriageForm(actor=actor, concern=view)
        context["reopening"] = reopening or ReopenForm(auto_id="reopen_%s")
    template = (
        "concerns/_queue.html"
        if request.headers.get("HX-Request") and request.method == "GET"
        else "concerns/queue.html"
    )
    return render(request, template, context, status=status)


def _addresses(place: Place, rows: QueuePage) -> dict[str, str]:
    """Return where the list goes from here."""
    return {
        "clear_url": f"{reverse('concerns:queue')}?{urlencode({'view': place.view})}",
        "following_url": _page_url(place.page(after=rows.following)) if rows.following else "",
        "preceding_url": _page_url(place.page(upto=rows.preceding)) if rows.preceding else "",
        "choose_url": f"{_page_url(place)}&choose=1",
        "list_url": _page_url(place),
    }


def _page_url(place: Place) -> str:
    return f"{reverse('concerns:queue')}?{place.query}"


def _views(place: Place, counted: Mapping[str, int], actor: Actor) -> list[dict[str, Any]]:
    def number(view: str) -> str | None:
        count = counted.get(view)
        if count is None:
            return None
        return _("more than %(count)d") % {"count": COUNT_CAP} if count > COUNT_CAP else str(count)

    offered = VIEWS if actor.has_role(*DECIDERS) else (View.MINE,)
    return [
        {"label": LABELS[view], "url": place.other(view), "count": number(view), "current": view == place.view}
        for view in offered
    ]


def _received(count: int) -> dict[str, Any]:
    return {"count": count, "url": reverse("concerns:received")}


def _item(
    row: Mapping[str, Any], place: Place, names: Mapping[str, str], open_one: ConcernView | None
) -> dict[str, Any]:
    kind, due = row["clock_kind"], row["due"]
    is_urgent = row["is_acute"] is True and row["state"] == State.RECEIVED
    teller = str(words.FROM[ReporterKind(row["reporter_kind"])]) if row["reporter_kind"] else _("Somebody told")
    outcome = str(words.OUTCOME_DONE[Outcome(row["outcome"])]) if row["outcome"] else ""
    return {
        "id": row["id"],
        "url": f"{reverse('concerns:concern', args=[row['id']])}?{place.query}",
        "title": row["headline"] or _("Concern without a headline"),
        "from": f"{teller}, {words.near_day(row['received_at'])}",
        "chip": words.prefixed_chip(ClockKind(kind), due) if kind and due and not is_urgent else None,
        "outcome": outcome,
        "is_new": row["opened_at"] is None,
        "is_urgent": is_urgent,
        "area": names.get(str(row["area_id"]), ""),
        "current": open_one is not None and row["id"] == open_one.id,
    }


def _empty(place: Place, filters: Filters, *, is_cut: bool) -> dict[str, str]:
    if is_cut:
        return {"title": _("Nothing among those looked through"), "text": "", "do": _("Clear the filter")}
    if filters.is_on:
        return {
            "title": _("Nothing fits the filter"),
            "text": _("Clear it to see the whole view."),
            "do": _("Clear the filter"),
        }
    return {"title": _("Nothing here"), "text": str(EMPTY[place.view]), "do": ""}


def _active(place: Place, form: FilterForm) -> list[dict[str, str]]:
    """Return what is filtered now, each with the address without it."""
    typed = {**place.typed, "q": place.text}
    return [
        {"label": form.label(name, typed), "url": _page_url(place.without(name))}
        for name in place.typed
        if name not in form.errors
    ]


def _opened(
    actor: Actor, view: ConcernView, place: Place, rows: QueuePage, counted: Mapping[str, int]
) -> dict[str, Any]:
    """Return the open concern as the page draws it."""
    before = repeats(concern=view.id, about=view.about, area=view.area_id, received_at=view.received_at)
    return {
        "concern": view,
        "clocks": words.clocks(view.clocks) if view.is_ours(actor) else [],
        "teller": _teller(view),
        "people": [_person(actor, view, part) for part in view.involved],
        "repeats": [_repeat(row, place) for row in before],
        "bar": _bar(view, place, rows, counted),
        "may_decide": may_decide(actor, view),
        "is_ours": view.is_ours(actor),
        "is_decided": view.state is State.DECIDED,
        "may_split": len(view.young) > 1,
        "received": dates.moment(view.received_at),
        "decision": opened.decision(view),
        "history": opened.history(view),
        "corrections": opened.additions(view, corrects=True),
        "additions": opened.additions(view, corrects=False),
        "may_correct": may_add(actor, view),
        "may_add": may_add(actor, view) and view.state is State.RECEIVED,
        "related": opened.related(view),
        "following": opened.following(view) if view.is_ours(actor) else None,
        "letters": _letters(view),
        "about": About(view.about).label,
        "lacks_reason": _lacks_reason(view),
    }


def _lacks_reason(view: ConcernView) -> bool:
    """Tell whether somebody under 18, or of unknown age, or the parents, do not know and nothing says why (R9)."""
    young = [part.person for part in view.involved if part.role is InvolvedRole.OF_CONCERN and part.person is not None]
    is_child = any(person.age is None or person.age < OF_AGE for person in young)
    is_untold = view.told in {Told.NOBODY, Told.YOUNG, Told.PARENTS}
    return is_child and is_untold and not (view.not_told_because or view.reaction)


def _bar(view: ConcernView, place: Place, rows: QueuePage, counted: Mapping[str, int]) -> dict[str, Any]:
    """Return where in the view the concern is, and its neighbours, over the pages.

    Without a number where it is not known how many stand before it, or it is not on this page.
    """
    order = [row["id"] for row in rows.rows]

    def url(concern: UUID, there: Place = place) -> str:
        return f"{reverse('concerns:concern', args=[concern])}?{there.query}"

    if view.id not in order:
        return {"number": 0, "total": 0, "previous_url": "", "next_url": url(order[0]) if order else ""}
    index = order.index(view.id)
    total = counted.get(place.view, 0) if not place.typed else 0
    is_counted = place.is_first and (total > 0 or rows.following is None)
    previous_url = url(order[index - 1]) if index else ""
    next_url = url(order[index + 1]) if index + 1 < len(order) else ""
    if not index and rows.preceding is not None:
        previous_url = url(rows.preceding.id, place.page(upto=rows.preceding))
    if index + 1 == len(order) and rows.following is not None and rows.next_id is not None:
        next_url = url(rows.next_id, place.page(after=rows.following))
    return {
        "number": index + 1 if is_counted else 0,
        "total": max(total, len(order)),
        "previous_url": previous_url,
        "next_url": next_url,
    }


def _teller(view: ConcernView) -> dict[str, Any]:
    said = view.reporter
    if said is None:
        return {"from": "", "line": "", "seen": "", "thought": "", "unnamed": False}
    kind = said.kind
    seen = words.SEEN_BY.get(kind, gettext_lazy("What the reporter has seen or heard"))
    thought = words.THOUGHT_BY.get(kind, gettext_lazy("What the reporter believes"))
    return {
        "from": str(words.FROM[kind]),
        "line": said.line,
        "seen": str(seen),
        "thought": str(thought),
        "unnamed": said.is_unnamed,
    }


def _person(actor: Actor, view: ConcernView, part: Any) -> dict[str, Any]:  # noqa: ANN401 - InvolvedView
    card = part.person
    linked = card is not None and view.is_ours(actor) and actor.has_role(*RECORDERS)
    return {
        "role": part.role.label,
        "name": card.label if card else _("Not shown to you") if part.is_known else _("Not known here who"),
        "about": words.about_person(card) if card else "",
        "note": part.note,
        "url": reverse("people:page", args=[card.id]) if linked and card else "",
        "protected": bool(card and card.has_protected_address),
    }


def _repeat(row: Mapping[str, Any], place: Place) -> dict[str, str]:
    return {
        "url": f"{reverse('concerns:concern', args=[row['id']])}?{place.query}",
        "day": dates.day(row["received_at"]),
        "headline": row["headline"],
        "outcome": str(words.OUTCOME_DONE[Outcome(row["outcome"])]) if row["outcome"] else _("not decided yet"),
    }


def _letters(view: ConcernView) -> list[dict[str, Any]]:
    """Return the letters to whoever told: to be given, or given."""
    found = []
    for kind, clock, label in (
        ("receipt", ClockKind.RECEIPT, _("Receipt")),
        ("feedback", ClockKind.FEEDBACK, _("What kind of thing happened")),
    ):
        running = view.clock(clock)
        if running is not None:
            found.append(
                {
                    "label": label,
                    "url": reverse("concerns:letter", args=[view.id, kind]),
                    "done": dates.day(running["done_at"]) if running["done_at"] else "",
                }
            )
    return found
