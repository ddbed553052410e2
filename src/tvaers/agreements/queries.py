"""Reading agreements: the chain, and the one in force."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from tvaers.agreements.models import Agreement, AgreementParty, AgreementTheme


def chain() -> QuerySet[Agreement]:
    """Return the agreements of the partnership in the order they came, with parties and themes."""
    parties = Prefetch("parties", AgreementParty.objects.select_related("organisation").order_by("organisation__name"))
    themes = Prefetch("themes", AgreementTheme.objects.order_by("place"))
    return Agreement.objects.prefetch_related(parties, themes).order_by("from_date", "id")


def in_force(agreements: list[Agreement], day: date) -> Agreement | None:
    """Return the agreement among `agreements` that is in force on `day`, if any."""
    for agreement in reversed(agreements):
        starts = agreement.from_date
        if starts and starts <= day and (agreement.until_date is None or day <= agreement.until_date):
            return agreement
    return None
