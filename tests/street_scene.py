"""A shift of Dina's and Bo's that Herlev and the police see, with a stop, an alert, a phone and a note to herself."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.outreach import tasks
from tvaers.outreach.actions import debriefing, following, phones, planning, receiving, walking
from tvaers.outreach.actions.debriefing import Told
from tvaers.outreach.actions.planning import Plan
from tvaers.outreach.entries import read
from tvaers.ui.headers import CREATE_KEYS, SHOW_KEYS, WHERE

WORDS = "Livligt ved hallen, to spurgte til boksning."


def plan(**changes: Any) -> Plan:
    """A shift that begins now."""
    now = clock.now()
    told: dict[str, Any] = {
        "from_at": now,
        "until_at": now + timedelta(hours=4),
        "home_at": now + timedelta(hours=4),
        "areas": (),
        "theme": "Sidste skoledag",
        "team": (named("dina"), named("bo")),
        "backup": named("frida"),
        "audience": (named("herlev"), named("police")),
    }
    return Plan(**(told | changes))


def packed(sequence: int, *, shift: UUID, kind: str = "stop", **facts: Any) -> dict[str, str]:
    """An entry as a phone sends it."""
    told = {"id": str(uuid4()), "seq": sequence, "prev": "00" * 32, "kind": kind, "at": clock.now().isoformat()}
    body = json.dumps(told | {"shift": str(shift), "facts": facts})
    return {"body": body, "digest": hashlib.sha256(body.encode()).hexdigest()}


def walked() -> dict[str, Any]:
    """A shift under way; returns its id, and the ids of its phone and of what Dina left for herself."""
    with acting_as("dina") as dina:
        shift = planning.plan(by=dina, told=plan())
        walking.check_in(by=dina, shift=shift)
        device = phones.register(by=dina)
        sent = [
            packed(1, shift=shift, heads=[0, 6, 3], mood=3, words=WORDS, activities=["sport"], offered=["sport"]),
            packed(2, shift=shift, kind="reminder"),
        ]
        receiving.take(by=dina, device=device, entries=[read(each["body"], each["digest"]) for each in sent])
    return {"shift": shift, "street phone": device}


def looked_back(shift: UUID) -> dict[str, Any]:
    """A debrief of it, what its team comes back to, and the shift that is planned next."""
    with acting_as("dina") as dina:
        debrief = debriefing.write(by=dina, shift=shift, told=Told(supervision="Tilliden på torvet."))
        note = following.promise(by=dina, shift=shift, what="Se til lyset", due_on=clock.today())
        ahead = planning.plan(by=dina, told=plan(theme="Næste gang"))
        mark = planning.planned(by=dina, shift=ahead).mark
    things = {"street debrief": debrief, "street follow-up": note}
    return things | {"planned shift": ahead, "street plan": mark}


def late(maintenance: Any, shift: UUID) -> UUID:
    """Let the team be late, and its back-up be told; returns the alert."""
    maintenance.execute(
        "UPDATE outreach_watch SET home_at = now() - interval '20 minutes' WHERE shift_id = %s", [shift]
    )
    tasks.watch_all()
    row = maintenance.execute("SELECT id FROM outreach_safetyalert WHERE shift_id = %s", [shift]).fetchone()
    return UUID(str(row[0]))


def _planned(_things: dict[str, Any]) -> dict[str, Any]:
    tomorrow = clock.today() + timedelta(days=1)
    return {
        "form": str(uuid4()),
        "on_day": tomorrow.day,
        "on_month": tomorrow.month,
        "on_year": tomorrow.year,
        "begins": "19",
        "ends": "23.00",
        "team": [str(named("dina")), str(named("bo"))],
        "backup": str(named("frida")),
        "theme": "Sidste skoledag",
    }


def _sent(things: dict[str, Any]) -> dict[str, Any]:
    entry = packed(3, shift=things.get("shift", named("no shift")))
    return {"device": str(things.get("street phone")), "entries": json.dumps([entry])}


def _debriefed(_things: dict[str, Any]) -> dict[str, Any]:
    return {"form": str(uuid4()), "went_well": "Rolig aften.", "method": ["together"]}


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"street:{name}", "arguments": arguments, "who": "dina", "outsider": ""} | more


def _followed(_things: dict[str, Any]) -> dict[str, Any]:
    day = clock.today() + timedelta(days=2)
    return {
        "form": str(uuid4()),
        "what": "Spørg hallen om tirsdage",
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
    }


def _changed(things: dict[str, Any]) -> dict[str, Any]:
    return _planned(things) | {"was": things.get("street plan", "")}


# Lines of tests/web/pages_register.py.
PAGES = (
    _page("list", sent=lambda _things: {"do": str(uuid4())}, outsider="olga"),
    _page("new", sent=_planned),
    _page("shift", "shift", sent=lambda _things: {"do": "later"}, outsider="olga"),
    _page("debrief", "shift", sent=_debriefed, outsider="olga"),
    _page("change", "planned shift", sent=_changed, outsider="olga"),
    _page("note", "shift", sent=_followed, outsider="olga"),
    _page("followups", sent=lambda things: {"do": f"came {things.get('street follow-up')}"}),
    _page("quality", who="frida", sent=lambda things: {"do": str(things.get("street debrief"))}),
    _page("phones", sent=lambda things: {"do": str(things.get("street phone"))}),
    _page("acknowledge", "street alert", who="frida", shown=0, sent=lambda _things: {}, outsider="olga"),
    _page("coverage"),
    _page("log", may_use=(WHERE, CREATE_KEYS, SHOW_KEYS)),
    _page("begins", is_file=True),
    _page("worker", is_file=True),
    _page("manifest", is_file=True),
    _page("phone", shown=0, sent=lambda _things: {"form": str(uuid4())}, taken=200),
    _page("entries", shown=0, sent=_sent, taken=200),
)
