"""The judgement of emergency look-ups in the database's own hands: who judges, when, and what follows."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests import case_scene
from tests import emergency_scene as scene
from tests.cast import actor, named
from tests.emergency_scene import JUDGED, MISSING, NOT_WHOLE, RESTORE, REVIEW, SEALED, at_screen, done, looked_up, rows
from tvaers.emergencies import actions
from tvaers.emergencies.actions import NoSuchLookupError, NotNowError
from tvaers.emergencies.enums import Stop
from tvaers.emergencies.models import EmergencyLookup
from tvaers.emergencies.sealing import opened
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import within

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def him(db, cast):
    """Somebody whom Gladsaxe knows, and the concern about him."""
    return scene.somebody()


def test_the_judge_is_of_neither_side_where_there_is_one(him, acting_as):
    hanne_s = looked_up()
    with acting_as("hanne"):
        assert EmergencyLookup.objects.get(id=hanne_s).reviewer_id == named("police")


def test_where_there_is_none_the_owner_s_inspector_judges(him, acting_as):
    palle_s = looked_up("palle")
    with acting_as("palle"):
        assert EmergencyLookup.objects.get(id=palle_s).reviewer_id == named("gladsaxe")


def test_it_is_not_given_to_whoever_looks_under_another_hat(him, acting_as, as_maintenance):
    """Nobody judges the own: it would stay unjudged, and stop the organisation."""
    as_maintenance.execute(
        "UPDATE partnerships_membership SET user_id = (SELECT user_id FROM partnerships_membership WHERE id = %s)"
        " WHERE id = %s",
        [named("hanne"), named("ida")],
    )
    hanne_s = looked_up()
    with acting_as("hanne"):
        assert EmergencyLookup.objects.get(id=hanne_s).reviewer_id == named("gladsaxe")


def test_where_nobody_could_judge_it_but_whoever_looks_none_is_made(him, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE roles & 2048 <> 0")
    as_maintenance.execute("UPDATE partnerships_membership SET roles = roles | 2048 WHERE id = %s", [named("hanne")])
    with pytest.raises(NotNowError) as refused:
        looked_up()
    assert refused.value.stop is Stop.NOBODY


def test_when_nobody_is_left_there_who_could_the_next_one_judges(him, acting_as, as_maintenance):
    lookup = looked_up(cpr=scene.OTHER_CPR)
    with acting_as("inga"):
        assert rows("SELECT 1 FROM emergencies_emergencylookup") == []
        assert done(REVIEW, lookup, True, SEALED) == MISSING
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("ida")])
    for who in ("bo", "palle", "hanne"):
        with acting_as(who):
            assert done(REVIEW, lookup, True, SEALED) == MISSING, who
    with acting_as("inga"):
        assert done(REVIEW, lookup, True, SEALED) == 1


@pytest.mark.parametrize("who", ["hanne", "henrik", "alice", "bo", "frida", "inga", "palle", "olga", "vera"])
def test_nobody_else_judges(him, who):
    lookup = looked_up()
    with at_screen(who):
        assert done(REVIEW, lookup, True, SEALED) == MISSING
        assert done(RESTORE, lookup) == MISSING


@pytest.mark.parametrize("organisation", ["herlev", "gladsaxe"])
def test_no_inspector_of_either_side_judges(him, organisation):
    lookup = looked_up()
    inspector = replace(actor("ida").claims, organisation=named(organisation), readers=(named(organisation),))
    with within(inspector, route="test"):
        assert done(REVIEW, lookup, True, SEALED) == MISSING


def test_whoever_looked_judges_nothing_in_another_job(him):
    lookup = looked_up()
    with within(replace(actor("ida").claims, user=named("user hanne")), route="test"):
        assert done(REVIEW, lookup, True, SEALED) == MISSING


def test_it_is_judged_once_and_with_words(him, acting_as):
    lookup = looked_up()
    with acting_as("ida"):
        assert done(REVIEW, lookup, True, b"short") == NOT_WHOLE
        assert done(REVIEW, lookup, True, b"") == NOT_WHOLE
        assert done(REVIEW, lookup, None, SEALED) == NOT_WHOLE
        assert done(REVIEW, lookup, False, SEALED) == 1
        assert done(REVIEW, lookup, True, SEALED) == JUDGED


def test_a_late_review_stops_the_whole_organisation_until_it_is_made(him, acting_as, as_maintenance):
    lookup = looked_up(cpr=scene.OTHER_CPR)
    as_maintenance.execute("UPDATE emergencies_emergencylookup SET review_by = current_date - 1")
    with at_screen("hanne") as hanne:
        with pytest.raises(NotNowError) as refused:
            scene.look_up(hanne)
        assert refused.value.stop is Stop.SUSPENDED
    with at_screen("palle") as palle:
        scene.look_up(palle)
    with within(actor("ida").claims, route="test"):
        judge = "ida" if done(REVIEW, lookup, True, SEALED) == 1 else "inga"
    if judge == "inga":
        with within(actor("inga").claims, route="test"):
            assert done(REVIEW, lookup, True, SEALED) == 1
    looked_up()


def test_a_look_up_found_not_justified_ends_the_right_until_a_leader_gives_it_back(him, acting_as, as_maintenance):
    lookup = looked_up()
    with at_screen("hanne"):
        actions.end(lookup=lookup)
    with acting_as("ida"):
        assert done(REVIEW, lookup, False, SEALED) == 1
    with at_screen("hanne") as hanne:
        with pytest.raises(NotNowError) as refused:
            scene.look_up(hanne)
        assert refused.value.stop is Stop.ENDED
        assert done(RESTORE, lookup) == MISSING
    for who in ("henrik", "frida", "ida", "inga"):
        with acting_as(who):
            assert done(RESTORE, lookup) == MISSING, who
    leader = replace(actor("henrik"), roles=int(Role.SUPERVISOR))
    with within(replace(leader.claims, user=named("user hanne")), route="test"):
        assert done(RESTORE, lookup) == MISSING
    with within(leader.claims, route="test"):
        assert done(RESTORE, lookup) == 1
        assert done(RESTORE, lookup) == MISSING
    looked_up()


def test_what_is_erased_takes_the_reason_along_and_can_still_be_judged(him, acting_as):
    person, concern = him
    lookup = looked_up()
    with acting_as("frida"):
        case_scene.sharing.erase(dossier=concern, why="test")
        case_scene.sharing.erase(dossier=person, why="test")
    with acting_as("ida"):
        row = EmergencyLookup.objects.get(id=lookup)
        assert opened(row, "reason") == ""
        actions.review(row=row, is_justified=True, words=scene.WORDS)
        with pytest.raises(actions.JudgedAlreadyError):
            actions.review(row=row, is_justified=True, words=scene.WORDS)


def test_missing_is_missing(cast, acting_as):
    with acting_as("ida"), pytest.raises(NoSuchLookupError):
        actions.end(lookup=uuid4())
