"""A filter of the queue that Bo keeps, and its pages for tests/web/pages_register.py."""

from typing import Any
from uuid import UUID, uuid4

from tests.stage import acting_as
from tvaers.concerns.actions import filtering


def kept() -> dict[str, UUID]:
    """Save a filter of Bo's and one more, as tests/page_scene.py asks."""
    with acting_as("bo") as bo:
        return {
            name: filtering.save(by=bo, kept=filtering.Kept(name=name, view="to-assess", kind="school", threshold=90))
            for name in ("saved filter", "other saved filter")
        }


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"concerns:{name}", "arguments": arguments, "who": "bo", "outsider": ""} | more


PAGES: tuple[dict[str, Any], ...] = (
    _page("filters"),
    _page(
        "filter-save",
        query="?view=to-assess&kind=school",
        sent=lambda _things: {"form": str(uuid4()), "name": "Skolen", "threshold": "5"},
    ),
    _page("filter", "saved filter", shown=0, sent=lambda _things: {"do": "save", "threshold": "4"}, outsider="olga"),
    _page("filter", "other saved filter", shown=0, sent=lambda _things: {"do": "delete"}, outsider="olga"),
)
