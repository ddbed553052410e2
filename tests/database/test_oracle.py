"""What the database shows, held against an oracle in plain Python that knows the rule alone (R1, R7, R8).

10,000 pairs of a context and a dossier: frames of each kind that begin, last, run out and are taken back; access rows
of the owner, disclosures and consents in every state, with purposes, categories, rights and times; contexts of the cast
with purposes and categories of their own. Each pair is asked in three ways: the dossier, a row of one category behind
it, and the function that all writes ask. TVAERS_SEED=… repeats a run.
"""

import os
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import CAST, UNITS, actor, named
from tests.database import scene
from tvaers.guard.enums import Category, Purpose

SEED = int(os.environ.get("TVAERS_SEED", "20261128"))
FRAMES, DOSSIERS, CONTEXTS = 60, 250, 40
NOW = datetime.now(UTC)
# Far enough from now that the test is over before any of them comes.
TIMES = [timedelta(days=-400), timedelta(days=-1), timedelta(minutes=-5), timedelta(hours=2), timedelta(days=40)]
# Most hold, or no part of the rule would ever decide alone.
STATES = (*["accepted"] * 12, "offered", "declined", "revoked", "ended", "moved")
EVERY = 511
WORKING = [part for part in CAST if part.key in {"alice", "bo", "carl", "dina", "frida", "hanne", "palle"}]
INVOLVED = "INSERT INTO concerns_involved (id, dossier_id, category, role, note) VALUES (%s, %s, %s, 'witness', '')"


@dataclass(frozen=True)
class Frame:
    id: UUID
    kind: str
    begins: datetime
    runs_out: datetime | None
    taken_back: datetime | None


@dataclass(frozen=True)
class Access:
    dossier: UUID
    reader: UUID
    categories: int
    may: int
    purpose: int
    frame: Frame | None
    source: str
    state: str
    begins: datetime
    ends: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Row:
    id: UUID
    dossier: UUID
    category: int


class World:
    """Everything that is there, drawn from one seed and written past every guard."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.frames = [self.frame() for _ in range(FRAMES)]
        self.dossiers = [uuid4() for _ in range(DOSSIERS)]
        self.access = [self.row(dossier) for dossier in self.dossiers for _ in range(dice.choice((1, 2, 4, 6)))]
        self.rows = [Row(uuid4(), dossier, int(dice.choice(list(Category)))) for dossier in self.dossiers]

    def time(self, *more):
        return self.dice.choice([*(NOW + each for each in TIMES), *more])

    def frame(self):
        kind = self.dice.choice(("agreement", "statute", "consent"))
        taken_back = self.dice.choice((*[None] * 5, NOW - timedelta(minutes=5)))
        begins = NOW + self.dice.choice((*TIMES[:4], TIMES[3], *TIMES[:3]))
        return Frame(uuid4(), kind, begins, self.time(*[None] * 5), taken_back)

    def row(self, dossier):
        part, dice = dice_part(self.dice), self.dice
        reader = dice.choice([named(part.key), named(part.organisation), *([named(part.unit)] if part.unit else [])])
        source = dice.choice(("owner", "disclosure", "disclosure", "consent"))
        return Access(
            dossier=dossier,
            reader=reader,
            categories=dice.choice((EVERY, dice.randint(1, EVERY), int(dice.choice(list(Category))))),
            may=dice.choice((1, 2)),
            purpose=int(dice.choice((*[Purpose.SSP] * 8, *Purpose))),
            frame=None if source == "owner" else dice.choice(self.frames),
            source=source,
            state=dice.choice(STATES),
            begins=NOW + dice.choice((*TIMES[:4], TIMES[3], *TIMES[:3])),
            ends=self.time(*[NOW + TIMES[4]] * 6),
            ended=dice.choice((*[None] * 6, NOW - timedelta(minutes=5))),
        )

    def write(self, connection):
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.executemany(
                "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until, ended_at)"
                " VALUES (%s, %s, '', '', 255, %s, %s, %s)",
                [(each.id, each.kind, each.begins, each.runs_out, each.taken_back) for each in self.frames],
            )
            cursor.executemany(
                "INSERT INTO sharing_dossier (id, kind, owner_id) VALUES (%s, 'concern', %s)",
                [(dossier, named("gladsaxe")) for dossier in self.dossiers],
            )
            for each in self.access:
                scene.add_access(
                    connection,
                    each.dossier,
                    owner="gladsaxe",
                    reader=each.reader,
                    categories=each.categories,
                    may=each.may,
                    purpose=each.purpose,
                    frame_id=each.frame.id if each.frame else None,
                    source=each.source,
                    state=each.state,
                    from_at=each.begins,
                    until_at=each.ends,
                    ended_at=each.ended,
                )
            cursor.executemany(
                INVOLVED,
                [(each.id, each.dossier, each.category) for each in self.rows],
            )


def dice_part(dice):
    """Somebody of the cast; more often one of those who work with young people."""
    return dice.choice((*CAST, *WORKING, *WORKING, *WORKING))


def readers_of(part):
    """Whom somebody is let in as: the own organisation, the own unit, or by name."""
    return {named(part.key), named(part.organisation), *([named(part.unit)] if part.unit else [])}


def opens(access, *, readers, purposes, categories, category, may):
    """The rule. No line of it is taken from the program."""
    frame = access.frame
    stands = frame is None or (
        frame.taken_back is None and frame.begins <= NOW and (frame.runs_out is None or frame.runs_out > NOW)
    )
    return (
        stands
        and access.state == "accepted"
        and access.ended is None
        and access.begins <= NOW < access.ends
        and access.reader in readers
        and bool(access.purpose & purposes)
        and bool(access.categories & categories & category)
        and access.may >= may
    )


def contexts(dice):
    """Members of the cast, as they are or with less."""
    for number in range(CONTEXTS):
        part = dice_part(dice)
        claims = actor(part.key).claims
        if number % 2:
            claims = replace(
                claims,
                purposes=Purpose(dice.randint(1, 255)),
                categories=Category(dice.randint(1, EVERY) & dice.randint(1, EVERY)),
            )
        yield part, claims


def test_what_is_shown_is_what_the_rule_opens(cast, as_administrator, as_app, printed):
    dice = random.Random(SEED)
    world = World(dice)
    world.write(as_administrator)
    differences, pairs, opened = [], 0, 0
    for part, claims in contexts(dice):
        who = {"readers": readers_of(part), "purposes": int(claims.purposes), "categories": int(claims.categories)}
        masks = (EVERY, *(dice.randint(1, EVERY) for _ in range(9)))
        wanted = {dossier: (dice.choice(masks), dice.choice((1, 2))) for dossier in world.dossiers}

        def may(dossier, category, needed, who=who):
            mine = (each for each in world.access if each.dossier == dossier)
            return any(opens(each, **who, category=category, may=needed) for each in mine)

        with as_app.transaction():
            scene.enter(as_app, claims)
            dossiers = {row[0] for row in as_app.execute("SELECT id FROM sharing_dossier").fetchall()}
            rows = {row[0] for row in as_app.execute("SELECT id FROM concerns_involved").fetchall()}
            can = {
                dossier: as_app.execute("SELECT guard.can(%s, %s, %s)", [dossier, *asked]).fetchone()[0]
                for dossier, asked in wanted.items()
            }
        for dossier in world.dossiers:
            pairs += 1
            expected = may(dossier, EVERY, 1)
            opened += expected
            if expected != (dossier in dossiers) or may(dossier, *wanted[dossier]) != can[dossier]:
                differences.append((part.key, dossier))
        differences += [(part.key, row) for row in world.rows if may(row.dossier, row.category, 1) != (row.id in rows)]
        assert dossiers <= set(world.dossiers)
    printed(f"{pairs:,} pairs of a context and a dossier, {opened:,} open; {len(differences)} differences; seed {SEED}")
    assert pairs == 10_000
    assert 300 < opened < 5_000, "both answers are asked for"
    assert not differences


@pytest.mark.parametrize(
    "broken", ["state", "ended", "begins", "ends", "reader", "purpose", "categories", "may", "frame"]
)
def test_an_oracle_that_forgets_a_part_of_the_rule_is_caught(broken):
    """Each part of the rule decides some of the pairs, so the database could not leave it out unseen."""
    dice = random.Random(SEED)
    world = World(dice)
    lenient = {
        "state": {"state": "accepted"},
        "ended": {"ended": None},
        "begins": {"begins": NOW - timedelta(days=1)},
        "ends": {"ends": NOW + timedelta(days=1)},
        "purpose": {"purpose": 255},
        "categories": {"categories": EVERY},
        "may": {"may": 2},
        "frame": {"frame": None},
    }
    decided = 0
    for part, claims in contexts(dice):
        who = {"purposes": int(claims.purposes), "categories": int(claims.categories), "category": EVERY, "may": 2}
        for each in world.access:
            readers = readers_of(part)
            told = opens(each, readers=readers, **who)
            forgiven = replace(each, **lenient.get(broken, {}))
            told_without = opens(forgiven, readers={each.reader} if broken == "reader" else readers, **who)
            decided += told != told_without
    assert decided > 5


def test_the_cast_belongs_to_units_of_its_own():
    """The oracle takes it for granted."""
    assert all(part.unit is None or UNITS[part.unit][0] == part.organisation for part in CAST)
