"""Taking a case over from where the young person has moved from: an own case, of what was given and no more."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tvaers.cases.access import CaseView, get_for_reading
from tvaers.cases.actions import course, entries, people_around
from tvaers.cases.actions.parents import Told, write_contact
from tvaers.cases.enums import Circle, Closeness, Parents, Speaker
from tvaers.files import actions as files
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.people import actions as people
from tvaers.plans.actions import goals
from tvaers.plans.queries import goals as goals_of
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.leaving import answered


class NobodyNamedError(Exception):
    """Who the young person is was not given: a case about nobody is none. The giver shares it first."""


def take_over(*, by: Actor, case: UUID, opening: course.Opening) -> UUID:
    """Open an own case of one that is handed over to the actor's organisation; return its id.

    What was given is copied, each thing with the organisation it comes from: who the young person is, own words,
    strengths, goals, network, signed notes, files and contact with the parents. What was not given, and what nobody
    passes on – drafts, the notes of the police – is not. opening: without its person, who is registered here.
    Raises NobodyNamedError, Http404, sharing.NoSuchAccessError where it is not handed over or was taken over already,
    and what course.open_case raises.
    """
    with transaction.atomic():
        view = get_for_reading(case=case)
        if view.person is None:
            raise NobodyNamedError
        person = people.register(
            by=by, details=people.details_on(view.person), purpose=opening.purpose, unit=opening.unit
        )
        own = course.open_case(by=by, opening=replace(opening, person=person))
        sharing.link(kind=LinkKind.BECAME, source=case, target=own)
        answered("SELECT guard.take_case_over(%s, %s)", [case, own])
        _copy_people(by, view, own)
        for goal in goals_of(case=case):
            goals.agree(
                by=by, case=own, words=goal["words"], said_by=_from(view, goal["said_by"]), said_on=goal["said_on"]
            )
        _copy_notes(by, view, own)
        files.copy(by=by, dossier=case, to=own)
    return own


def _from(view: CaseView, said: str) -> str:
    """Return who said something, with the organisation that wrote it down."""
    return _("%(who)s, from %(organisation)s") % {"who": said or "–", "organisation": view.owner_name}


def _copy_people(by: Actor, view: CaseView, own: UUID) -> None:
    for voice in view.voices:
        people_around.write_voice(
            by=by,
            case=own,
            speaker=Speaker(voice["speaker"]),
            words=voice["words"],
            said_by=_from(view, voice["said_by"]),
            said_on=voice["said_on"],
            is_approved=voice["is_approved"],
        )
    for strength in view.strengths:
        said = _from(view, strength["said_by"])
        people_around.write_strength(by=by, case=own, title=strength["title"], words=strength["words"], said_by=said)
    for around in view.network:
        people_around.add_to_network(
            by=by,
            case=own,
            circle=Circle(around["circle"]),
            closeness=Closeness(around["closeness"]),
            name=around["name"],
            relation=around["relation"],
            brings=around["brings"],
        )


def _copy_notes(by: Actor, view: CaseView, own: UUID) -> None:
    """Copy the signed notes, each signed as a copy, and what was said to the parents; the police's own stay (R3)."""
    for row in reversed(view.entries):
        if row["signed_at"] is None or row["is_police_material"]:
            continue
        source = "\n".join(
            filter(None, (_("Copied from %(organisation)s.") % {"organisation": view.owner_name}, row["source"]))
        )
        note = entries.Note(
            happened_at=row["happened_at"],
            title=row["title"],
            fact=row["fact"],
            assessment=row["assessment"],
            source=source,
            category=Category(row["category"]),
        )
        entries.write(by=by, case=own, note=note, sign=True)
    for contact in view.contacts:
        write_contact(by=by, case=own, told=Told(Parents(contact["kind"]), _from(view, contact["words"])))
