"""When somebody wants to be written to of what waits; and the letters on their way, for the organisation's own job."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.work import rules
from tvaers.work.enums import Cadence, DigestState
from tvaers.work.models import Digest, Reminders
from tvaers.work.queries import WISHES
from tvaers.work.rules import Wish

KEPT = timedelta(days=60)


def wish(*, by: Actor, wanted: Wish) -> None:
    """Set when the actor wants to be written to; said again, nothing changes. Raises rules.QuietThenError."""
    rules.check_wish(wanted)
    told = {name: getattr(wanted, name) for name in WISHES}
    with transaction.atomic():
        if Reminders.objects.filter(member_id=by.id).values(*WISHES).first() == told:
            return
        # Two windows may say it for the first time at once: the later one holds.
        row = Reminders(owner_id=by.organisation.id, member_id=by.id, **told)
        Reminders.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["member_id"], update_fields=list(WISHES)
        )
        record("work.reminders_changed", detail={"cadence": wanted.cadence})


def due(*, organisation: UUID) -> list[UUID]:
    """Return the members at work to whom a letter is to be written or tried again now. For the organisation's job."""
    at_work = Membership.objects.filter(organisation_id=organisation, state=MembershipState.ACTIVE)
    wishes = Reminders.objects.filter(owner_id=organisation, member_id__in=at_work.values("id"))
    wanted = {
        row.pop("member_id"): Wish(**row | {"cadence": Cadence(row["cadence"])})
        for row in wishes.exclude(cadence=Cadence.NEVER).order_by("member_id").values("member_id", *WISHES)
    }
    now = clock.now()
    recent = list(Digest.objects.filter(owner_id=organisation, begun_at__gt=now - 2 * rules.TRIED_FOR))
    own: dict[UUID, list[Digest]] = {}
    for row in recent:
        own.setdefault(row.member_id, []).append(row)
    return [member for member, wish in wanted.items() if _is_due(wish, own.get(member, []), now)]


def _is_due(wish: Wish, recent: list[Digest], now: datetime) -> bool:
    """Tell whether one is to be begun, or one that waits to be tried again."""
    waits = next((row for row in recent if row.state == DigestState.WAITING), None)
    if waits is not None:
        return waits.next_at <= now and rules.may_be_sent(wish, now)
    return _day(wish, recent, now) is not None


def _day(wish: Wish, recent: list[Digest], now: datetime) -> date | None:
    """Return the day whose letter is to be begun: not one that was, nor when a late one went out on the same day."""
    day = rules.digest_day(wish, now)
    sent = [row.ended_at for row in recent if row.state == DigestState.SENT and row.ended_at]
    taken = {row.day for row in recent} | {each.astimezone(clock.COPENHAGEN).date() for each in sent}
    return None if day is None or day in taken else day


def claim(*, organisation: UUID, member: UUID) -> UUID | None:
    """Take the member's letter that is due, to send it now, and return its id; None when none is, or somebody has it.

    What is claimed is not due again before its next attempt, whatever becomes of whoever claimed it.
    """
    now = clock.now()
    with transaction.atomic():
        row = Reminders.objects.filter(member_id=member, owner_id=organisation).values(*WISHES).first()
        if row is None:
            return None
        wish = Wish(**row | {"cadence": Cadence(row["cadence"])})
        own = Digest.objects.filter(member_id=member, owner_id=organisation, begun_at__gt=now - 2 * rules.TRIED_FOR)
        recent = list(own.select_for_update())
        if not _is_due(wish, recent, now):
            return None
        waits = next((each for each in recent if each.state == DigestState.WAITING), None)
        if waits is None and (day := _day(wish, recent, now)) is not None:
            waits = _begun(Digest(owner_id=organisation, member_id=member, day=day, begun_at=now, next_at=now))
        if waits is None:
            return None
        attempts = waits.attempts + 1
        Digest.objects.filter(id=waits.id).update(attempts=attempts, next_at=now + rules.pause_after(attempts))
    return waits.id


def _begun(row: Digest) -> Digest | None:
    """Begin a letter; None for the second of two that do so at once, who leaves it to the first."""
    Digest.objects.bulk_create([row], ignore_conflicts=True)
    return row if Digest.objects.filter(id=row.id).exists() else None


def settle(*, digest: UUID, state: DigestState) -> None:
    """Note that a letter is sent, or not needed."""
    Digest.objects.filter(id=digest, state=DigestState.WAITING).update(state=state, ended_at=clock.now())


def note_failed(*, digest: UUID) -> None:
    """Note that the mail server did not take it; it is tried again."""
    Digest.objects.filter(id=digest, failed_since=None).update(failed_since=clock.now())


def give_up(*, organisation: UUID) -> None:
    """Give up the letters that were tried for two days, and forget those that ended two months ago."""
    now = clock.now()
    own = Digest.objects.filter(owner_id=organisation)
    old = own.filter(state=DigestState.WAITING, begun_at__lte=now - rules.TRIED_FOR)
    old.update(state=DigestState.LOST, ended_at=now)
    own.filter(ended_at__lt=now - KEPT).delete()
