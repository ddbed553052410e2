"""Where a dossier came from, which follows it to every reader (oprindelse, R3); and what was passed on of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.sharing.models import OnwardNotice, Origin, language
from tvaers.sharing.parts import array


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """That something of ours was offered to a third by who was given it; nothing of its content. law: its basis."""

    by: str
    to: str
    law: str
    at: datetime


def annotation(dossier: str = "id") -> ArraySubquery:
    """Return, as an annotation of rows whose `dossier` is a dossier's id, where it came from; opened by `tags`."""
    rows = Origin.objects.filter(dossier_id=OuterRef(dossier)).order_by("at", "id")
    return array(rows, ("organisation__name", "purpose"))


def tags(rows: Iterable[Any]) -> list[str]:
    """Say where something came from and what it may not be used for; each origin once."""
    return list(dict.fromkeys(_tag(row["organisation__name"], Purpose(row["purpose"])) for row in rows))


def _tag(organisation: str, purpose: Purpose) -> str:
    if not purpose:
        return _("From %(organisation)s: never to investigate.") % {"organisation": organisation}
    return _("From %(organisation)s: for %(purpose)s alone, and never to investigate.") % {
        "organisation": organisation,
        "purpose": PURPOSE_LABELS[purpose],
    }


def notice_rows(*, organisation: UUID, since: datetime) -> QuerySet[OnwardNotice]:
    """Return what was passed on after `since` of what an organisation gave, as far as the asker may know."""
    return OnwardNotice.objects.filter(organisation_id=organisation, at__gt=since).order_by("-at", "id")


def passed_on(dossier: UUID) -> list[PassedOn]:
    """Return how a dossier that was given was passed on, newest first, to who works on it."""
    law = f"basis__law_{language()}"
    columns = ("by_organisation__name", "to_organisation__name", law, "at")
    rows = OnwardNotice.objects.filter(dossier_id=dossier).order_by("-at", "id").values_list(*columns)
    return [PassedOn(by=by, to=to, law=said or "", at=at) for by, to, said, at in rows]
