"""The agreement in force and the chain that led to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tvaers.agreements import rules
from tvaers.agreements.access import standing
from tvaers.agreements.enums import Stand
from tvaers.agreements.models import Agreement, AgreementParty
from tvaers.agreements.queries import chain, in_force, under_way
from tvaers.foundation import clock
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.models import Frame
from tvaers.sharing.queries import bases_of
from tvaers.sharing.register import COUNTING
from tvaers.web.agreements import words


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """Show the agreement in force, what it lets the parties share for, the statutes, and the agreements before."""
    all_of_them = list(chain())
    now = in_force(all_of_them, clock.today())
    at = clock.now()
    frames = [
        frame
        for frame in Frame.objects.exclude(kind=FrameKind.CONSENT).filter(ended_at=None).order_by("basis", "title")
        if frame.in_force_from <= at and (frame.in_force_until is None or at < frame.in_force_until)
    ]
    actor = actor_in(request)
    carried = next((_carried(frame) for frame in frames if now and frame.id == now.frame_id), None)
    coming = [each for each in all_of_them if standing(each, followed_from=None, day=clock.today()) is Stand.COMING]
    drafts = [_on_its_way(each) for each in (*coming, *under_way())]
    context = {
        "under_way": drafts,
        "may_begin": bool(actor.roles & rules.DRAFTING),
        "may_count": actor.has_role(*COUNTING),
        "now": _themes(now) if now else None,
        "before": [_themes(each) for each in reversed(all_of_them) if each is not now and each not in coming],
        "parties": _parties(now) if now else [],
        "carried": carried,
        "bases": list(bases_of(carried["frame"].purposes)) if carried else [],
        "statutes": [_carried(frame) for frame in frames if frame.kind == FrameKind.STATUTE],
    }
    return render(request, "agreements/agreements.html", context)


def _parties(agreement: Agreement) -> list[AgreementParty]:
    """Return who is a party today; whoever has left is none any more."""
    today = clock.today()
    return [party for party in agreement.parties.all() if party.left_on is None or party.left_on >= today]


def _on_its_way(agreement: Agreement) -> dict[str, Any]:
    stand = standing(agreement, followed_from=None, day=clock.today())
    return {"agreement": agreement, "state": words.state(stand), "parties": list(agreement.parties.all())}


def _themes(agreement: Agreement) -> dict[str, Any]:
    themes = list(agreement.themes.all())
    return {
        "agreement": agreement,
        "kept": [theme for theme in themes if not theme.is_added],
        "added": [theme for theme in themes if theme.is_added],
    }


def _carried(frame: Frame) -> dict[str, Any]:
    return {
        "frame": frame,
        "purposes": words.purposes(frame.purposes),
        "last": clock.last_day(frame.in_force_until) if frame.in_force_until else None,
    }
