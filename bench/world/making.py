"""One block of dossiers as rows: four people, three concerns, one case with its plan, two tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID, uuid4

from django.db.models import Model

from bench.world.case_rows import CaseRows
from bench.world.shape import CONCERNS, PEOPLE, POLICE, TASKS, Block, Organisation, named, readers_elsewhere
from bench.world.tables import CONCERN_TEXTS, PERSON_TEXTS, Tables
from bench.world.words import SCHOOLS, Writer
from tvaers.concerns.models import Concern, Decision, Letter, Reporter
from tvaers.demo import names
from tvaers.foundation import ids
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.people.models import Address, Person
from tvaers.people.rules.tokens import Traits, to_store
from tvaers.sharing.models import Disclosure
from tvaers.sharing.sealing import sealed_with

FRAME = named("frame agreement")
SPAN = timedelta(days=3 * 365)
YEARS = timedelta(days=5 * 365)
GIVEN_FOR = timedelta(days=365)
# What a disclosure opens: what any role in prevention can see.
GIVEN = Category.PLAN | Category.CONCERN | Category.ENTRY | Category.IDENTITY | Category.OTHERS
SSP = int(Purpose.SSP)
AT_RECEIPT = ("acute", "receipt", "triage")
TOLD_BY = (("school", "Klasselærer"), ("housing", "Vicevært"), ("association", "Træner"), ("municipality", "Pædagog"))


@dataclass(frozen=True)
class Dossiers:
    """The ids and keys of a block's dossiers, by what they are."""

    people: Sequence[UUID]
    concerns: Sequence[UUID]
    case: UUID
    tasks: Sequence[UUID]
    keys: Mapping[UUID, bytes]

    @classmethod
    def dealt(cls, keys: Mapping[UUID, bytes]) -> "Dossiers":
        """Deal out ten ids."""
        every = list(keys)
        people, concerns = every[:PEOPLE], every[PEOPLE : PEOPLE + CONCERNS]
        case, *tasks = every[PEOPLE + CONCERNS :]
        return cls(people, concerns, case, tasks[:TASKS], keys)

    def by_kind(self) -> list[tuple[str, UUID]]:
        """Return each with its kind."""
        kinds = (("person", self.people), ("concern", self.concerns), ("case", [self.case]), ("task", self.tasks))
        return [(kind, each) for kind, some in kinds for each in some]


class Making:
    """Writes one block into the tables. now: the moment that the world is made at, aware."""

    def __init__(self, tables: Tables, block: Block, dossiers: Dossiers, *, token_key: bytes, now: datetime) -> None:
        """Begin; nothing is written yet."""
        self.tables, self.block, self.dossiers, self.token_key, self.now = tables, block, dossiers, token_key, now
        self.chance = Random(f"{block.organisation}/{block.place}")  # noqa: S311 - repeatable, not secret
        self.owner = Organisation(block.organisation)
        self.unit = self.owner.units[0]
        # Whoever works in the other unit has written none of it.
        self.member = self.chance.choice(self.owner.members[:-1])
        self.at = now - timedelta(hours=1) - SPAN * block.age
        self.names = [names.draw(self.chance, self.chance.choice((names.BOY, names.GIRL))) for _ in dossiers.people]
        self.writer = Writer(self.chance, self.names[0])

    def sealed(self, model: type[Model], dossier: UUID, row: UUID, **texts: str) -> list[bytes]:
        """Return `texts` sealed, in their order."""
        return list(sealed_with(self.dossiers.keys[dossier], model, row=row, texts=texts).values())

    def write(self) -> None:
        """Write all of it."""
        for kind, dossier in self.dossiers.by_kind():
            self._open(kind, dossier)
        for reader in islice(readers_elsewhere(), self.block.grants):
            self._give(self.dossiers.case, reader)
        for person, name in zip(self.dossiers.people, self.names, strict=True):
            self._person(person, name)
        for number, concern in enumerate(self.dossiers.concerns):
            self._concern(number, concern)
        CaseRows(self).write()

    def link(self, kind: str, source: UUID, target: UUID) -> None:
        """Link two of the dossiers. The database makes a link's id itself."""
        self.tables.link.add(uuid4(), kind, source, target, self.at)

    def _open(self, kind: str, dossier: UUID) -> None:
        self.tables.dossier.add(dossier, kind, self.owner.id, self.at)
        until = self.now + YEARS - timedelta(days=self.chance.randrange(300))
        owner = (self.owner.id, self.owner.id, self.unit, None, self.unit, int(ALL_CATEGORIES), 2, SSP)
        own = (None, "owner", "accepted", self.member, self.at, self.at, until)
        self.tables.access.add(uuid4(), dossier, *owner, *own)
        if self.block.is_shared:
            police = Organisation(POLICE)
            self._give(dossier, (police.id, police.units[0], police.units[0], None))
        self.tables.event.add(
            ids.ordered(), self.at, self.owner.id, self.member, "sharing.opened", None, dossier, f'{{"kind": "{kind}"}}'
        )

    def _give(self, dossier: UUID, reader: tuple[UUID, UUID, UUID | None, UUID | None]) -> None:
        """Disclose one of the dossiers; reader: organisation, reader, unit, member."""
        organisation, reader_id, unit, member = reader
        access, until = uuid4(), self.now + GIVEN_FOR
        who = (self.owner.id, organisation, unit, member, reader_id, int(GIVEN), 1, SSP)
        given = (FRAME, "disclosure", "accepted", self.member, self.at, self.at, until)
        self.tables.access.add(access, dossier, *who, *given)
        words = "Politiet møder den unge om aftenen og skal kende planen."
        self.tables.disclosure.add(access, dossier, access, *self.sealed(Disclosure, dossier, access, necessity=words))

    def _person(self, person: UUID, name: names.Name) -> None:
        chance = self.chance
        born = names.birth_date(chance, chance.randint(11, 19), self.now.date())
        cpr = names.personal_number(chance, born, name.gender) if chance.random() < 0.25 else ""
        texts = dict.fromkeys(PERSON_TEXTS, "") | {
            "name": name.full,
            "cpr": cpr,
            "born": born.isoformat(),
            "pronoun": name.slots["he"],
            "phone": names.telephone(chance),
            "school": chance.choice(SCHOOLS),
        }
        sealed = self.sealed(Person, person, person, **texts)
        self.tables.person.add(person, "identified" if cpr else "partly", False, False, 1, self.at, *sealed)
        if cpr:
            where = self.sealed(Address, person, person, street=names.address(chance), place="0000 Prøveby")
            self.tables.address.add(person, person, *where)
        traits = Traits(cpr=cpr, phone=texts["phone"], name=name.full, birth_year=born.year)
        for kind, token in to_store(traits, key=self.token_key):
            self.tables.token.add(person, int(kind), token)

    def _concern(self, number: int, concern: UUID) -> None:
        block, chance = self.block, self.chance
        received = self.at + timedelta(minutes=number)
        decided = None if block.waits else received + timedelta(days=2)
        outcome = "" if block.waits else ("case", "advice", "advice")[number]
        texts = dict.fromkeys(CONCERN_TEXTS, "") | {
            "headline": f"{'Pige' if self.names[0].gender == names.GIRL else 'Dreng'}, {self.writer.slots['place']}",
            "strengths": self.writer.said(),
            "fact": self.writer.said(3),
            "assessment": self.writer.said(),
            "source": "Klasselæreren",
            "observed": "Siden efterårsferien",
        }
        self.tables.concern.add(
            *(concern, "received" if block.waits else "decided", outcome),
            *(chance.choice(("system", "telephone", "email", "meeting")), "person"),
            *(named(f"area {block.organisation} {chance.randrange(3)}"), received, self.member, "parents"),
            *(None if block.waits else received, None if block.waits else self.member, decided),
            *(None if decided is None else (self.now + timedelta(days=180)).date(), 1),
            *self.sealed(Concern, concern, concern, **texts),
        )
        self._involve(concern, self.dossiers.people[number % 2], "of-concern", Category.IDENTITY)
        self._involve(concern, self.dossiers.people[2 + number % 2], "relative", Category.OTHERS)
        self._reporter(concern)
        self._clocks(concern, received, decided)
        if decided is not None:
            self._decision(concern, decided, outcome)

    def _involve(self, concern: UUID, person: UUID, role: str, category: Category) -> None:
        row = uuid4()
        self.tables.involved.add(row, concern, person, role, int(category), b"")
        self.link("concerns", concern, person)

    def _reporter(self, concern: UUID) -> None:
        row, (kind, relation) = uuid4(), self.chance.choice(TOLD_BY)
        name = names.draw(self.chance, names.GIRL).full
        texts = self.sealed(
            Reporter, concern, row, name=name, workplace="Prøvestedet", relation=relation, contact="01 12 34 56"
        )
        self.tables.reporter.add(row, concern, kind, False, *texts)

    def _clocks(self, concern: UUID, received: datetime, decided: datetime | None) -> None:
        # What waits has its deadlines spread over the weeks around today.
        soon = self.now + timedelta(days=self.chance.randint(-5, 20), minutes=self.chance.randrange(600))
        begun = [(kind, received, soon if decided is None else received, decided) for kind in AT_RECEIPT]
        if decided is not None:
            begun.append(("feedback", decided, decided + timedelta(days=28), decided + timedelta(days=1)))
        for days, (kind, started, due, done) in enumerate(begun):
            done_by = self.member if done else None
            about = (uuid4(), concern, int(Category.CONCERN), kind)
            self.tables.clock.add(*about, started, due + timedelta(days=days), done, done_by, self.owner.id)

    def _decision(self, concern: UUID, decided: datetime, outcome: str) -> None:
        row = uuid4()
        reason = self.sealed(Decision, concern, row, reason="Talt med skolen og forældrene.")
        self.tables.decision.add(row, concern, "decided", outcome, decided, self.member, *reason, b"", b"")
        letter = uuid4()
        text = self.sealed(Letter, concern, letter, text="Tak for din henvendelse. Vi har modtaget den og læst den.")
        self.tables.letter.add(letter, concern, "receipt", *text, decided, decided, "telephone", self.member)
        if outcome == "case":
            self.link("became", concern, self.dossiers.case)
