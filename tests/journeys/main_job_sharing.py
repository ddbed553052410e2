"""The plan of the main job is shared with the police: promised and shown are the same, watched, and taken back."""

import re
from urllib.parse import urlsplit

from tests.journeys.arriving import at, press
from tests.journeys.main_job import (
    COMMENT,
    ELSEWHERE,
    FACT,
    GOALS,
    KAREN_TASK,
    MOTHER,
    NAME,
    NOT_FOR,
    NOTE,
    OWN_WORDS,
    REASON,
    SSP,
    STRONG,
    THOUGHT,
    fill,
    follow,
    says,
)

WHY_PALLE = "Palle står ved skolen og skal kende aftalerne om eftermiddagen."


AGREEMENT = "Prøveaftalen"


def share_plan(day, case):
    """The interruption card: Palle, the plan, why and for how long; what the preview promises is what he then sees."""
    page = day.at("alice", case)
    follow(page, re.compile("^Del$"))
    day.look(page, "share-whom")
    follow(page, "Palle Patrulje")
    page.get_by_label(SSP).check()
    page.get_by_label("Dele af det").check()
    fill(page, "Hvorfor er det nødvendigt?", WHY_PALLE)
    page.get_by_label("30 dage").check()
    day.look(page, "share")
    press(page, "Kontrollér, hvad du deler")
    says(page, "Er det rigtigt?", "Præcis dette ser Palle", NOT_FOR)
    day.look(page, "share-check")
    promised = page.locator("#preview").inner_text()
    press(page, "Del")
    says(page, "Tilbudt til Palle Patrulje")

    palle = day.at("palle", "/")
    day.look(palle, "today-palle-offered")
    palle.goto("/sharing/offers/")
    says(palle, WHY_PALLE, NOT_FOR)
    day.look(palle, "offers-palle")
    press(palle, "Tag imod")
    says(palle, "Du har taget imod")
    compare(day, case, promised)


def compare(day, case, promised):
    """Whatever was written anywhere in the case stands in the preview if, and only if, Palle finds it."""
    palle = day.at("palle")
    follow(palle, "Plan")
    at(palle, urlsplit(case).path)
    day.look(palle, "case-palle")
    says(palle, NOT_FOR)
    shown = ""
    for part in ("plan/", "timeline/", "words/", "network/", ""):
        answer = palle.goto(f"{case}{part}")
        if answer.ok:
            shown += palle.get_by_role("main").inner_text()
    written = (NAME, FACT, THOUGHT, STRONG, REASON, OWN_WORDS, MOTHER, NOTE, COMMENT, "Samira", "Torben", *GOALS)
    # His own task he has already.
    tasks = ("Tal med klasselæreren", ELSEWHERE[0][1], KAREN_TASK)
    for text in (*written, *tasks):
        assert (text in promised) == (text in shown), f"promised and shown differ: {text}"
    assert all(goal in shown and NAME not in shown for goal in GOALS)
    assert NOTE not in shown


def watch_and_take_back(day, case):
    """Alice sees who can see it and who has looked, takes it back, and his next click finds nothing."""
    page = day.at("alice", case)
    follow(page, re.compile("Hvem kan se det"))
    says(page, "Palle Patrulje", "Delt af Alice Prøvedal", AGREEMENT)
    day.look(page, "readers")
    page.goto(f"{case}looked/")
    assert page.get_by_role("row").filter(has_text="Palle Patrulje").count()
    day.look(page, "looked")
    page.goto(case)
    follow(page, "Delinger")
    follow(page, re.compile("Træk tilbage"))
    day.look(page, "withdraw")
    press(page, "Træk tilbage")
    says(page, "Trukket tilbage. Det lukkede med det samme.")
    palle = day.at("palle")
    with palle.expect_navigation() as gone:
        palle.get_by_role("link", name="Plan").first.click()
    assert gone.value.status == 404
    says(palle, "Vi kan ikke finde siden")
