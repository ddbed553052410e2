"""Questions put to somebody in another organisation, as either end knows them (spørgsmål, R5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.enums import DossierKind, FrameKind, LinkKind, QuestionOutcome, QuestionState, Source, Stand
from tvaers.sharing.models import (
    Access,
    Disclosure,
    LegalBasisVersion,
    Link,
    Question,
    QuestionAnswer,
    QuestionDisclosure,
    language,
)
from tvaers.sharing.offers import MOST_WAITING, PAGE, Mark, older
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.queries import cited, live, stand
from tvaers.sharing.readers import IN_FORCE
from tvaers.sharing.rules import QUESTION
from tvaers.sharing.sealing import open_rows


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question. group: of the disclosure that it is. is_ours: the reader's organisation asked.

    why: why the asker needs it. permitted: the law on which, in the asker's view, it may be answered; "" where the
    asker is not sure. words: what is left unanswered. groups: of the disclosures that answer it. about: the asker's own
    dossier that it was asked from, with its kind, for those who see that.
    """

    id: UUID
    group: UUID
    is_ours: bool
    who: str
    wanted: str
    why: str
    permitted: str
    helps_by: date | None
    state: QuestionState
    words: str
    groups: tuple[UUID, ...]
    about: tuple[UUID, DossierKind] | None
    purpose: Purpose
    frame: str
    basis: str
    asker: str
    asker_organisation_id: UUID
    asker_organisation: str
    asker_mark: str
    asked: str
    asked_organisation_id: UUID
    asked_organisation: str
    asked_mark: str
    asked_at: datetime
    until_at: datetime

    @property
    def can_answer(self) -> bool:
        """Tell whether the one asked can still answer, with all or with more of it."""
        return not self.is_ours and self.state in {
            QuestionState.ASKED,
            QuestionState.PART,
            QuestionState.REST_DECLINED,
            QuestionState.DECLINED,
        }

    @property
    def can_decline(self) -> bool:
        """Tell whether nothing was answered yet."""
        return not self.is_ours and self.state is QuestionState.ASKED

    @property
    def can_withdraw(self) -> bool:
        """Tell whether the asker's side can still take it back."""
        return self.is_ours and self.state in {QuestionState.DRAFTED, QuestionState.ASKED, QuestionState.PART}


_NAMES: dict[str, F] = {
    "frame_title": F("frame__title"),
    "frame_kind": F("frame__kind"),
    "asker": F("granted_by__name"),
    "asker_organisation": F("owner__name"),
    "asker_mark": F("owner__mark"),
    "asked": F("member__name"),
    "asked_organisation": F("organisation__name"),
    "asked_mark": F("organisation__mark"),
}
_QUESTION = ("id", "who", "wanted", "helps_by", "asked_at")


def to_me(*, actor: Actor) -> list[Asked]:
    """Return the questions that the actor can read, newest first: those not over yet, answered or not."""
    rows = _put().filter(live(), IN_FORCE, member_id=actor.id)
    return _told(rows, actor=actor)[0]


def waiting_rows(*, member: UUID) -> QuerySet[Access]:
    """Return the access rows of questions that a member has neither answered nor declined, newest first.

    What they tell holds nothing of the young person.
    """
    answered = QuestionAnswer.objects.filter(dossier_id=OuterRef("dossier_id"))
    return _put().filter(live(), IN_FORCE, member_id=member).exclude(Exists(answered)).order_by("-granted_at", "id")


def by_us(*, actor: Actor, after: Mark | None = None) -> tuple[list[Asked], Mark | None]:
    """Return what the actor's organisation has asked, as far as the actor may know, newest first; where to go on."""
    return _told(older(_put().filter(owner_id=actor.organisation.id), after), actor=actor, most=PAGE)


def question_with(question: UUID, *, actor: Actor) -> Asked | None:
    """Return one question as the actor knows it, or None when it is hidden, missing, or over for the one asked."""
    return next(iter(_told(_put().filter(dossier_id=question), actor=actor)[0]), None)


def open_from(organisation: object, *, actor: Actor) -> ArraySubquery:
    """Return, as an annotation of an organisation, the questions of it that the actor can still answer."""
    asked = Question.objects.filter(asked_member_id=actor.id)
    mine = Access.objects.filter(live(), member_id=actor.id, dossier_id=OuterRef("id"), source=Source.DISCLOSURE)
    theirs = asked.annotate(owner=Subquery(mine.values("owner_id")[:1])).filter(owner=organisation)
    return array(theirs.exclude(id__in=_whole()).order_by("-asked_at", "id"), ("id", "who", "asked_at"))


def opened(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what `open_from` found, opened and noted as seen: id, who, asked_at."""
    found = open_rows(Question, parsed(Question, list(rows)), ("who",), dossier="id")
    seen.record_all((row["id"] for row in found), QUESTION)
    return found


def answerable_on(*, theirs: str, ours: str) -> list[LegalBasisVersion]:
    """Return the legal bases in force that let an organisation of one kind give to one of another, in their order."""
    now = Q(from_at__lte=Now()) & (Q(until_at=None) | Q(until_at__gt=Now()))
    rows = LegalBasisVersion.objects.filter(now, sender_kinds__contains=[theirs], receiver_kinds__contains=[ours])
    return list(rows.exclude(frame_kinds=[]).order_by("basis__place"))


def of_group(group: UUID) -> UUID | None:
    """Return the question that was put as one disclosure; for a form that is sent twice."""
    return Disclosure.objects.filter(group_id=group).values_list("dossier_id", flat=True).first()


def over(*, owner: UUID, before: datetime) -> list[UUID]:
    """Return the questions of an organisation that were asked before a moment, the oldest first."""
    rows = Question.objects.filter(
        asked_at__lt=before, id__in=Access.objects.filter(owner_id=owner).values("dossier_id")
    )
    return list(rows.order_by("asked_at", "id").values_list("id", flat=True))


def _whole() -> QuerySet[QuestionAnswer, object]:
    return QuestionAnswer.objects.filter(outcome=QuestionOutcome.WHOLE).values("id")


def _put() -> QuerySet[Access]:
    return Access.objects.filter(source=Source.DISCLOSURE, dossier__kind=DossierKind.QUESTION)


def _told(rows: QuerySet[Access], *, actor: Actor, most: int = MOST_WAITING) -> tuple[list[Asked], Mark | None]:
    """Return access rows of questions as people see them, newest first, in one statement; and where to go on."""
    of_it = {"dossier_id": OuterRef("dossier_id")}
    reasons = Disclosure.objects.filter(id=OuterRef("id"))
    law = f"permitted__law_{language()}"
    asked_from = Link.objects.filter(kind=LinkKind.ASKED, source_id=OuterRef("dossier_id"))
    found: list[dict[str, Any]] = list(
        rows.order_by("-granted_at", "-id")
        .annotate(
            group=Subquery(reasons.values("group_id")[:1]),
            necessity=Subquery(reasons.values("necessity")[:1]),
            question=array(Question.objects.filter(id=OuterRef("dossier_id")), (*_QUESTION, law)),
            answer=array(QuestionAnswer.objects.filter(**of_it), ("id", "dossier_id", "outcome", "words")),
            answers=array(QuestionDisclosure.objects.filter(**of_it).order_by("at", "id"), ("group_id",)),
            origin=array(asked_from, ("target_id", "target__kind")),
            stand=stand(),
            on=cited(),
        )
        .values(
            *("id", "dossier_id", "owner_id", "organisation_id", "purpose", "granted_at", "until_at"),
            *("group", "necessity", "question", "answer", "answers", "origin", "stand", "on"),
            **_NAMES,
        )[: most + 1]
    )
    more = Mark(found[most - 1]["granted_at"], found[most - 1]["id"]) if len(found) > most else None
    shown = [row for row in found[:most] if row["question"]]
    questions = open_rows(
        Question, parsed(Question, [row["question"][0] for row in shown]), ("who", "wanted"), dossier="id"
    )
    whys = open_rows(Disclosure, shown, ("necessity",))
    said = open_rows(
        QuestionAnswer, parsed(QuestionAnswer, [row["answer"][0] for row in shown if row["answer"]]), ("words",)
    )
    seen.record_all((row["dossier_id"] for row in shown), QUESTION)
    answers = {row["id"]: row for row in said}
    told = [
        _asked(row, question, question[law] or "", answers.get(row["dossier_id"]), actor)
        for row, question in zip(whys, questions, strict=True)
    ]
    return told, more


# How a question stands that nobody can have answered.
_UNANSWERABLE = {
    Stand.WITHDRAWN: QuestionState.WITHDRAWN,
    Stand.DRAFTED: QuestionState.DRAFTED,
    Stand.NOT_SENT: QuestionState.NOT_SENT,
}


def _state(stands: Stand, outcome: str) -> QuestionState:
    if stands in _UNANSWERABLE:
        return _UNANSWERABLE[stands]
    if outcome:
        return QuestionState(outcome)
    return QuestionState.ASKED if stands is Stand.OPEN else QuestionState.ENDED


def _asked(
    row: dict[str, Any], question: dict[str, Any], permitted: str, answer: dict[str, Any] | None, actor: Actor
) -> Asked:
    origin = row["origin"][0] if row["origin"] else None
    return Asked(
        id=row["dossier_id"],
        group=row["group"] or row["id"],
        is_ours=row["owner_id"] == actor.organisation.id,
        who=question["who"],
        wanted=question["wanted"],
        why=row["necessity"],
        permitted=permitted,
        helps_by=question["helps_by"],
        state=_state(Stand(row["stand"]), answer["outcome"] if answer else ""),
        words=answer["words"] if answer else "",
        groups=tuple(UUID(each["group_id"]) for each in row["answers"]),
        about=(UUID(origin["target_id"]), DossierKind(origin["target__kind"])) if origin else None,
        purpose=Purpose(row["purpose"]),
        frame=str(FrameKind.CONSENT.label) if row["frame_kind"] == FrameKind.CONSENT else row["frame_title"] or "",
        basis=row["on"],
        asker=row["asker"] or "",
        asker_organisation_id=row["owner_id"],
        asker_organisation=row["asker_organisation"],
        asker_mark=row["asker_mark"],
        asked=row["asked"] or "",
        asked_organisation_id=row["organisation_id"],
        asked_organisation=row["asked_organisation"],
        asked_mark=row["asked_mark"],
        asked_at=row["granted_at"],
        until_at=row["until_at"],
    )
