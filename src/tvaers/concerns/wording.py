"""The ready letters to whoever told: what kind of thing happened, never anything about the young person (R29, § 137).

Every paragraph is a message of its own, so that a translation is read as a whole.
"""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.concerns.access import ConcernView
from tvaers.concerns.enums import LetterKind, Outcome, ReporterKind
from tvaers.concerns.rules import PROFESSIONAL
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work.enums import ClockKind

# What an authority writes to people in, whatever language its page is read in; who writes may change the text.
LANGUAGE = "da"

_THANKS: dict[ReporterKind, Promise] = {
    ReporterKind.PARENT: gettext_lazy("Thank you for telling us about your worry. It is not easy to take that step."),
    ReporterKind.YOUNG: gettext_lazy("Thank you for telling us how things are. It was good that you did."),
    ReporterKind.CITIZEN: gettext_lazy("Thank you for taking the time to tell us about your worry."),
}
_THANKS_COLLEAGUE = gettext_lazy("Thank you for writing to us about your concern.")

_HAPPENED: dict[Outcome, Promise] = {
    Outcome.ADVICE: gettext_lazy(
        "We have looked into your concern and given advice. It does not lead to more from us now."
    ),
    Outcome.NOTIFICATION: gettext_lazy(
        "We have looked into your concern and sent it on as a notification. The municipality's children and family"
        " department now decides what is to happen."
    ),
    Outcome.PASSED_ON: gettext_lazy(
        "We have looked into your concern and asked another authority, which is closer to it, to take it on."
    ),
    Outcome.INFOHUS: gettext_lazy(
        "We have looked into your concern and taken it up in the forum where police and municipality advise each other."
    ),
    Outcome.JOINED: gettext_lazy(
        "We have looked into your concern, and it is now part of work that was going on already."
    ),
    Outcome.CASE: gettext_lazy("We have looked into your concern, and it has led to us starting to work on it."),
    Outcome.NOT_RELEVANT: gettext_lazy(
        "We have looked into your concern. It does not lead to more from us, and we erase what you told us."
    ),
}
# The day and no more: which infohus it was would tell what the concern is about.
_ASKED = gettext_lazy(
    "We have looked into your concern. On %(day)s we took it up in the forum where police and municipality advise each"
    " other."
)
_SECRECY = gettext_lazy(
    "We are bound by confidentiality and may not tell you about the young person or the family. That is why this letter"
    " says only what kind of thing has happened."
)
_PROFESSIONAL = gettext_lazy(
    "If you go on being worried in your work, you still have your own duty to notify."
    " Our answer changes nothing in that."
)
_AGAIN = gettext_lazy("Write or call again if you see something new, or if you become more worried.")
_EMERGENCY = gettext_lazy("If somebody is in danger now, call 112.")


def letter(kind: LetterKind, *, view: ConcernView, by: Actor) -> str:
    """Return the ready text of a letter, in Danish; to be read and changed before it is given."""
    with translation.override(LANGUAGE):
        return _letter(kind, view=view, by=by)


def _letter(kind: LetterKind, *, view: ConcernView, by: Actor) -> str:
    teller = view.reporter
    name = teller.name if teller is not None and not teller.is_unnamed else ""
    greeting = _("Dear %(name)s") % {"name": name} if name else _("Hello")
    body = _receipt(view) if kind is LetterKind.RECEIPT else _feedback(view)
    return "\n\n".join([greeting, *body, _signature(by)])


def _receipt(view: ConcernView) -> list[str]:
    kind = view.reporter.kind if view.reporter else ReporterKind.MUNICIPALITY
    thanks = str(_THANKS.get(kind, _THANKS_COLLEAGUE))
    came = _("We received it on %(day)s and read it ourselves.") % {"day": dates.day(view.received_at)}
    clock = view.clock(ClockKind.TRIAGE)
    by_when = (
        _("By %(day)s at the latest we will have decided what is to happen.") % {"day": dates.day(clock["due_at"])}
        if clock is not None and clock["done_at"] is None
        else _("We are looking at what is to happen.")
    )
    after = _("After that you hear from us what kind of thing has happened.")
    return [thanks, f"{came} {by_when} {after}", str(_SECRECY), f"{_AGAIN} {_EMERGENCY}"]


def _feedback(view: ConcernView) -> list[str]:
    kind = view.reporter.kind if view.reporter else ReporterKind.MUNICIPALITY
    wrote = _("You told us about a concern on %(day)s.") % {"day": dates.day(view.received_at)}
    happened = _happened(view)
    duty = [str(_PROFESSIONAL)] if kind in PROFESSIONAL and view.outcome is not Outcome.NOTIFICATION else []
    return [f"{wrote} {happened}".strip(), str(_SECRECY), *duty, f"{_AGAIN} {_EMERGENCY}"]


def _happened(view: ConcernView) -> str:
    decision = view.decision()
    if view.outcome is Outcome.INFOHUS and decision and decision["sent_date"]:
        return str(_ASKED) % {"day": dates.day(decision["sent_date"])}
    return str(_HAPPENED[view.outcome]) if view.outcome else ""


def _signature(by: Actor) -> str:
    lines = [_("Kind regards"), "", by.name, by.title, by.organisation.name, by.phone]
    return "\n".join(line for index, line in enumerate(lines) if line or index == 1)
