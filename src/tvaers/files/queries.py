"""Reading what files there are; their content only leaves by `access`."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tvaers.files.models import File, OrganisationFile
from tvaers.files.sealing import titles_of, unsealed
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen


def of_dossier(*, dossier: UUID) -> list[dict[str, Any]]:
    """Return the files of a dossier that the asker sees, newest first, with opened titles and who added them (`by`)."""
    columns = ("id", "dossier_id", "category", "kind", "size", "title", "added_by", "added_at", "stays")
    rows = _named(File.objects.filter(dossier_id=dossier)).values(*columns, "by", "by_organisation")
    found = unsealed(File, rows)
    for row in found:
        seen.record(dossier, Category(row["category"]))
    return found


def of_organisation(*, organisation: UUID, among: frozenset[UUID] | None = None) -> list[dict[str, Any]]:
    """Return an organisation's files that the asker may read, newest first. among: only those."""
    rows = OrganisationFile.objects.filter(owner_id=organisation)
    if among is not None:
        rows = rows.filter(id__in=among)
    columns = ("id", "owner_id", "audience", "until_at", "kind", "size", "title", "added_by", "added_at")
    return titles_of("owner_id", OrganisationFile, _named(rows).values(*columns, "by", "by_organisation"))


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    who = Membership.objects.filter(id=OuterRef("added_by"))
    named: QuerySet[Any] = rows.annotate(
        by=Subquery(who.values("name")), by_organisation=Subquery(who.values("organisation__name"))
    )
    return named.order_by("-added_at", "id")
