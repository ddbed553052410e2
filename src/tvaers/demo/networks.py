"""A network plan of the demonstration: signed ten days ago, one agreement kept, one whose day has passed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import override

from tvaers.cases.models import Case
from tvaers.demo.people_at_work import job
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import network
from tvaers.plans.actions.network import Goes, Said, Told
from tvaers.plans.enums import DutyState, Given, Party, View
from tvaers.plans.models import NetworkPlan
from tvaers.sharing.acting import acting

ROUTE = "demo:load"
AGO = timedelta(days=10)
LEAD, COACH = "sofie", "Træneren i håndboldklubben"
# Who does what, and how many days after the signing it was to be done.
PROMISED = (
    ("Farmor", "Laver mad sammen med den unge hver tirsdag", 21),
    (COACH, "Henter til træning mandag og torsdag den første uge", 6),
    ("Storebror", "Går med til mødet på skolen", 8),
)
STANCES = (
    (Party.YOUNG, "Den unge selv", View.PARTLY, "Jeg vil godt, men jeg vil selv fortælle det til mine venner."),
    (Party.PARENT, "Mor", View.AGREES, ""),
    (Party.PARENT, "Far", View.AGAINST, "Jeg synes, det er skolens opgave."),
)


def load(say: Callable[[str], None]) -> None:
    """Draft and sign it as the lead of a case; what is there stays as it is."""
    form = identified("network plan", LEAD)
    with override("da"), clock.frozen(_at(clock.today() - AGO)), acting(job(LEAD).actor, route=ROUTE) as by:
        cases = Case.objects.filter(lead_id=by.id, state="open", purpose=Purpose.SSP).order_by("-opened_at")
        case = cases.values_list("id", flat=True).first()
        made = case is not None and not NetworkPlan.objects.filter(written_by=by.id).exists()
        if case is not None and made:
            _sign(by, case, form)
    say(f"{int(made)} network plan, signed")


def _at(day: date) -> datetime:
    return datetime.combine(day, time(14), tzinfo=clock.COPENHAGEN)


def _sign(by: Actor, case: UUID, form: UUID) -> None:
    today = clock.today()
    told = Told(
        triggered_on=today - timedelta(days=3),
        cause="Politiet bekræftede et slagsmål bag stationen, hvor den unge var med.",
        concerns="Mor: Han kommer sent hjem. Skolen: Han er der sjældent om mandagen. Den unge: At alle snakker om det.",
        plain="Vi mødtes, fordi vi gerne vil have, at du har det godt. Du er ikke alene om det. Her står, hvad vi aftalte.",
        contact_on=add_working_days(today, 1),
        contact_by="Hodan fra gadeplan",
        review_on=add_working_days(today + timedelta(days=24), 1),
        every_weeks=4,
    )
    plan = network.begin(by=by, case=case, told=told, form=form)
    duties = {}
    for who, words, days in PROMISED:
        due_on = today + timedelta(days=days)
        duties[who] = network.promise(by=by, case=case, plan=plan, who=who, words=words, due_on=due_on)
    for party, who, view, words in STANCES:
        said = Said(party=party, who=who, view=view, given=Given.MEETING, said_on=today, words=words)
        network.say_stance(by=by, case=case, plan=plan, said=said)
    # Each agreement changed the draft.
    network.sign(by=by, case=case, plan=plan, version=1 + len(PROMISED))
    met = today + timedelta(days=2)
    network.say_contact(by=by, case=case, plan=plan, on=met, words="De gik en tur om søen. Han fortalte om håndbolden.")
    goes = Goes(state=DutyState.DONE, said_by=COACH, said_on=today + timedelta(days=7), words="Han kom begge gange.")
    network.say_how_it_goes(by=by, case=case, duty=duties[COACH], goes=goes)
