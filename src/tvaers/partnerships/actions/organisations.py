"""Adding organisations to the partnership, and keeping their own details."""

from dataclasses import asdict, dataclass
from uuid import UUID

from tvaers.audit.actions import record
from tvaers.foundation import ids
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


def change_organisation(*, by: Actor, organisation: Organisation, details: OrganisationDetails) -> None:
    """Change how an organisation is named and reached: the own one, or any for the host's administrators.

    Raises NameTakenError, NotAdministratorError.
    """
    with refusals():
        changed = Organisation.objects.filter(id=organisation.id).update(**asdict(details))
    if not changed:
        raise NotAdministratorError
    record(
        "partnerships.organisation_changed",
        object_id=organisation.id,
        detail={"own": organisation.id == by.organisation.id},
    )
