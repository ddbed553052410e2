"""What waits for a second pair of eyes before it is sent (godkendelse), and what was sent back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.sharing.enums import DisclosureState
from tvaers.sharing.models import Access, Approval, ApprovalRule, Disclosure
from tvaers.sharing.sealing import open_rows

# Who approves; the database asks the same.
APPROVING = Role.SUPERVISOR
# How long the giver is told what was sent back.
LATELY = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Which disclosures are approved first: those to organisations of some kinds, those of some categories."""

    kinds: frozenset[OrganisationKind]
    categories: Category

    def asks(self, kind: OrganisationKind, categories: Category) -> bool:
        """Tell whether something to such a receiver waits for approval; the database decides."""
        return kind in self.kinds or bool(categories & self.categories)


NO_RULE = Rule(kinds=frozenset(), categories=Category(0))


@dataclass(frozen=True, kw_only=True)
class SentBack:
    """Why something that was drafted was not sent, in the leader's words."""

    words: str
    by: str
    at: datetime


def rule_of(*, actor: Actor) -> Rule:
    """Return the rule of the actor's organisation."""
    found = ApprovalRule.objects.filter(owner_id=actor.organisation.id).first()
    return rule_in(found.receiver_kinds, found.categories) if found else NO_RULE


def rule_in(kinds: list[str] | None, categories: int | None) -> Rule:
    """Return a rule from its row's columns, which are null where there is none."""
    return Rule(kinds=frozenset(map(OrganisationKind, kinds or ())), categories=Category(categories or 0))


def annotations(*, actor: Actor) -> dict[str, Subquery]:
    """Return the rule of the actor's organisation, as annotations of anything: rule_kinds and rule_categories."""
    rows = ApprovalRule.objects.filter(owner_id=actor.organisation.id)
    return {
        "rule_kinds": Subquery(rows.values("receiver_kinds")[:1]),
        "rule_categories": Subquery(rows.values("categories")[:1]),
    }


def draft_rows(*, member: UUID, organisation: UUID) -> QuerySet[Access]:
    """Return the access rows that were drafted by others in a member's organisation and may be for the member to see.

    group: what was drafted in one go.
    """
    groups = Disclosure.objects.filter(id=OuterRef("id")).values("group_id")
    waiting = {"state": DisclosureState.DRAFTED, "ended_at": None, "until_at__gt": Now()}
    rows = Access.objects.filter(owner_id=organisation, **waiting).exclude(granted_by_id=member)
    return rows.annotate(group=Subquery(groups[:1])).order_by("granted_at", "id")


def sent_back_rows(*, member: UUID, since: datetime) -> QuerySet[Approval]:
    """Return what was sent back to a member after `since`, newest first."""
    # Seen from the access rows, an approval lies two queries further out.
    groups = Disclosure.objects.filter(group_id=OuterRef(OuterRef("id"))).values("id")
    mine = Access.objects.filter(granted_by_id=member, id__in=groups)
    rows = Approval.objects.filter(is_approved=False, at__gt=since).annotate(drafted=Subquery(mine.values("id")[:1]))
    return rows.filter(drafted__isnull=False).order_by("-at", "id")


def sent_back(groups: list[UUID]) -> dict[UUID, SentBack]:
    """Return why each of some groups was sent back, as far as the asker sees it, in one statement."""
    if not groups:
        return {}
    rows = Approval.objects.filter(id__in=groups, is_approved=False).annotate(who=F("by__name"))
    opened = open_rows(Approval, rows.values("id", "dossier_id", "words", "who", "at"), ("words",))
    return {row["id"]: SentBack(words=row["words"], by=row["who"], at=row["at"]) for row in opened}
