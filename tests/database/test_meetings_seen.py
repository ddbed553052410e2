"""Over random agendas, readers and moments, what a meeting's items say to each is what a plain rule says (property)."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.meeting_world import AGENDAS, STEPS, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(items=AGENDAS, steps=STEPS)
def test_each_is_told_what_the_rule_says(items, steps):
    world = World(items)
    for name, reader, number in steps:
        getattr(world, name)(reader, list(world.told)[number % len(world.told)])
        world.check()
