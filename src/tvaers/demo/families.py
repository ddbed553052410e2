"""Invented young people with their families: pure values, drawn by seed."""

from dataclasses import dataclass
from datetime import date
from random import Random

from tvaers.demo import names
from tvaers.demo.names import BOY, GIRL, Name
from tvaers.demo.places import names_in
from tvaers.demo.texts import reporters

# How often somebody lives in each municipality.
MUNICIPALITIES = {"Gladsaxe": 45, "Herlev": 27, "Ballerup": 28}
OF_AGE = 18
SCHOOL_UNTIL = 16


@dataclass(frozen=True)
class Relative:
    """A parent or somebody else near: who, and how to reach them."""

    relation: str
    name: Name
    phone: str
    interpreter: str = ""


@dataclass(frozen=True)
class Youth:
    """A young person. cpr is empty when it is not known; nickname when there is one; age in years at the time told of."""

    key: str
    name: Name
    age: int
    born: date
    cpr: str
    phone: str
    nickname: str
    municipality: str
    area: str
    address: str
    school: str
    club: str
    relatives: tuple[Relative, ...]
    address_protected: bool = False

    def age_on(self, day: date) -> int:
        """Return the age in whole years on another day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def tags(self) -> frozenset[str]:
        """What sentences may be only for (texts.fitting)."""
        home = reporters.SCHOOLS[self.municipality][0]
        crossing = self.age <= SCHOOL_UNTIL and self.school != home
        family = {relative.relation.replace("pleje", "") for relative in self.relatives}
        return frozenset({"adult" if self.age >= OF_AGE else "child", *(("crossing",) if crossing else ()), *family})

    @property
    def slots(self) -> dict[str, str]:
        """What the sentences about the young person need, but for the day and the time."""
        return {**self.name.slots, "school": self.school, "place": self.area, "club": self.club}


NICKNAMES = "Lille-Per,Sneakers,Prik,Doktor,Kebmand,Lynet,Brille,Zip,Kaptajn,Turbo,Myggen,Professor".split(",")
LANGUAGES = ("arabisk", "tyrkisk", "urdu", "somali", "farsi", "polsk", "ukrainsk", "tamil")
EDUCATIONS = ("produktionsskolen", "erhvervsskolen", "10. klassecentret", "uddannelsen")


def young_person(key: str, chance: Random, ages: tuple[int, int], day: date, *, municipality: str = "") -> Youth:
    """Draw a young person between two ages on a day, both included. The name comes from a source of its own."""
    gender = chance.choices((BOY, GIRL), (7, 3))[0]
    name = names.draw(Random(f"name {key} {chance.random()}"), gender)
    age = chance.randint(*ages)
    born = names.birth_date(chance, age, day)
    municipality = municipality or chance.choices(list(MUNICIPALITIES), list(MUNICIPALITIES.values()))[0]
    elsewhere = chance.random() < 0.12
    learns_in = chance.choice([each for each in MUNICIPALITIES if each != municipality]) if elsewhere else municipality
    return Youth(
        key=key,
        name=name,
        age=age,
        born=born,
        cpr=names.personal_number(chance, born, gender) if chance.random() < 0.8 else "",
        phone=names.telephone(chance) if chance.random() < 0.7 else "",
        nickname=chance.choice(NICKNAMES) if chance.random() < 0.15 else "",
        municipality=municipality,
        area=chance.choice(names_in(municipality)),
        address=f"{names.address(chance)}, {municipality}",
        school=reporters.SCHOOLS[learns_in][0] if age <= SCHOOL_UNTIL else chance.choice(EDUCATIONS),
        club=chance.choice(reporters.CLUBS[municipality]),
        relatives=_relatives(chance, name, Random(f"relatives {key} {chance.random()}")),
        address_protected=chance.random() < 0.02,
    )


def _relatives(chance: Random, of: Name, naming: Random) -> tuple[Relative, ...]:
    """Draw the parents, and sometimes somebody else who matters; `naming` draws nothing but names."""
    chosen = [("mor", GIRL)] if chance.random() < 0.92 else [("plejemor", GIRL)]
    if chance.random() < 0.75:
        chosen.append(("far", BOY))
    if chance.random() < 0.3:
        chosen.append(chance.choice((("storesøster", GIRL), ("farmor", GIRL), ("morbror", BOY), ("moster", GIRL))))
    # Whether an interpreter is needed is drawn, as everything, without a look at the name.
    language = chance.choice(LANGUAGES) if chance.random() < 0.12 else ""
    return tuple(
        Relative(relation, names.relative(naming, of, gender), names.telephone(chance), language)
        for relation, gender in chosen
    )
