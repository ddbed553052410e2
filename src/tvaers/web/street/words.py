"""What was met in a place, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.outreach.enums import Activity, Bridge, Incident, Mood
from tvaers.outreach.models import Stop


def stop_words(stop: Stop) -> dict[str, Any]:
    """Return a stop as a page shows it: where, how many, the mood of the place, what was done, and what was written."""
    ages = ((_("12–14"), stop.heads_12_14), (_("15–17"), stop.heads_15_17), (_("18 and over"), stop.heads_18_up))
    counted = [(label, heads) for label, heads in ages if heads is not None]
    total = sum(heads for _label, heads in counted)
    return {
        "id": stop.id,
        "at": stop.at,
        "place": stop.area.name if stop.area else "",
        "is_corrected": getattr(stop, "corrected_by", None) is not None,
        "is_correction": stop.corrects_id is not None,
        "heads": _many(total) if counted else "",
        "ages": ", ".join(f"{label}: {heads}" for label, heads in counted if heads),
        "counting": stop.get_counting_display() if counted else "",
        "mood": str(Mood(stop.mood).label) if stop.mood else "",
        "activities": _labels(stop.activities, Activity),
        "talks": stop.get_talks_display() if stop.talks else "",
        "offered": _labels(stop.offered, Bridge),
        "accepted": _labels(stop.accepted, Bridge),
        "incidents": _labels(stop.incidents, Incident),
        "basis": stop.get_basis_display(),
        "words": stop.words,
    }


def _many(total: int) -> str:
    if not total:
        return _("Nobody there")
    return ngettext("%(number)s young person", "%(number)s young people", total) % {"number": total}


def _labels(codes: list[str], closed: Any) -> str:  # noqa: ANN401 - a closed list
    labels = dict(closed.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes)
