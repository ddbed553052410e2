"""Opening, giving, answering, ending and erasing access: the only calls of the guard's functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, keystore
from tvaers.guard import context
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import answering, sealing
from tvaers.sharing.enums import DisclosureState, DossierKind, LinkKind, May, Source
from tvaers.sharing.models import Access, Disclosure, Link
from tvaers.sharing.refused import (
    BasisError,
    NoFrameError,
    NoNecessityError,
    NoSuchAccessError,
    NothingToChangeError,
    NotKeeperError,
    NotToComeError,
    NotYoursToAnswerError,
    NotYoursToGiveError,
    RestrictedError,
    SharingError,
    TooFewNamedError,
    WrongCategoryError,
    WrongPurposeError,
    WrongReceiverError,
    WrongTimeError,
    call,
    made,
    refusals,
)

REFUSED_BY_POLICY = "42501"
OWN_ACCESS = timedelta(days=5 * 365)
__all__ = [
    "BasisError",
    "NoFrameError",
    "NoNecessityError",
    "NoSuchAccessError",
    "NotKeeperError",
    "NotToComeError",
    "NotYoursToAnswerError",
    "NotYoursToGiveError",
    "NothingToChangeError",
    "Reader",
    "Rebased",
    "RestrictedError",
    "SharingError",
    "Terms",
    "TooFewNamedError",
    "WrongCategoryError",
    "WrongPurposeError",
    "WrongReceiverError",
    "WrongTimeError",
    "answer",
    "answer_group",
    "call",
    "end",
    "end_consent",
    "end_disclosures",
    "end_group",
    "erase",
    "let_in",
    "link",
    "made",
    "note_necessity",
    "offer",
    "open_consent",
    "open_dossier",
    "parts_of",
    "rebase_group",
    "refusals",
    "share",
]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who is let in: an organisation, or one unit or one member of it."""

    organisation: UUID
    unit: UUID | None = None
    member: UUID | None = None


def open_dossier(
    *,
    by: Actor,
    kind: DossierKind,
    purpose: Purpose,
    unit: UUID | None = None,
    member: UUID | None = None,
    parent: UUID | None = None,
    until: datetime | None = None,
) -> UUID:
    """Open a dossier of the actor's organisation and return its id; its key is durable before its row is committed.

    unit, member: who in the organisation is let in; with both, both are (a member of that very unit needs no row of
    the own); without either, everybody whose role covers the purpose.
    parent: where it belongs, by a link that only those see who see both (LinkKind.BELONGS).
    until: when the own access ends, at most five years from now, which is the default.
    Raises WrongPurposeError, WrongReceiverError, NoSuchAccessError (the parent), WrongTimeError.
    """
    ends = until or clock.now() + OWN_ACCESS
    first = unit if member is None or unit in by.units else None
    with transaction.atomic():
        opened = made(
            "SELECT guard.open_dossier(%s, %s, %s, %s, %s)",
            [kind, int(purpose), first, None if first else member, ends],
        )
        sealing.make_key(opened, owner=by.organisation.id)
        if unit is not None and first is None:
            let_in(dossier=opened, unit=unit, categories=ALL_CATEGORIES, until=ends)
        if parent is not None:
            link(kind=LinkKind.BELONGS, source=opened, target=parent)
    return opened


def let_in(
    *,
    dossier: UUID,
    unit: UUID | None = None,
    member: UUID | None = None,
    categories: Category,
    may: May = May.CONTRIBUTE,
    until: datetime | None = None,
) -> UUID:
    """Let a colleague or a unit of the owner organisation in as well and return the access row's id (R7).

    Whoever does not decide lets in who receives a dossier while opening it, and nobody afterwards.
    until: as long as the actor's own access where not given.
    Raises NotYoursToGiveError, WrongReceiverError, WrongCategoryError, WrongTimeError.
    """
    return made(
        "SELECT guard.let_in(%s, %s, %s, %s, %s, %s)",
        [dossier, unit, member, int(categories), int(may), until],
    )


def offer(
    *,
    dossier: UUID,
    to: Reader,
    categories: Category,
    may: May,
    purpose: Purpose,
    frame: UUID,
    until: datetime,
    basis: UUID | None = None,
) -> UUID:
    """Offer something of a dossier to another organisation and return the access row's id (R1).

    Nothing opens before the receiver accepts. basis: the version of the legal basis that was chosen; the database takes
    the one that fits where none was. Raises every SharingError above.
    """
    given = [dossier, to.organisation, to.unit, to.member, int(categories), int(may), int(purpose), frame, until]
    if basis is None:
        return made("SELECT guard.grant_access(%s, %s, %s, %s, %s, %s, %s, %s, %s)", given)
    return made("SELECT guard.grant_access(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", [*given, basis])


def answer(*, access: UUID, accepted: bool) -> None:
    """Accept or decline an offer; a decline needs no reason (R2). Raises NoSuchAccessError."""
    call("SELECT guard.answer_access(%s, %s)", [access, accepted])


def end(*, access: UUID) -> None:
    """End access at once: the giver withdraws, or the receiver gives back. Raises NoSuchAccessError."""
    call("SELECT guard.end_access(%s)", [access])


def link(*, kind: LinkKind, source: UUID, target: UUID) -> None:
    """Relate two dossiers, both of which the asker must see. Raises NoSuchAccessError when one is hidden or missing."""
    try:
        with transaction.atomic():
            Link.objects.bulk_create([Link(kind=kind, source_id=source, target_id=target)], ignore_conflicts=True)
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) != REFUSED_BY_POLICY:
            raise
        raise NoSuchAccessError("no such dossier") from refused


def erase(*, dossier: UUID, why: str) -> None:
    """Erase a dossier for good: rows now, the key when the transaction has committed (R23).

    `why` is a code for the receipt. A crash between the two leaves an orphaned key, which a job sweeps. What others
    were asked about it goes along. Raises NotYoursToGiveError.
    """
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.erase_with_questions(%s, %s)", [dossier, why])
        gone = [sealing.dossier_key(each) for each in cursor.fetchone()[0]]
    transaction.on_commit(lambda: keystore.store().delete(gone))


def note_necessity(*, access: UUID, dossier: UUID, words: str, group: UUID | None = None) -> None:
    """Write down why an offer is necessary, once, sealed with the dossier's key (R1). group: offered in one go."""
    texts = sealing.sealed(Disclosure, dossier=dossier, row=access, texts={"necessity": words})
    call("SELECT guard.note_necessity(%s, %s, %s)", [access, group or access, texts["necessity"]])


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms something is shared: to whom, for what, on which frame and basis, why, until when (R1).

    basis: the version of the legal basis that was chosen; None takes the one that fits.
    """

    to: Reader
    purpose: Purpose
    frame: UUID
    necessity: str
    until: datetime
    may: May = May.READ
    basis: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Rebased:
    """On what something that is shared goes on: another frame, the version of its basis, why, until when (R1)."""

    frame: UUID
    basis: UUID
    necessity: str
    until: datetime


def share(*, parts: Mapping[UUID, Category], terms: Terms, group: UUID | None = None) -> UUID:
    """Offer some categories of one or more dossiers in one go and return the group's id; one answer holds for all.

    group: the id where a form brings its own. Raises NoNecessityError and what `offer` raises.
    """
    if not terms.necessity.strip():
        raise NoNecessityError
    group = group or ids.opaque()
    with transaction.atomic():
        for dossier, categories in parts.items():
            access = offer(
                dossier=dossier,
                to=terms.to,
                categories=categories,
                may=terms.may,
                purpose=terms.purpose,
                frame=terms.frame,
                until=terms.until,
                basis=terms.basis,
            )
            note_necessity(access=access, dossier=dossier, words=terms.necessity, group=group)
    return group


def answer_group(*, by: Actor, group: UUID, accepted: bool) -> None:
    """Accept or decline all that was offered in one go; a decline needs no reason (R2).

    What a kind of offer asks besides holds at every page (`answering`). Raises NoSuchAccessError,
    NotYoursToAnswerError.
    """
    offered = list(
        Access.objects.filter(
            id__in=Disclosure.objects.filter(group_id=group).values("id"), state=DisclosureState.OFFERED
        ).values_list("id", flat=True)
    )
    if not offered:
        message = "no such offer"
        raise NoSuchAccessError(message)
    if answering.of_others(actor=by, groups={group}):
        raise NotYoursToAnswerError
    # Asked before: what is declined is hidden from who declined it.
    events = answering.events_of(group)
    with transaction.atomic():
        call("SELECT guard.answer_access(offered, %s) FROM unnest(%s::uuid[]) AS offered", [accepted, offered])
        for event in events:
            record(event, object_id=group, detail={"accepted": accepted})


def rebase_group(*, by: Actor, group: UUID, terms: Rebased) -> None:
    """Move all that was shared in one go, and has not ended, onto another frame and legal basis.

    The receiver keeps what was accepted, without a gap and without being asked again; why it is necessary is written
    anew. Raises NoNecessityError, NoSuchAccessError, and what `offer` raises.
    """
    if not terms.necessity.strip():
        raise NoNecessityError
    running = (DisclosureState.OFFERED, DisclosureState.ACCEPTED)
    given = Access.objects.filter(id__in=Disclosure.objects.filter(group_id=group).values("id"), state__in=running)
    rows = list(given.filter(owner_id=by.organisation.id, ended_at=None).values_list("id", "dossier_id"))
    if not rows:
        message = "no such access"
        raise NoSuchAccessError(message)
    with transaction.atomic():
        for access, dossier in rows:
            statement = "SELECT guard.rebase_access(%s, %s, %s, %s)"
            moved = made(statement, [access, terms.frame, terms.basis, terms.until])
            note_necessity(access=moved, dossier=dossier, words=terms.necessity, group=group)


def end_group(*, group: UUID) -> None:
    """End all that was shared in one go: the giver withdraws, or the receiver gives back. Raises NoSuchAccessError."""
    rows = Access.objects.filter(id__in=Disclosure.objects.filter(group_id=group).values("id"), ended_at=None)
    shared = list(rows.exclude(state=DisclosureState.DECLINED).values_list("id", flat=True))
    if not shared:
        message = "no such access"
        raise NoSuchAccessError(message)
    _end_all(shared)


def open_consent(*, dossier: UUID, to: UUID, purposes: Purpose, until: datetime, categories: Category) -> UUID:
    """Open the frame of a consent for one dossier and one receiving organisation, a year at most (R8).

    categories: what may go along. What was agreed with that receiver before lets nothing more be given.
    """
    given = [dossier, to, int(purposes), until, int(categories)]
    return made("SELECT guard.open_consent(%s, %s, %s, %s, %s)", given)


def end_consent(*, frame: UUID) -> list[UUID]:
    """End a consent's frame, and with it, at once, all that stands on it (R8). Raises NoSuchAccessError.

    What was agreed with the same receiver before ends too. Returns the frames that ended.
    """
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.end_consents(%s)", [frame])
        ended: list[UUID] = cursor.fetchone()[0]
    return ended


def end_disclosures(*, dossier: UUID, also: Collection[UUID] = ()) -> None:
    """End everything of a dossier, and of some others, that was shared with others, or offered."""
    given = Access.objects.filter(dossier_id__in={dossier, *also}, ended_at=None).exclude(
        source__in=(Source.OWNER, Source.TAKEN_ON)
    )
    _end_all(list(given.values_list("id", flat=True)))


def _end_all(shared: list[UUID]) -> None:
    if shared:
        call("SELECT guard.end_access(shared) FROM unnest(%s::uuid[]) AS shared", [shared])


def parts_of(*, dossier: UUID) -> list[UUID]:
    """Return the dossiers that belong to one, such as a case's tasks, as far as the asker sees them."""
    return list(Link.objects.filter(kind=LinkKind.BELONGS, target_id=dossier).values_list("source_id", flat=True))
