"""Background work of emergency look-ups: a letter to each of those who are told, put in by the database itself."""

from uuid import UUID

from django.conf import settings

from tvaers.emergencies import letters
from tvaers.emergencies.models import EmergencyLookup
from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing.acting import system_claims, within

TELL = "emergencies.tell"


@queue.task(TELL)
def tell(*, lookup: str, to: str, organisation: str, actor: str | None = None) -> None:
    """Write to one of those who are told, in the name of the organisation that looked; it sees nothing more by it."""
    del actor  # whoever looked may have left since; those who are told are told all the same
    with within(system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0)), route=TELL):
        made = EmergencyLookup.objects.filter(id=lookup).exists()
        address = Membership.objects.filter(id=to, state=MembershipState.ACTIVE).values_list("email", flat=True).first()
    if made and address:
        letters.send_told(to=address, link=f"{settings.TVAERS_ADDRESS}/")
