"""Adding organisations to the partnership, and keeping their own details."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from uuid import UUID

from tvaers.audit.actions import record
from tvaers.foundation import ids, meanwhile
from tvaers.partnerships.actions.refusals import NotAdministratorError, refusals
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.models import Organisation


@dataclass(frozen=True, kw_only=True)
class OrganisationDetails:
    """How an organisation is named and reached; mark: one or two letters shown beside its name."""

    name: str
    short_name: str
    mark: str
    phone: str


def add_organisation(*, by: Actor, details: OrganisationDetails, kind: OrganisationKind) -> UUID:
    """Add an organisation to the partnership and return its id. The host's administrators only.

    Raises NameTakenError, NotAdministratorError.
    """
    organisation = Organisation(id=ids.opaque(), kind=kind, is_host=False, **asdict(details))
    with refusals():
        organisation.save(force_insert=True)
    record(
        "partnerships.organisation_added",
        object_id=organisation.id,
        detail={"kind": kind.value, "host": by.organisation.is_host},
    )
    return organisation.id


def change_organisation(
    *,
    by: Actor,
    organisation: Organisation,
    details: OrganisationDetails,
    seen: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Change how an organisation is named and reached: the own one, or any for the host's administrators.

    seen: what stood there when the actor began to type; what others changed since then and the actor did not, stays.
    Raises NameTakenError, NotAdministratorError, meanwhile.ClashError.
    """
    typed = asdict(details)
    with refusals():
        row = Organisation.objects.filter(id=organisation.id)
        now = row.select_for_update().values(*typed).first()
        changed = now and row.update(**meanwhile.settled(seen=seen, typed=typed, now=now))
    if not changed:
        raise NotAdministratorError
    record(
        "partnerships.organisation_changed",
        object_id=organisation.id,
        detail={"own": organisation.id == by.organisation.id},
    )
