"""What browsers hear while the local picture is open: what came, what is gone, that something changed."""

from collections.abc import Collection
from uuid import UUID

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tvaers.foundation import live
from tvaers.foundation.live import Kind, Told
from tvaers.localpicture import queries
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
    said = {}
    for language in languages:
        with translation.override(language):
            shown = words.shown(found) | {"is_new": True}
            told = {"title": shown["title"], "where": shown["area"]}
            said[language] = {
                "id": str(row),
                "html": render_to_string("ui/bulletin.html", {"bulletin": shown, "level": "3"}),
                "until": int(found["expires_at"].timestamp()),
                "announced": _("New bulletin: %(title)s, %(where)s") % told,
            }
    return Told(event="new", said=said, readers=readers)


def install() -> None:
    """Let streams tell of it."""
    live.register("bulletin", Kind(tell=bulletin, standing=queries.standing))
    live.register("followup", live.changed(queries.sees_bulletin))
    live.register("areastate", live.changed(queries.sees_state))
