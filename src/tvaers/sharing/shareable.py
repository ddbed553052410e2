"""What can be shared of each kind of dossier. The apps that own the kinds register here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.enums import DossierKind

_NO_PURPOSE = Purpose(0)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of what a receiver sees: a heading and lines."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Something that the giver cannot pass on, with the reason, such as what the police wrote (R3).

    by: the organisation that wrote it, which alone may be given it back.
    """

    title: str
    reason: str
    by: UUID


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is shared, as the pages about sharing name it. purpose: what the giver keeps it for; url: the way back.

    review_on: when its owner looks at it again; None where it has no such day. erase_on: when it is erased; None as
    long as nothing says so.
    """

    id: UUID
    name: str
    about: str
    purpose: Purpose = _NO_PURPOSE
    url: str
    sections: Sequence[Section] = field(default=())
    withheld: Sequence[Withheld] = field(default=())
    review_on: date | None = None
    erase_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Summarising:
    """How a kind of dossier is shared in a few lines that the giver types, in a dossier of its own.

    preview: what a receiver of the words sees, read as `describe` is. write: writes them down and returns the dossier.
    categories: what can go along beside them. most: how many signs.
    """

    preview: Callable[[UUID, str], Subject]
    write: Callable[[Actor, UUID, str], UUID]
    categories: Category
    most: int


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """A kind of dossier that can be shared. header: the subject without its sections, cheaply.

    base: without it nothing can be found, so it always goes along. categories: what a giver can choose besides,
    least first. describe: the subject with the sections that the asker's
    claims open; raises Http404. companions: further dossiers that carry a category, such as the young person's
    identity beside the case. summarising: None where it cannot be shared in a few lines.
    """

    kind: DossierKind
    base: Category
    categories: tuple[Category, ...]
    header: Callable[[UUID], Subject]
    describe: Callable[[UUID], Subject]
    companions: Callable[[UUID, Category], Mapping[UUID, Category]] = lambda _dossier, _chosen: {}
    summarising: Summarising | None = None


_KINDS: dict[DossierKind, Shareable] = {}
_HEADERS: dict[DossierKind, Callable[[UUID], Subject]] = {}


def register(shareable: Shareable) -> None:
    """Make a kind of dossier shareable."""
    _KINDS[shareable.kind] = shareable
    register_header(shareable.kind, shareable.header)


def register_header(kind: DossierKind, header: Callable[[UUID], Subject]) -> None:
    """Say how a kind of dossier is named where it is told who can see it, shareable by a card or not.

    header: raises Http404 for what the asker does not see.
    """
    _HEADERS[kind] = header


def of_kind(kind: DossierKind) -> Shareable | None:
    """Return how a kind is shared, or None when it is not."""
    return _KINDS.get(kind)


def header_of(kind: DossierKind) -> Callable[[UUID], Subject] | None:
    """Return how a kind is named, or None for one that no page shows."""
    return _HEADERS.get(kind)


# For which organisation a preview is being read; None on all other pages.
_receiving: ContextVar[UUID | None] = ContextVar("shareable_receiving", default=None)


def receiving() -> UUID | None:
    """Return the organisation for which a preview is being read, if one is.

    `describe` leaves out what the database keeps from that organisation for another reason than its category, such as
    a draft or what the police wrote. The tests hold it to what the receiver is really given.
    """
    return _receiving.get()


@contextmanager
def as_receiver(categories: Category, *, organisation: UUID) -> Iterator[None]:
    """Let the block see no more than a receiver of `categories` would: the database narrows, not the page.

    The claims in force are narrowed and put back; what is read in the block is the asker's own preview and adds
    nothing to the log. Raises LookupError outside a context.
    """
    claims = context.current()
    if claims is None:
        raise LookupError("A preview needs a context.")
    token = _receiving.set(organisation)
    try:
        with seen.aside(), context.narrowed(replace(claims, categories=claims.categories & int(categories))):
            yield
    finally:
        _receiving.reset(token)


def parts_to_share(shareable: Shareable, dossier: UUID, chosen: Category) -> dict[UUID, Category]:
    """Return what is offered when `chosen` is shared: it of the dossier, and the companions that go with it."""
    return {dossier: chosen} | dict(shareable.companions(dossier, chosen))
