"""A concern about several young people becomes one each, linked (opdeling)."""

from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q

from tvaers.audit.actions import record
from tvaers.concerns.access import ConcernView, InvolvedView, get_for_triage
from tvaers.concerns.actions.adding import copy
from tvaers.concerns.actions.intake import TEXTS, Account, Part, Teller, kept_for, write_down
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.enums import About, InvolvedRole, State
from tvaers.concerns.models import Concern, Involved
from tvaers.concerns.rules import headline
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DisclosureState, LinkKind, May, Source
from tvaers.sharing.models import Access
from tvaers.work.actions import stop_clock
from tvaers.work.enums import ClockKind


class NothingToSplitError(ValueError):
    """The concern is about fewer than two young people, or decided already."""


def split(*, by: Actor, concern: UUID, version: int) -> list[UUID]:
    """Split a concern about several young people into one each and return the ids, the first of them `concern` itself.

    Each keeps the words, who told, who reads it, and when it came in, so its clocks run from there; everybody in
    another role stays with all of them. Receipt is given once, by the first. Raises Http404, PermissionDenied,
    NothingToSplitError, DecidedMeanwhileError.
    """
    with transaction.atomic():
        view = get_for_triage(actor=by, concern=concern)
        young = [part for part in view.involved if part.role is InvolvedRole.OF_CONCERN and part.person is not None]
        if len(young) < 2 or view.state is not State.RECEIVED:
            raise NothingToSplitError
        if not Concern.objects.filter(id=concern, version=version).update(version=version + 1):
            raise DecidedMeanwhileError
        others = [part for part in view.involved if part.role is not InvolvedRole.OF_CONCERN]
        made = [_one_for(by, view, part, others) for part in young[1:]]
        Involved.objects.filter(dossier_id=concern, id__in=[part.id for part in young[1:]]).delete()
        for part in young[1:]:
            _release(concern, part)
        record("concerns.split", object_id=concern, dossier_id=concern, detail={"into": len(young)})
    return [concern, *made]


def _release(concern: UUID, part: InvolvedView) -> None:
    """End what ties somebody to a concern that is no longer about them."""
    if part.person is not None:
        with sharing.refusals(), connections[context.ALIAS].cursor() as cursor:
            cursor.execute("SELECT guard.release_person(%s, %s)", [concern, part.person.id])


def _one_for(by: Actor, view: ConcernView, part: InvolvedView, others: list[InvolvedView]) -> UUID:
    unit, purpose = kept_for(by, view.id)
    made = write_down(
        by=by,
        unit=unit,
        purpose=purpose,
        account=_account(view, part),
        teller=_teller(view),
        parts=[
            Part(role=each.role, person=each.person.id if each.person else None, note=each.note)
            for each in (part, *others)
            if each.person is not None or not each.is_known
        ],
    )
    _let_readers_in(view.id, made)
    copy(by=by, additions=view.additions, to=made)
    Concern.objects.filter(id=made).update(opened_at=view.opened_at, opened_by=by.id)
    stop_clock(by=by, dossier=made, kind=ClockKind.RECEIPT)
    if view.acute_at is not None:
        stop_clock(by=by, dossier=made, kind=ClockKind.ACUTE)
    sharing.link(kind=LinkKind.SPLIT, source=view.id, target=made)
    return made


def _let_readers_in(concern: UUID, made: UUID) -> None:
    """Let those in the own organisation who read the first concern read the new one as far as they did."""
    live = Access.objects.filter(source=Source.OWNER, state=DisclosureState.ACCEPTED, ended_at=None)
    known = live.filter(dossier_id=made).values("reader_id")
    at_work = Q(member_id=None) | Q(member_id__in=Membership.objects.filter(state=MembershipState.ACTIVE).values("id"))
    rows = live.filter(at_work, dossier_id=concern, until_at__gt=clock.now()).exclude(reader_id__in=known)
    named = rows.filter(Q(unit_id__isnull=False) | Q(member_id__isnull=False))
    for unit, member, categories, may in named.values_list("unit_id", "member_id", "categories", "may"):
        sharing.let_in(dossier=made, unit=unit, member=member, categories=Category(categories), may=May(may))


def _account(view: ConcernView, part: InvolvedView) -> Account:
    line = view.headline
    if part.person is not None and part.person.age is not None:
        line = headline(about=About.PERSON, pronoun=part.person.pronoun, age=part.person.age, area=view.area_name)
    texts = {name: getattr(view, name) for name in TEXTS if name != "headline"}
    return Account(
        about=About.PERSON,
        headline=line,
        told=view.told,
        channel=view.channel,
        received_at=view.received_at,
        area_id=view.area_id,
        is_acute=view.is_acute,
        **texts,
    )


def _teller(view: ConcernView) -> Teller:
    said = view.reporter
    if said is None:
        raise NothingToSplitError
    return Teller(
        kind=said.kind,
        name=said.name,
        workplace=said.workplace,
        relation=said.relation,
        contact=said.contact,
        is_unnamed=said.is_unnamed,
    )
