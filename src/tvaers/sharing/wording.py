"""On what something can be given, in words, for every form that gives; and why not on anything else (R1)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.enums import PURPOSE_LABELS, OrganisationKind
from tvaers.sharing.enums import BasisStop, FrameKind
from tvaers.sharing.models import Frame
from tvaers.sharing.queries import Basis
from tvaers.ui import dates
from tvaers.ui.forms import Choice


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What something can be given for and on: a purpose, a frame, and the legal basis that it carries."""

    purpose: Purpose
    frame: Frame
    basis: Basis

    @property
    def value(self) -> str:
        """The ground as a form names it."""
        return f"{self.frame.id}|{int(self.purpose)}|{self.basis.version}"

    @property
    def carries(self) -> Category:
        """What can go along: what the law lets, and, on a consent, what was consented to."""
        mask = self.frame.categories
        return self.basis.carries if mask is None else self.basis.carries & Category(mask)


# A choice, or a name and the choices that are folded under it.
Offered: TypeAlias = tuple[str, Choice | list[tuple[str, Choice]]]


@dataclass(frozen=True, kw_only=True)
class WhyNot:
    """A legal basis that cannot be chosen, and why not."""

    title: str
    law: str
    reason: str


def grounds(bases: Iterable[Basis], frames: Sequence[Frame], *, purposes: Purpose, first: Purpose) -> list[Ground]:
    """Return each purpose with the frame and the basis that let something be given for it.

    purposes: those of the giver. first: what it is kept for, which comes first.
    """
    found = [
        Ground(purpose=purpose, frame=frame, basis=basis)
        for basis in bases
        for frame in frames
        if frame.id in basis.frames
        for purpose in Purpose
        if purpose & purposes & basis.purposes & frame.purposes
    ]
    return sorted(found, key=lambda each: not each.purpose & first)


def choice(ground: Ground, *, off: str = "") -> Choice:
    """Return a ground to choose: its purpose, on what, and what the law is for and is not for. off: why not."""
    hint = off or "\n".join((_on(ground), *ground.basis.guidance, *_exception(ground.basis)))
    return Choice(capfirst(str(PURPOSE_LABELS[ground.purpose])), hint=hint, off=bool(off))


def offered(
    found: Iterable[Ground], *, first: Purpose, why_off: Callable[[Ground], str] = lambda _ground: ""
) -> list[Offered]:
    """Return grounds to choose from: those for the first purpose, and the others in a group of their own behind them.

    So that a card is read in a minute: two agreements and six purposes make a dozen grounds of some lines each.

    Args:
        found: the grounds, in their order.
        first: what is shared is kept for it. When nothing can be given for it, the others stand without a group.
        why_off: says why a ground cannot be chosen, or nothing.
    """
    near: list[tuple[str, Choice]] = []
    further: list[tuple[str, Choice]] = []
    for ground in found:
        (near if ground.purpose & first else further).append((ground.value, choice(ground, off=why_off(ground))))
    if not near or not further:
        return [*near, *further]
    return [*near, (_("For another purpose"), further)]


def flat(choices: Iterable[Offered]) -> Iterator[tuple[str, Choice]]:
    """Yield what is offered, out of its groups."""
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label


def _exception(basis: Basis) -> Iterator[str]:
    """Say that it is the one meeting more that the law has by exception, so that nobody comes to it unawares (R26)."""
    if basis.is_last_meeting:
        yield _("They were spoken of on it before. Once more is by exception: write below why consent cannot be had.")


def allowed_by(ground: Ground) -> str:
    """Say what allows it: the frame, and the law."""
    title = str(FrameKind.CONSENT.label) if ground.frame.kind == FrameKind.CONSENT else ground.frame.title
    return ", ".join(filter(None, (title, ground.basis.law)))


def _on(ground: Ground) -> str:
    frame, said = ground.frame, allowed_by(ground)
    if frame.in_force_until is None:
        return f"{said}."
    last = clock.last_day(frame.in_force_until)
    return _("%(ground)s. In force through %(day)s.") % {"ground": said.rstrip("."), "day": dates.year_day(last)}


def why_not(bases: Iterable[Basis], chosen: Iterable[Ground]) -> Iterator[WhyNot]:
    """Yield the legal bases that cannot be chosen, each with its reason."""
    possible = {ground.basis.code for ground in chosen}
    for basis in bases:
        if basis.code in possible:
            continue
        # What no frame's purpose carries is carried by nothing between the two.
        yield WhyNot(title=basis.title, law=basis.law, reason=_reason(basis))


def _reason(basis: Basis) -> str:
    if basis.stop is BasisStop.FRAME and basis.code == "consent":
        return _("Nobody has consented to this yet.")
    return str((basis.stop or BasisStop.FRAME).label)


def notice(*, receiver: str, kind: OrganisationKind) -> str:
    """Say what a receiver may and may not do with what is given, and by which law it answers for it (R3, R6)."""
    return _(
        "%(receiver)s handles it under %(law)s, for this purpose alone, passes it on to nobody, and never uses it to"
        " investigate (Administration of Justice Act § 115, subsection 2)."
    ) % {"receiver": receiver, "law": rules.regime(kind).label}


def own_notice(kind: OrganisationKind) -> str:
    """Say the same to the receiver."""
    return _(
        "You handle it under %(law)s: for its purpose alone, passed on to nobody, and never used to investigate"
        " (Administration of Justice Act § 115, subsection 2)."
    ) % {"law": rules.regime(kind).label}
