"""Background work of emergency look-ups: letters, put in by the database itself, and the nightly watch over them."""

from contextlib import AbstractContextManager
from uuid import UUID

from django.conf import settings

from tvaers.emergencies import actions, letters
from tvaers.emergencies.models import EmergencyAlarm, EmergencyLookup
from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within

TELL, TELL_ALARM, WATCH = "emergencies.tell", "emergencies.tell_alarm", "emergencies.watch"


@queue.task(TELL)
def tell(*, lookup: str, to: str, organisation: str, actor: str | None = None) -> None:
    """Write to one of those who are told, in the name of the organisation that looked; it sees nothing more by it."""
    del actor  # whoever looked may have left since; those who are told are told all the same
    with _of(organisation, TELL):
        address = _address(to) if EmergencyLookup.objects.filter(id=lookup).exists() else None
    if address:
        letters.send_told(to=address, link=f"{settings.TVAERS_ADDRESS}/")


@queue.periodic("emergencies.watch_all", cron="40 4 * * *")
def watch_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(WATCH)


@queue.task(WATCH)
def watch(*, organisation: str, actor: str | None = None) -> None:
    """Look whether the emergency look-ups of one organisation have become a habit."""
    del actor  # nobody started it
    with _of(organisation, WATCH):
        actions.watch()


@queue.task(TELL_ALARM)
def tell_alarm(*, alarm: str, to: str, organisation: str, actor: str | None = None) -> None:
    """Write to an inspector that there is an alarm to read, and nothing of it."""
    del actor  # the nightly watch put it in
    with _of(organisation, TELL_ALARM):
        address = _address(to) if EmergencyAlarm.objects.filter(id=alarm, read_at=None).exists() else None
    if address:
        letters.send_alarm(to=address, link=f"{settings.TVAERS_ADDRESS}/")


def _of(organisation: str, route: str) -> AbstractContextManager[None]:
    """Act as a job of an organisation that sees nothing about anybody."""
    return within(system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0)), route=route)


def _address(member: str) -> str | None:
    return Membership.objects.filter(id=member, state=MembershipState.ACTIVE).values_list("email", flat=True).first()
