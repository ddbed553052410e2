"""The personas: as whom a visitor can sign in, grouped by organisation."""

from dataclasses import dataclass

from tvaers.demo.organisations import ORGANISATIONS, Organisation
from tvaers.demo.people_at_work import LEFT, MAIN_JOB, WORKERS, Job, job, jobs_of
from tvaers.partnerships.enums import ROLE_LABELS, roles_in


@dataclass(frozen=True)
class Persona:
    """A colleague to be. `also` is the other job, when there are two."""

    job: Job
    also: Job | None = None

    @property
    def key(self) -> str:
        """What names the persona in a form."""
        return self.job.worker.key

    @property
    def roles(self) -> str:
        """The roles in words, in the language of the page."""
        return ", ".join(str(ROLE_LABELS[role]) for role in roles_in(int(self.job.roles)))


@dataclass(frozen=True)
class Group:
    """The personas of one organisation."""

    organisation: Organisation
    personas: tuple[Persona, ...]


def persona(key: str) -> Persona | None:
    """Return a persona, or None when nobody of that name can sign in."""
    return next((each for each in everybody() if each.key == key), None)


def everybody() -> list[Persona]:
    """Return all who can sign in."""
    found = []
    for worker in WORKERS:
        if worker.key != LEFT:
            own, *other = jobs_of(worker)
            found.append(Persona(own, other[0] if other else None))
    return found


def main_job() -> list[Persona]:
    """Return the five through whose hands the main job goes, in its order."""
    return [Persona(job(key)) for key in MAIN_JOB]


def groups() -> list[Group]:
    """Return all personas below their main organisation."""
    all_personas = everybody()
    found = [
        Group(organisation, tuple(each for each in all_personas if each.job.organisation is organisation))
        for organisation in ORGANISATIONS
    ]
    return [group for group in found if group.personas]
