"""Passing a concern on to another organisation, and receiving one: offered, taken over (oversendelse)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tvaers.audit.actions import record
from tvaers.concerns.access import ConcernView, get_for_reading, get_for_triage
from tvaers.concerns.actions.intake import Account, Part, Teller, write_down
from tvaers.concerns.actions.triage import decide
from tvaers.concerns.enums import Channel, InvolvedRole, Outcome, ReporterKind
from tvaers.concerns.models import Passing
from tvaers.concerns.rules import Verdict
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.models import Organisation
from tvaers.people.actions import details_on
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import LinkKind
from tvaers.ui import dates


@dataclass(frozen=True, kw_only=True)
class Passage:
    """To whom a concern goes, what of it, on what ground and until when.

    basis: the version of the legal basis; None takes the one that fits.
    """

    to: sharing.Reader
    frame: UUID
    purpose: Purpose
    categories: Category
    until: datetime
    reason: str
    basis: UUID | None = None


def pass_on(*, by: Actor, concern: UUID, passage: Passage, version: int) -> UUID:
    """Offer a concern to another organisation and decide on it as passed on; returns the id of the offer (R1, R4).

    With the identity of the young people goes what we hold on each of them, no more than who they are; a protected
    address stays. Nothing opens before the receiver accepts. Raises what triage.decide and sharing.share raise.
    """
    with transaction.atomic():
        view = get_for_triage(actor=by, concern=concern)
        decide(
            by=by,
            concern=concern,
            verdict=Verdict(outcome=Outcome.PASSED_ON, reason=passage.reason, organisation_id=passage.to.organisation),
            version=version,
        )
        parts = {concern: passage.categories}
        parts |= dict.fromkeys(_people_going_along(view, passage.categories), Category.IDENTITY)
        group = sharing.share(
            parts=parts,
            terms=sharing.Terms(
                to=passage.to,
                purpose=passage.purpose,
                frame=passage.frame,
                basis=passage.basis,
                necessity=passage.reason,
                until=passage.until,
            ),
        )
        Passing.objects.create(id=group)
        record("concerns.passed_on", object_id=group, dossier_id=concern, detail={"to": str(passage.to.organisation)})
    return group


def _people_going_along(view: ConcernView, categories: Category) -> list[UUID]:
    if not categories & Category.IDENTITY:
        return []
    young = (part.person for part in view.involved if part.role is InvolvedRole.OF_CONCERN)
    return [person.id for person in young if person is not None]


# As whom the sender stands where we do not see who told: what it is in law decides (R29).
_SENDER: dict[str, ReporterKind] = {
    OrganisationKind.POLICE: ReporterKind.POLICE,
    OrganisationKind.SCHOOL: ReporterKind.SCHOOL,
    OrganisationKind.HOUSING: ReporterKind.HOUSING,
    OrganisationKind.ASSOCIATION: ReporterKind.ASSOCIATION,
}


def take_over(*, by: Actor, concern: UUID, once: bytes) -> UUID:
    """Make an own concern of one that was passed to us: its words as a quotation with their source; returns its id.

    The new one is ours: own dossier, own clocks, own people where we were told who they are; a part stays a part where
    we were not (R12). What was urgent there is urgent here. Both are linked.
    once: a token (`intake.token_of_form`). Raises WrittenAlreadyError, Http404.
    """
    with transaction.atomic():
        view = get_for_reading(actor=by, concern=concern)
        taken = write_down(by=by, account=_quoted(view), teller=_teller(view), parts=_parts(view), once=once)
        sharing.link(kind=LinkKind.BECAME, source=concern, target=taken)
        record("concerns.taken_over", object_id=concern, dossier_id=taken)
    return taken


def _quoted(view: ConcernView) -> Account:
    told = {"organisation": view.owner_name, "day": dates.day(view.received_at)}
    origin = _("Passed to us by %(organisation)s, who received it on %(day)s.") % told
    return Account(
        about=view.about,
        headline=view.headline,
        strengths=_quote(view.strengths),
        fact=_quote(*view.said("fact")),
        assessment=_quote(*view.said("assessment")),
        source="\n".join(part for part in (origin, _quote(*view.said("source"))) if part),
        observed=view.observed,
        tried=_quote(view.tried),
        told=view.told,
        reaction=_quote(view.reaction),
        child_view=_quote(view.child_view),
        parents_reaction=_quote(view.parents_reaction),
        not_told_because=_quote(view.not_told_because),
        channel=Channel.SYSTEM,
        area_id=view.area_id,
        # Only what is urgent goes along: that somebody elsewhere found time for it does not look for us.
        is_acute=True if view.is_acute else None,
    )


def _quote(*texts: str) -> str:
    return "\n".join(f"»{text}«" for text in texts if text)


def _teller(view: ConcernView) -> Teller:
    if view.reporter is None or view.reporter.is_unnamed:
        sender = Organisation.objects.filter(id=view.owner_id).values_list("kind", flat=True).first()
        kind = _SENDER.get(sender or "", ReporterKind.MUNICIPALITY)
        return Teller(kind=kind, name=view.owner_name, workplace=view.owner_name)
    return Teller(
        kind=view.reporter.kind,
        name=view.reporter.name or view.owner_name,
        workplace=view.reporter.workplace or view.owner_name,
        relation=view.reporter.relation,
        contact=view.reporter.contact,
    )


def _parts(view: ConcernView) -> list[Part]:
    return [
        Part(role=part.role, details=details_on(part.person) if part.person else None, note=_quote(part.note))
        for part in view.involved
    ]
