"""The pages of volunteers: written down, papers, certificate, training, looked at, stopped, erased, on paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from tests import paper, volunteer_scene
from tests.notice_scene import day
from tests.volunteer_scene import NAME, NOTE, REACH, TASKS, WHY, begun, days_ago, signed, typed, version
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.foundation import clock
from tvaers.foundation.unnamed import looks_like_number

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = reverse("civilsociety:list"), reverse("civilsociety:new")
OF_ONE = ("volunteer", "change", "papers", "training", "certificate", "review", "end", "erase", "agreement-of")
CANNOT_BEGIN = "Kan ikke begynde med børn under 15 endnu"


def at(name, volunteer):
    return reverse(f"civilsociety:{name}", args=[volunteer])


def title(page):
    return page.split("<title>")[1].split("</title>")[0]


def test_written_down_and_read(client_for, cast):
    bo = client_for("bo")
    page = bo.post(NEW, typed(), follow=True).content.decode()
    for words in (NAME, REACH, TASKS, WHY, NOTE, "Bo Testesen", "Spurgt", "Udskriv aftalen"):
        assert words in page
    assert NAME not in title(page)
    listed = bo.get(LIST).content.decode()
    assert NAME in listed
    assert "Aftalen er ikke indgået endnu." in listed
    assert "export" not in listed


def test_sent_twice_it_is_one(client_for, acting_as, cast):
    data = typed()
    for _ in range(2):
        assert client_for("bo").post(NEW, data).status_code == 302
    with acting_as("bo"):
        assert Volunteer.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Skriv navnet."),
        ({"reach": ""}, "Skriv, hvordan den frivillige kan nås."),
        ({"why_children": ""}, "Skriv hvorfor, i en sætning."),
        ({"with_children": ""}, "Svar ja eller nej."),
        ({"contact": "x"}, "Vælg en kollega, der arbejder her."),
        ({"note": "Hans nummer er 010188-1234"}, "Det ligner et CPR-nummer."),
        (day("review_on", clock.today() + timedelta(days=800)), "senest"),
        (day("review_on", clock.today() - timedelta(days=1)), "fra i dag"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client_for, acting_as, cast, changes, said):
    page = client_for("bo").post(NEW, typed(**changes)).content.decode()
    assert said in page
    assert TASKS in page
    with acting_as("bo"):
        assert Volunteer.objects.count() == 0


def test_both_papers_make_active(client_for, cast):
    volunteer, bo = begun(), client_for("bo")
    sent = {"version": "1", **day("agreed_on", days_ago(1))}
    assert "Spurgt" in bo.post(at("papers", volunteer), sent, follow=True).content.decode()
    sent |= {"version": "2", **day("confidential_on", days_ago(1))}
    page = bo.post(at("papers", volunteer), sent, follow=True).content.decode()
    assert "Den frivillige er aktiv." in page
    assert "Aktiv" in page


def test_who_meets_children_cannot_begin_with_them_before_it_is_assessed(client_for, cast):
    volunteer, frida = signed(with_children=True), client_for("frida")
    assert CANNOT_BEGIN in frida.get(at("volunteer", volunteer)).content.decode()
    assert CANNOT_BEGIN in frida.get(LIST).content.decode()
    days = day("consented_on", days_ago(9)) | day("ordered_on", days_ago(8)) | day("assessed_on", days_ago(1))
    page = frida.post(at("certificate", volunteer), {"version": "2", **days}, follow=True).content.decode()
    assert CANNOT_BEGIN not in page
    assert "af Frida Leder" in page
    assert CANNOT_BEGIN not in frida.get(LIST).content.decode()


def test_days_that_do_not_follow_each_other_are_said_at_the_field(client_for, cast):
    volunteer = signed(with_children=True)
    days = day("consented_on", days_ago(1)) | day("ordered_on", days_ago(3))
    page = client_for("bo").post(at("certificate", volunteer), {"version": "2", **days}).content.decode()
    assert "Den indhentes, når den frivillige har givet samtykke" in page


def test_the_form_of_a_certificate_asks_for_days_alone(client_for, cast):
    page = client_for("bo").get(at("certificate", signed(with_children=True))).content.decode()
    form = page.split("<form", 2)[-1].split("</form>")[0]
    assert "<textarea" not in form
    assert 'type="file"' not in form
    assert "<select" not in form


def test_without_children_no_certificate_is_asked_for(client_for, cast):
    volunteer, bo = signed(), client_for("bo")
    assert bo.get(at("certificate", volunteer)).status_code == 302
    assert "indhentes ingen attest" in bo.get(at("volunteer", volunteer)).content.decode()


def test_of_two_who_write_the_second_is_told_and_loses_nothing(client_for, acting_as, cast):
    volunteer = begun()
    sent = {"version": "1", **day("agreed_on", days_ago(1))}
    assert client_for("bo").post(at("papers", volunteer), sent).status_code == 302
    late = client_for("frida").post(at("papers", volunteer), sent | day("confidential_on", days_ago(1)))
    assert late.status_code == 409
    page = late.content.decode()
    assert "En kollega har ændret det imens" in page
    assert 'name="version" value="2"' in page
    clash = client_for("frida").post(at("change", volunteer), typed(version="1", note="Ny note"))
    assert clash.status_code == 409
    assert "Ny note" in clash.content.decode()
    assert 'name="version" value="2"' in clash.content.decode()
    with acting_as("bo"):
        assert version(volunteer) == 2
    assert client_for("frida").post(at("change", volunteer), typed(version="2", note="Ny note")).status_code == 302


def test_a_change_that_is_sent_twice_is_one(client_for, acting_as, cast):
    volunteer, bo = begun(with_children=True), client_for("bo")
    days = {
        "change": typed(note="Ny note", with_children="yes"),
        "papers": day("agreed_on", days_ago(1)),
        "certificate": day("consented_on", days_ago(1)),
    }
    for number, (name, sent) in enumerate(days.items(), start=1):
        for _ in range(2):
            assert bo.post(at(name, volunteer), sent | {"version": str(number)}).status_code == 302, name
        with acting_as("bo"):
            assert version(volunteer) == number + 1


def test_a_page_of_before_changes_nobody_who_has_stopped(client_for, acting_as, cast):
    volunteer, bo = signed(), client_for("bo")
    with acting_as("bo"):
        line = Training.objects.values_list("id", flat=True).get()
    bo.post(at("end", volunteer), day("ended_on", clock.today()))
    out = reverse("civilsociety:training-remove", args=[volunteer, line])
    assert "er stoppet imens" in bo.post(out, follow=True).content.decode()


def test_a_last_day_of_long_ago_is_asked_about(client_for, acting_as, cast):
    volunteer, bo = signed(), client_for("bo")
    page = bo.post(at("end", volunteer), day("ended_on", days_ago(400))).content.decode()
    assert "Kontrollér året" in page
    assert "Aktiv" in bo.get(at("volunteer", volunteer)).content.decode()


def test_a_telephone_is_no_number_of_a_person_and_training_holds_none(client_for, acting_as, cast):
    bo = client_for("bo")
    assert bo.post(NEW, typed(reach="+4520304050")).status_code == 302
    sent = {"form": str(uuid4()), "what": "Kursus for 010188-1234", **day("held_on", days_ago(1))}
    page = bo.post(at("training", begun()), sent).content.decode()
    assert "Det ligner et CPR-nummer." in page
    with acting_as("bo"):
        assert not Training.objects.exists()


def test_looked_at_again_and_stopped(client_for, cast):
    volunteer, bo = signed(review_on=clock.today()), client_for("bo")
    assert "Det er tid til at se på den frivillige igen." in bo.get(at("volunteer", volunteer)).content.decode()
    assert "Se på en frivillig igen" in bo.get(reverse("today:list")).content.decode()
    bo.post(at("review", volunteer), day("review_on", clock.today() + timedelta(days=300)))
    assert "Se på en frivillig igen" not in bo.get(reverse("today:list")).content.decode()
    page = bo.post(at("end", volunteer), day("ended_on", clock.today()), follow=True).content.decode()
    assert "Den sidste dag var" in page
    for name in ("change", "papers", "training", "certificate", "review", "end"):
        assert bo.get(at(name, volunteer)).status_code == 302
    assert "Er stoppet" in bo.get(LIST).content.decode()


def test_erased_at_once(client_for, acting_as, cast):
    volunteer, bo = begun(), client_for("bo")
    assert NAME not in bo.post(at("erase", volunteer), {"do": "erase"}, follow=True).content.decode()
    assert bo.get(at("volunteer", volunteer)).status_code == 404


@pytest.mark.parametrize("who", ["alice", "carl", "dina", "gerda", "inga", "palle", "vera"])
def test_nobody_else_opens_them(client_for, cast, who):
    volunteer, client = signed(with_children=True), client_for(who)
    for url in (LIST, NEW, reverse("civilsociety:agreement"), *(at(name, volunteer) for name in OF_ONE)):
        assert client.get(url).status_code == 403, url


@pytest.mark.parametrize("who", ["oda", "helga"])
def test_a_coordinator_elsewhere_finds_nothing(client_for, cast, who):
    volunteer, client = signed(with_children=True), client_for(who)
    for name in OF_ONE:
        assert client.get(at(name, volunteer)).status_code == 404, name
        if name not in {"volunteer", "agreement-of"}:
            assert client.post(at(name, volunteer), {"do": "erase"}).status_code == 404, name
    assert NAME not in client.get(LIST).content.decode()


def test_the_search_finds_none(client_for, cast):
    signed()
    for who in ("bo", "alice", "oda"):
        client = client_for(who)
        assert NAME not in client.post(reverse("people:find"), {"q": NAME}).content.decode().replace(f'"{NAME}"', "")


def test_the_way_there_is_shown_to_who_keeps_them(client_for, cast):
    ways = {"bo": ("profile:show", "efforts:list"), "helga": ("profile:show", "today:list"), "alice": ()}
    for who, leading in ways.items():
        for name in ("profile:show", "today:list", *(["efforts:list"] if who != "helga" else [])):
            page = client_for(who).get(reverse(name)).content.decode()
            assert (f'href="{LIST}"' in page) is (name in leading), (who, name)


def test_the_paper_is_filled_with_what_they_do_and_never_names_them(client_for, cast):
    volunteer, bo = signed(), client_for("bo")
    for url, told in ((reverse("civilsociety:agreement"), False), (at("agreement-of", volunteer), True)):
        answer = bo.get(url)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "Opfundsen" not in answer.headers["Content-Disposition"]
        said = paper.text(answer.content)
        assert "Gladsaxe Kommune" in said
        assert "Tavshedspligt" in said
        assert "ikke pligt til at fortælle os" in said
        assert "tre sammen" not in said
        assert (TASKS in said) is told
        for never in (NAME, REACH, NOTE):
            assert never not in said
        assert not looks_like_number(said)
    night = paper.text(bo.get(reverse("civilsociety:agreement"), {"night": "1"}).content)
    for words in ("tre sammen", "synlig", "griber aldrig fysisk ind"):
        assert words in night


def test_no_letter_names_anybody(client_for, cast):
    signed(review_on=clock.today())
    client_for("bo").get(reverse("today:list"))
    assert not any(NAME in letter.body or NAME in letter.subject for letter in mail.outbox)


def test_what_was_typed_stands_in_no_address(client_for, cast):
    bo = client_for("bo")
    answer = bo.post(NEW, typed(name=volunteer_scene.NAME))
    assert "Nanna" not in answer.headers["Location"]
