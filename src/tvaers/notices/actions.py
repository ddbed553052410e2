"""Giving a notice to a housing organisation, and erasing it when its time has come (R25)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connections, transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard import context
from tvaers.guard.enums import Purpose
from tvaers.guard.turns import take_turn
from tvaers.notices.enums import NoticeKind
from tvaers.notices.models import HousingNotice, NoticeDecision
from tvaers.notices.rules import GIVERS
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import roles_in
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.models import Dossier
from tvaers.sharing.sealing import sealed

OUTLIVED = "outlived"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a notice says. decision, decided_on, effort: of a decision alone; effort: what is done for safety there."""

    name: str
    address: str
    decision: str = ""
    decided_on: date | None = None
    effort: str = ""


@dataclass(frozen=True, kw_only=True)
class To:
    """To whom, on what, until which day, and why it is necessary (R1)."""

    organisation: UUID
    member: UUID
    frame: UUID
    basis: UUID
    until: date
    necessity: str


def kind_of(by: Actor) -> NoticeKind | None:
    """Return which notice somebody can give; None for none: of another organisation, or without deciding there."""
    return GIVERS.get(by.organisation.kind) if by.has_role(*roles_in(int(DECIDING))) else None


def give(*, by: Actor, told: Told, to: To, form: UUID | None = None) -> UUID:
    """Write a notice down and offer it; return its id. Nothing opens before the receiver accepts, and may decline (R2).

    form: sent twice, it gives one notice. Raises NotYoursToGiveError for an organisation that gives none, and what
    sharing.offer raises: BasisError, WrongReceiverError, WrongTimeError (six months at most), NoFrameError,
    NoNecessityError.
    """
    if kind_of(by) is None:
        raise sharing.NotYoursToGiveError("gives no notice")
    if not to.necessity.strip():
        raise sharing.NoNecessityError("no necessity")
    ends = datetime.combine(to.until, time(23, 59), tzinfo=clock.COPENHAGEN)
    with transaction.atomic():
        if form is not None:
            # Before it looks: of two that are sent at once the second waits here, and finds the first.
            take_turn(ids.of_form(form, "notice", by.id).bytes)
            before = HousingNotice.objects.filter(form_id=form, written_by=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        notice = sharing.open_dossier(
            by=by,
            kind=DossierKind.NOTICE,
            purpose=Purpose.SSP,
            # Colleagues of the unit can withdraw it when whoever wrote it is away.
            unit=next(iter(by.units), None),
            member=by.id,
            until=ends + timedelta(days=2),
        )
        _write(by, notice, told, to, form)
        with sharing.refusals(), connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT guard.give_notice(%s, %s, %s, %s, %s, %s)",
                [notice, to.organisation, to.member, to.frame, to.basis, ends],
            )
            access: UUID = cursor.fetchone()[0]
        sharing.note_necessity(access=access, dossier=notice, words=to.necessity)
        record("notices.given", object_id=notice, dossier_id=notice)
    return notice


def _write(by: Actor, notice: UUID, told: Told, to: To, form: UUID | None) -> None:
    texts = {"name": told.name, "address": told.address, "effort": told.effort}
    HousingNotice.objects.create(
        id=notice,
        kind=GIVERS[by.organisation.kind],
        to_organisation_id=to.organisation,
        written_by=by.id,
        erase_on=to.until + timedelta(days=1),
        form_id=form,
        **sealed(HousingNotice, dossier=notice, row=notice, texts=texts),
    )
    # The database refuses a notice of a decision that has none.
    if told.decided_on is not None:
        row = ids.opaque()
        NoticeDecision.objects.create(
            id=row,
            dossier_id=notice,
            decided_on=told.decided_on,
            written_by=by.id,
            **sealed(NoticeDecision, dossier=notice, row=row, texts={"words": told.decision}),
        )


def erase_due(*, today: date) -> int:
    """Erase the organisation's notices whose day has come; return how many (R23)."""
    claims = context.current()
    own = Dossier.objects.filter(owner_id=claims.organisation if claims else None).values("id")
    due = list(HousingNotice.objects.filter(id__in=own, erase_on__lte=today).values_list("id", flat=True))
    for notice in due:
        sharing.erase(dossier=notice, why=OUTLIVED)
        record("notices.erased", object_id=notice, detail={"why": OUTLIVED})
    return len(due)
