"""Every page there is: who opens it, with what, and what is sent to it. A page that is not in here fails the tests.

Arguments are names of things in tests/page_scene.py, or, after an equals sign, written out.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests import (
    absence_scene,
    agreement_scene,
    assessment_scene,
    effort_scene,
    factors,
    filter_scene,
    meeting_calendar_scene,
    meeting_scene,
    method_scene,
    network_scene,
    notice_scene,
    street_scene,
    template_scene,
)
from tests import case_scene as scene
from tests.cast import named
from tests.page_scene import TO_HERLEV, Things, picture, upload
from tests.web.page_line import Page, Sent, day, sent
from tests.web.pages_of_the_picture import INCIDENTS, PICTURE
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import Role
from tvaers.ui.headers import CREATE_KEYS, SHOW_KEYS


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
CONCERN = {
    "parts": "1",
    "part-0-role": "of-concern",
    "part-0-name": "Testus Opdigt",
    "part-0-born_year": "2012",
    "about": "person",
    "fact": "Set ude efter kl. 23 fire aftener.",
    "kind": "school",
    "name": "Lise Lærer",
    "told": "unknown",
    "channel": "system",
}
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
MEMBER = {
    "version": "1",
    "name": "Alice Prøvedal",
    "title": "konsulent",
    "phone": "",
    "roles": [str(int(Role.SSP_CONSULTANT))],
    "units": [str(scene.SSP)],
}
INVITED = {
    "name": "Nora Nyling",
    "title": "familierådgiver",
    "email": "nora@example.org",
    "roles": [str(int(Role.CASEWORKER))],
}
PARTY = {"name": "Ny Part", "short_name": "Ny", "mark": "np", "phone": "", "kind": "municipality"}
BASIS = {
    **day("from_day", 3),
    **{f"{name}_{language}": "Ny" for name in ("title", "law") for language in ("da", "en")},
    "guidance_da": "Til dette.\nIkke til dét.",
    "guidance_en": "For this.\nNot for that.",
    "frame_kinds": ["agreement", "statute"],
    "sender_kinds": ["municipality", "police"],
    "receiver_kinds": ["municipality", "police"],
    "purposes": ["1"],
    "categories": ["1", "2", "4", "8"],
    "seen": "1",
}
CLOCKS = {
    f"{kind}-{name}": value
    for kind, amount, counting in (
        ("acute", 24, "hours"),
        ("receipt", 5, "working-days"),
        ("triage", 10, "working-days"),
        ("feedback", 20, "working-days"),
        ("notification", 4, "months"),
        ("confirm", 5, "working-days"),
        ("notice", 5, "working-days"),
        ("network", 168, "hours"),
    )
    for name, value in (("amount", amount), ("counting", counting))
}


def case_page(name: str, *more: str, **options: Any) -> Page:
    """A page below a case."""
    return Page(f"cases:{name}", ("case", *more), **options)


def concern_page(name: str, concern: str = "read", *more: str, **options: Any) -> Page:
    """A page below a concern, for somebody who decides."""
    return Page(f"concerns:{name}", (concern, *more), **{"who": "bo", **options})


def step(kind: str, **fields: Any) -> Page:
    """A step of a case."""
    data = {"version": "1", "reason": "Fordi", **day("day", 20), **fields}
    return case_page("step", f"={kind}", sent=lambda things: data | {f"task_{things['task']}": "done"})


def office(name: str, *arguments: str, **options: Any) -> Page:
    """A page of the administration."""
    return Page(f"administration:{name}", arguments, **{"who": "gerda", "outsider": "henrik", **options})


def signed_out(name: str, *arguments: str, **options: Any) -> Page:
    """A page for somebody who has not signed in."""
    return Page(name, arguments, who="", outsider="", **options)


def own(name: str, **options: Any) -> Page:
    """A page about nobody but oneself."""
    return Page(name, outsider="", **options)


TODAY = (Page("today:list", who="bo"), Page("today:list", who="bo", query="?week=1"))
SIGN_IN = (
    signed_out("account_login", sent=sent(login="alice@example.org", password=factors.PASSWORD)),
    signed_out("account_logout", shown=0, sent=sent()),
    signed_out("account_inactive"),
    signed_out("account_reset_password", sent=sent(email="alice@example.org")),
    signed_out("account_reset_password_done"),
    signed_out("account_reset_password_from_key_done"),
    signed_out("account_reset_password_from_key", "=1", "=x-y"),
    # Without a password just given it leads back to the first step.
    signed_out("mfa_authenticate", shown=302, sent=sent(code="123456")),
    signed_out(
        "accounts:welcome",
        after="accounts:invitation",
        sent=sent(password="prøve-med-lang-snor-2"),
    ),
    signed_out("accounts:invitation", "=prøve", shown=302),
    signed_out("set_language", shown=0, sent=sent(language="en")),
    own("account_reauthenticate", sent=sent(password=factors.PASSWORD)),
    own("account_change_password", sent=sent(oldpassword=factors.PASSWORD, password1="en-helt-anden-snor-77")),
    own("mfa_reauthenticate", sent=lambda _things: {"code": factors.code(factors.secret_for("alice"))}),
    own(
        "accounts:factor",
        sent=lambda _things: {"code": factors.code(factors.secret_for("alice"))},
        may_use=(SHOW_KEYS,),
    ),
    own("accounts:factor", query="?with=code", may_use=(SHOW_KEYS,)),
    own("accounts:key-add", sent=sent(name="x", credential="{}"), taken=200, may_use=(CREATE_KEYS,)),
    own("accounts:key-name", arguments=("key",), sent=sent(name="nøglen derhjemme")),
    own("accounts:key-remove", arguments=("key",), sent=sent()),
    # Who has a second factor keeps it.
    own("mfa_activate_totp", shown=302, sent=sent(code="123456")),
    own("mfa_view_recovery_codes", again=True),
    own("mfa_generate_recovery_codes", again=True, sent=sent()),
    own("mfa_download_recovery_codes", again=True, is_file=True),
    own("accounts:act-for", sent=lambda _things: {"membership": str(named("alice"))}),
    own("accounts:kept", sent=sent()),
    own("profile:show"),
    own("profile:details", sent=sent(title="Konsulent", phone="01 23 45 67")),
    own("profile:end-sessions", shown=0, sent=sent()),
    own(
        "profile:reminders",
        sent=sent(cadence="weekly", weekday="0", hour="8", quiet_from="17", quiet_until="7"),
    ),
    own("profile:absence", sent=lambda _things: absence_scene.typed(first=30, last=40)),
    Page("profile:absence-end", ("absence",), shown=0, sent=sent(), outsider="carl"),
    Page("profile:absence-known", ("absence",), who="bo", shown=0, sent=sent(), outsider="carl"),
    Page(
        "profile:absence-let-in",
        ("absence",),
        shown=0,
        sent=lambda things: {"what": str(things["unfollowed task"])},
        outsider="carl",
    ),
)
CONCERNS = (
    Page("concerns:queue", who="bo"),
    *(Page("concerns:queue", who="bo", query=f"?view={view}") for view in ("to-receipt", "to-tell", "mine", "decided")),
    Page("concerns:queue", who="bo", query="?choose=1"),
    Page("concerns:narrow", who="bo", shown=0, sent=sent(q="Noah")),
    Page("concerns:new", sent=sent(**CONCERN)),
    Page(
        "concerns:several",
        who="bo",
        shown=0,
        sent=lambda things: {"step": "not-relevant", "reason": "Dobbelt.", "concern": [things["read"]]},
    ),
    Page("concerns:received", who="hanne"),
    Page("concerns:answer", ("offered concern",), who="hanne", shown=0, sent=sent(accept="1")),
    Page("concerns:import", who="bo", sent=lambda _things: {"file": upload()}),
    Page("concerns:import-template", who="bo", is_file=True),
    Page("concerns:import-columns", ("import",), who="bo", sent=sent(fact="0", reporter_kind="1")),
    Page("concerns:import-preview", ("matched",), who="bo", sent=sent()),
    Page("concerns:import-progress", ("running",), who="bo"),
    Page("concerns:import-stop", ("running",), who="bo", shown=0, sent=sent()),
    Page("concerns:erasures", who="bo"),
    Page("concerns:erased", who="bo"),
    concern_page("keep", "decided", sent=sent(**day("until", 60), reason="Der er mere at gøre.", version=2)),
    Page("concerns:clocks", who="gerda", sent=sent(**CLOCKS)),
    concern_page("concern", "concern"),
    concern_page("add", sent=sent(version="1", fact="Set igen i aftes")),
    concern_page("correct", sent=sent(version="1", fact="Det var torsdag, ikke tirsdag.")),
    concern_page("add-person", sent=sent(version="1", **{"part-0-role": "of-concern", "part-0-name": "Prøve Opdigt"})),
    concern_page("looked"),
    concern_page("follow-up", "notified", sent=sent(words="Familien er tilbudt hjælp.")),
    concern_page("receipt"),
    concern_page("decide", shown=0, sent=sent(version="1", outcome="advice", reason="Talt med skolen.")),
    concern_page("reopen", "decided", shown=0, sent=sent(reason="Nyt fra skolen.")),
    concern_page("split", "two", shown=0, sent=sent(version="1")),
    concern_page(
        "pass-on",
        sent=sent(version="1", way=TO_HERLEV, categories=["8"], reason="Bor i Herlev nu.", months="1"),
    ),
    concern_page("take-over", "taken", who="hanne", shown=0, sent=sent()),
    concern_page("letter", "read", "=receipt", sent=sent(text="Tak.", how="email", give="1")),
    concern_page("letter", "decided", "=feedback", sent=sent(text="Tak.", save="1")),
    concern_page("letter-pdf", "read", "=receipt", shown=0, sent=sent(text="Tak."), taken=200),
)
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
    *(Page(**each) for each in network_scene.PAGES),
    *(Page(**each) for each in filter_scene.PAGES),
    *(Page(**each) for each in meeting_scene.PAGES),
    *(Page(**each) for each in meeting_calendar_scene.PAGES),
    *(Page(**each) for each in template_scene.PAGES),
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
ADMINISTRATION = (
    office("start", shown=302),
    office("people"),
    office("invite", sent=sent(**INVITED)),
    # The check page is tried with its form: it shows what this browser alone has typed.
    office("invite-check", "=nothing", shown=302, sent=sent(), outsider=""),
    office("member", "alice"),
    office("member-change", "alice", sent=sent(**MEMBER)),
    office("member-reviewed", "alice", shown=0, sent=sent(version="1")),
    office("leave", "alice", sent=sent(successor=str(named("bo")))),
    office("ask-reset", "alice", sent=sent()),
    office("invite-again", "ivan", shown=0, sent=sent(), taken=200),
    office("invite-withdraw", "ivan", shown=0, sent=sent()),
    office("factor-resets"),
    office("reviews"),
    office("agree-reset", "reset", sent=sent()),
    office("units"),
    office("unit-add", sent=sent(name="Ungehuset", kind="youth")),
    office("unit", "gladsaxe-street", sent=sent(name="Natteamet", kind="street")),
    office("unit-close", "gladsaxe-street", shown=0, sent=sent()),
    office("unit-reopen", "gladsaxe-street", shown=0, sent=sent()),
    office("organisation", sent=sent(**PARTY)),
    office("approval", sent=sent(kinds=["police"], categories=["256"]), outsider=""),
    office("organisations"),
    office("organisation-add", sent=sent(**PARTY)),
    # Which organisations there are, everybody at work reads.
    office("organisation-change", "gladsaxe", sent=sent(**PARTY), outsider=""),
    office("first-administrator", "police", sent=sent(**INVITED)),
    office("bases"),
    office("basis", "=rpl-115-1"),
    office("basis-change", "=rpl-115-1", sent=sent(**BASIS)),
    office("basis-end", "=rpl-115-2", sent=sent(**day("from_day", 3), do="end")),
    office("basis-withdraw", "=rpl-115-3", shown=0, sent=sent()),
    office("areas", sent=sent(q="Gladsaxe"), taken=200),
    office("borders", sent=sent(do="municipalities")),
    office("borders-file", "borders", sent=sent(name="KOMNAVN", code="KOMKODE")),
    office("borders-stop", "borders", shown=0, sent=sent()),
    office("area-add", sent=sent(name="Herlev")),
    office("area", "area", sent=sent(name="Ny")),
    office("area-add-below", "area", sent=sent(name="Søborg", kind="district")),
    office("area-close", "housing", shown=0, sent=sent()),
    office("area-reopen", "housing", shown=0, sent=sent()),
)
DEMONSTRATION = (
    signed_out("demo:personas"),
    # Its people are not of the cast.
    signed_out("demo:become", shown=0, sent=sent(person="sofie"), taken=404),
    signed_out("demo:code", shown=0),
    signed_out("gallery:components"),
    *(signed_out("gallery:example", f"={name}") for name in ("today", "case", "queue", "share", "chain", "signin")),
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
