"""What a phone sends, read: hashed, complete, and nothing in it taken on trust."""

import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest

from tvaers.outreach.entries import BadEntryError, Said, read
from tvaers.outreach.enums import EntryKind

STOP = {
    "heads": [0, 6, None],
    "mood": 3,
    "activities": ["sport", "sport"],
    "point": [55.73412, 12.48123],
    "words": " a ",
}


def body(**changes: Any) -> str:
    """An entry as the phone writes it."""
    told = {
        "id": str(uuid4()),
        "seq": 4,
        "prev": "00" * 32,
        "kind": "stop",
        "at": "2026-03-12T20:47:00+01:00",
        "shift": str(uuid4()),
        "facts": STOP,
    }
    return json.dumps(told | changes)


def taken(text: str) -> Said:
    return read(text, hashlib.sha256(text.encode()).hexdigest())


def test_a_stop_is_read_and_its_place_made_coarse() -> None:
    """Some hundred metres, whatever the phone said; blank is not nought."""
    said = taken(body())
    assert (said.kind, said.sequence) == (EntryKind.STOP, 4)
    assert said.at.isoformat() == "2026-03-12T19:47:00+00:00"
    facts = said.facts
    assert (facts["north"], facts["east"]) == (55.734, 12.481)
    assert (facts["heads_12_14"], facts["heads_15_17"], facts["heads_18_up"]) == (0, 6, None)
    assert (facts["activities"], facts["words"], facts["mood"]) == (["sport"], "a", 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": {"words": "han hedder 010190-1234"}}, "number"),
        ({"kind": "end", "facts": {"supervision": "0101901234"}}, "number"),
        ({"facts": {"mood": 6}}, "unknown"),
        ({"facts": {"heads": [1, -1, 0]}}, "unknown"),
        ({"facts": {"heads": [1, True, 0]}}, "unknown"),
        ({"facts": {"heads": [1, 2]}}, "unknown"),
        ({"facts": {"activities": ["fighting"]}}, "unknown"),
        ({"facts": {"point": [91, 0]}}, "unknown"),
        ({"facts": {"words": "a\x00b"}}, "unknown"),
        ({"kind": "verdict"}, "unknown"),
        ({"at": "2026-03-12T20:47:00"}, "unknown"),
        ({"seq": -1}, "unknown"),
        ({"seq": 1.5}, "unknown"),
        ({"prev": "xyz"}, "unknown"),
        ({"prev": "00" * 3000}, "unknown"),
        ({"prev": ""}, "unknown"),
        ({"at": "9999-12-31T23:59:59+00:00"}, "unknown"),
        ({"at": "1969-12-30T00:00:00+00:00"}, "unknown"),
        ({"kind": "later", "facts": {"home": "9999-12-31T23:59:59+00:00"}}, "unknown"),
        ({"shift": None}, "unknown"),
        ({"facts": []}, ""),
        ({"facts": "text"}, "unknown"),
    ],
)
def test_what_is_not_an_entry_is_refused_with_its_reason(changes: dict[str, Any], code: str) -> None:
    """Never a failure of the server."""
    text = body(**changes)
    if not code:
        assert taken(text).facts["words"] == ""
        return
    with pytest.raises(BadEntryError) as refused:
        taken(text)
    assert refused.value.code == code


@pytest.mark.parametrize("text", [body() + " ", "{", "[]", "null", '"x"', "{}", "x" * 9000, 5, None])
def test_a_text_that_is_not_what_was_hashed_is_damaged(text: object) -> None:
    """A changed letter, and anything that is no text."""
    with pytest.raises(BadEntryError):
        read(text, hashlib.sha256(b"another").hexdigest())


def test_what_is_nested_deeper_than_anybody_writes_is_refused() -> None:
    """The reader of JSON gives up on it with another error than on what is no JSON."""
    with pytest.raises(BadEntryError):
        taken("[" * 7900)
