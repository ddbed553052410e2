"""Invented incidents of a year in the three municipalities, with fires in three neighbouring housing areas at the end.

Read in as files by those whose work it is. What is noticed in them the worker finds by itself, once the demonstration
runs: the methods take seconds to compile, and nobody should wait for that.
"""

from datetime import date, timedelta
from typing import Final

from tvaers.demo.people_at_work import job
from tvaers.demo.places import PLACES
from tvaers.demo.seed import dice, identified
from tvaers.demo.shift import ROUTE
from tvaers.files.tables import Line, Table
from tvaers.foundation import clock
from tvaers.incidents.actions import asking, importing
from tvaers.incidents.actions.importing import Said
from tvaers.incidents.enums import FileState, Origin
from tvaers.incidents.models import IncidentFile
from tvaers.sharing import nightly
from tvaers.sharing.acting import acting

DAYS: Final = 365
HEADINGS: Final = ("Dato", "Kl.", "Område", "Type", "Kilde", "Journalnr.")
# Which kinds a file tells of, each as often as it stands here.
POLICE: Final = "vold trusler hærværk hærværk tyveri tyveri tyveri røveri brand fyrværkeri narko våben".split()
MUNICIPAL: Final = "støj støj uro uro hærværk knallertkørsel andet".split()
# Three neighbours in Gladsaxe, and how many fires of the last days.
ON_FIRE: Final = ("Høje Gladsaxe", "Pileparken", "Gyngemoseparken")
FIRES, FIRE_DAYS = 13, 5
# Who reads a file in, how much happens there in a day, what it tells of, and to whom the counts are given.
_FILES: Final = (
    ("police", "martin", 2.4, POLICE, ("gladsaxe", "herlev", "ballerup")),
    ("gladsaxe", "sofie", 1.2, MUNICIPAL, ("police",)),
)


def _estates() -> list[str]:
    """Return the housing areas, those in which more happens several times."""
    names = [estate for districts in PLACES.values() for estates in districts.values() for estate in estates]
    return [name for place, name in enumerate(names) for _ in range(1 + place % 3)]


def rows(key: str, a_day: float, kinds: list[str], today: date) -> list[list[str]]:
    """Return the rows of a file under HEADINGS: a year up to yesterday, deterministic for its day."""
    chance, estates = dice(f"incidents {key}"), _estates()
    made: list[list[str]] = []
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        weekend = 1.5 if day.weekday() >= 4 else 0.8
        many = chance.choices((0, 1, 2, 3, 5), (3, 4, 3, 2, a_day * weekend))[0]
        made += [
            _row(day, chance.choice(estates), chance.choice(kinds), found=chance.random() < 0.12) for _ in range(many)
        ]
        if key == "police" and back <= FIRE_DAYS:
            made += [_row(day, ON_FIRE[(back + each) % 3], "brand") for each in range(FIRES // FIRE_DAYS + 1)]
    return [[*row, f"{key}-{number}"] for number, row in enumerate(made)]


def _row(day: date, place: str, kind: str, *, found: bool = False) -> list[str]:
    hour = (day.toordinal() * 7 + len(place) * 5) % 9 + 15
    return [day.isoformat(), f"{hour}:30", place, kind, "patrulje" if found else "anmeldelse"]


def load() -> int:
    """Read the files in, and let the worker look for more than usual; return how many incidents are new.

    Each step opens a transaction of its own, as the person who does it. Loaded again, nothing is written.
    """
    today, new = clock.today(), 0
    for key, reader, a_day, kinds, audience in _FILES:
        by = job(reader).actor
        with acting(by, route=ROUTE):
            lines = tuple(Line(at, tuple(row)) for at, row in enumerate(rows(key, a_day, kinds, today), start=2))
            said = Said(
                filename=f"hændelser-{key}.csv",
                audience=[identified("organisation", each) for each in audience],
                origin=Origin.REPORTED,
                form=identified("incidents", key),
            )
            made = importing.begin(by=by, table=Table(HEADINGS, lines), said=said)
            if IncidentFile.objects.get(id=made).state != FileState.READ:
                continue
            importing.start(by=by, file_id=made)
            while importing.run_piece(by=by, file_id=made):
                pass
            new += IncidentFile.objects.values_list("added", flat=True).get(id=made)
    if new:
        nightly.enqueue_for_each(asking.NIGHTLY)
    return new
