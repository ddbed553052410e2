"""What the tests of cases, plans and tasks set up: a case of Alice's unit, tasks, and shares of some categories."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tests.cast import named
from tvaers.cases.actions import course, entries, moving, people_around, summing
from tvaers.cases.enums import Circle, Closeness, Criterion
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.people import actions as people
from tvaers.plans import queries as plans
from tvaers.plans.actions import tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing import rules
from tvaers.sharing.enums import DisclosureState, May
from tvaers.sharing.models import Access

SSP = named("gladsaxe-ssp")
AGREEMENT = named("Prøveaftalen")
BASES = {each.code: each.version_id for each in rules.BASES}
# As the forms name it: the agreement, prevention, and § 115, stk. 1, nr. 1.
SSP_GROUND = f"{AGREEMENT}|{int(Purpose.SSP)}|{BASES['rpl-115-1']}"
STATUTE = named("Retsplejelovens § 115")
NAME = "Noah Prøvesen"
Acting = Callable[..., AbstractContextManager[Actor]]


def let_the_law_carry_everything(maintenance: Any) -> None:
    """Let § 115, stk. 1, nr. 1 carry every category, for what is to be narrowed by nothing but the share."""
    widened = "UPDATE sharing_legalbasisversion SET categories = 511, offence_bound = false WHERE id = %s"
    maintenance.execute(widened, [BASES["rpl-115-1"]])


def in_days(days: int) -> dt.date:
    """A day from today."""
    return clock.today() + dt.timedelta(days=days)


def person(by: Actor, *, name: str = NAME, born: str = "2011-03-04", **details: Any) -> UUID:
    """A young person whom the unit knows."""
    known = people.Details(name=name, born=born, **details)
    return people.register(by=by, details=known, purpose=Purpose.SSP, unit=SSP)


def opening(young: UUID, **changes: Any) -> course.Opening:
    """What a case is opened on."""
    given: dict[str, Any] = {
        "person": young,
        "criterion": Criterion.REPEATED,
        "reason": "Er ude sent om aftenen",
        "purpose": Purpose.SSP,
        "basis": "§ 115, stk. 1, nr. 1",
        "review_on": in_days(30),
    }
    return course.Opening(**{**given, **changes})


def case(by: Actor, **changes: Any) -> UUID:
    """A case about somebody new."""
    return course.open_case(by=by, opening=opening(person(by), **changes))


def note(by: Actor, case: UUID, title: str = "Skolen ringede", *, sign: bool = True, **changes: Any) -> UUID:
    """A note in a case."""
    given: dict[str, Any] = {"happened_at": clock.now(), "title": title, "fact": "Fravær i uge 10"}
    return entries.write(by=by, case=case, note=entries.Note(**{**given, **changes}), sign=sign)


def around(by: Actor, case: UUID, name: str) -> None:
    """Somebody in the network around the young person."""
    people_around.add_to_network(
        by=by, case=case, circle=Circle.FAMILY, closeness=Closeness.CLOSE, name=name, relation="", brings=""
    )


def task(
    by: Actor, case: UUID, owner: str = "alice", text: str = "Ring til skolen", days: int = 5, **changes: Any
) -> UUID:
    """A task in a case's plan; elsewhere on the agreement."""
    elsewhere = owner in {"hanne", "palle"}
    promise = tasks.Promise(
        text=text,
        due_on=in_days(days),
        owner=named(owner),
        frame=AGREEMENT if elsewhere else None,
        necessity="Han skal spille fodbold i Herlev" if elsewhere else "",
        **changes,
    )
    return tasks.give(by=by, case=case, purpose=Purpose.SSP, promise=promise, unit=SSP)


def tasks_of(case: UUID) -> dict[str, dict[str, Any]]:
    """The tasks of a case as the asker sees them, by what is to be done."""
    return {row["text"]: row for row in plans.tasks_of(case=case)}


def answer(acting_as: Acting, key: str, dossier: UUID, *, accepted: bool = True) -> None:
    """Let somebody answer the offer of a dossier."""
    with acting_as(key):
        offered = Access.objects.filter(dossier_id=dossier, state=DisclosureState.OFFERED).values_list("id", flat=True)
        for access in list(offered):
            sharing.answer(access=access, accepted=accepted)


def share(
    acting_as: Acting,
    dossier: UUID,
    categories: Category,
    *,
    to: str = "hanne",
    may: May = May.READ,
    frame: UUID = AGREEMENT,
    beside: UUID | None = None,
) -> None:
    """Share some categories of a dossier of Alice's with somebody elsewhere, who accepts.

    beside: a person's dossier, whose identity goes along.
    """
    organisation = {"hanne": "herlev", "palle": "police"}[to]
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named(organisation), member=named(to)),
        purpose=Purpose.SSP,
        frame=frame,
        necessity="Skal kunne tage imod ham",
        until=clock.now() + dt.timedelta(days=30),
        may=may,
    )
    with acting_as("frida"):
        parts = {dossier: categories} | ({beside: Category.IDENTITY} if beside else {})
        sharing.share(parts=parts, terms=terms)
    answer(acting_as, to, dossier)


def summarised(acting_as: Acting, case: UUID) -> UUID:
    """A few lines of the case, which Herlev was given with nothing else of it; the summary's id."""
    with acting_as("alice") as alice:
        made = summing.write_summary(by=alice, case=case, words="Skal hentes ved døren tirsdag.")
    share(acting_as, made, Category.PLAN)
    return made


def handed_over(acting_as: Acting) -> dict[str, UUID]:
    """A case that Herlev is to take over, and was given; and one of which another municipality is told by letter."""
    with acting_as("alice") as alice:
        moves = case(alice)
        told = course.open_case(by=alice, opening=opening(person(alice, name="Ida Prøvesen", born="2012")))
        for each, to in ((moves, named("herlev")), (told, None)):
            moving.begin(by=alice, case=each, to=to, to_name="Odense Kommune", moves_on=in_days(9))
        young = Case.objects.values_list("person_id", flat=True).get(id=moves)
    share(acting_as, moves, Category.PLAN, beside=young)
    answer(acting_as, "hanne", young)
    return {"moving case": moves, "letter case": told}


def copied(administrator: Any, frame: UUID) -> UUID:
    """Another frame like one of the scene's, in force between the same; its id."""
    other = uuid4()
    administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from)"
        " SELECT %s, kind, title, basis, purposes, in_force_from FROM sharing_frame WHERE id = %s",
        [other, frame],
    )
    administrator.execute(
        "INSERT INTO sharing_frameparty (frame_id, organisation_id)"
        " SELECT %s, organisation_id FROM sharing_frameparty WHERE frame_id = %s",
        [other, frame],
    )
    return other


WRITTEN = (
    "INSERT INTO consents_consent (id, dossier_id, frame_id, given_by, words, given_on, until_date, written_by)"
    " VALUES (gen_random_uuid(), %s, %s, 'both', '', current_date, current_date + 9, guard.actor())"
)


def consented(*, dossier: UUID, **how: Any) -> UUID:
    """Let whoever acts take a consent for a dossier, written down without words; returns its frame's id."""
    frame = sharing.open_consent(dossier=dossier, **how)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [dossier, frame])
    return frame
