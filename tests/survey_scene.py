"""Surveys as members of the cast make them: a draft, one counted, one published to Herlev and the police."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.picture_scene import PARK
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.surveys import actions
from tvaers.surveys.actions import Counted, Reach, Remedy, Told
from tvaers.surveys.enums import HowAsked, QuestionKind
from tvaers.surveys.models import Survey
from tvaers.surveys.queries import Counts
from tvaers.surveys.rules import usual_end
from tvaers.surveys.words import NEWEST

NEIGHBOURS = ("herlev", "police")
ASKED, ANSWERED = 160, 92


def days_ago(days: int) -> date:
    """The day so many days ago."""
    day: date = clock.today() - timedelta(days=days)
    return day


def told(**changes: Any) -> Told:
    """What a survey is: from door to door in the park, a month ago."""
    plain: dict[str, Any] = {
        "title": "Tryghed i Prøveparken",
        "area_id": PARK,
        "from_date": days_ago(40),
        "until_date": days_ago(30),
        "how": HowAsked.DOOR,
        "summary": "Flere nævner mørke stier.",
    }
    return Told(**plain | changes)


def counts(answered: int = ANSWERED, *, first: int = 3) -> Counts:
    """Counts that add up: of each question with one answer `first` in the first cell, and the rest spread."""
    found: Counts = {}
    for question in NEWEST.questions:
        codes = list(question.cells)
        if question.kind is QuestionKind.SEVERAL:
            found[question.code] = {code: (number * 7) % (answered + 1) for number, code in enumerate(codes)}
            continue
        each, over = divmod(answered - first, len(codes) - 1)
        numbers = [first, each + over, *[each] * (len(codes) - 2)]
        found[question.code] = dict(zip(codes, numbers, strict=True))
    return found


def counted(answered: int = ANSWERED, **changes: Any) -> Counted:
    """What was counted."""
    plain: dict[str, Any] = {"asked": ASKED, "answered": answered, "counts": counts(answered)}
    return Counted(**plain | changes)


def reach(*audience: str, **changes: Any) -> Reach:
    """Who reads it: organisations of the cast; for five years, and asked again in a year."""
    plain: dict[str, Any] = {
        "audience": [named(each) for each in audience or NEIGHBOURS],
        "until": usual_end(clock.today()),
        "remeasure_on": clock.today() + timedelta(days=335),
    }
    return Reach(**plain | changes)


def begun(who: str = "bo", **changes: Any) -> UUID:
    """Begin a survey; return its id. The areas must be drawn."""
    with acting_as(who) as by:
        return actions.begin(by=by, told=told(**changes))


def typed(who: str = "bo", *, what: Counted | None = None, **changes: Any) -> UUID:
    """Begin a survey and type its counts; return its id."""
    survey = begun(who, **changes)
    with acting_as(who) as by:
        actions.type_counts(by=by, survey=survey, counted=what or counted(), edition=1)
    return survey


def published(
    who: str = "bo", *to: str, what: Counted | None = None, arranged: dict[str, Any] | None = None, **changes: Any
) -> UUID:
    """Begin a survey, type its counts and publish it; return its id."""
    survey = typed(who, what=what, **changes)
    with acting_as(who) as by:
        edition = Survey.objects.values_list("edition", flat=True).get(id=survey)
        actions.publish(by=by, survey=survey, reach=reach(*to, **arranged or {}), edition=edition)
    return survey


def remedy(**changes: Any) -> Remedy:
    """What is to be done: the police look at the path."""
    plain: dict[str, Any] = {
        "what": "Lys på stien",
        "spot": "Stien bag blokkene",
        "responsible": named("police"),
        "due_on": clock.today() + timedelta(days=60),
    }
    return Remedy(**plain | changes)


def problem(survey: UUID, who: str = "bo", **changes: Any) -> UUID:
    """Write down what is to be done after a survey; return its id."""
    with acting_as(who) as by:
        return actions.add_problem(by=by, survey=survey, remedy=remedy(**changes))


def asked(area: UUID) -> dict[str, UUID]:
    """Two published, of which one is to be taken back; drafts, counted and not; and what is to be done."""
    made = {
        "survey": published(area_id=area),
        "earlier survey": published(
            area_id=area, title="Tryghed sidste år", from_date=days_ago(400), until_date=days_ago(390)
        ),
        "ending survey": published(area_id=area, title="Tages tilbage"),
        "survey draft": begun(area_id=area, title="Kladden"),
        "counted survey": typed(area_id=area, title="Optalt"),
        "dropped survey": begun(area_id=area, title="Kasseres"),
    }
    made["safety problem"] = problem(made["survey"])
    made["other safety problem"] = problem(made["survey"], what="Klip hækken")
    return made


def form() -> str:
    """The id that a form carries."""
    return str(uuid4())


def day(name: str, of: date) -> dict[str, int]:
    """What a field for a day sends."""
    return {f"{name}_day": of.day, f"{name}_month": of.month, f"{name}_year": of.year}


def written(area: UUID, **changes: Any) -> dict[str, Any]:
    """What the page for writing sends."""
    plain: dict[str, Any] = {"title": "Tryghed på torvet", "area": str(area), "how": "stall", "summary": ""}
    return plain | day("from_date", days_ago(3)) | day("until_date", days_ago(1)) | changes


def numbers(answered: int = ANSWERED, **changes: Any) -> dict[str, Any]:
    """What the page for the counts sends."""
    sent: dict[str, Any] = {"version": "1", "asked": str(ASKED), "answered": str(answered)}
    for question, of in counts(answered).items():
        sent |= {f"{question}_{choice}": str(number) for choice, number in of.items()}
    return sent | changes


def arranged(**changes: Any) -> dict[str, Any]:
    """What the page of publishing sends."""
    plain = {"version": "2", "audience": [str(named(each)) for each in NEIGHBOURS]}
    until, again = usual_end(clock.today()), clock.today() + timedelta(days=300)
    return plain | day("until", until) | day("remeasure", again) | changes


def to_do(**changes: Any) -> dict[str, Any]:
    """What the page for what is to be done sends."""
    plain = {"what": "Lys på stien", "spot": "Stien bag blokkene", "responsible": str(named("police"))}
    return plain | day("due_on", clock.today() + timedelta(days=30)) | changes


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"surveys:{name}", "arguments": arguments, "who": "bo", "outsider": "oda"} | more


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": form(), **fields}


# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", who="hanne", outsider="helga"),
    _page("list", who="dina", outsider="helga"),
    _page("new", sent=lambda things: {"form": form(), **written(things["housing"])}, outsider="hanne"),
    _page("form", outsider="hanne", is_file=True, is_sent=True),
    _page("survey", "survey", who="palle"),
    _page("survey", "survey"),
    _page("survey", "counted survey"),
    _page("survey", "survey draft"),
    _page("write", "survey draft", sent=lambda things: {"form": form(), **written(things["housing"], version="1")}),
    _page("counts", "counted survey", sent=lambda _things: numbers(version="2")),
    _page("publish", "counted survey", sent=lambda _things: arranged()),
    _page("publish", "survey"),
    _page("end", "ending survey", sent=_with_form(do="end")),
    _page("drop", "dropped survey", shown=0, sent=_with_form()),
    _page("problem", "survey", sent=lambda _things: {"form": form(), **to_do()}),
    _page("done", "safety problem", sent=lambda _things: {"form": form(), "words": "Lys", **day("on", clock.today())}),
    _page("take-out", "other safety problem", shown=0, sent=_with_form()),
    _page("survey-form", "survey draft", is_file=True, is_sent=True),
    _page("result", "survey", who="palle", is_file=True, is_sent=True),
    _page("compare", "survey", "earlier survey", who="palle"),
)
