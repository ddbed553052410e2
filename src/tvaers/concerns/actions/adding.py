"""Adding to a concern: who it is about and what has become known, until it is decided, and at any time what is wrong.

What stands in it stays as it was told (R11, R12). Whoever had it open sees that it has changed before deciding on it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tvaers.audit.actions import record
from tvaers.concerns.actions.intake import Part, arrive_once, involve, kept_for
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.enums import About, InvolvedRole, State
from tvaers.concerns.models import Addition, Concern, Involved
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing.sealing import sealed


class InItAlreadyError(ValueError):
    """This person has this part in the concern already."""


class NothingAddedError(ValueError):
    """An addition without a word."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """What has become known: fact, assessment and source apart (R12); each may be empty, not all.

    corrects: it says what of the concern is wrong, and what is right.
    """

    fact: str = ""
    assessment: str = ""
    source: str = ""
    corrects: bool = False

    @property
    def texts(self) -> dict[str, str]:
        """The texts by their columns."""
        return {"fact": self.fact, "assessment": self.assessment, "source": self.source}


def add_person(*, by: Actor, concern: UUID, part: Part, version: int, once: bytes) -> None:
    """Write somebody's part into an open concern; with one of concern it is about a person from then on.

    once: a token (`intake.token_of_form`). Raises Http404, WrittenAlreadyError, DecidedMeanwhileError when `version`
    is not the last or it is decided, InItAlreadyError.
    """
    with transaction.atomic():
        about = _locked(by, concern, version, once)
        parts = Involved.objects.filter(dossier_id=concern, role=part.role, person_id=part.person)
        if part.person is not None and parts.exists():
            raise InItAlreadyError
        becomes = About.PERSON if part.role is InvolvedRole.OF_CONCERN else about
        Concern.objects.filter(id=concern).update(version=version + 1, about=becomes)
        unit, purpose = kept_for(by, concern)
        involve(by=by, concern=concern, part=part, purpose=purpose, unit=unit)
        detail = {"role": part.role, "about": about}
        record("concerns.person_added", object_id=concern, dossier_id=concern, detail=detail)


def append(*, by: Actor, concern: UUID, added: Added, version: int, once: bytes) -> UUID:
    """Add what has become known to an open concern, or correct any, dated, and return the addition's id.

    Whoever a concern was shared with is told that it was corrected, by the database (R22). once: a token
    (`intake.token_of_form`). Raises Http404, NothingAddedError, WrittenAlreadyError, and DecidedMeanwhileError when
    `version` is not the last or, unless it is corrected, it is decided.
    """
    if not any(text.strip() for text in added.texts.values()):
        raise NothingAddedError
    with transaction.atomic():
        _locked(by, concern, version, once, also_decided=added.corrects)
        Concern.objects.filter(id=concern).update(version=version + 1)
        row = ids.opaque()
        words = sealed(Addition, dossier=concern, row=row, texts=added.texts)
        Addition.objects.create(id=row, dossier_id=concern, at=clock.now(), by=by.id, corrects=added.corrects, **words)
        keep(Addition, row)
        record("concerns.corrected" if added.corrects else "concerns.added_to", object_id=row, dossier_id=concern)
    return row


def copy(*, by: Actor, additions: list[dict[str, Any]], to: UUID) -> None:
    """Give another concern the same additions, each with its day; for a concern that was split.

    Whoever splits it writes them there; who wrote them first is said in the source.
    """
    for each in additions:
        row = ids.opaque()
        texts = {name: each[name] for name in ("fact", "assessment", "source")}
        if each["author"] and each["by"] != by.id:
            first = _("First written by %(name)s.") % {"name": each["author"]}
            texts["source"] = "\n".join(filter(None, (texts["source"], first)))
        words = sealed(Addition, dossier=to, row=row, texts=texts)
        Addition.objects.create(id=row, dossier_id=to, at=each["at"], by=by.id, corrects=each["corrects"], **words)
        keep(Addition, row)


def _locked(by: Actor, concern: UUID, version: int, once: bytes, *, also_decided: bool = False) -> About:
    """Hold the concern until the end, when it is open and as it was read; returns whom it is about."""
    row = Concern.objects.select_for_update().filter(id=concern).values("state", "about", "version").first()
    if row is None:
        raise Http404
    # Sent twice, the first has raised the version; that is no change by somebody else.
    arrive_once(by, once, concern)
    if row["version"] != version or (row["state"] != State.RECEIVED and not also_decided):
        raise DecidedMeanwhileError
    return About(row["about"])
