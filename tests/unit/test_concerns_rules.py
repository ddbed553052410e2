"""What a list calls a concern, and when an urgent one must have been looked at."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from tvaers.concerns.access import ReporterView
from tvaers.concerns.enums import About, ReporterKind
from tvaers.concerns.rules import acute_by, headline


@pytest.mark.parametrize(
    ("told", "by"),
    [
        # Winter: Denmark is an hour ahead of UTC.
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), datetime(2026, 3, 3, 22, 59, tzinfo=UTC)),
        # Late in the evening two hours are left, past midnight.
        (datetime(2026, 3, 3, 22, 30, tzinfo=UTC), datetime(2026, 3, 4, 0, 30, tzinfo=UTC)),
    ],
)
def test_an_urgent_concern_is_looked_at_the_same_day(told, by):
    assert acute_by(told) == by


@pytest.mark.parametrize(
    ("pronoun", "age", "line"),
    [("han", 13, "Dreng, 13 år, Mågeparken"), ("hun", None, "Pige, Mågeparken"), ("", None, "Ung, Mågeparken")],
)
def test_the_headline_names_nobody(pronoun, age, line):
    with translation.override("da"):
        assert headline(about=About.PERSON, pronoun=pronoun, age=age, area="Mågeparken") == line


def test_who_told_is_named_once_where_name_and_workplace_are_the_same():
    told = ReporterView(
        kind=ReporterKind.POLICE, is_unnamed=False, name="Politiet", workplace="Politiet", relation="", contact="114"
    )
    assert told.line == "Politiet, 114"
