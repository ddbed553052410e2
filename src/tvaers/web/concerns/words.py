"""How concerns are put in words on the pages."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.concerns.enums import Outcome, ReporterKind
from tvaers.foundation import clock
from tvaers.people.access import PersonCard
from tvaers.ui import dates
from tvaers.ui.deadlines import Chip, deadline
from tvaers.work.enums import ClockKind

FROM: Mapping[ReporterKind, Promise] = {
    ReporterKind.SCHOOL: gettext_lazy("From a school or day care"),
    ReporterKind.MUNICIPALITY: gettext_lazy("From a colleague in the municipality"),
    ReporterKind.POLICE: gettext_lazy("From the police, § 115"),
    ReporterKind.HOUSING: gettext_lazy("From a housing organisation"),
    ReporterKind.ASSOCIATION: gettext_lazy("From a club or association"),
    ReporterKind.PARENT: gettext_lazy("From the parents or family"),
    ReporterKind.CITIZEN: gettext_lazy("From a neighbour or other citizen"),
    ReporterKind.YOUNG: gettext_lazy("From the young person"),
}
# Whose facts and whose assessment it is, beside the words.
SEEN_BY: Mapping[ReporterKind, Promise] = {
    ReporterKind.CITIZEN: gettext_lazy("What the citizen has seen or heard"),
    ReporterKind.YOUNG: gettext_lazy("What the young person tells"),
    ReporterKind.PARENT: gettext_lazy("What the family has seen or heard"),
}
THOUGHT_BY: Mapping[ReporterKind, Promise] = {
    ReporterKind.CITIZEN: gettext_lazy("What the citizen believes"),
    ReporterKind.YOUNG: gettext_lazy("What the young person believes"),
    ReporterKind.PARENT: gettext_lazy("What the family believes"),
}
CLOCK_LABELS: Mapping[ClockKind, Promise] = {
    ClockKind.ACUTE: gettext_lazy("Urgent? Assessed by"),
    ClockKind.RECEIPT: gettext_lazy("Receipt by"),
    ClockKind.TRIAGE: gettext_lazy("Decided by"),
    ClockKind.FEEDBACK: gettext_lazy("Reporter told by"),
    ClockKind.NOTIFICATION: gettext_lazy("Notification followed up by"),
}
_CHIP_PREFIX: Mapping[ClockKind, Promise] = {
    ClockKind.RECEIPT: gettext_lazy("Receipt: %(when)s"),
    ClockKind.TRIAGE: gettext_lazy("Decision: %(when)s"),
    ClockKind.FEEDBACK: gettext_lazy("Answer: %(when)s"),
    ClockKind.ACUTE: gettext_lazy("Urgent? %(when)s"),
    ClockKind.NOTIFICATION: gettext_lazy("Follow-up: %(when)s"),
}
OUTCOME_DONE: Mapping[Outcome, Promise] = {
    Outcome.ADVICE: gettext_lazy("Advice given, closed"),
    Outcome.NOTIFICATION: gettext_lazy("Notification sent"),
    Outcome.PASSED_ON: gettext_lazy("Passed on"),
    Outcome.INFOHUS: gettext_lazy("To the infohus"),
    Outcome.JOINED: gettext_lazy("Part of a case"),
    Outcome.CASE: gettext_lazy("Case opened"),
    Outcome.NOT_RELEVANT: gettext_lazy("Not relevant"),
}
_ACUTE_HOURS = 24


def near_day(at: datetime) -> str:
    """Write a moment as people say it: "today at 9.15", "yesterday at 13.40", "wednesday 4 March"."""
    on, today = dates.local_date(at), clock.today()
    if on == today:
        return _("today at %(time)s") % {"time": dates.time_of_day(at)}
    if on == today - timedelta(days=1):
        return _("yesterday at %(time)s") % {"time": dates.time_of_day(at)}
    return f"{dates.weekday(at)} {dates.short_day(at)}"


def due_words(kind: ClockKind, due: datetime) -> str:
    """Write when a clock runs out: with the time of day for the one that counts hours."""
    if kind is ClockKind.ACUTE:
        return near_day(due) if dates.local_date(due) <= clock.today() else dates.moment(due)
    return f"{dates.weekday(due)} {dates.short_day(due)}"


def chip(kind: ClockKind, due: datetime) -> Chip:
    """Return the chip of a running clock: hours for the acute one, working days for the others."""
    if kind is ClockKind.ACUTE:
        return deadline(due, of=_ACUTE_HOURS)
    return deadline(dates.local_date(due))


def prefixed_chip(kind: ClockKind, due: datetime) -> Chip:
    """Return the chip with what it is about, for a list where clocks of several kinds stand together."""
    made = chip(kind, due)
    words = made.text if kind is ClockKind.ACUTE else made.text[:1].lower() + made.text[1:]
    return Chip(str(_CHIP_PREFIX[kind]) % {"when": words}, made.state)


def clocks(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the clocks of an open concern as the page draws them; of each kind the last."""
    last = {row["kind"]: row for row in rows}
    shown = []
    for row in sorted(last.values(), key=lambda each: each["due_at"]):
        kind = ClockKind(row["kind"])
        drawn = deadline(row["due_at"], done=row["done_at"]) if row["done_at"] else chip(kind, row["due_at"])
        shown.append({"label": CLOCK_LABELS[kind], "when": due_words(kind, row["due_at"]), "chip": drawn})
    return shown


def age(card: PersonCard) -> str:
    """Write somebody's age, if it is known."""
    return ngettext("%(years)d year", "%(years)d years", card.age) % {"years": card.age} if card.age is not None else ""


def about_person(card: PersonCard) -> str:
    """Write in one line what tells somebody apart and what it takes to talk with them: age, school, language."""
    speaks = _("speaks %(language)s") % {"language": card.language} if card.language else ""
    interpreter = _("needs an interpreter") if card.needs_interpreter else ""
    called = _("called %(nickname)s") % {"nickname": card.nickname} if card.name and card.nickname else ""
    said = (age(card), card.school, called, speaks, interpreter, card.cpr_masked)
    return ", ".join(part for part in said if part)
