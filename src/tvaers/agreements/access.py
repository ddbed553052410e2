"""The doors to one agreement, and the agreement in full beside the one before it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Func, OuterRef, Prefetch, QuerySet, Subquery, TextField
from django.http import Http404

from tvaers.agreements import rules
from tvaers.agreements.enums import AgreementKind, Stand, State
from tvaers.agreements.models import (
    Agreement,
    AgreementAction,
    AgreementAnnex,
    AgreementIndicator,
    AgreementInitiative,
    AgreementParty,
    AgreementSignature,
    AgreementTheme,
)
from tvaers.files.access import Download, get_of_organisation_for_download
from tvaers.files.models import OrganisationFile
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.sharing.parts import array


def with_parties() -> QuerySet[Agreement]:
    """Return agreements with their parties."""
    parties = AgreementParty.objects.select_related("organisation").order_by("organisation__name")
    return Agreement.objects.prefetch_related(Prefetch("parties", parties))


_INITIATIVE = ("id", "text", "budget", "result", "owner_id", "owner_name")


def _themes() -> QuerySet[AgreementTheme]:
    """Return themes with all that stands below them."""
    actions = AgreementAction.objects.select_related("responsible").order_by("place", "id")
    indicators = AgreementIndicator.objects.order_by("place", "id")
    themes = AgreementTheme.objects.order_by("place", "id")
    under = AgreementInitiative.objects.filter(theme_id=OuterRef("id")).order_by("begun_at", "id")
    initiatives = array(under.annotate(owner_name=F("owner__name")), _INITIATIVE)
    below = themes.prefetch_related(Prefetch("actions", actions), Prefetch("indicators", indicators))
    return below.annotate(initiative_rows=initiatives)


def standing(agreement: Agreement, *, followed_from: date | None, day: date) -> Stand:
    """Return how an agreement stands on `day`."""
    return rules.stand(
        state=State(agreement.state),
        from_date=agreement.from_date,
        until_date=agreement.until_date,
        ended_on=agreement.ended_on,
        followed_from=followed_from,
        today=day,
    )


class ChangedAnnexError(Exception):
    """The file is not the one whose fingerprint was put down when it was made an annex."""


class NoDraftError(PermissionDenied):
    """It is a draft no longer: sent, or given up, such as by a form sent before."""


@dataclass(frozen=True)
class Compared:
    """What becomes of the themes of the agreement before: kept (also with other words), added, dropped."""

    kept: list[tuple[AgreementTheme, AgreementTheme]]
    added: list[AgreementTheme]
    dropped: list[AgreementTheme]


@dataclass(frozen=True)
class Whole:
    """One agreement in full. signatures: of this sending, by party; before: those of earlier sendings.

    text: all that is signed, letter for letter as the database makes its fingerprint.
    """

    agreement: Agreement
    text: str
    stand: Stand
    themes: list[AgreementTheme]
    annexes: list[AgreementAnnex]
    signatures: dict[UUID, AgreementSignature]
    before: list[AgreementSignature]
    compared: Compared | None
    lacks: list[rules.Lack]

    @property
    def all_signed(self) -> bool:
        """Tell whether every party has signed."""
        return all(party.organisation_id in self.signatures for party in self.agreement.parties.all())

    @property
    def is_as_sent(self) -> bool:
        """Tell whether the text as it is now gives the fingerprint that was kept when it was sent, and each signed."""
        now = hashlib.sha256(self.text.encode()).digest()
        kept = [self.agreement.content_hash, *(each.content_hash for each in self.signatures.values())]
        return all(each is not None and bytes(each) == now for each in kept)


def _followed() -> Subquery:
    """Return, as an annotation, when the signed agreement that follows one begins."""
    follows = Agreement.objects.filter(previous_id=OuterRef("id"), state=State.SIGNED).order_by("from_date")
    return Subquery(follows.values("from_date")[:1])


def _gone_on_with() -> Exists:
    """Return, as an annotation, whether another signed text goes on with the frame of the agreement before."""
    others = Agreement.objects.filter(
        previous_id=OuterRef("previous_id"), state=State.SIGNED, kind__in=rules.SAME_FRAME
    ).exclude(id=OuterRef("id"))
    return Exists(others)


def whole(agreement: UUID, *, day: date) -> Whole | None:
    """Return an agreement in full, or None when it is hidden or missing."""
    text = Func(F("id"), function="guard.agreement_text", output_field=TextField())
    rows = (
        with_parties()
        .select_related("owner", "previous")
        .annotate(followed=_followed(), gone_on_with=_gone_on_with(), text=text)
    )
    one = rows.filter(id=agreement).first()
    if one is None:
        return None
    signatures = list(one.signatures.select_related("organisation").order_by("signed_at")) if one.sending else []
    # Its own and those of the one before in one statement, with what stands below them.
    both = list(_themes().filter(agreement_id__in=[one.id, one.previous_id or one.id]))
    themes = [theme for theme in both if theme.agreement_id == one.id]
    former = [theme for theme in both if theme.agreement_id != one.id]
    annexes = list(_annexes(one))
    return Whole(
        agreement=one,
        text=one.text,
        stand=standing(one, followed_from=one.followed, day=day),
        themes=themes,
        annexes=annexes,
        signatures={each.organisation_id: each for each in signatures if each.sending == one.sending},
        before=[each for each in signatures if each.sending != one.sending],
        compared=compared(former, themes) if one.previous else None,
        lacks=lacks(one, themes=len(themes), annexes=annexes, day=day) if one.state == State.DRAFT else [],
    )


def _annexes(agreement: Agreement) -> QuerySet[AgreementAnnex]:
    """Return the annexes, each with what can be told of its file: of what kind, how large, to whoever may read it."""
    file = OrganisationFile.objects.filter(id=OuterRef("file_id"))
    told = {name: Subquery(file.values(name)[:1]) for name in ("kind", "size")}
    rows = agreement.annexes.annotate(file_kind=told["kind"], file_size=told["size"])
    return rows.order_by("place", "id")


def compared(former: Iterable[AgreementTheme], now: Iterable[AgreementTheme]) -> Compared:
    """Return what becomes of the former themes. Themes written down afterwards meet by their words."""
    before = list(former)
    by_id = {theme.id: theme for theme in before}
    by_text = defaultdict(list, {theme.text: [theme] for theme in before})
    kept: list[tuple[AgreementTheme, AgreementTheme]] = []
    added: list[AgreementTheme] = []
    for theme in now:
        origin = by_id.get(theme.origin) if theme.origin else next(iter(by_text[theme.text]), None)
        if origin is None:
            added.append(theme)
        else:
            kept.append((origin, theme))
    gone_on = {origin.id for origin, _theme in kept}
    return Compared(kept, added, [theme for theme in before if theme.id not in gone_on])


def lacks(draft: Agreement, *, themes: int, annexes: Sequence[AgreementAnnex], day: date) -> list[rules.Lack]:
    """Return what a draft, as `whole` finds it, still lacks to be sent."""
    kind, parties = AgreementKind(draft.kind), list(draft.parties.all())
    here = {party.organisation_id for party in parties}
    former = draft.previous if kind in rules.SAME_FRAME else None
    there: set[UUID] = set()
    if former is not None:
        there = set(former.parties.filter(left_on=None).values_list("organisation_id", flat=True))
    widens = former is not None and (bool(here - there) or draft.purposes != former.purposes)
    text = rules.Text(
        kind=kind,
        title=draft.title,
        from_date=draft.from_date,
        until_date=draft.until_date,
        purposes=draft.purposes,
        signatories=tuple(party.signatory for party in parties),
        themes=themes,
        annexes=tuple(annex.text for annex in annexes),
        left_out=bool(there - here),
        more=kind is AgreementKind.EXTENSION and widens,
        followed=former is not None and bool(vars(draft)["gone_on_with"]),
        former_until=former.until_date if former is not None else None,
    )
    return rules.lacks(text, today=day)


def get_for_reading(*, actor: Actor, id: UUID) -> Whole:  # noqa: A002 - the architecture's word
    """Return an agreement in full. Raises Http404 when it is hidden or missing."""
    del actor  # What is hidden the database hides.
    found = whole(id, day=clock.today())
    if found is None:
        raise Http404
    return found


def get_annex_for_download(*, actor: Actor, agreement: UUID, id: UUID) -> tuple[AgreementAnnex, Download]:  # noqa: A002 - as above
    """Return an annex that is a file, with its content, to the parties. Raises Http404; ChangedAnnexError."""
    annex = AgreementAnnex.objects.exclude(file=None).filter(id=id, agreement_id=agreement).first()
    if annex is None or annex.file_id is None:
        raise Http404
    found = get_of_organisation_for_download(actor=actor, id=annex.file_id)
    if hashlib.sha256(found.content).hexdigest() != annex.digest:
        raise ChangedAnnexError
    return annex, found


def get_for_drafting(*, actor: Actor, id: UUID) -> Agreement:  # noqa: A002 - as above
    """Return a draft with its parties, to be written in.

    Raises Http404, PermissionDenied when the role is too small, NoDraftError when it is no draft any more.
    """
    found = with_parties().filter(id=id).first()
    if found is None:
        raise Http404
    if not may_draft(actor=actor, agreement=found):
        raise PermissionDenied
    if found.state != State.DRAFT:
        raise NoDraftError
    return found


def get_for_signing(*, actor: Actor, id: UUID) -> Agreement:  # noqa: A002 - as above
    """Return an agreement with its parties, to be signed. Raises Http404, PermissionDenied for no party's signatory.

    Whether it can be signed just now, the database says in the same step.
    """
    found = with_parties().filter(id=id).first()
    if found is None:
        raise Http404
    if not may_sign(actor=actor, agreement=found):
        raise PermissionDenied
    return found


def get_for_leaving(*, actor: Actor, id: UUID) -> Agreement:  # noqa: A002 - as above
    """Return an agreement that the actor can take an organisation out of. Raises Http404, PermissionDenied."""
    found = with_parties().annotate(followed=_followed()).filter(id=id).first()
    if found is None:
        raise Http404
    stand = standing(found, followed_from=found.followed, day=clock.today())
    if not may_leave(actor=actor, agreement=found, stand=stand):
        raise PermissionDenied
    return found


def get_for_running(*, actor: Actor, id: UUID) -> Agreement:  # noqa: A002 - as above
    """Return an agreement under which the actor writes what the own party does. Raises Http404, PermissionDenied."""
    found = with_parties().filter(id=id).first()
    if found is None:
        raise Http404
    if not may_run(actor=actor, agreement=found):
        raise PermissionDenied
    return found


def may_run(*, actor: Actor, agreement: Agreement) -> bool:
    """Tell whether the actor writes what the own organisation does under an agreement; the database asks the same."""
    today = clock.today()
    ours = (party for party in agreement.parties.all() if party.organisation_id == actor.organisation.id)
    is_party = any(party.left_on is None or party.left_on >= today for party in ours)
    return agreement.state == State.SIGNED and bool(actor.roles & rules.DRAFTING) and is_party


def may_draft(*, actor: Actor, agreement: Agreement) -> bool:
    """Tell whether the actor writes in the text while it is a draft; the database asks the same."""
    return bool(actor.roles & rules.DRAFTING) and _takes_part(actor, agreement)


def may_sign(*, actor: Actor, agreement: Agreement) -> bool:
    """Tell whether the actor signs for a party."""
    return actor.has_role(Role.SIGNATORY) and _is_party(actor, agreement)


def may_take_back(*, actor: Actor, agreement: Agreement) -> bool:
    """Tell whether the actor sends a text back to be written in again."""
    return bool(actor.roles & (rules.DRAFTING | Role.SIGNATORY)) and _is_party(actor, agreement)


def may_leave(*, actor: Actor, agreement: Agreement, stand: Stand) -> bool:
    """Tell whether the actor takes an organisation out of an agreement: a party's signatory, while it is agreed."""
    ours = (party for party in agreement.parties.all() if party.organisation_id == actor.organisation.id)
    agreed = stand in {Stand.COMING, Stand.IN_FORCE}
    return agreed and actor.has_role(Role.SIGNATORY) and any(party.left_on is None for party in ours)


def _is_party(actor: Actor, agreement: Agreement) -> bool:
    return any(party.organisation_id == actor.organisation.id for party in agreement.parties.all())


def _takes_part(actor: Actor, agreement: Agreement) -> bool:
    return agreement.owner_id == actor.organisation.id or _is_party(actor, agreement)
