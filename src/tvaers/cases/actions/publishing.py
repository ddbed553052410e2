"""Publishing how many young people an organisation counted in a quarter: of nobody in particular, and once (R28)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery

from tvaers.areas.queries import paths
from tvaers.audit.actions import record
from tvaers.cases import rules
from tvaers.cases.enums import Band, Divided, Measure
from tvaers.cases.models import Case, PublishedFigure
from tvaers.cases.placing import areas_of
from tvaers.foundation import clock
from tvaers.people.access import for_counting
from tvaers.people.rules.cpr import age_on
from tvaers.sharing.enums import Source
from tvaers.sharing.models import Access, Dossier

YEAR_ONLY = 4
GENDERS = {"female": Band.FEMALE, "male": Band.MALE, "": Band.UNKNOWN}


def publish(*, organisation: UUID, quarter: date) -> bool:
    """Count a quarter of the asking organisation's own cases and publish it; False where that was done before.

    The caller acts as the organisation's own job, which sees all of its cases and no others.
    """
    if PublishedFigure.objects.filter(owner_id=organisation, quarter=quarter).exists():
        return False
    counted = [
        PublishedFigure(
            owner_id=organisation,
            quarter=quarter,
            measure=measure,
            divided=divided,
            band=band,
            area_id=area,
            count=count,
        )
        for measure, when in _whom(organisation, quarter).items()
        for divided, band, area, count in _figures(when)
    ]
    with transaction.atomic():
        PublishedFigure.objects.bulk_create(counted)
        record("cases.figures_published", detail={"quarter": quarter.isoformat(), "figures": len(counted)})
    return True


def _whom(organisation: UUID, quarter: date) -> dict[Measure, dict[UUID, date]]:
    """Return, by what is counted, the young people of a quarter, each with the first day on which it happened."""
    first, end = (
        datetime.combine(day, time(), tzinfo=clock.COPENHAGEN) for day in (quarter, rules.quarter_end(quarter))
    )
    own = Case.objects.filter(id__in=Dossier.objects.filter(owner_id=organisation, kind="case").values("id"))
    given = Access.objects.filter(
        owner_id=organisation, source=Source.DISCLOSURE, answered_at__gte=first, answered_at__lt=end
    ).annotate(person=Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id")))
    rows = {
        Measure.ENTRIES: _first(own.filter(opened_at__gte=first, opened_at__lt=end), "person_id", "opened_at"),
        Measure.SHARES: _first(given.exclude(person=None), "person", "answered_at"),
        Measure.CLOSURES: _first(own.filter(closed_at__gte=first, closed_at__lt=end), "person_id", "closed_at"),
    }
    return {
        measure: {person: at.astimezone(clock.COPENHAGEN).date() for person, at in found}
        for measure, found in rows.items()
    }


def _first(rows: QuerySet[Any], person: str, at: str) -> list[tuple[UUID, datetime]]:
    """Return each young person once, with the first time."""
    return list(rows.order_by().values(person).annotate(first=Min(at)).values_list(person, "first"))


def _figures(when: Mapping[UUID, date]) -> Iterator[tuple[Divided, Band, UUID | None, int | None]]:
    """Return what may be published of young people, given the day on which each is counted."""
    known = for_counting(set(when))
    ages: Counter[Band] = Counter()
    genders: Counter[Band] = Counter()
    for person, day in when.items():
        born, gender = known.get(person, ("", ""))
        ages[rules.age_band(_age(born, day))] += 1
        genders[GENDERS[gender]] += 1
    yield Divided.ALL, Band.ALL, None, None if rules.is_few(len(when)) else len(when)
    for divided, counted, bands in ((Divided.AGE, ages, rules.AGES), (Divided.GENDER, genders, rules.GENDERS)):
        for band, count in rules.division({band: counted[band] for band in bands}).items():
            yield divided, band, None, count
    where = areas_of(set(when))
    places = Counter(where.get(person) for person in when)
    for area, count in rules.by_area(places, paths(set(where.values()))).items():
        yield Divided.AREA, Band.UNKNOWN if area is None else Band.AREA, area, count


def _age(born: str, day: date) -> int | None:
    if len(born) > YEAR_ONLY:
        return age_on(date.fromisoformat(born), day)
    return day.year - int(born) if born else None
