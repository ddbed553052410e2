"""Templates as the cast writes them, and assessments in a case of Alice's: a draft, a signed one, a second reading."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.cast import actor, named
from tests.stage import acting_as
from tvaers.assessments.access import get_for_reading
from tvaers.assessments.actions import filling, reading, templates
from tvaers.assessments.actions.templates import Told
from tvaers.assessments.documents import Document, parse
from tvaers.assessments.enums import Basis, Form, Known, Tool, Verdict, VersionState
from tvaers.assessments.models import Elsewhere, TemplateVersion
from tvaers.assessments.rules import Answer, usual_expiry
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.partnerships.rules import categories_for

NEIGHBOURS = ("herlev", "police")
SAID = "Han passer sit fodboldhold"
CONCLUSION = "Vi arbejder videre med fritid og skole."
REASON = "Der er mere, der bærer, end der vælter."

SHAPE: dict[str, Any] = {
    "guidance": "Begynd med det, der går godt.",
    "concludes": True,
    "sections": [
        {
            "key": "leisure",
            "title": "Fritid",
            "category": "assessment",
            "questions": [
                {
                    "key": "goes",
                    "text": "Går til noget fast",
                    "kind": "choice",
                    "choices": ["Ja", "Nej"],
                    "group": "Det, der bærer",
                    "required": True,
                    "basis": True,
                },
                {"key": "friends", "text": "Hvem er den unge sammen med?", "source": True},
            ],
        },
        {
            "key": "health",
            "title": "Helbred",
            "category": "health",
            "questions": [{"key": "sleep", "text": "Hvordan er søvnen?"}],
        },
        {
            "key": "own",
            "title": "Den unges egne ord",
            "category": "plan",
            "questions": [{"key": "words", "text": "Hvad vil den unge selv?"}],
        },
    ],
}


def document(**changes: Any) -> Document:
    """A template's document of three sections, each of another category."""
    return parse(SHAPE | changes)


def told(**changes: Any) -> Told:
    """What a version says."""
    plain: dict[str, Any] = {
        "title": "Overblik først",
        "summary": "Det, der bærer, før det, der bekymrer.",
        "document": document(),
    }
    return Told(**plain | changes)


def begun(who: str = "bo", *, form: Form = Form.ASSESSMENT, **changes: Any) -> UUID:
    """Begin a template; return its id."""
    with acting_as(who) as by:
        return templates.begin(by=by, form=form, told=told(**changes))


def used(who: str = "bo", *, to: tuple[str, ...] = (), form: Form = Form.ASSESSMENT, **changes: Any) -> UUID:
    """Begin a template and take it into use; return its id."""
    template = begun(who, form=form, **changes)
    with acting_as(who) as by:
        templates.take_into_use(by=by, template=template, edition=1, audience=[named(each) for each in to])
    return template


def version(template: UUID, who: str = "bo") -> UUID:
    """The version of a template that is in use."""
    with acting_as(who):
        return TemplateVersion.objects.get(template_id=template, state=VersionState.IN_USE).id


def answers(**changes: Answer) -> dict[str, Answer]:
    """What stands in the section about leisure."""
    plain = {
        "goes": Answer(chosen=("Ja",), basis=Basis.OBSERVED),
        "friends": Answer(words=SAID, source="Træneren"),
    }
    return plain | changes


def filled(
    case: UUID,
    template: UUID,
    who: str = "alice",
    *,
    categories: Category = ALL_CATEGORIES,
    follows: UUID | None = None,
    concluded: bool = True,
    second: str = "",
) -> UUID:
    """Begin an assessment, answer its sections and conclude it; return its id."""
    asked = version(template)
    with acting_as(who) as by:
        made = filling.begin(
            by=by,
            case=case,
            version=asked,
            about_on=clock.today(),
            categories=categories & categories_for(actor(who).roles),
            follows=follows,
        )
        view = get_for_reading(case=case, id=made)
        for part in view.parts:
            said = {
                "leisure": answers(),
                "health": {"sleep": Answer(words="Sover dårligt")},
                "own": {"words": Answer(known=Known.DONT_KNOW)},
            }[part.section.key]
            filling.answer(
                by=by, case=case, assessment=made, section=part.section.key, answers=said, version=part.version
            )
        if concluded:
            filling.conclude(
                by=by,
                case=case,
                assessment=made,
                version=view.version,
                words=CONCLUSION if view.concludes else "",
                reason=REASON if view.concludes else "",
                expires_on=usual_expiry(clock.today()),
                second=named(second) if second else None,
            )
    return made


def signed(case: UUID, template: UUID, who: str = "alice", **options: Any) -> UUID:
    """An assessment that is signed; return its id."""
    made = filled(case, template, who, **options)
    with acting_as(who) as by:
        view = get_for_reading(case=case, id=made)
        filling.sign(by=by, case=case, assessment=made, version=view.version)
    return made


def filed(case: UUID) -> dict[str, Any]:
    """In a case of Alice's: two that are signed, drafts that are begun, ready and to be dropped, one done elsewhere."""
    template = used()
    first = signed(case, template, second="bo")
    made: dict[str, Any] = {
        "assessment": signed(case, template, follows=first),
        "other assessment": first,
        "assessment draft": filled(case, template, concluded=False),
        "ready assessment": filled(case, template),
        "dropped assessment": filled(case, template),
        "assessment version": version(template),
    }
    with acting_as("alice") as alice:
        reading.note_elsewhere(
            by=alice, case=case, tool=Tool.SAVRY, named="", done_on=clock.today(), done_by="Ungeteamet"
        )
        made["done elsewhere"] = Elsewhere.objects.values_list("id", flat=True).get()
    with acting_as("bo") as bo:
        reading.read(by=bo, case=case, assessment=first, verdict=Verdict.DISSENTS, words="Skolen mangler.")
    return made


def _day(name: str, day: date) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


def _ready(things: dict[str, Any]) -> dict[str, Any]:
    with acting_as("alice"):
        found = get_for_reading(case=things["case"], id=things["ready assessment"]).version
    return {"version": str(found), "do": "save"}


def concluding() -> dict[str, Any]:
    """What the page for the conclusion sends."""
    held = _day("expires_on", usual_expiry(clock.today()))
    return {"version": "1", "concluded": CONCLUSION, "reason": REASON, "second": str(named("bo")), "do": "save"} | held


ANSWERED = {"version": "2", "goes-chosen": "1", "goes-basis": "told", "friends-words": SAID, "do": "other"}
NOTED = {"tool": "savry", "done_by": "Ungeteamet", **_day("done_on", date(2026, 3, 3))}


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"assessments:{name}", "arguments": ("case", *arguments)} | more


# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _page("of-case"),
    _page("begin"),
    _page("begin-with", "assessment version", sent=lambda _things: _begun()),
    _page("elsewhere", sent=_with_form(**NOTED)),
    _page("take-back", "done elsewhere", shown=0, sent=_with_form()),
    _page("assessment", "assessment"),
    _page("assessment", "assessment draft"),
    _page("section", "assessment draft", "=leisure", sent=_with_form(**ANSWERED)),
    _page("conclusion", "assessment draft", sent=lambda _things: concluding()),
    _page("sign", "ready assessment", sent=_ready),
    _page("drop", "dropped assessment", sent=_with_form(do="save")),
    _page("again", "assessment", sent=lambda _things: _begun()),
    _page("second", "assessment", who="bo", sent=_with_form(verdict="dissents", words="Skolen mangler.")),
    _page("beside", "assessment", "other assessment"),
)


def _begun() -> dict[str, Any]:
    return {"form": str(uuid4()), "do": "save", **_day("about_on", clock.today())}
