"""What a party does under a theme of an agreement that is signed: begun, changed with what came of it, taken out."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404

from tvaers.agreements.actions.refusals import ChangedMeanwhileError, NotYoursError, refusals
from tvaers.agreements.models import AgreementInitiative
from tvaers.audit.actions import record
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """What is done, on which budget line, and what came of it, in words; the last two may be empty."""

    text: str
    budget: str
    result: str


def begin_initiative(*, by: Actor, agreement: UUID, theme: UUID, initiative: Initiative, form: UUID) -> UUID:
    """Write down what the actor's organisation does under a theme; return its id. form: sent twice, it is one.

    Raises NotYoursError.
    """
    row = AgreementInitiative(
        id=ids.of_form(form, "initiative", by.id),
        agreement_id=agreement,
        theme_id=theme,
        owner_id=by.organisation.id,
        **asdict(initiative),
    )
    with refusals():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return row.id
    record("agreements.initiative_begun", object_id=agreement)
    return row.id


def change_initiative(*, by: Actor, row: UUID, initiative: Initiative, version: int) -> None:
    """Change an initiative of the actor's organisation. Raises Http404, NotYoursError, ChangedMeanwhileError."""
    ours = AgreementInitiative.objects.filter(id=row, owner_id=by.organisation.id)
    with refusals():
        if not ours.filter(version=version).update(version=F("version") + 1, **asdict(initiative)):
            held = ours.first()
            if held is None:
                raise Http404
            # A row that the policy keeps from the asker is not an error to PostgreSQL, only a row fewer.
            raise NotYoursError if held.version == version else ChangedMeanwhileError
    record("agreements.initiative_changed", object_id=row)


def drop_initiative(*, by: Actor, row: UUID) -> None:
    """Take an initiative of the actor's organisation out, such as one written by mistake. Raises NotYoursError."""
    with refusals():
        gone, _by_model = AgreementInitiative.objects.filter(id=row, owner_id=by.organisation.id).delete()
    if not gone:
        raise NotYoursError
    record("agreements.initiative_dropped", object_id=row)
