"""What the invented people have written in the local picture: bulletins, follow-ups, thanks, states and facts."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.localpicture import actions
from tvaers.localpicture.actions import Reaching, Said, Told
from tvaers.localpicture.models import Bulletin
from tvaers.sharing.acting import acting

ROUTE = "demo:load"
PARTIES = ("gladsaxe", "herlev", "ballerup", "police")
VAEREBRO, HOEJE = "Gladsaxe/Bagsværd/Værebro Park", "Gladsaxe/Gladsaxe/Høje Gladsaxe"
GAMMELGAARD = "Herlev/Herlev Midt/Gammelgård"
HEDE, GRANTOFTEN = "Ballerup/Ballerup Midt/Hedeparken", "Ballerup/Grantoften/Grantoften"


@dataclass(frozen=True)
class Piece:
    """A bulletin. ago: hours since it happened; days: until it ends; notes: who followed it up, and how."""

    by: str
    area: str
    kind: str
    certainty: str
    ago: int
    days: int
    title: str
    text: str
    of_group: dict[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    thanks: tuple[str, ...] = ()


PIECES = (
    Piece(
        *("hodan", VAEREBRO, "gathering", "observed", 20, 13, "Større gruppe ved boldburet om aftenen"),
        "De er der mest fra kl. 20, spiller høj musik og går hjem ved midnat. Rolige, når man snakker med dem.",
        {
            "size": "10-19",
            "ages": ("15-17", "18-24"),
            "anchors": "Flere af dem kommer i ungdomsklubben om torsdagen og kender de voksne der.",
        },
        (("camilla", "Nogle af dem er også set ved Gammelgård i weekenden. Vi går forbi fredag."),),
        ("camilla", "martin"),
    ),
    Piece(
        *("leyla", GAMMELGAARD, "conflict", "told", 30, 2, "Snak om et opgør fredag aften"),
        "Det deles på de sociale medier. Ingen af os har set noget endnu. Gadeteamet er ude fredag.",
        notes=(("selma", "Vi kører forbi begge aftener og taler med kioskerne."),),
        thanks=("hodan", "selma", "nicklas"),
    ),
    Piece(
        *("kasper", HOEJE, "good", "observed", 50, 9, "Åben hal er fuld om torsdagen"),
        "Femogtredive unge i sidste uge, og de store hjalp selv med at rydde op. Foreningen søger to voksne mere.",
        thanks=("emil",),
    ),
    Piece(
        *("emil", HEDE, "place", "observed", 28, 12, "Lyset er slukket i tunnelen"),
        "Meldt til vejafdelingen, som regner med at have det i orden i næste uge. Mange går udenom om aftenen.",
    ),
    Piece(
        *("martin", GRANTOFTEN, "damage", "observed", 70, 6, "Smadrede ruder ved butikkerne"),
        "Tre ruder i løbet af ugen, alle sent om aftenen. Butikkerne har fået at vide, hvem de skal ringe til.",
    ),
    Piece(
        *("nicklas", GRANTOFTEN, "mood", "estimated", 44, 10, "Mere støj og flere knallerter end normalt"),
        "Mest fredag og lørdag mellem kl. 21 og 23. Naboerne er begyndt at gå indenfor.",
    ),
)
STATES = (
    ("martin", GAMMELGAARD, "tense", 5, "Der tales om et opgør fredag, og to grupper holder øje med hinanden."),
    ("mikkel", HOEJE, "calm", 14, "Ingen uro de seneste uger. Åben hal har taget trykket."),
)
FACTS = (
    ("hodan", VAEREBRO, "anchor", "Ungdomsklubben og en fast fædregruppe, som går en tur hver fredag.", ""),
    ("mikkel", VAEREBRO, "offer", "Lektiehjælp mandag og onsdag, åben hal torsdag.", "Klubben, 39 57 00 01"),
    ("mikkel", VAEREBRO, "effort", "Gadeteamet er ude tirsdag, torsdag og fredag til midnat.", "SSP, 39 57 00 02"),
    ("leyla", GAMMELGAARD, "anchor", "Beboerforeningens værksted, hvor de store lærer de små at lave cykler.", ""),
)


def load() -> int:
    """Write it, each under their own name, unless it stands there already; return how many bulletins there are."""
    with acting(job("mikkel").actor, route=ROUTE):
        if Bulletin.objects.exists():
            return len(PIECES)
    for number, piece in enumerate(PIECES):
        _write(number, piece)
    for by, area, level, days, reason in STATES:
        with acting(job(by).actor, route=ROUTE) as actor:
            said = Said(area=identified("area", area), kind=level, text=reason)
            actions.set_state(by=actor, said=said, reaching=_reaching(days))
    for by, area, kind, text, contact in FACTS:
        with acting(job(by).actor, route=ROUTE) as actor:
            said = Said(area=identified("area", area), kind=kind, text=text, contact=contact)
            actions.tell_fact(by=actor, said=said, reaching=_reaching(180))
    return len(PIECES)


def _form(number: int) -> UUID:
    return identified("bulletin", str(number))


def _reaching(days: int) -> Reaching:
    ends = clock.now() + timedelta(days=days)
    return Reaching(audience=[BY_KEY[party].id for party in PARTIES], until=ends)


def _write(number: int, piece: Piece) -> None:
    told = Told(
        kind=piece.kind,
        certainty=piece.certainty,
        area=identified("area", piece.area),
        happened_at=clock.now() - timedelta(hours=piece.ago),
        title=piece.title,
        text=piece.text,
        **piece.of_group,
    )
    with acting(job(piece.by).actor, route=ROUTE) as by:
        bulletin = actions.write(by=by, told=told, reaching=_reaching(piece.days), form=_form(number))
    for reader, text in piece.notes:
        with acting(job(reader).actor, route=ROUTE) as by:
            actions.add_note(by=by, bulletin=bulletin, text=text)
    for reader in piece.thanks:
        with acting(job(reader).actor, route=ROUTE) as by:
            actions.thank(by=by, bulletin=bulletin)
