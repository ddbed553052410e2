"""Keeping the register of legal bases: an administrator at the host edits the future, and never the past (R1)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connections
from django.db.models import Prefetch
from django.http import Http404

from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.models import Organisation
from tvaers.sharing.actions import refusals
from tvaers.sharing.models import LegalBasis, LegalBasisVersion


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a version says, in both languages. guidance: two lines each."""

    title_da: str
    title_en: str
    law_da: str
    law_en: str
    guidance_da: str
    guidance_en: str


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a version lets: which kinds of frame carry it, who gives and receives what, and for what."""

    frame_kinds: list[str]
    sender_kinds: list[str]
    receiver_kinds: list[str]
    purposes: Purpose
    categories: Category
    offence_bound: bool
    unverified: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A legal basis as the register shows it: what is in force, what is coming, and what was, the latest first."""

    basis: LegalBasis
    now: LegalBasisVersion | None
    coming: LegalBasisVersion | None
    before: list[LegalBasisVersion]

    @property
    def latest(self) -> LegalBasisVersion:
        """What it is called by: the version in force, or else the last there was or the first to come."""
        found = self.now or (self.before[0] if self.before else self.coming)
        if found is None:
            raise Http404
        return found

    @property
    def can_change(self) -> bool:
        """Tell whether there is anything in force that can be changed or ended."""
        return self.now is not None

    @property
    def ends_at(self) -> datetime | None:
        """When it ends with nothing after it; None where it goes on."""
        return None if self.now is None or self.coming else self.now.until_at


def register() -> list[Kept]:
    """Return the register, in its order, in two statements."""
    versions = Prefetch("versions", LegalBasisVersion.objects.order_by("-number"))
    return [_kept(basis) for basis in LegalBasis.objects.order_by("place").prefetch_related(versions)]


def basis_with(*, code: str) -> Kept:
    """Return one basis. Raises Http404."""
    found = next((kept for kept in register() if kept.basis.code == code), None)
    if found is None:
        raise Http404
    return found


def _kept(basis: LegalBasis) -> Kept:
    at, versions = clock.now(), list(basis.versions.all())
    return Kept(
        basis=basis,
        now=next((each for each in versions if each.from_at <= at and (not each.until_at or at < each.until_at)), None),
        coming=next((each for each in versions if each.from_at > at), None),
        before=[each for each in versions if each.until_at and each.until_at <= at],
    )


def start_of(day: date) -> datetime:
    """Return when a day begins in Denmark."""
    return datetime.combine(day, time(), tzinfo=clock.COPENHAGEN)


def change(*, basis: UUID, from_day: date, wording: Wording, reach: Reach) -> UUID:
    """Make a version from a day on, tomorrow at the earliest, in place of one to come; return its id.

    What was given on the version before stands. Raises NotKeeperError, NotToComeError, NothingToChangeError.
    """
    words = (wording.title_da, wording.title_en, wording.law_da, wording.law_en)
    guidance = (wording.guidance_da, wording.guidance_en)
    kinds = (reach.frame_kinds, reach.sender_kinds, reach.receiver_kinds)
    masks = (int(reach.purposes), int(reach.categories), reach.offence_bound, reach.unverified)
    statement = f"SELECT guard.change_basis({', '.join(['%s'] * 15)})"
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, [basis, start_of(from_day), *words, *guidance, *kinds, *masks])
        made: UUID = cursor.fetchone()[0]
    return made


def end(*, basis: UUID, from_day: date) -> int:
    """End a basis from a day on, and with it then all that stands on it; return how many disclosures that shortens.

    Raises NotKeeperError, NotToComeError, NothingToChangeError.
    """
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.end_basis(%s, %s)", [basis, start_of(from_day)])
        shortened: int = cursor.fetchone()[0]
    return shortened


def withdraw(*, basis: UUID) -> None:
    """Take back what is to come of a basis: a version, or its end. Raises NotKeeperError, NothingToChangeError."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.withdraw_coming_basis(%s)", [basis])


def standing_on(*, basis: UUID, from_day: date) -> list[tuple[Organisation, int]]:
    """Return how many disclosures of each organisation last beyond the beginning of a day; no person is named.

    Raises NotKeeperError.
    """
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM guard.standing_on_basis(%s, %s)", [basis, start_of(from_day)])
        counted = dict(cursor.fetchall())
    return [(each, counted[each.id]) for each in Organisation.objects.filter(id__in=counted).order_by("name")]
