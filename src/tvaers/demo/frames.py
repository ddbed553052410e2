"""What disclosures stand on: the real chain of agreements, one invented agreement in force, and § 115.

Only months are known of the real agreements' beginnings and renewals; the days are the first of the period.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from tvaers.demo.seed import identified
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Purpose
from tvaers.sharing.enums import FrameKind

PARTNERS = ("gladsaxe", "herlev", "ballerup", "police")
SCHOOLS = ("school-gladsaxe", "school-herlev", "school-ballerup", "compass")
INVENTED = "Partnerskabsaftalen"
_AGREED = Purpose.SSP | Purpose.RADICALISATION
_WIDER = _AGREED | Purpose.PARENTS | Purpose.EXIT | Purpose.RELEASE


@dataclass(frozen=True)
class Frame:
    """An agreement or a statute with its parties. From and until are days in Denmark, `until` not included."""

    key: str
    kind: FrameKind
    title: str
    basis: str
    purposes: Purpose
    parties: tuple[str, ...]
    from_date: date
    until_date: date | None = None

    @property
    def id(self) -> UUID:
        """The frame's id."""
        return identified("frame", self.key)

    @property
    def from_at(self) -> datetime:
        """When it comes into force."""
        return datetime.combine(self.from_date, time(), COPENHAGEN)

    @property
    def until_at(self) -> datetime | None:
        """When it ceases, if it does."""
        return None if self.until_date is None else datetime.combine(self.until_date, time(), COPENHAGEN)


def invented_term(today: date) -> tuple[date, date]:
    """Return the term of the invented agreement: four calendar years around `today`, the end not included."""
    return date(today.year - 2, 1, 1), date(today.year + 2, 1, 1)


# key → title, basis, purposes, first day, and the day after the last; the end of the latest is not known.
_REAL: tuple[tuple[str, str, str, Purpose, date, date | None], ...] = (
    (
        "2013",
        "Bandepartnerskabsaftalen 2013",
        "Aftale mellem kommunerne og politiet, 2013",
        _AGREED,
        date(2013, 1, 1),
        date(2018, 5, 1),
    ),
    (
        "2018",
        "Bandepartnerskabsaftalen, forlænget 2018",
        "Forlængelse til og med 31. december 2019",
        _WIDER,
        date(2018, 5, 1),
        date(2020, 1, 1),
    ),
    (
        "2019",
        "Bandepartnerskabsaftalen, fornyet december 2019",
        "Fornyelse, december 2019",
        _WIDER,
        date(2020, 1, 1),
        date(2023, 1, 1),
    ),
    (
        "2022",
        "Bandepartnerskabsaftalen, fornyet december 2022",
        "Fornyelse, december 2022. Udløb er ikke oplyst; her afløst af den opdigtede aftale",
        _WIDER,
        date(2023, 1, 1),
        None,
    ),
)


def agreements(today: date) -> list[Frame]:
    """Return the chain of agreements, the oldest first; the last one is invented, in force, and follows the real ones."""
    start, end = invented_term(today)
    title = f"{INVENTED} {start.year}–{end.year - 1} (opdigtet)"
    basis = "Retsplejelovens § 115, stk. 1, nr. 1"
    terms = [*_REAL, ("invented", title, basis, _WIDER, start, end)]
    return [
        Frame(key, FrameKind.AGREEMENT, title, basis, purposes, PARTNERS, first, last or start)
        for key, title, basis, purposes, first, last in terms
    ]


def statutes() -> list[Frame]:
    """Return § 115 as three frames, each with those whom it lets receive (R1, R4)."""
    since = date(2013, 1, 1)
    law = "Retsplejelovens § 115, stk. 1, nr."
    return [
        Frame(
            "ssp",
            FrameKind.STATUTE,
            "SSP: skole, socialforvaltning og politi",
            f"{law} 1",
            Purpose.SSP,
            (*PARTNERS, *SCHOOLS),
            since,
        ),
        Frame(
            "psp",
            FrameKind.STATUTE,
            "PSP: politi, socialforvaltning og psykiatri",
            f"{law} 2",
            Purpose.PSP,
            PARTNERS,
            since,
        ),
        Frame(
            "ksp",
            FrameKind.STATUTE,
            "KSP: kriminalforsorg, socialforvaltning og politi",
            f"{law} 3",
            Purpose.KSP,
            (*PARTNERS, "probation"),
            since,
        ),
        Frame(
            "housing-notices",
            FrameKind.STATUTE,
            "Politi og boligorganisationer",
            "Almenboligloven § 63 d",
            Purpose.SSP,
            ("police", "housing"),
            since,
        ),
    ]
