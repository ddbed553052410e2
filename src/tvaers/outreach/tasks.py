"""Background work of outreach: each minute, whether everybody is home; and the text message to who waits for them."""

from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.outreach import sms
from tvaers.outreach.actions import erasing, safety
from tvaers.outreach.enums import SmsState
from tvaers.outreach.models import SafetyAlert
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within
from tvaers.ui import dates

WATCH = "outreach.watch"
_NOBODY = replace(system_claims(UUID(int=0), categories=Category(0), purposes=Purpose(0)), readers=())


@queue.periodic("outreach.watch_all", cron="* * * * *")
def watch_all() -> None:
    """Raise the alerts of each organisation that has a team which should be home."""
    with within(_NOBODY, route="outreach.watch_all"):
        late = safety.overdue_organisations()
    for organisation in late:
        with _of(organisation, WATCH):
            safety.raise_due(organisation=organisation, by_sms=sms.is_configured())


ERASE = "outreach.erase"


@queue.periodic("outreach.erase_all", cron="50 1 * * *")
def erase_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase(*, organisation: str, actor: str | None = None) -> None:
    """Erase what is over for two years in one organisation, in its own name."""
    del actor  # nobody started it
    with _of(UUID(organisation), ERASE):
        erasing.erase_due(organisation=UUID(organisation))


@queue.task(safety.SEND)
def send_sms(*, alert: str, organisation: str, actor: str | None = None) -> None:
    """Send the text message of an alert to who waits for the team, unless somebody has taken it on."""
    del actor  # the watch put it in
    with _of(UUID(organisation), safety.SEND):
        row = SafetyAlert.objects.filter(id=alert, sms=SmsState.WAITING).first()
        at_work = Membership.objects.filter(id=row.to_id if row else UUID(int=0), state=MembershipState.ACTIVE)
        to = at_work.values_list("phone", flat=True).first()
    if row is None:
        return
    # Nobody's transaction waits for somebody else's machine.
    state = SmsState.NONE
    if row.acknowledged_by is None:
        state = SmsState.SENT if to and sms.send(to=to, text=_text(row)) else SmsState.FAILED
    with _of(UUID(organisation), safety.SEND):
        safety.note_sms(alert=row.id, state=state)


def _text(row: SafetyAlert) -> str:
    with translation.override("da"):
        said = _(
            "Tværs: a team that you wait for said it would be home at %(time)s and has not checked out. Call them."
        )
        return f"{said % {'time': dates.time_of_day(row.due_at)}} {settings.TVAERS_ADDRESS}/street/"


def _of(organisation: UUID, route: str) -> AbstractContextManager[None]:
    return within(system_claims(organisation, categories=Category(0), purposes=Purpose(0)), route=route)
