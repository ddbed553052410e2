"""The local picture in words."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.foundation import clock
from tvaers.localpicture.enums import AgeBand, BulletinKind, Certainty, Level, SizeBand
from tvaers.ui import dates

# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "localpicture:list": gettext_lazy("The local picture"),
    "localpicture:week": gettext_lazy("The week’s picture as a PDF"),
    "localpicture:ended": gettext_lazy("Bulletins that have ended"),
    "localpicture:bulletin": gettext_lazy("A bulletin of the local picture"),
    "localpicture:area": gettext_lazy("An area of the local picture"),
    "localpicture:following": gettext_lazy("What one follows in the local picture"),
}
SYMBOLS = {
    BulletinKind.MOOD: "visibility",
    BulletinKind.GATHERING: "groups",
    BulletinKind.CONFLICT: "warning",
    BulletinKind.DAMAGE: "flag",
    BulletinKind.PLACE: "location",
    BulletinKind.GOOD: "star",
    BulletinKind.OTHER: "forum",
}
# What ends within this is said with a clock.
SOON = timedelta(days=2)


def place(row: dict[str, Any]) -> str:
    """Return where a bulletin is about: the spot, its area and what that lies in."""
    around = row["around"] if row["around"] and row["around"] != row["area_name"] else ""
    return ", ".join(part for part in (row["area_name"], around) if part)


def told_by(row: dict[str, Any]) -> str:
    """Return how it is known, by whom and when it happened."""
    said = {"who": row["owner"], "when": when(row["happened_at"])}
    return {
        Certainty.OBSERVED: _("Seen by %(who)s, %(when)s"),
        Certainty.ESTIMATED: _("Estimated by %(who)s, %(when)s"),
        Certainty.TOLD: _("Told to %(who)s, %(when)s"),
    }[Certainty(row["certainty"])] % said


def when(at: datetime) -> str:
    """Return a moment as people say it: today at 14.30, yesterday at 21.00, tirsdag 3. marts."""
    days = (clock.today() - dates.local_date(at)).days
    time = {"time": dates.time_of_day(at)}
    if days == 0:
        return _("today at %(time)s") % time
    if days == 1:
        return _("yesterday at %(time)s") % time
    return f"{dates.weekday(at)} {dates.short_day(at)}"


def ends(at: datetime) -> dict[str, Any]:
    """Return when something ends, in words, and whether that is soon: text, is_soon."""
    last = dates.local_date(at)
    days = (last - clock.today()).days
    if is_over(at):
        return {"text": _("Ended %(day)s") % {"day": dates.short_day(at)}, "is_soon": False}
    if days <= 0:
        return {"text": _("Ends today at %(time)s") % {"time": dates.time_of_day(at)}, "is_soon": True}
    if timedelta(days=days) <= SOON:
        text = ngettext("Ends tomorrow", "Ends in %(days)d days", days) % {"days": days}
        return {"text": text, "is_soon": True}
    return {"text": _("Ends %(day)s") % {"day": dates.short_day(at)}, "is_soon": False}


def is_over(at: datetime) -> bool:
    """Tell whether something has ended."""
    return at <= clock.now()


def thanked(rows: list[dict[str, Any]]) -> str:
    """Return who has said thanks: the organisations, each once."""
    organisations = list(dict.fromkeys(row["owner"] for row in rows))
    return _("Thanks from %(who)s") % {"who": ", ".join(organisations)} if organisations else ""


def group(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is told of a group, as label and words; nothing where there is none."""
    said = []
    if row["size"]:
        said.append((_("How many"), str(SizeBand(row["size"]).label)))
    if row["ages"]:
        said.append((_("How old"), ", ".join(str(AgeBand(each).label) for each in row["ages"])))
    if row["is_lasting"]:
        said.append((_("What kind of group"), _("Lasting: more than three months, in the street, with unlawful acts")))
    if row["anchors"]:
        said.append((_("What holds them up"), row["anchors"]))
    return said


def shown(row: dict[str, Any], *, number: int = 0, since: datetime | None = None) -> dict[str, Any]:
    """Return a bulletin as `ui/bulletin.html` draws it. since: what changed after it is marked as new."""
    kind = BulletinKind(row["kind"])
    size = SizeBand(row["size"]).label if row["size"] else ""
    return {
        "id": row["id"],
        "number": number,
        "symbol": SYMBOLS[kind],
        "kind": kind.label,
        "area": place(row),
        "title": row["title"],
        "url": reverse("localpicture:bulletin", args=[row["id"]]),
        "text": row["text"],
        "size": _("%(size)s young people") % {"size": size} if size else "",
        "certainty": row["certainty"],
        "by": told_by(row),
        "ends": ends(row["expires_at"]),
        "expires_at": row["expires_at"],
        "notes": row["notes_number"] or 0,
        "is_new": since is not None and row["changed_at"] > since,
    }


def state(row: dict[str, Any]) -> dict[str, Any]:
    """Return how an area is, in words: level, label, area, url, by, by_whom (without a name), ends, reason, holds."""
    level = Level(row["level"])
    by = {"who": row["by"], "where": row["owner"], "when": when(row["set_at"])}
    return {
        "id": row["id"],
        "level": level.value,
        "label": level.label,
        "area": row["area_name"],
        "url": reverse("localpicture:area", args=[row["area_id"]]),
        "by": _("%(who)s, %(where)s, %(when)s") % by,
        "by_whom": f"{by['where']}, {by['when']}",
        "ends": ends(row["expires_at"]),
        "reason": row["reason"],
        "holds": row["expires_at"] > clock.now(),
    }
