"""The plans: goals in the young person's words, tasks with owners in several organisations, follow-ups."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tvaers.demo import desks
from tvaers.demo.cases import Goal, Task
from tvaers.demo.casework import Running
from tvaers.demo.desks import DESKS, SCHOOL_NAMES, Rota, works_for
from tvaers.demo.disclosing import answer_task, frame_for
from tvaers.demo.moments import after, during, is_past, working_day
from tvaers.demo.people_at_work import Job
from tvaers.demo.shift import Shift
from tvaers.demo.stamps import Stamps, Term
from tvaers.demo.texts import steps
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import goals, tasks
from tvaers.plans.enums import GoalState, TaskState

# The database refuses an offer that has ended; what is long past is given for this day and put right afterwards.
LONG_PAST = timedelta(days=50)
STATES = {"Nået": GoalState.REACHED, "Opgivet": GoalState.DROPPED, "Sat i bero": GoalState.DROPPED, "Ikke nået": GoalState.DROPPED}


@dataclass
class Giving:
    """A task on its way: who owns it, until when, when it was given, and what became of it."""

    task: Task
    owner: Job
    purpose: Purpose
    due: date
    given: datetime
    done: datetime | None
    id: UUID | None = None


def agree(made: Running, by: Actor, rota: Rota, stamps: Stamps, shift: Shift, finishing: Shift) -> None:
    """Agree on the goals of a plan and give its tasks; who must answer or do something gets it in a later shift."""
    for place, goal in enumerate(made.case.goals):
        agreed = min(made.opened + timedelta(days=5 + 9 * place, hours=1), made.ends)
        with clock.frozen(agreed):
            youth = made.case.youth
            id_ = goals.agree(
                by=by, case=made.id, words=goal.words, said_by=youth.name.given, said_on=clock.today()
            )
        stamps.goals[id_] = agreed
        for task in goal.tasks:
            _give(made, by, task, id_, rota, stamps, shift, finishing)
        if goal.progress:
            _stand(made, by, id_, goal)


def _stand(made: Running, by: Actor, goal: UUID, said: Goal) -> None:
    """Say how a goal stands, and evaluate it in words when the case has ended."""
    at = made.ends - timedelta(days=3 if made.closed else made.chance.randint(4, 30))
    at = max(at, made.opened + timedelta(days=20))
    state = next((state for word, state in STATES.items() if said.progress.startswith(word)), GoalState.BEGUN)
    if made.closed and state is GoalState.BEGUN and made.case.closure and made.case.closure[0] == "aims-met":
        state = GoalState.REACHED
    with clock.frozen(min(at, made.ends)):
        who = made.chance.choice((made.case.youth.name.given, made.case.youth.name.given, made.lead.worker.first_name))
        goals.say_how_it_stands(
            by=by, case=made.id, goal=goal, state=state, said_by=who, said_on=clock.today(), version=1
        )
        if made.closed or made.chance.random() < 0.3:
            goals.evaluate(by=by, case=made.id, goal=goal, words=said.progress)


def _owner(made: Running, task: Task, rota: Rota) -> Job:
    """Return who does a task: somebody of the unit it is for, whose role may work for it; else the lead."""
    here = task.organisation if task.organisation in DESKS else made.case.youth.municipality
    desk = DESKS[here]
    candidates: dict[str, tuple[str, ...]] = {
        "ssp": desk.ssp,
        "street": desk.street,
        "family": desk.family,
        "parents": desk.parents or desk.family,
        "prevention": desks.POLICE,
        "probation": desks.PROBATION,
        "exit": ("henrik",),
        "youth": desks.HELPERS if task.what.startswith(("Tag", "Vis", "Hjælp", "Find")) else desk.family,
        "association": desks.HELPERS,
        "school": DESKS[SCHOOL_NAMES.get(made.case.youth.school, here)].school,
    }
    people = candidates[task.unit]
    organisation = desk.organisation if people in {desk.ssp, desk.family, desk.street, desk.parents} else ""
    return rota.next(people, organisation)


def _purpose(made: Running, owner: Job) -> Purpose | None:
    """Return the purpose of a task: the case's, or one that both the lead and the owner work for."""
    for purpose in (made.purpose, Purpose.KSP, Purpose.PARENTS, Purpose.EXIT, Purpose.SSP):
        if works_for(owner, purpose) and works_for(made.lead, purpose):
            elsewhere = owner.organisation is not made.lead.organisation
            if not elsewhere or frame_for(made.lead, owner, purpose) is not None:
                return purpose
    return None


def _give(
    made: Running, by: Actor, task: Task, goal: UUID, rota: Rota, stamps: Stamps, shift: Shift, finishing: Shift
) -> None:
    owner = _owner(made, task, rota)
    purpose = _purpose(made, owner)
    if purpose is None:
        owner, purpose = made.lead, made.purpose
    elsewhere = owner.organisation is not made.lead.organisation
    due = working_day(clock.today() + timedelta(days=task.due))
    opened = made.opened.astimezone(clock.COPENHAGEN).date()
    given = during(max(working_day(min(due, clock.today()) - timedelta(days=made.chance.randint(9, 24)), back=True), opened), made.chance)
    given = min(max(given, made.opened + timedelta(hours=4)), made.ends)
    done = None
    if task.done is not None:
        done = min(max(during(working_day(clock.today() + timedelta(days=task.done)), made.chance), given), made.ends)
    giving = Giving(task, owner, purpose, max(due, given.date()), given, done)
    pretended = giving.due if not elsewhere or giving.due > clock.today() - LONG_PAST else clock.today() + timedelta(days=1)
    with clock.frozen(given):
        frame = frame_for(made.lead, owner, purpose) if elsewhere else None
        giving.id = tasks.give(
            by=by,
            case=made.id,
            purpose=purpose,
            promise=tasks.Promise(
                text=task.what,
                due_on=pretended,
                owner=owner.id,
                goal=goal,
                frame=frame,
                necessity=_necessity(made, owner) if elsewhere else "",
            ),
            unit=_unit(made),
            lead=made.lead.id,
        )
    stamps.opened[giving.id] = given
    stamps.due[giving.id] = giving.due
    if elsewhere:
        end = datetime.combine(giving.due, during(clock.today(), made.chance).timetz()) + tasks.AFTER_DUE
        stamps.tasks_shared[giving.id] = Term(given, end)
        if not answer_task(made, owner, giving.id, given, shift, is_done=done is not None):
            return
    _later(made, giving, shift if not elsewhere else finishing, stamps)


def _unit(made: Running) -> UUID | None:
    from tvaers.demo.seed import identified

    return identified("unit", made.unit)


def _necessity(made: Running, owner: Job) -> str:
    pool = (
        f"Opgaven hører til hos {owner.organisation.short_name}. Kun teksten bliver delt.",
        "De kan løse opgaven uden at kende baggrunden.",
        "Den unge ønsker selv, at det er dem, der gør det.",
        "Det er dem, der er der, når det gælder. De skal kun kende opgaven.",
        "Vi har ikke selv nogen dér, og den unge er der hver dag.",
        "Opgaven kræver deres egen viden. Navn og sag følger ikke med.",
    )
    return made.chance.choice(pool)


def _later(made: Running, giving: Giving, shift: Shift, stamps: Stamps) -> None:
    """Have the owner write a word on a task, and do it."""
    comment_at = after(giving.given, made.chance.choice((1, 2, 4)), made.chance)
    says = made.chance.random() < 0.35
    words = made.chance.choice(steps.COMMENTS)

    def do(by: Actor) -> None:
        if giving.id is None:
            return
        if says and is_past(comment_at) and (giving.done is None or comment_at < giving.done):
            with clock.frozen(comment_at):
                stamps.comments[tasks.comment(by=by, task=giving.id, words=words)] = comment_at
        if giving.done is not None:
            with clock.frozen(giving.done):
                tasks.finish(by=by, task=giving.id, state=TaskState.DONE)

    shift.give(giving.owner, do)


def follow_up(made: Running, by: Actor) -> None:
    """Write down the follow-ups of a plan: who was there, what was agreed, when next."""
    words = list(made.case.decisions)
    if not words:
        return
    youth = made.case.youth
    there = [youth.name.given, *(each.relation for each in youth.relatives[:1] if not made.is_grown), made.lead.worker.first_name]
    there += [helper.worker.first_name for helper in made.helpers]
    span = (made.ends - made.opened).days
    count = min(3, 1 + span // 75) if span > 21 else 0
    held = [made.opened + timedelta(days=21 + place * max(30, (span - 25) // max(1, count))) for place in range(count)]
    for place, at in enumerate(each for each in held if each <= made.ends):
        said = words[place * 2 : place * 2 + 2] or words[:1]
        upcoming = at.date() + timedelta(days=35)
        with clock.frozen(at):
            goals.follow_up(
                by=by,
                case=made.id,
                held_on=clock.today(),
                present=", ".join(there),
                words=" ".join(said),
                next_on=upcoming if upcoming <= made.ends.date() + timedelta(days=30) else None,
            )
