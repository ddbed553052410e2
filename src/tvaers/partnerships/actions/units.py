"""Adding, renaming and closing the units of an organisation."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, meanwhile
from tvaers.partnerships.actions.refusals import NoSuchMemberError, refusals
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import UnitKind
from tvaers.partnerships.models import Unit


def add_unit(*, by: Actor, name: str, kind: UnitKind) -> UUID:
    """Add a unit to the actor's organisation and return its id.

    Raises NameTakenError, NotAdministratorError.
    """
    unit = Unit(id=ids.opaque(), organisation_id=by.organisation.id, name=name, kind=kind)
    with refusals():
        unit.save(force_insert=True)
    record("partnerships.unit_added", object_id=unit.id)
    return unit.id


def change_unit(
    *, by: Actor, unit: Unit, name: str, kind: UnitKind, seen: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Rename a unit, or say anew what it does.

    seen: what stood there when the actor began to type; what others changed since then and the actor did not, stays.
    Raises NameTakenError, NoSuchMemberError, meanwhile.ClashError.
    """
    with transaction.atomic():
        mine = Unit.objects.filter(id=unit.id, organisation_id=by.organisation.id)
        now = mine.select_for_update().values("name", "kind").first()
        if now is None:
            raise NoSuchMemberError
        saved = meanwhile.settled(seen=seen, typed={"name": name, "kind": kind.value}, now=now)
        _update(by, unit, **saved)
        record("partnerships.unit_changed", object_id=unit.id, detail={"kind": saved["kind"]})


def close_unit(*, by: Actor, unit: Unit) -> None:
    """Close a unit: it is not offered any more; who is in it stays listed. Raises NoSuchMemberError."""
    _update(by, unit, ended_at=clock.now())
    record("partnerships.unit_closed", object_id=unit.id)


def reopen_unit(*, by: Actor, unit: Unit) -> None:
    """Open a closed unit again. Raises NoSuchMemberError."""
    _update(by, unit, ended_at=None)
    record("partnerships.unit_reopened", object_id=unit.id)


def _update(by: Actor, unit: Unit, **values: str | datetime | None) -> None:
    # A row that the policy keeps from the asker is not an error to PostgreSQL, only a row fewer.
    with refusals():
        changed = Unit.objects.filter(id=unit.id, organisation_id=by.organisation.id).update(**values)
    if not changed:
        raise NoSuchMemberError
