"""An organisation's own deadlines, and Today: what needs me, in the order of its deadline."""

from datetime import timedelta

import pytest

from tests import concern_rows as made
from tvaers.foundation import clock
from tvaers.work.models import Clock, ClockRule

CLOCKS = "/concerns/clocks/"


def typed(**changes):
    usual = {"acute": (24, "hours"), "receipt": (6, "working-days"), "triage": (10, "working-days")}
    usual |= {"feedback": (20, "working-days"), "notification": (4, "months")}
    usual |= {"confirm": (5, "working-days"), "notice": (5, "working-days")}
    usual |= {"network": (168, "hours")} | changes
    return {
        f"{kind}-{name}": value
        for kind, (amount, counting) in usual.items()
        for name, value in (("amount", amount), ("counting", counting))
    }


def test_an_administrator_changes_a_deadline_from_now_on(client_for, acting_as):
    gerda = client_for("gerda")
    assert gerda.get(CLOCKS).status_code == 200
    with acting_as("alice") as alice:
        before = made.written(alice)
    assert gerda.post(CLOCKS, typed(receipt=(3, "working-days"))).status_code == 302
    with acting_as("alice") as alice:
        after = made.written(alice)
        due = dict(Clock.objects.filter(kind="receipt").values_list("dossier_id", "due_at"))
        assert due[after] < due[before]
        assert ClockRule.objects.count() == 1
    with acting_as("hanne") as hanne:
        theirs = made.written(hanne)
        assert Clock.objects.get(dossier_id=theirs, kind="receipt").due_at.date() == due[before].date()


@pytest.mark.parametrize(
    "changes",
    [
        {"acute": (25, "hours")},
        {"acute": (1, "working-days")},
        {"receipt": (0, "working-days")},
        {"receipt": (61, "working-days")},
        {"triage": ("x", "hours")},
        {"triage": (9, "fortnights")},
    ],
)
def test_what_is_too_long_or_no_number_is_refused(client_for, acting_as, changes):
    assert client_for("gerda").post(CLOCKS, typed(**changes)).status_code == 422
    with acting_as("gerda"):
        assert not ClockRule.objects.exists()


def test_others_403_and_wrong_method_405(client_for):
    for key in ("bo", "inga", "dina"):
        assert client_for(key).get(CLOCKS).status_code == 403
        assert client_for(key).post(CLOCKS, typed()).status_code == 403
    assert client_for("gerda").put(CLOCKS).status_code == 405


# --- Today ---------------------------------------------------------------------------------------


def lines(client, query=""):
    return [row["what"] for row in client.get(f"/{query}").context["rows"]]


def test_today_shows_what_is_due_in_its_order_and_the_week_on_demand(client_for, acting_as):
    with acting_as("alice") as alice:
        for hours in (3, 30, 25):
            made.written(alice, headline=f"{hours} timer", received_at=clock.now() - timedelta(hours=hours))
    bo = client_for("bo")
    shown = [row["about"].partition(".")[0] for row in bo.get("/").context["rows"]]
    assert shown[:2] == ["30 timer", "25 timer"]
    assert len(lines(bo, "?week=1")) >= len(lines(bo))


def test_one_concern_is_one_line_for_one_thing_to_do(client_for, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, received_at=clock.now() - timedelta(days=30))
    rows = client_for("bo").get("/?week=1").context["rows"]
    assert len(rows) == 2
    assert len({row["do_url"] for row in rows}) == 2


def test_nobody_sees_what_waits_for_others(client_for, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, received_at=clock.now() - timedelta(days=3))
    for key in ("hanne", "palle", "dina", "gerda", "olga", "inga"):
        answer = client_for(key).get("/")
        assert answer.status_code == 200
        assert "Mågeparken" not in answer.content.decode()


def test_what_is_done_is_gone(client_for, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, received_at=clock.now() - timedelta(days=3))
    with acting_as("bo") as bo:
        Clock.objects.update(done_at=clock.now(), done_by=bo.id)
    assert lines(client_for("bo"), "?week=1") == []


def test_today_refuses_other_methods(client_for):
    assert client_for("bo").post("/").status_code == 405
