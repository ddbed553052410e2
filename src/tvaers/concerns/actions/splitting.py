"""A concern about several young people becomes one each, linked (opdeling)."""

from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.concerns.access import ConcernView, InvolvedView, get_for_triage
from tvaers.concerns.actions.adding import copy
from tvaers.concerns.actions.intake import TEXTS, Account, Part, Teller, write_down
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.enums import About, InvolvedRole, State
from tvaers.concerns.models import Concern, Involved
from tvaers.concerns.rules import headline
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import LinkKind
from tvaers.work.actions import stop_clock
from tvaers.work.enums import ClockKind


class NothingToSplitError(ValueError):
    """The concern is about fewer than two young people, or decided already."""


def split(*, by: Actor, concern: UUID, version: int) -> list[UUID]:
    """Split a concern about several young people into one each and return the ids, the first of them `concern` itself.

    Each keeps the words, who told, and when it came in, so its clocks run from there; everybody in another role stays
    with all of them. Receipt is given once, by the first. Raises Http404, PermissionDenied, NothingToSplitError,
    DecidedMeanwhileError.
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
        record("concerns.split", object_id=concern, dossier_id=concern, detail={"into": len(young)})
    return [concern, *made]


def _one_for(by: Actor, view: ConcernView, part: InvolvedView, others: list[InvolvedView]) -> UUID:
    made = write_down(
        by=by,
        account=_account(view, part),
        teller=_teller(view),
        parts=[
            Part(role=each.role, person=each.person.id if each.person else None, note=each.note)
            for each in (part, *others)
            if each.person is not None or not each.is_known
        ],
    )
    copy(by=by, additions=view.additions, to=made)
    Concern.objects.filter(id=made).update(opened_at=view.opened_at, opened_by=by.id)
    stop_clock(by=by, dossier=made, kind=ClockKind.RECEIPT)
    if view.acute_at is not None:
        stop_clock(by=by, dossier=made, kind=ClockKind.ACUTE)
    sharing.link(kind=LinkKind.SPLIT, source=view.id, target=made)
    return made


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
