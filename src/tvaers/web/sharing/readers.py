"""Who can see this, and why: one line from what allows it down to each reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tvaers.audit.models import Seen
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.sharing.approvals import APPROVING, sent_back
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import DossierKind, May, Source, Stand
from tvaers.sharing.offers import Offered, of_dossier
from tvaers.sharing.origins import passed_on
from tvaers.sharing.readers import Colleague, Reader, own_access, people_among, readers_of, restrictions_of
from tvaers.sharing.shareable import Subject, header_of, of_kind
from tvaers.ui import dates
from tvaers.web.sharing.doors import decides
from tvaers.web.sharing.words import Mark, categories_in_words, is_limited, place_in, seen_in_words, shown, written


@dataclass(frozen=True)
class Looks:
    """When each organisation, and each colleague of the own one, last looked."""

    of_organisation: dict[UUID, datetime]
    of_member: dict[UUID, datetime]


@require_GET
def readers(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Show everybody who can see a dossier now, on what ground, until when, when they last looked, and the register."""
    actor = actor_in(request)
    found = readers_of(dossier, category=ALL_CATEGORIES)
    mine = own_access(found)
    if mine is None:
        raise Http404
    ours = mine.owner == actor.organisation.id
    looks = _looks(dossier)
    after = place_in(request.GET.get("after", ""))
    history, more = of_dossier(dossier, after=after)
    returned = sent_back([offered.group for offered in history if offered.stand is Stand.NOT_SENT])
    across = [reader for reader in found if not reader.is_own]
    header = header_of(mine.kind)
    if header is None:
        raise Http404
    subject = header(dossier)
    context = {
        "subject": subject,
        "kind": mine.kind.label,
        "dossier": dossier,
        "ours": ours,
        "owner": mine.owner_name,
        "people": len(people_among(found)),
        "alone": [shown(each) for each in history if each.kind is DossierKind.SUMMARY and each.stand is Stand.OPEN]
        if mine.kind is DossierKind.CASE
        else [],
        "chains": [] if after else list(_chains(across, looks, history)),
        "own": None if after or not ours else _own_chain(found, looks, actor, subject, kind=mine.kind),
        "restrictions": restrictions_of(dossier) if ours else [],
        "history": [{**shown(offered), "back": returned.get(offered.group)} for offered in history],
        "approves": actor.has_role(APPROVING),
        "passed_on": passed_on(dossier) if ours and not after else [],
        "next_url": f"?after={written(more)}" if more else "",
        "first_url": request.path if after else "",
        "may_end": _may_share(found, actor),
        "may_share": _may_share(found, actor) and of_kind(mine.kind) is not None,
        "limited": is_limited(actor),
    }
    return render(request, "sharing/readers.html", context)


def _may_share(found: list[Reader], actor: Actor) -> bool:
    own = (each for each in found if each.is_own and each.reader in actor.claims.readers)
    return decides(actor) and any(each.may is May.CONTRIBUTE for each in own)


def _looks(dossier: UUID) -> Looks:
    rows = Seen.objects.filter(dossier_id=dossier).values_list("organisation_id", "actor_id").annotate(last=Max("at"))
    looks = Looks({}, {})
    for organisation, member, last in rows.values_list("organisation_id", "actor_id", "last"):
        if organisation is not None:
            looks.of_organisation[organisation] = max(last, looks.of_organisation.get(organisation, last))
        if member is not None:
            looks.of_member[member] = last
    return looks


def _chains(across: list[Reader], looks: Looks, history: list[Offered]) -> Iterable[dict[str, Any]]:
    together = {access: offered.categories for offered in history for access in offered.accesses}
    lines: dict[tuple[object, ...], list[Reader]] = {}
    for reader in across:
        # Consents have no title of their own, and a renewal may have the former's: what ends apart stands apart.
        line = (reader.source, reader.frame, reader.frame_until, reader.basis, reader.purpose)
        lines.setdefault(line, []).append(reader)
    for number, below in enumerate(lines.values()):
        first = below[0]
        basis = first.basis or _("Consent of the young person or the parents")
        if first.source is Source.TAKEN_ON:
            basis = _("Took the task on, and keeps its text until it is done")
        yield {
            "id": f"line-{number}",
            "title": _("Across authorities"),
            "trunk": [
                *_allowed_by(first),
                _link(_("Purpose"), capfirst(str(PURPOSE_LABELS[first.purpose]))),
                _link(_("Basis"), basis),
            ],
            "readers": [_across_row(reader, looks, together.get(reader.id, reader.categories)) for reader in below],
        }


def _allowed_by(first: Reader) -> list[dict[str, Any]]:
    """Return the frame; an emergency look-up and a task that was taken on have none."""
    if first.source in {Source.BREAK_GLASS, Source.TAKEN_ON}:
        return []
    return [_link(_("Allowed by"), first.frame or _("Consent"), _in_force(first.frame_until))]


def _link(label: str, strong: str, text: str = "") -> dict[str, Any]:
    return {"label": label, "strong": strong, "text": text, "broken": False}


def _in_force(until: datetime | None) -> str:
    if until is None:
        return ""
    return _("in force through %(day)s") % {"day": dates.year_day(clock.last_day(until))}


def _across_row(reader: Reader, looks: Looks, categories: Category) -> dict[str, Any]:
    if reader.source is Source.BREAK_GLASS:
        notes = [_("An emergency look-up, %(moment)s.") % {"moment": dates.moment(reader.given_at)}]
    else:
        given = {"name": reader.given_by, "day": dates.short_day(reader.given_at)}
        notes = [_("Shared by %(name)s on %(day)s.") % given]
    last = looks.of_organisation.get(reader.organisation)
    if last is None:
        notes.append(_("Nobody there has looked yet."))
    else:
        notes.append(_("Last look there %(at)s.") % {"at": dates.moment(last)})
    return {
        "organisation": Mark(reader.organisation, reader.organisation_name, reader.organisation_mark),
        "who": reader.member or reader.unit or reader.organisation_name,
        "detail": reader.organisation_name if reader.member or reader.unit else "",
        "sees": capfirst(seen_in_words(reader.kind, categories)),
        "note": " ".join(notes),
        "until": reader.until_at,
    }


def _own_chain(
    found: list[Reader], looks: Looks, actor: Actor, subject: Subject, *, kind: DossierKind
) -> dict[str, Any]:
    """Return the owner's own people, each once, by the access that lasts longest; it is bounded by what it is about."""
    own = [reader for reader in found if reader.is_own]
    best: dict[UUID, tuple[Colleague, Reader]] = {}
    for reader in sorted(own, key=lambda each: each.until_at):
        for person in reader.people:
            best[person.id] = (person, reader)
    rows = sorted(best.values(), key=lambda pair: (pair[0].id != actor.id, pair[0].name))
    return {
        "title": _("In %(organisation)s") % {"organisation": actor.organisation.name},
        "explained": _(
            "This line says why colleagues here may see it; the legal basis that stands on the case is what authorities"
            " may work together on."
        )
        if kind is DossierKind.CASE
        else "",
        "trunk": [
            _link(_("Responsible"), actor.organisation.name),
            _link(_("Purpose"), capfirst(str(PURPOSE_LABELS[own[0].purpose])) if own else ""),
            _link(_("Basis"), _("Necessary for the task"), _("Public Administration Act § 32")),
            *_bound(subject),
        ],
        "readers": [_own_row(person, reader, looks, actor) for person, reader in rows],
    }


def _bound(subject: Subject) -> list[dict[str, Any]]:
    if subject.erase_on:
        return [_link(_("Ends"), _("Erased on %(day)s") % {"day": dates.year_day(subject.erase_on)})]
    if subject.review_on:
        return [_link(_("Ends"), _("Reviewed by %(day)s") % {"day": dates.year_day(subject.review_on)})]
    return []


def _own_row(person: Colleague, reader: Reader, looks: Looks, actor: Actor) -> dict[str, Any]:
    seen = reader.categories & rules.categories_for(person.roles)
    left_out = ALL_CATEGORIES & ~seen
    sees = _("Everything except %(what)s") % {"what": categories_in_words(left_out)} if left_out else _("Everything")
    last = looks.of_member.get(person.id)
    looked = _("Looked last %(at)s.") % {"at": dates.moment(last)} if last else _("Has not looked yet.")
    return {
        "organisation": Mark(reader.organisation, reader.organisation_name, reader.organisation_mark),
        "who": _("%(name)s (you)") % {"name": person.name} if person.id == actor.id else person.name,
        "detail": ", ".join(filter(None, (person.title, reader.unit))),
        "sees": sees,
        "note": looked,
        "until": None,
    }
