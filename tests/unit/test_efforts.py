"""The rules of the catalogue, and the starter efforts that come with the program."""

import re
from datetime import date

import pytest

from tvaers.efforts import rules
from tvaers.efforts.actions import Told
from tvaers.efforts.enums import BY_CONSENT_ALONE, EffortState, Kind, ProviderKind, StepBy
from tvaers.efforts.models import LINE, MOST_DAYS, TITLE, WHAT, WORDS
from tvaers.efforts.rules import WrongStateError, check_step
from tvaers.foundation.unnamed import looks_like_number
from tvaers.web.efforts.laying import changed_rows, rows_in
from tvaers.web.efforts.starters import read, starters


@pytest.mark.parametrize(
    ("start", "days", "day"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        # Friday and the weekend; a Saturday is no day on which anything is done.
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        # Over Easter: Thursday, Friday and Monday are off.
        (date(2026, 4, 1), 1, date(2026, 4, 7)),
    ],
)
def test_a_step_lies_on_a_working_day(start, days, day):
    assert rules.day_of_step(start, days) == day


def test_what_was_said_about_room_holds_for_sixty_days():
    said = date(2026, 3, 2)
    assert rules.room_holds(said, date(2026, 5, 1))
    assert not rules.room_holds(said, date(2026, 5, 2))
    assert not rules.room_holds(None, said)


def test_an_effort_runs_within_its_time_and_without_one_always():
    first, last = date(2026, 3, 2), date(2026, 3, 4)
    assert rules.is_on(None, None, first)
    assert rules.is_on(first, last, first)
    assert rules.is_on(first, last, last)
    assert not rules.is_on(last, None, first)
    assert not rules.is_on(None, first, last)


def test_every_state_goes_on_by_the_table_alone():
    assert set(rules.STEPS) == set(EffortState)
    for was in EffortState:
        for to in EffortState:
            if to in rules.STEPS[was]:
                check_step(was, to)
            else:
                with pytest.raises(WrongStateError):
                    check_step(was, to)


def test_nobody_is_told_anything_without_consent_of_an_association_or_a_firm():
    plain = {"kind": Kind.MENTOR, "title": "", "what": "", "for_whom": "", "provider": "", "areas": ()}
    for kind in ProviderKind:
        columns = Told(**plain, provider_kind=kind).columns()
        assert columns["needs_consent"] is (kind in BY_CONSENT_ALONE), kind
    assert Told(**plain, provider_kind=ProviderKind.PUBLIC, needs_consent=True).columns()["needs_consent"]


def test_the_starters_fit_the_catalogue_and_name_nobody():
    found = starters()
    assert len(found) >= 8
    assert len({each.told.kind for each in found.values()}) == len(found)
    for each in found.values():
        told = each.told
        assert len(told.title) <= TITLE
        assert len(told.what) <= WHAT
        assert max(map(len, (told.provider,))) <= LINE
        assert max(map(len, (told.for_whom, told.capacity, told.source))) <= WORDS
        assert told.source, each.name
        assert 3 <= len(each.steps) <= rules.MOST_STEPS, each.name
        assert [step.days for step in each.steps] == sorted(step.days for step in each.steps)
        assert all(step.days <= MOST_DAYS and len(step.text) <= WORDS for step in each.steps)
        assert not any(map(looks_like_number, (told.title, told.what, told.for_whom, told.provider)))


def test_a_starter_of_no_list_is_found():
    facts = "kind: mentor\ntitle: A\nfor-whom: B\nprovider: C\nprovider-kind: public\ncapacity: D\nsource: E"
    good = f"{facts}\n\nF\n\n0 lead G"
    assert read("x", good).steps[0].who is StepBy.LEAD
    for bad in (re.sub("mentor", "noget", good), good.replace("0 lead", "0 nogen"), good.replace("title: A\n", "")):
        with pytest.raises((KeyError, ValueError)):
            read("x", bad)


def test_rows_come_and_go():
    typed = {"text_0": "A", "who_0": "lead", "days_0": "1", "text_1": "B", "who_1": "", "days_1": ""}
    rows = rows_in(typed)
    assert [row["text"] for row in rows] == ["A", "B"]
    assert len(changed_rows(rows, "add")) == 3
    assert [row["text"] for row in changed_rows(rows, "remove-0")] == ["B"]
    for nonsense in ("", "remove-", "remove-9", "remove-x", "noget"):
        assert changed_rows(rows, nonsense) == rows
    full = rows_in({f"text_{number}": "A" for number in range(99)})
    assert len(full) == rules.MOST_STEPS
    assert changed_rows(full, "add") == full
