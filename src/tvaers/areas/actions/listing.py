"""What the host's administrators do with the list of areas."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from tvaers.areas.models import Area, AreaKind
from tvaers.areas.rules import check_place
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, meanwhile
from tvaers.partnerships.actions import NotAdministratorError
from tvaers.partnerships.actions.refusals import refusals
from tvaers.partnerships.actor import Actor


class PartsOpenError(Exception):
    """An area with open areas in it cannot be closed."""


class ParentClosedError(Exception):
    """An area in a closed one cannot be opened, nor one added to it."""


def add_area(*, by: Actor, kind: AreaKind, name: str, parent: Area | None) -> UUID:
    """Add an area and return its id.

    Raises AreaOutOfPlaceError, ParentClosedError, NameTakenError, NotAdministratorError.
    """
    check_place(kind, below=AreaKind(parent.kind) if parent else None)
    if parent is not None and parent.ended_at is not None:
        raise ParentClosedError
    area = Area(id=ids.opaque(), kind=kind, name=name, parent=parent)
    with refusals():
        area.save(force_insert=True)
    record("areas.added", object_id=area.id, detail={"kind": kind.value, "host": by.organisation.is_host})
    return area.id


def rename_area(*, by: Actor, area: Area, name: str, seen: Mapping[str, str] = MappingProxyType({})) -> None:
    """Give an area another name.

    seen: what stood there when the actor began to type. Raises NameTakenError, NotAdministratorError,
    meanwhile.ClashError.
    """
    with transaction.atomic():
        now = Area.objects.filter(id=area.id).select_for_update().values("name").first()
        if now is None:
            raise NotAdministratorError
        _update(area, **meanwhile.settled(seen=seen, typed={"name": name}, now=now))
        record("areas.renamed", object_id=area.id, detail={"host": by.organisation.is_host})


def close_area(*, by: Actor, area: Area) -> None:
    """Close an area: it is not offered any more; old texts go on naming it.

    Raises PartsOpenError, NotAdministratorError.
    """
    if Area.objects.filter(parent_id=area.id, ended_at=None).exists():
        raise PartsOpenError
    _update(area, ended_at=clock.now())
    record("areas.closed", object_id=area.id, detail={"host": by.organisation.is_host})


def reopen_area(*, by: Actor, area: Area) -> None:
    """Open a closed area again. Raises ParentClosedError, NotAdministratorError."""
    if area.parent_id is not None and not Area.objects.filter(id=area.parent_id, ended_at=None).exists():
        raise ParentClosedError
    _update(area, ended_at=None)
    record("areas.reopened", object_id=area.id, detail={"host": by.organisation.is_host})


def _update(area: Area, **values: str | datetime | None) -> None:
    # A row that the policy keeps from the asker is not an error to PostgreSQL, only a row fewer.
    with refusals():
        changed = Area.objects.filter(id=area.id).update(**values)
    if not changed:
        raise NotAdministratorError
