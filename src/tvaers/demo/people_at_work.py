"""The invented people at work: who they are, what they do, and what to try first as one of them.

Names are made up: no surname here is known to us to be borne by anybody. A person with two jobs is one account.
"""

from dataclasses import dataclass
from uuid import UUID

from tvaers.demo.organisations import BY_KEY, UNITS, Organisation
from tvaers.demo.seed import identified
from tvaers.demo.staff_municipal import BALLERUP, GLADSAXE, HERLEV
from tvaers.demo.staff_partners import HELPERS, POLICE, PROBATION, SCHOOLS
from tvaers.demo.worker import Worker
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role

WORKERS: tuple[Worker, ...] = (*GLADSAXE, *HERLEV, *BALLERUP, *POLICE, *PROBATION, *SCHOOLS, *HELPERS)

# The five through whose hands the main job goes, in its order.
MAIN_JOB = ("sofie", "annelise", "camilla", "martin", "maria")
# Somebody who left last month, ended by the administrator of the organisation.
LEFT = "poul"


@dataclass(frozen=True)
class Invited:
    """Somebody invited who has not answered yet."""

    organisation: str
    by: str
    name: str
    title: str
    email: str
    phone: str
    roles: Role
    unit: str


INVITED: tuple[Invited, ...] = (
    Invited(
        "gladsaxe",
        "gitte",
        "Noor Al-Zeytuni",
        "SSP-konsulent",
        "noor.al-zeytuni@gladsaxe.example",
        "01 11 20 41",
        Role.SSP_CONSULTANT,
        "gladsaxe-ssp",
    ),
    Invited(
        "herlev",
        "ole",
        "Viktor Malinovik",
        "gademedarbejder",
        "viktor.malinovik@herlev.example",
        "01 12 20 17",
        Role.STREET_WORKER,
        "herlev-street",
    ),
)
# Lost telephone: one administrator has asked, the other (jonas) can agree.
FACTOR_RESET = {"member": "hodan", "organisation": "gladsaxe", "asked_by": "gitte"}


@dataclass(frozen=True)
class Job:
    """One membership: a worker in one organisation."""

    worker: Worker
    organisation: Organisation
    title: str
    roles: Role
    units: tuple[str, ...]

    @property
    def key(self) -> str:
        """Worker and organisation."""
        return f"{self.worker.key}@{self.organisation.key}"

    @property
    def id(self) -> UUID:
        """The membership's id."""
        return identified("membership", self.key)

    @property
    def actor(self) -> Actor:
        """The job as the actor of an action."""
        return Actor(
            id=self.id,
            user_id=self.worker.user_id,
            name=self.worker.name,
            title=self.title,
            email=self.worker.email,
            phone=self.worker.phone,
            roles=int(self.roles),
            organisation=self.organisation.acting,
            units=tuple(sorted(UNITS[unit].id for unit in self.units)),
        )


def jobs_of(worker: Worker) -> list[Job]:
    """Return a worker's memberships, the main one first."""
    own = Job(worker, BY_KEY[worker.organisation], worker.title, worker.roles, worker.units)
    second = worker.second
    if second is None:
        return [own]
    return [own, Job(worker, BY_KEY[second.organisation], second.title, second.roles, second.units)]


def jobs() -> list[Job]:
    """Return all memberships."""
    return [job for worker in WORKERS for job in jobs_of(worker)]


def job(key: str, organisation: str = "") -> Job:
    """Return the membership of a worker, the main one unless another organisation is named."""
    worker = next(worker for worker in WORKERS if worker.key == key)
    return next(each for each in jobs_of(worker) if not organisation or each.organisation.key == organisation)
