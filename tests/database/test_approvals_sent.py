"""What was drafted is given on the day it is sent: all is asked of it then that is asked of what is given at once."""

from datetime import timedelta

import pytest

from tests import question_scene
from tests.cast import named
from tests.database.test_approvals import PLAN, case, give  # noqa: F401 - the fixture
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing import approving, asking, questions
from tvaers.sharing.actions import NoFrameError, WrongReceiverError
from tvaers.sharing.enums import QuestionState
from tvaers.sharing.models import Access

pytestmark = pytest.mark.django_db(transaction=True)
AGREEMENT = named("Prøveaftalen")
SENT = "SELECT granted_at > now() - interval '1 hour' FROM sharing_access WHERE source = 'disclosure'"
LATER = "UPDATE sharing_access SET {0} WHERE state = 'drafted'"


def approve(acting_as, group, dossier):
    with acting_as("frida"):
        approving.approve(group=group, dossier=dossier)


@pytest.mark.parametrize("party", ["gladsaxe", "police"])
def test_nobody_is_sent_anything_once_either_has_left_the_agreement(acting_as, case, as_administrator, party):  # noqa: F811
    group = give(acting_as, case)
    leaves = "UPDATE sharing_frameparty SET until_at = now() WHERE frame_id = %s AND organisation_id = %s"
    as_administrator.execute(leaves, [AGREEMENT, named(party)])
    with pytest.raises(NoFrameError):
        approve(acting_as, group, case)


def test_what_is_sent_ends_when_either_leaves(acting_as, case, as_administrator):  # noqa: F811
    group = give(acting_as, case)
    leaves = "UPDATE sharing_frameparty SET until_at = now() + interval '2 days' WHERE organisation_id = %s"
    as_administrator.execute(leaves, [named("police")])
    approve(acting_as, group, case)
    with acting_as("alice"):
        assert Access.objects.get(source="disclosure").until_at < clock.now() + timedelta(days=3)


def test_whoever_has_left_is_sent_nothing(acting_as, case, as_administrator):  # noqa: F811
    group = give(acting_as, case)
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("palle")])
    with pytest.raises(WrongReceiverError):
        approve(acting_as, group, case)


def test_its_day_is_the_day_on_which_it_is_sent(acting_as, case, as_administrator):  # noqa: F811
    group = give(acting_as, case)
    as_administrator.execute(LATER.format("granted_at = granted_at - interval '3 days'"))
    approve(acting_as, group, case)
    assert as_administrator.execute(SENT).fetchall() == [(True,)]


def test_a_question_that_waited_is_a_meeting_when_it_is_put(cast, as_administrator):
    fires = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'no_further_meeting_sent'"
    ((told,),) = as_administrator.execute(fires).fetchall()
    assert "'accepted'" in told


def test_what_was_answered_wholly_since_is_not_opened_again(acting_as, case):  # noqa: F811
    """A part waits for approval; meanwhile the whole is answered with something that needs none."""
    with acting_as("hanne") as hanne:
        own = question_scene.own_case(hanne, named("herlev-ssp"))
        question = question_scene.ask(hanne, own, member=named("alice"))
    waiting = give(acting_as, case, to="hanne", categories=PLAN | Category.ASSESSMENT)
    whole = give(acting_as, case, to="hanne")
    with acting_as("alice"):
        asking.answer(question=question, group=waiting, is_whole=False)
        asking.answer(question=question, group=whole, is_whole=True)
    approve(acting_as, waiting, case)
    with acting_as("hanne") as hanne:
        assert questions.question_with(question, actor=hanne).state is QuestionState.WHOLE
