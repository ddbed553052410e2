"""Filters of the queue that somebody keeps: their numbers, from how many on they are heard of, and whose they are."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import named
from tests.stage import acting_as
from tvaers.concerns.actions import filtering
from tvaers.concerns.models import SavedFilter
from tvaers.concerns.saved import saved
from tvaers.concerns.tasks import erase_due

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
SAVE, OWN = "/concerns/filters/save/", "/concerns/filters/"
SCHOOL = "?view=mine&kind=school"


def text(answer):
    return answer.content.decode()


def typed(**changes):
    return {"form": str(uuid4()), "name": "Fra skolen", "days": "", "threshold": "", **changes}


@pytest.fixture
def told():
    """Two concerns of Alice's from a school, one from a neighbour."""
    with acting_as("alice") as alice:
        return [made.written(alice, kind=kind) for kind in ("school", "school", "citizen")]


def kept(client, query=SCHOOL, **changes):
    assert client.post(SAVE + query, typed(**changes)).status_code == 302
    with acting_as("alice"):
        return SavedFilter.objects.order_by("-made_at").first().id


def test_a_filter_is_saved_and_stands_above_the_queue_with_its_number(client_for, told):
    alice = client_for("alice")
    assert "Gem dette filter" in text(alice.get(f"/concerns/{SCHOOL}"))
    assert "Gem dette filter" not in text(alice.get("/concerns/?view=mine"))
    kept(alice)
    shown = text(alice.get("/concerns/"))
    assert 'kind=school">Fra skolen <small>2</small>' in shown
    with acting_as("alice") as by:
        assert [each.count for each in saved(member=by.id)] == [2]


def test_a_text_that_is_looked_for_is_not_kept(client_for, told):
    alice = client_for("alice")
    alice.post("/concerns/narrow/", {"view": "mine", "q": "Storm Opdigtet", "kind": "school"})
    kept(alice, f"{SCHOOL}&looked=1")
    with acting_as("alice"):
        row = SavedFilter.objects.get()
        assert "Storm" not in repr(vars(row))
    assert "Storm" not in text(alice.get(OWN))


def test_from_a_number_on_it_stands_in_today_until_it_was_seen_and_there_are_more(client_for, told):
    alice = client_for("alice")
    row = kept(alice, threshold="3")
    line = "Mange bekymringer i dit filter: Fra skolen"
    assert line not in text(alice.get("/"))
    with acting_as("alice") as by:
        made.written(by, kind="school")
    shown = text(alice.get("/"))
    assert line in shown
    assert "Der er 3 nu. Du ville have besked fra 3." in shown
    answer = alice.post(f"{reverse('concerns:filter', args=[row])}?back=today&do=mute&at=3", follow=True)
    assert answer.redirect_chain[-1][0] == "/"
    assert line not in text(alice.get("/"))
    with acting_as("alice") as by:
        made.written(by, kind="school")
    assert line in text(alice.get("/"))
    alice.post(reverse("concerns:filter", args=[row]), {"do": "save", "threshold": ""})
    assert line not in text(alice.get("/"))


def test_what_is_wrong_is_said_at_its_field(client_for, told):
    alice = client_for("alice")
    kept(alice)
    for changes, words in (
        ({"name": ""}, "Giv filteret et navn."),
        ({"name": "Om 010101-1234"}, "Det ligner et CPR-nummer"),
        ({"name": "Fra skolen"}, "Du har et filter med det navn."),
        ({"name": "x" * 61}, "60"),
        ({"threshold": "0", "name": "Nyt"}, "threshold"),
    ):
        answer = alice.post(SAVE + SCHOOL, typed(**changes))
        assert answer.status_code == 200, changes
        assert words in text(answer), changes
    row = kept(alice, name="Andet")
    answer = alice.post(reverse("concerns:filter", args=[row]), {"do": "save", "threshold": "mange"}, follow=True)
    assert "Skriv et tal fra 1 til 200, eller ingenting." in text(answer)
    with acting_as("alice"):
        assert SavedFilter.objects.get(id=row).threshold is None


def test_a_name_that_may_be_a_persons_is_asked_about_and_an_areas_is_not(client_for, told):
    alice = client_for("alice")
    page = text(alice.post(SAVE + SCHOOL, typed(name="Om Noah Værebro")))
    assert 'name="no_persons" value="Noah' in page
    assert 'value="Om Noah Værebro"' in page
    with acting_as("alice"):
        assert not SavedFilter.objects.exists()
    assert alice.post(SAVE + SCHOOL, typed(name="Om Noah", no_persons="Noah")).status_code == 302
    assert alice.post(SAVE + SCHOOL, typed(name="Fra skoler i Gladsaxe")).status_code == 302


def test_one_has_so_many_and_the_same_form_saves_one(client_for):
    alice, form = client_for("alice"), str(uuid4())
    for _twice in range(2):
        alice.post(SAVE + SCHOOL, typed(form=form))
    for number in range(filtering.MOST - 1):
        alice.post(SAVE + SCHOOL, typed(name=f"Nummer {number}"))
    assert "Du har allerede 12 filtre." in text(alice.post(SAVE + SCHOOL, typed(name="En for meget")))
    with acting_as("alice"):
        assert SavedFilter.objects.count() == filtering.MOST


def test_nobody_else_sees_counts_changes_or_deletes_it(client_for, told):
    row = kept(client_for("alice"))
    for key in ("bo", "hanne"):
        client = client_for(key)
        assert "Fra skolen" not in text(client.get(OWN))
        for do in ("delete", "mute", "save"):
            assert client.post(reverse("concerns:filter", args=[row]), {"do": do}).status_code == 404, (key, do)
        with acting_as(key) as somebody:
            assert not SavedFilter.objects.exists()
            assert not SavedFilter.objects.filter(id=row).update(threshold=1)
            assert SavedFilter.objects.filter(id=row).delete()[0] == 0
            assert saved(member=named("alice")) == []
            with pytest.raises(Exception, match=r"row-level security|somebody else|another"), transaction.atomic():
                SavedFilter.objects.create(
                    owner_id=somebody.organisation.id, member_id=named("alice"), name="Mit", view="mine"
                )
    client_for("alice").post(reverse("concerns:filter", args=[row]), {"do": "delete"})
    with acting_as("alice"):
        assert not SavedFilter.objects.exists()


def test_the_database_takes_no_number_of_a_person_and_what_is_saved_stays():
    with acting_as("alice") as alice:
        own = {"owner_id": alice.organisation.id, "member_id": alice.id, "view": "mine"}
        with pytest.raises(IntegrityError, match="saved_filter_without_numbers"), transaction.atomic():
            SavedFilter.objects.create(name="010101-1234", **own)
        row = SavedFilter.objects.create(name="Mit", **own)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            SavedFilter.objects.filter(id=row.id).update(name="Andet")


def test_it_goes_the_night_after_who_saved_it_has_left(as_maintenance):
    with acting_as("alice") as alice:
        SavedFilter.objects.create(owner_id=alice.organisation.id, member_id=alice.id, name="Mit", view="mine")
    count = "SELECT count(*) FROM concerns_savedfilter"
    erase_due(organisation=str(named("gladsaxe")))
    assert as_maintenance.execute(count).fetchone() == (1,)
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("alice")])
    erase_due(organisation=str(named("herlev")))
    assert as_maintenance.execute(count).fetchone() == (1,)
    erase_due(organisation=str(UUID(str(named("gladsaxe")))))
    assert as_maintenance.execute(count).fetchone() == (0,)


def test_a_number_that_is_too_small_is_said_in_danish_as_it_is_spoken(client_for, told):
    page = text(client_for("alice").post(SAVE + SCHOOL, typed(threshold="0")))
    assert "Skriv et tal på mindst 1." in page
    assert "større end eller lig" not in page
