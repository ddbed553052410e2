"""Files of the invented cases: some plans were signed on paper and scanned."""

from functools import cache

from tvaers.demo.casework import Running
from tvaers.files import actions
from tvaers.files.cleaning import Clean, clean
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.ui.letters.pdf import Letter, render_letter

# Every third case.
ONE_IN = 3
TITLE = "Underskrevet plan"


@cache
def _signed_plan(mark: str, organisation: str) -> Clean:
    """Return the page that everybody signs; made anew as what anybody sends."""
    letter = Letter(
        organisation=organisation,
        mark=mark,
        subject=TITLE,
        date="",
        text="Planen er gennemgået med den unge og forældrene.\n\nUnderskrevet af alle, der var til stede.",
        language="da",
    )
    return clean(render_letter(letter))


def attach(made: Running, by: Actor) -> None:
    """Attach the signed plan to some of the cases."""
    if made.case.number % ONE_IN == 0:
        plan = _signed_plan(by.organisation.mark, by.organisation.name)
        actions.keep(by=by, dossier=made.id, category=Category.PLAN, title=TITLE, upload=plan)
