"""Registering, finding, changing, revealing and merging people."""

from datetime import timedelta

import pytest
from django.http import Http404

from tests.cast import named
from tvaers.audit.models import Event, Seen
from tvaers.foundation import clock, crypto, ids, keystore
from tvaers.guard.enums import Category, Purpose
from tvaers.people import access, actions, queries
from tvaers.people.actions import ChangedMeanwhileError, Details, DifferentOwnersError, RegisteredAlreadyError
from tvaers.people.enums import Knowledge, RevealReason
from tvaers.people.models import Address, Person, Reveal, Token
from tvaers.people.rules.tokens import Traits
from tvaers.sharing import actions as sharing
from tvaers.sharing import links, looks, readers, seen
from tvaers.sharing.enums import DossierKind, LinkKind, May
from tvaers.sharing.models import Access, Dossier

NOAH = Details(
    name="Noah Vesterlund",
    nickname="Memo",
    cpr="0310116003",
    phone="20 30 40 50",
    school="Søndertoftens Skole",
    street="Kildevænget 7",
    place="2860 Søborg",
)
SSP = named("gladsaxe-ssp")


def register(by, details=NOAH, unit=SSP, **options):
    return actions.register(by=by, details=details, purpose=Purpose.SSP, unit=unit, **options)


def names_found(by, **traits):
    return [card.label for card in queries.found(actor=by, traits=Traits(**traits))]


def test_what_was_registered_is_read_again(acting_as):
    with acting_as("alice") as alice:
        card = access.get_for_reading(person=register(alice))
    assert (card.name, card.nickname, card.street) == ("Noah Vesterlund", "Memo", "Kildevænget 7")
    assert (card.knowledge, card.cpr_masked) == (Knowledge.IDENTIFIED, "031011-••••")
    assert (card.born, card.birth_year) == ("2011-10-03", 2011)
    assert "0310116003" not in str(card)


@pytest.mark.parametrize(
    ("details", "knowledge", "label"),
    [
        (Details(), Knowledge.UNKNOWN, "Nogen, vi ikke kender"),
        (Details(description="Høj, rød jakke, ved stationen"), Knowledge.UNKNOWN, "Høj, rød jakke, ved stationen"),
        (Details(nickname="Memo"), Knowledge.PARTLY, "Memo"),
        (Details(name="Ali", born="2010"), Knowledge.PARTLY, "Ali"),
    ],
)
def test_knowing_little_or_nothing_is_enough(acting_as, details, knowledge, label):
    with acting_as("alice") as alice:
        card = access.get_for_reading(person=register(alice, details))
    assert (card.knowledge, card.label) == (knowledge, label)


def test_a_year_alone_gives_the_age_turned_this_year(acting_as):
    with acting_as("alice") as alice:
        card = access.get_for_reading(person=register(alice, Details(nickname="Memo", born="2010")))
        assert (card.birthday, card.age) == (None, clock.today().year - 2010)


def test_the_same_form_twice_registers_once(acting_as):
    with acting_as("alice") as alice:
        form = ids.opaque()
        person = register(alice, form=form)
        with pytest.raises(RegisteredAlreadyError) as twice:
            register(alice, form=form)
        assert twice.value.person == person
        assert Person.objects.count() == 1
    with acting_as("bo") as bo:
        register(bo, form=form)
        assert Person.objects.count() == 2


@pytest.mark.parametrize("who", ["carl", "hanne", "palle", "gerda", "olga"])
def test_nobody_outside_the_unit_reads_or_finds(acting_as, who):
    with acting_as("alice") as alice:
        person = register(alice)
    with acting_as(who) as other:
        with pytest.raises(Http404):
            access.get_for_reading(person=person)
        assert names_found(other, cpr=NOAH.cpr) == []
        assert access.cards({person}) == {}


def test_a_colleague_in_the_unit_finds_and_the_log_tells_by_what(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
    with acting_as("bo") as bo:
        assert names_found(bo, name="Noa Westerlund", birth_year=2012) == ["Noah Vesterlund"]
        seen.write()
        looked = Seen.objects.get(dossier_id=person, actor_id=bo.id)
        found, _earlier = looks.looks(dossier=person)
    assert looked.categories == Category.IDENTITY
    assert b"Westerlund" not in bytes(looked.criterion)
    assert [(look.who, look.criteria) for look in found] == [
        ("Bo Testesen", ({"name": "Noa Westerlund", "birth_year": "2012"},))
    ]


def test_a_search_without_a_hit_is_logged_too(acting_as):
    with acting_as("alice") as alice:
        assert names_found(alice, cpr="0310116999") == []
        seen.write()
        row = Seen.objects.get()
        key = keystore.shared(seen.criterion_key(alice.organisation.id))
    assert row.dossier_id is None
    assert crypto.unseal(key, bytes(row.criterion), about=seen.CRITERION_ABOUT) == b'{"cpr": "0310116999"}'


@pytest.mark.parametrize("traits", [Traits(), Traits(birth_year=2011), Traits(name=" - "), Traits(phone="12")])
def test_there_is_no_browsing(acting_as, traits):
    with acting_as("alice") as alice:
        register(alice)
        with pytest.raises(queries.NothingToFindByError):
            queries.found(actor=alice, traits=traits)


def test_too_many_ask_for_more(acting_as):
    with acting_as("alice") as alice:
        for number in range(queries.MOST + 1):
            register(alice, Details(name="Ali Hassan", description=str(number)))
        with pytest.raises(queries.TooManyFoundError):
            queries.found(actor=alice, traits=Traits(name="Ali Hassan"))
        seen.write()
        row = Seen.objects.get()
    assert row.dossier_id is None, "what was not shown was not seen"


def test_a_machine_that_searches_is_stopped(acting_as):
    with acting_as("alice") as alice:
        for _ in range(queries.SEARCHES_A_MINUTE):
            queries.found(actor=alice, traits=Traits(name="Ali Hassan"))
        with pytest.raises(queries.TooManySearchesError):
            queries.found(actor=alice, traits=Traits(name="Ali Hassan"))
    with acting_as("bo") as bo:
        assert queries.found(actor=bo, traits=Traits(name="Ali Hassan")) == []


def test_findings_tell_who_knows_somebody_and_in_what(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
        case = sharing.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP, unit=SSP)
        hidden = sharing.open_dossier(by=alice, kind=DossierKind.CONCERN, purpose=Purpose.SSP, member=alice.id)
        sharing.link(kind=LinkKind.CONCERNS, source=case, target=person)
        sharing.link(kind=LinkKind.CONCERNS, source=hidden, target=person)
    with acting_as("bo") as bo:
        (finding,) = queries.findings(actor=bo, traits=Traits(cpr=NOAH.cpr))
    assert finding.known_by == ["SSP og forebyggelse"]
    assert finding.appears_in == [DossierKind.CASE]


def test_changing_replaces_what_somebody_is_found_by(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
        actions.change(by=alice, person=person, details=Details(name="Emil Holm", born="2012"), version=1)
        card = access.get_for_reading(person=person)
        assert (card.name, card.cpr_masked, card.street, card.version) == ("Emil Holm", "", "", 2)
        assert names_found(alice, cpr=NOAH.cpr) == []
        assert names_found(alice, name="Emil Holm", birth_year=2012) == ["Emil Holm"]


def test_a_form_that_never_saw_the_number_keeps_it(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
        actions.change(by=alice, person=person, details=Details(name="Noah V."), version=1, keeps_cpr=True)
        assert actions.details_of(person)[person][1].cpr == NOAH.cpr
        assert names_found(alice, cpr=NOAH.cpr) == ["Noah V."]


def test_the_second_to_save_gets_what_stands(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
        actions.change(by=alice, person=person, details=Details(name="Alices ord"), version=1)
        with pytest.raises(ChangedMeanwhileError) as meanwhile:
            actions.change(by=alice, person=person, details=Details(name="Bos ord"), version=1)
        assert meanwhile.value.theirs.name == "Alices ord"
        assert access.get_for_reading(person=person).name == "Alices ord"


def test_showing_the_number_leaves_who_when_and_why(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
    with acting_as("bo") as bo:
        number = actions.reveal_cpr(by=bo, person=person, reason=RevealReason.NOTIFICATION, words="Til underretning")
        assert number == "031011-6003"
        row = Reveal.objects.get()
        assert b"underretning" not in bytes(row.words)
        assert [(each.by, each.reason, each.words) for each in queries.reveals_of(person)] == [
            ("Bo Testesen", RevealReason.NOTIFICATION, "Til underretning")
        ]
        assert Event.objects.filter(name="people.cpr_revealed", dossier_id=person, actor_id=bo.id).exists()


def test_no_number_cannot_be_shown(acting_as):
    with acting_as("alice") as alice:
        person = register(alice, Details(nickname="Memo"))
        with pytest.raises(Http404):
            actions.reveal_cpr(by=alice, person=person, reason=RevealReason.OTHER, words="x")
        assert not Reveal.objects.exists()


# --- doubles ------------------------------------------------------------------------------------------


def two(alice, bo_unit=SSP):
    kept = register(alice, Details(name="Noah Vesterlund", phone="20304050", school="Søndertoften"))
    double = register(alice, Details(name="Noa Westerlund", nickname="Memo", school="Nybro"), unit=bo_unit)
    return kept, double


def test_gaps_are_filled_and_the_double_is_erased(acting_as):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        actions.merge(by=alice, keep=kept, double=double)
        card = access.get_for_reading(person=kept)
        assert (card.name, card.nickname, card.school) == ("Noah Vesterlund", "Memo", "Søndertoften")
        with pytest.raises(Http404):
            access.get_for_reading(person=double)
        assert names_found(alice, nickname="Memo") == ["Noah Vesterlund"]
        assert not Token.objects.filter(dossier_id=double).exists()
        assert Event.objects.filter(name="people.merged", object_id=double, dossier_id=kept).exists()


def test_each_value_can_be_chosen(acting_as):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        actions.merge(by=alice, keep=kept, double=double, from_double={"name", "school"})
        card = access.get_for_reading(person=kept)
    assert (card.name, card.school, card.nickname, card.phone) == ("Noa Westerlund", "Nybro", "", "20304050")


def test_links_follow_also_those_that_the_one_who_merges_cannot_see(acting_as, as_administrator):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        mine = sharing.open_dossier(by=alice, kind=DossierKind.CONCERN, purpose=Purpose.SSP, unit=SSP)
        sharing.link(kind=LinkKind.CONCERNS, source=mine, target=double)
        sharing.link(kind=LinkKind.CONCERNS, source=mine, target=kept)
        until = clock.now() + timedelta(days=30)
        sharing.let_in(dossier=double, unit=named("gladsaxe-family"), categories=Category.IDENTITY, until=until)
    with acting_as("carl") as carl:
        his = sharing.open_dossier(by=carl, kind=DossierKind.CONCERN, purpose=Purpose.SSP, member=carl.id)
        sharing.link(kind=LinkKind.CONCERNS, source=his, target=double)
    with acting_as("alice") as alice:
        actions.merge(by=alice, keep=kept, double=double)
        assert [link.id for link in links.links_of({kept})[kept]] == [mine]
    with acting_as("carl") as carl:
        assert [link.id for link in links.links_of({kept})[kept]] == [his], (
            "Carl knew the double, and knows the one kept"
        )
        assert access.get_for_reading(person=kept).name == "Noah Vesterlund"


def test_what_was_disclosed_of_the_double_ends_with_it(acting_as):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        sharing.offer(
            dossier=double,
            to=sharing.Reader(organisation=named("herlev")),
            categories=Category.IDENTITY,
            may=May.READ,
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            until=clock.now() + timedelta(days=30),
        )
        offered = Access.objects.get(source="disclosure").id
        sharing.note_necessity(access=offered, dossier=double, words="De skal kunne kende ham igen.")
    with acting_as("hanne"):
        sharing.answer(access=offered, accepted=True)
        assert access.get_for_reading(person=double).name == "Noa Westerlund"
    with acting_as("alice") as alice:
        actions.merge(by=alice, keep=kept, double=double)
    with acting_as("hanne"):
        for person in (kept, double):
            with pytest.raises(Http404):
                access.get_for_reading(person=person)


def test_people_of_two_organisations_are_never_merged(acting_as):
    with acting_as("hanne") as hanne:
        theirs = register(hanne, Details(name="Noah Vesterlund"), unit=named("herlev-ssp"))
        sharing.offer(
            dossier=theirs,
            to=sharing.Reader(organisation=named("gladsaxe")),
            categories=Category.IDENTITY,
            may=May.CONTRIBUTE,
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            until=clock.now() + timedelta(days=30),
        )
        offered = Access.objects.get(source="disclosure").id
        sharing.note_necessity(access=offered, dossier=theirs, words="Familien flytter dertil.")
    with acting_as("alice") as alice:
        sharing.answer(access=offered, accepted=True)
        ours = register(alice)
        for keep, double in ((ours, theirs), (theirs, ours)):
            with pytest.raises(DifferentOwnersError):
                actions.merge(by=alice, keep=keep, double=double)
        assert Person.objects.count() == 2
        assert Dossier.objects.filter(erased_at=None).count() == 2


def test_a_merge_after_somebody_saved_is_refused_whole(acting_as):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        actions.change(by=alice, person=kept, details=Details(name="Noah V."), version=1)
        with pytest.raises(ChangedMeanwhileError):
            actions.merge(by=alice, keep=kept, double=double, version=1)
        assert access.get_for_reading(person=double).name == "Noa Westerlund"


@pytest.mark.parametrize("pair", [("kept", "missing"), ("missing", "double"), ("kept", "kept")])
def test_a_merge_needs_two(acting_as, pair):
    with acting_as("alice") as alice:
        kept, double = two(alice)
        people = {"kept": kept, "double": double, "missing": ids.opaque()}
        with pytest.raises((Http404, DifferentOwnersError)):
            actions.merge(by=alice, keep=people[pair[0]], double=people[pair[1]])
        assert Person.objects.count() == 2


# --- who can see it -----------------------------------------------------------------------------------


def test_who_can_see_it_names_those_whom_the_unit_lets_in(acting_as):
    with acting_as("alice") as alice:
        person = register(alice)
        found = readers.readers_of(person, category=Category.IDENTITY)
        mine = readers.own_access(found)
    assert mine is not None
    assert (mine.unit, mine.purpose, mine.is_own) == ("SSP og forebyggelse", Purpose.SSP, True)
    assert [each.name for each in mine.people] == ["Alice Prøvedal", "Bo Testesen", "Frida Leder"]


# --- erased, moved, broken ----------------------------------------------------------------------------


def test_who_was_erased_reads_as_erased(acting_as):
    with acting_as("alice") as alice:
        person, other = register(alice), register(alice, Details(nickname="Memo"))
        keystore.store().delete([f"dossier:{person}"])
        erased, there = access.cards({person, other})[person], access.cards({person, other})[other]
    assert erased.is_erased
    assert (erased.label, erased.name, erased.cpr_masked) == ("Slettet", "", "")
    assert not there.is_erased


@pytest.mark.parametrize("where", ["column", "row", "dossier"])
def test_sealed_text_that_was_moved_is_refused(acting_as, where):
    with acting_as("alice") as alice:
        person, other = register(alice), register(alice, Details(name="Emil Holm", nickname="Holm"))
        rows = Person.objects.in_bulk([person, other])
        if where == "column":
            Person.objects.filter(id=person).update(name=rows[person].nickname)
        elif where == "dossier":
            Person.objects.filter(id=person).update(name=rows[other].name)
        else:
            street = Address.objects.get(dossier_id=person).street
            Address.objects.create(dossier_id=person, street=street, place=b"")
            Address.objects.filter(dossier_id=person, place__gt=b"").delete()
        with pytest.raises(crypto.UnsealError):
            access.get_for_reading(person=person)
