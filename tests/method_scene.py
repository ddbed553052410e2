"""Pages of how we work as members of the cast write them: a draft, one in use that Herlev and the police read."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.methods import actions
from tvaers.methods.actions import Reach, Told
from tvaers.methods.enums import Place, Topic, VersionState
from tvaers.methods.models import MethodVersion
from tvaers.methods.rules import next_review

NEIGHBOURS = ("herlev", "police")
# Each with its mark, since a page shows the words without it.
SAID = (
    ("", "Vi går altid to."),
    ("## ", "Ude"),
    ("- ", "Se først."),
    ("- ", "Hils pænt."),
    ("1. ", "Byg bro."),
    ("2. ", "Følg op."),
)
BODY = "\n".join(f"{mark}{words}" for mark, words in SAID)


def told(**changes: Any) -> Told:
    """What a page says."""
    plain: dict[str, Any] = {"title": "En vagt på gaden", "summary": "Fra plan til debriefing.", "body": BODY}
    return Told(**plain | changes)


def reach(*audience: str, **changes: Any) -> Reach:
    """Where it stands: read by organisations of the cast, shown where shifts are listed, kept by Bo."""
    plain: dict[str, Any] = {
        "topic": Topic.STREET,
        "audience": [named(each) for each in audience or NEIGHBOURS],
        "places": ["street"],
        "keeper": named("bo"),
        "review_date": next_review(clock.today()),
    }
    return Reach(**plain | changes)


def begun(who: str = "bo", **changes: Any) -> UUID:
    """Begin a page; return its id."""
    with acting_as(who) as by:
        return actions.begin(by=by, topic=Topic.STREET, told=told(**changes))


def edition(method: UUID) -> int:
    """How often its draft was saved; 0 without one. Asked by whoever acts."""
    found = MethodVersion.objects.filter(method_id=method, state=VersionState.DRAFT)
    return found.values_list("edition", flat=True).first() or 0


def used(who: str = "bo", *, to: tuple[str, ...] = NEIGHBOURS, review: date | None = None, **changes: Any) -> UUID:
    """Begin a page and take it into use; return its id."""
    arranged: dict[str, Any] = {name: changes.pop(name) for name in ("places", "keeper") if name in changes}
    method = begun(who, **changes)
    if review is not None:
        arranged["review_date"] = review
    with acting_as(who) as by:
        where = reach(*to, **{"keeper": by.id} | arranged)
        actions.take_into_use(by=by, method=method, edition=edition(method), reach=where)
    return method


def followed(method: UUID, who: str = "bo", **changes: Any) -> None:
    """Write the next version and take it into use."""
    with acting_as(who) as by:
        actions.save(by=by, method=method, told=told(**changes), edition=edition(method))
        actions.take_into_use(by=by, method=method, edition=edition(method), reach=reach(), changed="Nyt om hjemtur.")


def library() -> dict[str, UUID]:
    """One in use, shown everywhere, with a next version being written; a draft; one to be dropped, one to retire."""
    made = {
        "method": used(places=[place.value for place in Place]),
        "method draft": begun(title="Kladden"),
        "other method draft": begun(title="Kasseres"),
        "other method": used(title="Går ud af brug"),
    }
    followed(made["method"])
    with acting_as("bo") as bo:
        actions.save(by=bo, method=made["method"], told=told(title="Tre"), edition=0)
    return made


def written(**changes: Any) -> dict[str, Any]:
    """What the page for writing sends."""
    return {"title": "Ny side", "summary": "Kort.", "body": BODY, "source": "Egen erfaring.", "topic": "ssp"} | changes


def arranged(**changes: Any) -> dict[str, Any]:
    """What the page for reach sends."""
    day = next_review(clock.today())
    return {
        "topic": "street",
        "audience": [str(named(each)) for each in NEIGHBOURS],
        "places": ["street"],
        "keeper": str(named("bo")),
        "review_day": day.day,
        "review_month": day.month,
        "review_year": day.year,
    } | changes


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"methods:{name}", "arguments": arguments, "who": "bo", "outsider": "oda"} | more


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", who="dina"),
    _page("list", query="?place=street", who="hanne"),
    _page("new", sent=_with_form(**written())),
    _page("starter", "=gadevagt", sent=_with_form(do="take"), outsider=""),
    _page("method", "method", who="palle"),
    _page("method", "method draft"),
    _page("version", "method", "=1", who="hanne"),
    _page("version", "method", "=3"),
    _page("write", "method", sent=_with_form(**written(version="1"))),
    _page("drop", "other method draft", shown=0, sent=_with_form()),
    _page("use", "method", sent=_with_form(version="1", changed="Mere om hjemtur.", **arranged())),
    _page("use", "method draft"),
    _page("arrange", "method", sent=_with_form(**arranged(places=["debrief"]))),
    _page("confirm", "other method", shown=0, sent=_with_form()),
    _page("retire", "other method", sent=_with_form(do="retire")),
)
