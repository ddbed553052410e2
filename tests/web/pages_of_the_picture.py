"""The pages of the local picture and of incidents, for the register of pages."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import conflict_scene, incident_scene
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
    Page("localpicture:note-out", ("bulletin note",), who="hanne", shown=0, sent=sent()),
    Page("localpicture:end", ("other bulletin",), who="dina", shown=0, sent=sent()),
    Page("localpicture:area", ("housing",), outsider="vera"),
    Page("localpicture:state", ("housing",), outsider="vera", sent=sent(**_SAID, **day("until", 5))),
    Page("localpicture:fact", ("housing",), outsider="vera", sent=sent(**_SAID | {"kind": "offer"}, **day("until", 5))),
    Page("localpicture:fact-end", ("fact",), who="dina", shown=0, sent=sent()),
    Page("localpicture:following", outsider="vera", sent=sent(area="", kind="good")),
    *(Page(**each) for each in conflict_scene.PAGES),
    Page("localpicture:unfollow", ("subscription",), who="hanne", shown=0, sent=sent(), outsider=""),
)
INCIDENTS = (
    Page("incidents:overview", who="bo", outsider="gerda"),
    Page("incidents:overview", who="bo", query="?kind=arson&origin=reported", outsider="gerda"),
    Page(
        "incidents:file-new",
        who="bo",
        outsider="dina",
        sent=lambda _things: {
            "form": str(uuid4()),
            "origin": "reported",
            "file": SimpleUploadedFile("h.csv", incident_scene.csv(incident_scene.lines(2))),
        },
    ),
    Page("incidents:file", ("incident file",), who="bo", sent=sent(day="0", place="2", kind="3"), outsider="palle"),
    Page("incidents:file", ("running incident file",), who="bo", outsider="palle"),
    Page("incidents:file", ("done incident file",), who="bo", outsider="palle"),
    Page("incidents:file-stop", ("running incident file",), who="bo", shown=0, sent=sent(), outsider="palle"),
    Page("incidents:file-take-back", ("done incident file",), who="bo", shown=0, sent=sent(), outsider="palle"),
    Page("incidents:signals", who="bo", sent=sent(), outsider="gerda"),
    Page("incidents:signals", who="bo", query="?view=dismissed", outsider="gerda"),
    Page("incidents:signal", ("signal",), who="bo", sent=sent(why="chance", words="Kun én dag."), outsider="palle"),
    Page("incidents:again", who="bo", shown=0, sent=sent(), outsider="gerda"),
    Page("incidents:scan", ("scan",), who="bo", outsider="palle"),
    Page("incidents:scan-stop", ("scan",), who="bo", shown=0, sent=sent(), outsider="palle"),
)
