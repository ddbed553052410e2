"""The invented plans of conflicts: one in force around a housing area, one that lies ready for New Year's Eve."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tvaers.conflict import actions
from tvaers.conflict.actions import Piece, Told
from tvaers.conflict.enums import PartKind, PlanKind, Target
from tvaers.conflict.models import Plan
from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.picture import GAMMELGAARD, VAEREBRO
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.sharing.acting import acting

ROUTE = "demo:load"


@dataclass(frozen=True)
class Line:
    """A part of a plan. by: a party, or "" for somebody else; days: until it is due; done: who ticked it off."""

    kind: PartKind
    target: Target | None
    by: str
    who: str
    text: str
    days: int | None = None
    contact: str = ""
    done: str = ""


MEASURE, MESSAGE, ACTOR = PartKind.MEASURE, PartKind.MESSAGE, PartKind.ACTOR
IN_FORCE = (
    Line(ACTOR, None, "gladsaxe", "Gadeteamet", "Er ude hver aften kl. 18–24, to og to.", contact="39 57 00 03"),
    Line(ACTOR, None, "police", "Nærpolitiet", "Kører forbi hver time og går med ved torvet.", contact="43 86 14 48"),
    Line(ACTOR, None, "", "Boligselskabets driftskontor", "Låser containergården af og fjerner løse sten.", None, ""),
    Line(MEASURE, Target.YOUTH, "gladsaxe", "Ungdomsklubben", "Holder åbent til kl. 23 alle aftener.", 0, "", "mikkel"),
    Line(MEASURE, Target.YOUTH, "police", "Nærpolitiet", "Taler med de unge ved torvet, før det bliver mørkt.", 2),
    Line(MEASURE, Target.PARENTS, "gladsaxe", "SSP", "Fædregruppen går tur fredag og lørdag aften.", 3),
    Line(
        MEASURE, Target.CITIZENS, "police", "Nærpolitiet", "Besøger kioskerne om salg af fyrværkeri.", 1, "", "martin"
    ),
    Line(MEASURE, Target.INSTITUTIONS, "gladsaxe", "Skoleafdelingen", "Klasselærerne tager det op i 7.–9. klasse.", 4),
    Line(
        *(MESSAGE, Target.PARENTS, "gladsaxe", "Skolelederen"),
        "Hold de unge hjemme efter kl. 21 i denne uge, og gå gerne med en tur. Fyrværkeri i hænderne på børn er farligt.",
        done="mikkel",
    ),
    Line(
        *(MESSAGE, Target.YOUTH, "gladsaxe", "Gadeteamet"),
        "Vi er her hver aften. Klubben er åben, og ingen får noget ud af, at bussen ikke kører.",
    ),
    Line(
        *(MESSAGE, Target.POLITICIANS, "gladsaxe", "SSP-lederen"),
        "Der er en fælles plan, og politiet og kommunen er ude hver aften. Vi skriver igen på mandag.",
    ),
)
LOG = (
    ("hodan", "En gruppe ved torvet i aftes kl. 20–22. Ingen sten, en enkelt raket. De gik, da klubben åbnede."),
    ("martin", "Bussen kører igen ad den normale rute fra kl. 17. Vi følger den de næste to aftener."),
    ("mikkel", "Besluttet på formiddagsmødet: klubben holder åbent til kl. 23 også i weekenden."),
    ("selma", "Roligt i aftes til kl. 23. To kiosker har taget fyrværkeriet ned fra hylderne."),
)
READY = (
    Line(ACTOR, None, "herlev", "Gadeteamet", "Er ude kl. 16–02.", contact="44 52 70 00"),
    Line(MEASURE, Target.INSTITUTIONS, "herlev", "Teknik og Miljø", "Tømmer containere og fjerner løse sten.", 20),
    Line(MESSAGE, Target.PARENTS, "herlev", "Skolerne", "Nyt i år: klubben er åben hele nytårsaften."),
)


def _new_year(today: date) -> date:
    return date(today.year, 12, 31)


def load() -> int:
    """Write them as those who lead them, unless they are there already; return how many there are."""
    with acting(job("mikkel").actor, route=ROUTE):
        if Plan.objects.exists():
            return 2
    today = clock.today()
    plan = _begin(
        "mikkel",
        kind=PlanKind.ONGOING,
        title="Fyrværkeri og stenkast ved Værebro Park",
        areas=[identified("area", VAEREBRO)],
        trigger=(
            "Fem aftener i træk er der skudt med fyrværkeri ved torvet, og to aftener blev der kastet sten mod bussen."
            " Busselskabet kører udenom efter kl. 18. Det begyndte, da boldburet blev lukket."
        ),
        normal_signs="En uge uden fyrværkeri og sten, bussen kører sin normale rute, og klubben holder almindelig tid.",
        happened_on=today - timedelta(days=6),
        audience=[BY_KEY[party].id for party in ("herlev", "ballerup", "police")],
    )
    with acting(job("mikkel").actor, route=ROUTE) as by:
        actions.start(by=by, plan=plan, review_on=today + timedelta(days=10))
    _fill("mikkel", plan, IN_FORCE)
    for key, text in LOG:
        with acting(job(key).actor, route=ROUTE) as by:
            actions.log(by=by, plan=plan, text=text)
    ready = _begin(
        "camilla",
        kind=PlanKind.FORESEEABLE,
        title="Nytårsaften ved Gammelgård",
        areas=[identified("area", GAMMELGAARD)],
        trigger="De seneste to år er der tændt bål på parkeringspladsen og skudt mod brandbilen omkring midnat.",
        normal_signs="1. januar er pladsen ryddet, og der er ikke meldt om mere.",
        audience=[BY_KEY[party].id for party in ("gladsaxe", "police")],
    )
    _fill("camilla", ready, READY)
    with acting(job("camilla").actor, route=ROUTE) as by:
        actions.make_ready(by=by, plan=ready, review_on=max(today, _new_year(today) - timedelta(days=14)))
    return 2


def _begin(lead: str, **told: object) -> UUID:
    somebody = job(lead)
    with acting(somebody.actor, route=ROUTE) as by:
        return actions.begin(by=by, told=Told(lead=by.id, **told))  # type: ignore[arg-type] # as `Told` names them


def _fill(lead: str, plan: UUID, lines: tuple[Line, ...]) -> None:
    for line in lines:
        piece = Piece(
            kind=line.kind,
            text=line.text,
            organisation=BY_KEY[line.by].id if line.by else None,
            who=line.who,
            target=line.target,
            contact=line.contact,
            due_on=None if line.days is None else clock.today() + timedelta(days=line.days),
        )
        with acting(job(lead).actor, route=ROUTE) as by:
            part = actions.add_part(by=by, plan=plan, piece=piece)
        if line.done:
            with acting(job(line.done).actor, route=ROUTE) as by:
                actions.tick(by=by, plan=plan, part=part, is_done=True)
