"""What is held has its day also when the organisation has ended, or nobody there works for its purpose any more."""

from datetime import timedelta

import pytest

from tests import case_scene, picture_scene, stage, street_scene
from tests.cast import named
from tvaers.cases import tasks as case_tasks
from tvaers.foundation import clock
from tvaers.localpicture import tasks as picture_tasks
from tvaers.localpicture.models import Bulletin
from tvaers.outreach import tasks as street_tasks
from tvaers.outreach.models import Shift
from tvaers.outreach.rules import KEPT
from tvaers.partnerships.enums import Role

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
    with stage.acting_as("hanne"):
        assert not Shift.objects.exists()
        assert not Bulletin.objects.exists()


def test_the_night_comes_also_where_nobody_works_for_a_purpose_any_more(acting_as, as_administrator):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    as_administrator.execute("UPDATE cases_case SET erase_on = current_date, state = 'closed' WHERE id = %s", [case])
    as_administrator.execute("UPDATE partnerships_membership SET roles = %s", [int(Role.INSPECTOR)])
    case_tasks.erase_due(organisation=str(named("outside")))
    assert as_administrator.execute("SELECT count(*) FROM cases_case").fetchone() == (1,), "no further than its own"
    case_tasks.erase_due(organisation=str(named("gladsaxe")))
    assert as_administrator.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)
