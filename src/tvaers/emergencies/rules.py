"""Tables of emergency look-ups: who makes, reads, judges and gives back; how long, how often; how one stands."""

from datetime import date
from typing import Final

from tvaers.emergencies.enums import Stand, Verdict
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, OrganisationKind, Role
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.rules import First

# The database says the same of each in guard.emergency_stop, guard.begin_emergency and guard.open_emergency.
MINUTES = 60
FACTOR_SECONDS = 60
SHORTEST_REASON = 20
REVIEW_WORKING_DAYS = 3
# When look-ups have become a habit: more than one of so many accesses, and at least so many, within so many days. Of
# fewer each was told and judged; in a small organisation a single one would else be an alarm.
ONE_IN = 200
FEWEST = 3
ALARM_DAYS = 30
LOOKERS = WITH_PEOPLE
# Who gives back a right that a judgement has ended.
LEADERS = Role.SUPERVISOR
# Who reads, besides whoever looked and whoever works with the person: where it was made, and where it was looked.
READ_AT_LOOKER = Role.SUPERVISOR | Role.INSPECTOR
READ_AT_OWNER = Role.COORDINATOR | Role.SUPERVISOR | Role.INSPECTOR

# In the register like the others, and carried by no frame: nothing else is given on it.
BASIS: Final = First(
    code="emergency",
    title_da="Nødopslag ved fare for liv eller helbred",
    title_en="Emergency look-up in danger to life or health",
    law_da="Databeskyttelsesforordningens artikel 6, stk. 1, litra d; nødret",
    law_en="GDPR article 6(1)(d); necessity",
    guidance_da="Når nogens liv eller helbred er i fare, og der ikke er tid til at spørge. Bekræft med jeres jurist.\n"
    "Kun hvem personen er, og de seneste bekymringer, i en time. Aldrig til foreninger, aldrig videre.",
    guidance_en="When somebody's life or health is in danger and there is no time to ask. Confirm with your lawyer.\n"
    "Only who the person is and the latest concerns, for an hour. Never to associations, never onwards.",
    frames=(),
    senders=tuple(OrganisationKind),
    receivers=tuple(kind for kind in OrganisationKind if kind in RECEIVES_DISCLOSURES),
    purposes=Purpose(127),
    categories=Category.IDENTITY | Category.CONCERN,
    cited_as="",
    unverified=True,
)

# What becomes of one: (how it stands, what happens) → how it stands then. Drawn in docs/reference/states.md.
STEPS: dict[tuple[Stand, str], Stand] = {
    (Stand.OPEN, "an hour has gone, or it is ended"): Stand.WAITING,
    (Stand.OPEN, "found justified"): Stand.JUSTIFIED,
    (Stand.OPEN, "found not justified"): Stand.NOT_JUSTIFIED,
    (Stand.WAITING, "three working days have gone"): Stand.OVERDUE,
    (Stand.WAITING, "found justified"): Stand.JUSTIFIED,
    (Stand.WAITING, "found not justified"): Stand.NOT_JUSTIFIED,
    (Stand.OVERDUE, "found justified"): Stand.JUSTIFIED,
    (Stand.OVERDUE, "found not justified"): Stand.NOT_JUSTIFIED,
    (Stand.NOT_JUSTIFIED, "a leader gives the right back"): Stand.GIVEN_BACK,
}


def stand(*, verdict: str, is_open: bool, is_restored: bool, review_by: date, today: date) -> Stand:
    """Return how an emergency look-up stands."""
    if verdict == Verdict.NOT_JUSTIFIED:
        return Stand.GIVEN_BACK if is_restored else Stand.NOT_JUSTIFIED
    if verdict == Verdict.JUSTIFIED:
        return Stand.JUSTIFIED
    if is_open:
        return Stand.OPEN
    return Stand.OVERDUE if today > review_by else Stand.WAITING
