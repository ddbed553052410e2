"""Templates as keepers of the cast write them, and their pages for the register of pages."""

import json
from typing import Any
from uuid import UUID, uuid4

from tests import assessment_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.assessments.actions import templates
from tvaers.assessments.enums import Form
from tvaers.assessments.packing import Package, pack

NEIGHBOURS = ("herlev", "police")
PACKAGE = Package(
    title="Fra en anden kommune", summary="Kort.", source="Egne ord", form=Form.TALK, document=scene.document()
)
FILE = pack(PACKAGE)


def library() -> dict[str, UUID]:
    """One in use that neighbours may take over, with a next version being written; a draft; one to drop and retire."""
    made = {
        "template": scene.used(to=NEIGHBOURS),
        "template draft": scene.begun(title="Kladden"),
        "other template draft": scene.begun(title="Kasseres"),
        "other template": scene.used(title="Går ud af brug"),
    }
    with acting_as("bo") as bo:
        templates.save(by=bo, template=made["template"], told=scene.told(title="To"), edition=0)
    return made


def about(**changes: Any) -> dict[str, Any]:
    """What the page about a template sends."""
    return {
        "title": "Ny skabelon",
        "summary": "Kort.",
        "source": "Egen erfaring.",
        "form_of": "assessment",
        "guidance": "Begynd med det, der går godt.",
        "concludes": "on",
    } | changes


def section(**changes: Any) -> dict[str, Any]:
    """What the page for a section sends."""
    return {"title": "Skole", "guidance": "", "category": "assessment"} | changes


def question(**changes: Any) -> dict[str, Any]:
    """What the page for a question sends."""
    return {
        "text": "Hvordan går det i skolen?",
        "kind": "choice",
        "choices": "Ja\nDelvist\nNej",
        "group": "Det, der bærer",
        "guidance": "",
        "required": "on",
        "unknown": "on",
    } | changes


def broken(**changes: Any) -> str:
    """The file of a template in which something is wrong."""
    return json.dumps(json.loads(FILE) | changes)


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"templates:{name}", "arguments": arguments, "who": "bo", "outsider": "oda"} | more


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


# The title of a template that comes along, which stands on its page in any language.
OVERVIEW = "Overblik over ressourcer og risici"
_SECTION, _QUESTION = ("template", "=leisure"), ("template", "=leisure", "=goes")
# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", who="dina"),
    _page("list", outsider=""),
    _page("new", sent=_with_form(**about()), outsider=""),
    _page("from-file", sent=_with_form(text=FILE), outsider=""),
    _page("starter", "=ressourcer-og-risici", sent=_with_form(do="take"), outsider=""),
    _page("starter-file", "=log", outsider="", is_file=True, is_sent=True),
    _page("template", "template", who="palle"),
    _page("template", "template draft"),
    _page("version", "template", "=2"),
    _page("file", "template", "=1", who="alice", is_file=True, is_sent=True),
    _page("take-over", "template", who="bo", shown=0, sent=_with_form()),
    _page("next", "other template", shown=0, sent=_with_form()),
    _page("edit", "template", sent=_with_form(version="1", do="health/0")),
    _page("about", "template", sent=_with_form(version="1", **about())),
    _page("section-new", "template", sent=_with_form(version="1", **section())),
    _page("section", *_SECTION, sent=_with_form(version="1", **section())),
    _page("section-remove", *_SECTION, sent=_with_form(version="1", do="remove")),
    _page("question-new", *_SECTION, sent=_with_form(version="1", **question())),
    _page("question", *_QUESTION, sent=_with_form(version="1", **question())),
    _page("question-remove", *_QUESTION, sent=_with_form(version="1", do="remove")),
    _page("drop", "other template draft", shown=0, sent=_with_form()),
    _page("use", "template", sent=_with_form(version="1", changed="Mere om fritid.", audience=[str(named("herlev"))])),
    _page("use", "template draft"),
    _page("offer", "template", sent=_with_form(audience=[str(named("police"))])),
    _page("retire", "other template", sent=_with_form(do="retire")),
)
