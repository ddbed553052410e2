"""What an organisation holds has its day also when the organisation has ended: its own nightly jobs go on erasing."""

from datetime import timedelta

import pytest

from tests import picture_scene, street_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.localpicture import tasks as picture_tasks
from tvaers.localpicture.models import Bulletin
from tvaers.outreach import tasks as street_tasks
from tvaers.outreach.models import Shift
from tvaers.outreach.rules import KEPT

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT task_name FROM procrastinate_jobs WHERE args ->> 'organisation' = %s"
LONG_AGO = timedelta(days=3 * 366)


@pytest.fixture
def ended(cast, as_maintenance, as_administrator):
    """Gladsaxe has ended, with a bulletin and a shift that are over for years."""
    picture_scene.drawn(as_maintenance)
    picture_scene.written()
    street_scene.walked()
    long_ago = clock.now() - LONG_AGO
    as_maintenance.execute(
        "UPDATE localpicture_bulletin SET written_at = %s, happened_at = %s, expires_at = %s",
        [long_ago, long_ago, long_ago + timedelta(days=1)],
    )
    as_maintenance.execute(
        "UPDATE outreach_shift SET from_at = %s, until_at = %s", [long_ago, long_ago + timedelta(hours=1)]
    )
    as_administrator.execute("UPDATE partnerships_organisation SET ended_at = now() WHERE id = %s", [named("gladsaxe")])
    return as_administrator


def test_an_organisation_that_has_ended_goes_on_erasing(ended):
    assert LONG_AGO > KEPT
    organisation = str(named("gladsaxe"))
    street_tasks.erase_all()
    picture_tasks.erase_all_ended()
    waits = {name for (name,) in ended.execute(WAITING, [organisation]).fetchall()}
    assert {street_tasks.ERASE, picture_tasks.ERASE} <= waits
    street_tasks.erase(organisation=organisation)
    picture_tasks.erase_ended(organisation=organisation)
    assert ended.execute("SELECT count(*) FROM outreach_shift").fetchone() == (0,)
    assert ended.execute("SELECT count(*) FROM localpicture_bulletin").fetchone() == (0,)
    with acting_as("hanne"):
        assert not Shift.objects.exists()
        assert not Bulletin.objects.exists()
