"""The volunteers of the demonstration: night walkers of a municipality, mentors of an association. All are invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tvaers.civilsociety import actions
from tvaers.civilsociety.actions import Told
from tvaers.civilsociety.models import Volunteer
from tvaers.civilsociety.rules import Certificate
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.sharing.acting import acting

ROUTE = "demo:load"


@dataclass(frozen=True, kw_only=True)
class Helper:
    """Somebody who helps. by, at: who keeps them, and where. signed: how many days ago, None for not yet.

    children: why there is lasting contact with children under 15, "" for none; certificate: how far it has come, in
    steps. again: in how many days they are looked at.
    """

    by: str
    at: str
    name: str
    reach: str
    tasks: str
    why: str
    signed: int | None
    again: int
    with_children: bool = False
    certificate: int = 0
    note: str = ""
    training: tuple[tuple[str, int], ...] = ()


NOT_WITH = "Går kun på gaden om aftenen, tre sammen, og er ikke alene med børn."
HELPERS = (
    Helper(
        by="mikkel",
        at="gladsaxe",
        name="Ravnhild Opdigtsen",
        reach="20 00 00 01",
        tasks="Natteravn fredag og lørdag omkring stationen.",
        why=NOT_WITH,
        signed=210,
        again=5,
        note="Har nøgle til jakkeskabet.",
        training=(("Natteravnenes introduktion", 220), ("Førstehjælp", 90)),
    ),
    Helper(
        by="mikkel",
        at="gladsaxe",
        name="Mørk Påfundgaard",
        reach="natteravn@example.org",
        tasks="Natteravn hver anden lørdag.",
        why=NOT_WITH,
        signed=40,
        again=320,
        training=(("En aften sammen med et erfarent hold", 35),),
    ),
    Helper(
        by="mikkel",
        at="gladsaxe",
        name="Ugla Fantasdatter",
        reach="20 00 00 02",
        tasks="Hjælper i lektiecaféen på biblioteket om torsdagen.",
        why="Hun sidder med de samme børn på 10 til 13 år hver uge.",
        with_children=True,
        certificate=2,
        signed=None,
        again=360,
    ),
    Helper(
        by="ibrahim",
        at="mentors",
        name="Smedine Prøvegreb",
        reach="20 00 00 03",
        tasks="Mentor for en ung, én gang om ugen.",
        why="Den unge er 13 år, og de mødes to og to.",
        with_children=True,
        certificate=4,
        signed=120,
        again=240,
        training=(("Mentorkursus over to aftener", 125),),
    ),
    Helper(
        by="ibrahim",
        at="mentors",
        name="Hammer Opdigtsen",
        reach="mentor@example.org",
        tasks="Mentor på værkstedet om onsdagen.",
        why="Alle på holdet er over 15 år.",
        signed=60,
        again=300,
    ),
)


def load() -> int:
    """Write the volunteers down as who keeps them, unless they are there; return how many there are."""
    for helper in HELPERS:
        with acting(job(helper.by, helper.at).actor, route=ROUTE) as by:
            _write(by, helper)
    return len(HELPERS)


def _write(by: Actor, helper: Helper) -> None:
    today = clock.today()
    told = Told(
        name=helper.name,
        reach=helper.reach,
        tasks=helper.tasks,
        contact=by.id,
        begins_on=today - timedelta(days=helper.signed or -14),
        review_on=today + timedelta(days=helper.again),
        with_children=helper.with_children,
        why_children=helper.why,
        note=helper.note,
    )
    volunteer = actions.begin(by=by, told=told, form=identified("volunteer", helper.name))
    if _version(volunteer) > 1:
        return
    if helper.signed is not None:
        day = today - timedelta(days=helper.signed)
        actions.note_papers(by=by, volunteer=volunteer, agreed_on=day, confidential_on=day, version=1)
    for what, ago in helper.training:
        form = identified("training", f"{helper.name} {what}")
        actions.add_training(by=by, volunteer=volunteer, what=what, held_on=today - timedelta(days=ago), form=form)
    if helper.certificate:
        version = _version(volunteer)
        actions.note_certificate(by=by, volunteer=volunteer, said=_certificate(helper, today), version=version)


def _version(volunteer: UUID) -> int:
    return Volunteer.objects.values_list("version", flat=True).get(id=volunteer)


def _certificate(helper: Helper, today: date) -> Certificate:
    last = today - timedelta(days=(helper.signed or 1) + 1)
    steps = ("consented_on", "ordered_on", "assessed_on", "deleted_on")[: helper.certificate]
    days = {step: last - timedelta(days=3 * before) for before, step in enumerate(reversed(steps))}
    return Certificate(with_children=True, **days)
