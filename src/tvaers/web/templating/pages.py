"""Reading templates: the list, one as it will be filled, each of its versions, and a version as a file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from tvaers.assessments import queries
from tvaers.assessments.access import may_keep
from tvaers.assessments.documents import parse
from tvaers.assessments.enums import Form, VersionState
from tvaers.assessments.packing import Package, pack
from tvaers.assessments.starting import starters
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.ui.attachments import Attachment
from tvaers.web.templating.doors import FIRST, first_of, keeper
from tvaers.web.templating.reading import shown_document


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List the templates: the own ones by where they stand, what others offer, and what comes along."""
    actor = actor_in(request)
    keeps = may_keep(actor)
    entries = queries.templates(actor=actor)
    own = {state: [_line(each) for each in entries if each.is_own and each.state is state] for state in VersionState}
    offered = [each for each in entries if not each.is_own and each.state is VersionState.IN_USE]
    context = {
        "used": own[VersionState.IN_USE],
        "drafts": own[VersionState.DRAFT],
        "retired": own[VersionState.RETIRED],
        "offered": [_line(each) for each in offered],
        "keeps": keeps,
        "starters": starters() if keeps else {},
        "is_empty": not any(entry.is_own for entry in entries),
    }
    return render(request, "templating/list.html", context)


def _line(entry: queries.Entry) -> dict[str, Any]:
    """Return an entry as the list shows it."""
    draft = entry.rows.get(VersionState.DRAFT) if entry.has_draft else None
    return {
        "url": reverse("templates:template", args=[entry.template]),
        "title": entry.shown["title"],
        "summary": entry.shown["summary"],
        "form": entry.form.label,
        "owner": "" if entry.is_own else entry.owner,
        "draft_url": reverse("templates:version", args=[entry.template, draft["number"]]) if draft else "",
    }


@require_GET
def one(request: HttpRequest, template: UUID) -> HttpResponse:
    """Show a template: what is in use, else what was last, else its draft."""
    actor = actor_in(request)
    about = queries.about(actor=actor, template=template)
    found = queries.versions(template=template)
    return _shown(request, actor, about, found, first_of(found, *FIRST) or found[0])


@require_GET
def version(request: HttpRequest, template: UUID, number: int) -> HttpResponse:
    """Show one version, as it was or is to be. Raises Http404 for one that the actor does not see."""
    actor = actor_in(request)
    about = queries.about(actor=actor, template=template)
    found = queries.versions(template=template)
    return _shown(request, actor, about, found, _numbered(found, number))


def _numbered(found: list[dict[str, Any]], number: int) -> dict[str, Any]:
    row = next((row for row in found if row["number"] == number), None)
    if row is None:
        raise Http404
    return row


def _shown(
    request: HttpRequest, actor: Actor, about: dict[str, Any], found: list[dict[str, Any]], shown: dict[str, Any]
) -> HttpResponse:
    state = VersionState(shown["state"])
    draft, in_use = first_of(found, VersionState.DRAFT), first_of(found, VersionState.IN_USE)
    context = {
        "about": about | {"label": Form(about["form"]).label},
        "one": shown,
        "document": shown_document(parse(shown["document"])),
        "is_draft": state is VersionState.DRAFT,
        "is_in_use": state is VersionState.IN_USE,
        "readers": listed([about["owner"], *queries.names_of(about["audience"])]),
        "history": [row | {"is_shown": row is shown} for row in found if row["state"] != VersionState.DRAFT],
        "draft": draft if draft is not shown else None,
        "in_use": in_use if in_use is not shown else None,
        "keeps": about["is_own"] and may_keep(actor),
        "takes": not about["is_own"] and may_keep(actor) and state is VersionState.IN_USE,
        "form": ids.opaque(),
        "state_label": _("Version %(number)s, %(state)s")
        % {"number": shown["number"], "state": str(state.label).lower()},
    }
    return render(request, "templating/template.html", context)


@require_safe
def file(request: HttpRequest, template: UUID, number: int) -> HttpResponse:
    """Give a version out as a file that another authority can take in."""
    about = queries.about(actor=actor_in(request), template=template)
    row = _numbered(queries.versions(template=template), number)
    texts = {name: row[name] for name in ("title", "summary", "source")}
    return _given(Package(**texts, form=Form(about["form"]), document=parse(row["document"])))


@require_safe
def starter_file(request: HttpRequest, starter: str) -> HttpResponse:
    """Give out as a file what comes along."""
    keeper(request)
    found = starters().get(starter)
    if found is None:
        raise Http404
    return _given(found)


def _given(package: Package) -> Attachment:
    content = pack(package).encode()
    return Attachment(content, title=package.title, ending="json", content_type="application/json")
