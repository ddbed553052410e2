"""Reading agreements: the chain, the one in force, and what is on its way."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery

from tvaers.agreements import rules
from tvaers.agreements.access import standing, with_parties
from tvaers.agreements.enums import Stand, State
from tvaers.agreements.models import Agreement, AgreementParty, AgreementSignature, AgreementTheme
from tvaers.foundation import clock

# What is on its way is little: a partnership writes one agreement at a time.
MOST_DRAFTS = 20


def chain() -> QuerySet[Agreement]:
    """Return the signed agreements of the partnership in the order they came, with parties and themes."""
    themes = Prefetch("themes", AgreementTheme.objects.order_by("place", "id"))
    return with_parties().prefetch_related(themes).filter(state=State.SIGNED).order_by("from_date", "id")


def in_force(agreements: list[Agreement], day: date) -> Agreement | None:
    """Return the agreement among `agreements` that is in force on `day`, if any."""
    for agreement in reversed(agreements):
        if standing(agreement, followed_from=None, day=day) is Stand.IN_FORCE:
            return agreement
    return None


def under_way() -> list[Agreement]:
    """Return the drafts and sent texts of which the asker's organisation is to be a party, the newest first."""
    rows = with_parties().filter(state__in=[State.DRAFT, State.SENT]).select_related("owner")
    return list(rows.order_by("-drafted_at", "id")[:MOST_DRAFTS])


def on_the_desk(organisation: UUID) -> list[Agreement]:
    """Return the agreements that ask something of an organisation as a party, in one statement; their state says what.

    The sent ones that it has not signed; drafts that were sent back to be changed; the one in force whose end is near,
    with nothing signed that follows it (ends), and the one that another party is leaving: who does, and when, stands in
    leaver and leaves_on.
    """
    today = clock.today()
    ours = AgreementParty.objects.filter(agreement_id=OuterRef("id"), organisation_id=organisation, left_on=None)
    signed = AgreementSignature.objects.filter(
        agreement_id=OuterRef("id"), sending=OuterRef("sending"), organisation_id=organisation
    )
    follows = Agreement.objects.filter(previous_id=OuterRef("id"), state=State.SIGNED)
    to_sign = Q(~Exists(signed), state=State.SENT)
    sent_back = Q(state=State.DRAFT) & ~Q(returned_why="")
    near = today + relativedelta(months=max(rules.REMINDERS_MONTHS))
    ends = Q(~Exists(follows), state=State.SIGNED, ended_on=None, from_date__lte=today, until_date__range=(today, near))
    leaving = AgreementParty.objects.filter(agreement_id=OuterRef("id"), left_on__gte=today).order_by("left_on")
    agreed = Q(state=State.SIGNED) & ~Exists(follows.filter(from_date__lte=today))
    rows = (
        Agreement.objects.filter(Exists(ours))
        .annotate(
            leaver=Subquery(leaving.values("organisation__name")[:1]), leaves_on=Subquery(leaving.values("left_on")[:1])
        )
        .annotate(ends=ExpressionWrapper(ends, BooleanField()))
        .filter(to_sign | sent_back | ends | agreed & Q(leaver__isnull=False))
    )
    return list(rows.order_by("-drafted_at", "id")[:MOST_DRAFTS])


def reminded_of(organisation: UUID) -> list[tuple[Agreement, int]]:
    """Return the agreements of which an organisation is reminded by letter today, each with how many months it has."""
    today = clock.today()
    ends = (each for each in on_the_desk(organisation) if each.state == State.SIGNED and vars(each)["ends"])
    return [
        (each, months)
        for each in ends
        for months in rules.REMINDERS_MONTHS
        if each.until_date is not None and each.until_date - relativedelta(months=months) == today
    ]


def latest() -> Agreement | None:
    """Return the signed agreement that begins last, also one that is over: what the next one grows out of."""
    signed = Agreement.objects.filter(state=State.SIGNED).exclude(frame_id=None)
    return signed.order_by("-from_date", "-signed_at").first()
