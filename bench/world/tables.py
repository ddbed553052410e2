"""The tables that a block fills, each with the columns that a row is given in, in their order."""

from dataclasses import dataclass, field

from bench.world.lines import Lines
from tvaers.audit.models import Event
from tvaers.cases.models import Case, Entry, NetworkMember, ParentContact, Step, Strength, Voice
from tvaers.concerns.models import Concern, Decision, Involved, Letter, Reporter
from tvaers.people.models import Address, Person, Token
from tvaers.plans.models import FollowUp, Goal, GoalStatement, Task, TaskGoal
from tvaers.sharing.models import Access, Disclosure, Dossier, Link
from tvaers.work.models import Clock

PERSON_TEXTS = ("name", "nickname", "description", "cpr", "born", "pronoun", "phone", "school", "language")
CONCERN_TEXTS = (
    "headline",
    "strengths",
    "fact",
    "assessment",
    "source",
    "observed",
    "tried",
    "reaction",
    "child_view",
    "parents_reaction",
    "not_told_because",
    "kept_reason",
)


def _lines(*arguments: object) -> Lines:
    return field(default_factory=lambda: Lines(*arguments))  # type: ignore[arg-type] # as Lines takes them


@dataclass
class Tables:
    """What is to be written of some blocks."""

    dossier: Lines = _lines(Dossier, "id", "kind", "owner_id", "opened_at")
    access: Lines = _lines(
        Access,
        *("id", "dossier_id", "owner_id", "organisation_id", "unit_id", "member_id", "reader_id", "categories", "may"),
        *("purpose", "frame_id", "source", "state", "granted_by_id", "granted_at", "from_at", "until_at"),
    )
    disclosure: Lines = _lines(Disclosure, "id", "dossier_id", "group_id", "necessity")
    link: Lines = _lines(Link, "id", "kind", "source_id", "target_id", "linked_at")
    person: Lines = _lines(
        Person,
        *("id", "knowledge", "needs_interpreter", "has_protected_address", "version", "created_at"),
        *PERSON_TEXTS,
    )
    address: Lines = _lines(Address, "id", "dossier_id", "street", "place")
    token: Lines = _lines(Token, "dossier_id", "kind", "token")
    concern: Lines = _lines(
        Concern,
        *("id", "state", "outcome", "channel", "about", "area_id", "received_at", "recorded_by", "told"),
        *("opened_at", "opened_by", "decided_at", "erase_on", "version"),
        *CONCERN_TEXTS,
    )
    involved: Lines = _lines(Involved, "id", "dossier_id", "person_id", "role", "category", "note")
    reporter: Lines = _lines(
        Reporter, "id", "dossier_id", "kind", "is_unnamed", "name", "workplace", "relation", "contact"
    )
    decision: Lines = _lines(Decision, "id", "dossier_id", "kind", "outcome", "at", "by", "reason", "receiver", "basis")
    letter: Lines = _lines(
        Letter, "id", "dossier_id", "kind", "text", "written_at", "given_at", "given_by", "given_member_id"
    )
    clock: Lines = _lines(
        Clock, "id", "dossier_id", "category", "kind", "started_at", "due_at", "done_at", "done_by", "owner_id"
    )
    case: Lines = _lines(
        Case,
        *("id", "person_id", "state", "criterion", "purpose", "basis", "lead_id", "unit_id", "opened_at", "review_on"),
        *("closed_at", "outcome", "erase_on", "version"),
    )
    voice: Lines = _lines(
        Voice, "id", "dossier_id", "speaker", "said_on", "written_by", "is_approved", "written_at", "words", "said_by"
    )
    strength: Lines = _lines(Strength, "id", "dossier_id", "written_by", "written_at", "title", "words", "said_by")
    network: Lines = _lines(
        NetworkMember,
        *("id", "dossier_id", "circle", "closeness", "written_by", "written_at", "name", "relation", "brings"),
    )
    entry: Lines = _lines(
        Entry,
        *("id", "dossier_id", "category", "happened_at", "is_police_material", "author_id", "author_organisation_id"),
        *("written_at", "signed_at", "version", "title", "fact", "assessment", "source"),
    )
    step: Lines = _lines(Step, "id", "dossier_id", "kind", "at", "by", "reason")
    contact: Lines = _lines(ParentContact, "id", "dossier_id", "entry_id", "kind", "at", "by", "words")
    goal: Lines = _lines(
        Goal,
        *("id", "dossier_id", "place", "state", "said_on", "written_by", "written_at", "version"),
        *("words", "said_by", "evaluation"),
    )
    statement: Lines = _lines(
        GoalStatement,
        *("id", "dossier_id", "goal_id", "state", "said_on", "written_by", "written_at", "said_by", "words"),
    )
    task: Lines = _lines(
        Task,
        *("id", "due_on", "state", "owner_id", "owner_organisation_id", "given_by", "given_at", "done_at", "done_by"),
        *("version", "text"),
    )
    task_goal: Lines = _lines(TaskGoal, "id", "dossier_id", "task_id", "goal_id")
    follow_up: Lines = _lines(FollowUp, "id", "dossier_id", "held_on", "next_on", "by", "at", "present", "words")
    event: Lines = _lines(Event, "id", "at", "organisation_id", "actor_id", "name", "object_id", "dossier_id", "detail")

    def all(self) -> list[Lines]:
        """Return each table's rows, the dossiers first."""
        return [lines for lines in vars(self).values() if isinstance(lines, Lines)]
