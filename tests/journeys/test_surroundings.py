"""Every component, in the gallery, as its reader's own machine may draw it: system colours, no motion, on paper."""

import pytest

from tests.journeys import probes
from tests.journeys.conftest import LEGIBLE, violations
from tests.journeys.surroundings import DARK_RULES, Seen, faults_of, letters

GALLERY = "/dev/gallery/"
# CSS pixels between the margins of an A4 page.
PAPER = 670
MOVING = """() => [...document.querySelectorAll("*")].flatMap(each => ["", "::before", "::after"].flatMap(part => {
    const style = getComputedStyle(each, part)
    const moves = style.transitionDuration !== "0s" || style.animationName !== "none"
    return moves ? [`${each.tagName}.${each.className}${part}`] : []
})).slice(0, 5)"""


@pytest.fixture
def gallery(journey, db):
    return journey.open(GALLERY)


def test_in_the_systems_colours_the_focus_shows(gallery):
    gallery.emulate_media(forced_colors="active")
    assert not gallery.evaluate(probes.RINGS, [])["faults"]


def test_nothing_moves_for_who_wants_no_motion(gallery):
    assert not gallery.evaluate(MOVING)
    gallery.emulate_media(reduced_motion="no-preference")
    assert gallery.evaluate(MOVING), "what moves is found"


def test_on_paper_everything_is_black_on_white_and_fits(gallery):
    gallery.emulate_media(media="print", color_scheme="dark")
    gallery.set_viewport_size({"width": PAPER, "height": 950})
    assert not violations(gallery, DARK_RULES)
    assert not gallery.evaluate(probes.LAYOUT)


def test_what_is_wrong_in_a_surrounding_is_caught(gallery):
    def rule(text):
        gallery.evaluate(
            "text => document.styleSheets[0].insertRule(text, document.styleSheets[0].cssRules.length)", text
        )

    def faults():
        return " ".join(faults_of(gallery, Seen()))

    rule("@media (prefers-color-scheme: dark) { .tv-quiet { color: #444 !important } }")
    rule("@media (max-width: 330px) { .button { min-height: 2rem !important; padding: 0 !important } }")
    rule(":focus-visible { outline-width: 1px !important }")
    rule(".form-input { border-color: #ddd !important }")
    rule("@media (max-width: 330px) { main p { white-space: nowrap } }")
    found = faults()
    for told in (
        "by night: color-contrast",
        "at 320 px by night: a target",
        "a ring of 1px",
        "an edge of",
        "at 320 px by night: beside",
    ):
        assert told in found, told


def test_contrast_is_asked_again_only_where_text_is_drawn_in_a_new_way(gallery):
    looks = set(gallery.evaluate(probes.LOOKS))
    assert not violations(gallery)
    assert looks <= LEGIBLE
    for _ in range(2):
        gallery.evaluate("() => { document.querySelector('main p').style.cssText = 'color: #aaa' }")
        assert "color-contrast" in " ".join(violations(gallery)), "a fault is found however often it is looked for"
    gallery.evaluate("() => { document.querySelector('main p').removeAttribute('style') }")
    gallery.evaluate("() => { document.querySelector('main p').parentElement.style.backgroundColor = '#666' }")
    assert "color-contrast" in " ".join(violations(gallery, DARK_RULES)), "what lies behind counts"
    gallery.evaluate("() => { axe.run = () => Promise.reject(new Error('asked')) }")
    gallery.evaluate("() => { document.querySelector('main p').parentElement.removeAttribute('style') }")
    assert not violations(gallery, DARK_RULES), "axe is not asked for what it found legible"


def test_large_letters_that_leave_the_screen_are_caught(gallery):
    gallery.evaluate("document.styleSheets[0].insertRule('.tv-main { min-width: 120rem !important }')")
    assert not gallery.evaluate(probes.LAYOUT)
    letters(gallery, 32)
    assert gallery.evaluate(probes.LAYOUT)
