"""The main job on one real day: from a telephone call to erasure, and who may not see it; and without scripts."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.arriving import at, press
from tests.journeys.conftest import NARROW
from tests.journeys.main_job import (
    Day,
    answers,
    fill,
    how_they_stand,
    know,
    open_case,
    plan,
    read,
    says,
    triage,
    write_down,
)
from tests.journeys.main_job_end import close, ended_elsewhere, erased, follow_up, hidden_from_others
from tests.journeys.main_job_essential import essential
from tests.journeys.main_job_sharing import share_plan, watch_and_take_back


@pytest.mark.first
def test_from_a_telephone_call_to_erasure(journey, cast, as_administrator, as_maintenance):
    day = Day(journey)
    write_down(day)
    concern = read(day)
    triage(day)
    case = open_case(day, concern)
    know(day, case)
    plan(day, case)
    answers(day, case)
    how_they_stand(day, case)
    share_plan(day, case)
    watch_and_take_back(day, case)
    follow_up(day, case)
    hidden_from_others(day)
    close(day, case, concern)
    ended_elsewhere(day)
    erased(day, as_administrator, as_maintenance, case, concern)


def test_the_first_five_minutes_on_a_telephone_without_scripts(journey, cast):
    day = Day(journey, width=NARROW, javascript=False)
    write_down(day)
    concern = read(day)
    page = day.at("alice")
    page.get_by_label("Rådgiv, og afslut").check()
    page.get_by_label("Nej, det haster ikke").check()
    press(page, "Gem, og bliv her")
    # A decision needs its reason; what was chosen is still chosen.
    says(page, "Ret én ting")
    assert page.get_by_label("Rådgiv, og afslut").is_checked()
    fill(page, "Skriv kort hvorfor", "Skolen taler selv med ham og ringer igen om en uge.")
    press(page, "Gem, og bliv her")
    at(page, urlsplit(concern).path)
    says(page, "Rådgivning givet", "Skolen taler selv med ham", "Brevet ligger klar", "Tag den op igen")
    page.goto("/")
    says(page, "Der venter ikke noget på dig")


def test_the_essential_part_on_a_telephone_without_scripts(journey, cast):
    essential(Day(journey, width=NARROW, javascript=False))
