"""Saying yes or no to what was drafted, and the rule of which disclosures ask for that (godkendelse)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing import sealing
from tvaers.sharing.actions import NoNecessityError, call
from tvaers.sharing.models import Approval, ApprovalRule

_SAY = "SELECT guard.approve_group(%s, %s, %s, %s)"


def approve(*, group: UUID, dossier: UUID) -> None:
    """Send what was drafted in one go; dossier: the first of it.

    Raises NotYoursToGiveError, NoSuchAccessError, and NoFrameError when what allowed it has ended.
    """
    call(_SAY, [group, dossier, True, b""])


def send_back(*, group: UUID, dossier: UUID, words: str) -> None:
    """Send what was drafted in one go back to who drafted it; nothing of it reaches the receiver's side.

    dossier: the first of the group. Raises NoNecessityError without words, NotYoursToGiveError, NoSuchAccessError.
    """
    if not words.strip():
        raise NoNecessityError
    said = sealing.sealed(Approval, dossier=dossier, row=group, texts={"words": words})["words"]
    call(_SAY, [group, dossier, False, said])


def set_rule(*, by: Actor, kinds: Collection[OrganisationKind], categories: Category) -> None:
    """Say which disclosures of the actor's organisation are approved first; the database asks for an administrator.

    What was drafted before waits on; what was sent stays sent.
    """
    receivers, mask = sorted(str(kind) for kind in kinds), int(categories)
    columns: dict[str, object] = {"receiver_kinds": receivers, "categories": mask}
    with transaction.atomic():
        ApprovalRule.objects.update_or_create(owner_id=by.organisation.id, defaults=columns)
        said: dict[str, str | int] = {"receiver_kinds": ",".join(receivers), "categories": mask}
        record("sharing.approval_rule_set", object_id=by.organisation.id, detail=said)
