"""What watches over the journeys can see: a script that fails, what the policy refuses, errors, a log that tells."""

import logging

import pytest
from django.urls import reverse

from tests.journeys.overheard import Overheard

SIGN_IN = "account_login"


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => { throw new Error('on purpose') })",
        "console.error('on purpose')",
        "document.body.setAttribute('style', 'color: red')",
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{color:red}'}))",
    ],
)
def test_trouble_on_a_page_fails_its_journey(journey, cast, script):
    page = journey.open(reverse(SIGN_IN))
    assert journey.troubles == []
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    assert len(journey.troubles) == 1
    with pytest.raises(AssertionError):
        journey.close()
    journey.troubles.clear()


def test_a_page_that_asks_elsewhere_fails_its_journey(journey, cast):
    page = journey.open(reverse(SIGN_IN))
    # Another port of this machine: even what would be answered counts.
    page.evaluate("() => { document.location = 'http://127.0.0.1:9/' }")
    page.wait_for_timeout(500)
    assert [each for each in journey.troubles if "elsewhere" in each]
    journey.troubles.clear()


def test_an_answer_that_says_no_is_no_trouble(journey, cast):
    page = journey.open("/nowhere/", key="alice")
    page.wait_for_timeout(200)
    assert journey.troubles == []


def test_what_is_typed_and_logged_is_found(journey, cast, overheard):
    page = journey.open(reverse(SIGN_IN))
    page.get_by_label("E-mail").fill("freja.kanariefugl@prove.example")
    page.get_by_label("E-mail").press("Enter")
    page.wait_for_timeout(200)
    assert "freja.kanariefugl@prove.example" in overheard.typed
    assert any('"route": "account_login"' in line for line in overheard.lines)
    assert not overheard.faults()
    logging.getLogger("tvaers.careless").warning("freja.kanariefugl@prove.example")
    assert overheard.faults()
    overheard.lines.clear()
    assert overheard.faults("ERROR:  duplicate key\nDETAIL:  Key (email)=(freja.kanariefugl@prove.example)")


@pytest.mark.parametrize("line", ["Noah Prøvesen", "noah WAS here", "a@b", "010203-1234", "0102031234"])
def test_a_line_that_tells_is_found(line):
    heard = Overheard()
    heard.typed = {"Noah Prøvesen", "Noah was here"}
    assert heard.faults(line)
    assert not heard.faults("2026-11-27 17:00:00.123 UTC [1] LOG:  ready to accept connections")


def test_an_hour_that_was_typed_is_found_by_itself_and_not_in_every_moment(overheard):
    overheard.typed.add("10.00")
    moment = "2026-11-29 10:04:10.007 UTC [18138] FATAL:  password authentication failed"
    assert not overheard.faults(moment)
    assert overheard.faults(f"{moment} for 10.00")
