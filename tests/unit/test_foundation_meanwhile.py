"""Two who change the same fields: what each changed alone stays, what both changed is asked for again."""

import pytest

from tvaers.foundation.meanwhile import ClashError, clashes, settled

SEEN = {"name": "SSP", "phone": "1"}


@pytest.mark.parametrize(
    ("typed", "now", "saved"),
    [
        ({"name": "SSP", "phone": "2"}, SEEN, {"name": "SSP", "phone": "2"}),
        ({"name": "SSP", "phone": "2"}, {"name": "Ny", "phone": "1"}, {"name": "Ny", "phone": "2"}),
        ({"name": "Ny", "phone": "1"}, {"name": "Ny", "phone": "1"}, {"name": "Ny", "phone": "1"}),
        ({"name": "SSP", "phone": "1"}, {"name": "Ny", "phone": "2"}, {"name": "Ny", "phone": "2"}),
    ],
)
def test_what_one_of_them_changed_stays(typed, now, saved):
    assert settled(seen=SEEN, typed=typed, now=now) == saved


def test_what_both_changed_is_saved_for_neither():
    typed, now = {"name": "Min", "phone": "1"}, {"name": "Din", "phone": "2"}
    assert clashes(seen=SEEN, typed=typed, now=now) == {"name"}
    with pytest.raises(ClashError):
        settled(seen=SEEN, typed=typed, now=now)


def test_who_does_not_say_what_was_seen_saves_what_was_typed():
    assert settled(seen={}, typed={"name": "Min"}, now={"name": "Din"}) == {"name": "Min"}
