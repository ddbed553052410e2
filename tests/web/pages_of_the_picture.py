"""The pages of the local picture, for the register of pages."""

from tests.cast import named
from tests.web.page_line import Page, Sent, day, sent

_BULLETIN = {
    "kind": "mood",
    "title": "Stille ved stationen",
    "certainty": "observed",
    "time": "0.00",
    "audience": [str(named("herlev"))],
}
_SAID = {"kind": "calm", "text": "Stille i ugevis.", "audience": [str(named("herlev"))]}


def _bulletin() -> Sent:
    return lambda things: sent(**_BULLETIN, area=str(things["housing"]), **day("day"), **day("until", 5))(things)


PICTURE = (
    Page("localpicture:list", outsider="vera"),
    Page("localpicture:list", query="?kind=mood&days=7", outsider="vera"),
    Page("localpicture:week", query="?kind=mood", outsider="vera", is_file=True, is_sent=True),
    Page("localpicture:ended", outsider="vera"),
    Page("localpicture:new", who="dina", outsider="vera", sent=_bulletin()),
    Page("localpicture:bulletin", ("bulletin",), who="hanne", sent=sent(text="Fulgt op.")),
    Page("localpicture:thanks", ("bulletin",), who="hanne", shown=0, sent=sent(do="thank")),
    Page("localpicture:end", ("other bulletin",), who="dina", shown=0, sent=sent()),
    Page("localpicture:area", ("housing",), outsider="vera"),
    Page("localpicture:state", ("housing",), outsider="vera", sent=sent(**_SAID, **day("until", 5))),
    Page("localpicture:fact", ("housing",), outsider="vera", sent=sent(**_SAID | {"kind": "offer"}, **day("until", 5))),
    Page("localpicture:fact-end", ("fact",), who="dina", shown=0, sent=sent()),
    Page("localpicture:following", outsider="vera", sent=sent(area="", kind="good")),
    Page("localpicture:unfollow", ("subscription",), who="hanne", shown=0, sent=sent(), outsider=""),
)
