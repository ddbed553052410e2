"""A text that nobody means well with: one endless word, and letters that turn what follows them round."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import case_scene as scene
from tests import concern_rows
from tests.journeys.conftest import NARROW, WIDE
from tests.rich_case import open_case
from tvaers.cases.actions import people_around
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.people import actions as people
from tvaers.people.access import get_for_reading
from tvaers.plans.actions import goals

WORD = "Ordudenende" * 14
# Written past the forms, as if it had come in another way: RIGHT-TO-LEFT OVERRIDE, and nothing that ends it.
TURNED = f"\N{RIGHT-TO-LEFT OVERRIDE}{WORD}"


@pytest.fixture
def pages(cast, acting_as):
    case = open_case()
    with acting_as("alice") as alice:
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        today = clock.today()
        goals.agree(by=alice, case=case, words=TURNED, said_by=TURNED[:100], said_on=today)
        task = scene.task(alice, case, text=TURNED)
        scene.note(alice, case, title=TURNED, fact=TURNED, assessment=TURNED, source=TURNED)
        said = {"speaker": Speaker.YOUNG, "words": TURNED, "said_by": TURNED[:100], "said_on": today}
        people_around.write_voice(by=alice, case=case, is_approved=True, **said)
        people_around.write_strength(by=alice, case=case, title=TURNED, words=TURNED, said_by=TURNED[:100])
        people_around.add_to_network(
            by=alice,
            case=case,
            circle=Circle.FAMILY,
            closeness=Closeness.BROKEN,
            name=WORD[:100],
            relation=TURNED[:100],
            brings=TURNED,
        )
        concern = concern_rows.written(alice, headline=TURNED, fact=TURNED, assessment=TURNED, source=TURNED)
        known = get_for_reading(person=person)
        details = people.Details(name=known.name, born="2011-03-04", school=TURNED[:100], street=TURNED[:100])
        people.change(by=alice, person=person, details=details, version=known.version)
    names = ("case", "plan", "plan-print", "timeline", "words", "network")
    return {name: reverse(f"cases:{name}", args=[case]) for name in names} | {
        "task": reverse("tasks:task", args=[task]),
        "tasks": reverse("tasks:list"),
        "concern": reverse("concerns:concern", args=[concern]),
        "queue": reverse("concerns:queue"),
        "person": reverse("people:page", args=[person]),
        "looked": reverse("cases:looked", args=[case]),
        "today": "/",
    }


def test_a_hostile_text_moves_nothing_on_any_page(journey, pages):
    page = journey.browser(key="alice", width=NARROW).new_page()
    faults = []
    for name, address in pages.items():
        page.goto(address)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            # What is cut at the screen's edge does not make the page wider, so every box is measured.
            wide = page.evaluate(
                """() => [...document.querySelectorAll("main *, .tv-idbar *")].filter(each => {
                    const box = each.getBoundingClientRect()
                    const folded = each.closest("details:not([open]) > :not(summary)")
                    const rolls = folded || each.closest(".tv-subnav ul, .tv-views, .sr-only, svg")
                    return box.width && !rolls && box.right > document.documentElement.clientWidth + 1
                }).map(each => `${each.tagName}.${each.className}`)"""
            )
            faults += [f"{name} at {width}: {each}" for each in wide[:3]]
    assert not faults, "\n".join(faults)
    page.goto(pages["plan"])
    # Our own words beside a text that is turned round stand as they were written.
    assert page.locator(".tv-goal__state b").first.evaluate("each => getComputedStyle(each).unicodeBidi") == "isolate"


def test_what_is_typed_reads_in_the_order_it_was_typed(journey, pages):
    page = journey.open(pages["plan"], key="alice")
    page.get_by_role("link", name="Nyt mål").first.click()
    page.get_by_label("Målet med den unges egne ord").fill("Jeg vil \N{RIGHT-TO-LEFT OVERRIDE}ud af det")
    page.get_by_role("button", name="Føj målet til").click()
    expect(page.get_by_role("heading", name="Jeg vil ud af det", exact=True)).to_be_visible()
