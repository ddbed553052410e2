"""The pages of concerns, for the register of pages."""

from typing import Any

from tests.page_scene import TO_HERLEV, upload
from tests.web.page_line import Page, day, sent

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


def concern_page(name: str, concern: str = "read", *more: str, **options: Any) -> Page:
    """A page below a concern, for somebody who decides."""
    return Page(f"concerns:{name}", (concern, *more), **{"who": "bo", **options})


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
