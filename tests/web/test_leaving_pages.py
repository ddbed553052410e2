"""The pages on which a party leaves an agreement, and on which what stands on it is let stand on something else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import agreement_scene
from tests import case_scene as scene
from tests.cast import named
from tvaers.agreements import rules
from tvaers.agreements.models import Agreement
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.people.access import cards
from tvaers.sharing.models import Access, Disclosure
from tvaers.ui import dates

pytestmark = pytest.mark.django_db(transaction=True)


def fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def ahead(days):
    return clock.today() + timedelta(days=days)


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


def group_of(acting_as, case):
    with acting_as("alice"):
        hers = Access.objects.filter(dossier_id=case, member_id=named("hanne")).values("id")
        return Disclosure.objects.filter(id__in=hers).values_list("group_id", flat=True).get()


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_a_signatory_leaves_and_the_others_are_told(client_for, agreement):
    sonja, address = client_for("sonja"), reverse("agreements:leave", args=[agreement])
    assert address in text(sonja.get(reverse("agreements:agreement", args=[agreement])))
    said = text(sonja.post(address, fields("last_day", ahead(9)), follow=True))
    assert f"I træder ud, når {dates.year_day(ahead(9))} er gået. De andre parter får besked." in said
    assert f"Part til og med {dates.year_day(ahead(9))}." in said
    assert address not in said, "nobody leaves twice"
    for who in ("bo", "signe", "poul"):
        today = text(client_for(who).get(reverse("today:list")))
        assert f"Herlev Kommune træder ud af aftalen; sidste dag er {dates.year_day(ahead(9))}" in today, who
    for who in ("sonja", "alice", "kirsten"):
        assert "træder ud af aftalen" not in text(client_for(who).get(reverse("today:list"))), who


def test_who_has_left_stands_no_longer_among_the_parties_on_the_front_page(client_for, agreement, as_administrator):
    def parties():
        shown = text(client_for("bo").get(reverse("agreements:list")))
        return shown.split('<h2 id="parties">')[1].split("</section>")[0]

    client_for("sonja").post(reverse("agreements:leave", args=[agreement]), fields("last_day", ahead(9)))
    assert f"Part til og med {dates.year_day(ahead(9))}." in parties()
    as_administrator.execute("UPDATE agreements_agreementparty SET left_on = %s WHERE left_on IS NOT NULL", [ahead(-1)])
    assert "Herlev Kommune" not in parties()
    assert "Gladsaxe Kommune" in parties()


def test_with_too_few_left_it_says_that_it_ends(client_for, agreement):
    for who in ("sonja", "poul"):
        client = client_for(who)
        said = client.post(reverse("agreements:leave", args=[agreement]), fields("last_day", ahead(4)), follow=True)
    assert "færre end to parter" in text(said)
    page = text(client_for("bo").get(reverse("agreements:agreement", args=[agreement])))
    assert f"Den ophører, når {dates.year_day(ahead(4))} er gået" in page


OVER = {"has run out": "until_date = %s", "was terminated": "ended_on = %s"}


@pytest.mark.parametrize("how", OVER)
def test_out_of_one_that_is_over_grows_a_renewal_and_nothing_that_goes_on_with_its_frame(
    client_for, acting_as, agreement, as_administrator, how
):
    """An extension of it would be refused when all have read it and the last one signs."""
    bo, address = client_for("bo"), reverse("agreements:begin")
    assert 'value="extension"' in text(bo.get(address))
    as_administrator.execute(f"UPDATE agreements_agreement SET {OVER[how]} WHERE id = %s", [ahead(-1), agreement])
    page = text(bo.get(address))
    assert 'value="extension"' not in page
    assert 'value="amendment"' not in page
    assert bo.post(address, {"kind": "renewal"}).status_code == 302
    with acting_as("bo"):
        made = Agreement.objects.get(previous_id=agreement)
        assert made.from_date == ahead(1)
        assert list(made.themes.values_list("text", flat=True)) == ["Hurtig hjælp i netværket"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (fields("last_day", ahead(3)) | {"last_day_day": ""}, "Skriv en dato, der findes"),
        ({"last_day_day": "", "last_day_month": "", "last_day_year": ""}, "Skriv den sidste dag, hvor I er part."),
        (fields("last_day", ahead(-1)), "Vælg en dag fra i dag og frem"),
        (fields("last_day", ahead(3 * 365)), "Vælg en dag fra i dag og frem"),
    ],
)
def test_a_wrong_day_is_told_at_its_field_and_stays(client_for, agreement, typed, said):
    answer = client_for("sonja").post(reverse("agreements:leave", args=[agreement]), typed)
    page = text(answer)
    assert said in page
    assert f'value="{typed["last_day_year"]}"' in page or not typed["last_day_year"]


@pytest.mark.parametrize("page", ["leave", "sign"])
def test_a_factor_that_grows_old_between_the_page_and_the_database_is_asked_for_again(
    client_for, agreement, acting_as, as_administrator, monkeypatch, page
):
    monkeypatch.setattr(rules, "FACTOR_SECONDS", 3600)
    made = agreement if page == "leave" else agreement_scene.sent(acting_as)
    with acting_as("bo"):
        typed = fields("last_day", ahead(3)) | {"shown": agreement_scene.shown(made).hex()}
    sonja = client_for("sonja")
    as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '62 seconds'")
    answer = sonja.post(reverse(f"agreements:{page}", args=[made]), typed)
    assert answer.status_code == 302
    assert reverse("accounts:factor") in answer.headers["Location"]


@pytest.mark.parametrize("who", ["alice", "bo", "hanne", "kirsten", "olga"])
def test_who_does_not_sign_for_a_party_has_no_way_in(client_for, agreement, who):
    client, address = client_for(who), reverse("agreements:leave", args=[agreement])
    assert address not in text(client.get(reverse("agreements:agreement", args=[agreement])))
    assert client.get(address).status_code == 403
    assert client.post(address, fields("last_day", ahead(3))).status_code == 403


def test_what_is_over_is_not_left(client_for, agreement, as_administrator):
    as_administrator.execute("UPDATE agreements_agreement SET ended_on = %s WHERE id = %s", [ahead(-1), agreement])
    assert client_for("sonja").get(reverse("agreements:leave", args=[agreement])).status_code == 403


def test_what_stands_on_it_is_listed_to_each_end_and_to_nobody_else(client_for, acting_as, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle")
    address = reverse("sharing:standing", args=[frame])
    given = text(client_for("frida").get(address))
    assert "Hanne" in given
    assert "Palle" not in given, "that stands on another"
    assert reverse("sharing:rebase", args=[group_of(acting_as, case)]) in given
    received = text(client_for("hanne").get(f"{address}?view=received"))
    assert reverse("cases:case", args=[case]) in received
    assert "/rebase/" not in received
    for who, view in (
        ("hanne", "given"),
        ("frida", "received"),
        ("olga", "given"),
        ("palle", "received"),
    ):
        assert str(case) not in text(client_for(who).get(f"{address}?view={view}")), (who, view)


def test_no_consent_is_listed(client_for, acting_as, case):
    with acting_as("frida"):
        until = clock.now() + timedelta(days=60)
        consent = scene.consented(
            dossier=case, to=named("herlev"), purposes=Purpose.SSP, until=until, categories=ALL_CATEGORIES
        )
    assert client_for("frida").get(reverse("sharing:standing", args=[consent])).status_code == 404


def test_it_goes_on_on_something_else(client_for, acting_as, as_administrator, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    frida, address = client_for("frida"), reverse("sharing:rebase", args=[group_of(acting_as, case)])
    page = text(frida.get(address))
    assert scene.SSP_GROUND in page
    assert str(frame) not in page, "where it stands already is no choice"
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        name = cards({person})[person].name
    assert f">{name}</a>" in page, "about whom it is"
    assert "Skal kunne tage imod ham" in page
    typed = {"ground": scene.SSP_GROUND, "necessity": "Træneren skal stadig vide det.", **fields("until", ahead(20))}
    said = text(frida.post(address, typed, follow=True))
    assert "Grundlaget er skiftet. Hanne" in said
    assert "Fortsætter på et andet grundlag" in said
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [frame])
    assert client_for("hanne").get(reverse("cases:case", args=[case])).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ground": ""}, "Vælg, hvad det skal fortsætte på."),
        ({"necessity": "Fordi."}, "Skriv lidt mere"),
        ({"until_day": ""}, "Skriv en dato, der findes"),
        (fields("until", ahead(0)), "Datoen skal ligge ude i fremtiden."),
        (fields("until", ahead(900)), "kan det senest ses"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client_for, acting_as, frame, case, changed, said):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    typed = {"ground": scene.SSP_GROUND, "necessity": "Træneren skal stadig vide det.", **fields("until", ahead(20))}
    address = reverse("sharing:rebase", args=[group_of(acting_as, case)])
    page = text(client_for("frida").post(address, typed | changed))
    assert said in page
    assert (typed | changed)["necessity"] in page


def test_where_nothing_else_is_in_force_the_page_says_so(client_for, acting_as, as_administrator, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [scene.AGREEMENT])
    page = text(client_for("frida").get(reverse("sharing:rebase", args=[group_of(acting_as, case)])))
    assert "Der er ikke andet, det kan bygge på" in page


@pytest.mark.parametrize("what", ["a task", "a name alone"])
def test_all_that_is_listed_can_go_on(client_for, acting_as, frame, case, what):
    with acting_as("alice") as alice:
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        dossier = scene.task(alice, case, owner="hanne") if what == "a task" else person
    if what == "a name alone":
        scene.share(acting_as, person, Category.IDENTITY, to="hanne")
    frida, address = client_for("frida"), reverse("sharing:rebase", args=[group_of(acting_as, dossier)])
    assert address in text(frida.get(reverse("sharing:standing", args=[scene.AGREEMENT])))
    ground = f"{frame}|{int(Purpose.SSP)}|{scene.BASES['rpl-115-1']}"
    assert ground in text(frida.get(address))
    typed = {"ground": ground, "necessity": "Træneren skal stadig vide det.", **fields("until", ahead(3))}
    assert "Grundlaget er skiftet. Hanne" in text(frida.post(address, typed, follow=True))


def test_it_is_the_givers_to_move(client_for, acting_as, frame, case):
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    address = reverse("sharing:rebase", args=[group_of(acting_as, case)])
    assert client_for("hanne").get(address).status_code == 403
    assert client_for("palle").get(address).status_code == 404
    assert client_for("olga").get(address).status_code == 404


def test_on_the_card_the_end_is_the_last_day_of_who_leaves(client_for, agreement, frame, case):
    client_for("sonja").post(reverse("agreements:leave", args=[agreement]), fields("last_day", ahead(9)))
    card = reverse("sharing:to", args=[case, named("herlev")])
    ground = f"{frame}|{int(Purpose.SSP)}|{scene.BASES['rpl-115-1']}"
    typed = {
        "receiver": f"member-{named('hanne')}",
        "ground": ground,
        "necessity": "Hun tager imod ham i aften.",
        "term": "30",
    }
    page = text(client_for("frida").post(card, typed))
    assert f"senest {dates.year_day(ahead(9))}" in page
