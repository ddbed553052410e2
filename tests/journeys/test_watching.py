"""What watches over the journeys can see: a script that fails, what the policy refuses, an error in the console."""

import pytest
from django.urls import reverse

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


def test_an_answer_that_says_no_is_no_trouble(journey, cast):
    page = journey.open("/nowhere/", key="alice")
    page.wait_for_timeout(200)
    assert journey.troubles == []
