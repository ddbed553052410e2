"""What can be chosen on the interruption card, and for what cannot be chosen: why not. No database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.enums import CATEGORY_LABELS
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.queries import Basis
from tvaers.sharing.shareable import Subject
from tvaers.sharing.wording import Ground, Offered, offered
from tvaers.sharing.wording import grounds as grounds_of
from tvaers.ui import dates
from tvaers.ui.forms import Choice
from tvaers.web.sharing.doors import Door
from tvaers.web.sharing.receiving import Place, Somebody

# The database refuses what lasts longer.
LONGEST = timedelta(days=2 * 365)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
REVIEW, OTHER = "review", "other"
TERMS = {"7": WEEK, "30": MONTH}
# How much of a question is answered.
WHOLE, PART = "whole", "part"
ALL = Category(ALL_CATEGORIES)
HINTS: dict[Category, Any] = {
    Category.PLAN: gettext_lazy("The plan always goes along: own words, strengths and goals."),
    Category.CONCERN: gettext_lazy("What was told: fact, assessment and source."),
    Category.ENTRY: gettext_lazy("Ordinary notes, each with fact, assessment and source."),
    Category.IDENTITY: gettext_lazy("Who the young person is, and how to get hold of them. Never the address."),
    Category.ASSESSMENT: gettext_lazy("Professional assessments, with who made them."),
    Category.OTHERS: gettext_lazy("The network, relatives, victims and witnesses."),
    Category.REPORTER: gettext_lazy("Who told."),
    Category.HEALTH: gettext_lazy("Notes about health. Only when nothing less will do."),
    Category.OFFENCE: gettext_lazy("Notes about offences. Only when it is necessary (Data Protection Act § 8)."),
}
ALWAYS: dict[Category, Any] = {
    Category.PLAN: gettext_lazy(
        "The plan always goes along: own words, strengths and goals. Add only what is necessary."
    ),
    Category.CONCERN: gettext_lazy("What was told always goes along. Add only what is necessary."),
}
# With a summary nothing of the dossier goes along.
ALONE = gettext_lazy("The summary goes alone. Add who it is about only if they must know.")
SUMMARY, PARTS = "summary", "parts"
# A share leaves out the tasks, which the lists of roles name with the plan.
LABELS: dict[Category, Any] = CATEGORY_LABELS | {
    Category.PLAN: gettext_lazy("the plan"),
}


def category_label(category: Category) -> str:
    """Name a category as a card does."""
    return capfirst(str(LABELS[category]))


@dataclass(frozen=True, kw_only=True)
class Space:
    """All that bears on what can be chosen. bases: every legal basis, with why it cannot be chosen."""

    door: Door
    subject: Subject
    place: Place
    purposes: Purpose
    bases: Sequence[Basis]

    @property
    def grounds(self) -> list[Ground]:
        """What can be given for, and on what; what the dossier is kept for first."""
        kept = self.subject.purpose
        return grounds_of(self.bases, self.place.frames, purposes=self.purposes, first=kept)


@dataclass(frozen=True)
class Limit:
    """The last moment at which something can be seen, and why no longer."""

    at: datetime
    why: str

    @property
    def day(self) -> date:
        """The last whole or begun day."""
        return clock.last_day(self.at)


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Denmark."""
    return datetime.combine(day, time(23, 59), tzinfo=clock.COPENHAGEN)


def grounds(space: Space, somebody: Somebody | None) -> list[Offered]:
    """Return purpose, frame and basis together; folded what is for another purpose than the dossier is kept for."""

    def why_off(ground: Ground) -> str:
        if somebody is None or ground.purpose & somebody.purposes:
            return ""
        return _("%(who)s does not work for this.") % {"who": somebody.short}

    return offered(space.grounds, first=space.subject.purpose, why_off=why_off)


def how_much() -> list[tuple[str, Choice]]:
    """Return the two ways to share a dossier, the smallest first."""
    least = _("The least. Some lines that you write, without details about family, health or incidents.")
    return [
        (SUMMARY, Choice(_("A short summary"), hint=least)),
        (PARTS, Choice(_("Parts of it"), hint=_("The plan with own words, strengths and goals, and what you add."))),
    ]


def categories(
    space: Space, somebody: Somebody | None, ground: Ground | None, among: Category = ALL
) -> Iterator[tuple[str, Choice]]:
    """Yield what can go along besides, least first, and what is there but cannot be passed on."""
    for each in space.door.shareable.categories:
        if not each & among:
            continue
        why = _why_not(each, space, somebody, ground)
        yield str(int(each)), Choice(category_label(each), hint=why or str(HINTS[each]), off=bool(why))
    withheld_here = space.subject.withheld if among == ALL else ()
    elsewhere = (each for each in withheld_here if each.by != space.place.organisation.id)
    for number, withheld in enumerate(elsewhere):
        yield f"withheld-{number}", Choice(withheld.title, hint=withheld.reason, off=True)


def _why_not(category: Category, space: Space, somebody: Somebody | None, ground: Ground | None) -> str:
    if not category & space.door.categories:
        return _("You do not see this yourself, so you cannot share it.")
    if somebody is not None and not category & somebody.categories:
        return _("It would be of no use: %(who)s cannot see it in the role held there.") % {"who": somebody.short}
    if ground is not None and not category & ground.basis.carries:
        return _("The law does not let it go along: %(law)s.") % {"law": ground.basis.law}
    if ground is not None and not category & ground.carries:
        return _("The consent does not cover it. They must say yes to it first.")
    return ""


def answers(questions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Choice]]:
    """Yield whether it answers one of some questions, wholly or in part."""
    yield "", Choice(_("No"))
    for each in questions:
        about = {"who": each["who"], "day": dates.short_day(each["asked_at"])}
        hint = _("Asked on %(day)s about: %(who)s") % about
        yield f"{each['id']}|{WHOLE}", Choice(_("Yes, all of it"), hint=hint)
        yield f"{each['id']}|{PART}", Choice(_("Yes, a part of it"), hint=hint)


def given(space: Space, somebody: Somebody | None, ground: Ground | None) -> Category:
    """Return the categories that can go along besides the base."""
    mask = Category(0)
    for each in space.door.shareable.categories:
        if not _why_not(each, space, somebody, ground):
            mask |= each
    return mask


def limit(space: Space, ground: Ground | None) -> Limit:
    """Return until when something can be shared at most."""
    frame = ground.frame if ground else None
    ends = [
        Limit(space.door.until, _("when your own access ends")),
        Limit(clock.now() + LONGEST, _("two years from now")),
    ]
    if frame is not None and frame.in_force_until is not None:
        consent = frame.kind == FrameKind.CONSENT
        why = _("when the consent ends") if consent else _("when what allows it ends")
        ends.append(Limit(frame.in_force_until, why))
    if ground is not None and ground.basis.until is not None:
        ends.append(Limit(ground.basis.until, _("when the legal basis ends")))
    return min(ends, key=lambda each: each.at)


def day_of(term: str, space: Space, other: date | None) -> date | None:
    """Return the day that a term stands for, or None when it stands for none."""
    if term in TERMS:
        return clock.today() + TERMS[term]
    return {REVIEW: space.subject.review_on, OTHER: other}.get(term)


def terms(space: Space, ground: Ground | None) -> Iterator[tuple[str, Choice]]:
    """Yield how long it can be seen, shortest first."""
    last = limit(space, ground)
    words = {
        "7": _("1 week"),
        "30": _("30 days"),
        REVIEW: _("Until you look at the case again"),
    }
    for term, label in words.items():
        day = day_of(term, space, None)
        if day is None or day <= clock.today():
            continue
        off = day > last.day
        until = _("Through %(day)s.") % {"day": dates.year_day(day)}
        hint = _("Too long: at the latest %(day)s.") % {"day": dates.year_day(last.day)} if off else until
        yield term, Choice(label, hint=hint, off=off)
    yield OTHER, Choice(_("Another date"))


def latest_words(space: Space, ground: Ground | None) -> str:
    """Say until when it can be seen at most, and why."""
    last = limit(space, ground)
    return _("At the latest %(day)s, %(why)s. You can take it back at any time.") % {
        "day": dates.year_day(last.day),
        "why": last.why,
    }
