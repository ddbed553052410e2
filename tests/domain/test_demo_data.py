"""What the demonstration loads: consistent with the rules, repeatable, and done by the people themselves."""

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import check_password

from tvaers.accounts.adapters import SecondFactorAdapter, secrets_of
from tvaers.demo import areas, frames, street
from tvaers.demo.loading import load_partnership
from tvaers.demo.organisations import ORGANISATIONS, UNITS
from tvaers.demo.people_at_work import INVITED, LEFT, MAIN_JOB, WORKERS, job, jobs
from tvaers.demo.personas import everybody, groups, persona
from tvaers.demo.second_factor import PASSWORD, code_at, secret_of
from tvaers.foundation.unnamed import likely_names
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, OrganisationKind, Role, roles_in
from tvaers.partnerships.rules import check_roles

# The people named in the article that the project stems from, and what they are.
REAL = {"trine", "græse", "kim", "christiansen", "jesper", "würtzen", "thomas", "gyldal", "petersen"}


@pytest.fixture
def loaded(transactional_db, as_maintenance):
    """The demonstration's data, as the maintenance login sees it."""
    load_partnership(as_maintenance, say=lambda _: None)
    return as_maintenance


def count(connection, table, condition="true"):
    return connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]


def test_every_role_has_its_place():
    for each in jobs():
        check_roles(int(each.roles), each.organisation.kind)
        assert all(UNITS[unit] in each.organisation.units for unit in each.units), each.key
    covered = {role for each in jobs() for role in roles_in(int(each.roles))}
    assert covered == set(Role)


def test_every_organisation_has_somebody_who_keeps_its_people():
    kept = {each.organisation.key for each in jobs() if each.roles & Role.ADMINISTRATOR}
    assert kept == {organisation.key for organisation in ORGANISATIONS}
    # A lost second factor takes two.
    assert sum(bool(each.roles & Role.ADMINISTRATOR) for each in jobs() if each.organisation.key == "gladsaxe") == 2


def test_names_addresses_and_ids_are_nobodys_and_differ():
    names = [worker.name for worker in WORKERS] + [each.name for each in INVITED]
    assert len(set(names)) == len(names)
    assert not {word for name in names for word in name.lower().split()} & REAL
    addresses = [worker.email for worker in WORKERS] + [each.email for each in INVITED]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z.-]+@[a-z]+\.example", address) for address in addresses), addresses
    assert all(re.fullmatch(r"01 1\d \d\d \d\d", worker.phone) for worker in WORKERS)
    assert len({each.id for each in jobs()}) == len(jobs()) == len(WORKERS) + 2


def test_personas_are_all_who_can_sign_in():
    keys = [each.key for each in everybody()]
    assert LEFT not in keys
    assert persona(LEFT) is None
    assert persona("") is None
    assert set(MAIN_JOB) <= set(keys)
    assert sorted(each.key for group in groups() for each in group.personas) == sorted(keys)
    assert all(each.job.worker.does.endswith(".") and each.job.worker.first.endswith(".") for each in everybody())


def test_areas_follow_the_one_they_lie_in():
    seen = {None}
    for place in areas.places():
        assert place.parent in seen
        seen.add(place.id)
    assert len({place.id for place in areas.places()}) == len(areas.places())


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2031, 2, 28)])
def test_one_invented_agreement_is_in_force_and_says_so(today):
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    chain = frames.agreements(today)
    in_force = [f for f in chain if f.from_at <= now and (f.until_at is None or now < f.until_at)]
    assert [f.key for f in in_force] == ["invented"]
    assert frames.INVENTED in in_force[0].title
    assert all(before.until_at == after.from_at for before, after in pairwise(chain))


def test_only_those_whom_the_law_lets_receive_are_parties():
    kinds = {organisation.key: organisation.kind for organisation in ORGANISATIONS}
    for frame in [*frames.agreements(date(2026, 1, 1)), *frames.statutes()]:
        # Housing organisations are told in a form of their own, on a statute of their own (R25).
        also = {OrganisationKind.HOUSING} if "63 d" in frame.basis else set()
        assert all(kinds[party] in RECEIVES_DISCLOSURES | also for party in frame.parties), frame.key
        assert len(frame.basis) <= 200


def test_a_code_is_what_an_authenticator_app_shows():
    worker, at = WORKERS[0], datetime(2026, 11, 23, 10, 0, 17, tzinfo=UTC)
    code, seconds = code_at(worker, at)
    assert code == format_hotp_value(hotp_value(secret_of(worker), int(at.timestamp()) // 30))
    assert seconds == 13
    assert code != code_at(WORKERS[1], at)[0]


def test_everything_is_loaded(loaded):
    assert count(loaded, "partnerships_organisation") == len(ORGANISATIONS)
    assert count(loaded, "partnerships_organisation", "is_host") == 1
    assert count(loaded, "areas_area") == len(areas.places())
    assert count(loaded, "sharing_frame") == 9
    assert count(loaded, "partnerships_membership", "state = 'active'") == len(jobs()) - 1
    assert count(loaded, "partnerships_membership", "state = 'invited'") == len(INVITED)
    assert count(loaded, "partnerships_membership", "state = 'left' AND roles = 0") == 1
    assert count(loaded, "partnerships_factorreset", "agreed_at IS NULL") == 1


def test_what_people_did_is_in_the_log_under_their_names(loaded):
    question = "SELECT name, actor_id, ticket_id IS NOT NULL FROM audit_event WHERE name LIKE 'partnerships.%'"
    rows = loaded.execute(question).fetchall()
    gitte, ole = job("gitte").id, job("ole").id
    assert sorted(rows) == sorted(
        [
            ("partnerships.invited", gitte, True),
            ("partnerships.invited", ole, True),
            ("partnerships.factor_reset_asked", gitte, True),
            ("partnerships.member_left", gitte, True),
        ]
    )


def test_loading_again_changes_nothing(loaded):
    tables = "accounts_user mfa_authenticator partnerships_membership partnerships_invitation".split()
    tables += ["audit_event", "sharing_frameparty"]
    loaded.execute("UPDATE partnerships_membership SET title = 'vikar' WHERE id = %s", [job("sofie").id])
    loaded.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", [job("hodan").worker.user_id])
    before = {table: count(loaded, table) for table in tables}
    load_partnership(loaded, say=lambda _: None)
    assert {table: count(loaded, table) for table in tables} == before
    assert count(loaded, "partnerships_membership", "title = 'vikar'") == 1


def test_password_and_sealed_secret_open_the_real_sign_in(loaded):
    worker = WORKERS[0]
    row = loaded.execute("SELECT password FROM accounts_user WHERE id = %s", [worker.user_id]).fetchone()
    assert check_password(PASSWORD, row[0])
    data = loaded.execute("SELECT data FROM mfa_authenticator WHERE user_id = %s", [worker.user_id]).fetchone()[0]
    assert secret_of(worker) not in str(data)
    with secrets_of(worker.user_id):
        assert SecondFactorAdapter().decrypt(data["secret"]) == secret_of(worker)


def test_the_street_is_walked_by_two_and_told_without_names(loaded):
    for _ in range(2):
        street.load(say=lambda _: None)
    assert count(loaded, "outreach_shift") == len(street.WALKS)
    assert count(loaded, "outreach_stop") == sum(len(walk.met) for walk in street.WALKS)
    assert count(loaded, "outreach_shift", "array_length(audience, 1) >= 2") == len(street.WALKS)
    said = [facts["words"] for walk in street.WALKS for _minutes, _area, facts in walk.met]
    said += [str(text) for walk in street.WALKS for text in (walk.end or {}).values()]
    assert [names for text in said for names in likely_names(text)] == []


def test_the_authorities_have_templates_in_use_and_nobody_is_named_in_them(loaded):
    used = "SELECT owner_id, count(*) FROM assessments_templateversion WHERE state = 'in-use' GROUP BY owner_id"
    found = dict(loaded.execute(used).fetchall())
    named = {each.key: found.get(each.id, 0) for each in ORGANISATIONS if each.kind != OrganisationKind.ASSOCIATION}
    assert (named["gladsaxe"], named["herlev"], named["ballerup"], named["police"]) == (7, 7, 7, 4)
    assert named["probation"] == 1
    assert count(loaded, "assessments_templateversion", "state = 'retired'") == 1
    assert count(loaded, "assessments_templateversion", "state = 'draft'") == 2
    texts = loaded.execute("SELECT title || summary || document::text FROM assessments_templateversion").fetchall()
    assert not [name for (text,) in texts for name in REAL if re.search(rf"\b{name}\b", text.casefold())]
    load_partnership(loaded, say=lambda _: None)
    assert dict(loaded.execute(used).fetchall()) == found
