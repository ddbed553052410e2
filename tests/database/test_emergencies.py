"""Emergency look-ups in the database's own hands: who makes one, what it opens, what no statement can do with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import case_scene, rich_case
from tests import emergency_scene as scene
from tests.cast import CAST, actor, named
from tests.emergency_scene import (
    BEGIN,
    MISSING,
    NO_FACTOR,
    NOT_ALLOWED,
    NOT_WHOLE,
    OPEN,
    SEALED,
    at_screen,
    beginning,
    done,
    looked_up,
    rows,
    token,
)
from tvaers.emergencies import actions
from tvaers.emergencies.actions import NoFactorError, NotNowError
from tvaers.emergencies.enums import Danger, Stop
from tvaers.files import actions as files
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import system_claims, within

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def him(db, cast):
    """Somebody whom Gladsaxe knows, and the concern about him."""
    return scene.somebody()


# --- who makes one --------------------------------------------------------------------------------------


def test_it_opens_who_he_is_and_the_concern_about_him_and_nothing_else(him, acting_as):
    person, concern = him
    with acting_as("alice") as alice:
        other = scene.known(alice, name="Ali Prøvesen", cpr=scene.OTHER_CPR)
        scene.concern(alice, other)
        both = scene.concern(alice, person, other)
        case = case_scene.case(alice, person=person)
        case_scene.note(alice, case)
        case_scene.task(alice, case)
    with acting_as("hanne"):
        assert rows("SELECT id FROM people_person") == rows("SELECT id FROM concerns_concern") == []
    looked_up()
    with acting_as("hanne"):
        assert rows("SELECT id FROM people_person") == [(person,)]
        assert rows("SELECT id FROM concerns_concern") == [(concern,)], both
        assert {found for (found,) in rows("SELECT id FROM sharing_dossier")} == {person, concern}
        for table in (
            "people_address",
            "people_token",
            "people_reveal",
            "concerns_involved",
            "concerns_reporter",
            "concerns_letter",
            "cases_case",
            "cases_entry",
            "plans_task",
        ):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        assert rows("SELECT source_id, target_id FROM sharing_link") == [(concern, person)]


def test_only_the_latest_three_concerns_are_opened(him, acting_as, as_maintenance):
    person, first = him
    with acting_as("alice") as alice:
        later = {scene.concern(alice, person) for _ in range(3)}
    as_maintenance.execute(
        "UPDATE concerns_concern SET received_at = received_at - interval '1 day' WHERE id = %s", [first]
    )
    looked_up()
    with acting_as("hanne"):
        assert {found for (found,) in rows("SELECT id FROM concerns_concern")} == later


def test_nobody_makes_one_without_a_factor_shown_just_now(him, acting_as, as_administrator):
    with acting_as("hanne"):
        assert done(BEGIN, *beginning()) == NO_FACTOR
    with at_screen("hanne") as hanne:
        as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '61 seconds'")
        with pytest.raises(NoFactorError):
            scene.look_up(hanne)
    assert as_administrator.execute("SELECT count(*) FROM emergencies_emergencylookup").fetchone() == (0,)


@pytest.mark.parametrize(
    ("who", "stop"),
    [
        ("vera", Stop.ORGANISATION),
        ("gerda", Stop.ROLE),
        ("inga", Stop.ROLE),
        ("stine", Stop.ROLE),
        ("signe", Stop.ROLE),
        ("ida", Stop.ROLE),
    ],
)
def test_who_does_not_make_any(him, who, stop):
    with at_screen(who) as somebody, pytest.raises(NotNowError) as refused:
        scene.look_up(somebody)
    assert refused.value.stop is stop


def test_civil_society_makes_none_whatever_the_register_says(him, as_maintenance):
    as_maintenance.execute(
        "UPDATE sharing_legalbasisversion v SET receiver_kinds = v.receiver_kinds || '{association}'::varchar[]"
        " FROM sharing_legalbasis b WHERE b.id = v.basis_id AND b.code = 'emergency'"
    )
    with at_screen("vera") as vera, pytest.raises(NotNowError) as refused:
        scene.look_up(vera)
    assert refused.value.stop is Stop.ORGANISATION


def test_no_job_makes_one(him):
    claims = system_claims(named("herlev"), categories=Category(511), purposes=actor("hanne").claims.purposes)
    with within(claims, route="test"):
        assert done(BEGIN, *beginning()) == Stop.ROLE.value


def test_a_second_one_waits_until_the_first_is_over(him, acting_as, as_maintenance):
    with acting_as("alice") as alice:
        scene.known(alice, name="Ali Prøvesen", cpr=scene.OTHER_CPR)
    first = looked_up()
    with at_screen("hanne") as hanne:
        with pytest.raises(NotNowError) as refused:
            scene.look_up(hanne, cpr=scene.OTHER_CPR)
        assert refused.value.stop is Stop.OPEN
        actions.end(lookup=first)
        assert rows("SELECT id FROM people_person") == []
        scene.look_up(hanne, cpr=scene.OTHER_CPR)
        assert len(rows("SELECT id FROM people_person")) == 1


def test_five_within_a_day_are_the_most_found_or_not(him):
    with at_screen("hanne") as hanne:
        for _ in range(5):
            scene.look_up(hanne, cpr=scene.OTHER_CPR)
        with pytest.raises(NotNowError) as refused:
            scene.look_up(hanne)
    assert refused.value.stop is Stop.OFTEN


def test_nobody_makes_one_where_nobody_could_judge_it(him, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE roles & 2048 <> 0")
    with at_screen("hanne") as hanne, pytest.raises(NotNowError) as refused:
        scene.look_up(hanne)
    assert refused.value.stop is Stop.NOBODY


def test_none_stands_on_a_basis_that_has_ended(him, as_maintenance):
    as_maintenance.execute(
        "UPDATE sharing_legalbasisversion v SET until_at = now() FROM sharing_legalbasis b"
        " WHERE b.id = v.basis_id AND b.code = 'emergency'"
    )
    with at_screen("hanne") as hanne, pytest.raises(NotNowError) as refused:
        scene.look_up(hanne)
    assert refused.value.stop is Stop.BASIS


@pytest.mark.parametrize("danger", Danger)
def test_every_danger_of_the_list_is_one(him, danger):
    assert looked_up(danger=danger)


# --- what it is asked with ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"form": None},
        {"danger": "curiosity"},
        {"danger": None},
        {"organisations": [named("gladsaxe")] * 2, "tokens": [b"a", b"b"]},
        {"organisations": [named("gladsaxe"), named("police")]},
        {"organisations": None},
        {"review_by": clock.today() + timedelta(days=2)},
        {"review_by": clock.today() + timedelta(days=13)},
        {"review_by": None},
    ],
    ids=str,
)
def test_what_is_not_whole_is_none(him, changes):
    with at_screen("hanne"):
        assert done(BEGIN, *beginning(**changes)) == NOT_WHOLE
        assert rows("SELECT count(*) FROM emergencies_emergencylookup") == [(0,)]


@pytest.mark.parametrize("kept", [b"", token, None], ids=["nothing", "a token of another kind", "null"])
def test_only_a_whole_number_finds_somebody(him, as_maintenance, kept):
    if callable(kept):
        as_maintenance.execute("UPDATE people_token SET kind = 3 WHERE token = %s", [kept()])
        kept = kept()
    with at_screen("hanne"), transaction.atomic():
        assert rows(BEGIN, *beginning(tokens=[kept]))[0][1] is None
        transaction.set_rollback(True)


def test_one_organisation_s_token_finds_nobody_elsewhere(him):
    with at_screen("hanne"), transaction.atomic():
        assert rows(BEGIN, *beginning(organisations=[named("police")]))[0][1] is None
        transaction.set_rollback(True)


def begun_without_a_reason():
    """What Hanne finds, and how she is refused, when no reason follows."""
    with at_screen("hanne"):
        lookup, found = rows(BEGIN, *beginning())[0]
        yield found
        yield rows("SELECT id FROM people_person")
        yield done(OPEN, lookup, b"short"), done(OPEN, lookup, None)
        yield rows("SELECT id FROM people_person")


def test_nothing_opens_before_the_reason_is_given_and_none_stays_without(him):
    found = []
    with pytest.raises(DatabaseError) as refused:
        found.extend(begun_without_a_reason())
    assert found == [him[0], [], (NOT_WHOLE, NOT_WHOLE), []]
    assert refused.value.__cause__.sqlstate == NOT_WHOLE


def test_a_look_up_is_opened_once_and_by_nobody_else(him):
    lookup = looked_up()
    for who in ("hanne", "palle", "alice"):
        with at_screen(who):
            assert done(OPEN, lookup, SEALED) == MISSING
            if who != "hanne":
                assert done("SELECT guard.end_emergency(%s)", lookup) == MISSING
    with at_screen("hanne"):
        assert len(rows("SELECT id FROM people_person")) == 1


# --- what it opens ends, and is nobody else's -----------------------------------------------------------


def test_after_an_hour_the_next_statement_finds_nothing(him, acting_as, as_maintenance):
    looked_up()
    ((first, last),) = as_maintenance.execute(
        "SELECT from_at, max(until_at) FROM sharing_access WHERE source = 'break-glass' GROUP BY 1"
    ).fetchall()
    assert last - first == timedelta(hours=1)
    with acting_as("hanne"):
        assert len(rows("SELECT id FROM people_person")) == len(rows("SELECT id FROM concerns_concern")) == 1
        as_maintenance.execute(
            "UPDATE sharing_access SET from_at = from_at - interval '61 minutes',"
            " until_at = until_at - interval '61 minutes' WHERE source = 'break-glass'"
        )
        assert rows("SELECT id FROM people_person") == rows("SELECT id FROM concerns_concern") == []


def test_no_colleague_sees_any_of_it(him, acting_as, as_maintenance):
    looked_up()
    with within(actor("henrik").claims, route="test"):
        assert rows("SELECT id FROM people_person") == rows("SELECT id FROM sharing_access") == []
    for role in (Role.SSP_CONSULTANT, Role.SUPERVISOR, Role.INSPECTOR):
        colleague = replace(actor("henrik"), roles=int(role), units=(named("herlev-ssp"),))
        with within(colleague.claims, route="test"):
            assert rows("SELECT id FROM people_person") == rows("SELECT id FROM concerns_concern") == []


def test_it_opens_no_file(him, acting_as):
    person, concern = him
    with acting_as("alice") as alice:
        for dossier, category in ((person, Category.IDENTITY), (concern, Category.CONCERN)):
            files.keep(by=alice, dossier=dossier, category=category, title="Billede", upload=rich_case.PICTURE)
        assert len(rows("SELECT id FROM files_file")) == len(rows("SELECT id FROM files_filecontent")) == 2
    looked_up()
    with acting_as("hanne"):
        assert rows("SELECT id FROM files_file") == rows("SELECT id FROM files_filecontent") == []


def test_in_one_s_own_organisation_it_opens_no_more_and_lets_nothing_be_done(him, acting_as):
    person, concern = him
    looked_up("carl")
    with acting_as("carl"):
        assert rows("SELECT id FROM people_person") == [(person,)]
        assert rows("SELECT id FROM concerns_concern") == [(concern,)]
        for table in ("people_address", "people_token", "concerns_involved", "concerns_reporter"):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        for dossier in (person, concern):
            assert done("UPDATE concerns_concern SET version = 9 WHERE id = %s", dossier) == 0
            assert done("SELECT guard.let_in(%s, NULL, %s, 8, 1, NULL)", dossier, named("erik")) == "TV020"
            assert done("SELECT guard.erase_dossier(%s, 'x')", dossier) == "TV020"
        assert done("SELECT guard.merge_person(%s, %s)", person, person) == "TV020"
    with acting_as("erik"):
        assert rows("SELECT id FROM people_person") == []


def test_nothing_of_it_is_changed_given_on_linked_or_let_in(him, acting_as):
    person, concern = him
    looked_up()
    with acting_as("hanne") as hanne:
        case = case_scene.course.open_case(
            by=hanne,
            opening=case_scene.opening(
                case_scene.people.register(
                    by=hanne,
                    details=case_scene.people.Details(name="Egen Ung"),
                    purpose=case_scene.Purpose.SSP,
                    unit=named("herlev-ssp"),
                )
            ),
        )
        own = scene.concern(hanne)
        for dossier in (person, concern):
            assert done("UPDATE people_person SET version = 9 WHERE id = %s", dossier) == 0
            assert done("UPDATE concerns_concern SET version = 9 WHERE id = %s", dossier) == 0
            for kind in ("concerns", "became", "belongs"):
                link = (
                    "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (gen_random_uuid(), %s, %s, %s)"
                )
                assert done(link, kind, dossier, case) in {NOT_ALLOWED, "TV029"}, kind
                assert done(link, kind, own, dossier) in {NOT_ALLOWED, "TV029"}, kind
            until = "now() + interval '10 minutes'"
            give = f"guard.grant_access(%s, %s, NULL, NULL, 8, 1, 1, %s, {until}, %s)"
            assert (
                done(f"SELECT {give}", dossier, named("police"), case_scene.AGREEMENT, case_scene.BASES["rpl-115-1"])
                == "TV020"
            )
            assert done(f"SELECT guard.let_in(%s, NULL, %s, 8, 1, {until})", dossier, named("sonja")) == "TV020"
            assert done("SELECT guard.erase_dossier(%s, 'x')", dossier) == "TV020"


# --- the row of it --------------------------------------------------------------------------------------

READERS = {"hanne", "alice", "bo", "frida", "inga", "ida"}


def test_who_reads_it_and_its_reason(him, acting_as, cast):
    looked_up()
    found = {part.key for part in CAST if _reads(acting_as, part.key)}
    # Whoever looked; those who work with him, Gladsaxe's coordinator, leader and inspector; the one who judges.
    assert found == READERS


def test_of_nobody_found_no_other_organisation_reads_but_the_judge(him, acting_as, cast):
    looked_up(cpr=scene.OTHER_CPR)
    found = {part.key for part in CAST if _reads(acting_as, part.key)}
    assert found in ({"hanne", "inga"}, {"hanne", "ida"})


def _reads(acting_as, who):
    with acting_as(who):
        return bool(rows("SELECT 1 FROM emergencies_emergencylookup"))


COLUMNS = (
    "danger = 'health'",
    "until_at = now() + interval '9 hours'",
    "at = now()",
    "verdict = 'justified'",
    "review_by = current_date + 99",
    "reviewer_id = organisation_id",
    "reason = 'x'",
    "restored_at = now()",
    "member_id = gen_random_uuid()",
    "dossier_id = NULL",
)


@pytest.mark.parametrize("who", ["hanne", "frida", "inga", "ida"])
def test_no_statement_writes_it(him, acting_as, who):
    lookup = looked_up()
    with acting_as(who):
        for column in COLUMNS:
            assert done(f"UPDATE emergencies_emergencylookup SET {column} WHERE id = %s", lookup) == NOT_ALLOWED
        assert done("DELETE FROM emergencies_emergencylookup") == NOT_ALLOWED
        assert done("INSERT INTO emergencies_emergencylookup SELECT * FROM emergencies_emergencylookup") == NOT_ALLOWED
        assert done("UPDATE sharing_access SET until_at = now() + interval '9 hours'") == NOT_ALLOWED
        for name in ("looked_up", "ended", "reviewed", "given_back"):
            event = f"SELECT guard.record_event(gen_random_uuid(), 'emergencies.{name}', %s, NULL, NULL)"
            assert done(event, lookup) == "TV033", name
