"""What people in a world say and write: the demonstration's sentences, fitted with a name."""

from itertools import chain
from random import Random

from tvaers.demo.names import Name
from tvaers.demo.texts.facts_school import FACTS

SENTENCES = tuple(chain.from_iterable(FACTS.values()))
PLACES = ("Mågeparken", "Lærkehaven", "Kildebo", "Egeparken", "Sydbyen", "Stationskvarteret", "Skrænten", "Nordhøj")
SCHOOLS = ("Nordre Prøveskole", "Skolen ved Kilden", "Opdigtskolen", "Sydskolen")
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


class Writer:
    """Writes about one young person."""

    def __init__(self, chance: Random, about: Name) -> None:
        """Begin with a source of choices and whom it is about."""
        self.chance = chance
        self.slots = about.slots | {
            "school": chance.choice(SCHOOLS),
            "place": chance.choice(PLACES),
            "weekday": chance.choice(DAYS),
            "time": "21.30",
            "club": "klubben",
            "spot": "grillen",
        }

    def said(self, sentences: int = 1) -> str:
        """Return so many sentences."""
        return " ".join(self.chance.choice(SENTENCES).format(**self.slots) for _ in range(sentences))
