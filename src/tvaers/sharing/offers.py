"""Offers and disclosures as people see them: to me, and by us; each group that was offered in one go is one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least, Now

from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import origins, seen
from tvaers.sharing.enums import NOT_GIVEN, DisclosureState, DossierKind, FrameKind, LinkKind, May, Stand
from tvaers.sharing.models import Access, Disclosure, Dossier, Frame, FrameParty, Link
from tvaers.sharing.queries import cited, stand
from tvaers.sharing.sealing import open_rows

PAGE = 50
_MOVED = DisclosureState.MOVED
# What waits is read whole: nobody lets so many wait.
MOST_WAITING = 200


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What was offered in one go: dossier is the first of the group, categories all of them together.

    accesses: the access rows that the group is made of. frame_id, frame: what it stands on. kind: what the dossier
    holds; None while it is hidden from the asker, as before an offer is accepted. basis: the legal basis with its
    version. stand: how it stands at this moment, also where time or the frame has ended it. origins: where it came from
    (R3), for who sees it.
    """

    group: UUID
    accesses: frozenset[UUID]
    dossier: UUID
    kind: DossierKind | None
    categories: Category
    may: May
    state: DisclosureState
    stand: Stand
    purpose: Purpose
    frame_id: UUID | None
    frame_kind: FrameKind | None
    frame: str
    basis: str
    necessity: str
    giver_id: UUID | None
    giver: str
    giver_organisation_id: UUID
    giver_organisation: str
    giver_mark: str
    receiver: str
    receiver_organisation_id: UUID
    receiver_organisation: str
    receiver_mark: str
    given_at: datetime
    until_at: datetime
    ended_at: datetime | None
    origins: tuple[str, ...] = ()

    @property
    def can_end(self) -> bool:
        """Tell whether there is something to take back or to give back."""
        return self.stand in {Stand.DRAFTED, Stand.WAITING, Stand.OPEN}

    @property
    def can_move(self) -> bool:
        """Tell whether it can go on, on another frame; what stands on a consent stays there."""
        return self.stand in {Stand.WAITING, Stand.OPEN} and self.frame_kind in {FrameKind.AGREEMENT, FrameKind.STATUTE}


@dataclass(frozen=True)
class Mark:
    """Where a page ended: the last row's key (keyset paging)."""

    at: datetime
    id: UUID


def to_me(*, actor: Actor) -> list[Offered]:
    """Return the offers that wait for the actor's answer, newest first; what ran out waits no longer."""
    claims = actor.claims
    return _groups(_TO_ME(int(claims.purposes), int(claims.categories), readers=claims.readers), MOST_WAITING)[0]


def _to_me(purposes: int, categories: int, *, readers: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    rows = Access.objects.filter(state=DisclosureState.OFFERED, reader_id__in=readers)
    mine = _worked_with(rows, purposes, categories)
    return _told(mine.filter(_stands(), until_at__gt=Now(), ended_at=None), MOST_WAITING)


def received(*, actor: Actor, after: Mark | None = None) -> tuple[list[Offered], Mark | None]:
    """Return what others share with the actor just now, newest first; and where to go on."""
    rows = _for_the_work_of(actor, Access.objects.filter(state=DisclosureState.ACCEPTED))
    live = rows.exclude(source__in=NOT_GIVEN).filter(_stands(), until_at__gt=Now(), ended_at=None)
    return grouped(older(live, after))


def by_us(*, actor: Actor, since: datetime, after: Mark | None = None) -> tuple[list[Offered], Mark | None]:
    """Return what the actor shares with others just now, and how what ended after `since` did end, newest first.

    Besides: where to go on.
    """
    rows = Access.objects.filter(granted_by_id=actor.id).exclude(source__in=NOT_GIVEN).exclude(state=_MOVED)
    lately = Q(ended_at=None, until_at__gt=since) | Q(ended_at__gt=since)
    declined_long_ago = Q(state=DisclosureState.DECLINED, granted_at__lte=since)
    return grouped(older(rows.filter(lately).exclude(declined_long_ago), after))


def on_frame(frame: UUID, *, actor: Actor, given: bool, after: Mark | None = None) -> tuple[list[Offered], Mark | None]:
    """Return what stands on a frame just now, as far as the actor may know, newest first; and where to go on.

    given: what the actor's organisation has given on it, or else what it was given.
    """
    running = (DisclosureState.OFFERED, DisclosureState.ACCEPTED)
    rows = Access.objects.filter(frame_id=frame, state__in=running, ended_at=None, until_at__gt=Now())
    ours = {"owner_id" if given else "organisation_id": actor.organisation.id}
    return grouped(older(rows.filter(**ours), after))


def of_dossier(dossier: UUID, *, after: Mark | None = None) -> tuple[list[Offered], Mark | None]:
    """Return what was ever shared of a dossier, as far as the asker may know, newest first; and where to go on.

    What was shared of a case in a few lines is among it.
    """
    summaries = Link.objects.filter(kind=LinkKind.BELONGS, target_id=dossier, source__kind=DossierKind.SUMMARY)
    told = Q(dossier_id=dossier) | Q(_among("dossier_id", summaries.values("source_id")))
    groups = Disclosure.objects.filter(told).values("group_id")
    together = Disclosure.objects.filter(group_id__in=groups).values("id")
    rows = Access.objects.filter(told | Q(id__in=together)).exclude(source__in=NOT_GIVEN)
    return grouped(older(rows, after))


def _among(column: str, ids: QuerySet[Any]) -> Func:
    """Return the condition that a column is one of some ids, asked for once and before.

    An array, since beside an OR a subquery would have PostgreSQL read every disclosure there is.
    """
    return Func(
        F(column),
        ArraySubquery(ids),
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )


def of_group(group: UUID) -> Offered | None:
    """Return what was offered in one go as either end knows it, or None when it is hidden or missing."""
    return next(iter(of_groups([group])), None)


def of_groups(groups: Collection[UUID]) -> list[Offered]:
    """Return what was offered in some groups, each in one go, as either end knows it; what is hidden is left out."""
    if not groups:
        return []
    return grouped(Access.objects.filter(id__in=Disclosure.objects.filter(group_id__in=groups).values("id")))[0]


def record_reasons(found: Iterable[Offered], *, actor: Actor) -> None:
    """Note that the answer shows why these are shared with the actor, which tells of a young person too.

    Before it is accepted nothing else of it is shown, so the look is one of no category.
    """
    for offered in found:
        theirs = offered.giver_organisation_id != actor.organisation.id
        if theirs and offered.necessity and offered.stand in {Stand.WAITING, Stand.OPEN}:
            seen.record(offered.dossier, Category(0))


def older(rows: QuerySet[Access], after: Mark | None) -> QuerySet[Access]:
    """Return the rows that come after the end of a page."""
    if after is None:
        return rows
    return rows.filter(Q(granted_at__lt=after.at) | Q(granted_at=after.at, id__lt=after.id))


def _for_the_work_of(actor: Actor, rows: QuerySet[Access]) -> QuerySet[Access]:
    """Return what names the actor, a unit or the organisation, and what the actor's roles work with and see some of.

    What colleagues were given for another work opens nothing for the actor, and is not told of.
    """
    mine = rows.filter(reader_id__in=actor.claims.readers)
    return _worked_with(mine, int(actor.claims.purposes), int(actor.claims.categories))


def _worked_with(rows: QuerySet[Access], purposes: int, categories: int) -> QuerySet[Access]:
    works, sees = F("purpose").bitand(purposes), F("categories").bitand(categories)
    return rows.alias(works=works, sees=sees).filter(works__gt=0, sees__gt=0)


def _stands() -> Q:
    """Return the condition that what an offer stands on is in force."""
    until = Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=Now())
    return Q(frame__ended_at=None, frame__in_force_from__lte=Now()) & until


_COLUMNS: dict[str, F] = {
    "frame_title": F("frame__title"),
    "frame_kind": F("frame__kind"),
    "giver": F("granted_by__name"),
    "giver_organisation": F("owner__name"),
    "giver_mark": F("owner__mark"),
    "member_name": F("member__name"),
    "unit_name": F("unit__name"),
    "receiver_organisation": F("organisation__name"),
    "receiver_mark": F("organisation__mark"),
}


_OWN = (
    "id",
    "dossier_id",
    "owner_id",
    "organisation_id",
    "categories",
    "may",
    "frame_id",
    "state",
    "purpose",
    "granted_at",
    "until_at",
    "ended_at",
    "granted_by_id",
)
_ANNOTATED = ("group", "necessity", "kind", "stand", "on", "came_from")


def grouped(rows: QuerySet[Access], *, most: int = PAGE) -> tuple[list[Offered], Mark | None]:
    """Return access rows as people see them, what was offered in one go as one, newest first; and where to go on."""
    return _groups(list(_told(rows, most)), most)


def _told(rows: QuerySet[Access], most: int) -> QuerySet[Any, Any]:
    reasons = Disclosure.objects.filter(id=OuterRef("id"))
    told: QuerySet[Any, Any] = (
        rows.order_by("-granted_at", "-id")
        .annotate(
            group=Subquery(reasons.values("group_id")),
            necessity=Subquery(reasons.values("necessity")),
            kind=Subquery(Dossier.objects.filter(id=OuterRef("dossier_id")).values("kind")),
            stand=stand(),
            on=cited(),
            came_from=origins.annotation("dossier_id"),
        )
        .values(*_OWN, *_ANNOTATED, **_COLUMNS)[: most + 1]
    )
    return told


_TO_ME = Compiled(_to_me)


def _groups(found: list[dict[str, Any]], most: int) -> tuple[list[Offered], Mark | None]:
    page = _whole(found[:most]) if len(found) > most else found
    more = Mark(page[-1]["granted_at"], page[-1]["id"]) if len(found) > most else None
    groups: dict[tuple[UUID, UUID | None], Offered] = {}
    for row in reversed(open_rows(Disclosure, page, ("necessity",))):
        group = row["group"] or row["id"]
        # What was moved to another frame keeps its group; how it stood before is one of its own.
        once = (group, row["frame_id"] if row["state"] == _MOVED else None)
        groups[once] = _offered(row, group, groups.get(once))
    return list(reversed(groups.values())), more


def _whole(page: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the last group for the next page: a part of it may lie there."""
    last = page[-1]["group"]
    kept = [row for row in page if row["group"] != last]
    return kept if last and kept else page


def _offered(row: dict[str, Any], group: UUID, before: Offered | None) -> Offered:
    categories = Category(row["categories"]) | (before.categories if before else Category(0))
    consent = row["frame_kind"] == FrameKind.CONSENT
    # A person's identity goes beside a case or a concern, which is what was shared.
    beside = before if before and Category(row["categories"]) == Category.IDENTITY else None
    kind = DossierKind(row["kind"]) if row["kind"] else None
    return Offered(
        group=group,
        accesses=frozenset({row["id"]}) | (before.accesses if before else frozenset()),
        dossier=beside.dossier if beside else row["dossier_id"],
        kind=beside.kind if beside else kind,
        categories=categories,
        may=May(row["may"]),
        state=DisclosureState(row["state"]),
        stand=Stand(row["stand"]),
        purpose=Purpose(row["purpose"]),
        frame_id=row["frame_id"],
        frame_kind=FrameKind(row["frame_kind"]) if row["frame_kind"] else None,
        frame=str(FrameKind.CONSENT.label) if consent else row["frame_title"] or "",
        basis=row["on"],
        necessity=row["necessity"],
        giver_id=row["granted_by_id"],
        giver=row["giver"] or "",
        giver_organisation_id=row["owner_id"],
        giver_organisation=row["giver_organisation"],
        giver_mark=row["giver_mark"],
        receiver=row["member_name"] or row["unit_name"] or "",
        receiver_organisation_id=row["organisation_id"],
        receiver_organisation=row["receiver_organisation"],
        receiver_mark=row["receiver_mark"],
        given_at=row["granted_at"],
        until_at=row["until_at"],
        ended_at=row["ended_at"],
        origins=tuple(dict.fromkeys((*(before.origins if before else ()), *origins.tags(row["came_from"])))),
    )


def frames_between(*, actor: Actor, other: UUID, dossier: UUID) -> QuerySet[Frame]:
    """Return the frames in force that let the actor's organisation share with another, for this dossier (R1).

    ends_at: when it ends between the two: the frame itself, or one of them leaves it.
    """
    both = (actor.organisation.id, other)
    in_force = Q(ended_at=None, in_force_from__lte=Now()) & (Q(in_force_until=None) | Q(in_force_until__gt=Now()))
    covers = Q(dossier_id=None) | Q(dossier_id=dossier)
    within = FrameParty.objects.filter(party_now())
    rows = Frame.objects.filter(in_force & covers)
    for organisation in both:
        rows = rows.filter(id__in=within.filter(organisation_id=organisation).values("frame_id"))
    leaves = FrameParty.objects.filter(frame_id=OuterRef("id"), organisation_id__in=both, until_at__isnull=False)
    ends = Least("in_force_until", Subquery(leaves.order_by("until_at").values("until_at")[:1]))
    return rows.annotate(ends_at=ends).order_by("kind", "title")


def party_now() -> Q:
    """Return the condition that an organisation has not left a frame that it is a party of."""
    return Q(until_at=None) | Q(until_at__gt=Now())


def parties_with(organisation: UUID) -> QuerySet[FrameParty]:
    """Return the parties of the agreements in force that an organisation is a party of, itself among them."""
    in_force = Q(frame__kind=FrameKind.AGREEMENT, frame__ended_at=None, frame__in_force_from__lte=Now()) & (
        Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=Now())
    )
    ours = FrameParty.objects.filter(party_now(), organisation_id=organisation).values("frame_id")
    return FrameParty.objects.filter(party_now(), in_force, frame_id__in=ours)


def purposes_in_reach(*, actor: Actor, dossier: UUID) -> dict[UUID, Purpose]:
    """Return the organisations with which some frame in force lets the actor's organisation share, and what for."""
    ours = FrameParty.objects.filter(party_now(), organisation_id=actor.organisation.id).values("frame_id")
    in_force = Q(frame__ended_at=None, frame__in_force_from__lte=Now()) & (
        Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=Now())
    )
    covers = Q(frame__dossier_id=None) | Q(frame__dossier_id=dossier)
    rows = FrameParty.objects.filter(party_now(), in_force, covers, frame_id__in=ours).exclude(
        organisation_id=actor.organisation.id
    )
    reach: dict[UUID, Purpose] = {}
    for organisation, purposes in rows.values_list("organisation_id", "frame__purposes"):
        reach[organisation] = reach.get(organisation, Purpose(0)) | Purpose(purposes)
    return reach


def is_made(group: UUID) -> bool:
    """Tell whether something was offered in this group already; for a form that is sent twice."""
    return Disclosure.objects.filter(group_id=group).exists()
