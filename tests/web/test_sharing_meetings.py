"""SSD on the card: said when it is the one time more that the law has by exception, and then not offered (R26)."""

import pytest
from django.urls import reverse

from tests import rich_case
from tests.cast import named
from tests.database.test_meetings import VERSION, frame  # noqa: F401 - a fixture
from tests.web.test_sharing_pages_card import HANNE, answers
from tvaers.guard.enums import Purpose

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN, NO_MORE = "Én gang til er en undtagelse", "Tredje gang kræver samtykke."


@pytest.fixture
def case(cast, db):
    return rich_case.open_case()


@pytest.fixture
def url(case):
    return reverse("sharing:to", kwargs={"dossier": case, "organisation": named("herlev")})


def shared(client, url, frame):  # noqa: F811 - what the fixture gives
    sent = answers(receiver=HANNE, ground=f"{frame}|{int(Purpose.SSP)}|{VERSION}", share="1")
    return client.post(url, sent)


def a_day_later(maintenance):
    maintenance.execute("UPDATE sharing_access SET granted_at = granted_at - interval '1 day' WHERE state = 'offered'")


def test_the_second_time_is_said_to_be_an_exception_and_the_third_is_not_offered(
    client_for,
    url,
    frame,  # noqa: F811
    as_administrator,
):
    client = client_for("alice")
    page = client.get(url).content.decode()
    assert "§ 49 a" in page
    assert AGAIN not in page
    assert NO_MORE not in page
    for expected in (AGAIN, NO_MORE):
        assert shared(client, url, frame).status_code == 302
        # The same day it is the same meeting.
        assert shared(client, url, frame).status_code == 302
        a_day_later(as_administrator)
        assert expected in client.get(url).content.decode()
    refused = shared(client, url, frame)
    assert refused.status_code != 302
    assert NO_MORE in refused.content.decode()
    # On the agreement it can be shared as ever.
    assert client.post(url, answers(receiver=HANNE, share="1")).status_code == 302
