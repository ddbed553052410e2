"""Giving a notice, once, to whom the statute joins, and its erasure."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tests import notice_scene
from tests.cast import named
from tests.notice_scene import ADDRESS, DECISION, TOLD, give, to
from tvaers.foundation import clock
from tvaers.notices import actions, queries, tasks
from tvaers.notices.enums import NoticeKind
from tvaers.notices.models import HousingNotice
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import Stand
from tvaers.sharing.models import Access

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def statute(cast, as_administrator):
    return notice_scene.joined(as_administrator)


def accept(acting_as, who, notice):
    with acting_as(who):
        sharing.answer(access=Access.objects.get(dossier_id=notice).id, accepted=True)


def test_it_says_what_was_told_when_accepted(statute, acting_as):
    with acting_as("palle") as palle:
        notice = give(palle)
        assert [row["offer"] for row in queries.given(actor=palle)] == [Stand.WAITING]
    with acting_as("helga"), pytest.raises(Http404):
        queries.notice_view(notice=notice)
    accept(acting_as, "helga", notice)
    with acting_as("helga"):
        view = queries.notice_view(notice=notice)
    assert (view.name, view.decision, view.decided_on, view.effort) == (
        TOLD.name,
        DECISION,
        TOLD.decided_on,
        TOLD.effort,
    )


def test_who_can_be_chosen_decides_there_and_is_joined_by_a_statute(statute, acting_as, as_administrator):
    with acting_as("palle") as palle:
        found = {one.id for one in queries.receivers(actor=palle, kind=NoticeKind.DECISION)}
    assert found == {named("helga"), named("elin")}
    with acting_as("helga") as helga:
        assert {one.id for one in queries.receivers(actor=helga, kind=NoticeKind.ADDRESS)} == {named("elin")}
    as_administrator.execute("UPDATE sharing_frameparty SET until_at = now() WHERE frame_id = %s", [statute])
    with acting_as("palle") as palle:
        assert queries.receivers(actor=palle, kind=NoticeKind.DECISION) == []


def test_between_housing_organisations_it_holds_no_decision(statute, acting_as):
    with acting_as("helga") as helga:
        notice = give(helga, told=ADDRESS, who="elin")
    accept(acting_as, "elin", notice)
    with acting_as("elin"):
        view = queries.notice_view(notice=notice)
    assert (view.name, view.decision, view.decided_on) == (ADDRESS.name, "", None)


def test_sent_twice_it_is_one(statute, acting_as):
    form = uuid4()
    with acting_as("palle") as palle:
        assert give(palle, form=form) == give(palle, form=form)
        assert HousingNotice.objects.count() == 1


def test_a_municipality_gives_none_and_nothing_is_given_without_a_reason(statute, acting_as):
    with acting_as("palle") as palle:
        terms, without = to(palle), to(palle, necessity="  ")
        with pytest.raises(sharing.NoNecessityError):
            actions.give(by=palle, told=TOLD, to=without)
        with pytest.raises(sharing.WrongTimeError):
            actions.give(by=palle, told=TOLD, to=to(palle, until=clock.today() + timedelta(days=190)))
        assert HousingNotice.objects.count() == 0
    with acting_as("alice") as alice, pytest.raises(sharing.NotYoursToGiveError):
        actions.give(by=alice, told=TOLD, to=terms)


def test_it_is_erased_at_both_ends_when_its_day_has_come(statute, acting_as, as_administrator):
    with acting_as("palle") as palle:
        notice = give(palle)
    accept(acting_as, "helga", notice)
    tasks.erase_due(organisation=str(named("police")))
    assert as_administrator.execute("SELECT count(*) FROM notices_housingnotice").fetchone() == (1,)
    as_administrator.execute("UPDATE notices_housingnotice SET erase_on = %s", [clock.today()])
    tasks.erase_due(organisation=str(named("housing")))
    assert as_administrator.execute("SELECT count(*) FROM notices_housingnotice").fetchone() == (1,)
    tasks.erase_due(organisation=str(named("police")))
    left = "SELECT (SELECT count(*) FROM notices_housingnotice), (SELECT count(*) FROM notices_noticedecision)"
    assert as_administrator.execute(left).fetchone() == (0, 0)
    receipt = "SELECT count(*) FROM audit_event WHERE name = 'notices.erased' AND object_id = %s"
    assert as_administrator.execute(receipt, [notice]).fetchone() == (1,)
