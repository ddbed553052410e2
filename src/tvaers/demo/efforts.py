"""The catalogues of the demonstration: what the three municipalities offer, and what was chosen in some cases."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tvaers.demo.casework import Running
from tvaers.demo.moments import working_day
from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import dice, identified
from tvaers.efforts import actions
from tvaers.efforts.actions import Reach
from tvaers.efforts.enums import Room
from tvaers.efforts.rules import day_of_step, next_review
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import efforts, tasks
from tvaers.sharing.acting import acting
from tvaers.web.efforts.starters import starters

ROUTE = "demo:load"
GLADSAXE, HERLEV, BALLERUP = "Gladsaxe", "Herlev", "Ballerup"
PARTNERS = ("gladsaxe", "herlev", "ballerup")


@dataclass(frozen=True)
class Offer:
    """A starter effort that somebody took over. places: paths of areas; shown: who sees it too; None for a draft.

    room: what was said of it, and how many days ago.
    """

    by: str
    at: str
    starter: str
    title: str
    provider: str
    contact: str
    places: tuple[str, ...]
    shown: tuple[str, ...] | None = ()
    room: tuple[Room, int] | None = None

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.at}/{self.starter}"


OFFERS = (
    Offer(
        *("mikkel", "gladsaxe", "fritidspas", "Fritidspas i Gladsaxe", "Gladsaxe Kommunes fritidsvejledning"),
        *("fritidspas@gladsaxe.example", (GLADSAXE,), ("herlev", "ballerup", "police"), (Room.MORE, 6)),
    ),
    Offer(
        *("mikkel", "gladsaxe", "mentor", "Mentor fra Røde Kors", "Ungdommens Røde Kors"),
        *("Foreningens vagttelefon, 39 57 00 21", (GLADSAXE, HERLEV), ("herlev",), (Room.WAITING, 17)),
    ),
    Offer(
        *("mikkel", "gladsaxe", "fritidsjob", "Fritidsjob i boligområderne", "Gladsaxe Kommunes fritidsjobindsats"),
        *("fritidsjob@gladsaxe.example", ("Gladsaxe/Bagsværd/Værebro Park", "Gladsaxe/Gladsaxe/Høje Gladsaxe")),
        *((), (Room.MORE, 74)),
    ),
    Offer(
        *("mikkel", "gladsaxe", "foraeldrecoach", "Forældrecoach", "Gladsaxe Kommunes familiehus"),
        *("familiehuset@gladsaxe.example", (GLADSAXE,), ("police",), (Room.FULL, 11)),
    ),
    Offer(
        *("mikkel", "gladsaxe", "samtaleforloeb", "Samtaleforløb hos SSP", "SSP og forebyggelse i Gladsaxe"),
        *("SSP, 39 57 00 02", (GLADSAXE,), ("police",), (Room.MORE, 2)),
    ),
    Offer(
        *("mikkel", "gladsaxe", "bolig", "Bolig med bostøtte", "Boligsocialt team i Gladsaxe"),
        *("", (GLADSAXE,), None, None),
    ),
    Offer(
        *("aviaja", "herlev", "fritidsjob", "Fritidsjob i Herlev", "Ungdomsskolen i Herlev"),
        *("fritidsjob@herlev.example", (HERLEV,), ("gladsaxe", "ballerup"), (Room.MORE, 20)),
    ),
    Offer(
        *("aviaja", "herlev", "skole", "Tilbage i skole", "Herlev Kommunes ungeenhed"),
        *("ungeenheden@herlev.example", (HERLEV,), (), (Room.MORE, 9)),
    ),
    Offer(
        *("aviaja", "ballerup", "fritidspas", "Fritidspas i Ballerup", "Ballerup Kommunes fritidsvejledning"),
        *("fritidspas@ballerup.example", (BALLERUP,), ("gladsaxe", "herlev"), (Room.MORE, 13)),
    ),
    Offer(
        *("aviaja", "ballerup", "exit", "Exit på Vestegnen", "Ballerup Kommune og politiets exitenhed"),
        *("exit@ballerup.example", (GLADSAXE, HERLEV, BALLERUP), ("gladsaxe", "herlev", "police"), (Room.MORE, 30)),
    ),
)
# In one of how many running cases one was chosen, how long ago, and after how long it has ended.
EVERY, DAYS_AGO, ENDED_AFTER = 4, (12, 160), 110
WHY = (
    "Vil gerne have noget at stå op til.",
    "Har selv spurgt, om det kunne lade sig gøre.",
    "Familien har ønsket det længe.",
    "Det er det, der var tilbage, efter det første ikke virkede.",
)
GOES = (
    ("den unge", "Det er okay. Jeg kommer, når de andre også gør."),
    ("mor", "Der er mere ro derhjemme de dage."),
    ("udbyderen", "Møder til tiden nu og siger til, når det ikke går."),
    ("den unge", "Bedre end jeg troede. Det må gerne fortsætte."),
    ("far", "Han fortæller selv om det ved aftensmaden. Det er nyt."),
)
ENDED = (
    "Går der nu uden hjælp. Den unge siger, at der ikke er brug for mere.",
    "Stoppede efter en måned; det passede ikke med skolen. Der er aftalt noget andet.",
    "Forløbet blev gjort færdigt. Familien ved, hvem de kan ringe til.",
)


def load() -> int:
    """Write the catalogues as the coordinators themselves, unless they are there; return how many efforts there are."""
    for offer in OFFERS:
        with acting(job(offer.by, offer.at).actor, route=ROUTE) as by:
            starter = starters()[offer.starter]
            told = replace(
                starter.told,
                title=offer.title,
                provider=offer.provider,
                contact=offer.contact,
                areas=[identified("area", path) for path in offer.places],
            )
            form = identified("effort", offer.key)
            effort, is_new = actions.begin(by=by, told=told, steps=starter.steps, form=form, starter=offer.starter)
            if is_new and offer.shown is not None:
                audience = [BY_KEY[each].id for each in offer.shown]
                reach = Reach(audience=audience, keeper=by.id, review_date=next_review(clock.today()))
                actions.offer(by=by, effort=effort, reach=reach)
            if is_new and offer.room is not None:
                room, ago = offer.room
                with clock.frozen(clock.now() - timedelta(days=ago)):
                    actions.say_room(by=by, effort=effort, room=room)
    return len(OFFERS)


def choose(made: Running, by: Actor) -> None:
    """Choose an effort in some of the running cases, some time ago; say how it goes, and now and then how it ended."""
    chance = dice(f"effort {made.case.number}")
    offer = _fitting(made)
    longest = min(DAYS_AGO[1], (made.now - made.opened).days - 8)
    if made.closed is not None or offer is None or chance.randrange(EVERY) or longest < DAYS_AGO[0]:
        return
    ago = chance.randint(DAYS_AGO[0], longest)
    with clock.frozen(made.now - timedelta(days=ago)):
        start = working_day(clock.today())
        choice = efforts.Choice(
            effort=ids.of_form(identified("effort", offer.key), "effort", job(offer.by, offer.at).id),
            start_on=start,
            steps=_coming(made, offer, start),
            why=chance.choice(WHY),
        )
        unit = identified("unit", made.unit)
        chosen = efforts.choose(by=by, case=made.id, choice=choice, unit=unit, lead=made.lead.id)
    for days in (ago * 2 // 3, ago // 3):
        with clock.frozen(made.now - timedelta(days=days)):
            who, words = chance.choice(GOES)
            on = clock.today()
            efforts.say_how_it_goes(by=by, case=made.id, chosen=chosen, said_by=who, words=words, said_on=on)
    if ago > ENDED_AFTER:
        with clock.frozen(made.now - timedelta(days=4)):
            words = chance.choice(ENDED)
            efforts.end(by=by, case=made.id, chosen=chosen, ended_on=clock.today(), words=words)


def _coming(made: Running, offer: Offer, start: date) -> list[tuple[tasks.Promise, Purpose]]:
    """Return the next of the steps as a task of the lead's: those that are over, somebody has done."""
    days = ((step.text, day_of_step(start, step.days)) for step in starters()[offer.starter].steps)
    coming = [(text, day) for text, day in days if day > made.now.date() + timedelta(days=2)]
    return [(tasks.Promise(text=text, due_on=day, owner=made.lead.id), made.purpose) for text, day in coming[:1]]


def _fitting(made: Running) -> Offer | None:
    """Return an effort of the lead's own catalogue that is for somebody of this age."""
    grown = {"exit", "bolig"}
    own = [
        each
        for each in OFFERS
        if each.at == made.lead.organisation.key
        and each.shown is not None
        and (each.starter in grown) is (made.is_grown and made.purpose is Purpose.EXIT)
    ]
    return own[made.case.number % len(own)] if own else None
