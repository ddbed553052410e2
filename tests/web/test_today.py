"""The page Today: that its words agree with its lines, and what it says where nothing waits."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)


def page(client, **asked):
    response = client.get(reverse("today:list"), asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("asked", [{}, {"week": "1"}])
@pytest.mark.parametrize("days", [[0, 3], [2, 3]])
def test_it_says_as_many_as_it_shows(client_for, acting_as, days, asked):
    with acting_as("alice") as alice:
        case = scene.case(alice)
        for day in days:
            scene.task(alice, case, owner="hanne", days=day)
    hanne = client_for("hanne")
    for offer in re.findall(r"/sharing/offers/[0-9a-f-]{36}/", page(hanne))[:1]:
        hanne.post(offer, {"accept": "1", "task": "1"})
    scene.share(acting_as, case, Category.PLAN)
    shown = page(hanne, **asked)
    said = re.search(r"(Én|\d+) ting venter på dig", shown)
    assert said
    assert int(said[1].replace("Én", "1")) == shown.count('<li class="tv-due__row"')


@pytest.mark.parametrize(
    ("who", "said", "leads"),
    [
        ("alice", "Bekymringer, opgaver og svar", "concerns:new"),
        ("inga", "Nødopslag, som du skal vurdere", "emergencies:list"),
        ("gerda", "Kolleger, der ikke kan logge ind", "administration:people"),
        ("signe", "Aftaler, som du skal underskrive", "agreements:list"),
        ("stine", "Du ser ingen unge her", "agreements:list"),
    ],
)
def test_where_nothing_waits_it_says_what_comes_and_where_to_begin(client_for, db, cast, who, said, leads):
    shown = page(client_for(who)).split('class="tv-empty"')[1].split("</main>")[0]
    assert said in shown
    assert f'href="{reverse(leads)}"' in shown
