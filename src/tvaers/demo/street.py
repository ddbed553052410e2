"""Some weeks in the street: shifts walked and planned in Gladsaxe and Herlev, with what was met, told of places."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import override

from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.outreach import queries
from tvaers.outreach.actions import debriefing, following, phones, planning, receiving
from tvaers.outreach.actions.debriefing import Told
from tvaers.outreach.actions.planning import Plan
from tvaers.outreach.entries import Said, read
from tvaers.outreach.enums import Outcome
from tvaers.outreach.models import FollowUp, Shift
from tvaers.sharing.acting import acting

ROUTE = "demo:load"
VAEREBRO = "Gladsaxe/Bagsværd/Værebro Park"
HOEJE = "Gladsaxe/Gladsaxe/Høje Gladsaxe"
GYNGEMOSE = "Gladsaxe/Mørkhøj/Gyngemoseparken"
HJORTEGAARD = "Herlev/Hjortespring/Hjortegården"
MIDT = "Herlev/Herlev Midt"
Met = dict[str, Any]


@dataclass(frozen=True)
class Walk:
    """A shift. day: from today; begins: the hour. met: what was met, (minutes after the beginning, area, facts).

    also: debriefs of others. became: kind of bridging → what it came to. promised: what, and on which day from today.
    """

    by: str
    team: tuple[str, ...]
    backup: str
    day: int
    begins: int
    hours: float
    areas: tuple[str, ...]
    theme: str = ""
    met: tuple[tuple[int, str, Met], ...] = ()
    end: dict[str, Any] | None = None
    also: tuple[tuple[str, dict[str, Any]], ...] = ()
    became: dict[str, str] = field(default_factory=dict)
    promised: tuple[str, int] | None = None


WALKS = (
    Walk(
        "hodan", ("hodan", "kasper"), "merete", -6, 19, 3.5, (VAEREBRO, HOEJE), "Mørke aftener",
        met=(
            (35, VAEREBRO, {"heads": [0, 7, 2], "mood": 3, "activities": ["music", "hanging-out"], "talks": "some",
                            "words": "Livligt ved kiosken. Flere ville høre om natåben hal.", "offered": ["sport"]}),
            (95, HOEJE, {"heads": [3, 4, 0], "mood": 2, "activities": ["sport"], "talks": "few",
                         "words": "Bold på banen bag biblioteket."}),
            (160, VAEREBRO, {"heads": [0, 5, 1], "mood": 1, "talks": "none", "words": "Rolig opgang fra toget."}),
        ),
        end={"method": ["together", "said-who", "no-names"], "went_well": "Vi blev taget godt imod ved kiosken.",
             "next_time": "Lyset ved cykelskuret er slukket."},
    ),
    Walk(
        "leyla", ("leyla", "camilla"), "birgit", -4, 18, 4, (HJORTEGAARD, MIDT), "Efter klubbens lukketid",
        met=(
            (40, MIDT, {"heads": [2, 3, 0], "mood": 2, "talks": "few", "words": "Fem ved stationen på vej hjem."}),
            (120, HJORTEGAARD, {"heads": [0, 8, 3], "mood": 4, "talks": "some", "incidents": ["fire"],
                                "words": "Fyrværkeri i en papirkurv. Gik, da vi snakkede.", "offered": ["club", "job"],
                                "accepted": ["club"]}),
        ),
        end={"method": ["together", "observed-first", "safe"], "was_hard": "Mange på én gang ved skuret.",
             "next_time": "Gå forbi Hjortegården tidligt."},
    ),
    Walk(
        "hodan", ("hodan", "kasper"), "merete", -2, 20, 3, (VAEREBRO, GYNGEMOSE),
        met=(
            (30, GYNGEMOSE, {"heads": [0, 0, 0], "mood": 1, "words": "Ingen ude."}),
            (90, VAEREBRO, {"heads": [0, 6, 3], "mood": 3, "counting": "estimated", "talks": "some",
                            "activities": ["scooters"], "words": "To spurgte til boksning.", "offered": ["sport"],
                            "accepted": ["sport"]}),
        ),
        end={"method": ["together", "kept-promises", "no-names", "safe"], "went_well": "Boksningen er der interesse for.",
             "next_time": "Tag sedlen fra bokseklubben med.", "supervision": "Hvornår vi går, når det bliver hedt."},
    ),
    Walk("hodan", ("hodan", "kasper"), "merete", 0, 19, 4, (VAEREBRO, HOEJE), "Sidste skoledag"),
    Walk("leyla", ("leyla", "camilla"), "birgit", 1, 18, 4, (HJORTEGAARD,), "Sammen med natteravnene"),
    Walk("hodan", ("hodan", "kasper"), "merete", 3, 20, 3, (GYNGEMOSE, VAEREBRO)),
    Walk(
        "kasper", ("kasper", "hodan"), "merete", -20, 19, 3.5, (HOEJE, VAEREBRO), "Efterårets første mørke aftener",
        met=(
            (50, HOEJE, {"heads": [0, 5, 4], "mood": 2, "talks": "some", "words": "Flere vil gerne have et fritidsjob.",
                         "offered": ["job", "sport"], "accepted": ["job", "sport"], "again": "week"}),
            (130, VAEREBRO, {"heads": [2, 6, 0], "mood": 3, "activities": ["music"], "talks": "few",
                             "words": "Musik ved trappen.", "offered": ["club"]}),
        ),
        end={"method": ["together", "observed-first", "said-who", "no-names", "safe"],
             "went_well": "De huskede os fra sidst."},
        also=(("hodan", {"method": ["together", "said-who", "kept-promises", "no-names", "safe"]}),
              ("merete", {"method": ["together", "said-who", "no-names"]})),
        became={"job": "came"},
    ),
    Walk(
        "hodan", ("hodan", "kasper"), "merete", -13, 19, 3, (GYNGEMOSE, HOEJE),
        met=(
            (40, GYNGEMOSE, {"heads": [0, 3, 2], "mood": 2, "talks": "few", "words": "Tre på bænken ved søen.",
                             "offered": ["counselling"]}),
        ),
        end={"method": ["together", "no-names", "safe"], "was_hard": "Regn hele aftenen, få ude."},
        also=(("kasper", {"method": ["together", "kept-promises", "no-names"],
                          "supervision": "Hvordan vi siger nej uden at miste kontakten."}),),
        promised=("Spørg hallen om åbent tirsdage", 1),
    ),
)  # fmt: skip


def load(say: Callable[[str], None]) -> None:
    """Plan and walk the shifts as the people themselves; those that are there stay as they are."""
    with override("da"):
        made = sum(_walked(number, walk) for number, walk in enumerate(WALKS))
    say(f"{made} shifts in the street: walked, debriefed, planned")


def _walked(number: int, walk: Walk) -> int:
    actor = job(walk.by).actor
    form = identified("shift", str(number))
    begins = datetime.combine(clock.today() + timedelta(days=walk.day), time(walk.begins), clock.COPENHAGEN)
    with acting(actor, route=ROUTE):
        if Shift.objects.filter(form_id=form).exists():
            return 0
        over = begins + timedelta(hours=walk.hours)
        told = Plan(
            from_at=begins,
            until_at=over,
            home_at=over,
            areas=tuple(identified("area", each) for each in walk.areas),
            theme=walk.theme,
            team=tuple(job(each).id for each in walk.team),
            backup=job(walk.backup).id,
            audience=tuple(each.id for each in queries.neighbours(actor=actor)),
        )
        shift = planning.plan(by=actor, told=told, form=form)
        if walk.end is not None:
            device = phones.register(by=actor, form=form)
            receiving.take(by=actor, device=device, entries=_entries(number, walk, shift, begins))
        _follow(walk, shift)
    for who, told_then in walk.also:
        with acting(job(who).actor, route=ROUTE):
            debriefing.write(by=job(who).actor, shift=shift, told=Told(**told_then))
    return 1


def _follow(walk: Walk, shift: UUID) -> None:
    actor = job(walk.by).actor
    if walk.promised:
        what, day = walk.promised
        following.promise(by=actor, shift=shift, what=what, due_on=clock.today() + timedelta(days=day))
    for bridge, outcome in walk.became.items():
        for row in FollowUp.objects.filter(shift_id=shift, bridge=bridge):
            following.close(by=actor, follow_up=row.id, outcome=Outcome(outcome))


def _entries(number: int, walk: Walk, shift: UUID, begins: datetime) -> list[Said]:
    over = begins + timedelta(hours=walk.hours)
    written: list[tuple[str, datetime, Met]] = [("start", begins, {"home": over.isoformat()})]
    written += [
        ("stop", begins + timedelta(minutes=after), facts | {"area": str(identified("area", area))})
        for after, area, facts in walk.met
    ]
    written.append(("end", over, walk.end or {}))
    found, previous = [], "00" * 32
    for sequence, (kind, at, facts) in enumerate(written, start=1):
        told = {"id": str(identified("entry", f"{number}/{sequence}")), "seq": sequence, "prev": previous, "kind": kind}
        body = json.dumps(told | {"at": at.isoformat(), "shift": str(shift), "facts": facts})
        previous = hashlib.sha256(body.encode()).hexdigest()
        found.append(read(body, previous))
    return found
