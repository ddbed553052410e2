"""The interruption card: who can be chosen, what cannot and why, what follows a change, and nothing twice."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import case_scene, rich_case
from tests.cast import named
from tests.rich_case import POLICE, WORDS
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import Source
from tvaers.sharing.models import Access
from tvaers.web.sharing.waiting import for_actor

pytestmark = pytest.mark.django_db(transaction=True)
NECESSITY = "Palle skal kunne tage imod ham til træning."
PALLE, HANNE, KAREN = (f"member:{named(key)}" for key in ("palle", "hanne", "karen"))
AGREEMENT, STATUTE = named("Prøveaftalen"), named("Retsplejelovens § 115")
SSP, KSP = case_scene.SSP_GROUND, f"{STATUTE}|{int(Purpose.KSP)}|{case_scene.BASES['rpl-115-3']}"


@pytest.fixture
def case(cast, db):
    """The rich case, with a note by the police."""
    opened = rich_case.open_case()
    rich_case.police_note(opened)
    return opened


def url(case, organisation="police"):
    return reverse("sharing:to", kwargs={"dossier": case, "organisation": named(organisation)})


def received_by_me():
    return f"{reverse('sharing:offers')}?view=received"


def answers(**changed):
    return {"receiver": PALLE, "ground": SSP, "necessity": NECESSITY, "term": "7"} | changed


def parts_of(client, address, to=PALLE):
    """The card as it is once parts of the case are chosen, instead of a summary."""
    return client.post(address, answers(receiver=to, how="parts", edit="1")).content.decode()


def chosen(*categories):
    return [str(int(each)) for each in categories]


def card(page, text):
    """The card of a choice with this label: its input and its hint."""
    found = re.search(
        rf'<div class="tv-choice[^"]*">((?:(?!</div>).)*?<label[^>]*>{text}</label>.*?)</div>', page, re.DOTALL
    )
    assert found, f"no choice called {text}"
    return found[1]


# --- who ------------------------------------------------------------------------------------------------


def test_a_name_finds_somebody_and_who_cannot_receive_says_why(client_for, case):
    client = client_for("alice")
    address = reverse("sharing:share", kwargs={"dossier": case})
    everybody = client.get(address).content.decode()
    assert "Palle Patrulje" in everybody
    assert "Henrik Nabo" not in everybody
    found = client.get(address, {"q": "PALLE forebygg"}).content.decode()
    assert "Palle Patrulje" in found
    assert "Hanne Nabo" not in found
    henrik = client.get(address, {"q": "henrik"}).content.decode()
    assert "Administrator: ser intet om unge." in henrik
    assert f"member:{named('henrik')}" not in henrik
    assert "Ingen ved navn" in client.get(address, {"q": "<script>"}).content.decode()
    assert "<script>alert" not in client.get(address, {"q": "<script>alert"}).content.decode()


def test_who_was_chosen_stands_chosen(client_for, case):
    page = client_for("alice").get(url(case), {"to": PALLE}).content.decode()
    assert re.search(rf'value="{PALLE}" selected', page)
    assert "Præcis dette ser Palle" in page
    for nonsense in ("member:nobody", f"member:{named('henrik')}", HANNE, "x"):
        page = client_for("alice").get(url(case), {"to": nonsense}).content.decode()
        assert "Præcis dette ser Københavns Vestegns Politi" in page


# --- what cannot be chosen, and why -----------------------------------------------------------------------


def test_each_choice_that_is_not_possible_says_why(client_for, case):
    page = parts_of(client_for("alice"), url(case))
    for label, why in (
        ("Helbred", "Du ser det ikke selv og kan derfor ikke dele det."),
        ("Faglige vurderinger", "Palle har en rolle, der ikke giver adgang til dette."),
    ):
        assert "disabled" in card(page, label)
        assert why in card(page, label)
    assert "disabled" not in card(page, "Notater i forløbet")
    assert "Notater fra politiet" not in page
    herlev = parts_of(client_for("alice"), url(case, "herlev"), HANNE)
    assert "disabled" in card(herlev, "Notater fra politiet")
    assert "Kun politiet kan dele dem." in card(herlev, "Notater fra politiet")
    assert "disabled" not in card(herlev, "Faglige vurderinger")


def test_what_is_for_another_purpose_is_folded_until_it_is_chosen(client_for, case):
    def folded(page):
        return re.search(
            r'<details class="details"( open)?><summary[^>]*>Til et andet formål</summary>(.*?)</details>',
            page.content.decode(),
            re.DOTALL,
        )

    alice = client_for("alice")
    closed = folded(alice.get(url(case), {"to": PALLE}))
    assert closed[1] is None
    assert KSP in closed[2]
    assert SSP not in closed[2]
    assert folded(alice.post(url(case), answers(ground=KSP, necessity="", check="1")))[1]


def test_a_purpose_that_the_receiver_does_not_work_for_cannot_be_chosen(client_for, case):
    page = client_for("alice").get(url(case), {"to": f"member:{named('ellen')}"}).content.decode()
    assert "Ellen arbejder ikke med dette formål." in card(page, r"Forebyggelse af kriminalitet \(SSP\)")
    assert "checked" in card(page, r"Kriminalforsorg, sociale myndigheder og politi \(KSP\)")


IMPOSSIBLE = (
    ({"categories": chosen(Category.HEALTH)}, "Du ser det ikke selv"),
    ({"categories": chosen(Category.ASSESSMENT)}, "Palle har en rolle, der ikke giver adgang til dette"),
    ({"categories": ["withheld-0"]}, ""),
    ({"categories": chosen(Category.REPORTER)}, ""),
    ({"categories": ["511"]}, ""),
    ({"receiver": f"member:{named('ellen')}"}, "Ellen arbejder ikke med dette formål"),
    ({"receiver": f"member:{named('henrik')}"}, ""),
    ({"receiver": HANNE}, ""),
    ({"receiver": f"unit:{named('police')}"}, ""),
    ({"ground": SSP.replace("|1|", "|16|")}, ""),
    ({"ground": SSP.replace("|1|", "|3|")}, ""),
    ({"ground": SSP.replace("|1|", "|x|")}, ""),
    # Not carried by the agreement; no basis at all; one that nobody knows.
    ({"ground": f"{AGREEMENT}|1|{case_scene.BASES['fvl-28']}"}, ""),
    ({"ground": f"{AGREEMENT}|1"}, ""),
    ({"ground": f"{AGREEMENT}|1|{named('nothing')}"}, ""),
    ({"term": "3650"}, ""),
    ({"term": "other"}, "Skriv datoen"),
)


def test_what_is_shown_as_impossible_is_refused_when_sent(client_for, acting_as, case, subtests):
    client = client_for("alice")
    assert len(IMPOSSIBLE) == 17
    for changed, said in IMPOSSIBLE:
        with subtests.test(changed=changed):
            response = client.post(url(case), answers(share="1", **changed))
            assert response.status_code == 200
            page = response.content.decode()
            assert "tv-summary" in page
            assert said in page
            with acting_as("alice"):
                assert not Access.objects.filter(state="offered").exists()


def test_police_notes_do_not_reach_others_whatever_is_sent(client_for, acting_as, case):
    sent = answers(receiver=HANNE, share="1", categories=chosen(Category.ENTRY))
    assert client_for("alice").post(url(case, "herlev"), sent).status_code == 302
    page = client_for("alice").post(url(case, "herlev"), sent | {"check": "1"}).content.decode()
    assert POLICE not in page
    assert (
        POLICE
        in client_for("alice").post(url(case), answers(check="1", categories=chosen(Category.ENTRY))).content.decode()
    )


# --- until ----------------------------------------------------------------------------------------------


def date(day):
    return {"until_day": day.day, "until_month": day.month, "until_year": day.year}


# What does not fit is not sent, so that one case has room for all of it; what fits is.
@pytest.mark.parametrize(("several", "fits"), [((1,), True), ((20,), True), ((21, 0, -3, 900), False)], ids=str)
def test_no_longer_than_the_own_access_lasts(client_for, acting_as, case, as_maintenance, several, fits, subtests):
    last = clock.today() + dt.timedelta(days=20)
    as_maintenance.execute(
        "UPDATE sharing_access SET until_at = %s WHERE source = 'owner'",
        [dt.datetime.combine(last, dt.time(23, 59), tzinfo=clock.COPENHAGEN)],
    )
    page = client_for("alice").get(url(case), {"to": PALLE}).content.decode()
    assert "når din egen adgang slutter" in page
    assert "disabled" in card(page, "30 dage")
    assert "disabled" in card(page, "Til næste gennemgang")
    for days in several:
        with subtests.test(days=days):
            other = date(clock.today() + dt.timedelta(days=days))
            response = client_for("alice").post(url(case), answers(share="1", term="other", **other))
            assert response.status_code == (302 if fits else 200)
            with acting_as("alice"):
                assert Access.objects.filter(state="offered").exists() == fits


def test_a_frame_that_ends_before_says_so(client_for, case, as_maintenance):
    last = clock.today() + dt.timedelta(days=10)
    midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=clock.COPENHAGEN)
    as_maintenance.execute("UPDATE sharing_frame SET in_force_until = %s WHERE id = %s", [midnight, AGREEMENT])
    client = client_for("alice")
    page = client.get(url(case), {"to": PALLE}).content.decode()
    assert "når grundlaget slutter" in page
    assert "disabled" in card(page, "30 dage")
    assert client.post(url(case), answers(share="1", term="30")).status_code == 200
    assert client.post(url(case), answers(share="1", term="other", **date(last))).status_code == 302


def test_the_own_review_is_offered_where_there_is_one(client_for, acting_as, case):
    page = client_for("alice").post(url(case), answers(check="1", term="review")).content.decode()
    assert "Er det rigtigt?" in page
    assert client_for("alice").post(url(case), answers(share="1", term="review")).status_code == 302
    with acting_as("alice"):
        until = Access.objects.get(state="offered", dossier_id=case).until_at
    assert clock.last_day(until) == clock.today() + dt.timedelta(days=40)


# --- what follows a change --------------------------------------------------------------------------------


def live(client, case, organisation="police", **data):
    return client.post(url(case, organisation), answers(**data), headers={"HX-Request": "true"}).content.decode()


def test_the_preview_follows_each_change(client_for, case):
    client = client_for("alice")
    least = live(client, case, changed="categories")
    assert least.count('id="preview"') == 1
    assert "hx-swap-oob" not in least
    assert WORDS[Category.ENTRY] not in least
    more = live(client, case, changed="categories", categories=chosen(Category.ENTRY, Category.IDENTITY))
    assert WORDS[Category.ENTRY] in more
    assert WORDS[Category.IDENTITY] in more
    ellen = live(client, case, changed="receiver", receiver=f"member:{named('ellen')}")
    assert set(re.findall(r'id="(ask-\w+)" hx-swap-oob', ellen)) == {"ask-ground", "ask-categories", "ask-term"}
    assert "Præcis dette ser Ellen" in ellen
    assert set(re.findall(r'id="(ask-\w+)" hx-swap-oob', live(client, case, changed="ground"))) == {
        "ask-categories",
        "ask-term",
    }
    later = live(client, case, changed="term", term="30")
    assert later.split("Kan ses til og med")[1] != least.split("Kan ses til og med")[1]
    assert "<html" not in later


def test_what_the_new_receiver_cannot_see_leaves_the_preview(client_for, case):
    client = client_for("alice")
    seen = live(client, case, "herlev", receiver=HANNE, categories=chosen(Category.ASSESSMENT))
    assert WORDS[Category.ASSESSMENT] in seen
    assert WORDS[Category.ASSESSMENT] not in live(client, case, categories=chosen(Category.ASSESSMENT))


def test_a_name_in_the_text_is_pointed_out_when_the_identity_is_not_shared(client_for, case):
    client, warning = client_for("alice"), "står i teksten"
    # Noah says his own words, so his name stands beside them.
    assert "»Noah«" in live(client, case).split(warning)[0]
    assert warning not in live(client, case, categories=chosen(Category.IDENTITY))
    rich_case.rename(case, "Ukendt Prøvesen")
    assert warning not in live(client, case)


def test_everything_police_see_is_marked(client_for, case):
    mark = "Må ikke bruges til efterforskning"
    client = client_for("alice")
    assert mark in live(client, case)
    assert mark not in live(client, case, "herlev", receiver=HANNE)
    client.post(url(case), answers(share="1"))
    palle = client_for("palle")
    offers = palle.get(reverse("sharing:offers")).content.decode()
    assert mark in offers
    group = re.search(r"/sharing/offers/([0-9a-f-]{36})/", offers)[1]
    palle.post(reverse("sharing:answer", args=[group]), {"accept": "1"})
    for page in (received_by_me(), reverse("sharing:readers", args=[case])):
        assert mark in palle.get(page).content.decode()


# --- sent, sent twice, ended in between --------------------------------------------------------------------


def test_a_form_sent_twice_offers_once(client_for, acting_as, case):
    form = {"form_id": "0d5a6c1e-2013-4f0e-8a52-7d1f3b9c2e40"}
    client = client_for("alice")
    for _ in range(3):
        assert client.post(url(case), answers(share="1", **form)).status_code == 302
    with acting_as("alice"):
        assert Access.objects.filter(state="offered").count() == 1
    # Bo's form with the same number is another form.
    assert client_for("bo").post(url(case), answers(share="1", **form)).status_code == 302
    with acting_as("alice"):
        assert Access.objects.filter(state="offered").count() == 2


def test_changing_something_keeps_all(client_for, case):
    page = client_for("alice").post(url(case), answers(edit="1", categories=chosen(Category.ENTRY))).content.decode()
    assert NECESSITY in page
    assert "checked" in card(page, "Notater i forløbet")
    assert "tv-summary" not in page


def test_why_needs_words_and_not_too_many(client_for, case, subtests):
    client = client_for("alice")
    for words in ("", " " * 40, "kort", "x" * 2001, "\x00" * 20):
        with subtests.test(words=words):
            page = client.post(url(case), answers(share="1", necessity=words)).content.decode()
            assert "tv-summary" in page


def test_a_name_in_the_reason_is_told_before_it_is_sent(client_for, case, subtests):
    client = client_for("alice")
    for words, warns in (("Noah skal kunne ringe til Palle.", True), (NECESSITY, False)):
        with subtests.test(words=words):
            page = client.post(url(case), answers(check="1", necessity=words)).content.decode()
            assert ("Navnet »Noah« står i begrundelsen" in page) is warns


def test_hostile_words_are_words(client_for, case):
    words = "<script>alert(1)</script> {{ subject }} %(x)s ' OR 1=1 --"
    assert client_for("alice").post(url(case), answers(share="1", necessity=words)).status_code == 302
    page = client_for("palle").get(reverse("sharing:offers")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_when_what_allowed_it_has_ended_the_words_are_not_lost(client_for, case, as_maintenance):
    client = client_for("alice")
    assert client.get(url(case)).status_code == 200
    as_maintenance.execute("UPDATE sharing_frame SET ended_at = now()")
    response = client.post(url(case), answers(share="1"))
    assert response.status_code == 422
    assert NECESSITY in response.content.decode()
    assert "der er ikke sendt noget" in response.content.decode()


# --- today, and giving back ---------------------------------------------------------------------------------


def test_an_offer_waits_in_today_and_is_never_late(client_for, acting_as, case):
    client_for("alice").post(url(case), answers(share="1"))
    waits = {}
    for key in ("palle", "ellen", "hanne", "alice", "gerda"):
        with acting_as(key) as actor:
            waits[key] = for_actor(actor, clock.now())
    assert [key for key, lines in waits.items() if lines] == ["palle"]
    line = waits["palle"][0]
    assert line.due is None
    assert line.calm
    assert "Gladsaxe Kommune" in str(line.what)


def test_an_offer_that_ran_out_waits_no_longer(client_for, acting_as, case, as_maintenance):
    client_for("alice").post(url(case), answers(share="1"))
    as_maintenance.execute("UPDATE sharing_access SET until_at = now() WHERE state = 'offered'")
    with acting_as("palle") as palle:
        assert for_actor(palle, clock.now()) == []
    assert NECESSITY not in client_for("palle").get(reverse("sharing:offers")).content.decode()
    register = client_for("alice").get(reverse("sharing:readers", args=[case])).content.decode()
    assert "Udløb uden svar" in register


def test_the_receiver_gives_it_back(client_for, acting_as, case):
    client_for("alice").post(url(case), answers(share="1", categories=chosen(Category.IDENTITY)))
    palle = client_for("palle")
    group = re.search(r"/sharing/offers/([0-9a-f-]{36})/", palle.get(reverse("sharing:offers")).content.decode())[1]
    palle.post(reverse("sharing:answer", args=[group]), {"accept": "1"})
    page = palle.get(received_by_me()).content.decode()
    assert "Jeg behøver det ikke længere" in page
    asked = palle.get(reverse("sharing:withdraw", args=[group])).content.decode()
    assert "Giv det tilbage" in asked
    with acting_as("palle"):
        assert Access.objects.filter(state="accepted", reader_id=named("palle")).count() == 2
    assert palle.post(reverse("sharing:withdraw", args=[group])).status_code == 302
    assert palle.get(reverse("sharing:readers", args=[case])).status_code == 404
    assert palle.get(reverse("sharing:withdraw", args=[group])).status_code == 404
    register = client_for("alice").get(reverse("sharing:readers", args=[case])).content.decode()
    assert "Givet tilbage af modtageren" in register


def test_a_colleague_who_left_the_case_cannot_take_back(client_for, acting_as, case):
    with acting_as("alice"):
        sharing.let_in(dossier=case, member=named("carl"), categories=Category.PLAN, may=sharing.May.READ)
    client_for("alice").post(url(case), answers(share="1"))
    page = client_for("alice").get(reverse("sharing:readers", args=[case])).content.decode()
    group = re.search(r"/sharing/given/([0-9a-f-]{36})/", page)[1]
    carl = client_for("carl")
    assert "Træk tilbage" not in carl.get(reverse("sharing:readers", args=[case])).content.decode()
    assert carl.post(reverse("sharing:withdraw", args=[group])).status_code == 404
    assert client_for("bo").post(reverse("sharing:withdraw", args=[group])).status_code == 302


def test_the_card_says_by_which_law_the_receiver_answers_for_it(client_for, case):
    """R6: the police by the act on law enforcement, a municipality by the GDPR; neither may investigate with it."""
    client = client_for("alice")
    police, herlev = (client.get(url(case, who)).content.decode() for who in ("police", "herlev"))
    assert "retshåndhævelsesloven" in police
    assert "databeskyttelsesforordningen og databeskyttelsesloven" not in police
    assert "databeskyttelsesforordningen og databeskyttelsesloven" in herlev
    assert "retshåndhævelsesloven" not in herlev
    assert all("aldrig til efterforskning" in page for page in (police, herlev))


def test_what_is_given_stands_on_the_basis_chosen_and_says_so_with_its_version(client_for, case, acting_as):
    alice = client_for("alice")
    assert alice.post(url(case), answers(share="1")).status_code == 302
    with acting_as("alice"):
        given = Access.objects.filter(dossier_id=case, member_id=named("palle"), source=Source.DISCLOSURE).latest(
            "granted_at"
        )
    assert given.basis_id == case_scene.BASES["rpl-115-1"]
    for client, address in (
        (client_for("palle"), reverse("sharing:offers")),
        (alice, reverse("sharing:readers", kwargs={"dossier": case})),
    ):
        page = client.get(address).content.decode().replace("\xa0", " ")
        assert "Retsplejelovens § 115, stk. 1, nr. 1 (udgave 1)" in page
    english = Client(headers={"accept-language": "en"})
    english.cookies = alice.cookies
    page = english.get(reverse("sharing:readers", kwargs={"dossier": case})).content.decode().replace("\xa0", " ")
    assert "Administration of Justice Act § 115(1)(1) (version 1)" in page


def test_what_the_law_does_not_let_go_along_cannot_be_chosen(client_for, case):
    """Between municipalities offences do not go along; to the police they do."""
    client = client_for("alice")
    assert "Loven lader det ikke følge med" in card(parts_of(client, url(case, "herlev"), HANNE), "Lovovertrædelser")
    assert "Loven lader det ikke" not in card(parts_of(client, url(case)), "Lovovertrædelser")
    sent = answers(receiver=HANNE, categories=chosen(Category.OFFENCE))
    refused = client.post(url(case, "herlev"), sent).content.decode()
    assert "Loven lader det ikke følge med" in refused
    assert "Er det rigtigt?" not in refused


def test_a_basis_that_changed_meanwhile_is_said_at_its_field(client_for, case, as_maintenance):
    """The version chosen has been replaced: what was typed is still there, and the new one can be chosen."""
    ended = "UPDATE sharing_legalbasisversion SET until_at = now() WHERE id = %s"
    as_maintenance.execute(ended, [case_scene.BASES["rpl-115-1"]])
    page = client_for("alice").post(url(case), answers(share="1")).content.decode()
    assert NECESSITY in page
    assert "Hvorfor ikke en anden?" in page
    assert "Den er ikke i kraft nu." in page
