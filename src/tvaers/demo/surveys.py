"""The surveys of safety of the demonstration: two invented measurings in Værebro Park, a year apart, and a draft."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tvaers.demo.organisations import BY_KEY
from tvaers.demo.people_at_work import job
from tvaers.demo.picture import HOEJE, PARTIES, VAEREBRO
from tvaers.demo.seed import identified
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.sharing.acting import acting
from tvaers.surveys import actions
from tvaers.surveys.actions import Counted, Reach, Remedy, Told
from tvaers.surveys.enums import HowAsked, SurveyState
from tvaers.surveys.models import Survey
from tvaers.surveys.queries import Counts
from tvaers.surveys.rules import usual_end
from tvaers.surveys.words import NEWEST

ROUTE = "demo:load"
BY = "mikkel"
Numbers = dict[str, tuple[int, ...]]

# In the order of the questionnaire's cells; the last of one answer are the sheets that were left open.
BEFORE: Numbers = {
    "day": (61, 98, 31, 19, 6, 5, 5),
    "dark": (22, 54, 43, 61, 33, 7, 5),
    "home": (88, 86, 22, 14, 7, 3, 5),
    "police": (41, 97, 49, 22, 12, 4),
    "places": (58, 84, 63, 71, 29, 38, 44, 12, 17),
    "worries": (33, 77, 69, 66, 52, 91, 31, 28, 18, 74, 9),
    "avoid": (96, 83, 34, 8, 4),
    "helps": (112, 68, 73, 49, 101, 62, 55, 14),
    "age": (31, 62, 79, 49, 4),
    "lived": (28, 71, 118, 6, 2),
}
AFTER: Numbers = {
    "day": (66, 93, 27, 14, 5, 6, 3),
    "dark": (33, 69, 41, 43, 17, 8, 3),
    "home": (84, 83, 20, 12, 6, 5, 4),
    "police": (46, 95, 42, 18, 9, 4),
    "places": (73, 49, 57, 62, 27, 35, 39, 13, 14),
    "worries": (41, 68, 61, 59, 47, 83, 24, 25, 13, 41, 8),
    "avoid": (108, 70, 25, 7, 4),
    "helps": (67, 61, 79, 46, 98, 66, 52, 11),
    "age": (27, 57, 78, 48, 4),
    "lived": (24, 66, 118, 4, 2),
}


@dataclass(frozen=True)
class Measuring:
    """A measuring. ago: days since the last day of asking; asked, answered: how many people."""

    title: str
    ago: int
    asked: int
    answered: int
    numbers: Numbers
    summary: str


MEASURINGS = (
    Measuring(
        *("Tryghed i Værebro Park, sidste efterår", 390, 480, 225),
        BEFORE,
        "Mange skriver om mørke stier bag blokkene og om knallerter om aftenen. Flere savner et sted til de unge.",
    ),
    Measuring(
        *("Tryghed i Værebro Park, i efteråret", 32, 460, 214),
        AFTER,
        "Flere roser det nye lys på stierne. Knallerter fylder stadig, og beboerne vil gerne møde betjenten oftere.",
    ),
)
# What is to be done after the newest: what, where, by whom, in how many days; and how it was done, if it is.
PROBLEMS = (
    ("Tal med knallertkørere og sæt skilte op", "Hovedstien", "police", 40, ""),
    ("Klip hækken ved skraldegården", "Skraldegården", "gladsaxe", 25, ""),
    ("Lys på stien bag blokkene", "Stien mod stationen", "gladsaxe", 5, "Otte nye lamper er sat op."),
)


def _area(path: str) -> UUID:
    return identified("area", path)


def _counts(numbers: Numbers) -> Counts:
    return {each.code: dict(zip(each.cells, numbers[each.code], strict=True)) for each in NEWEST.questions}


def load() -> int:
    """Write the surveys as the consultant, unless they stand there already; return how many there are."""
    with acting(job(BY).actor, route=ROUTE) as by:
        made = [_measured(by, number, each) for number, each in enumerate(MEASURINGS)]
        _followed_up(by, made[-1])
        today = clock.today()
        draft = Told(
            title="Tryghed i Høje Gladsaxe",
            area_id=_area(HOEJE),
            from_date=today,
            until_date=today + timedelta(days=14),
            how=HowAsked.STALL,
        )
        actions.begin(by=by, told=draft, form=identified("survey", "draft"))
    return len(MEASURINGS) + 1


def _measured(by: Actor, number: int, what: Measuring) -> UUID:
    last = clock.today() - timedelta(days=what.ago)
    told = Told(
        title=what.title,
        area_id=_area(VAEREBRO),
        from_date=last - timedelta(days=12),
        until_date=last,
        how=HowAsked.DOOR,
        summary=what.summary,
    )
    survey = actions.begin(by=by, told=told, form=identified("survey", str(number)))
    row = Survey.objects.get(id=survey)
    if row.state == SurveyState.DRAFT and row.answered is None:
        counted = Counted(asked=what.asked, answered=what.answered, counts=_counts(what.numbers))
        actions.type_counts(by=by, survey=survey, counted=counted, edition=row.edition)
        reach = Reach(
            audience=[BY_KEY[each].id for each in PARTIES],
            until=usual_end(clock.today()),
            remeasure_on=last + timedelta(days=365 if number else 730),
        )
        actions.publish(by=by, survey=survey, reach=reach, edition=row.edition + 1)
    return survey


def _followed_up(by: Actor, survey: UUID) -> None:
    if Survey.objects.get(id=survey).state != SurveyState.PUBLISHED:
        return
    for what, spot, who, days, done in PROBLEMS:
        remedy = Remedy(
            what=what,
            spot=spot,
            responsible=BY_KEY[who].id,
            due_on=clock.today() + timedelta(days=days),
        )
        problem = actions.add_problem(by=by, survey=survey, remedy=remedy, form=identified("safety problem", what))
        if done:
            actions.say_done(by=by, problem=problem, words=done, on=clock.today())
