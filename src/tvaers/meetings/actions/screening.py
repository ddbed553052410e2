"""What a receiver does with an item that was handed over: erase it, or make it its own (B3)."""

from uuid import UUID

from django.db import DatabaseError, connections, transaction
from django.utils.translation import gettext as _

from tvaers.audit.actions import record
from tvaers.concerns.actions.intake import Account, Part, Teller, token_of_form, write_down
from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind
from tvaers.foundation import keystore
from tvaers.guard import context
from tvaers.meetings.access import ItemView, get_item
from tvaers.meetings.actions.agenda import Topic, put_on
from tvaers.meetings.enums import Capacity, Outcome
from tvaers.partnerships.actor import Actor
from tvaers.people.actions import Details
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.sealing import dossier_key
from tvaers.ui import dates

NOT_TO_BE_SCREENED = "TV100"
_ROLE = {
    Capacity.SUSPECT: InvolvedRole.SUSPECT,
    Capacity.CHARGED: InvolvedRole.CHARGED,
    Capacity.CONCERN: InvolvedRole.OF_CONCERN,
    Capacity.PRESENT: InvolvedRole.PRESENT,
    Capacity.VICTIM: InvolvedRole.VICTIM,
    Capacity.WITNESS: InvolvedRole.WITNESS,
}


class NotToBeScreenedError(Exception):
    """It was screened here already, is not there, or was not reached; or the asker's role does not decide."""


def erase(*, item: UUID) -> bool:
    """Say that an item is not for us. Return whether its content is gone everywhere now, and not only here.

    Raises NotToBeScreenedError.
    """
    return bool(_screen(item, Outcome.ERASE))


def take_over(*, by: Actor, item: UUID, outcome: Outcome, form: UUID) -> UUID:
    """Make an own concern of an item, its words as a quotation with their source; return its id.

    outcome: SOCIAL or CASE. form: sent twice, it writes one. Raises Http404, NotToBeScreenedError, WrittenAlreadyError.
    """
    with transaction.atomic():
        concern = write_concern(by=by, view=get_item(actor=by, item=item), form=form)
        _screen(item, outcome)
        record("meetings.taken_over", object_id=item, dossier_id=concern)
    return concern


def write_concern(*, by: Actor, view: ItemView, form: UUID) -> UUID:
    """Write down what an open item says as a concern of the own organisation, quoted with its source; return its id.

    form: sent twice, it writes one. Raises WrittenAlreadyError, and what sharing.open_dossier raises.
    """
    with transaction.atomic():
        concern = write_down(
            by=by, account=_quoted(by, view), teller=_teller(view), parts=_parts(view), once=token_of_form(by, form)
        )
        sharing.link(kind=LinkKind.BECAME, source=view.id, target=concern)
    return concern


def to_group(*, by: Actor, item: UUID, meeting: UUID, topic: Topic, form: UUID) -> UUID:
    """Take what an item says of a place or a group to a local committee, in words that name nobody.

    Raises Http404, NotToBeScreenedError, agenda.OverError.
    """
    with transaction.atomic():
        _screen(item, Outcome.GROUP)
        return put_on(by=by, meeting=meeting, topic=topic, form=form)


def _screen(item: UUID, outcome: Outcome) -> list[UUID]:
    """Let the database write the receipt; the keys of what it erased go when the transaction has committed."""
    try:
        with transaction.atomic(), connections[context.ALIAS].cursor() as cursor:
            cursor.execute("SELECT guard.screen_item(%s, %s)", [item, outcome])
            gone: list[UUID] = cursor.fetchone()[0]
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) != NOT_TO_BE_SCREENED:
            raise
        raise NotToBeScreenedError from refused
    keys = [dossier_key(each) for each in gone]
    if keys:
        transaction.on_commit(lambda: keystore.store().delete(keys))
    return gone


def _quoted(by: Actor, view: ItemView) -> Account:
    told = {"organisation": view.owner_name, "day": dates.day(view.meeting_starts_at)}
    is_ours = view.owner_id == by.organisation.id
    handed_over = _("Handed over by %(organisation)s at a meeting on %(day)s.")
    origin = (_("Decided at a meeting on %(day)s.") if is_ours else handed_over) % told
    return Account(
        about=About.PERSON if any(each.name for each in view.mentions) else About.UNKNOWN,
        headline=view.title,
        fact=_quote(view.facts) or _quote(view.title),
        assessment=_quote(view.assessment),
        source="\n".join(part for part in (origin, _quote(view.source)) if part),
        channel=Channel.SYSTEM,
    )


def _quote(text: str) -> str:
    return f"»{text}«" if text else ""


def _teller(view: ItemView) -> Teller:
    kind = ReporterKind.POLICE if view.owner_kind == "police" else ReporterKind.MUNICIPALITY
    return Teller(kind=kind, name=view.owner_name, workplace=view.owner_name)


def _parts(view: ItemView) -> list[Part]:
    return [
        Part(role=_ROLE[each.capacity or Capacity.CONCERN], details=Details(name=each.name))
        for each in view.mentions
        if each.name
    ]
