"""Writing a concern down, in under two minutes, by whoever heard it."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from tvaers.audit.actions import record
from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind, Told
from tvaers.concerns.models import Arrival, Concern, Involved, Reporter
from tvaers.concerns.rules import (
    CATEGORY_OF_ROLE,
    CLOCKS_AT_RECEIPT,
    DECIDERS,
    UNNAMED_MAY_BE,
    acute_by,
    purpose_of_receipt,
)
from tvaers.foundation import clock, ids, keystore
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import UnitKind
from tvaers.partnerships.models import Unit
from tvaers.partnerships.rules import purposes_for
from tvaers.people.actions import Details, register
from tvaers.search.actions import keep
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind, Source
from tvaers.sharing.models import Access
from tvaers.sharing.sealing import sealed
from tvaers.work.actions import start_clocks
from tvaers.work.enums import ClockKind


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was told: fact, assessment and source apart (R12); every text may be empty but the fact."""

    about: About
    fact: str
    headline: str = ""
    assessment: str = ""
    source: str = ""
    observed: str = ""
    strengths: str = ""
    tried: str = ""
    reaction: str = ""
    child_view: str = ""
    parents_reaction: str = ""
    not_told_because: str = ""
    told: Told = Told.UNKNOWN
    channel: Channel = Channel.SYSTEM
    received_at: datetime | None = None
    area_id: UUID | None = None
    is_acute: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Who told. A professional must be named (R29)."""

    kind: ReporterKind
    name: str = ""
    workplace: str = ""
    relation: str = ""
    contact: str = ""
    is_unnamed: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """Somebody's part in it: a person known already, what is known of a new one, or the part alone."""

    role: InvolvedRole
    person: UUID | None = None
    details: Details | None = None
    note: str = ""


class UnnamedProfessionalError(ValueError):
    """A professional cannot stay unnamed (R29)."""


class WrittenAlreadyError(Exception):
    """What was sent twice was written down the first time; `concern` is its id."""

    def __init__(self, concern: UUID) -> None:
        """Keep the id, to show what was written."""
        super().__init__("written already")
        self.concern = concern


TEXTS = (
    "headline",
    "strengths",
    "fact",
    "assessment",
    "source",
    "observed",
    "tried",
    "reaction",
    "child_view",
    "parents_reaction",
    "not_told_because",
)
TELLER_TEXTS = ("name", "workplace", "relation", "contact")


# Where concerns are received when whoever writes one down does not decide on them; then where they can be sent too.
_RECEIVING = (UnitKind.SSP, UnitKind.PREVENTION, UnitKind.EXIT, UnitKind.PROBATION)
_CAN_RECEIVE = (*_RECEIVING, UnitKind.FAMILY, UnitKind.YOUTH)


def intake_unit(by: Actor) -> UUID | None:
    """Return the unit that receives what the actor writes down; None when the organisation has no such unit.

    Whoever decides on concerns receives them in the own unit; what others write goes to SSP, or what is like it.
    """
    if by.units and by.has_role(*DECIDERS):
        return by.units[0]
    return next((unit for unit, kind, _ in _receivers(by) if kind in _RECEIVING), None)


def kept_for(by: Actor, concern: UUID) -> tuple[UUID | None, Purpose]:
    """Return the unit that keeps the concern, and what for: whoever decides on it must see whom it is about."""
    own = Access.objects.filter(dossier_id=concern, source=Source.OWNER, ended_at=None, unit_id__isnull=False)
    kept = own.order_by("granted_at", "id").values_list("unit_id", "purpose").first()
    return (kept[0], Purpose(kept[1])) if kept else (intake_unit(by), purpose_of_receipt(purposes_for(by.roles)))


def receivers(by: Actor) -> dict[UUID, str]:
    """Return, by id, the names of the units that can receive what the actor writes down, `intake_unit` first."""
    found = _receivers(by)
    own = by.units[0] if by.units and by.has_role(*DECIDERS) else None
    return {unit: name for unit, _, name in sorted(found, key=lambda each: each[0] != own)}


def _receivers(by: Actor) -> list[tuple[UUID, str, str]]:
    """Return id, kind and name of units that can receive, in the order in which they do."""
    open_ones = Unit.objects.filter(organisation_id=by.organisation.id, ended_at=None)
    # The own unit of whoever decides on none may have nobody who does.
    own = by.units if by.has_role(*DECIDERS) else ()
    can = open_ones.filter(Q(kind__in=_CAN_RECEIVE) | Q(id__in=own))
    order = [str(kind) for kind in _CAN_RECEIVE]
    return sorted(
        can.values_list("id", "kind", "name"),
        key=lambda unit: (order.index(unit[1]) if unit[1] in order else len(order), unit[2]),
    )


def token_of_form(by: Actor, key: UUID) -> bytes:
    """Return what a form leaves behind when it is saved, so that sent twice it writes once; another for each actor."""
    return _token(by, f"form|{by.id}|{key}")


def token_of_row(by: Actor, cells: str) -> bytes:
    """Return the fingerprint of a row of a file, keyed with the organisation's own key: nobody can test a guess."""
    return _token(by, f"row|{cells}")


def _token(by: Actor, text: str) -> bytes:
    key = keystore.shared(f"organisation:{by.organisation.id}:arrivals")
    return hmac.digest(key, text.encode(), sha256)


def write_down(
    *,
    by: Actor,
    account: Account,
    teller: Teller,
    parts: Sequence[Part] = (),
    purpose: Purpose | None = None,
    unit: UUID | None = None,
    once: bytes | None = None,
) -> UUID:
    """Write a concern down as a dossier of the actor's organisation, start its clocks (R10), return its id.

    purpose: what it is kept for (default: what the actor works for). unit: who receives it (default: `intake_unit`).
    Whoever wrote it keeps seeing it. once: a token, where what is written may come twice. Raises
    UnnamedProfessionalError (R29), WrittenAlreadyError, and what `open_dossier` raises.
    """
    if teller.is_unnamed and teller.kind not in UNNAMED_MAY_BE:
        raise UnnamedProfessionalError
    # One moment for the concern and its clocks: two readings of the clock would differ.
    started = account.received_at or clock.now()
    receiving = unit or intake_unit(by)
    purpose = purpose or purpose_of_receipt(purposes_for(by.roles))
    with transaction.atomic():
        concern = sharing.open_dossier(by=by, kind=DossierKind.CONCERN, purpose=purpose, unit=receiving, member=by.id)
        if once is not None:
            arrive_once(by, once, concern)
        columns = _columns(concern, replace(account, received_at=started))
        Concern.objects.create(id=concern, recorded_by=by.id, **columns)
        keep(Concern, concern)
        _write_teller(concern, teller)
        for part in parts:
            involve(by=by, concern=concern, part=part, purpose=purpose, unit=receiving)
        start_clocks(
            by=by,
            dossier=concern,
            kinds=list(CLOCKS_AT_RECEIPT),
            category=Category.CONCERN,
            start=started,
            sooner={ClockKind.ACUTE: acute_by(started)} if account.is_acute else None,
        )
        record("concerns.written_down", object_id=concern, dossier_id=concern, detail={"channel": account.channel})
    return concern


def arrived(*, by: Actor, tokens: Iterable[bytes]) -> dict[bytes, UUID]:
    """Return which of `tokens` have come in before, with the concern each became, erased ones included."""
    rows = Arrival.objects.filter(organisation_id=by.organisation.id, token__in=list(tokens))
    return {bytes(token): concern for token, concern in rows.values_list("token", "concern_id")}


def arrive_once(by: Actor, token: bytes, concern: UUID) -> None:
    """Note that `token` has come in. Of two at the same time, the second waits here for the first, and then yields.

    Raises WrittenAlreadyError.
    """
    try:
        with transaction.atomic():
            Arrival.objects.create(organisation_id=by.organisation.id, token=token, concern_id=concern)
    except IntegrityError as twice:
        raise WrittenAlreadyError(arrived(by=by, tokens=[token])[token]) from twice


def involve(*, by: Actor, concern: UUID, part: Part, purpose: Purpose, unit: UUID | None) -> UUID | None:
    """Add somebody's part to a concern; registers the person first when new.

    Returns the person's id; None where nobody knows who it was.
    """
    person = part.person
    if person is None and part.details is not None:
        person = register(by=by, details=part.details, purpose=purpose, unit=unit, member=by.id)
    row = ids.opaque()
    Involved.objects.create(
        id=row,
        dossier_id=concern,
        person_id=person,
        role=part.role,
        category=int(CATEGORY_OF_ROLE[part.role]),
        **sealed(Involved, dossier=concern, row=row, texts={"note": part.note}),
    )
    if person is not None:
        sharing.link(kind=LinkKind.CONCERNS, source=concern, target=person)
    return person


def _columns(concern: UUID, account: Account) -> dict[str, object]:
    plain = {name: value for name, value in asdict(account).items() if name not in TEXTS}
    texts = {name: getattr(account, name) for name in TEXTS}
    if account.is_acute is not None:
        plain["acute_at"] = clock.now()
    return plain | sealed(Concern, dossier=concern, row=concern, texts=texts)


def _write_teller(concern: UUID, teller: Teller) -> None:
    row = ids.opaque()
    texts = {name: "" if teller.is_unnamed else getattr(teller, name) for name in TELLER_TEXTS}
    texts["relation"] = teller.relation
    Reporter.objects.create(
        id=row,
        dossier_id=concern,
        kind=teller.kind,
        is_unnamed=teller.is_unnamed,
        **sealed(Reporter, dossier=concern, row=row, texts=texts),
    )
