"""What emergency look-ups ask of somebody in Today: to end, to judge, to know of one, to act on a judgement."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.emergencies import queries, rules
from tvaers.emergencies.access import is_open, judges, stand
from tvaers.emergencies.enums import Danger, Stand, Verdict
from tvaers.emergencies.models import EmergencyAlarm, EmergencyLookup
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.web.emergencies import words
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting

# Whoever else reads of one on the page of somebody they work with is not told in Today.
_TOLD = rules.LOOKERS | rules.READ_AT_LOOKER | rules.READ_AT_OWNER


def register() -> None:
    """Let Today ask for emergency look-ups."""
    waiting.register("emergencies", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`, in one statement, and another for inspectors: the alarms."""
    del until
    if not actor.roles & _TOLD:
        return []
    lines = (_line(actor, row) for row in queries.waiting(most=MOST))
    return [*map(_alarm, queries.unread_alarms(actor)), *(line for line in lines if line is not None)]


def _alarm(row: EmergencyAlarm) -> Waiting:
    register = reverse("emergencies:list")
    said = words.alarm(row)
    return Waiting(
        what=said["title"], about=said["short"], url=register, do=_("Read about it"), do_url=register, calm=True
    )


def _line(actor: Actor, row: EmergencyLookup) -> Waiting | None:
    here = actor.organisation.id
    if row.member_id == actor.id:
        return _mine(row)
    if judges(row):
        return _to_judge(row)
    if row.organisation_id == here and actor.roles & rules.READ_AT_LOOKER:
        return _at_looker(row)
    if row.owner_id == here and actor.roles & rules.READ_AT_OWNER:
        return _told(row, _("An emergency look-up of somebody you answer for"))
    return None


def _page(row: EmergencyLookup) -> str:
    return reverse("emergencies:lookup", args=[row.id])


def _about(row: EmergencyLookup) -> str:
    return f"{words.who(row)}, {dates.moment(row.at)}. {Danger(row.danger).label}."


def _mine(row: EmergencyLookup) -> Waiting | None:
    if is_open(row):
        return Waiting(
            what=_("Your emergency look-up is open"),
            about=_("End it when you no longer need it."),
            url=_page(row),
            do=_("Go to it"),
            do_url=_page(row),
            due=row.until_at,
            first=True,
        )
    if row.verdict == Verdict.NOT_JUSTIFIED:
        return _told(row, _("An emergency look-up of yours was found not justified"))
    return None


def _to_judge(row: EmergencyLookup) -> Waiting:
    return Waiting(
        what=_("Judge an emergency look-up"),
        about=_about(row),
        url=_page(row),
        do=_("Read and judge"),
        do_url=_page(row),
        due=row.review_by,
        term=rules.REVIEW_WORKING_DAYS,
    )


def _at_looker(row: EmergencyLookup) -> Waiting:
    said = {
        Stand.OVERDUE: _("Your organisation cannot make emergency look-ups: a review is late"),
        Stand.NOT_JUSTIFIED: _("An emergency look-up of a colleague was found not justified"),
    }
    return _told(row, said.get(stand(row), _("A colleague made an emergency look-up")))


def _told(row: EmergencyLookup, what: str) -> Waiting:
    """Return a line that asks for nothing; while it is open, somebody may be in danger, and it stands first."""
    running = is_open(row)
    return Waiting(
        what=what,
        about=_about(row),
        url=_page(row),
        do=_("Read about it"),
        do_url=_page(row),
        due=row.until_at if running else None,
        calm=True,
        first=running,
    )
