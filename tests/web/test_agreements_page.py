"""The agreement's page: the real chain, the invented one marked, what follows from it for sharing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests import agreement_scene
from tests.cast import ORGANISATIONS, named
from tvaers.demo import agreements, frames
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain(cast, db, as_maintenance, monkeypatch):
    """The demonstration's agreements, between the organisations of the cast."""
    monkeypatch.setattr(agreements, "identified", lambda _noun, key: named(key))
    parties = [row for row in agreements.parties(clock.today()) if row[2] in {named(key) for key in ORGANISATIONS}]
    with as_maintenance.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO agreements_agreement (id, kind, title, previous_id, signed_text, from_date, until_date,"
            " purpose, source, is_invented, frame_id, purposes)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            agreements.rows(clock.today()),
        )
        cursor.executemany(
            "INSERT INTO agreements_agreementparty (id, agreement_id, organisation_id, signatory)"
            " VALUES (%s, %s, %s, %s)",
            parties,
        )
        cursor.executemany(
            "INSERT INTO agreements_agreementtheme (id, agreement_id, place, text, is_added)"
            " VALUES (%s, %s, %s, %s, %s)",
            agreements.themes(clock.today()),
        )
        # The agreement in force carries the frame of the cast.
        cursor.execute("UPDATE agreements_agreement SET frame_id = %s WHERE is_invented", [named("Prøveaftalen")])
    return as_maintenance


def page(client_for, who="alice"):
    response = client_for(who).get(reverse("agreements:list"))
    assert response.status_code == 200
    return response.content.decode()


def test_the_one_in_force_stands_first_and_says_that_it_is_invented(client_for, chain):
    text = page(client_for)
    assert text.index("Opdigtet partnerskabsaftale") < text.index("Aftalen er opdigtet til demonstrationen.")
    assert text.index("Aftalen er opdigtet") < text.index("De tidligere aftaler")
    assert text.count("Aftalen er opdigtet til demonstrationen.") == 1


def test_the_real_chain_is_told_backwards_with_its_sources(client_for, chain):
    before = page(client_for).split("De tidligere aftaler")[1]
    places = [before.index(words) for words in ("December 2022", "December 2019", "Maj 2018", ">2013<")]
    assert places == sorted(places)
    assert "til og med 31. december 2019" in before
    assert before.count("Kilde: ") == 4
    assert "pdigtet" not in before


def test_themes_stand_beside_those_that_go_on(client_for, chain):
    now, before = page(client_for).split("De tidligere aftaler")
    kept, added = now.split("Fortsætter")[1].split("Nyt")
    assert "Civilsamfundet inddrages" in kept
    assert "Fælles tal for tryghed" in added
    assert "Fælles tal for tryghed" not in before


def test_what_follows_for_sharing_is_said(client_for, chain):
    text = page(client_for)
    follows = text.split("Hvad aftalen giver lov til at dele")[1]
    assert "Forebyggelse af kriminalitet (SSP)" in follows
    assert "til efterforskning" in follows
    chain.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [named("Prøveaftalen")])
    assert "Ingenting." in page(client_for).split("Hvad aftalen giver lov til at dele")[1]


def test_each_legal_basis_that_it_carries_is_named(client_for, chain):
    carries = "UPDATE sharing_frame SET purposes = %s WHERE id = %s"
    chain.execute(carries, [int(Purpose.SSP | Purpose.EXIT), named("Prøveaftalen")])
    follows = page(client_for).split("Hvad aftalen giver lov til at dele")[1].split("Love, der også giver lov")[0]
    follows = follows.replace("\N{NO-BREAK SPACE}", " ")
    assert "§ 115, stk. 1, nr. 1" in follows
    assert "§ 115, stk. 1, nr. 3" in follows


def test_without_one_in_force_the_page_says_so(client_for, chain):
    assert "Ingen aftale gælder" not in page(client_for)
    chain.execute("DELETE FROM agreements_agreementparty")
    chain.execute("DELETE FROM agreements_agreementtheme")
    chain.execute("UPDATE agreements_agreement SET previous_id = NULL")
    chain.execute("DELETE FROM agreements_agreement WHERE from_date > '2018-01-01' OR from_date < '2018-01-01'")
    chain.execute("UPDATE agreements_agreement SET until_date = '2019-12-31'")
    assert 'id="lets"' not in page(client_for)
    assert "Ingen aftale gælder" in page(client_for)


def test_one_that_is_signed_and_begins_later_is_none_of_those_before(client_for, acting_as):
    agreement_scene.signed(acting_as, from_date=clock.today() + timedelta(days=30))
    shown = page(client_for)
    assert "Ingen aftale gælder" in shown
    assert 'id="before"' not in shown
    assert "Underskrevet, begynder senere" in shown.split('id="under-way"')[1]


def test_a_second_signatory_reads_that_the_organisation_has_signed(client_for, acting_as):
    made = agreement_scene.sent(acting_as)
    agreement_scene.signed_by("signe", made)
    said = client_for("signe").get(reverse("agreements:sign", args=[made]), follow=True).content.decode()
    assert "Jeres organisation har allerede underskrevet" in said
    assert "Den er ikke længere sendt til underskrift" not in said


@pytest.mark.parametrize("who", ["hanne", "palle", "karen", "vera", "olga", "gerda", "inga"])
def test_everybody_at_work_may_read_it(client_for, chain, who):
    assert "Opdigtet partnerskabsaftale" in page(client_for, who)


@pytest.mark.parametrize("today", [datetime(2026, 11, 23, tzinfo=UTC).date(), datetime(2033, 1, 1, tzinfo=UTC).date()])
def test_the_chain_agrees_with_the_frames_it_names(today):
    carried = {frame.id: frame for frame in frames.agreements(today)}
    found = agreements.chain(today)
    assert {each.frame for each in found} == set(carried)
    assert sum(each.is_invented for each in found) == 1
    for each in found:
        frame = carried[each.frame]
        assert frame.from_date == each.from_date
        assert ("pdigtet" in frame.title) == each.is_invented
        assert set(agreements.SIGNATORIES) == set(frame.parties)
