"""The agreements as people read them: the real chain as public sources tell it, and the invented one in force.

Kept apart from `frames`, which is what the database lets disclosures stand on; each agreement names its frame.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tvaers.agreements.enums import AgreementKind
from tvaers.demo import frames
from tvaers.demo.seed import identified

SIGNATORIES = {
    "gladsaxe": "Borgmesteren",
    "herlev": "Borgmesteren",
    "ballerup": "Borgmesteren",
    "police": "Politidirektøren",
}
_TOOLS = "Fælles redskaber og metoder, så unge med risiko findes tidligere"
_NETWORK = "Hurtig, målrettet indsats i netværket omkring den unge"
_STREET = "Bedre gadeplansarbejde"
_PARENTS = "Støtte til forældre til unge med tegn på radikalisering"
_CIVIL = "Civilsamfundet inddrages"
_RELAPSE = "Særlige initiativer for borgere med risiko for tilbagefald"
_HOUSING = "Trygge boligområder"
_DIGITAL = "Digitale medier"
_METHODS = "Metoderne udbredes"
_OPEN = "Fælles tal for tryghed, som alle kan læse"


@dataclass(frozen=True)
class Agreement:
    """One agreement. known_until: the last day, where public sources name one. added: themes it adds to those before."""

    key: str
    kind: AgreementKind
    title: str
    signed: str
    from_date: date
    known_until: date | None
    purpose: str
    source: str
    added: tuple[str, ...]
    is_invented: bool = False

    @property
    def id(self) -> UUID:
        """The agreement's id."""
        return identified("agreement", self.key)

    @property
    def frame(self) -> UUID:
        """The frame that disclosures stand on while it is in force."""
        return identified("frame", self.key)


REAL = (
    Agreement(
        "2013",
        AgreementKind.FIRST,
        "Bandepartnerskabet dannes",
        "2013",
        date(2013, 1, 1),
        None,
        "Begrænse tilgangen til bandemiljøerne, forebygge radikalisering og skabe tryghed blandt borgerne.",
        "Gladsaxe Bladet, maj 2018",
        (_TOOLS, _NETWORK, _STREET, _PARENTS),
    ),
    Agreement(
        "2018",
        AgreementKind.EXTENSION,
        "Bandepartnerskabet forlænges",
        "Maj 2018",
        date(2018, 5, 1),
        date(2019, 12, 31),
        "",
        "Gladsaxe Bladet, maj 2018",
        (_CIVIL, _RELAPSE),
    ),
    Agreement(
        "2019",
        AgreementKind.RENEWAL,
        "Bandepartnerskabet fornyes",
        "December 2019",
        date(2020, 1, 1),
        None,
        "",
        "Ballerup Bladet, december 2019",
        (_HOUSING, _DIGITAL),
    ),
    Agreement(
        "2022",
        AgreementKind.RENEWAL,
        "Bandepartnerskabet fornyes igen",
        "December 2022",
        date(2023, 1, 1),
        None,
        "",
        "Herlev Kommune, december 2022",
        (_METHODS,),
    ),
)


def chain(today: date) -> list[Agreement]:
    """Return the agreements in the order they came; the last one is invented and in force on `today`."""
    start, end = frames.invented_term(today)
    invented = Agreement(
        "invented",
        AgreementKind.RENEWAL,
        f"Opdigtet partnerskabsaftale {start.year}–{end.year - 1}",
        f"1. januar {start.year}",
        start,
        date(end.year - 1, 12, 31),
        "Unge skal møde den samme hjælp på begge sider af kommunegrænsen, før de bliver en del af et bandemiljø.",
        "",
        (_OPEN,),
        is_invented=True,
    )
    return [*REAL, invented]


def rows(today: date) -> list[tuple[object, ...]]:
    """Return the rows of agreements, each with the one before it."""
    found: list[tuple[object, ...]] = []
    before: UUID | None = None
    carried = {frame.key: int(frame.purposes) for frame in frames.agreements(today)}
    for each in chain(today):
        found.append(
            (
                each.id,
                each.kind,
                each.title,
                before,
                each.signed,
                each.from_date,
                each.known_until,
                each.purpose,
                each.source,
                each.is_invented,
                each.frame,
                carried[each.key],
            )
        )
        before = each.id
    return found


def parties(today: date) -> list[tuple[object, ...]]:
    """Return the rows of parties: the office that signs, never a name."""
    return [
        (identified("agreement party", f"{each.key} {key}"), each.id, identified("organisation", key), office)
        for each in chain(today)
        for key, office in SIGNATORIES.items()
    ]


def themes(today: date) -> list[tuple[object, ...]]:
    """Return the rows of themes: those that go on from the agreement before, then those that are added."""
    found: list[tuple[object, ...]] = []
    before: tuple[str, ...] = ()
    for each in chain(today):
        for place, text in enumerate((*before, *each.added)):
            id_ = identified("agreement theme", f"{each.key} {place}")
            found.append((id_, each.id, place, text, text in each.added))
        before += each.added
    return found
