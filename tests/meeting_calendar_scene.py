"""The pages of a year of meetings, and of meetings that come back; told apart from those of one meeting."""

from typing import Any

PAGES: tuple[dict[str, Any], ...] = (
    {"name": "meetings:year", "arguments": (), "outsider": ""},
    {"name": "meetings:year", "arguments": (), "outsider": "", "query": "?year=never", "who": "hanne"},
)
