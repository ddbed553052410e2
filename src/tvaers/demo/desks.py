"""Who does which work in each municipality, so that everybody has something to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from tvaers.demo.organisations import BY_KEY, Organisation
from tvaers.demo.people_at_work import Job, job
from tvaers.guard.enums import Purpose
from tvaers.partnerships.rules import purposes_for


@dataclass(frozen=True)
class Desk:
    """The people of one municipality by what they do, those who do most of it first and more than once."""

    organisation: str
    ssp: tuple[str, ...]
    family: tuple[str, ...]
    street: tuple[str, ...]
    parents: tuple[str, ...]
    supervisor: str
    school: tuple[str, ...]


DESKS: dict[str, Desk] = {
    "Gladsaxe": Desk(
        "gladsaxe",
        ("sofie", "yasmin", "sofie", "mikkel"),
        ("annelise", "imran", "annelise", "bente"),
        ("kasper", "hodan", "merete", "kasper", "merete", "hodan"),
        ("tarik",),
        "bente",
        ("pia", "finn"),
    ),
    "Herlev": Desk("herlev", ("camilla", "camilla", "aviaja"), ("rasmus",), ("leyla",), (), "birgit", ("lotte",)),
    "Ballerup": Desk(
        "ballerup", ("emil", "emil", "aviaja"), ("fatma",), ("nicklas",), ("karina",), "soeren", ("gustav",)
    ),
}
UNIT_OF = {
    "ssp": {"Gladsaxe": "gladsaxe-ssp", "Herlev": "herlev-ssp", "Ballerup": "ballerup-ssp"},
    "family": {"Gladsaxe": "gladsaxe-family", "Herlev": "herlev-family", "Ballerup": "ballerup-family"},
    "street": {"Gladsaxe": "gladsaxe-street", "Herlev": "herlev-street", "Ballerup": "ballerup-street"},
    "parents": {"Gladsaxe": "gladsaxe-parents", "Ballerup": "ballerup-parents"},
}
SCHOOL_NAMES = {"Lygtemoseskolen": "Gladsaxe", "Skolen ved Mælkevejen": "Herlev", "Tordenhøjskolen": "Ballerup"}
POLICE = ("martin", "selma", "martin", "charlotte")
PROBATION = ("maria", "anders", "maria", "dorthe")
HELPERS = ("freja", "freja", "abdi")
RECEIVERS = {"Politiet": "police", "Kriminalforsorgen": "probation"}


class Rota:
    """Takes everybody in turn, so that work is spread the same way each time."""

    def __init__(self) -> None:
        self._turns: dict[tuple[str, ...], Iterator[str]] = {}

    def next(self, people: tuple[str, ...], organisation: str = "") -> Job:
        """Return the job of whoever is next among `people`."""
        turn = self._turns.setdefault((organisation, *people), cycle(people))
        return job(next(turn), organisation)

    def ssp(self, municipality: str) -> Job:
        """Return an SSP consultant or coordinator."""
        desk = DESKS[municipality]
        return self.next(desk.ssp, desk.organisation)

    def family(self, municipality: str) -> Job:
        """Return a caseworker."""
        desk = DESKS[municipality]
        return self.next(desk.family, desk.organisation)

    def street(self, municipality: str) -> Job:
        """Return a street worker."""
        desk = DESKS[municipality]
        return self.next(desk.street, desk.organisation)


def unit(kind: str, municipality: str) -> str:
    """Return the key of a municipality's unit of a kind; what a municipality has not, SSP does."""
    return UNIT_OF[kind].get(municipality) or UNIT_OF["ssp"][municipality]


def organisation(name: str) -> Organisation:
    """Return an organisation by its short name."""
    return BY_KEY[DESKS[name].organisation if name in DESKS else RECEIVERS[name]]


def works_for(worker: Job, purpose: Purpose) -> bool:
    """Tell whether somebody's role works for a purpose."""
    return bool(purposes_for(int(worker.roles)) & purpose)
