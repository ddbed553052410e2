"""The template tags `{% load ui %}`: dates and deadlines in words, icons, and small components."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tvaers.ui import dates, deadlines, grammar

register = template.Library()


@register.filter(is_safe=True)
def day(value: date | datetime | None) -> str:
    """Write a date in full: tirsdag 3. marts 2026. None gives nothing."""
    return dates.day(value) if value else ""


@register.filter(is_safe=True)
def short_day(value: date | datetime | None) -> str:
    """Write a date without weekday, and without the year when it is this year: 3. marts."""
    return dates.short_day(value) if value else ""


@register.filter(is_safe=True)
def year_day(value: date | datetime | None) -> str:
    """Write a date without weekday but with the year, for terms that end: 30. juni 2026."""
    return dates.year_day(value) if value else ""


@register.filter(is_safe=True)
def weekday(value: date | datetime | None) -> str:
    """Write the weekday: tirsdag."""
    return dates.weekday(value) if value else ""


@register.filter(is_safe=True)
def moment(value: datetime | None) -> str:
    """Write date and time in full, Danish time: tirsdag 3. marts 2026 kl. 9.15."""
    return dates.moment(value) if value else ""


@register.filter(is_safe=True)
def time_of_day(value: datetime | None) -> str:
    """Write the time on the 24-hour clock, Danish time: 9.15."""
    return dates.time_of_day(value) if value else ""


@register.filter(is_safe=True)
def law(value: object) -> str:
    """Write a reference to the law so that no line ends inside it."""
    return grammar.held_together(str(value or ""))


@register.filter
def iso(value: date | datetime | None) -> str:
    """Write a date or moment for the `datetime` attribute of `<time>`, in Danish time."""
    return dates.local(value).isoformat() if value else ""


@register.filter
def optional(value: object, name: str) -> object:
    """Return an attribute or key that the value may lack, else None: a component's optional part."""
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from screen readers: no icon stands without words."""
    return format_html(
        '<svg class="{}" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon-svg {css}".strip(),
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/chip.html")
def deadline(due: object, *, done: object = None, of: object = None, calm: object = False) -> dict[str, Any]:
    """Draw the deadline chip. See `tvaers.ui.deadlines.deadline`.

    A variable that the template does not have counts as None; without due and done nothing is drawn.
    """
    due_on = due if isinstance(due, date) else None
    done_on = done if isinstance(done, date) else None
    if due_on is None and done_on is None:
        return {"text": "", "state": "", "clock": False}
    term = of if isinstance(of, int) else None
    chip = deadlines.deadline(due_on or date.min, done=done_on, of=term, calm=bool(calm))
    return {"text": chip.text, "state": chip.state, "clock": chip.state in {deadlines.LATE, deadlines.SOON}}


@register.inclusion_tag("ui/organisation.html", takes_context=True)
def organisation(
    context: template.Context,
    org: Any,  # noqa: ANN401 - any room's organisation
    *,
    mine: bool | None = None,
    person: object = "",
    detail: object = "",
    big: bool = False,
) -> dict[str, Any]:
    """Draw the organisation mark: letter and name, filled when it is the one acted for.

    `person` puts a person's name on the first line and the organisation, or `detail`, on the second.
    """
    if mine is None:
        request = context.get("request")
        actor = getattr(request, "actor", None)
        mine = actor is not None and actor.organisation.id == org.id
    name = str(org.name)
    return {
        "mark": (getattr(org, "mark", "") or name[:1]).upper()[:2],
        "name": person or name,
        "detail": detail or (name if person else ""),
        "mine": mine,
        "big": big,
    }


@register.inclusion_tag("ui/limit.html")
def limit() -> dict[str, Any]:
    """Draw the tag "Må ikke bruges til efterforskning" (not for investigation)."""
    return {}


@register.inclusion_tag("ui/identity_bar.html", takes_context=True)
def identity_bar(context: template.Context, bar: Any, *, slim: bool = False) -> dict[str, Any]:  # noqa: ANN401 - mapping or object
    """Draw the petrol bar about a person; `bar` is described in `ui/identity_bar.html`."""
    return {"bar": bar, "slim": slim, "request": context.get("request")}


@register.inclusion_tag("ui/eye.html")
def eye(url: str, count: int | None = None) -> dict[str, Any]:
    """Draw the eye: who can see this, with the number of people where it is known."""
    return {"url": url, "count": count}


@register.simple_tag
def field_anchor(field: BoundField) -> str:
    """Return the id of the first control of a field, for a link that should put focus there."""
    if not field.use_fieldset:
        return field.id_for_label
    # Choices in groups count the groups first.
    first = next(iter(field.subwidgets), None) if isinstance(field.field.widget, ChoiceWidget) else None
    return str(first.id_for_label) if first else f"{field.auto_id}_0"


@register.simple_tag
def table_title(columns: Any, index: int) -> str:  # noqa: ANN401 - sequence of mappings or objects
    """Return the label of a column, which a phone shows before the cell."""
    column = columns[index]
    return str(column["label"] if isinstance(column, dict) else column.label)


@register.simple_tag
def table_number(columns: Any, index: int) -> SafeString:  # noqa: ANN401 - sequence of mappings or objects
    """Return the class of a cell with a number, or nothing."""
    column = columns[index]
    number = column.get("number") if isinstance(column, dict) else getattr(column, "number", False)
    return format_html(' class="{}"', "tv-num") if number else SafeString()


@register.simple_tag(takes_context=True)
def fetches_again(context: Mapping[str, Any], kinds: str) -> str | SafeString:
    """Write the attributes of a part that fetches itself again when something of these kinds changes.

    context: live, where the page's stream is; "" for none.
    """
    attributes = ' data-live="{}" data-worker="{}" data-kinds="{}"'
    return format_html(attributes, context["live"], static("js/streams.js"), kinds) if context["live"] else ""
