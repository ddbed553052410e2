"""The list of people, units, organisations and areas: what they show, and errors at their fields."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import named
from tvaers.partnerships.enums import OrganisationKind, Role

# What a page saved is read past it, by another connection.
pytestmark = pytest.mark.django_db(transaction=True)


def at(name, *args):
    return reverse(f"administration:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def gerda(client_for):
    return client_for("gerda", headers={"accept-language": "da"})


def test_people_are_filtered_by_everything_at_once(gerda):
    wanted = {"name": "fri", "unit": str(named("gladsaxe-ssp")), "role": str(int(Role.SUPERVISOR)), "state": "active"}
    page = text(gerda.get(at("people"), wanted))
    assert "Frida Leder" in page
    assert "Alice" not in page
    assert "1 person passer" in page
    assert "Rolle: Leder" in page
    assert "Ingen passer til afgrænsningen" in text(gerda.get(at("people"), {**wanted, "name": "zz"}))


@pytest.mark.parametrize(
    "query",
    [{"unit": "x"}, {"unit": str(named("herlev-ssp"))}, {"role": "9" * 99}, {"state": "dead"}, {"page": "-1"},
     {"page": "9" * 999}, {"page": "²"}, {"sort": "password"}, {"sort": "--name"}, {"name": "%"}, {"name": "x" * 9999}],
)  # fmt: skip
def test_a_hostile_filter_breaks_nothing(gerda, query):
    assert gerda.get(at("people"), query).status_code == 200


def test_people_are_sorted_both_ways(gerda):
    page = text(gerda.get(at("people"), {"sort": "-name"}))
    assert page.index("Stine Styrup") < page.index("Alice Prøvedal")
    assert 'aria-sort="descending"' in page
    assert "?sort=title" in page


def test_people_are_paged(gerda, as_maintenance):
    as_maintenance.execute(
        "WITH users AS (INSERT INTO accounts_user (id, email, password, is_active)"
        " SELECT gen_random_uuid(), n || '@example.org', '!', true FROM generate_series(1, 60) n RETURNING id)"
        " INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " SELECT gen_random_uuid(), id, %s, 'Person', 'ny', '', '', 4, 'active' FROM users",
        [named("gladsaxe")],
    )
    first = text(gerda.get(at("people")))
    assert "71 personer. Side 1 af 2." in first
    assert "?page=2" in first
    assert "Stine Styrup" in text(gerda.get(at("people"), {"page": "2"}))


def test_a_unit_is_added_renamed_closed_and_opened(gerda):
    added = gerda.post(at("unit-add"), {"name": "Ungehuset", "kind": "youth"}, follow=True)
    assert "Enheden Ungehuset er tilføjet" in text(added)
    taken = gerda.post(at("unit-add"), {"name": "Ungehuset", "kind": "other"})
    assert list(taken.context["form"].errors) == ["name"]
    assert 'value="Ungehuset"' in text(taken)
    street = at("unit", named("gladsaxe-street"))
    assert list(gerda.post(street, {"name": "Ungehuset", "kind": "street"}).context["form"].errors) == ["name"]
    assert "Natteamet" in text(gerda.post(street, {"name": "Natteamet", "kind": "street"}, follow=True))
    closed = text(gerda.post(at("unit-close", named("gladsaxe-street")), follow=True))
    assert "er lukket" in closed
    assert "Natteamet" not in text(gerda.get(at("invite")))
    assert "Natteamet (lukket)" in text(gerda.get(at("member", named("dina"))))
    gerda.post(at("unit-reopen", named("gladsaxe-street")))
    assert "Natteamet" in text(gerda.get(at("invite")))


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "x" * 121), ("kind", "castle")])
def test_a_units_errors_stand_at_their_field(gerda, field, value):
    response = gerda.post(at("unit-add"), {"name": "Ny", "kind": "other", field: value})
    assert list(response.context["form"].errors) == [field]


def test_whether_others_may_share_is_said_in_words(gerda, client_for):
    for client in (gerda, client_for("dina", headers={"accept-language": "da"})):
        page = text(client.get(at("organisations")))
        assert "Må modtage, hvad andre deler (§ 115)" in page
        assert "Kan ikke modtage, hvad andre deler: uden offentlig opgave" in page
    assert "Tilføj en organisation" not in page


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_host_adds_every_kind(gerda, as_maintenance, kind):
    details = {"name": "Ny Part", "short_name": "Ny", "mark": "np", "phone": "", "kind": kind.value}
    response = gerda.post(at("organisation-add"), details, follow=True)
    assert "Invitér den første administrator" in text(response)
    found = as_maintenance.execute("SELECT kind, mark, is_host FROM partnerships_organisation WHERE name = 'Ny Part'")
    assert found.fetchone() == (kind.value, "NP", False)
    again = gerda.post(at("organisation-add"), details)
    assert list(again.context["form"].errors) == ["name"]


def test_the_own_details_are_kept_by_the_own_administrators(client_for, as_maintenance):
    henrik = client_for("henrik", headers={"accept-language": "da"})
    details = {"name": "Herlev Kommune", "short_name": "Herlev", "mark": "h", "phone": "44 52 70 00"}
    assert "er gemt" in text(henrik.post(at("organisation"), details, follow=True))
    found = as_maintenance.execute("SELECT phone, mark FROM partnerships_organisation WHERE id = %s", [named("herlev")])
    assert found.fetchone() == ("44 52 70 00", "H")
    taken = henrik.post(at("organisation"), {**details, "name": "Gladsaxe Kommune"})
    assert list(taken.context["form"].errors) == ["name"]


def area_id(connection, name):
    return connection.execute("SELECT id FROM areas_area WHERE name = %s", [name]).fetchone()[0]


def test_areas_are_kept_by_the_host_and_read_by_all(gerda, client_for, as_maintenance):
    assert "Begynd med en kommune" in text(gerda.get(at("areas")))
    gerda.post(at("area-add"), {"name": "Gladsaxe"})
    gladsaxe = area_id(as_maintenance, "Gladsaxe")
    assert list(gerda.post(at("area-add-below", gladsaxe), {"name": "Søborg"}).context["form"].errors) == ["kind"]
    gerda.post(at("area-add-below", gladsaxe), {"name": "Søborg", "kind": "district"})
    soborg = area_id(as_maintenance, "Søborg")
    gerda.post(at("area-add-below", soborg), {"name": "Høje Gladsaxe"})
    assert gerda.get(at("area-add-below", area_id(as_maintenance, "Høje Gladsaxe"))).status_code == 404
    taken = gerda.post(at("area-add-below", gladsaxe), {"name": "Søborg", "kind": "housing"})
    assert list(taken.context["form"].errors) == ["name"]
    assert "Luk først de områder" in text(gerda.post(at("area-close", soborg)))
    assert "er gemt" in text(gerda.post(at("area", soborg), {"name": "Nordsøborg"}, follow=True))
    page = text(client_for("dina", headers={"accept-language": "da"}).get(at("areas")))
    assert page.index("Gladsaxe") < page.index("Nordsøborg") < page.index("Høje Gladsaxe")
    assert "Ret" not in page.split("<main")[1].split("</main>")[0]


def test_a_closed_area_opens_from_the_outside_in(gerda, as_maintenance):
    gerda.post(at("area-add"), {"name": "Herlev"})
    herlev = area_id(as_maintenance, "Herlev")
    gerda.post(at("area-add-below", herlev), {"name": "Hedeager", "kind": "housing"})
    hedeager = area_id(as_maintenance, "Hedeager")
    gerda.post(at("area-close", hedeager))
    gerda.post(at("area-close", herlev))
    assert "Åbn det først" in text(gerda.post(at("area-reopen", hedeager)))
    gerda.post(at("area-reopen", herlev))
    assert "er åben igen" in text(gerda.post(at("area-reopen", hedeager), follow=True))


KEPT: tuple[Any, ...] = (
    ("unit", [named("gladsaxe-ssp")], {"name": "SSP og forebyggelse", "kind": "ssp"}, "name", "kind", "exit"),
    (
        "organisation",
        [],
        {"name": "Gladsaxe Kommune", "short_name": "Gladsaxe", "mark": "G", "phone": ""},
        "name",
        "phone",
        "39 57 50 00",
    ),
)


def before(shown):
    """What a page's form carries of what stood there when it was opened."""
    return {f"initial-{name}": value for name, value in shown.items()}


@pytest.mark.parametrize(("page", "arguments", "shown", "first", "second", "value"), KEPT)
def test_two_who_change_different_things_keep_both(gerda, client_for, page, arguments, shown, first, second, value):
    gorm, url = client_for("gorm"), at(page, *arguments)
    carried = gerda.get(url).content.decode()
    for name, text_there in before(shown).items():
        assert f'name="{name}"' in carried, text_there
    assert gerda.post(url, shown | before(shown) | {first: "Nyt navn"}).status_code == 302
    assert gorm.post(url, shown | before(shown) | {second: value}).status_code == 302
    form = gerda.get(url).context["form"]
    assert (form[first].value(), form[second].value()) == ("Nyt navn", value)


@pytest.mark.parametrize(("page", "arguments", "shown", "first", "second", "value"), KEPT)
def test_what_two_change_differently_is_asked_for_again(
    gerda, client_for, page, arguments, shown, first, second, value
):
    gorm, url = client_for("gorm"), at(page, *arguments)
    assert gerda.post(url, shown | before(shown) | {first: "Gerdas navn"}).status_code == 302
    refused = gorm.post(url, shown | before(shown) | {first: "Gorms navn", second: value})
    assert refused.status_code == 409
    assert "Gerdas navn" in str(refused.context["form"].errors[first])
    assert refused.context["form"][first].value() == "Gorms navn"
    assert refused.context["form"][second].value() == value
    assert gerda.get(url).context["form"][first].value() == "Gerdas navn"
    again = shown | {first: "Gorms navn", second: value} | before(shown | {first: "Gerdas navn"})
    assert gorm.post(url, again).status_code == 302
    assert gerda.get(url).context["form"][first].value() == "Gorms navn"


def test_of_two_who_rename_an_area_the_second_sees_the_first(gerda, client_for, as_maintenance):
    gerda.post(at("area-add"), {"name": "Prøvestad"})
    (area,) = as_maintenance.execute("SELECT id FROM areas_area WHERE name = 'Prøvestad'").fetchone()
    url = at("area", area)
    seen = {"initial-name": "Prøvestad"}
    assert gerda.post(url, {"name": "Prøveby", **seen}).status_code == 302
    refused = client_for("gorm").post(url, {"name": "Prøvekøbing", **seen})
    assert refused.status_code == 409
    assert "Prøveby" in str(refused.context["form"].errors["name"])
    assert 'value="Prøvekøbing"' in text(refused)
