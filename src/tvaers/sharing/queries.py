"""Reading access rows: what a reader can see, who can see a dossier, and on what legal basis it can be given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Now
from django.utils.translation import gettext as _

from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing.enums import BasisStop, DisclosureState, FrameKind, Stand
from tvaers.sharing.models import Access, FrameBasis, FrameParty, LegalBasisVersion, language

Listed = TypeVar("Listed", bound=Model)


def live() -> Q:
    """Return the condition that an access row opens something at this moment, but for its frame."""
    return Q(state=DisclosureState.ACCEPTED, ended_at=None, from_at__lte=Now(), until_at__gt=Now())


_ENDED: dict[DisclosureState, Stand] = {
    DisclosureState.DECLINED: Stand.DECLINED,
    DisclosureState.REVOKED: Stand.WITHDRAWN,
    DisclosureState.ENDED: Stand.GIVEN_BACK,
    DisclosureState.MOVED: Stand.MOVED,
    DisclosureState.DROPPED: Stand.NOT_SENT,
}


def stand() -> Case:
    """Return how an access row of a disclosure stands at this moment, also where time or its frame has ended it.

    A frame that is hidden from the asker, such as a consent about what they do not see, is not known to be over.
    """
    frame_over = Q(frame__ended_at__isnull=False) | Q(frame__in_force_until__lte=Now())
    run_out = Q(until_at__lte=Now())
    ends = Q(organisation_id=OuterRef("organisation_id")) | Q(organisation_id=OuterRef("owner_id"))
    # Whoever leaves an agreement takes what was given to and by it along; the row's end was moved to that day.
    left = Exists(FrameParty.objects.filter(ends, frame_id=OuterRef("frame_id"), until_at__lte=OuterRef("until_at")))
    offered, drafted = Q(state=DisclosureState.OFFERED), Q(state=DisclosureState.DRAFTED)
    return Case(
        *(When(state=state, then=Value(ended.value)) for state, ended in _ENDED.items()),
        When(drafted & (frame_over | run_out), then=Value(Stand.NOT_SENT.value)),
        When(drafted, then=Value(Stand.DRAFTED.value)),
        When(offered & (frame_over | run_out), then=Value(Stand.UNANSWERED.value)),
        When(offered, then=Value(Stand.WAITING.value)),
        When(run_out & Q(left), then=Value(Stand.FRAME_ENDED.value)),
        When(run_out, then=Value(Stand.RUN_OUT.value)),
        When(frame_over, then=Value(Stand.FRAME_ENDED.value)),
        default=Value(Stand.OPEN.value),
    )


# With more access rows than this a list is read in its own order, until a page is full.
MUCH = 5000


def sees_much() -> bool:
    """Tell whether the asker has very many access rows. One short statement."""
    claims = context.current()
    own = Access.objects.filter(reader_id__in=claims.readers if claims else ())
    return bool(own.values("id")[MUCH : MUCH + 1])


def in_reach(rows: QuerySet[Listed], *, much: bool) -> QuerySet[Listed]:
    """Narrow `rows`, whose id is a dossier's, to what the asker's own access rows open, unless those are very many.

    The policy checks each row in any case; this decides where the walk begins. Whoever sees little begins at the own
    access rows, or would pass all that others have. Whoever sees much meets enough on the way through the list's own
    index, and would pass hundreds of thousands of access rows. much: what `sees_much` said.
    """
    return rows if much else rows.filter(id__in=visible_dossiers())


def visible_dossiers() -> QuerySet[Access, object]:
    """Return, as a subquery, the ids of dossiers that the asker's own access rows open.

    Lists are driven from here, so that a small organisation never walks through a large one's rows; the
    policy then checks each row as always. Of every kind: what is listed has one kind, and to ask each dossier for its
    own costs more than to look for ids that are not there.
    """
    claims = context.current()
    readers = claims.readers if claims else ()
    return Access.objects.filter(live(), reader_id__in=readers).values(id_seen=F("dossier_id"))


def cited(access: str = "") -> Case:
    """Return what an access row stands on in law, in the reader's language: the basis with its version.

    What was given before there was a register is called as its frame says. access: the path to the access row.
    """
    text, version = CharField(), _("version")
    numbered = Concat(
        F(f"{access}basis__law_{language()}"),
        Value(f" ({version} "),
        Cast(F(f"{access}basis__number"), text),
        Value(")"),
        output_field=text,
    )
    framed = Coalesce(f"{access}frame__basis", Value(""), output_field=text)
    return Case(When(**{f"{access}basis__isnull": True, "then": framed}), default=numbered)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A legal basis, for somebody who wants to give something: the version in force, or else the nearest one.

    guidance: what it is for, and what it is not for. purposes: of those that were asked about. carries: categories.
    frames: on which of those that were asked about it can be given. stop: why it cannot be given on it, if so.
    until: when it ends for all that is known now. meetings: how often a young person can be spoken of on it without
    consent, and held: how often they were before today (R26); None where the law sets no number.
    """

    version: UUID
    code: str
    number: int
    title: str
    law: str
    guidance: tuple[str, ...]
    purposes: Purpose
    carries: Category
    frames: frozenset[UUID]
    stop: BasisStop | None
    until: datetime | None
    meetings: int | None
    held: int | None

    @property
    def is_last_meeting(self) -> bool:
        """Tell whether this is the one meeting more that the law has by exception."""
        return self.meetings is not None and self.held == self.meetings - 1


def basis_stop(
    *,
    version: Combinable,
    frame: Combinable,
    sender: str,
    receiver: Combinable,
    purposes: int,
    categories: int,
) -> Func:
    """Return the database's answer why a version does not let something be given: a BasisStop, or null.

    frame: of null the law alone is asked, which answers FRAME where it allows it.
    """
    return Func(
        version,
        frame,
        Value(sender),
        receiver,
        Value(purposes),
        Value(categories),
        function="guard.basis_stop",
        template="%(function)s(%(expressions)s)",
        output_field=TextField(),
    )


def basis_carries(version: Combinable, sender: str, receiver: Combinable) -> Func:
    """Return the database's answer which categories a version carries from one kind of organisation to another."""
    return Func(
        version,
        Value(sender),
        receiver,
        function="guard.basis_carries",
        output_field=IntegerField(),
    )


def possible_bases(
    *, actor: Actor, dossier: UUID, receiver: str, purposes: Purpose, categories: Category, frames: Collection[UUID]
) -> list[Basis]:
    """Return every legal basis, in the register's order, with why it does not let something be given, in one statement.

    dossier: what shall be given. receiver: the kind of the organisation that shall have it. purposes: what both ends
    work for. categories: what goes along at least. frames: those in force between both. The
    database decides; it decides again when it is given.
    """
    sender = str(actor.organisation.kind)
    asked: dict[str, Any] = {
        "sender": sender,
        "receiver": Value(receiver),
        "purposes": int(purposes),
        "categories": int(categories),
    }
    carried = FrameBasis.objects.filter(basis_id=OuterRef("basis_id"), frame_id__in=frames).annotate(
        stop=basis_stop(version=OuterRef("id"), frame=F("frame_id"), **asked)
    )
    rows = (
        # What no frame carries is nothing that can be chosen: an emergency look-up alone stands on it.
        LegalBasisVersion.objects.exclude(frame_kinds=[])
        .annotate(
            stop=basis_stop(version=F("id"), frame=Value(None), **asked),
            on_frames=ArraySubquery(carried.filter(stop=None).values("frame_id")),
            carries=basis_carries(F("id"), sender, Value(receiver)),
            ends=Func(F("basis_id"), function="guard.basis_end", output_field=DateTimeField(null=True)),
            held=_meetings_before(dossier),
            # In force, over, to come.
            rank=Case(
                When(from_at__gt=Now(), then=Value(2)), When(until_at__lte=Now(), then=Value(1)), default=Value(0)
            ),
        )
        .order_by("basis__place", "rank", "-number")
        .values("id", "basis__code", "number", "purposes", "stop", "on_frames", "carries", "ends", *_MEETINGS, *_WORDS)
    )
    nearest: dict[str, Basis] = {}
    for row in rows:
        if row["basis__code"] not in nearest:
            nearest[row["basis__code"]] = _basis(row, purposes)
    return list(nearest.values())


def _meetings_before(dossier: UUID) -> Func:
    """Return the database's answer on how many days a young person was spoken of on a basis; null for no number."""
    return Func(
        Value(dossier, UUIDField()),
        F("basis_id"),
        function="guard.meetings_before",
        output_field=IntegerField(null=True),
    )


_MEETINGS = ("held", "basis__meetings")
_WORDS = ("title_da", "title_en", "law_da", "law_en", "guidance_da", "guidance_en")


def _basis(row: Mapping[str, Any], purposes: Purpose) -> Basis:
    tongue, frames = language(), frozenset(row["on_frames"] or ())
    held, meetings = row["held"], row["basis__meetings"]
    stop = None if frames else BasisStop(row["stop"])
    if frames and held is not None and held >= meetings:
        stop, frames = BasisStop.MEETINGS, frozenset()
    return Basis(
        version=row["id"],
        code=str(row["basis__code"]),
        number=row["number"],
        title=str(row[f"title_{tongue}"]),
        law=str(row[f"law_{tongue}"]),
        guidance=tuple(str(row[f"guidance_{tongue}"]).splitlines()),
        purposes=Purpose(row["purposes"]) & purposes,
        carries=Category(row["carries"]),
        frames=frames,
        stop=stop,
        until=row["ends"],
        meetings=meetings,
        held=held,
    )


def bases_of(purposes: int) -> QuerySet[LegalBasisVersion]:
    """Return the legal bases in force that an agreement for a mask of purposes carries, in the register's order."""
    now = Q(from_at__lte=Now()) & (Q(until_at=None) | Q(until_at__gt=Now()))
    rows = LegalBasisVersion.objects.filter(now, frame_kinds__contains=[FrameKind.AGREEMENT])
    shared = rows.annotate(shared=F("purposes").bitand(purposes)).filter(shared__gt=0)
    return shared.select_related("basis").order_by("basis__place")


def law_of(code: str) -> str:
    """Return which law a legal basis is, as the register says today to the reader; "" when none is in force."""
    now = Q(from_at__lte=Now()) & (Q(until_at=None) | Q(until_at__gt=Now()))
    version = LegalBasisVersion.objects.filter(now, basis__code=code).first()
    return version.law if version else ""
