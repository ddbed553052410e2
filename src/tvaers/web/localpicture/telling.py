"""What browsers hear while the local picture is open: what came, what is gone, that something changed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tvaers.foundation import clock, live
from tvaers.foundation.live import Kind, Told
from tvaers.localpicture import queries
from tvaers.localpicture.enums import BulletinKind, Certainty
from tvaers.web.localpicture import words


def bulletin(row: UUID, languages: Collection[str]) -> Told | None:
    """Return a bulletin as it stands at the top of the list, with the words that announce it; or that it has ended.

    Whoever wrote it still sees it then.
    """
    try:
        found = queries.bulletin_view(bulletin=row)
    except Http404:
        return None
    readers = frozenset({found["owner_id"], *found["audience"]})
    if words.is_over(found["expires_at"]):
        return Told(event=live.GONE, readers=readers)
    return Told(event="new", said={language: _said(found, language) for language in languages}, readers=readers)


def _said(found: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what goes along with a new bulletin: id, html, until (seconds since 1970), announced."""
    with translation.override(language):
        shown = words.shown(found) | {"is_new": True}
        return {
            "id": str(found["id"]),
            "html": render_to_string("ui/bulletin.html", {"bulletin": shown, "level": "3"}),
            "until": int(found["expires_at"].timestamp()),
            "announced": _("New bulletin: %(title)s, %(where)s") % {"title": shown["title"], "where": shown["area"]},
        }


def prepare() -> None:
    """Read templates and catalogues before somebody waits for them: the first time takes a second and more."""
    texts = dict.fromkeys(("title", "text", "size", "area_name", "around", "owner"), "")
    codes = {"id": UUID(int=0), "kind": BulletinKind.MOOD, "certainty": Certainty.OBSERVED, "notes_number": 0}
    times = dict.fromkeys(("happened_at", "expires_at"), clock.now())
    for language, _name in settings.LANGUAGES:
        _said({**texts, **codes, **times}, language)


def install() -> None:
    """Let streams tell of it."""
    live.register("bulletin", Kind(tell=bulletin, standing=queries.standing, prepare=prepare))
    live.register("followup", live.changed(queries.sees_bulletin))
    live.register("areastate", live.changed(queries.sees_state))
