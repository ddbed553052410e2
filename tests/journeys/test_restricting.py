"""A case restricted to named colleagues in a real browser, wide and narrow."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import case_scene as scene
from tests.rich_case import open_case

NARROW = 360


def test_a_case_is_restricted_and_is_gone_for_the_colleague(journey, cast, acting_as):
    case = open_case()
    scene.share(acting_as, case, scene.Category.PLAN, to="palle")
    page = journey.open(reverse("cases:course", args=[case]), key="alice")
    page.get_by_role("link", name="Begræns forløbet til nævnte kolleger", exact=True).click()
    page.get_by_label("Frida Leder, afdelingsleder").check()
    page.get_by_label("Hvorfor?").fill("En kollega her er i familie med Noah.")
    journey.check(page, "restrict")
    page.get_by_role("button", name="Begræns forløbet", exact=True).click()
    expect(page.get_by_text("Forløbet findes for de nævnte")).to_be_visible()
    journey.check(page, "restricted-course")

    gone = journey.open(reverse("cases:case", args=[case]), key="bo")
    expect(gone.get_by_text("Noah")).to_have_count(0)

    for name, title in (("sharing:readers", "restricted-readers"), ("cases:restrict", "restrict-anew")):
        narrow = journey.open(reverse(name, args=[case]), key="frida", width=NARROW)
        journey.check(narrow, title)
