"""The plans: goals in the young person's words, tasks with owners in several organisations, follow-ups."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tvaers.demo import desks
from tvaers.demo.cases import Goal, Task
from tvaers.demo.casework import Running
from tvaers.demo.desks import DESKS, SCHOOL_NAMES, Rota, works_for
from tvaers.demo.disclosing import answer_task, frame_for
from tvaers.demo.moments import after, during, is_past, working_day
from tvaers.demo.people_at_work import Job, job
from tvaers.demo.rounds import Asked, Giving, Rounds
from tvaers.demo.seed import identified
from tvaers.demo.shift import Shift
from tvaers.demo.stamps import Stamps, Term
from tvaers.demo.texts import steps
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import goals, tasks
from tvaers.plans.enums import GoalState, TaskState

# What only they can do is left out where nothing lets them be asked.
ONLY_THEIRS = frozenset({"association", "school", "prevention", "probation", "exit"})
# The database refuses an offer that has ended; what is long past is given for this day and put right afterwards.
LONG_PAST = timedelta(days=50)
STATES = {
    "Nået": GoalState.REACHED,
    "Opgivet": GoalState.DROPPED,
    "Sat i bero": GoalState.DROPPED,
    "Ikke nået": GoalState.DROPPED,
}


def agree(made: Running, by: Actor, rounds: Rounds) -> None:
    """Agree on the goals of a plan and give its tasks; who must answer or do something gets it in a later shift."""
    for place, goal in enumerate(made.case.goals):
        agreed = min(made.opened + timedelta(days=5 + 9 * place, hours=1), made.ends)
        with clock.frozen(agreed):
            youth = made.case.youth
            id_ = goals.agree(by=by, case=made.id, words=goal.words, said_by=youth.name.given, said_on=clock.today())
        rounds.stamps.goals[id_] = agreed
        for task in goal.tasks:
            _give(made, by, task, id_, rounds)
        if goal.progress:
            _stand(made, by, id_, goal)
    if (asked := rounds.asked.get(made.case.number)) is not None:
        _ask(made, by, asked, rounds.stamps)


# Who is asked by Gladsaxe to take a task on and finds it waiting, for what, and what it is.
ASKED: tuple[tuple[str, Purpose, str], ...] = (
    ("maria", Purpose.KSP, "Aftal med jobcentret, at der kun er ét møde om ugen."),
    ("rasmus", Purpose.SSP, "Tal med de andre forældre om en fælles grænse."),
)
ASKED_FROM = "gladsaxe"
ASKED_DAYS_AGO, ASKED_FOR = 1, timedelta(days=14)


def asked(running: Sequence[Running]) -> dict[int, Asked]:
    """Return, by the number of the case, the tasks that wait for somebody elsewhere, one in a case."""
    found: dict[int, Asked] = {}
    old = [made for made in running if made.closed is None and not made.case.paused and _is_settled(made)]
    for key, purpose, what in ASKED:
        owner = job(key)
        fitting = (
            made
            for made in old
            if made.lead.organisation.key == ASKED_FROM
            and made.case.number not in found
            and works_for(made.lead, purpose)
            and frame_for(made.lead, owner, purpose) is not None
            and made.is_grown is (purpose is Purpose.KSP)
        )
        # Best in a case that is for the same.
        chosen = min(fitting, key=lambda made: (made.purpose is not purpose, made.case.number), default=None)
        if chosen is not None:
            found[chosen.case.number] = Asked(owner, purpose, what)
    return found


def _is_settled(made: Running) -> bool:
    return clock.now() - made.opened > timedelta(days=7)


def _ask(made: Running, by: Actor, asked: Asked, stamps: Stamps) -> None:
    """Offer a task to somebody elsewhere, lately, so that it still waits for an answer."""
    given = during(working_day(clock.today() - timedelta(days=ASKED_DAYS_AGO), back=True), made.chance)
    due = working_day(clock.today() + ASKED_FOR)
    with clock.frozen(given):
        promise = tasks.Promise(
            text=asked.what,
            due_on=due,
            owner=asked.owner.id,
            frame=frame_for(made.lead, asked.owner, asked.purpose),
            necessity=_necessity(made, asked.owner),
        )
        unit = identified("unit", made.unit)
        task = tasks.give(by=by, case=made.id, purpose=asked.purpose, promise=promise, unit=unit, lead=made.lead.id)
    stamps.opened[task] = given
    end = datetime.combine(due, time(23, 59), clock.COPENHAGEN) + tasks.AFTER_DUE
    stamps.tasks_shared[task] = Term(given, end)


def _stand(made: Running, by: Actor, goal: UUID, said: Goal) -> None:
    """Say how a goal stands, and evaluate it in words when the case has ended."""
    at = made.ends - timedelta(days=3 if made.closed else made.chance.randint(4, 30))
    at = max(at, made.opened + timedelta(days=20))
    state = next((state for word, state in STATES.items() if said.progress.startswith(word)), GoalState.BEGUN)
    if made.closed and state is GoalState.BEGUN and made.case.closure and made.case.closure[0] == "aims-met":
        state = GoalState.REACHED
    with clock.frozen(min(at, made.ends)):
        who = made.chance.choice((made.case.youth.name.given, made.case.youth.name.given, made.lead.worker.first_name))
        stands = goals.Said(state=state, by=who, on=clock.today())
        goals.say_how_it_stands(by=by, case=made.id, goal=goal, said=stands, version=1)
        if made.closed or made.chance.random() < 0.3:
            goals.evaluate(by=by, case=made.id, goal=goal, words=said.progress, version=2)


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


def _give(made: Running, by: Actor, task: Task, goal: UUID, rounds: Rounds) -> None:
    owner = _owner(made, task, rounds.rota)
    purpose = _purpose(made, owner)
    if purpose is None:
        if task.unit in ONLY_THEIRS:
            return
        owner, purpose = made.lead, made.purpose
    giving = _planned(made, task, owner, purpose)
    elsewhere = owner.organisation is not made.lead.organisation
    long_past = elsewhere and giving.due < clock.today() - LONG_PAST
    with clock.frozen(giving.given):
        giving.id = tasks.give(
            by=by,
            case=made.id,
            purpose=purpose,
            promise=tasks.Promise(
                text=task.what,
                due_on=_today() + timedelta(days=1) if long_past else giving.due,
                owner=owner.id,
                goal=goal,
                frame=frame_for(made.lead, owner, purpose) if elsewhere else None,
                necessity=_necessity(made, owner) if elsewhere else "",
            ),
            unit=identified("unit", made.unit),
            lead=made.lead.id,
        )
    rounds.stamps.opened[giving.id] = giving.given
    rounds.stamps.due[giving.id] = giving.due
    rounds.given.append(giving)
    if elsewhere:
        end = datetime.combine(giving.due, time(23, 59), clock.COPENHAGEN) + tasks.AFTER_DUE
        rounds.stamps.tasks_shared[giving.id] = Term(giving.given, end)
        is_done = giving.done is not None
        giving.is_theirs = answer_task(made, owner, giving.id, giving.given, rounds.answers, is_done=is_done)
    if giving.is_theirs:
        _later(made, giving, rounds.finishing if elsewhere else rounds.answers, rounds.stamps)


def _planned(made: Running, task: Task, owner: Job, purpose: Purpose) -> Giving:
    """Say when a task is given, due and done, within the course of its case."""
    chance, today = made.chance, clock.today()
    due = working_day(today + timedelta(days=task.due))
    opened = made.opened.astimezone(clock.COPENHAGEN).date()
    weeks_before = working_day(min(due, today) - timedelta(days=chance.randint(9, 24)), back=True)
    given = min(max(during(max(weeks_before, opened), chance), made.opened + timedelta(hours=4)), made.ends)
    done = None
    if task.done is not None:
        done = min(max(during(working_day(today + timedelta(days=task.done)), chance), given), made.ends)
    return Giving(task, owner, purpose, max(due, given.date()), given, done)


def _today() -> date:
    """Return the day of the loading, also while the clock is held still."""
    return datetime.now(clock.COPENHAGEN).date()


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
    there = [
        youth.name.given,
        *(each.relation for each in youth.relatives[:1] if not made.is_grown),
        made.lead.worker.first_name,
    ]
    there += [helper.worker.first_name for helper in made.helpers]
    span = (made.ends - made.opened).days
    count = min(3, 1 + span // 75) if span > 21 else 0
    held = [made.opened + timedelta(days=21 + place * max(30, (span - 25) // max(1, count))) for place in range(count)]
    past = [each for each in held if each <= made.ends]
    for place, at in enumerate(past):
        said = words[place * 2 : place * 2 + 2] or words[:1]
        upcoming = at.date() + timedelta(days=35)
        if made.closed is None and at == past[-1]:
            # Whoever leads a running case follows its plan up, and is a day or two late now and then.
            upcoming = max(upcoming, made.ends.date() + timedelta(days=span % 24 - 2))
        with clock.frozen(at):
            goals.follow_up(
                by=by,
                case=made.id,
                held_on=clock.today(),
                present=", ".join(there),
                words=" ".join(said),
                next_on=upcoming if upcoming <= made.ends.date() + timedelta(days=30) else None,
            )


# Who has something that is late, and who something for today, so that a visitor meets both.
LATE = ("sofie", "annelise", "rasmus", "martin", "maria", "emil")
TODAY = (
    "kasper",
    "merete",
    "tarik",
    "camilla",
    "leyla",
    "nicklas",
    "karina",
    "freja",
    "pia",
    "selma",
    "hodan",
    "fatma",
    "anders",
)


def make_urgent(rounds: Rounds) -> None:
    """Move the date of one open task of each of these people; it counts like any other."""
    today = clock.today()
    for people, day in ((LATE, working_day(today - timedelta(days=4), back=True)), (TODAY, working_day(today))):
        for place, key in enumerate(people):
            theirs = [
                each
                for each in rounds.given
                if each.owner.worker.key == key
                and each.done is None
                and each.is_theirs
                and each.id is not None
                and each.due > day
                and each.given.date() < day - timedelta(days=2)
            ]
            if theirs:
                chosen = min(theirs, key=lambda each: each.due)
                moved = day if people is TODAY else working_day(day - timedelta(days=place % 3), back=True)
                rounds.stamps.due[chosen.id or UUID(int=0)] = moved
