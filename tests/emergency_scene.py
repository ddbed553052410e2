"""What the tests of emergency look-ups set up: somebody whom Gladsaxe knows, a concern, and who looks them up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction

from tests import case_scene
from tests.cast import actor, named
from tests.stage import acting_as, sign_in
from tvaers.accounts.sessions import hashed
from tvaers.concerns.actions import intake
from tvaers.concerns.enums import About, InvolvedRole, ReporterKind
from tvaers.emergencies import actions
from tvaers.emergencies.enums import Danger
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.people.queries import cpr_tokens
from tvaers.sharing.acting import within

CPR = "0403116009"
OTHER_CPR = "0310116003"
REASON = "Hans ven ringer og siger, at han vil gøre skade på sig selv i nat."
FACT = "Har sagt til en lærer, at han ikke vil leve."
WORDS = "Der var fare for liv, og ingen hos ejeren tog telefonen."


def known(by: Actor, *, cpr: str = CPR, **details: Any) -> UUID:
    """Somebody whom Alice's unit knows by number."""
    return case_scene.person(by, cpr=cpr, phone="12345678", street="Nyvej 1", **details)


def concern(by: Actor, *people: UUID, fact: str = FACT, area: UUID | None = None) -> UUID:
    """A concern about these people, from a teacher."""
    account = intake.Account(about=About.PERSON, headline="Dreng, 15 år", fact=fact, area_id=area)
    teller = intake.Teller(kind=ReporterKind.SCHOOL, name="Lise Lærervig", workplace="Prøveskolen")
    made = intake.write_down(by=by, account=account, teller=teller, parts=[])
    for person in people:
        part = intake.Part(role=InvolvedRole.OF_CONCERN, person=person)
        intake.involve(by=by, concern=made, part=part, purpose=Purpose.SSP, unit=None)
    return made


def somebody() -> tuple[UUID, UUID]:
    """Somebody with a concern, written down by Alice: the person, the concern."""
    with acting_as("alice") as alice:
        person = known(alice)
        return person, concern(alice, person)


@contextmanager
def at_screen(who: str, **changes: Any) -> Iterator[Actor]:
    """Somebody at a screen, with a second factor shown a moment ago."""
    one = actor(who)
    with within(replace(one.claims, session=hashed(sign_in(who)), **changes), route="test"):
        yield one


def look_up(by: Actor, *, cpr: str = CPR, danger: Danger = Danger.LIFE, reason: str = REASON, form: Any = None) -> UUID:
    """Look somebody up."""
    return actions.look_up(by=by, form=form or uuid4(), cpr=cpr, danger=danger, reason=reason)


def looked_up(who: str = "hanne", **how: Any) -> UUID:
    """Somebody looks somebody up."""
    with at_screen(who) as by:
        return look_up(by, **how)


# A look-up that found nobody, by a member of an organisation, judged by another: as a row.
OWN_LOOKUP = (
    "INSERT INTO emergencies_emergencylookup (id, organisation_id, member_id, form_id, danger, reason, reviewer_id,"
    " review_by) VALUES (gen_random_uuid(), %s, %s, gen_random_uuid(), 'life', 'x', %s, current_date + 5)"
)


def alarm(maintenance: Any, organisation: str = "gladsaxe") -> UUID:
    """An alarm that an organisation's inspectors have not read."""
    made = uuid4()
    maintenance.execute(
        "INSERT INTO emergencies_emergencyalarm (id, organisation_id, lookups, accesses) VALUES (%s, %s, 7, 812)",
        [made, named(organisation)],
    )
    return made


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What a statement of the application gives in the context that holds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


# --- the functions as an attacker calls them ----------------------------------------------------------

NOT_ALLOWED, NO_FACTOR, NOT_WHOLE, MISSING, JUDGED = "42501", "TV005", "TV088", "TV08A", "TV08B"
BEGIN = "SELECT lookup, dossier FROM guard.begin_emergency(%s, %s, %s::uuid[], %s::bytea[], %s)"
OPEN = "SELECT guard.open_emergency(%s, %s)"
REVIEW = "SELECT guard.review_emergency(%s, %s, %s)"
RESTORE = "SELECT guard.restore_emergency(%s)"
SEALED = b"x" * 60


def done(statement, *parameters):
    """The SQLSTATE that a statement is refused with, or how many rows it touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as refused:
        return refused.__cause__.sqlstate


def token(cpr=CPR):
    return cpr_tokens(cpr, organisations=[named("gladsaxe")])[named("gladsaxe")]


def beginning(**changes):
    """Arguments of begin_emergency as the program would give them."""
    given = {
        "form": uuid4(),
        "danger": "life",
        "organisations": [named("gladsaxe")],
        "tokens": [token()],
        "review_by": clock.today() + timedelta(days=5),
    }
    return list((given | changes).values())
