"""What comes after a case is worked on: whose turn it is, who answers, finishes and ends something later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tvaers.demo.cases import Task
from tvaers.demo.desks import Rota
from tvaers.demo.people_at_work import Job
from tvaers.demo.shift import Shift
from tvaers.demo.stamps import Stamps
from tvaers.guard.enums import Purpose


@dataclass
class Giving:
    """A task on its way: who owns it, until when, when it was given, and what became of it.

    is_theirs: the owner has it, and need not answer for it first, or has said yes.
    """

    task: Task
    owner: Job
    purpose: Purpose
    due: date
    given: datetime
    done: datetime | None
    id: UUID | None = None
    is_theirs: bool = True


@dataclass(frozen=True)
class Asked:
    """A task that somebody elsewhere is asked to take and has not answered: what a visitor accepts."""

    owner: Job
    purpose: Purpose
    what: str


@dataclass
class Rounds:
    """The shifts that follow each other: answers, what owners elsewhere do, and what is ended; and all tasks given.

    asked: tasks that nobody has answered, by the number of their case.
    """

    rota: Rota
    stamps: Stamps
    asked: Mapping[int, Asked] = field(default_factory=dict)
    answers: Shift = field(default_factory=Shift)
    finishing: Shift = field(default_factory=Shift)
    ends: Shift = field(default_factory=Shift)
    given: list[Giving] = field(default_factory=list)
