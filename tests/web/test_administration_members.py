"""A member's page, changing, two administrators at once, leaving, and a lost second factor."""

import pytest
from django.urls import reverse

from tests import case_scene
from tests.cast import named
from tvaers.cases import rules
from tvaers.foundation import clock
from tvaers.partnerships import handover
from tvaers.partnerships.enums import Role
from tvaers.partnerships.handover import Held, Keeper
from tvaers.ui import dates

SSP, STREET = str(named("gladsaxe-ssp")), str(named("gladsaxe-street"))


# What a page saved is read past it, by another connection.
pytestmark = pytest.mark.django_db(transaction=True)


def at(name, *args):
    return reverse(f"administration:{name}", args=args)


def row(connection, key="alice", fields="name, title, roles, version, state"):
    return connection.execute(f"SELECT {fields} FROM partnerships_membership WHERE id = %s", [named(key)]).fetchone()


def typed(**changes):
    return {
        "version": "1",
        "name": "Alice Prøvedal",
        "title": "SSP-konsulent",
        "phone": "",
        "roles": [str(int(Role.SSP_CONSULTANT))],
        "units": [SSP],
        **changes,
    }


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def gerda(client_for):
    return client_for("gerda", headers={"accept-language": "da"})


def change(client, **changes):
    return client.post(at("member-change", named("alice")), typed(**changes))


def test_roles_are_told_in_words(gerda):
    page = text(gerda.get(at("member", named("alice"))))
    assert "SSP-konsulent" in page
    assert "Alt undtagen helbred" in page
    assert "Forebyggelse af kriminalitet (SSP)" in page
    assert "Ikke gennemgået endnu" in page


def test_a_change_is_saved(gerda, as_maintenance):
    roles = [str(int(Role.COORDINATOR)), str(int(Role.SUPERVISOR))]
    response = change(gerda, title="  ny \n titel ", phone="39 57 50 00", roles=roles, units=[STREET])
    assert response.headers["Location"] == at("member", named("alice"))
    assert row(as_maintenance) == ("Alice Prøvedal", "ny titel", 257, 2, "active")
    page = text(gerda.get(response.headers["Location"]))
    assert "Gadeteamet" in page
    assert "39 57 50 00" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Skriv medarbejderens navn."),
        ("title", "", "Skriv medarbejderens stilling."),
        ("phone", "ring bare", "Skriv nummeret med tal"),
        ("phone", "1" * 500, "højst"),
        ("name", "x" * 5000, "højst"),
        ("roles", [], "Vælg mindst én rolle."),
        ("roles", [str(int(Role.POLICE_EXIT))], ""),
        ("units", [str(named("herlev-ssp"))], ""),
        ("name", "null\0byte", "Der er et tegn i teksten, som ikke kan gemmes."),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(gerda, as_maintenance, field, value, words):
    response = change(gerda, **{"title": "bevaret", field: value})
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    page = text(response)
    assert field == "title" or 'value="bevaret"' in page
    assert words in page
    assert row(as_maintenance)[3] == 1


def test_hostile_text_is_only_text(gerda):
    change(gerda, name='<script>alert("x")</script>')
    page = gerda.get(at("member", named("alice"))).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_two_administrators_lose_nothing(gerda, client_for, as_maintenance):
    gorm = client_for("gorm", headers={"accept-language": "da"})
    change(gorm, title="Gorms titel", roles=[str(int(Role.CASEWORKER))])
    response = change(gerda, title="Gerdas titel", units=[STREET])
    assert response.status_code == 409
    page = text(response)
    assert "Gorm Nøgleby gemte, mens du skrev" in page
    for words in ("Gorms titel", "Gerdas titel", "Familierådgiver", "Gadeteamet"):
        assert words in page
    assert row(as_maintenance)[:3] == ("Alice Prøvedal", "Gorms titel", int(Role.CASEWORKER))
    version = response.context["form"]["version"].value()
    assert version == "2"
    assert change(gerda, title="Gerdas titel", version=version).status_code == 302
    assert row(as_maintenance)[1] == "Gerdas titel"


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_a_version_made_up_saves_nothing(gerda, as_maintenance, version):
    assert change(gerda, title="ny", version=version).status_code in {200, 409}
    assert row(as_maintenance)[1] == "SSP-konsulent"


def test_the_last_administrator_keeps_the_role(client_for):
    henrik = client_for("henrik", headers={"accept-language": "da"})
    data = typed(name="Henrik Nabo", title="x", units=[])
    response = henrik.post(at("member-change", named("henrik")), data)
    assert response.context["form"].errors["roles"] == ["Nogen skal være administrator. Giv først en kollega rollen."]


def test_the_roles_are_reviewed(gerda, as_maintenance):
    stale = gerda.post(at("member-reviewed", named("alice")), {"version": "7"}, follow=True)
    assert "Rollerne er ændret" in text(stale)
    assert row(as_maintenance, fields="reviewed_at") == (None,)
    done = gerda.post(at("member-reviewed", named("alice")), {"version": "1"}, follow=True)
    assert "gennemgået i dag" in text(done)
    assert row(as_maintenance, fields="reviewed_at") != (None,)


# --- leaving ------------------------------------------------------------------------------------


def test_leaving_is_checked_first(gerda):
    page = text(gerda.get(at("leave", named("alice"))))
    assert "Stopper Alice Prøvedal?" in page
    assert "Intet, som kun denne medarbejder kan åbne" in page


def test_who_has_left_is_out_at_the_next_request(gerda, client_for, as_maintenance):
    alice = client_for("alice")
    assert alice.get(at("areas")).status_code == 200
    response = gerda.post(at("leave", named("alice")), {"successor": ""}, follow=True)
    assert "Alice Prøvedal arbejder her ikke længere" in text(response)
    assert row(as_maintenance)[2:] == (0, 2, "left")
    assert alice.get(at("areas")).status_code == 302
    assert gerda.get(at("leave", named("alice"))).status_code == 404
    assert "Alice" not in text(gerda.get(at("people")))
    assert "Alice Prøvedal" in text(gerda.get(at("people"), {"state": "left"}))


def test_what_is_held_needs_somebody_who_takes_over(gerda, monkeypatch, as_maintenance):
    moved = []
    tasks = Keeper(
        name="tasks",
        label="Opgaver",
        hand_over=lambda by, member, successor: moved.append(successor) or 3,
    )
    monkeypatch.setattr(handover, "_keepers", {})
    handover.register(tasks, counted=lambda member: [Held(count=3, things=("Ring til skolen",))])
    page = text(gerda.get(at("leave", named("alice"))))
    assert "Opgaver" in page
    assert "Ring til skolen" in page
    response = gerda.post(at("leave", named("alice")), {"successor": ""})
    assert list(response.context["form"].errors) == ["successor"]
    assert row(as_maintenance)[4] == "active"
    response = gerda.post(at("leave", named("alice")), {"successor": str(named("hanne"))})
    assert list(response.context["form"].errors) == ["successor"]
    assert gerda.post(at("leave", named("alice")), {"successor": str(named("bo"))}).status_code == 302
    assert moved == [named("bo")]
    assert row(as_maintenance)[4] == "left"


def test_leaving_tells_what_is_led_and_when_drafts_are_erased_but_not_what_they_say(gerda, acting_as, as_maintenance):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        case_scene.note(alice, case, title="Min kladde", sign=False)
    page = text(gerda.get(at("leave", named("alice"))))
    assert "Forløb, som medarbejderen er tovholder for" in page
    assert "Notater, som medarbejderen ikke har underskrevet" in page
    assert dates.year_day(clock.today() + rules.DRAFTS_KEPT) in page
    assert "Min kladde" not in page
    assert case_scene.NAME not in page
    response = gerda.post(at("leave", named("alice")), {"successor": str(named("dina"))})
    assert "rolle er ikke tovholder" in response.context["form"].errors["successor"][0]
    assert row(as_maintenance)[4] == "active"
    assert gerda.post(at("leave", named("alice")), {"successor": str(named("carl"))}).status_code == 302
    assert row(as_maintenance)[4] == "left"


def test_the_last_administrator_cannot_leave(client_for, as_maintenance):
    henrik = client_for("henrik", headers={"accept-language": "da"})
    response = henrik.post(at("leave", named("henrik")), {"successor": ""})
    assert "Du er den eneste administrator" in response.context["form"].errors["successor"][0]
    assert row(as_maintenance, "henrik")[4] == "active"


def test_an_administrator_leaves_and_is_out(gerda, as_maintenance):
    assert gerda.post(at("leave", named("gerda")), {"successor": ""}).headers["Location"] == "/"
    assert row(as_maintenance, "gerda")[4] == "left"
    assert gerda.get(at("people")).status_code == 302


def test_only_who_works_with_people_takes_over(gerda):
    """Who keeps the house, signs or steers could not open what is handed over."""
    offered = {
        str(id_) for id_, _ in gerda.get(at("leave", named("alice"))).context["form"].fields["successor"].choices
    }
    assert offered == {"", *(str(named(key)) for key in ("bo", "carl", "dina", "erik", "frida"))}


# --- a lost second factor -----------------------------------------------------------------------


def test_one_asks_and_another_agrees(gerda, client_for, as_maintenance):
    alice, gorm = client_for("alice"), client_for("gorm", headers={"accept-language": "da"})
    asked = gerda.post(at("ask-reset", named("alice")), follow=True)
    assert "Du har selv bedt om det" in text(asked)
    assert "En kollega har mistet sin telefon" in text(gorm.get(at("people")))
    assert "Alice Prøvedal har mistet sin telefon" in text(gorm.get("/"))
    assert "har mistet sin telefon" not in text(gerda.get("/")), "who asked cannot agree"
    page = text(gorm.get(at("factor-resets")))
    assert "Gerda Nøgleby bad om det" in page
    (reset,) = as_maintenance.execute("SELECT id FROM partnerships_factorreset").fetchone()
    own = gerda.post(at("agree-reset", reset))
    assert "En anden administrator skal sige ja" in text(own)
    done = gorm.post(at("agree-reset", reset), follow=True)
    assert "Alice Prøvedal kan logge ind" in text(done)
    factors = "SELECT count(*) FROM mfa_authenticator WHERE user_id = %s"
    assert as_maintenance.execute(factors, [named("user alice")]).fetchone() == (0,)
    assert alice.get(at("areas")).status_code == 302
    assert gorm.post(at("agree-reset", reset)).status_code == 404


def test_nobody_asks_for_themselves_or_twice(gerda):
    assert "Du kan ikke bede om det for dig selv" in text(gerda.post(at("ask-reset", named("gerda"))))
    gerda.post(at("ask-reset", named("alice")))
    assert "Der er allerede bedt om det" in text(gerda.post(at("ask-reset", named("alice"))))


def test_an_empty_list_says_what_will_be_here(gerda):
    assert "Ingen venter" in text(gerda.get(at("factor-resets")))
