"""A party leaves an agreement, and what stands on an agreement moves to another before it ends."""

from datetime import datetime, time, timedelta

import pytest

from tests import agreement_scene
from tests import case_scene as scene
from tests.cast import named
from tvaers.agreements import access, actions
from tvaers.agreements.actions import NoFactorError, NotThenError, NotYoursError, Part, WrongStateError
from tvaers.agreements.enums import AgreementKind, Stand
from tvaers.agreements.models import Agreement, AgreementParty
from tvaers.cases.models import Case
from tvaers.foundation import clock, ids
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing import offers
from tvaers.sharing.enums import DisclosureState
from tvaers.sharing.enums import Stand as Offer
from tvaers.sharing.models import Access, Frame, FrameParty
from tvaers.sharing.rules import BASES

pytestmark = pytest.mark.django_db(transaction=True)

SSP_BASIS = next(each.version_id for each in BASES if each.code == "rpl-115-1")


def day(ahead):
    return clock.today() + timedelta(days=ahead)


def midnight_after(date):
    return datetime.combine(date + timedelta(days=1), time(), tzinfo=clock.COPENHAGEN)


@pytest.fixture
def agreement(acting_as):
    return agreement_scene.signed(acting_as)


@pytest.fixture
def frame(acting_as, agreement):
    with acting_as("bo"):
        return Agreement.objects.get(id=agreement).frame_id


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def leave(who, agreement, last_day):
    with agreement_scene.present(who) as somebody:
        return actions.leave(by=somebody, agreement=agreement, last_day=last_day)


def given(acting_as, case):
    """What was given of a case, as its owner sees it: frame, end, stand."""
    with acting_as("alice"):
        found, _more = offers.of_dossier(case)
        ends = dict(Access.objects.filter(dossier_id=case).exclude(frame=None).values_list("id", "frame_id"))
        return {ends[next(iter(each.accesses))]: each for each in found}


def reads(acting_as, who, case):
    with acting_as(who):
        return Case.objects.filter(id=case).exists()


def test_what_was_given_to_who_leaves_ends_with_the_last_day_and_nothing_else(acting_as, agreement, frame, case):
    for to, on in (("hanne", frame), ("palle", frame), ("hanne", scene.AGREEMENT)):
        scene.share(acting_as, case, Category.PLAN, to=to, frame=on)
    before = dict(ends(acting_as))
    assert not leave("sonja", agreement, day(3))
    for access_id, until in ends(acting_as):
        row = row_of(acting_as, access_id)
        leaves = row.frame_id == frame and row.organisation_id == named("herlev")
        assert until == (midnight_after(day(3)) if leaves else before[access_id])
    with acting_as("bo") as bo:
        assert access.get_for_reading(actor=bo, id=agreement).stand is Stand.IN_FORCE
        assert AgreementParty.objects.get(agreement_id=agreement, organisation_id=named("herlev")).left_on == day(3)


def ends(acting_as):
    with acting_as("alice"):
        return list(Access.objects.exclude(frame=None).values_list("id", "until_at"))


def row_of(acting_as, access_id):
    with acting_as("alice"):
        return Access.objects.get(id=access_id)


def test_what_who_leaves_has_given_ends_as_well(acting_as, agreement, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    assert not leave("signe", agreement, day(2))
    assert {until for _id, until in ends(acting_as)} == {midnight_after(day(2))}


def test_once_it_has_left_the_page_says_why_it_ended(acting_as, as_administrator, agreement, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    leave("sonja", agreement, day(0))
    assert reads(acting_as, "hanne", case)
    over, moment = "UPDATE {} SET until_at = %s WHERE until_at = %s", clock.now()
    for table in ("sharing_access", "sharing_frameparty"):
        as_administrator.execute(over.format(table), [moment, midnight_after(day(0))])
    assert not reads(acting_as, "hanne", case)
    assert given(acting_as, case)[frame].stand is Offer.FRAME_ENDED


def test_nothing_is_given_beyond_the_last_day(acting_as, as_administrator, agreement, frame, case):
    leave("sonja", agreement, day(3))
    with pytest.raises(sharing.WrongTimeError):
        scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    with acting_as("alice") as alice:
        found = {
            each.id: each.ends_at for each in offers.frames_between(actor=alice, other=named("herlev"), dossier=case)
        }
        assert found[frame] == midnight_after(day(3))
    scene.share(acting_as, case, Category.PLAN, to="palle", frame=frame)
    as_administrator.execute("UPDATE sharing_frameparty SET until_at = now() WHERE until_at IS NOT NULL")
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [scene.AGREEMENT])
    with pytest.raises(sharing.NoFrameError):
        scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    with acting_as("alice") as alice:
        assert frame not in {
            each.id for each in offers.frames_between(actor=alice, other=named("herlev"), dossier=case)
        }
        reach = offers.purposes_in_reach(actor=alice, dossier=case)
        assert reach[named("herlev")] == Purpose.KSP, "the statute's"


def test_with_fewer_than_two_parties_it_ends_for_all(acting_as, agreement, frame):
    assert not leave("sonja", agreement, day(9))
    assert leave("poul", agreement, day(4))
    with acting_as("bo") as bo:
        found = access.get_for_reading(actor=bo, id=agreement)
        # Gladsaxe and Herlev are two until the fourth day has gone; the ninth comes after the end.
        assert found.agreement.ended_on == day(9)
        assert found.stand is Stand.IN_FORCE
        assert Frame.objects.get(id=frame).in_force_until == midnight_after(day(9))
        assert access.standing(found.agreement, followed_from=None, day=day(10)) is Stand.TERMINATED


@pytest.mark.parametrize("wrong", [-1, 3 * 365, 4000])
def test_a_day_that_is_past_or_after_the_end_is_refused(agreement, wrong):
    with pytest.raises(NotThenError):
        leave("sonja", agreement, day(wrong))


@pytest.mark.parametrize("who", ["bo", "hanne", "kirsten", "vera"])
def test_who_does_not_sign_for_a_party_takes_nobody_out(agreement, who):
    with pytest.raises(NotYoursError):
        leave(who, agreement, day(3))


def test_it_takes_a_second_factor_shown_just_now(acting_as, agreement):
    with acting_as("sonja") as sonja, pytest.raises(NoFactorError):
        actions.leave(by=sonja, agreement=agreement, last_day=day(3))


def test_a_party_leaves_once_and_nothing_that_was_never_signed(acting_as, agreement):
    leave("sonja", agreement, day(3))
    with pytest.raises(WrongStateError):
        leave("sonja", agreement, day(2))
    sent = agreement_scene.sent(acting_as)
    with pytest.raises(NotYoursError):
        leave("sonja", sent, day(3))


def test_who_signs_an_amendment_stays_after_all(acting_as, agreement, frame):
    leave("sonja", agreement, day(9))
    with acting_as("bo") as bo:
        following = Agreement.objects.get(id=agreement)
        made = actions.begin(by=bo, kind=AgreementKind.AMENDMENT, following=following, form=ids.opaque())
        assert not AgreementParty.objects.filter(agreement_id=made, organisation_id=named("herlev")).exists()
        agreement_scene.put(bo, made, Part.PARTY, organisation_id=named("herlev"), signatory="Kommunaldirektøren")
        actions.send(by=bo, agreement=made, version=agreement_scene.version(made))
    for who in agreement_scene.SIGNATORIES:
        agreement_scene.signed_by(who, made)
    with acting_as("bo"):
        assert not FrameParty.objects.filter(frame_id=frame).exclude(until_at=None).exists()


def test_what_was_given_for_a_purpose_that_is_taken_out_ends_with_the_last_signature(acting_as, agreement, frame, case):
    """And what waits for an answer cannot be accepted any more; what stands on another frame goes on."""
    for to, on in (("hanne", frame), ("palle", scene.AGREEMENT)):
        scene.share(acting_as, case, Category.PLAN, to=to, frame=on)
    with acting_as("frida"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("police"), member=named("palle")),
            purpose=Purpose.SSP,
            frame=frame,
            necessity="Skal kunne tage imod ham",
            until=clock.now() + timedelta(days=30),
        )
        sharing.share(parts={case: Category.PLAN}, terms=terms)
    with acting_as("bo") as bo:
        following = Agreement.objects.get(id=agreement)
        made = actions.begin(by=bo, kind=AgreementKind.AMENDMENT, following=following, form=ids.opaque())
        narrower = agreement_scene.basics(from_date=None, purposes=int(Purpose.RADICALISATION))
        actions.change(by=bo, agreement=made, basics=narrower, version=1)
        actions.send(by=bo, agreement=made, version=agreement_scene.version(made))
    for who in agreement_scene.SIGNATORIES:
        assert reads(acting_as, "hanne", case), "until all have signed"
        agreement_scene.signed_by(who, made)
    assert not reads(acting_as, "hanne", case)
    assert reads(acting_as, "palle", case), "on the other frame"
    with acting_as("palle"):
        waits = Access.objects.get(frame_id=frame, dossier_id=case, organisation_id=named("police"))
        assert waits.state == DisclosureState.OFFERED
        with pytest.raises(sharing.SharingError):
            sharing.answer(access=waits.id, accepted=True)


def moved(
    acting_as, case, to_frame, *, by="frida", why="Aftalen slutter, og han skal stadig have fodbolden", **changes
):
    group = next(iter(given(acting_as, case).values())).group
    terms = {"frame": to_frame, "basis": SSP_BASIS, "necessity": why, "until": clock.now() + timedelta(days=20)}
    with acting_as(by) as somebody:
        sharing.rebase_group(by=somebody, group=group, terms=sharing.Rebased(**terms | changes))


def test_what_is_moved_goes_on_without_a_gap_on_another_frame(acting_as, frame, case, as_administrator):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="hanne", frame=frame)
    moved(acting_as, case, scene.AGREEMENT)
    found = given(acting_as, case)
    assert found[frame].stand is Offer.MOVED
    now = found[scene.AGREEMENT]
    assert now.stand is Offer.OPEN
    assert now.categories == Category.PLAN | Category.ENTRY
    assert now.necessity == "Aftalen slutter, og han skal stadig have fodbolden"
    assert found[frame].necessity == "Skal kunne tage imod ham"
    assert now.group == found[frame].group
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [frame])
    assert reads(acting_as, "hanne", case)
    with acting_as("frida") as frida:
        listed, _more = offers.by_us(actor=frida, since=clock.now() - timedelta(days=30))
        assert [each.stand for each in listed] == [Offer.OPEN], "the row that was moved is not told as another gift"
        assert offers.of_group(now.group).stand is Offer.OPEN
        sharing.end_group(group=now.group)
    assert not reads(acting_as, "hanne", case)


def test_an_offer_that_is_moved_still_waits_for_its_answer(acting_as, frame, case):
    with acting_as("frida"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("herlev"), member=named("hanne")),
            purpose=Purpose.SSP,
            frame=frame,
            necessity="Skal kunne tage imod ham",
            until=clock.now() + timedelta(days=30),
        )
        sharing.share(parts={case: Category.PLAN}, terms=terms)
    moved(acting_as, case, scene.AGREEMENT)
    assert not reads(acting_as, "hanne", case)
    scene.answer(acting_as, "hanne", case)
    assert reads(acting_as, "hanne", case)
    assert given(acting_as, case)[scene.AGREEMENT].state is DisclosureState.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"why": " "}, sharing.NoNecessityError),
        ({"until": clock.now() - timedelta(days=1)}, sharing.WrongTimeError),
        ({"until": clock.now() + timedelta(days=5 * 365)}, sharing.WrongTimeError),
        ({"by": "hanne"}, sharing.NoSuchAccessError),
        ({"by": "vera"}, sharing.NoSuchAccessError),
    ],
)
def test_what_would_not_be_given_is_not_moved(acting_as, frame, case, changes, refusal):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    with pytest.raises(refusal):
        moved(acting_as, case, scene.AGREEMENT, **changes)
    assert given(acting_as, case)[frame].stand is Offer.OPEN


def test_nothing_moves_to_where_it_is_or_when_it_has_ended(acting_as, as_administrator, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    with pytest.raises(sharing.NoFrameError):
        moved(acting_as, case, frame)
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [frame])
    with pytest.raises(sharing.NoFrameError):
        moved(acting_as, case, scene.AGREEMENT)


def test_what_stands_on_a_consent_stays_there(acting_as, case):
    with acting_as("frida"):
        until = clock.now() + timedelta(days=60)
        consent = scene.consented(
            dossier=case, to=named("herlev"), purposes=Purpose.SSP, until=until, categories=ALL_CATEGORIES
        )
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=consent)
    with pytest.raises(sharing.NoFrameError):
        moved(acting_as, case, scene.AGREEMENT)
