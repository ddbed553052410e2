"""An agreement's life: written by its parties, sent, signed by each, in force; and what grows out of it."""

from datetime import timedelta

import pytest
from django.http import Http404

from tests import agreement_scene as scene
from tests.cast import named
from tvaers.agreements import access, actions, queries
from tvaers.agreements.actions import (
    ChangedMeanwhileError,
    FollowedAlreadyError,
    FormerEndedError,
    NotWholeError,
    NotYoursError,
    Part,
    SignedAlreadyError,
    WrongStateError,
)
from tvaers.agreements.enums import AgreementKind, Stand, State
from tvaers.agreements.models import Agreement, AgreementTheme
from tvaers.agreements.rules import Lack
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.sharing.models import Frame, FrameParty

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_draft_to_a_frame_in_force(acting_as):
    made = scene.sent(acting_as)
    assert not scene.signed_by("signe", made)
    assert not scene.signed_by("sonja", made)
    with acting_as("bo"):
        assert Agreement.objects.get(id=made).frame_id is None, "two of three bind nobody"
    assert scene.signed_by("poul", made)
    with acting_as("bo") as bo:
        found = access.get_for_reading(actor=bo, id=made)
        one = found.agreement
        frame = Frame.objects.get(id=one.frame_id)
        parties = set(FrameParty.objects.filter(frame=frame).values_list("organisation_id", flat=True))
    assert found.stand is Stand.IN_FORCE
    assert {each.name for each in found.signatures.values()} == {"Signe Blækhus", "Sonja Skrivekløe", "Poul Pennefør"}
    assert {bytes(each.content_hash) for each in found.signatures.values()} == {bytes(one.content_hash)}
    assert (frame.title, frame.purposes) == ("Prøvepartnerskabet", int(scene.FOR))
    assert clock.last_day(frame.in_force_until) == one.until_date
    assert frame.in_force_from <= clock.now()
    assert parties == {named("gladsaxe"), named("herlev"), named("police")}


def test_one_that_begins_later_opens_nothing_before(acting_as):
    first = clock.today() + timedelta(days=30)
    made = scene.signed(acting_as, from_date=first)
    with acting_as("bo") as bo:
        found = access.get_for_reading(actor=bo, id=made)
        frame = Frame.objects.get(id=found.agreement.frame_id)
    assert found.stand is Stand.COMING
    assert frame.in_force_from.astimezone(clock.COPENHAGEN).date() == first


def test_what_is_sent_does_not_change_and_is_taken_back_with_words(acting_as):
    made = scene.sent(acting_as)
    scene.signed_by("signe", made)
    with acting_as("bo") as bo, pytest.raises(NotYoursError):
        scene.put(bo, made, Part.THEME, text="Smuglet ind", is_added=True)
    with acting_as("sonja") as sonja:
        actions.take_back(by=sonja, agreement=made, why="Tema to mangler.")
    with scene.present("poul") as poul, pytest.raises(WrongStateError):
        actions.sign(by=poul, agreement=made, shown=b"")
    with acting_as("bo") as bo:
        assert Agreement.objects.get(id=made).returned_why == "Tema to mangler."
        scene.put(bo, made, Part.THEME, text="Trygge boligområder", is_added=True)
        actions.send(by=bo, agreement=made, version=scene.version(made))
        found = access.get_for_reading(actor=bo, id=made)
    assert not found.signatures, "who signed the former text is asked anew"
    assert [each.name for each in found.before] == ["Signe Blækhus"]


def test_the_fingerprint_is_of_every_word(acting_as):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
    prints = set()
    for part, change in (
        (None, {}),
        (Part.ANNEX, {"text": "Kun det nødvendige og intet andet."}),
        (Part.ACTION, {"target": "Ti af ti til tiden"}),
        (Part.INDICATOR, {"measure": "Hver måned"}),
        (Part.THEME, {"text": "Hurtigere hjælp i netværket"}),
        (Part.PARTY, {"signatory": "Viceborgmesteren"}),
    ):
        with acting_as("bo") as bo:
            if part is not None:
                row = actions.MODELS[part]._default_manager.filter(agreement_id=made).order_by("id").first()
                scene.put(bo, made, part, row.id, **change)
            actions.send(by=bo, agreement=made, version=scene.version(made))
        prints.add(scene_shown(acting_as, made))
        with acting_as("bo") as bo:
            actions.take_back(by=bo, agreement=made, why="Prøve")
    assert len(prints) == 6


def scene_shown(acting_as, made):
    with acting_as("bo"):
        return scene.shown(made)


def test_who_read_another_text_cannot_sign(acting_as):
    made = scene.sent(acting_as)
    with scene.present("signe") as signe:
        other = bytes(32)
        with pytest.raises(ChangedMeanwhileError):
            actions.sign(by=signe, agreement=made, shown=other)


def test_a_party_signs_once(acting_as):
    made = scene.sent(acting_as)
    scene.signed_by("signe", made)
    with pytest.raises(SignedAlreadyError):
        scene.signed_by("signe", made)


@pytest.mark.parametrize(
    "lacking",
    [
        {"title": ""},
        {"purposes": 0},
        {"from_date": None},
        {"until_date": None},
        {"until_date": clock.today() + timedelta(days=6 * 365)},
        {"from_date": clock.today() - timedelta(days=30), "until_date": clock.today() - timedelta(days=1)},
    ],
    ids=str,
)
def test_what_lacks_something_is_not_sent(acting_as, lacking):
    with acting_as("bo") as bo:
        made = scene.draft(bo, **lacking)
        assert access.whole(made, day=clock.today()).lacks
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))


@pytest.mark.parametrize("part", [Part.THEME, Part.PARTY])
def test_a_draft_without_themes_or_with_one_party_is_not_sent(acting_as, part):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
        rows = actions.MODELS[part]._default_manager.filter(agreement_id=made)
        for row in rows if part is Part.THEME else rows.exclude(organisation_id=named("gladsaxe")):
            actions.remove_part(by=bo, agreement=made, part=part, row=row.id, version=scene.version(made))
        assert access.whole(made, day=clock.today()).lacks
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))


def test_a_renewal_of_what_ended_long_ago_is_proposed_for_days_to_come(acting_as, as_administrator):
    former = scene.signed(acting_as)
    as_administrator.execute(
        "UPDATE agreements_agreement SET from_date = from_date - 900, until_date = current_date - 90 WHERE id = %s",
        [former],
    )
    made = renewed(acting_as, AgreementKind.RENEWAL, former)
    with acting_as("bo"):
        assert Agreement.objects.get(id=made).from_date > clock.today()
        assert not access.whole(made, day=clock.today()).lacks


@pytest.mark.parametrize("gap", ["[Skriv: Hvem kontrollerer loggen.]", "[Write for each party: name.]", "[vurdér]"])
def test_an_annex_with_gaps_is_not_sent(acting_as, gap):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
        said = {"kind": "protocol", "title": "Endnu en protokol", "text": f"4. Kontrol\n\n{gap}"}
        scene.put(bo, made, Part.ANNEX, **said)
        assert access.whole(made, day=clock.today()).lacks == [Lack.GAPS]
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))
        annex = Agreement.objects.get(id=made).annexes.get(title=said["title"])
        scene.put(bo, made, Part.ANNEX, annex.id, **said | {"text": "Skriv altid [se side 4] i loggen."})
        assert not access.whole(made, day=clock.today()).lacks
        actions.send(by=bo, agreement=made, version=scene.version(made))


def test_two_who_write_at_once_lose_nothing(acting_as):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
        seen = scene.version(made)
        actions.change(by=bo, agreement=made, basics=scene.basics(title="Et nyt navn"), version=seen)
        with pytest.raises(ChangedMeanwhileError):
            actions.change(by=bo, agreement=made, basics=scene.basics(title="Et andet navn"), version=seen)
        with pytest.raises(ChangedMeanwhileError):
            actions.send(by=bo, agreement=made, version=seen)
        assert Agreement.objects.get(id=made).title == "Et nyt navn"


def test_a_form_sent_twice_begins_one_draft(acting_as):
    form = ids.opaque()
    with acting_as("bo") as bo:
        first = actions.begin(by=bo, kind=AgreementKind.FIRST, form=form)
        assert actions.begin(by=bo, kind=AgreementKind.FIRST, form=form) == first
        assert Agreement.objects.filter(state=State.DRAFT).count() == 1


def renewed(acting_as, kind, former):
    with acting_as("bo") as bo:
        return actions.begin(by=bo, kind=kind, following=Agreement.objects.get(id=former), form=ids.opaque())


def test_a_renewal_has_the_former_text_and_says_what_becomes_of_it(acting_as):
    former = scene.signed(acting_as)
    made = renewed(acting_as, AgreementKind.RENEWAL, former)
    with acting_as("bo") as bo:
        scene.put(bo, made, Part.THEME, text="Digitale medier", is_added=True)
        found = access.get_for_reading(actor=bo, id=made)
        (kept,) = found.compared.kept
        one, before = found.agreement, Agreement.objects.get(id=former)
        assert not found.lacks
        assert [theme.text for theme in found.compared.added] == ["Digitale medier"]
        assert one.from_date == before.until_date + timedelta(days=1)
        assert [row.text for row in kept[1].actions.all()] == ["Netværksmøde inden syv dage"]
        assert [row.text for row in kept[1].indicators.all()] == ["Dage fra sag til møde"]
        assert [annex.title for annex in found.annexes] == ["Protokol for deling"]
        scene.put(bo, made, Part.THEME, kept[1].id, text="Hurtig hjælp i netværket og i skolen")
        reworded = access.whole(made, day=clock.today()).compared
        assert [(old.text, new.text) for old, new in reworded.kept] == [
            ("Hurtig hjælp i netværket", "Hurtig hjælp i netværket og i skolen")
        ]
        version = scene.version(made)
        actions.remove_part(by=bo, agreement=made, part=Part.THEME, row=kept[1].id, version=version)
        assert [theme.text for theme in access.whole(made, day=clock.today()).compared.dropped] == [
            "Hurtig hjælp i netværket"
        ]
        assert AgreementTheme.objects.filter(agreement_id=former).count() == 1, "the former keeps its own"


def all_sign(acting_as, made):
    with acting_as("bo") as bo:
        actions.send(by=bo, agreement=made, version=scene.version(made))
    for who in scene.SIGNATORIES:
        scene.signed_by(who, made)


def test_a_renewal_stands_on_a_frame_of_its_own(acting_as):
    former = scene.signed(acting_as)
    made = renewed(acting_as, AgreementKind.RENEWAL, former)
    all_sign(acting_as, made)
    with acting_as("bo"):
        old, new = (Frame.objects.get(id=Agreement.objects.get(id=each).frame_id) for each in (former, made))
    assert old.id != new.id
    assert old.in_force_until == new.in_force_from


def test_an_extension_goes_on_with_the_frame_and_all_parties(acting_as):
    former = scene.signed(acting_as)
    made = renewed(acting_as, AgreementKind.EXTENSION, former)
    with acting_as("bo") as bo:
        herlev = Agreement.objects.get(id=made).parties.get(organisation_id=named("herlev"))
        actions.remove_part(by=bo, agreement=made, part=Part.PARTY, row=herlev.id, version=scene.version(made))
        assert access.whole(made, day=clock.today()).lacks
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))
        scene.put(bo, made, Part.PARTY, organisation_id=named("herlev"), signatory="Kommunaldirektøren")
    all_sign(acting_as, made)
    with acting_as("bo"):
        one, before = Agreement.objects.get(id=made), Agreement.objects.get(id=former)
        assert one.frame_id == before.frame_id
        assert clock.last_day(Frame.objects.get(id=one.frame_id).in_force_until) == one.until_date > before.until_date


def test_an_amendment_takes_a_party_in(acting_as):
    former = scene.signed(acting_as)
    made = renewed(acting_as, AgreementKind.AMENDMENT, former)
    with acting_as("bo") as bo:
        assert Agreement.objects.get(id=made).from_date is None
        scene.put(bo, made, Part.PARTY, organisation_id=named("probation"), signatory="Områdedirektøren")
        actions.send(by=bo, agreement=made, version=scene.version(made))

    def joined():
        with acting_as("bo"):
            parties = FrameParty.objects.filter(frame_id=Agreement.objects.get(id=former).frame_id)
            return parties.filter(organisation_id=named("probation")).exists()

    for who in scene.SIGNATORIES:
        assert not scene.signed_by(who, made), "the new party signs as well"
    assert not joined()
    assert scene.signed_by("kirsten", made)
    assert joined()
    with acting_as("bo") as bo:
        assert Agreement.objects.get(id=made).from_date == clock.today()
        assert access.get_for_reading(actor=bo, id=made).stand is Stand.IN_FORCE
        assert access.get_for_reading(actor=bo, id=former).stand is Stand.REPLACED


@pytest.mark.parametrize("more", ["party", "purpose"])
def test_an_extension_takes_nobody_in_and_widens_nothing(acting_as, more):
    made = renewed(acting_as, AgreementKind.EXTENSION, scene.signed(acting_as))
    with acting_as("bo") as bo:
        one = Agreement.objects.get(id=made)
        if more == "party":
            scene.put(bo, made, Part.PARTY, organisation_id=named("probation"), signatory="Områdedirektøren")
        else:
            wider = scene.basics(
                from_date=one.from_date, until_date=one.until_date, purposes=int(scene.FOR | Purpose.EXIT)
            )
            actions.change(by=bo, agreement=made, basics=wider, version=1)
        assert access.whole(made, day=clock.today()).lacks == [Lack.MORE]
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))


def test_what_goes_on_with_an_ended_frame_is_refused(acting_as, as_administrator):
    former = scene.signed(acting_as)
    made = renewed(acting_as, AgreementKind.EXTENSION, former)
    with acting_as("bo") as bo:
        actions.send(by=bo, agreement=made, version=scene.version(made))
    as_administrator.execute(
        "UPDATE sharing_frame f SET ended_at = now() FROM agreements_agreement a WHERE a.frame_id = f.id AND a.id = %s",
        [former],
    )
    for who in scene.SIGNATORIES[:2]:
        scene.signed_by(who, made)
    with pytest.raises(FormerEndedError):
        scene.signed_by(scene.SIGNATORIES[2], made)


@pytest.mark.parametrize("kind", [AgreementKind.EXTENSION, AgreementKind.AMENDMENT])
def test_of_two_texts_beside_each_other_one_goes_on_with_the_frame(acting_as, kind):
    """The second would take back what the first gave, and nobody asked whom the first took in."""
    former = scene.signed(acting_as)
    first, out, waiting = (renewed(acting_as, each, former) for each in (AgreementKind.AMENDMENT, kind, kind))
    with acting_as("bo") as bo:
        actions.send(by=bo, agreement=out, version=scene.version(out))
        wider = scene.basics(from_date=None, purposes=int(scene.FOR | Purpose.EXIT))
        actions.change(by=bo, agreement=first, basics=wider, version=1)
    all_sign(acting_as, first)
    with pytest.raises(FollowedAlreadyError):
        scene.signed_by("signe", out)
    with acting_as("bo") as bo:
        assert Lack.FOLLOWED in access.whole(waiting, day=clock.today()).lacks
        with pytest.raises((FollowedAlreadyError, NotWholeError)):
            actions.send(by=bo, agreement=waiting, version=scene.version(waiting))
        assert Frame.objects.get(id=Agreement.objects.get(id=first).frame_id).purposes == int(scene.FOR | Purpose.EXIT)
    following = renewed(acting_as, kind, first)
    with acting_as("bo"):
        assert not access.whole(following, day=clock.today()).lacks


def test_an_extension_leaves_no_day_between(acting_as):
    """Its frame goes on through those days; no text would say so."""
    made = renewed(acting_as, AgreementKind.EXTENSION, scene.signed(acting_as))
    with acting_as("bo") as bo:
        one = Agreement.objects.get(id=made)
        late = scene.basics(from_date=one.from_date + timedelta(days=1), until_date=one.until_date)
        actions.change(by=bo, agreement=made, basics=late, version=1)
        assert access.whole(made, day=clock.today()).lacks == [Lack.APART]
        with pytest.raises(NotWholeError):
            actions.send(by=bo, agreement=made, version=scene.version(made))


def test_a_draft_that_is_given_up_is_read_by_its_parties_alone(acting_as):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
        actions.drop(by=bo, agreement=made)
        assert access.get_for_reading(actor=bo, id=made).stand is Stand.DROPPED
        with pytest.raises(NotYoursError):
            actions.drop(by=bo, agreement=made)
    with acting_as("olga") as olga, pytest.raises(Http404):
        access.get_for_reading(actor=olga, id=made)


def test_what_asks_something_of_a_party(acting_as):
    def asked(who):
        with acting_as(who) as somebody:
            return [(each.id, each.state) for each in queries.on_the_desk(somebody.organisation.id)]

    made = scene.sent(acting_as, until_date=clock.today() + timedelta(days=100))
    scene.signed_by("signe", made)
    assert asked("signe") == []
    assert asked("sonja") == [(made, "sent")]
    assert asked("kirsten") == asked("oda") == []
    with acting_as("sonja") as sonja:
        actions.take_back(by=sonja, agreement=made, why="Tema to mangler.")
    assert asked("bo") == [(made, "draft")]
    with acting_as("bo") as bo:
        actions.send(by=bo, agreement=made, version=scene.version(made))
    for who in scene.SIGNATORIES:
        scene.signed_by(who, made)
    assert asked("bo") == [(made, "signed")], "it ends within six months"
    all_sign(acting_as, renewed(acting_as, AgreementKind.RENEWAL, made))
    assert asked("bo") == []
