"""Background work of agreements: each morning the parties are reminded of what ends in six, three and one months."""

from uuid import UUID

from django.conf import settings
from django.db.models import F

from tvaers.agreements import letters, queries, rules
from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within

REMIND = "agreements.remind"


@queue.periodic("agreements.remind_all", cron="30 5 * * *")
def remind_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(REMIND)


@queue.task(REMIND)
def remind(*, organisation: str, actor: str | None = None) -> None:
    """Write to those of one organisation who draft and sign. A day on which no worker ran, Today makes up for."""
    del actor  # nobody started it
    own = UUID(organisation)
    with within(system_claims(own, categories=Category(0), purposes=Purpose(0)), route=REMIND):
        ending = queries.reminded_of(own)
        at_work = Membership.objects.filter(organisation_id=own, state=MembershipState.ACTIVE)
        told = at_work.annotate(told=F("roles").bitand(int(rules.REMINDED))).filter(told__gt=0)
        addresses = list(told.order_by("name", "id").values_list("email", flat=True)) if ending else []
    for agreement, months in ending:
        if addresses:
            letters.send_reminder(to=addresses, agreement=agreement, months=months, link=f"{settings.TVAERS_ADDRESS}/")
