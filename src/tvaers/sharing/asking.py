"""Asking somebody in another organisation about a young person, and answering (R5, R7; forvaltningsloven § 31)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.sharing import actions, sealing
from tvaers.sharing.actions import NoNecessityError, NoSuchAccessError, call, made
from tvaers.sharing.enums import DossierKind, LinkKind, Source
from tvaers.sharing.models import Access, Question, QuestionAnswer
from tvaers.sharing.queries import live
from tvaers.sharing.questions import of_group, over
from tvaers.sharing.rules import QUESTION, QUESTION_KEPT

# The own access outlasts the day of erasure, or nobody could erase.
_OUTLASTS = timedelta(weeks=4)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked. member: who is asked. who: who is meant, as the asker typed it. why: why it is necessary.

    purpose, frame, basis: on what the asking itself stands, as it discloses something. permitted: the version of the
    legal basis on which, in the asker's view, the one asked may answer; None where the asker is not sure. helps_by: by
    when an answer would help; never a deadline (R2). until: when it can be answered no longer, in six weeks at most.
    """

    member: UUID
    who: str
    wanted: str
    why: str
    purpose: Purpose
    frame: UUID
    basis: UUID
    until: datetime
    permitted: UUID | None = None
    helps_by: date | None = None


def ask(*, by: Actor, about: UUID, wish: Wish, group: UUID | None = None) -> UUID:
    """Put a question to somebody elsewhere from a dossier that the actor works on; return the question's id.

    Colleagues who work on `about` see it too. group: the id where a form brings its own; sent twice, also at the same
    moment, it asks once. Raises NoNecessityError, NoSuchAccessError (`about`), and what `actions.offer` raises.
    """
    if not all(text.strip() for text in (wish.who, wish.wanted, wish.why)):
        raise NoNecessityError
    group = group or ids.opaque()
    with transaction.atomic():
        take_turn(group.bytes)
        if (before := of_group(group)) is not None:
            return before
        question = _opened(by, about, wish.purpose)
        actions.link(kind=LinkKind.ASKED, source=question, target=about)
        texts = {"who": wish.who, "wanted": wish.wanted}
        Question.objects.create(
            id=question,
            permitted_id=wish.permitted,
            helps_by=wish.helps_by,
            asked_member_id=wish.member,
            asked_by=by.id,
            **sealing.sealed(Question, dossier=question, row=question, texts=texts),
        )
        statement = "SELECT guard.put_question(%s, %s, %s, %s, %s)"
        put = made(statement, [question, int(wish.purpose), wish.frame, wish.basis, wish.until])
        actions.note_necessity(access=put, dossier=question, words=wish.why, group=group)
    return question


def _opened(by: Actor, about: UUID, purpose: Purpose) -> UUID:
    """Open the question's dossier for the actor and for whoever of the own organisation works on `about`."""
    here = Q(unit=None, member=None) | Q(unit__ended_at=None, member=None) | Q(member__state=MembershipState.ACTIVE)
    own = Access.objects.filter(live(), here, dossier_id=about, owner_id=by.organisation.id, source=Source.OWNER)
    readers: set[tuple[UUID | None, UUID | None]] = set(own.values_list("unit_id", "member_id"))
    if not readers:
        message = "no such dossier"
        raise NoSuchAccessError(message)
    until = clock.now() + QUESTION_KEPT + _OUTLASTS
    everybody = (None, None) in readers
    question = actions.open_dossier(
        by=by, kind=DossierKind.QUESTION, purpose=purpose, member=None if everybody else by.id, until=until
    )
    for unit, member in () if everybody else sorted(readers - {(None, by.id)}, key=str):
        actions.let_in(dossier=question, unit=None if member else unit, member=member, categories=QUESTION, until=until)
    return question


def answer(*, question: UUID, group: UUID, is_whole: bool) -> None:
    """Say that something just offered answers a question, wholly or in part. Raises NoSuchAccessError."""
    call("SELECT guard.answer_question(%s, %s, %s)", [question, group, is_whole])


def settle(*, question: UUID, is_declined: bool, words: str) -> None:
    """Say of a question that was answered in part what is left, and whether that is declined.

    words: about what is not answered; never about the young person. Raises NoSuchAccessError.
    """
    said = sealing.sealed(QuestionAnswer, dossier=question, row=question, texts={"words": words})["words"]
    call("SELECT guard.settle_question(%s, %s, %s)", [question, is_declined, said])


def decline(*, question: UUID) -> None:
    """Decline a question, without a reason (R2); the asker is told on the next day. Raises NoSuchAccessError."""
    call("SELECT guard.decline_question(%s)", [question])


def erase_over(*, owner: UUID) -> int:
    """Erase the questions that an organisation asked half a year ago, and return how many went (R23)."""
    gone = over(owner=owner, before=clock.now() - QUESTION_KEPT)
    for question in gone:
        actions.erase(dossier=question, why="due")
    record("sharing.questions_erased", detail={"questions": len(gone)})
    return len(gone)
