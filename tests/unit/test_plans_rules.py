"""How a task stands, and who may do what with it: pure tables."""

from uuid import uuid4

import pytest

from tvaers.plans.enums import TaskState
from tvaers.plans.rules import FINISHED, NOBODYS, RUNNING, STAND_OF_OFFER, Stand, part, stand
from tvaers.sharing.enums import Stand as Offer


@pytest.mark.parametrize(
    ("state", "offer", "expected"),
    [
        (TaskState.OPEN, None, Stand.OPEN),
        (TaskState.OPEN, "open", Stand.OPEN),
        (TaskState.OPEN, "waiting", Stand.WAITING),
        (TaskState.OPEN, "declined", Stand.DECLINED),
        (TaskState.OPEN, "unanswered", Stand.UNANSWERED),
        (TaskState.OPEN, "withdrawn", Stand.ENDED),
        (TaskState.OPEN, "given-back", Stand.ENDED),
        (TaskState.OPEN, "run-out", Stand.ENDED),
        (TaskState.OPEN, "frame-ended", Stand.ENDED),
        (TaskState.DONE, "given-back", Stand.DONE),
        (TaskState.CANCELLED, "waiting", Stand.CANCELLED),
    ],
)
def test_how_a_task_stands(state, offer, expected):
    assert stand(state, offer) is expected


def test_each_way_an_offer_can_stand_says_how_its_task_stands():
    assert STAND_OF_OFFER.keys() == set(Offer)
    assert set(Stand) - FINISHED - RUNNING == NOBODYS


def test_only_owner_and_giver_finish_and_only_the_giver_steers():
    me, other, ours, theirs = uuid4(), uuid4(), uuid4(), uuid4()
    owner_elsewhere = part(actor=me, organisation=theirs, owner=me, giver=ours, may_write=True, decides=True)
    assert owner_elsewhere.may_finish
    assert not owner_elsewhere.may_steer
    giver = part(actor=other, organisation=ours, owner=me, giver=ours, may_write=True, decides=True)
    assert giver.may_finish
    assert giver.may_steer
    assert giver.may_take_up(TaskState.CANCELLED)
    assert giver.may_take_up(TaskState.DONE)
    assert owner_elsewhere.may_take_up(TaskState.DONE)
    assert not owner_elsewhere.may_take_up(TaskState.CANCELLED)
    reader = part(actor=other, organisation=theirs, owner=me, giver=ours, may_write=True, decides=True)
    assert not reader.may_finish
    assert not reader.may_take_up(TaskState.DONE)
    assert not reader.may_steer
    assert not part(actor=me, organisation=ours, owner=me, giver=ours, may_write=False, decides=True).may_finish
