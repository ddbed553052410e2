"""When a survey asked and how many have answered, in words, wherever it is told of."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tvaers.surveys.rules import response_rate
from tvaers.ui import dates


def answered(row: Mapping[str, Any]) -> str:
    """Return how many have answered of how many who were asked; nothing before it is typed."""
    if row["answered"] is None:
        return ""
    numbers = {"answered": row["answered"], "asked": row["asked"]}
    rate = response_rate(asked=row["asked"], answered=row["answered"])
    return _("%(answered)d of %(asked)d who were asked have answered (%(rate)d %%)") % (numbers | {"rate": rate})


def period(row: Mapping[str, Any]) -> str:
    """Return when people were asked."""
    first, last = row["from_date"], row["until_date"]
    if first == last:
        return dates.year_day(first)
    return _("%(first)s – %(last)s") % {"first": dates.year_day(first), "last": dates.year_day(last)}
