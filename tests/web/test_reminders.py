"""When one is written to, on the profile: said, kept, refused at its field; and that mail is down, told in Today."""

import re

import pytest
from django.urls import reverse

from tests.cast import named
from tests.stage import acting_as
from tvaers.work.models import Reminders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
PAGE = "profile:reminders"
WISH = {"cadence": "weekly", "weekday": "2", "hour": "9", "quiet_from": "17", "quiet_until": "7"}
FAILED = (
    "INSERT INTO work_digest (id, owner_id, member_id, day, state, attempts, begun_at, next_at, failed_since, ended_at)"
    " VALUES (gen_random_uuid(), %s, %s, current_date, 'lost', 9, now(), now(), now(), now())"
)


def shown(client, name=PAGE):
    return re.sub(r"\s+", " ", client.get(reverse(name)).content.decode())


def test_it_is_said_and_shown_again(client_for):
    alice = client_for("alice")
    assert "alice@example.org" in shown(alice)
    for _ in range(2):
        assert alice.post(reverse(PAGE), WISH).headers["Location"] == reverse("profile:show")
    page = alice.get(reverse(PAGE)).context["form"]
    assert {name: str(page[name].value()) for name in WISH} == WISH
    with acting_as("bo"):
        assert Reminders.objects.count() == 0
    assert (
        alice.post(reverse(PAGE), WISH | {"cadence": "never", "quiet_from": "", "quiet_until": ""}).status_code == 302
    )
    with acting_as("alice"):
        (row,) = Reminders.objects.values_list("cadence", "quiet_from")
        assert row == ("never", None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hour": "18"}, "Klokkeslættet ligger i stilletiden."),
        ({"quiet_from": ""}, "Vælg begge ender af stilletiden, eller ingen."),
        ({"quiet_until": ""}, "Vælg begge ender af stilletiden, eller ingen."),
        ({"cadence": "hourly"}, "aria-invalid"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client_for, changes, said):
    answer = client_for("alice").post(reverse(PAGE), WISH | changes)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with acting_as("alice"):
        assert Reminders.objects.count() == 0


def test_mail_that_is_down_is_told_to_whom_it_was_for(client_for, as_administrator):
    alice = client_for("alice")
    assert "har ikke kunnet sendes" not in shown(alice, "today:list")
    alice.post(reverse(PAGE), WISH)
    as_administrator.execute(FAILED, [named("gladsaxe"), named("alice")])
    for name in (PAGE, "today:list"):
        assert "E-mail til dig har ikke kunnet sendes siden" in shown(alice, name)
    assert "har ikke kunnet sendes" not in shown(client_for("bo"), "today:list")


def test_the_profile_leads_to_both(client_for):
    page = shown(client_for("alice"), "profile:show")
    for name in (PAGE, "profile:absence"):
        assert f'href="{reverse(name)}"' in page
    assert client_for("alice").put(reverse(PAGE)).status_code == 405
