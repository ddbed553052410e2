"""What administrators do: each deed leaves one event with codes only, and says by name why it was refused."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from tests.cast import actor, named
from tvaers.audit.models import Event
from tvaers.partnerships import access, actions, letters, queries
from tvaers.partnerships.actions import Invitee, MemberDetails, OrganisationDetails
from tvaers.partnerships.actions.invitations import hashed
from tvaers.partnerships.enums import MembershipState, OrganisationKind, Role, UnitKind
from tvaers.partnerships.models import Membership, Organisation, Unit
from tvaers.partnerships.queries import PeopleFilter

NEW = Invitee(
    name="Ny Prøve", title="rådgiver", email="ny@example.org", phone="", roles=Role.CASEWORKER, units=frozenset()
)
DETAILS = MemberDetails(
    name="Alice Nyby", title="konsulent", phone="39 57 50 00", roles=Role.COORDINATOR, units=frozenset()
)


@pytest.fixture
def gerda(acting_as):
    with acting_as("gerda") as somebody:
        yield somebody


def member(gerda, key):
    return access.get_member_for_administration(actor=gerda, id=named(key))


def events():
    return list(Event.objects.order_by("at", "id").values_list("name", "object_id", "detail"))


def link(token):
    return f"https://tvaers.example/welcome/{token}/"


def invite(gerda, **changes):
    place = Organisation.objects.get(id=gerda.organisation.id)
    return actions.invite(by=gerda, organisation=place, invitee=replace(NEW, **changes), link=link)


def test_a_change_leaves_masks_before_and_after(gerda):
    details = replace(DETAILS, units=frozenset({named("gladsaxe-street")}))
    alice = member(gerda, "alice")
    assert actions.change_member(by=gerda, member=alice, details=details, seen_version=alice.version) == 2
    ((name, about, detail),) = events()
    assert (name, about) == ("partnerships.member_changed", named("alice"))
    assert (detail["roles_before"], detail["roles_after"]) == (int(Role.SSP_CONSULTANT), int(Role.COORDINATOR))
    assert (detail["units_before"], detail["units_after"]) == (
        str(named("gladsaxe-ssp")),
        str(named("gladsaxe-street")),
    )
    assert "Alice" not in str(detail)


def test_only_a_change_of_roles_counts_as_a_review(gerda):
    alice = member(gerda, "alice")
    same = replace(DETAILS, roles=Role.SSP_CONSULTANT)
    actions.change_member(by=gerda, member=alice, details=same, seen_version=1)
    assert member(gerda, "alice").reviewed_at is None
    actions.change_member(by=gerda, member=alice, details=DETAILS, seen_version=2)
    assert member(gerda, "alice").reviewed_at is not None


def test_the_look_at_roles_is_stamped(gerda):
    actions.review_roles(by=gerda, member=member(gerda, "bo"), seen_version=1)
    assert member(gerda, "bo").reviewed_at is not None
    assert events() == [("partnerships.roles_reviewed", named("bo"), {"roles": int(Role.COORDINATOR), "own": False})]


@pytest.mark.parametrize(
    ("changes", "version", "error"),
    [
        ({}, 7, actions.ChangedMeanwhileError),
        ({"roles": Role.POLICE_EXIT}, 1, actions.RoleNotHereError),
        ({"units": frozenset({named("herlev-ssp")})}, 1, actions.UnitNotHereError),
    ],
)
def test_a_refused_change_leaves_nothing(gerda, changes, version, error):
    with pytest.raises(error):
        actions.change_member(
            by=gerda, member=member(gerda, "alice"), details=replace(DETAILS, **changes), seen_version=version
        )
    assert events() == []
    assert member(gerda, "alice").title == "SSP-konsulent"


def test_nobody_gives_oneself_a_role(gerda):
    own = member(gerda, "gerda")
    wider = replace(DETAILS, name=own.name, roles=Role.ADMINISTRATOR | Role.CASEWORKER, units=frozenset())
    with pytest.raises(actions.OwnRoleError):
        actions.change_member(by=gerda, member=own, details=wider, seen_version=1)
    same = replace(wider, roles=Role.ADMINISTRATOR)
    actions.change_member(by=gerda, member=own, details=same, seen_version=1)
    assert member(gerda, "gerda").roles == Role.ADMINISTRATOR


def test_who_changes_the_own_details_opens_no_door(acting_as):
    with acting_as("alice") as alice:
        actions.change_own_details(by=alice, title="ny titel", phone="12 34 56 78")
        row = Membership.objects.filter(id=alice.id).values_list("title", "roles", "version").get()
        assert row == ("ny titel", int(Role.SSP_CONSULTANT), 2)


def test_an_invitation_is_a_letter_and_only_its_hash_is_kept(gerda, as_administrator):
    letter = invite(gerda)
    token = letter.link.rsplit("/", 2)[1]
    assert len(token) >= 40
    (sent,) = mail.outbox
    assert sent.to == ["ny@example.org"]
    assert letter.link in sent.body
    ((name, about, detail),) = events()
    assert (name, about, detail["roles_after"]) == ("partnerships.invited", letter.member, int(Role.CASEWORKER))
    assert token not in str(detail)
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_name FROM guard.invitation(%s)", [hashed(token)])
        assert cursor.fetchall() == [("Ny Prøve",)]
        cursor.execute("SELECT member_name FROM guard.invitation(%s)", [hashed(token + "x")])
        assert cursor.fetchall() == []


def test_the_letter_is_danish_and_english_and_tells_of_no_role(gerda):
    invite(gerda, roles=Role.CASEWORKER, units=frozenset({named("gladsaxe-family")}))
    (sent,) = mail.outbox
    assert sent.subject == "Invitation til Tværs"
    assert "Linket virker én gang" in sent.body
    assert "The link works once" in sent.body
    assert not re.search("rådgiver|familie|caseworker|rolle|role|enhed|sag", sent.body, re.IGNORECASE)


def test_a_letter_that_cannot_be_sent_undoes_the_invitation(gerda, monkeypatch):
    def broken(**_):
        raise ConnectionRefusedError

    monkeypatch.setattr(letters, "send_invitation", broken)
    with pytest.raises(actions.LetterNotSentError):
        invite(gerda)
    assert events() == []
    assert not Membership.objects.filter(email="ny@example.org").exists()


def test_a_new_letter_ends_the_old_one(gerda):
    first = invite(gerda)
    member = access.get_invitee_for_administration(actor=gerda, id=first.member)
    second = actions.invite_again(by=gerda, member=member, link=link)
    assert first.link != second.link
    assert queries.letter_expiry(first.member) is not None
    actions.withdraw_invitation(by=gerda, member=member)
    assert queries.letter_expiry(first.member) is None
    with pytest.raises(actions.NoSuchMemberError):
        actions.invite_again(by=gerda, member=member, link=link)
    assert [name for name, _, _ in events()] == [
        "partnerships.invited",
        "partnerships.invited_again",
        "partnerships.invitation_withdrawn",
    ]


def test_leaving_ends_roles_units_and_account(gerda, as_administrator):
    actions.leave_organisation(by=gerda, member=member(gerda, "alice"), successor=None)
    alice = member(gerda, "alice")
    assert (alice.state, alice.roles, list(alice.units.all())) == (MembershipState.LEFT, 0, [])
    ((name, _, detail),) = events()
    assert name == "partnerships.member_left"
    assert (detail["roles_before"], detail["roles_after"]) == (int(Role.SSP_CONSULTANT), 0)


def test_a_reset_takes_two(acting_as):
    with acting_as("gerda") as gerda:
        reset_id = actions.ask_factor_reset(by=gerda, member=member(gerda, "alice"))
        (waiting,) = queries.open_resets(actor=gerda)
        assert (waiting.id, waiting.name, waiting.asker) == (reset_id, "Alice Prøvedal", "Gerda Nøgleby")
        with pytest.raises(actions.OwnFactorError):
            actions.agree_factor_reset(by=gerda, reset=access.get_reset_for_agreement(actor=gerda, id=reset_id))
    with acting_as("gorm") as gorm:
        actions.agree_factor_reset(by=gorm, reset=access.get_reset_for_agreement(actor=gorm, id=reset_id))
        assert queries.open_resets(actor=gorm) == []
        assert [name for name, _, _ in events()] == [
            "partnerships.factor_reset_asked",
            "partnerships.factor_reset_agreed",
        ]


def test_a_closed_unit_is_not_offered_and_keeps_its_members(gerda):
    street = access.get_unit_for_administration(actor=gerda, id=named("gladsaxe-street"))
    actions.close_unit(by=gerda, unit=street)
    assert "Gadeteamet" not in dict(queries.unit_names(actor=gerda)).values()
    assert [unit.name for unit in queries.units(actor=gerda)][-1] == "Gadeteamet"
    assert [unit.name for unit in member(gerda, "dina").units.all()] == ["Gadeteamet"]
    actions.reopen_unit(by=gerda, unit=street)
    assert "Gadeteamet" in dict(queries.unit_names(actor=gerda)).values()


def test_a_units_name_is_one_of_its_kind(gerda):
    actions.add_unit(by=gerda, name="Ungehuset", kind=UnitKind.YOUTH)
    with pytest.raises(actions.NameTakenError):
        actions.add_unit(by=gerda, name="Ungehuset", kind=UnitKind.OTHER)
    assert [name for name, _, _ in events()] == ["partnerships.unit_added"]


def test_units_of_others_do_not_move(acting_as):
    with acting_as("henrik") as henrik:
        street = Unit.objects.get(id=named("gladsaxe-street"))
        with pytest.raises(actions.NoSuchMemberError):
            actions.change_unit(by=henrik, unit=street, name="Kapret", kind=UnitKind.OTHER)


def test_the_host_adds_organisations_of_every_kind(gerda):
    for kind in OrganisationKind:
        details = OrganisationDetails(name=f"Ny {kind}", short_name="Ny", mark="N", phone="")
        actions.add_organisation(by=gerda, details=details, kind=kind)
    rows = {row.name: row for row in queries.organisations()}
    assert {row.kind for row in rows.values()} == set(OrganisationKind)
    assert not rows["Ny association"].receives_disclosures
    assert rows["Ny school"].receives_disclosures


def test_others_add_none(acting_as):
    details = OrganisationDetails(name="Ny", short_name="Ny", mark="N", phone="")
    with acting_as("henrik") as henrik, pytest.raises(actions.NotAdministratorError):
        actions.add_organisation(by=henrik, details=details, kind=OrganisationKind.SCHOOL)


def test_organisations_tell_who_keeps_them(gerda):
    rows = {row.mark: row for row in queries.organisations()}
    assert (rows["G"].administrators, rows["H"].administrators, rows["P"].administrators) == (2, 1, 0)
    police = Organisation.objects.get(id=named("police"))
    actions.invite(by=gerda, organisation=police, invitee=replace(NEW, roles=Role.ADMINISTRATOR), link=link)
    assert {row.mark: row.invited for row in queries.organisations()}["P"] == 1
    assert [one.name for one in queries.invited_administrators(named("police"))] == ["Ny Prøve"]


@pytest.mark.parametrize("door", [access.get_member_for_administration, access.get_invitee_for_administration])
def test_the_doors_know_ones_own(door, acting_as):
    with acting_as("henrik") as henrik, pytest.raises(Http404):
        door(actor=henrik, id=named("alice"))
    with acting_as("alice") as alice, pytest.raises(PermissionDenied):
        door(actor=alice, id=named("alice"))


def test_people_are_sorted_and_filtered(gerda):
    found = queries.people(actor=gerda, wanted=PeopleFilter())
    assert found.total == 11
    assert {one.name for one in found.colleagues} >= {"Alice Prøvedal", "Inga Tilsyn"}
    assert "Hanne Nabo" not in {one.name for one in found.colleagues}

    def names(**wanted):
        return [one.name for one in queries.people(actor=gerda, wanted=PeopleFilter(**wanted)).colleagues]

    assert names(name="NØGLE") == ["Gerda Nøgleby", "Gorm Nøgleby"]
    assert names(unit=named("gladsaxe-ssp")) == ["Alice Prøvedal", "Bo Testesen", "Frida Leder"]
    assert names(role=Role.ADMINISTRATOR, descending=True) == ["Gorm Nøgleby", "Gerda Nøgleby"]
    assert names(state="left") == []
    actions.review_roles(by=gerda, member=member(gerda, "carl"), seen_version=1)
    assert names(sort="reviewed")[-1] == "Carl Opdigt"
    assert names(page=99) == names()


def test_a_cast_actor_is_what_the_doors_expect():
    assert actor("gerda").has_role(Role.ADMINISTRATOR)
