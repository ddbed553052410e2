"""What agreements ask of somebody: to sign, to correct what was sent back, to think of the end in time."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.agreements import queries, rules
from tvaers.agreements.enums import State
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def register() -> None:
    """Let Today ask for agreements."""
    waiting.register("agreements", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`: nothing of it is about a person, and signing has no deadline but its first day."""
    del until
    if not actor.roles & rules.REMINDED:
        return []
    told = {
        State.SENT: _to_sign if actor.has_role(Role.SIGNATORY) else None,
        State.DRAFT: _sent_back if actor.roles & rules.DRAFTING else None,
    }
    desk = queries.on_the_desk(actor.organisation.id)
    found = ((told.get(State(each.state)), each) for each in desk)
    asked = [say(each) for say, each in found if say is not None]
    asked += [_leaves(each) for each in desk if each.state == State.SIGNED and vars(each)["leaver"]]
    return asked + [_ends(actor, each) for each in desk if each.state == State.SIGNED and vars(each)["ends"]]


def _page(agreement: Agreement) -> str:
    return reverse("agreements:agreement", args=[agreement.id])


def _to_sign(agreement: Agreement) -> Waiting:
    page = reverse("agreements:sign", args=[agreement.id])
    return Waiting(
        what=_("Sign “%(title)s”") % {"title": agreement.title},
        about=_("It binds nobody before all parties have signed."),
        url=_page(agreement),
        do=_("Read and sign"),
        do_url=page,
        calm=True,
        chip=_("Sent %(day)s") % {"day": dates.short_day(agreement.sent_at)} if agreement.sent_at else "",
    )


def _sent_back(agreement: Agreement) -> Waiting:
    return Waiting(
        what=_("“%(title)s” was sent back to be changed") % {"title": agreement.title},
        about=agreement.returned_why,
        url=_page(agreement),
        do=_("Change it"),
        do_url=_page(agreement),
        calm=True,
    )


def _leaves(agreement: Agreement) -> Waiting:
    told = vars(agreement)
    words = {"who": told["leaver"], "day": dates.year_day(told["leaves_on"])}
    return Waiting(
        what=_("%(who)s leaves the agreement; the last day is %(day)s") % words,
        about=_("What they have shared on it, and what they were given on it, ends the same day."),
        url=_page(agreement),
        do=_("Read it"),
        do_url=_page(agreement),
        calm=True,
    )


def _ends(actor: Actor, agreement: Agreement) -> Waiting:
    until = agreement.until_date or clock.today()
    months = rules.months_left(until, clock.today()) or rules.REMINDERS_MONTHS[0]
    asks = ngettext(
        "The agreement ends within a month: %(day)s",
        "The agreement ends within %(count)d months: %(day)s",
        months,
    )
    writes = bool(actor.roles & rules.DRAFTING)
    return Waiting(
        what=asks % {"count": months, "day": dates.year_day(until)},
        about=_("What is shared on it ends the same day, unless it is renewed or rests on something else."),
        url=_page(agreement),
        do=_("Begin the next one") if writes else _("Read it"),
        do_url=reverse("agreements:begin") if writes else _page(agreement),
        calm=True,
    )
