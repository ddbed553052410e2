"""Receiving what a phone wrote: in order, each once, and whatever differs under one number is kept beside it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from tvaers.areas.models import Area
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.outreach.actions import following, planning, walking
from tvaers.outreach.actions.debriefing import Told, write
from tvaers.outreach.entries import Said
from tvaers.outreach.enums import EntryKind, ShiftState
from tvaers.outreach.models import Entry, Reminder, Shift, ShiftMember, Stop
from tvaers.outreach.queries import neighbours
from tvaers.outreach.rules import AGAIN_DAYS, LONGEST, STEPS
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership

log = logging.getLogger(__name__)
# What a phone begins without a plan lasts so long, where it says nothing.
USUAL = timedelta(hours=4)


# A phone's clock that differs by less is believed.
BELIEVED = timedelta(minutes=2)


@dataclass(frozen=True)
class Acknowledged:
    """That an entry stands here: its number and content. The phone forgets it by this alone."""

    sequence: int
    digest: bytes


def take(*, by: Actor, device: UUID, entries: Sequence[Said], phone_now: datetime | None = None) -> list[Acknowledged]:
    """Write down what a phone of the actor's sends; what stands already gets the same answer again.

    phone_now: what its clock says as it sends; one that is wrong is set right by it. What cannot be written is left out
    of the answer: the phone keeps it.
    """
    skew = clock.now() - phone_now if phone_now else timedelta()
    wrong_by = skew if abs(skew) > BELIEVED else timedelta()
    taken, new = [], 0
    with transaction.atomic():
        # Of two sendings of the same the second waits, and finds the first.
        take_turn(ids.of_form(device, "entries").bytes)
        numbers = {each.sequence for each in entries}
        known = Entry.objects.filter(device_id=device, sequence__in=numbers).order_by("sequence", "fork")
        there: dict[int, list[bytes]] = {}
        for sequence, digest in known.values_list("sequence", "digest"):
            there.setdefault(sequence, []).append(bytes(digest))
        for each in entries:
            before = there.setdefault(each.sequence, [])
            if each.digest not in before:
                try:
                    with transaction.atomic():
                        _write(by, device, each, fork=len(before), wrong_by=wrong_by)
                except DatabaseError:
                    log.exception("an entry of a phone could not be written")
                    continue
                before.append(each.digest)
                new += 1
            taken.append(Acknowledged(each.sequence, each.digest))
        if new:
            record("outreach.entries_received", object_id=device, detail={"entries": new})
    return taken


def _write(by: Actor, device: UUID, said: Said, *, fork: int, wrong_by: timedelta) -> None:
    said_at, said = said.at, _by_our_clock(said, min(said.at + wrong_by, clock.now()), wrong_by)
    shift = _shift_of(by, said)
    entry = Entry.objects.create(
        owner_id=by.organisation.id,
        by_id=by.id,
        device_id=device,
        sequence=said.sequence,
        fork=fork,
        entry_id=said.entry_id,
        digest=said.digest,
        previous=said.previous,
        kind=said.kind,
        shift=shift,
        said_at=said_at,
    )
    _DO[said.kind](by, shift, entry, said)


def _by_our_clock(said: Said, at: datetime, wrong_by: timedelta) -> Said:
    """Return an entry with its times by our clock. Nobody is waited for longer than a shift lasts."""
    facts = dict(said.facts)
    if facts.get("home_at"):
        facts["home_at"] = min(facts["home_at"] + wrong_by, at + LONGEST)
    return replace(said, at=at, facts=facts)


def _shift_of(by: Actor, said: Said) -> Shift:
    """Return the shift that an entry is of; one that nobody planned is written as the phone began it."""
    own = Shift.objects.filter(owner_id=by.organisation.id)
    found = own.filter(id=said.shift).first() or own.filter(phone_id=said.shift, by_id=by.id).first()
    if found is not None:
        return found
    facts = said.facts if said.kind is EntryKind.START else {}
    home = facts.get("home_at")
    until = home if home and home > said.at else said.at + USUAL
    backup = facts.get("backup")
    at_work = _at_work(by, [*facts.get("team", ()), backup or by.id])
    told = planning.Plan(
        from_at=said.at,
        until_at=until,
        home_at=until,
        areas=tuple(facts.get("areas", ())),
        theme="",
        team=(by.id, *(each for each in facts.get("team", ()) if each in at_work)),
        backup=backup if backup in at_work else by.id,
        audience=tuple(each.id for each in neighbours(actor=by)),
    )
    return planning.write(by=by, told=told, phone=said.shift)


def _start(by: Actor, shift: Shift, _entry: Entry, said: Said) -> None:
    for member in {by.id, *_at_work(by, said.facts["team"])}:
        _walks(by, shift, member)
    # Another phone of the team may have said so before, and the shift may be over.
    if ShiftState.UNDER_WAY in STEPS[ShiftState(shift.state)]:
        walking.check_in(by=by, shift=shift.id, at=said.at, home_at=said.facts["home_at"])


def _stop(by: Actor, shift: Shift, entry: Entry, said: Said) -> None:
    facts = dict(said.facts)
    former, again = facts.pop("corrects"), facts.pop("again")
    if facts["area_id"] and not Area.objects.filter(id=facts["area_id"]).exists():
        facts["area_id"] = None
    corrects = (
        Entry.objects.filter(entry_id=former, shift=shift, kind=EntryKind.STOP).values_list("id", flat=True).first()
        if former
        else None
    )
    stop = Stop.objects.create(
        id=entry.id,
        owner_id=by.organisation.id,
        audience=shift.audience,
        shift=shift,
        corrects_id=corrects,
        at=said.at,
        **facts,
    )
    following.note_stop(by=by, stop=stop, after=AGAIN_DAYS[again] if again else None)


def _later(by: Actor, shift: Shift, _entry: Entry, said: Said) -> None:
    walking.be_later(by=by, shift=shift.id, home_at=said.facts["home_at"])


def _remind(by: Actor, shift: Shift, _entry: Entry, said: Said) -> None:
    Reminder.objects.create(owner_id=by.organisation.id, by_id=by.id, shift=shift, at=said.at)


def _at_work(by: Actor, members: list[UUID]) -> set[UUID]:
    rows = Membership.objects.filter(organisation_id=by.organisation.id, id__in=members)
    return set(rows.values_list("id", flat=True)) if members else set()


def _walks(by: Actor, shift: Shift, member: UUID) -> None:
    """Note that somebody who was not on the plan came along."""
    ShiftMember.objects.get_or_create(owner_id=by.organisation.id, shift=shift, member_id=member)


def _end(by: Actor, shift: Shift, _entry: Entry, said: Said) -> None:
    _walks(by, shift, by.id)
    if shift.state in {ShiftState.PLANNED, ShiftState.CANCELLED}:
        walking.check_in(by=by, shift=shift.id, at=said.at)
    walking.check_out(by=by, shift=shift.id, at=said.at)
    told = Told(**{**said.facts, "method": tuple(said.facts["method"])})
    if told.says_something:
        write(by=by, shift=shift.id, told=told)


_DO = {
    EntryKind.START: _start,
    EntryKind.STOP: _stop,
    EntryKind.LATER: _later,
    EntryKind.REMINDER: _remind,
    EntryKind.END: _end,
}
