"""What no day can do without: the main job in its shortest form."""

from tests.journeys.arriving import press
from tests.journeys.main_job import (
    GOALS,
    OWN_WORDS,
    fill,
    follow,
    give,
    open_case,
    read,
    says,
    triage,
    write_down,
)
from tests.journeys.main_job_end import ACCOUNTED, close
from tests.journeys.main_job_sharing import share_plan


def assess(day, case):
    """Alice writes down his own words and what she thinks, and signs."""
    page = day.at("alice", case)
    follow(page, "Skriv den unges ord")
    page.get_by_label("Den unge", exact=True).check()
    fill(page, "Ordene", OWN_WORDS)
    fill(page, "Hvem sagde det, og hvor?", "Han selv, ved køkkenbordet")
    press(page, "Gem ordene")
    says(page, OWN_WORDS)
    follow(page, "Skriv i forløbet")
    fill(page, "Kort overskrift", "Møde derhjemme")
    fill(page, "Fakta", "Moderen og Noah var hjemme.")
    fill(page, "Vurdering", "Han har brug for en fast voksen.")
    press(page, "Underskriv notatet")
    says(page, "Notatet er underskrevet")


def plan_one(day, case):
    """The goals, and one task in the own house."""
    page = day.at("alice", f"{case}plan/")
    for words in GOALS:
        follow(page, "Nyt mål")
        fill(page, "Målet med den unges egne ord", words)
        press(page, "Føj målet til")
    give(day, "Alice Prøvedal (dig)", "Tal med klasselæreren om torsdagene")
    says(page, "Alice Prøvedal har fået opgaven")


def essential(day):
    """What no day can do without: told, triaged, opened, assessed, planned, shared with the police, closed."""
    write_down(day)
    concern = read(day)
    triage(day)
    case = open_case(day, concern)
    assess(day, case)
    plan_one(day, case)
    share_plan(day, case)
    close(day, case, concern, accounted=ACCOUNTED[:1])
