"""Every page there is: who opens it, with what, and what is sent to it. A page that is not in here fails the tests.

Arguments are names of things in tests/page_scene.py, or, after an equals sign, written out.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests import (
    agreement_scene,
    assessment_scene,
    effort_scene,
    filter_scene,
    meeting_calendar_scene,
    meeting_scene,
    method_scene,
    network_scene,
    notice_scene,
    street_scene,
    survey_scene,
    template_scene,
    volunteer_scene,
)
from tests import case_scene as scene
from tests.cast import named
from tests.page_scene import Things, picture
from tests.web.page_line import Page, Sent, day, sent
from tests.web.pages_of_concerns import CONCERNS
from tests.web.pages_of_the_house import ADMINISTRATION, DEMONSTRATION, SIGN_IN
from tests.web.pages_of_the_picture import INCIDENTS, PICTURE
from tvaers.guard.enums import Category, Purpose


def drafted(**fields: Any) -> Sent:
    """Send these fields with the version of the draft."""
    return lambda things: {"version": str(agreement_scene.version_now(things["draft agreement"])), **fields}


def moved(things: Things) -> dict[str, Any]:
    """Let what is shared stand on the agreement that all have signed."""
    ground = f"{things['frame']}|{int(Purpose.SSP)}|{scene.BASES['rpl-115-1']}"
    return {"ground": ground, "necessity": "Træneren skal stadig vide det.", **day("until", 5)}


BASICS = {
    "title": "Et nyt navn",
    "purposes": ["1", "8"],
    **day("from_date"),
    **day("until_date", 365),
}
PARTS = {
    "party": {"organisation": str(named("probation")), "signatory": "Områdedirektøren"},
    "theme": {"text": "Digitale medier"},
    "annex": {"kind": "dpia", "title": "Konsekvensanalyse", "text": "Vi deler så lidt som muligt."},
}
ANNEX_FILE = {"kind": "dpia", "title": "Konsekvensanalyse", "form": str(uuid4())}
NOTE = {
    "title": "Skolen ringede",
    **day("happened_on"),
    "happened_time": "0.05",
    "fact": "Fravær",
    "category": str(int(Category.ENTRY)),
    "do": "save",
}
OPENING = {
    "criterion": "repeated",
    "reason": "Er ude sent om aftenen",
    "purpose": "1",
    "lead": str(named("alice")),
    "unit": str(scene.SSP),
    **day("review_on", 30),
    "parents": "contacted",
    "parents_words": "Mor er lettet",
    "do": "save",
}
PERSON = {"purpose": "1", "reader": str(scene.SSP), "name": "Emil Holm", "street": "Nyvej 1"}
MERGED = dict.fromkeys(("name", "born", "phone", "school"), "double")
QUESTION = {
    "receiver": f"member:{named('palle')}",
    "who": "Noah, født 2011",
    "wanted": "Kender I ham, og hvad har virket?",
    "why": "Han er begyndt at komme i Herlev.",
    "ground": scene.SSP_GROUND,
    "permitted": "unsure",
    "do": "1",
}
SHARE = {
    "receiver": f"member:{named('palle')}",
    "ground": scene.SSP_GROUND,
    "necessity": "Palle skal kunne tage imod ham til træning.",
    "term": "7",
    "share": "1",
}
TAKEN = OPENING | {"lead": str(named("hanne")), "unit": str(named("herlev-ssp")), "do": ""}
CONSENT = {
    "to": str(named("outside")),
    "given_by": "both",
    "holders": "both",
    "words": "Langtborte må få planen.",
    "way": "spoken",
    "way_words": "Alice hørte det hjemme hos familien.",
    "tongue": "da",
    **day("given_on"),
    **day("until", 60),
}


def case_page(name: str, *more: str, **options: Any) -> Page:
    """A page below a case."""
    return Page(f"cases:{name}", ("case", *more), **options)


def step(kind: str, **fields: Any) -> Page:
    """A step of a case."""
    data = {"version": "1", "reason": "Fordi", **day("day", 20), **fields}
    return case_page("step", f"={kind}", sent=lambda things: data | {f"task_{things['task']}": "done"})


TODAY = (Page("today:list", who="bo"), Page("today:list", who="bo", query="?week=1"))
CASES = (
    Page("cases:list"),
    *(Page("cases:list", query=f"?view={view}") for view in ("open", "closed")),
    Page("cases:figures", who="inga", outsider=""),
    Page("cases:open-concern", ("two",)),
    Page("cases:open", ("newcomer",), sent=sent(**OPENING)),
    Page("cases:join", ("about him",), sent=lambda things: {"case": str(things["case"]), "reason": "Samme gruppe"}),
    case_page("case"),
    case_page("plan"),
    case_page("plan-print"),
    case_page("timeline"),
    case_page("timeline", query="?kind=entries"),
    case_page("timeline-print"),
    case_page("timeline-print", query="?kind=goals"),
    case_page("words"),
    case_page("network"),
    case_page("files"),
    case_page("file-add", sent=lambda _things: {"title": "Brev", "category": "1", "file": picture()}),
    case_page("file-remove", "file", sent=sent(why="newer")),
    Page("files:download", ("file",), is_file=True, is_sent=True),
    Page("files:download-of-organisation", ("annex",), is_file=True, is_sent=True),
    case_page("course"),
    case_page("second-reader", who="bo", sent=sent(verdict="doubt", said="Hvad er der gjort?", version="1")),
    case_page("looked"),
    case_page("voice-add", sent=sent(speaker="young", words="Jeg vil hjem", said_by="Noah", **day("said_on"))),
    case_page("strength-add", sent=sent(title="Tegner", words="", said_by="Noah")),
    case_page("network-add", sent=sent(name="Mor", relation="mor", circle="family", closeness="close", brings="")),
    case_page("take-out", "=voice", "voice", shown=0, sent=sent()),
    case_page("parents", sent=sent(parents="not-contacted", parents_words="Kan skade ham")),
    case_page("write", sent=sent(**NOTE)),
    case_page("entry", "entry"),
    case_page("entry-change", "draft", sent=sent(**NOTE, version="1")),
    case_page("entry-correct", "entry", sent=sent(**NOTE)),
    case_page("goal-add", sent=sent(words="Første", said_by="Noah", **day("said_on"))),
    case_page("goal-stands", "goal", sent=sent(state="begun", said_by="Lise", version="1", **day("said_on"))),
    case_page("goal-evaluate", "goal", sent=sent(words="Det hjalp", version="1")),
    case_page("goal-up", "goal", shown=0, sent=sent()),
    case_page("follow-up", sent=sent(present="Noah", words="Videre", **day("held_on"), **day("next_on", 9))),
    case_page("task-add", sent=sent(text="Prøvetræning", owner=str(named("alice")), do="save", **day("due_on", 5))),
    case_page("move", sent=sent(to=str(named("herlev")), **day("moves_on", 9))),
    Page("cases:summary", ("summary",), who="hanne"),
    *(Page("cases:move", (case,)) for case in ("moving case", "letter case")),
    Page("cases:move-letter", ("letter case",)),
    Page("cases:move-answered", ("letter case",), shown=0, sent=sent(words="De har det.")),
    Page("cases:move-off", ("moving case",), shown=0, sent=sent()),
    Page("cases:take-over", ("moving case",), who="hanne", sent=sent(**TAKEN)),
    case_page("restrict", sent=sent(named=[str(named("frida"))], reason="Familien kendes her.")),
    # Of a case that is not restricted it leads back.
    case_page("unrestrict", shown=302, sent=sent(reason="Ikke længere nødvendigt.")),
    step("reviewed"),
    step("lead", lead=str(named("carl"))),
    step("paused"),
    step("closed", outcome="goals-reached"),
)
TASKS = (
    Page("tasks:list"),
    Page("tasks:list", query="?view=given"),
    Page("tasks:task", ("task",)),
    Page("tasks:looked", ("task",)),
    Page("tasks:done", ("task",), shown=0, sent=sent()),
    Page("tasks:undo", ("done task",), shown=0, sent=sent()),
    Page("tasks:cancel", ("task",), shown=0, sent=sent()),
    Page("tasks:move", ("task",), sent=sent(version="1", **day("due_on", 9))),
    Page("tasks:hinders", ("task",), sent=sent(words="Skolen svarer ikke")),
    Page("tasks:hand-on", ("task",), sent=sent(to=str(named("bo")), words="Mor hedder Mette.", until_on_day="")),
    Page("tasks:handed-known", ("handed",), who="bo", shown=0, sent=sent()),
    Page("tasks:comment", ("task",), shown=0, sent=sent(words="Vi er klar")),
)
EMERGENCIES = (
    Page("emergencies:list", who="inga", outsider=""),
    Page("emergencies:read-alarm", ("emergency alarm",), who="inga", shown=0, sent=sent()),
    Page(
        "emergencies:new",
        outsider="",
        sent=sent(cpr="010110-6009", danger="life", reason="Hans ven ringer og er bange for ham."),
    ),
    Page("emergencies:lookup", ("emergency",), who="hanne"),
    Page("emergencies:end", ("emergency",), who="hanne", shown=0, sent=sent()),
    Page(
        "emergencies:judge",
        ("emergency",),
        who="ida",
        shown=0,
        sent=sent(verdict="justified", words="Der var fare, og ingen tog telefonen."),
    ),
    Page("emergencies:give-back", ("unjustified emergency",), who="frida", shown=0, sent=sent()),
)
NOTICES = (
    *(Page(**each) for each in street_scene.PAGES),
    *(Page(**each) for each in method_scene.PAGES),
    *(Page(**each) for each in assessment_scene.PAGES),
    *(Page(**each) for each in effort_scene.PAGES),
    *(Page(**each) for each in survey_scene.PAGES),
    *(Page(**each) for each in network_scene.PAGES),
    *(Page(**each) for each in filter_scene.PAGES),
    *(Page(**each) for each in meeting_scene.PAGES),
    *(Page(**each) for each in meeting_calendar_scene.PAGES),
    *(Page(**each) for each in template_scene.PAGES),
    *(Page(**each) for each in volunteer_scene.PAGES),
    Page("notices:list", who="palle", outsider="alice"),
    Page("notices:new", who="palle", outsider="alice", sent=lambda _things: notice_scene.typed() | {"give": "1"}),
    Page("notices:notice", ("housing notice",), who="palle", outsider="helga"),
)
PEOPLE = (
    Page("people:find", sent=sent(q="Noah Prøvesen"), taken=200),
    Page("people:new", query="?know=partly", sent=sent(**PERSON)),
    Page("people:page", ("person",)),
    Page("people:change", ("double",), sent=sent(version="1", name="Noa Prøvesen", born="2011", nickname="Mo")),
    Page("people:number", ("newcomer",), shown=0, sent=sent(reason="identity"), taken=200),
    Page("people:looks", ("person",)),
    Page("people:access", ("person",)),
    Page("people:doubles", ("person",), shown=0, sent=sent(), taken=200),
    Page("people:merge", ("person", "double"), sent=sent(version="1", **MERGED)),
)
SEARCH = (Page("search:search", outsider="", sent=sent(text="skolen fravær"), taken=200),)
SHARING = (
    *(Page("sharing:offers", who="palle", query=f"?view={view}") for view in ("waiting", "received", "given")),
    Page("sharing:answer", ("group",), who="palle", shown=0, sent=sent(accept="1")),
    Page("sharing:withdraw", ("group",), sent=sent()),
    Page("sharing:share", ("case",)),
    Page("sharing:to", ("case", "police"), sent=sent(form_id=str(uuid4()), **SHARE)),
    Page("sharing:standing", ("frame",), outsider=""),
    Page("sharing:rebase", ("group",), sent=moved),
    Page("sharing:consents", ("case",)),
    Page("sharing:told", ("case",)),
    Page("sharing:consent-new", ("case",), sent=sent(**CONSENT)),
    Page("sharing:consent-form", query="?language=ar", outsider=""),
    Page("sharing:case-consent-form", ("case",)),
    Page(
        "sharing:withdraw-consent",
        ("case", "consent"),
        sent=sent(**day("on"), by="young", way="spoken"),
        outsider="hanne",
    ),
    Page("sharing:acknowledge", ("notice",), who="olga", shown=0, sent=sent(), outsider="alice"),
    *(Page("sharing:register", query=f"?view={view}", outsider="") for view in ("given", "received")),
    Page("sharing:about", ("person",)),
    Page("sharing:then", ("case",)),
    Page(
        "sharing:then",
        ("case",),
        query="?on_day=1&on_month=3&on_year=2026",
    ),
    *(Page("sharing:readers", (kind,)) for kind in ("case", "read", "task", "person", "question")),
    Page("sharing:approve", ("unsent",), who="frida", sent=sent(accept="1"), outsider="hanne"),
    Page("sharing:ask", ("case",)),
    Page("sharing:ask-to", ("case", "police"), sent=sent(form_id=str(uuid4()), **QUESTION)),
    Page("sharing:questions", who="palle", query="?view=to-me", outsider=""),
    Page("sharing:questions", query="?view=by-us", outsider=""),
    *(Page("sharing:question", ("question",), who=who, outsider="hanne") for who in ("palle", "alice")),
    Page("sharing:question", ("part question",), who="palle", outsider="hanne"),
    Page("sharing:question-decline", ("question",), who="palle", shown=0, sent=sent(), outsider="hanne"),
    Page("sharing:question-rest", ("part question",), who="palle", shown=0, sent=sent(rest="open"), outsider="hanne"),
    Page("agreements:list"),
    Page("agreements:begin", who="bo", sent=sent(kind="first"), outsider=""),
    Page("agreements:agreement", ("draft agreement",), who="bo"),
    Page("agreements:agreement", ("sent agreement",), who="signe"),
    Page("agreements:pdf", ("draft agreement",), who="bo", is_file=True, is_sent=True),
    Page("agreements:basics", ("draft agreement",), who="bo", sent=drafted(**BASICS), outsider="oda"),
    *(
        Page("agreements:add", ("draft agreement", f"={part}"), who="bo", sent=drafted(**fields), outsider="oda")
        for part, fields in PARTS.items()
    ),
    Page(
        "agreements:change",
        ("draft agreement", "=theme", "draft theme"),
        who="bo",
        sent=drafted(text="Et andet tema"),
        outsider="oda",
    ),
    Page(
        "agreements:remove",
        ("draft agreement", "=theme", "draft theme"),
        who="bo",
        shown=0,
        sent=sent(),
        outsider="oda",
    ),
    Page("agreements:add", ("draft agreement", "=annex"), query="?begin=dpia", who="bo", outsider="oda"),
    Page(
        "agreements:change",
        ("draft agreement", "=annex", "draft annex"),
        who="bo",
        sent=drafted(kind="dpia", title="Et andet navn"),
        outsider="oda",
    ),
    Page(
        "agreements:annex-attach",
        ("draft agreement",),
        who="bo",
        sent=lambda things: drafted(**ANNEX_FILE)(things) | {"file": picture()},
        outsider="oda",
    ),
    Page("agreements:annex-file", ("draft agreement", "draft annex"), who="palle", is_file=True, is_sent=True),
    Page("agreements:send", ("draft agreement",), who="bo", shown=0, sent=drafted(), outsider="oda"),
    Page("agreements:drop", ("draft agreement",), who="bo", shown=0, sent=sent(), outsider="oda"),
    Page("agreements:take-back", ("sent agreement",), who="signe", sent=sent(why="Tema to mangler."), outsider="oda"),
    Page(
        "agreements:initiative-add",
        ("signed agreement", "signed theme"),
        who="bo",
        sent=sent(text="Åben hal om fredagen"),
        outsider="",
    ),
    Page(
        "agreements:initiative-change",
        ("signed agreement", "initiative"),
        who="bo",
        sent=sent(text="Fodbold hver aften", version="1"),
        outsider="",
    ),
    Page("agreements:initiative-drop", ("signed agreement", "initiative"), who="bo", shown=0, sent=sent(), outsider=""),
    Page("agreements:leave", ("signed agreement",), who="signe", sent=sent(**day("last_day", 3)), outsider=""),
    Page("agreements:agreement", ("signed agreement",), who="signe", outsider=""),
    Page("agreements:sign", ("sent agreement",), who="signe", sent=sent(shown="00"), taken=409, outsider="oda"),
)
PAGES: tuple[Page, ...] = (
    *TODAY,
    *SIGN_IN,
    *CONCERNS,
    *CASES,
    *TASKS,
    *PEOPLE,
    *SEARCH,
    *EMERGENCIES,
    *NOTICES,
    *INCIDENTS,
    *SHARING,
    *ADMINISTRATION,
    *PICTURE,
    *DEMONSTRATION,
)


def way(page: Page) -> Page | None:
    """Return the page that leads to one, if it needs one."""
    return next((each for each in SIGN_IN if each.name == page.after), None)


def names(patterns: Any = None, space: str = "") -> Iterator[str]:
    """Every name in the resolver, with its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
