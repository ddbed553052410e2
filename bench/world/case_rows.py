"""The rows of one case: own words, strengths, network, notes, plan, tasks."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.world.shape import POLICE
from tvaers.cases.models import Entry, NetworkMember, ParentContact, Step, Strength, Voice
from tvaers.demo import names
from tvaers.guard.enums import Category, Purpose
from tvaers.plans.models import FollowUp, Goal, GoalStatement, Task

if TYPE_CHECKING:
    from bench.world.making import Making

BASIS = "Retsplejelovens § 115, stk. 1, nr. 1"
# The newest of an organisation's cases run, some of them wait for something.
RUNS, PAUSED = 0.3, 0.02
NETWORK = (("family", "close", "Mor"), ("school", "building", "Klasselærer"), ("leisure", "close", "Træner"))


class CaseRows:
    """Writes the case of a block."""

    def __init__(self, making: "Making") -> None:
        """Begin with the block it belongs to."""
        self.making, self.tables, self.chance = making, making.tables, making.chance
        self.case, self.member, self.writer = making.dossiers.case, making.member, making.writer
        self.at = making.at + timedelta(days=2)
        self.said_on = self.at.date()
        age = making.block.age
        self.state = "closed" if age > RUNS else "paused" if age < PAUSED else "open"

    def write(self) -> None:
        """Write all of it."""
        self._case()
        self._young()
        self._network()
        self._entries()
        self._plan()

    def _case(self) -> None:
        closed = self.at + timedelta(days=200) if self.state == "closed" else None
        today = self.making.now.date()
        self.tables.case.add(
            *(self.case, self.making.dossiers.people[0], self.state),
            *(self.chance.choice(("repeated", "group", "exploited")), int(Purpose.SSP), BASIS),
            *(self.member, self.making.unit, self.at, today + timedelta(days=self.chance.randrange(90))),
            *(closed, "goals-reached" if closed else "", today + timedelta(days=900) if closed else None, 1),
        )
        self.making.link("concerns", self.case, self.making.dossiers.people[0])
        for kind, at in (("opened", self.at), *([("closed", closed)] if closed else [])):
            row = uuid4()
            reason = self.making.sealed(Step, self.case, row, reason=self.writer.said())
            self.tables.step.add(row, self.case, kind, at, self.member, *reason)
        row = uuid4()
        words = self.making.sealed(ParentContact, self.case, row, words="Mor vil gerne have hjælp.")
        self.tables.contact.add(row, self.case, None, "contacted", self.at, self.member, *words)

    def _young(self) -> None:
        row = uuid4()
        own = self.making.sealed(Voice, self.case, row, words="Jeg vil gerne være i fred for de store.", said_by="Ham")
        self.tables.voice.add(row, self.case, "young", self.said_on, self.member, True, self.at, *own)
        for title in ("Gode venner i klubben", "Dygtig til fodbold"):
            row = uuid4()
            texts = self.making.sealed(
                Strength, self.case, row, title=title, words=self.writer.said(), said_by="Klubben"
            )
            self.tables.strength.add(row, self.case, self.member, self.at, *texts)

    def _network(self) -> None:
        for circle, closeness, relation in NETWORK:
            row, name = uuid4(), names.draw(self.chance, names.GIRL).full
            texts = self.making.sealed(
                NetworkMember, self.case, row, name=name, relation=relation, brings="Er der om eftermiddagen"
            )
            self.tables.network.add(row, self.case, circle, closeness, self.member, self.at, *texts)

    def _entries(self) -> None:
        is_police = self.making.block.organisation == POLICE
        for number in range(4):
            row, at = uuid4(), self.at + timedelta(days=7 * number)
            texts = self.making.sealed(
                *(Entry, self.case, row),
                title="Samtale med skolen",
                fact=self.writer.said(3),
                assessment=self.writer.said(),
                source="Skolen",
            )
            who = (self.member, self.making.owner.id)
            self.tables.entry.add(row, self.case, int(Category.ENTRY), at, is_police, *who, at, at, 1, *texts)

    def _plan(self) -> None:
        goals = [uuid4(), uuid4()]
        for place, goal in enumerate(goals):
            said = {"words": "Gå i skole hver dag", "said_by": "Den unge"}
            state = "reached" if self.state == "closed" else "agreed"
            texts = self.making.sealed(Goal, self.case, goal, **said)
            self.tables.goal.add(goal, self.case, place, state, self.said_on, self.member, self.at, 1, *texts, b"")
            texts = self.making.sealed(GoalStatement, self.case, goal, said_by="Den unge", words="Det vil jeg prøve.")
            self.tables.statement.add(goal, self.case, goal, state, self.said_on, self.member, self.at, *texts)
        for task, goal in zip(self.making.dossiers.tasks, goals, strict=True):
            to_do = self.state != "closed" and self.making.block.is_worked_on
            done = None if to_do else self.at + timedelta(days=20)
            due = (done or self.making.now + timedelta(days=self.chance.randint(-3, 30))).date()
            text = self.making.sealed(Task, task, task, text="Følge med til den første træning")
            self.tables.task.add(
                *(task, due, "done" if done else "open", self.member, self.making.owner.id, self.member, self.at),
                *(done, self.member if done else None, 1, *text),
            )
            self.making.link("belongs", task, self.case)
            self.tables.task_goal.add(uuid4(), self.case, task, goal)
        row = uuid4()
        texts = self.making.sealed(FollowUp, self.case, row, present="Mor, skolen, SSP", words=self.writer.said())
        following = None if self.state == "closed" else self.making.now.date() + timedelta(days=30)
        self.tables.follow_up.add(row, self.case, self.said_on, following, self.member, self.at, *texts)
