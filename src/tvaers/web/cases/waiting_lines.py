"""What Today says of each thing that waits in cases and tasks."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.enums import State
from tvaers.foundation import clock
from tvaers.people.access import PersonCard
from tvaers.plans.enums import TaskState
from tvaers.plans.rules import Stand as TaskStand
from tvaers.plans.rules import stand
from tvaers.ui import dates
from tvaers.web.cases.frame import called
from tvaers.work.waiting import Waiting

MINE, GIVEN, LED, LEFT = "mine", "given", "led", "left"
REVIEW, FOLLOW, DRAFT = "review", "follow", "draft"
SECOND, UNREAD = "second", "unread"
MOVED, TO_TAKE = "moved", "to-take"
# A task of mine that another organisation asked for, and one of a colleague who is away.
TAKEN_ON, THEIRS = "taken-on", "theirs"
NETWORK, CONTACT, DUTY, UNSIGNED = "network", "contact", "duty", "unsigned"
TASKS = frozenset({MINE, TAKEN_ON, THEIRS, GIVEN, LED, LEFT})
# Of a task of mine: what is in the way has been said since its day passed.
TOLD = "told"


@dataclass(frozen=True)
class Line:
    """One row of what waits. text: opened; label: the state of a case, or how a task's offer stands.

    row: of the task, the note, the duty, or the plan; plan: of which network plan a duty is.
    """

    kind: str
    row: UUID
    case: UUID | None
    person: PersonCard | None
    text: str
    day: date
    label: str
    plan: UUID | None = None


def waiting_line(line: Line) -> Waiting:
    """Return the line of Today for one row."""
    return _WORDS[line.kind](line)


def _in_case(line: Line, words: str) -> str:
    return words % {"name": called(line.person)} if line.case else ""


def _mine(line: Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    found = Waiting(
        what=line.text,
        url=url,
        about=_in_case(line, _("Your task in the case of %(name)s")) or _("A task that you have been given"),
        do=_("Mark as done"),
        do_url=f"{reverse('tasks:done', args=[line.row])}?back=today",
        do_post=True,
        also=_("Hand on"),
        also_url=reverse("tasks:hand-on", args=[line.row]) if line.kind == MINE else "",
        due=line.day,
    )
    if line.day < clock.today() and line.label != TOLD:
        asks_url = reverse("tasks:hinders", args=[line.row])
        return replace(found, do=_("What is in the way?"), do_url=asks_url, do_post=False)
    return found


def _theirs(line: Line) -> Waiting:
    return replace(_given(line), about=_in_case(line, _("A task in the case of %(name)s")))


def _given(line: Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    about = _in_case(line, _("You gave this task, in the case of %(name)s. Ask how it goes."))
    if line.label == TOLD:
        about = _in_case(line, _("You gave this task, in the case of %(name)s. Read what is in the way."))
    return Waiting(what=line.text, url=url, about=about, do=_("See the task"), do_url=url, due=line.day)


def _led(line: Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    about = _in_case(line, _("A task in the case of %(name)s, which you lead. Ask how it goes."))
    if line.label == TOLD:
        about = _in_case(line, _("A task in the case of %(name)s, which you lead. Read what is in the way."))
    return Waiting(what=line.text, url=url, about=about, do=_("See the task"), do_url=url, due=line.day)


# Why nobody has a task any longer: the chip, then where the case is seen, then where it is not.
_LEFT: dict[TaskStand, tuple[str | Promise, str | Promise, str | Promise]] = {
    TaskStand.DECLINED: (
        gettext_lazy("Has said no"),
        gettext_lazy("Has been declined, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Has been declined. Give it to somebody else, or cancel it."),
    ),
    TaskStand.UNANSWERED: (
        gettext_lazy("Not answered in time"),
        gettext_lazy("Nobody answered, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Nobody answered. Give it to somebody else, or cancel it."),
    ),
    TaskStand.ENDED: (
        gettext_lazy("No longer shared"),
        gettext_lazy("Is no longer shared, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Is no longer shared. Give it to somebody else, or cancel it."),
    ),
}


def _left(line: Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    chip, in_case, alone = _LEFT[stand(TaskState.OPEN, line.label)]
    return Waiting(
        what=line.text,
        url=url,
        about=_in_case(line, str(in_case)) or str(alone),
        do=_("See the task"),
        do_url=url,
        chip=str(chip),
        calm=True,
    )


def _review(line: Line) -> Waiting:
    step = "resumed" if line.label == State.PAUSED else "reviewed"
    what = _("The pause ends: %(name)s") if line.label == State.PAUSED else _("Review the case of %(name)s")
    return Waiting(
        what=what % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("Is it still needed, and is the plan right?"),
        do=_("Go on with the case") if line.label == State.PAUSED else _("Review"),
        do_url=reverse("cases:step", args=[line.case, step]),
        due=line.day,
    )


def _follow_up(line: Line) -> Waiting:
    return Waiting(
        what=_("Follow up the plan of %(name)s") % {"name": called(line.person)},
        url=reverse("cases:plan", args=[line.case]),
        about=_("Look at each goal together, and agree on what comes now."),
        do=_("Write a follow-up"),
        do_url=reverse("cases:follow-up", args=[line.case]),
        due=line.day,
    )


def _second(line: Line) -> Waiting:
    return Waiting(
        what=_("Be the second reader of why there is a case about %(name)s") % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("A colleague opened it. Agree, or say what you doubt; the case goes on meanwhile."),
        do=_("Read why"),
        do_url=reverse("cases:second-reader", args=[line.case]),
        due=line.day,
    )


def _unread(line: Line) -> Waiting:
    what = _("Nobody has confirmed why there is a case about %(name)s")
    about = _("Ask a colleague to be the second reader. The case goes on meanwhile.")
    if line.label:
        what = _("A second reader doubts why there is a case about %(name)s")
        about = _("Read what they doubt, and talk about it. The case goes on meanwhile.")
    url = reverse("cases:course", args=[line.case])
    return Waiting(
        what=what % {"name": called(line.person)}, url=url, about=about, do=_("See"), do_url=url, due=line.day
    )


def _draft(line: Line) -> Waiting:
    return Waiting(
        what=_("Sign your draft: %(title)s") % {"title": line.text or _("Note")},
        url=reverse("cases:entry", args=[line.case, line.row]),
        about=_in_case(line, _("In the case of %(name)s. Nobody else sees it before you sign.")),
        do=_("Go on with the draft"),
        do_url=reverse("cases:entry-change", args=[line.case, line.row]),
        chip=_("Written %(day)s") % {"day": dates.short_day(line.day)},
        calm=True,
    )


def _moved(line: Line) -> Waiting:
    return Waiting(
        what=_("There is a case elsewhere now: %(name)s") % {"name": called(line.person)},
        url=reverse("cases:move", args=[line.case]),
        about=_("Close the case here. What was shared ends with it."),
        do=_("See the steps"),
        do_url=reverse("cases:move", args=[line.case]),
        chip=_("Since %(day)s.") % {"day": dates.short_day(line.day)},
        calm=True,
    )


def _to_take(line: Line) -> Waiting:
    return Waiting(
        what=_("%(name)s moves to you") % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("The other municipality answers for the case until you have opened your own."),
        do=_("Open your own case"),
        do_url=reverse("cases:take-over", args=[line.case]),
        chip=_("About %(day)s") % {"day": dates.short_day(line.day)},
        calm=True,
    )


def _network(line: Line) -> Waiting:
    return Waiting(
        what=_("Hold the network meeting about %(name)s") % {"name": called(line.person)},
        url=reverse("cases:plan", args=[line.case]),
        about=_("With the young person, and those whom the family chooses."),
        do=_("See the plan"),
        do_url=reverse("cases:plan", args=[line.case]),
        due=line.day,
    )


def _contact(line: Line) -> Waiting:
    return Waiting(
        what=_("The first contact with %(name)s") % {"name": called(line.person)},
        url=reverse("cases:network-plan", args=[line.case, line.row]),
        about=_("Agreed in the network plan: %(who)s") % {"who": line.text},
        do=_("Write it down"),
        do_url=reverse("cases:network-contact", args=[line.case, line.row]),
        due=line.day,
    )


def _duty(line: Line) -> Waiting:
    return Waiting(
        what=line.text,
        url=reverse("cases:network-plan", args=[line.case, line.plan]),
        about=_in_case(line, _("An agreement in the network of %(name)s, whose day has passed")),
        do=_("What is in the way?"),
        do_url=reverse("cases:network-goes", args=[line.case, line.plan, line.row]),
        due=line.day,
    )


def _unsigned(line: Line) -> Waiting:
    url = reverse("cases:network-plan", args=[line.case, line.row])
    return Waiting(
        what=_("Sign the network plan of %(name)s") % {"name": called(line.person)},
        url=url,
        about=_("Only colleagues see a draft."),
        do=_("Go on with the draft"),
        do_url=url,
        chip=_("Written %(day)s") % {"day": dates.short_day(line.day)},
        calm=True,
    )


_WORDS = {
    NETWORK: _network,
    CONTACT: _contact,
    DUTY: _duty,
    UNSIGNED: _unsigned,
    MINE: _mine,
    TAKEN_ON: _mine,
    THEIRS: _theirs,
    GIVEN: _given,
    LED: _led,
    LEFT: _left,
    REVIEW: _review,
    FOLLOW: _follow_up,
    DRAFT: _draft,
    SECOND: _second,
    UNREAD: _unread,
    MOVED: _moved,
    TO_TAKE: _to_take,
}
