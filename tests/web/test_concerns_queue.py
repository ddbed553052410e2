"""The queue and triage: works, outsider 404, role too small 403, wrong method 405; and two people at once."""

import re
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import named
from tests.stage import statements
from tvaers.concerns import outcomes, queries, waiting
from tvaers.concerns.actions import bulk
from tvaers.concerns.actions.intake import Part, involve
from tvaers.concerns.actions.triage import decide
from tvaers.concerns.enums import DecisionKind, InvolvedRole, Outcome, ReporterKind, State
from tvaers.concerns.models import Concern, Decision
from tvaers.concerns.rules import Verdict, WrongYoungError
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people.actions import Details
from tvaers.web.concerns import queue as queue_page
from tvaers.work.models import Clock
from tvaers.work.waiting import waiting as waiting_for

QUEUE = "/concerns/"
NARROW = "/concerns/narrow/"


@pytest.fixture
def bo(client_for):
    return client_for("bo")


@pytest.fixture
def concern(acting_as):
    with acting_as("alice") as alice:
        return made.written(alice)


def decided(client, concern, **typed):
    data = {"version": "1", "view": "to-assess", "reason": "Talt med skolen.", **typed}
    return client.post(reverse("concerns:decide", args=[concern]), data)


# --- the queue -----------------------------------------------------------------------------------


def test_the_queue_shows_headlines_and_opens_none(bo, concern, acting_as):
    answer = bo.get(QUEUE)
    assert "Dreng, 13 år, Mågeparken" in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).opened_at is None


def test_opening_one_is_noted_and_shows_it_beside_the_queue(bo, concern, acting_as):
    answer = bo.get(reverse("concerns:concern", args=[concern]))
    assert 'aria-current="true"' in answer.content.decode()
    assert "Ude efter kl. 23" in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).opened_at is not None


@pytest.mark.django_db(transaction=True)
def test_each_part_is_noted_as_seen_under_its_own_category(bo, acting_as, as_administrator):
    with acting_as("alice") as alice:
        about = made.written(alice)
        for role in (InvolvedRole.SUSPECT, InvolvedRole.WITNESS):
            part = Part(role=role, details=Details(name="Mads Opdigt"))
            involve(by=alice, concern=about, part=part, purpose=Purpose.SSP, unit=None)
    bo.get(reverse("concerns:concern", args=[about]))
    query = "SELECT categories FROM audit_seen WHERE dossier_id = %s AND actor_id = %s"
    ((categories,),) = as_administrator.execute(query, [about, named("bo")]).fetchall()
    for category in (Category.IDENTITY, Category.OFFENCE, Category.OTHERS, Category.CONCERN):
        assert categories & category, category


def test_whoever_wrote_it_has_not_read_it_as_one_who_decides(client_for, acting_as):
    with acting_as("dina") as dina:
        own = made.written(dina)
    client_for("dina").get(reverse("concerns:concern", args=[own]))
    client_for("dina").get(reverse("concerns:receipt", args=[own]))
    with acting_as("bo"):
        assert Concern.objects.get(id=own).opened_at is None


def test_a_fragment_is_the_same_template_without_the_shell(bo, concern):
    whole = bo.get(reverse("concerns:concern", args=[concern]))
    part = bo.get(reverse("concerns:concern", args=[concern]), headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert b'id="open-title"' in part.content
    assert "HX-Request" in part["Vary"]


def test_an_outsider_sees_neither_the_line_nor_the_page(client_for, concern):
    hanne = client_for("hanne")
    assert "Mågeparken" not in hanne.get(QUEUE).content.decode()
    hidden = hanne.get(reverse("concerns:concern", args=[concern]))
    missing = hanne.get(reverse("concerns:concern", args=[uuid4()]))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert decided(hanne, concern, outcome="advice").status_code == 404


@pytest.mark.parametrize("key", ["gerda", "inga", "stine"])
def test_a_role_without_people_gets_403(client_for, key):
    assert client_for(key).get(QUEUE).status_code == 403


def test_a_street_worker_reads_the_own_and_decides_on_none(client_for, acting_as):
    with acting_as("dina") as dina:
        own = made.written(dina)
    client = client_for("dina")
    answer = client.get(reverse("concerns:concern", args=[own]))
    assert answer.status_code == 200
    assert b"/decide/" not in answer.content
    assert decided(client, own, outcome="advice").status_code == 403


@pytest.mark.parametrize("name", ["decide", "reopen", "split", "pass-on", "take-over"])
def test_wrong_method_405(bo, concern, name):
    assert bo.get(reverse(f"concerns:{name}", args=[concern])).status_code == 405


def test_pages_refuse_what_is_not_a_get(bo, concern):
    assert bo.post(QUEUE).status_code == 405
    assert bo.post(reverse("concerns:concern", args=[concern])).status_code == 405
    assert bo.get("/concerns/several/").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "view=none",
        "after=yesterday",
        "area=x",
        "channel=🦆",
        "since=31/2",
        "looked=1",
        "after=2026-01-01_x",
        "upto=x",
        "urgency=x",
        "kind=x&about=y",
        "outcome=case",
    ],
)
def test_an_address_with_nonsense_is_the_plain_queue(bo, concern, query):
    assert bo.get(f"{QUEUE}?{query}").status_code == 200


def test_views_filters_and_text(bo, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, headline="Pige, 16 år, hallen", channel="telephone")
        made.written(alice, headline="Dreng, 12 år, torvet")
    assert [item["title"] for item in bo.get(f"{QUEUE}?channel=telephone").context["items"]] == ["Pige, 16 år, hallen"]
    assert bo.get(f"{QUEUE}?view=decided").context["items"] == []
    counts = {view["url"].partition("view=")[2]: view["count"] for view in bo.get(QUEUE).context["views"]}
    assert counts == {"to-assess": "2", "to-receipt": "2", "to-tell": "0", "mine": "0", "decided": None}


def titles(answer):
    return [item["title"] for item in answer.context["items"]]


def looked(client, text, **typed):
    answer = client.post(NARROW, {"view": "to-assess", "q": text, **typed})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_text_is_looked_for_without_standing_in_any_address(bo, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, headline="Pige, 16 år, hallen", channel="telephone")
        torvet = made.written(alice, headline="Dreng, 12 år, torvet")
    found = looked(bo, "TORVET")
    assert "torvet" not in found.lower()
    assert titles(bo.get(found)) == ["Dreng, 12 år, torvet"]
    assert titles(bo.get(looked(bo, "2", channel="telephone"))) == []
    assert titles(bo.get(looked(bo, "hallen", channel="telephone"))) == ["Pige, 16 år, hallen"]
    # A text typed before narrows no queue whose address does not say that something is looked for.
    assert len(titles(bo.get(QUEUE))) == 2
    assert titles(bo.get(looked(bo, ""))) == titles(bo.get(QUEUE))
    opened = bo.get(reverse("concerns:concern", args=[torvet]) + "?" + looked(bo, "torvet").partition("?")[2])
    assert titles(opened) == ["Dreng, 12 år, torvet"]


NAME = "Hemmelius Skjultesen"


@pytest.mark.django_db(transaction=True)
def test_what_is_looked_for_is_logged_sealed_and_in_no_address(bo, concern, as_maintenance, as_administrator):
    page = bo.get(looked(bo, NAME))
    assert page.context["filtering"]["q"].value() == NAME
    addresses = re.findall(r'(?:href|action|hx-get|src)="([^"]*)"', page.content.decode())
    assert addresses
    assert not [address for address in addresses if "emmelius" in address]
    rows = as_administrator.execute("SELECT criterion FROM audit_seen WHERE criterion IS NOT NULL").fetchall()
    assert len(rows) == 1
    for table in ("audit_ticket", "audit_outcome", "audit_seen", "audit_event", "accounts_session"):
        kept = as_maintenance.execute(f"SELECT t::text FROM {table} t").fetchall()
        assert not [row for row in kept if "emmelius" in row[0] or b"emmelius".hex() in row[0]], table
    # The control: the search would find the name where it stands in a row.
    assert b"emmelius".hex() in as_maintenance.execute("SELECT %s::bytea::text", [NAME.encode()]).fetchone()[0]


def test_narrowing_is_a_post_for_whoever_may_see_a_queue(bo, client_for):
    assert bo.get(NARROW).status_code == 405
    assert client_for("gerda").post(NARROW, {"q": "x"}).status_code == 403
    assert bo.post(NARROW, {"q": "x\x00" * 500, "since": "31/2", "view": "none"}).status_code == 302
    assert bo.get(bo.post(NARROW, {"q": "x\x00", "view": "to-assess"})["Location"]).status_code == 200


def test_what_cannot_wait_stays_first_and_in_today_until_it_is_decided(bo, acting_as):
    with acting_as("alice") as alice:
        for number in range(3):
            late = made.written(alice, headline=f"nummer {number}")
            Clock.objects.filter(dossier_id=late).update(due_at=clock.now() - timedelta(days=9))
        urgent = made.written(alice, headline="haster", is_acute=True)
    assert titles(bo.get(QUEUE))[0] == "haster"
    with acting_as("bo") as actor:
        lines = [line for line in waiting.for_actor(actor, clock.now()) if "haster" in str(line.about)]
        assert [str(line.what) for line in lines] == ["Handl i dag på en bekymring"]
        assert waiting_for(actor=actor)[0] == lines[0]
    bo.get(reverse("concerns:concern", args=[urgent]))
    decided(bo, urgent, outcome="advice")
    assert "haster" not in titles(bo.get(QUEUE))
    with acting_as("bo") as actor:
        assert not [line for line in waiting.for_actor(actor, clock.now()) if "Handl" in str(line.what)]


def test_filters_by_urgency_who_told_whom_about_and_what_was_decided(bo, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, headline="haster", is_acute=True)
        made.written(alice, headline="nabo", kind=ReporterKind.CITIZEN)
        group = made.written(alice, headline="gruppe", about="group", young=0)
        calm = made.written(alice, headline="rolig")
    for each in (group, calm):
        bo.get(reverse("concerns:concern", args=[each]))
    decided(bo, calm, urgent="no", reason="")
    assert titles(bo.get(f"{QUEUE}?urgency=yes")) == ["haster"]
    assert titles(bo.get(f"{QUEUE}?urgency=no")) == ["rolig"]
    assert sorted(titles(bo.get(f"{QUEUE}?urgency=unknown"))) == ["gruppe", "nabo"]
    assert titles(bo.get(f"{QUEUE}?kind=citizen")) == ["nabo"]
    assert titles(bo.get(f"{QUEUE}?about=group")) == ["gruppe"]
    decided(bo, group, outcome="advice")
    assert titles(bo.get(f"{QUEUE}?view=decided&outcome=advice")) == ["gruppe"]
    assert titles(bo.get(f"{QUEUE}?view=decided&outcome=infohus")) == []
    shown = bo.get(f"{QUEUE}?outcome=infohus")
    assert len(titles(shown)) == 3
    assert "outcome" not in shown.context["filtering"].fields


@pytest.mark.parametrize("view", ["to-assess", "decided"])
def test_next_and_previous_go_on_over_the_pages_and_back(bo, acting_as, monkeypatch, view):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        rows = [made.written(alice, headline=f"{n}", received_at=clock.now() - timedelta(hours=n)) for n in range(7)]
    if view == "decided":
        for each in rows:
            bo.get(reverse("concerns:concern", args=[each]))
            decided(bo, each, outcome="advice")
    order = [f"{n}" for n in (range(7) if view == "decided" else reversed(range(7)))]
    start = bo.get(f"{QUEUE}?view={view}").context["items"][0]["url"]
    seen, url = [], start
    while url:
        page = bo.get(url).context["open"]
        seen.append(page["concern"].headline)
        last, url = url, page["bar"]["next_url"]
    assert seen == order
    back, url = [], last
    while url:
        page = bo.get(url).context
        assert [item["current"] for item in page["items"]].count(True) == 1
        back.append(page["open"]["concern"].headline)
        url = page["open"]["bar"]["previous_url"]
    assert back == order[::-1]


def test_the_pages_of_the_list_can_be_turned_back(bo, acting_as, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        for hours in range(5):
            made.written(alice, headline=f"{hours}", received_at=clock.now() - timedelta(hours=hours))
    pages = [bo.get(QUEUE)]
    assert not pages[0].context["preceding_url"]
    while pages[-1].context["following_url"]:
        pages.append(bo.get(pages[-1].context["following_url"]))
    assert [titles(page) for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    middle = bo.get(pages[2].context["preceding_url"])
    assert titles(middle) == ["2", "1"]
    assert titles(bo.get(middle.context["preceding_url"])) == ["4", "3"]
    assert titles(bo.get(middle.context["following_url"])) == ["0"]
    assert not bo.get(middle.context["preceding_url"]).context["preceding_url"]


def test_the_first_deadline_stands_first_and_pages_join(bo, acting_as, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        for hours in (5, 20, 1, 13):
            made.written(alice, headline=f"{hours}", received_at=clock.now() - timedelta(hours=hours))
    first = bo.get(QUEUE)
    assert [item["title"] for item in first.context["items"]] == ["20", "13"]
    second = bo.get(first.context["following_url"])
    assert [item["title"] for item in second.context["items"]] == ["5", "1"]
    assert not second.context["following_url"]


@pytest.mark.parametrize("number", [3, 300])
def test_the_statements_do_not_grow_with_the_queue(bo, acting_as, as_maintenance, number):
    with acting_as("alice") as alice:
        rows = [made.written(alice) for _ in range(3)]
        if number > len(rows):
            made.copies(as_maintenance, alice, number)
    beside = reverse("concerns:concern", args=[rows[0]])
    upto = queue_page.mark_text(queries.Mark(clock.now() + timedelta(days=1), rows[0]))
    filtered = "kind=school&urgency=unknown&about=person"
    for address in (QUEUE, beside, "/", f"{beside}?upto={quote(upto)}", f"{QUEUE}?{filtered}", looked(bo, "Dreng")):
        bo.get(address)
        answer, asked = statements(lambda address=address: bo.get(address))
        assert answer.status_code == 200
        assert len(asked) <= 12, (address, len(asked), "\n".join(asked))


# --- triage --------------------------------------------------------------------------------------


def test_a_decision_with_a_reason_closes_it_and_shows_the_next(bo, acting_as):
    with acting_as("alice") as alice:
        first, second = made.written(alice), made.written(alice)
    for each in (first, second):
        bo.get(reverse("concerns:concern", args=[each]))
    answer = decided(bo, first, outcome="advice")
    assert answer["Location"].startswith(reverse("concerns:concern", args=[second]))
    with acting_as("bo"):
        row = Concern.objects.get(id=first)
        assert (row.state, row.outcome) == (State.DECIDED, Outcome.ADVICE)
        assert row.erase_on > clock.today()
        assert Decision.objects.filter(dossier_id=first).count() == 1


def test_urgency_alone_can_be_saved_and_stops_the_24_hours(bo, concern, acting_as):
    assert decided(bo, concern, urgent="no", reason="").status_code == 302
    with acting_as("bo"):
        row = Concern.objects.get(id=concern)
        assert (row.is_acute, row.state) == (False, State.RECEIVED)
        assert Clock.objects.get(dossier_id=concern, kind="acute").done_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "advice", "reason": " "}, "reason"),
        ({}, "outcome"),
        ({"outcome": "nonsense"}, "outcome"),
        ({"outcome": "case"}, "outcome"),
        ({"outcome": "infohus", "basis": "§ 115"}, "receiver"),
        ({"outcome": "infohus", "receiver": "Infohus Vestegnen"}, "basis"),
        ({"outcome": "infohus"}, "asked_date"),
        (
            {"outcome": "notification", "sent_date_day": "1", "sent_date_month": "1", "sent_date_year": "2090"},
            "sent_date",
        ),
        (
            {"outcome": "notification", "sent_date_day": "31", "sent_date_month": "2", "sent_date_year": "2026"},
            "sent_date",
        ),
    ],
)
def test_what_a_decision_lacks_is_said_and_nothing_typed_is_lost(bo, concern, typed, field, monkeypatch):
    monkeypatch.setattr(outcomes, "_handlers", {})
    answer = decided(bo, concern, **typed)
    assert answer.status_code == 422
    assert field in answer.context["triage"].errors
    assert typed.get("reason", "Talt med skolen.").strip() in answer.content.decode()


def test_the_second_of_two_sees_what_the_first_decided_and_keeps_the_words(bo, client_for, concern, acting_as):
    for key in ("bo", "frida"):
        client_for(key).get(reverse("concerns:concern", args=[concern]))
    assert decided(bo, concern, outcome="advice").status_code == 302
    answer = decided(client_for("frida"), concern, outcome="advice", reason="Mine egne ord om det.")
    assert answer.status_code == 409
    assert "Mine egne ord om det." in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).outcome == Outcome.ADVICE


def test_it_can_be_taken_up_again_with_a_reason(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    decided(bo, concern, outcome="not-relevant")
    reopen = reverse("concerns:reopen", args=[concern])
    assert bo.post(reopen, {"reason": ""}).status_code == 422
    assert bo.post(reopen, {"reason": "Nyt fra skolen."}).status_code == 302
    with acting_as("bo"):
        row = Concern.objects.get(id=concern)
        assert (row.state, row.erase_on) == (State.RECEIVED, None)
        kinds = Decision.objects.filter(dossier_id=concern).order_by("at").values_list("kind", flat=True)
        assert list(kinds) == [DecisionKind.DECIDED, DecisionKind.REOPENED]
    page = bo.get(reverse("concerns:concern", args=[concern]))
    assert [str(line["what"]) for line in page.context["open"]["history"]] == ["Taget op igen", "Ikke relevant"]
    assert "Nyt fra skolen." in page.content.decode()
    assert bo.post(reopen, {"reason": "Igen."}).status_code == 302


def test_the_infohus_gets_it_with_a_day_a_name_and_a_basis(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    day = {"asked_date_day": "3", "asked_date_month": "3", "asked_date_year": "2026"}
    asked = {"receiver": "Infohus Vestegnen, Palle Prøve", "basis": "Retsplejelovens § 115, stk. 1, nr. 1", **day}
    assert decided(bo, concern, outcome="infohus", **asked).status_code == 302
    page = bo.get(reverse("concerns:concern", args=[concern])).content.decode()
    for told in ("3. marts 2026", "Infohus Vestegnen, Palle Prøve", "Retsplejelovens § 115, stk. 1, nr. 1"):
        assert told in page


@pytest.mark.parametrize("outcome", ["case", "joined", "passed-on"])
def test_what_is_about_one_young_person_is_not_for_several(bo, acting_as, outcome):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
        Concern.objects.filter(id=both).update(opened_at=clock.now())
        verdict = Verdict(outcome=Outcome(outcome), reason="x", organisation_id=alice.organisation.id)
        with pytest.raises(WrongYoungError), transaction.atomic():
            decide(by=alice, concern=both, verdict=verdict, version=1)
    answer = decided(bo, both, outcome=outcome)
    assert answer.status_code == 422
    assert "flere unge" in str(answer.context["triage"].errors["outcome"])
    assert reverse("concerns:split", args=[both]) in answer.content.decode(), "the way out"
    assert decided(bo, both, outcome="advice").status_code == 302


@pytest.mark.parametrize(("outcome", "said"), [("case", 422), ("joined", 422), ("passed-on", 200)])
def test_nobody_known_gets_no_case_but_can_be_passed_on(bo, acting_as, outcome, said):
    with acting_as("alice") as alice:
        nobody = made.written(alice, young=0)
    bo.get(reverse("concerns:concern", args=[nobody]))
    assert decided(bo, nobody, outcome=outcome).status_code == said


def test_several_young_people_become_one_concern_each(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
    bo.get(reverse("concerns:concern", args=[both]))
    split = reverse("concerns:split", args=[both])
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2
        other = Concern.objects.exclude(id=both).get().id
    for here, there, said in ((both, other, "Delt op i"), (other, both, "Udskilt fra")):
        shown = bo.get(reverse("concerns:concern", args=[here])).context["open"]["related"]
        assert [(str(each["relation"]), each["url"]) for each in shown] == [
            (said, reverse("concerns:concern", args=[there]))
        ]
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2


# --- several at once ------------------------------------------------------------------------------


def test_what_nobody_has_read_is_left_alone_by_name(bo, acting_as):
    with acting_as("alice") as alice:
        read = made.written(alice, headline="Læst")
        unread = made.written(alice, headline="Ulæst, hallen")
    bo.get(reverse("concerns:concern", args=[read]))
    data = {"step": "not-relevant", "reason": "Dobbelt.", "concern": [read, unread]}
    answer = bo.post("/concerns/several/", data, follow=True)
    assert "Ulæst, hallen" in "".join(str(message) for message in answer.context["messages"])
    with acting_as("bo"):
        assert Concern.objects.get(id=read).state == State.DECIDED
        assert Concern.objects.get(id=unread).state == State.RECEIVED


def test_several_receipts_at_once(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    bo.post("/concerns/several/", {"step": "acknowledge", "how": "email", "concern": [concern]})
    with acting_as("bo"):
        assert Clock.objects.get(dossier_id=concern, kind="receipt").done_at is not None


def test_receipts_are_given_so_many_at_once_and_the_others_are_named(bo, acting_as, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_LETTERS", 2)
    with acting_as("alice") as alice:
        rows = [
            made.written(alice, headline=f"nr. {n}", received_at=clock.now() - timedelta(hours=9 - n)) for n in range(3)
        ]
    for each in rows:
        bo.get(reverse("concerns:concern", args=[each]))
    data = {"step": "acknowledge", "how": "email", "concern": rows}
    answer = bo.post("/concerns/several/", data, follow=True)
    told = "".join(str(message) for message in answer.context["messages"])
    assert "nr. 2" in told
    assert "nr. 1" not in told
    with acting_as("bo"):
        given = Clock.objects.filter(kind="receipt", done_at__isnull=False).values_list("dossier_id", flat=True)
        assert set(given) == set(rows[:2])


@pytest.mark.parametrize("data", [{}, {"step": "acknowledge"}, {"step": "not-relevant", "concern": ["x"]}])
def test_a_step_without_concerns_or_reason_is_refused(bo, concern, data):
    assert bo.post("/concerns/several/", data).status_code == 422


def test_nobody_can_step_on_others_concerns(bo, client_for, concern, acting_as):
    # Opened, so that only being somebody else's keeps it from being decided on.
    bo.get(reverse("concerns:concern", args=[concern]))
    data = {"step": "not-relevant", "reason": "x", "concern": [concern]}
    assert client_for("hanne").post("/concerns/several/", data).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.RECEIVED
    # The control: whose it is decides on it by the same form.
    bo.post("/concerns/several/", data)
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.DECIDED
