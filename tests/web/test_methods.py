"""The pages of the method library: read, written with a preview, taken into use, shown where the work is, retired."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import method_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.methods import actions
from tvaers.methods.models import Method, MethodVersion
from tvaers.methods.rules import next_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LIST, NEW = reverse("methods:list"), reverse("methods:new")


def at(name, *arguments):
    return reverse(f"methods:{name}", args=arguments)


def said(client, address, **options):
    answer = client.get(address, **options)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def method():
    return scene.used()


# --- doors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["write", "use", "arrange", "retire"])
def test_the_pages_of_keeping_are_for_keepers(method, client_for, name):
    if name == "use":
        with acting_as("bo") as bo:
            actions.save(by=bo, method=method, told=scene.told(title="To"), edition=0)
    address = at(name, method)
    assert client_for("bo").get(address).status_code == 200
    assert client_for("frida").get(address).status_code == 200
    for reader in ("dina", "alice", "hanne", "palle", "vera"):
        assert client_for(reader).get(address).status_code == 403, reader
    # A coordinator elsewhere, who sees nothing of it.
    assert client_for("oda").get(address).status_code == 404
    assert client_for("bo").put(address).status_code == 405


@pytest.mark.parametrize("name", ["drop", "confirm"])
def test_what_is_only_sent_is_not_read(method, client_for, name):
    assert client_for("bo").get(at(name, method)).status_code == 405
    assert client_for("dina").post(at(name, method)).status_code == 403
    assert client_for("oda").post(at(name, method)).status_code == 404


def test_the_library_is_read_by_its_audience_and_kept_by_nobody_else(method, client_for):
    page = at("method", method)
    for reader in ("dina", "alice", "gerda", "hanne", "palle"):
        assert "En vagt på gaden" in said(client_for(reader), LIST), reader
        assert "Skriv en ny version" not in said(client_for(reader), page), reader
    assert "Skriv en ny version" in said(client_for("bo"), page)
    # An association's street worker comes here from the log of the street, and finds nothing.
    for outsider in ("oda", "karen", "vera", "helga"):
        assert page not in said(client_for(outsider), LIST), outsider
        assert client_for(outsider).get(page).status_code == 404
    assert client_for("bo").post(page).status_code == 405
    assert client_for("bo").post(LIST).status_code == 405
    assert client_for("bo").get(at("method", uuid4())).status_code == 404
    assert client_for("bo").get(at("version", method, 9)).status_code == 404


# --- reading -----------------------------------------------------------------------------------------


def test_the_page_tells_what_it_says_and_where_it_is_from(client_for):
    method = scene.used(source="Den sorte bog", title="En vagt & mere", body="Vi <b>går</b>.\n\n## Ude\n- Se først.")
    page = said(client_for("hanne"), at("method", method))
    for words in ("En vagt &amp; mere", "Vi &lt;b&gt;går&lt;/b&gt;.", "<h2>Ude</h2>", "<li>Se først.</li>"):
        assert words in page, words
    for words in ("Den sorte bog", "Bo Testesen", "Gaden: listen over vagter", "Herlev Kommune", "1, i brug fra"):
        assert words in page, words


def test_a_neighbour_sees_nothing_of_a_draft(method, client_for):
    with acting_as("bo") as bo:
        actions.save(by=bo, method=method, told=scene.told(title="Hemmelig kladde"), edition=0)
    fresh = scene.begun(title="Kun vores")
    for page in (LIST, at("method", method)):
        neighbour, own = said(client_for("hanne"), page), said(client_for("dina"), page)
        assert "ny version er ved at blive skrevet" not in neighbour
        assert "ny version er ved at blive skrevet" in own
    assert "Kun vores" not in said(client_for("hanne"), LIST)
    assert client_for("hanne").get(at("version", method, 2)).status_code == 404
    assert client_for("hanne").get(at("method", fresh)).status_code == 404
    assert "Hemmelig kladde" in said(client_for("dina"), at("version", method, 2))


def test_a_former_version_stays_readable_and_says_so(method, client_for):
    scene.followed(method, body="Nyt indhold.")
    now, before = (said(client_for("palle"), at("version", method, number)) for number in (2, 1))
    assert "Nyt indhold." in now
    assert "Nyt om hjemtur." in now
    assert "Ikke længere i brug" in before
    assert "Læs det, der gælder nu" in before
    assert "Vi går altid to." in before
    assert "Nyt indhold." in said(client_for("palle"), at("method", method))


def test_the_list_is_narrowed_to_a_place_and_repeats_nothing_it_does_not_know(method, client_for):
    scene.used(title="Et andet sted", places=["debrief"])
    dina = client_for("dina")
    narrowed = said(dina, f"{LIST}?place=debrief")
    assert "Et andet sted" in narrowed
    assert "En vagt på gaden" not in narrowed
    assert "Gaden: debriefing" in narrowed
    unknown = said(dina, f"{LIST}?place=noget-andet")
    assert "En vagt på gaden" in unknown
    assert "noget-andet" not in unknown
    assert "Der vises ikke noget her endnu" in said(dina, f"{LIST}?place=network")


# --- writing -----------------------------------------------------------------------------------------


def test_a_page_is_written_with_a_preview_that_saves_nothing(client_for):
    bo = client_for("bo")
    typed = scene.written(form=str(uuid4()), body="## Før\n- Ring først.")
    preview = bo.post(NEW, typed | {"do": "preview"})
    assert '<h2 class="h3">Før</h2>' in preview.content.decode()
    assert "Ring først." in preview.content.decode()
    with acting_as("bo"):
        assert Method.objects.count() == 0
    saved = bo.post(NEW, typed)
    assert saved.status_code == 302
    assert "Kun jeres egen organisation læser den." in said(bo, saved["Location"])
    with acting_as("bo"):
        assert MethodVersion.objects.get().body == "## Før\n- Ring først."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Skriv, hvad siden hedder."),
        ({"body": ""}, "Skriv, hvordan I gør."),
        ({"topic": ""}, "Vælg, hvad det handler om."),
        ({"body": "Fx 010203-1234"}, "Det ligner et CPR-nummer."),
        ({"summary": "Spørg Mohammed."}, "Er disse ord navnet på en person?"),
        ({"body": "x" * 8001}, "højst 8.000 tegn"),
    ],
)
def test_what_cannot_stand_there_is_said_and_nothing_typed_is_lost(client_for, changes, words):
    answer = client_for("bo").post(NEW, scene.written(form=str(uuid4()), source="Egen erfaring her", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Egen erfaring her" in page


def test_what_looks_like_a_name_is_confirmed_once(client_for):
    bo, typed = client_for("bo"), scene.written(form=str(uuid4()), body="Vi mødes ved Brønden.")
    assert bo.post(NEW, typed).status_code == 422
    assert bo.post(NEW, typed | {"no_persons": "Brønden"}).status_code == 302


def test_of_two_who_write_at_once_the_second_sees_both(client_for):
    method = scene.begun()
    bo, frida = client_for("bo"), client_for("frida")
    page = at("write", method)
    assert bo.post(page, scene.written(version="1", body="Bos ord.")).status_code == 302
    answer = frida.post(page, scene.written(version="1", body="Fridas ord."))
    both = answer.content.decode()
    assert answer.status_code == 409
    for words in ("En kollega har rettet kladden imens", "Bos ord.", "Fridas ord.", 'name="version" value="2"'):
        assert words in both, words
    assert frida.post(page, scene.written(version="2", body="Begges ord.")).status_code == 302
    with acting_as("bo"):
        assert MethodVersion.objects.get().body == "Begges ord."


def test_a_draft_that_was_taken_away_meanwhile_is_not_lost_in_the_form(client_for):
    method = scene.used()
    with acting_as("bo") as bo:
        actions.save(by=bo, method=method, told=scene.told(title="To"), edition=0)
        actions.drop(by=bo, method=method)
    answer = client_for("frida").post(at("write", method), scene.written(version="1", body="Fridas ord."))
    assert answer.status_code == 409
    assert "Fridas ord." in answer.content.decode()
    assert client_for("frida").post(at("write", method), scene.written(version="0")).status_code == 302


def test_a_starter_page_is_taken_over_as_a_draft_of_ones_own(client_for):
    bo = client_for("bo")
    assert "Begynd med en af disse" in said(bo, LIST)
    assert "Begynd med en af disse" not in said(client_for("dina"), LIST)
    assert "mindst to" in said(bo, at("starter", "gadevagt"))
    taken = bo.post(at("starter", "gadevagt"), {"form": str(uuid4()), "do": "take"})
    assert taken.status_code == 302
    assert "En vagt på gaden" in said(bo, taken["Location"])
    with acting_as("bo"):
        row = Method.objects.get()
        assert (row.starter, row.topic, row.audience) == ("gadevagt", "street", [])
    # Its places are proposed when it is taken into use.
    form = bo.get(at("use", row.id)).context["form"]
    assert form["places"].value() == ["street", "shift-plan", "street-log", "debrief"]
    assert bo.get(at("starter", "findes-ikke")).status_code == 404
    assert client_for("dina").get(at("starter", "gadevagt")).status_code == 403
    assert bo.put(at("starter", "gadevagt")).status_code == 405


# --- deciding ----------------------------------------------------------------------------------------


def test_a_first_version_is_offered_to_the_partners_of_the_agreement(client_for):
    method = scene.begun()
    form = client_for("bo").get(at("use", method)).context["form"]
    assert set(form["audience"].value()) == {str(named("herlev")), str(named("police"))}
    assert form["review"].value() == next_review(clock.today())
    assert "changed" not in form.fields
    assert client_for("bo").post(at("use", method), scene.arranged(version="1")).status_code == 302
    assert "En vagt på gaden" in said(client_for("hanne"), LIST)


def test_the_next_version_says_what_is_new(method, client_for):
    bo = client_for("bo")
    bo.post(at("write", method), scene.written(version="0", body="Nyt."))
    lacking = bo.post(at("use", method), scene.arranged(version="1"))
    assert "Skriv på én linje, hvad der er nyt." in lacking.content.decode()
    used = bo.post(at("use", method), scene.arranged(version="1", changed="Mere om hjemturen."))
    assert used.status_code == 302
    assert "Mere om hjemturen." in said(client_for("palle"), at("method", method))


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": [str(named("association"))]},
        {"places": ["noget"]},
        {"keeper": str(named("dina"))},
        {"keeper": str(named("hanne"))},
        {"review_year": "2020"},
        {"review_year": "2099"},
        {"changed": "Som Mohammed sagde"},
        {"changed": "010203-1234"},
    ],
)
def test_what_cannot_be_is_refused_at_its_field(method, client_for, changes):
    bo = client_for("bo")
    bo.post(at("write", method), scene.written(version="0", body="Nyt."))
    typed = scene.arranged(version="1", changed="Nyt.") | changes
    assert bo.post(at("use", method), typed).status_code == 422


def test_a_draft_that_a_colleague_changed_is_read_once_more(method, client_for):
    bo, frida = client_for("bo"), client_for("frida")
    bo.post(at("write", method), scene.written(version="0", body="Bos."))
    frida.post(at("write", method), scene.written(version="1", body="Fridas."))
    answer = bo.post(at("use", method), scene.arranged(version="1", changed="Nyt."), follow=True)
    assert "En kollega har rettet kladden imens. Læs den igen." in answer.content.decode()
    with acting_as("bo"):
        assert MethodVersion.objects.get(number=2).state == "draft"


def test_arranged_anew_it_is_shown_and_read_elsewhere(method, client_for):
    bo, hanne = client_for("bo"), client_for("hanne")
    typed = scene.arranged(audience=[str(named("police"))], places=["debrief"], keeper=str(named("frida")))
    assert bo.post(at("arrange", method), typed).status_code == 302
    assert hanne.get(at("method", method)).status_code == 404
    page = said(client_for("palle"), at("method", method))
    assert "Gaden: debriefing" in page
    assert "Frida Leder" in page


def test_retired_it_says_that_it_does_not_hold(method, client_for):
    bo = client_for("bo")
    assert "Herlev Kommune" in said(bo, at("retire", method))
    assert bo.post(at("retire", method)).status_code == 302
    assert "Ikke længere i brug" in said(client_for("hanne"), at("method", method))
    assert bo.get(at("retire", method)).status_code == 302


def test_what_is_due_stands_in_today_until_its_keeper_has_looked(client_for):
    method = scene.used(review=clock.today() + timedelta(days=1))
    bo, today = client_for("bo"), reverse("today:list")
    assert "Se »En vagt på gaden« efter" in said(bo, today)
    assert "Se »En vagt på gaden« efter" not in said(client_for("frida"), today)
    with acting_as("bo") as by:
        actions.arrange(by=by, method=method, reach=scene.reach(review_date=clock.today()))
    assert "Den holder et år til" in said(bo, at("method", method))
    assert "Den holder et år til" not in said(client_for("hanne"), at("method", method))
    bo.post(at("confirm", method))
    assert "Se »En vagt på gaden« efter" not in said(bo, today)


# --- where the work is -------------------------------------------------------------------------------


def test_a_quiet_link_stands_where_the_coordinator_has_put_it(client_for):
    method = scene.used(to=("herlev",), places=["street", "shift-plan", "concern-new"])
    link = at("method", method)
    for page in ("street:list", "street:new", "concerns:new"):
        assert f'Sådan gør vi: <a href="{link}">En vagt på gaden</a>' in said(client_for("dina"), reverse(page)), page
    assert link in said(client_for("hanne"), reverse("street:list"))
    assert link not in said(client_for("palle"), reverse("street:list"))
    with acting_as("bo") as bo:
        actions.retire(by=bo, method=method)
    assert "Sådan gør vi:" not in said(client_for("dina"), reverse("street:list"))


def test_the_phone_and_the_local_picture_lead_to_what_is_shown_there(client_for):
    dina = client_for("dina")
    assert f"{LIST}?place=street-log" in said(dina, reverse("street:log"))
    assert f"{LIST}?place=local-picture" in said(dina, reverse("localpicture:list"))
