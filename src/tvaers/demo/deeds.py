"""What the invented people have done themselves, each deed under their own name, so that the log is true."""

from typing import Any

import psycopg
from django.urls import reverse

from tvaers.demo.organisations import BY_KEY, UNITS
from tvaers.demo.people_at_work import FACTOR_RESET, INVITED, LEFT, Invited, job
from tvaers.partnerships import actions
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing.acting import acting

ROUTE = "demo:load"
# Where the demonstration answers; only the file of a letter ever holds the whole link.
ADDRESS = "http://127.0.0.1:8000"


def do_all(maintenance: psycopg.Connection[Any]) -> int:
    """Do what has not been done yet; return how many deeds there are. `maintenance` only looks."""
    for letter in INVITED:
        if not _holds(maintenance, "SELECT 1 FROM partnerships_membership WHERE email = %s", letter.email):
            _invite(letter)
    reset_of = job(FACTOR_RESET["member"]).id
    if not _holds(maintenance, "SELECT 1 FROM partnerships_factorreset WHERE membership_id = %s", reset_of):
        _ask_factor_reset()
    if _holds(maintenance, "SELECT 1 FROM partnerships_membership WHERE id = %s AND state = 'active'", job(LEFT).id):
        _leave()
    return len(INVITED) + 2


def _holds(maintenance: psycopg.Connection[Any], question: str, value: object) -> bool:
    return maintenance.execute(question.encode(), [value]).fetchone() is not None


def _link(token: str) -> str:
    return ADDRESS + reverse("accounts:invitation", args=[token])


def _invite(letter: Invited) -> None:
    invitee = actions.Invitee(
        name=letter.name,
        title=letter.title,
        email=letter.email,
        phone=letter.phone,
        roles=letter.roles,
        units=frozenset({UNITS[letter.unit].id}),
    )
    with acting(job(letter.by).actor, route=ROUTE) as by:
        organisation = Organisation.objects.get(id=BY_KEY[letter.organisation].id)
        actions.invite(by=by, organisation=organisation, invitee=invitee, link=_link)


def _ask_factor_reset() -> None:
    with acting(job(FACTOR_RESET["asked_by"]).actor, route=ROUTE) as by:
        member = Membership.objects.get(id=job(FACTOR_RESET["member"]).id)
        actions.ask_factor_reset(by=by, member=member)


def _leave() -> None:
    with acting(job("gitte").actor, route=ROUTE) as by:
        member = Membership.objects.get(id=job(LEFT).id)
        actions.leave_organisation(by=by, member=member, successor=job("sofie").id)
