"""`{% load methods %}`: on a page of the work, a quiet link to how we work there."""

from typing import Any

from django import template

from tvaers.methods.enums import Place
from tvaers.methods.queries import shown_at

register = template.Library()


@register.inclusion_tag("methods/_how_we_work.html")
def how_we_work(place: str) -> dict[str, Any]:
    """Link to the methods in use that are shown at a place, in one statement; nothing where there are none."""
    return {"methods": shown_at(Place(place))}
