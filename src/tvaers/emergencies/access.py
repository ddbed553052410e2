"""The doors to one emergency look-up. Hidden equals missing; what it opened is read as everything else is."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet
from django.http import Http404

from tvaers.concerns.access import ConcernView, view_of
from tvaers.concerns.models import Concern
from tvaers.emergencies import rules
from tvaers.emergencies.enums import Danger, Stand, Verdict
from tvaers.emergencies.models import EmergencyLookup
from tvaers.emergencies.sealing import opened
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.people.access import PersonCard, cards
from tvaers.sharing.enums import Source
from tvaers.sharing.models import Access
from tvaers.sharing.queries import live


@dataclass(frozen=True, kw_only=True)
class LookupView:
    """An emergency look-up as one reader sees it. reason, words: empty when the person was erased.

    reviews, restores: whether the reader may now judge it, or give the right back.
    """

    row: EmergencyLookup
    danger: Danger
    stand: Stand
    reason: str
    words: str
    is_mine: bool
    reviews: bool
    restores: bool

    @property
    def is_found(self) -> bool:
        """Tell whether anybody was found."""
        return self.row.dossier_id is not None

    @property
    def is_open(self) -> bool:
        """Tell whether what it opened can still be seen, if nobody has ended it."""
        return is_open(self.row)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What an emergency look-up shows while it is open."""

    card: PersonCard
    concerns: list[ConcernView] = field(default_factory=list)


def with_names() -> QuerySet[EmergencyLookup]:
    """Return look-ups with the organisations and members in them, and `judges`: whether the asker judges each."""
    named = EmergencyLookup.objects.select_related(
        "organisation", "member", "owner", "reviewer", "reviewed_by", "restored_by"
    )
    judges = Func(
        *map(F, ("reviewer_id", "organisation_id", "owner_id")),
        function="guard.judges_emergency",
        output_field=BooleanField(),
    )
    return named.annotate(judges=judges)


def judges(row: EmergencyLookup) -> bool:
    """Tell whether the asker is the inspector who judges a look-up, and it waits for that."""
    return not row.verdict and bool(getattr(row, "judges", False))


def is_open(row: EmergencyLookup) -> bool:
    """Tell whether the hour of a look-up is running."""
    return row.until_at is not None and clock.now() < row.until_at


def stand(row: EmergencyLookup) -> Stand:
    """Return how a look-up stands."""
    return rules.stand(
        verdict=row.verdict,
        is_open=is_open(row),
        is_restored=row.restored_at is not None,
        review_by=row.review_by,
        today=clock.today(),
    )


def get_for_reading(*, actor: Actor, lookup: UUID) -> LookupView:
    """Return one look-up. Raises Http404."""
    row = with_names().filter(id=lookup).first()
    if row is None:
        raise Http404
    foreign = row.member.user_id != actor.user_id
    return LookupView(
        row=row,
        danger=Danger(row.danger),
        stand=stand(row),
        reason=opened(row, "reason"),
        words=opened(row, "words"),
        is_mine=row.member_id == actor.id,
        reviews=foreign and judges(row),
        restores=(
            foreign
            and row.verdict == Verdict.NOT_JUSTIFIED
            and row.restored_at is None
            and row.organisation_id == actor.organisation.id
            and bool(actor.roles & rules.LEADERS)
        ),
    )


def get_opened(*, actor: Actor, view: LookupView) -> Opened | None:
    """Return what a look-up of the actor's own shows, noted as seen; None when it is over, or found nobody."""
    if not (view.is_mine and view.row.dossier_id and view.is_open):
        return None
    card = cards({view.row.dossier_id}).get(view.row.dossier_id)
    if card is None:
        return None
    let_in = Access.objects.filter(live(), reader_id=actor.id, source=Source.BREAK_GLASS).values("dossier_id")
    concerns = Concern.objects.filter(id__in=let_in).order_by("-received_at", "id").values_list("id", flat=True)
    return Opened(card=card, concerns=[view_of(concern) for concern in concerns])
