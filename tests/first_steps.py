"""What must be there for what the page of personas tells each of them to try first.

Each precondition is asked through the program's own queries, as the persona; what it returns must be true.
"""

from collections.abc import Callable
from datetime import timedelta

from tvaers.agreements import queries as agreements
from tvaers.cases import queries as cases
from tvaers.cases.access import get_for_reading
from tvaers.concerns import queries as concerns
from tvaers.concerns.access import view_of
from tvaers.concerns.queries import Filters
from tvaers.concerns.rules import DECIDERS, RECORDERS
from tvaers.demo.people_at_work import job
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES
from tvaers.partnerships import queries as partnerships
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, MembershipState, Role
from tvaers.partnerships.models import Membership
from tvaers.partnerships.rules import DECIDING, categories_for, roles_for
from tvaers.plans import queries as plans
from tvaers.plans.rules import Stand
from tvaers.sharing import offers
from tvaers.sharing.enums import DossierKind, FrameKind, May
from tvaers.sharing.enums import Stand as Standing
from tvaers.sharing.standing import standing
from tvaers.web.concerns.passing import ways
from tvaers.web.sharing.words import is_limited, is_task
from tvaers.work.waiting import waiting

LATELY = timedelta(days=30)
Precondition = Callable[[Actor], object]


def judges_between(*names: str) -> Precondition:
    """Nobody else inspects on neither side of two organisations, by their short names."""

    def asked(by: Actor) -> bool:
        at_work = Membership.objects.filter(state=MembershipState.ACTIVE)
        rows = at_work.values_list("organisation__short_name", "roles")
        return {name for name, roles in rows if roles & Role.INSPECTOR} - {*names} == {by.organisation.short_name}

    return asked


def all_of(*each: Precondition) -> Precondition:
    """All of some preconditions."""
    return lambda by: all(one(by) for one in each)


def is_a(*roles: Role) -> Precondition:
    """The role opens the page."""
    return lambda by: by.has_role(*roles)


# --- concerns -----------------------------------------------------------------------------------


def to_assess(by: Actor) -> list[dict]:
    """The queue as it stands."""
    return concerns.queue(concerns.View.TO_ASSESS, member=by.id, filters=Filters()).rows


def first_new_one_can_become_a_case(by: Actor) -> bool:
    """The first that is new is about one young person, lies here, and nothing of theirs is running."""
    first = next(row for row in to_assess(by) if row["opened_at"] is None)
    # Not the door for reading: that would note it as opened.
    view = view_of(first["id"])
    young = [part.person for part in view.involved if part.role == "of-concern"]
    return (
        view.is_ours(by)
        and by.has_role(*DECIDERS)
        and len(young) == 1
        and young[0] is not None
        and " " in young[0].label
        and not cases.of_person(person=young[0].id)
        and not concerns.repeats(concern=view.id, about=view.about, area=view.area_id, received_at=view.received_at)
    )


def something_near_its_deadline(by: Actor) -> bool:
    """A concern in the queue has a deadline of these days."""
    return any(row["due"] and row["due"] < clock.now() + timedelta(days=4) for row in to_assess(by))


def passes_on_to(*short_names: str) -> Precondition:
    """There is a way to pass a concern on, to each of these."""
    return lambda by: {way.label.partition(":")[0] for way in ways(by)} >= {f"{name} Kommune" for name in short_names}


def has_an_answer_to_its_concern(by: Actor) -> bool:
    """Herlev has answered what the school passed on."""
    given, _more = offers.by_us(actor=by, since=clock.now() - LATELY)
    answered = {Standing.OPEN, Standing.DECLINED, Standing.RUN_OUT}
    return any(
        each.kind is DossierKind.CONCERN and each.receiver_organisation == "Herlev Kommune" and each.stand in answered
        for each in given
    )


# --- cases --------------------------------------------------------------------------------------


def running(by: Actor, view: str = cases.View.OPEN) -> list[dict]:
    """The running cases that one sees."""
    return cases.listed(view, member=by.id, much=False)[0]


def leads_a_case(by: Actor) -> bool:
    """There is a running case of one's own."""
    return any(row["state"] == "open" for row in running(by, cases.View.MINE))


def leads_a_case_with_own_words(by: Actor) -> bool:
    """The young person's words stand in a running case of one's own."""
    return any(
        voice["speaker"] == "young"
        for row in running(by, cases.View.MINE)
        for voice in get_for_reading(case=row["id"]).voices
    )


def writes_in_a_case(by: Actor) -> bool:
    """There is a running case in which one may write."""
    return any(standing(dossier=row["id"]).may is May.CONTRIBUTE for row in running(by))


def a_review_is_due(by: Actor) -> bool:
    """A running case of the own organisation is to be looked at again by now, and may be closed."""
    due = clock.today() + timedelta(days=7)
    return bool(by.roles & DECIDING) and any(
        # Of what is shared with one, the days are the owner's.
        row["owner_id"] == by.organisation.id and row["review_on"] <= due
        for row in running(by)
    )


def sees_a_part_of_a_case(by: Actor) -> bool:
    """There is a running case of which one sees less than there is."""
    return any(standing(dossier=row["id"]).categories != ALL_CATEGORIES for row in running(by))


def is_shown_a_case(by: Actor) -> bool:
    """A running case of another organisation's is shared with one."""
    return any(row["owner_id"] != by.organisation.id for row in running(by))


def a_task_is_late_at_another(by: Actor) -> bool:
    """In a running case that one sees, a task of somebody else's is late."""
    return any(
        task["stand"] == Stand.OPEN and task["owner_id"] != by.id and task["due_on"] < clock.today()
        for row in running(by)
        for task in plans.tasks_of(case=row["id"])
    )


# --- tasks and offers -----------------------------------------------------------------------------


def own_tasks(by: Actor) -> list[dict]:
    """The tasks that one can mark as done."""
    return [row for row in plans.listed(plans.View.MINE, member=by.id)[0] if row["stand"] == Stand.OPEN]


def has_a_task_from_another(by: Actor) -> bool:
    """A colleague has given one a task."""
    return any(row["giver_name"] != by.name for row in own_tasks(by))


def is_asked_to_take_a_task(*, by_organisation: str, on: FrameKind) -> Precondition:
    """A task waits for an answer, from there, on such a frame."""

    def check(by: Actor) -> bool:
        waits = [each for each in offers.to_me(actor=by) if is_task(each)]
        named = [each for each in waits if each.giver_organisation == by_organisation]
        is_agreement = {each.frame.startswith("Partnerskabsaftalen") for each in named}
        return bool(named) and (on is FrameKind.AGREEMENT) in is_agreement

    return check


def is_offered_something(by: Actor) -> object:
    """Something waits for a yes or a no."""
    return offers.to_me(actor=by)


def was_given(organisation: str = "", *, kind: DossierKind | None = None) -> Precondition:
    """Something is shared with one, from there, of that kind, with the law that it stands on."""
    return lambda by: any(
        each.basis and organisation in each.giver_organisation and kind in {None, each.kind}
        for each in offers.received(actor=by)[0]
    )


# --- today, the agreement, administration -------------------------------------------------------------


def something_is_urgent(by: Actor) -> bool:
    """Today begins with what cannot wait."""
    return any(line.first for line in waiting(actor=by))


def agreement(by: Actor) -> bool:
    """An agreement is in force and has parties."""
    del by
    now = agreements.in_force(list(agreements.chain()), clock.today())
    return now is not None and bool(now.parties.all())


def sees_nobody(by: Actor) -> bool:
    """No page about a young person is for the role."""
    return not categories_for(by.roles)


def receives_nothing(by: Actor) -> bool:
    """Nobody can share anything with the organisation, and nobody has."""
    return by.organisation.kind not in RECEIVES_DISCLOSURES and not offers.received(actor=by)[0]


def keeps_people(by: Actor) -> bool:
    """One may open the list of colleagues, and somebody stands in it."""
    return by.has_role(Role.ADMINISTRATOR) and bool(
        partnerships.people(actor=by, wanted=partnerships.PeopleFilter()).colleagues
    )


def invited(name: str) -> Precondition:
    """Somebody has been invited and has not answered."""
    return lambda by: (
        by.has_role(Role.ADMINISTRATOR)
        and Membership.objects.filter(name__startswith=name, state=MembershipState.INVITED).exists()
    )


def is_asked_for_a_factor(by: Actor) -> bool:
    """A colleague waits for a second factor, and another administrator has asked."""
    return any(by.id not in {each.asked_by, each.member} for each in partnerships.open_resets(actor=by))


def can_give(role: Role) -> Precondition:
    """One may invite somebody in the role."""
    return lambda by: by.has_role(Role.ADMINISTRATOR) and role in roles_for(by.organisation.kind)


recorder = is_a(*RECORDERS)
FIRST: dict[str, Precondition] = {
    "sofie": first_new_one_can_become_a_case,
    "mikkel": all_of(something_is_urgent, agreement),
    "yasmin": recorder,
    "annelise": leads_a_case_with_own_words,
    "imran": writes_in_a_case,
    "bente": a_review_is_due,
    "kasper": running,
    "hodan": own_tasks,
    "merete": own_tasks,
    "tarik": has_a_task_from_another,
    "gitte": all_of(keeps_people, invited("Noor")),
    "jonas": is_asked_for_a_factor,
    "henriette": all_of(agreement, sees_nobody),
    "claus": agreement,
    "vibeke": judges_between("Gladsaxe", "Herlev"),
    "camilla": was_given("Gladsaxe", kind=DossierKind.CASE),
    "aviaja": running,
    "rasmus": is_asked_to_take_a_task(by_organisation="Gladsaxe Kommune", on=FrameKind.AGREEMENT),
    "leyla": own_tasks,
    "birgit": something_near_its_deadline,
    "ole": invited("Viktor"),
    "nadia": agreement,
    "emil": all_of(to_assess, passes_on_to("Gladsaxe", "Herlev")),
    "fatma": leads_a_case,
    "nicklas": own_tasks,
    "karina": sees_a_part_of_a_case,
    "soeren": a_task_is_late_at_another,
    "lene": can_give(Role.CASEWORKER),
    "martin": all_of(is_shown_a_case, is_limited),
    "selma": is_offered_something,
    "henrik": running,
    "charlotte": agreement,
    "torben": keeps_people,
    "maria": is_asked_to_take_a_task(by_organisation="Gladsaxe Kommune", on=FrameKind.STATUTE),
    "anders": all_of(is_shown_a_case, sees_a_part_of_a_case),
    "dorthe": was_given(),
    "sanne": keeps_people,
    "pia": all_of(recorder, passes_on_to("Gladsaxe")),
    "finn": keeps_people,
    "lotte": has_an_answer_to_its_concern,
    "gustav": recorder,
    "abdi": was_given("Kommune", kind=DossierKind.TASK),
    "freja": own_tasks,
    "bo": all_of(keeps_people, receives_nothing),
    "helle": recorder,
    "amir": recorder,
    "susanne": receives_nothing,
    "ibrahim": can_give(Role.COORDINATOR),
    "ulla": all_of(is_a(Role.STREET_WORKER), receives_nothing),
}
# Who is told to compare: the own cases with those of another colleague, or of the other job.
COMPARED = {
    "henrik": job("martin"),
    "kasper": job("kasper", "football"),
    "aviaja": job("aviaja", "ballerup"),
}
