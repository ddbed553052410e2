"""Writing an agreement's draft: its first page and its parts, from nothing or from the agreement before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import BooleanField, F, Func, Max, Q, Value
from django.http import Http404

from tvaers.agreements import rules
from tvaers.agreements.actions.refusals import ChangedMeanwhileError, NotYoursError, refusals
from tvaers.agreements.enums import AgreementKind, State
from tvaers.agreements.models import (
    Agreement,
    AgreementAction,
    AgreementAnnex,
    AgreementIndicator,
    AgreementParty,
    AgreementTheme,
)
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor


class Part(StrEnum):
    """What a draft is made of besides its first page."""

    PARTY = "party"
    THEME = "theme"
    ACTION = "action"
    INDICATOR = "indicator"
    ANNEX = "annex"


MODELS: Final[Mapping[Part, type[models.Model]]] = {
    Part.PARTY: AgreementParty,
    Part.THEME: AgreementTheme,
    Part.ACTION: AgreementAction,
    Part.INDICATOR: AgreementIndicator,
    Part.ANNEX: AgreementAnnex,
}
# Parties stand in the order of their names, the other parts in that in which they were written.
IN_ORDER = frozenset(Part) - {Part.PARTY}


@dataclass(frozen=True, kw_only=True)
class Basics:
    """The first page of a draft. purposes: mask of guard.enums.Purpose."""

    title: str
    purpose: str
    purposes: int
    from_date: date | None
    until_date: date | None


def begin(*, by: Actor, kind: AgreementKind, following: Agreement | None = None, form: UUID) -> UUID:
    """Begin a draft and return its id; the actor's organisation is its first party.

    following: what it grows out of: all of its text is there to be kept, changed or dropped (S1). form: sent twice, it
    begins one draft. Raises NotYoursError; ValueError where the kind and what it follows do not fit.
    """
    if (kind is AgreementKind.FIRST) != (following is None):
        message = f"{kind} following {following}"
        raise ValueError(message)
    draft = Agreement(
        id=ids.of_form(form, "agreement", by.id),
        kind=kind,
        state=State.DRAFT,
        owner_id=by.organisation.id,
        previous=following,
        **_inherited(kind, following),
    )
    with refusals():
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError:
            return draft.id
        parties = {by.organisation.id: ""} | (_parties(following) if following else {})
        AgreementParty.objects.bulk_create(
            AgreementParty(agreement=draft, organisation_id=organisation, signatory=office)
            for organisation, office in parties.items()
        )
        if following is not None:
            _copy(following, draft)
    record("agreements.begun", object_id=draft.id, detail={"kind": kind.value})
    return draft.id


def _inherited(kind: AgreementKind, following: Agreement | None) -> dict[str, Any]:
    if following is None:
        return {"title": ""}
    ends = following.until_date or clock.today()
    # What follows one that ended long ago is not proposed for days that are gone.
    after = max(following.ended_on or ends, clock.today())
    first, last = (None, ends) if kind is AgreementKind.AMENDMENT else rules.usual_term(after)
    return {
        "title": following.title,
        "purpose": following.purpose,
        "purposes": following.purposes,
        "from_date": first,
        "until_date": last,
    }


def _parties(following: Agreement) -> dict[UUID, str]:
    held = following.parties.filter(left_on=None, organisation__ended_at=None)
    return dict(held.values_list("organisation_id", "signatory"))


def _copy(former: Agreement, draft: Agreement) -> None:
    """Write the themes of an agreement, with all below them, and its annexes into a draft.

    An annex that is a file goes along where the database lets the actor put it in: a file is the parties' own.
    """
    themes = {
        theme.id: AgreementTheme(agreement=draft, place=theme.place, text=theme.text, origin=theme.id)
        for theme in former.themes.order_by("place", "id")
    }
    AgreementTheme.objects.bulk_create(themes.values())
    actions, indicators = list(former.actions.all()), list(former.indicators.all())
    goes_along = Func(Value(draft.id), F("file_id"), function="guard.may_annex", output_field=BooleanField())
    annexes = list(former.annexes.filter(Q(file=None) | Q(goes_along)))
    below: list[AgreementAction | AgreementIndicator] = [*actions, *indicators]
    for row in below:
        row.theme = themes[row.theme_id]
    for part in (*below, *annexes):
        part.pk, part.agreement = ids.opaque(), draft
    AgreementAction.objects.bulk_create(actions)
    AgreementIndicator.objects.bulk_create(indicators)
    AgreementAnnex.objects.bulk_create(annexes)


def change(*, by: Actor, agreement: UUID, basics: Basics, version: int) -> None:
    """Write the first page of a draft. Raises NotYoursError, ChangedMeanwhileError."""
    with refusals():
        _touch(agreement, version, **basics.__dict__)
    record("agreements.changed", object_id=agreement)


def save_part(
    *, by: Actor, agreement: UUID, part: Part, row: UUID | None, values: Mapping[str, object], version: int
) -> None:
    """Add a part to a draft (row None), or change one. Raises Http404, NotYoursError, ChangedMeanwhileError."""
    model = MODELS[part]
    with refusals():
        _touch(agreement, version)
        rows = model._default_manager.filter(agreement_id=agreement)
        if row is None:
            place = {}
            if part in IN_ORDER:
                last = rows.aggregate(last=Max("place"))["last"]
                place = {"place": 0 if last is None else last + 1}
            model._default_manager.create(agreement_id=agreement, **place, **values)
        elif not rows.filter(id=row).update(**values):
            raise Http404
    record("agreements.changed", object_id=agreement, detail={"part": part.value})


def remove_part(*, by: Actor, agreement: UUID, part: Part, row: UUID, version: int) -> None:
    """Take a part out of a draft, and what stands below it. Raises Http404, NotYoursError, ChangedMeanwhileError."""
    with refusals():
        _touch(agreement, version)
        gone, _by_model = MODELS[part]._default_manager.filter(agreement_id=agreement, id=row).delete()
        if not gone:
            raise Http404
    record("agreements.changed", object_id=agreement, detail={"part": part.value, "removed": True})


def _touch(agreement: UUID, version: int, **values: object) -> None:
    """Count the change, and write `values` into the draft's own row, when nobody has changed it since `version`."""
    draft = Agreement.objects.filter(id=agreement, state=State.DRAFT)
    if draft.filter(version=version).update(version=F("version") + 1, **values):
        return
    # A row that the policy keeps from the asker is not an error to PostgreSQL, only a row fewer.
    if not draft.exclude(version=version).exists():
        raise NotYoursError
    raise ChangedMeanwhileError
