"""What is erased when: the list, keeping longer, the nightly job, and what stays and why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import ORGANISATIONS, named
from tvaers.concerns import erasing, tasks
from tvaers.concerns.actions.intake import Part, involve
from tvaers.concerns.enums import InvolvedRole
from tvaers.concerns.models import Concern, Involved
from tvaers.foundation import clock, keystore
from tvaers.guard.enums import Purpose
from tvaers.people.models import Person
from tvaers.sharing.sealing import dossier_key
from tvaers.web.concerns import erasures
from tvaers.work.models import Clock

PAGE = "/concerns/erasures/"
RECEIPTS = f"{PAGE}erased/"


def over(bo, acting_as, answered=("receipt", "feedback"), **options):
    """A concern that is decided, answered, and due."""
    with acting_as("alice") as alice:
        concern = made.written(alice, **options)
    bo.get(reverse("concerns:concern", args=[concern]))
    bo.post(reverse("concerns:decide", args=[concern]), {"version": "1", "outcome": "not-relevant", "reason": "x"})
    for kind in answered:
        bo.post(reverse("concerns:letter", args=[concern, kind]), {"nobody": "1"})
    with acting_as("bo"):
        Concern.objects.filter(id=concern).update(erase_on=clock.today() - timedelta(days=1))
    return concern


def erase():
    tasks.erase_due(organisation=str(named("gladsaxe")))


def test_on_its_day_it_goes_with_its_people_and_leaves_a_receipt(bo, acting_as, as_administrator):
    concern = over(bo, acting_as)
    assert bo.get(PAGE).context["rows"][0]["tonight"]
    erase()
    with acting_as("bo"):
        assert not Concern.objects.exists()
        assert not Person.objects.exists()
    assert bo.get(reverse("concerns:concern", args=[concern])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_receipt_holds_no_content_and_the_key_is_gone(bo, acting_as, as_administrator):
    concern = over(bo, acting_as)
    erase()
    dossier = as_administrator.execute(
        "SELECT kind, erased_at IS NOT NULL FROM sharing_dossier WHERE id = %s", [concern]
    ).fetchone()
    assert dossier == ("concern", True)
    events = as_administrator.execute("SELECT name, detail::text FROM audit_event WHERE dossier_id = %s", [concern])
    found = dict(events.fetchall())
    assert "due" in found["sharing.erased"]
    assert not keystore.store().unwrap([dossier_key(concern)])


@pytest.mark.django_db(transaction=True)
def test_receipts_stand_on_a_page_of_their_own_without_content(bo, client_for, acting_as, monkeypatch):
    monkeypatch.setattr(erasing, "RECEIPTS", 2)
    monkeypatch.setattr(erasures, "RECEIPTS", 2)
    assert bo.get(RECEIPTS).context["rows"] == []
    for young in (1, 2, 1):
        over(bo, acting_as, young=young)
    erase()
    bo.get(PAGE)  # reads the messages away
    first = bo.get(RECEIPTS)
    assert len(first.context["rows"]) == 2
    second = bo.get(first.context["next_url"])
    rows = [*first.context["rows"], *second.context["rows"]]
    assert not second.context["next_url"]
    assert sorted(row["people"] for row in rows) == [1, 1, 2]
    assert {row["by"] for row in rows} == {"Det natlige job"}
    for secret in ("Mågeparken", "Testus", made.FACT):
        assert secret not in first.content.decode()
    with CaptureQueriesContext(connections["default"]) as work, CaptureQueriesContext(connections["ticket"]) as log:
        bo.get(RECEIPTS)
    assert len([each for each in (*work, *log) if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]) <= 12
    assert client_for("hanne").get(RECEIPTS).context["rows"] == []
    assert client_for("dina").get(RECEIPTS).status_code == 403
    assert bo.post(RECEIPTS).status_code == 405


def test_a_person_whom_something_else_points_at_stays(bo, acting_as):
    first = over(bo, acting_as)
    with acting_as("alice") as alice:
        person = Involved.objects.get(dossier_id=first).person_id
        second = made.written(alice, young=0)
        part = Part(role=InvolvedRole.OF_CONCERN, person=person)
        involve(by=alice, concern=second, part=part, purpose=Purpose.SSP, unit=None)
    erase()
    with acting_as("bo"):
        assert set(Concern.objects.values_list("id", flat=True)) == {second}
        assert Person.objects.filter(id=person).exists()


def test_what_has_something_open_stays_and_says_why(bo, acting_as):
    concern = over(bo, acting_as, answered=("receipt",))
    assert bo.get(PAGE).context["rows"] == []
    row = bo.get(PAGE, {"view": "stays"}).context["rows"][0]
    assert row["kept"]
    assert not row["tonight"]
    erase()
    with acting_as("bo"):
        assert Concern.objects.filter(id=concern).exists()


def test_what_stays_never_holds_up_what_goes(bo, acting_as, monkeypatch):
    monkeypatch.setattr(erasing, "PAGE", 2)
    kept = [over(bo, acting_as, answered=("receipt",)) for _ in range(3)]
    gone = [over(bo, acting_as) for _ in range(5)]
    with acting_as("bo"):
        Concern.objects.filter(id__in=kept).update(erase_on=clock.today() - timedelta(days=9))
    assert [row["kept"] for row in bo.get(PAGE).context["rows"]] == [[], []]
    for view, number in (("goes", 5), ("stays", 3)):
        address, listed = f"{PAGE}?view={view}", []
        while address:
            page = bo.get(address)
            listed += [row["url"] for row in page.context["rows"]]
            address = page.context["next_url"]
        assert len(set(listed)) == len(listed) == number
    assert bo.get(PAGE, {"after": "nonsense_x"}).status_code == 200
    erase()
    with acting_as("bo"):
        assert set(Concern.objects.values_list("id", flat=True)) == set(kept), gone


def test_another_organisations_job_erases_nothing_of_ours(bo, acting_as):
    over(bo, acting_as)
    tasks.erase_due(organisation=str(named("herlev")))
    with acting_as("bo"):
        assert Concern.objects.count() == 1


def test_what_is_not_due_stays(bo, acting_as):
    concern = over(bo, acting_as)
    with acting_as("bo"):
        Concern.objects.filter(id=concern).update(erase_on=clock.today() + timedelta(days=1))
    erase()
    with acting_as("bo"):
        assert Concern.objects.exists()


def kept(client, concern, days, reason="Sagen er ikke slut.", version=2):
    day = clock.today() + timedelta(days=days)
    data = {"until_day": day.day, "until_month": day.month, "until_year": day.year, "reason": reason}
    return client.post(reverse("concerns:keep", args=[concern]), {**data, "version": version})


def test_it_can_be_kept_longer_with_a_reason(bo, acting_as):
    concern = over(bo, acting_as)
    assert kept(bo, concern, 60).status_code == 302
    assert "Sagen er ikke slut." in bo.get(PAGE).content.decode()
    erase()
    with acting_as("bo"):
        assert Concern.objects.exists()


@pytest.mark.parametrize(("days", "reason"), [(400, "x"), (-1, "x"), (60, " ")])
def test_not_for_ever_and_not_without_a_reason(bo, acting_as, days, reason):
    assert kept(bo, over(bo, acting_as), days, reason).status_code == 422


def test_longer_is_never_shorter(bo, acting_as):
    """What is kept a year already is not erased sooner by a wish to keep it; it can be kept half a year more."""
    concern = over(bo, acting_as)
    with acting_as("bo"):
        Concern.objects.filter(id=concern).update(erase_on=clock.today() + timedelta(days=365))
    assert kept(bo, concern, 30).status_code == 422
    assert kept(bo, concern, 365).status_code == 422
    assert kept(bo, concern, 500).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).erase_on == clock.today() + timedelta(days=500)


def test_the_second_of_two_who_keep_it_sees_the_first_and_keeps_the_words(bo, client_for, acting_as):
    concern = over(bo, acting_as)
    assert kept(bo, concern, 60, "Retten har ikke dømt.").status_code == 302
    second = kept(client_for("frida"), concern, 90, "Mine egne ord.")
    assert second.status_code == 409
    assert "Retten har ikke dømt." in second.content.decode()
    assert second.context["form"]["reason"].value() == "Mine egne ord."
    assert kept(client_for("frida"), concern, 90, "Mine egne ord.", version=3).status_code == 302


def day_in(days, name):
    day = clock.today() + timedelta(days=days)
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize(("days", "said"), [(0, 422), (400, 422), (1, 302), (20, 302)])
def test_a_day_that_cannot_be_is_said_at_the_field_and_never_moved(bo, acting_as, days, said):
    with acting_as("alice") as alice:
        one, two = made.written(alice), made.written(alice)
    for each in (one, two):
        bo.get(reverse("concerns:concern", args=[each]))
    typed = {"outcome": "not-relevant", "reason": "x", "version": "1", **day_in(days, "erase_on")}
    single = bo.post(reverse("concerns:decide", args=[one]), typed)
    several = bo.post("/concerns/several/", {**typed, "step": "not-relevant", "concern": [two]})
    assert (single.status_code, several.status_code) == (said, said)
    if said == 422:
        assert "erase_on" in single.context["triage"].errors
        assert "erase_on" in several.context["bulk"].errors
        return
    with acting_as("bo"):
        assert set(Concern.objects.values_list("erase_on", flat=True)) == {clock.today() + timedelta(days=days)}


def sent_on():
    """So long ago that it is to be looked at within the week."""
    return clock.today() - relativedelta(months=4) + timedelta(days=2)


@pytest.fixture
def notified(bo, acting_as):
    """A concern sent as a notification almost four months ago; all else about it is done, and its day has come."""
    with acting_as("alice") as alice:
        concern = made.written(alice)
    bo.get(reverse("concerns:concern", args=[concern]))
    typed = {
        "outcome": "notification",
        "reason": "x",
        "version": "1",
        **day_in((sent_on() - clock.today()).days, "sent_date"),
    }
    assert bo.post(reverse("concerns:decide", args=[concern]), typed).status_code == 302
    for kind in ("receipt", "feedback"):
        bo.post(reverse("concerns:letter", args=[concern, kind]), {"nobody": "1"})
    with acting_as("bo"):
        Concern.objects.filter(id=concern).update(erase_on=clock.today())
    return concern


def test_a_notification_is_due_four_months_after_it_was_sent_and_today_says_so(bo, notified, acting_as):
    with acting_as("bo"):
        running = Clock.objects.get(dossier_id=notified, kind="notification")
        assert running.started_at.astimezone(clock.COPENHAGEN).date() == sent_on()
        assert running.due_at.astimezone(clock.COPENHAGEN).date() <= sent_on() + relativedelta(months=4, days=7)
    follow = reverse("concerns:follow-up", args=[notified])
    assert follow in bo.get("/").content.decode()
    assert follow in bo.get(reverse("concerns:concern", args=[notified])).content.decode()


def test_once_followed_up_with_words_a_notification_lets_the_concern_go(bo, notified, acting_as):
    follow, page = reverse("concerns:follow-up", args=[notified]), reverse("concerns:concern", args=[notified])
    erase()
    assert "Følg op på underretningen" in bo.get(follow).content.decode(), "what is open keeps it"
    assert bo.post(follow, {"words": " "}).status_code == 422
    for words, status in (("Familien får en kontaktperson.", 302), ("Sagt to gange.", 409)):
        assert bo.post(follow, {"words": words}).status_code == status
    shown = bo.get(page).content.decode()
    assert "Familien får en kontaktperson." in shown
    assert "Sagt to gange." not in shown
    assert bo.get(follow).status_code == 302
    assert follow not in bo.get("/").content.decode()
    erase()
    with acting_as("bo"):
        assert not Concern.objects.exists()


def test_following_up_is_for_those_who_decide(bo, client_for, notified):
    follow = reverse("concerns:follow-up", args=[notified])
    assert client_for("hanne").post(follow, {"words": "x"}).status_code == 404
    assert client_for("dina").get(follow).status_code == 403
    assert bo.delete(follow).status_code == 405


def test_outsiders_404_roles_403_methods_405(bo, client_for, acting_as):
    concern = over(bo, acting_as)
    assert client_for("hanne").get(PAGE).context["rows"] == []
    assert kept(client_for("hanne"), concern, 60).status_code == 404
    assert client_for("dina").get(PAGE).status_code == 403
    assert bo.post(PAGE).status_code == 405
    assert bo.get(reverse("concerns:keep", args=[uuid4()])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_night_puts_in_one_job_for_each_organisation(cast, as_administrator):
    tasks.erase_all_due()
    tasks.erase_all_due()
    jobs = as_administrator.execute(
        "SELECT args->>'organisation' FROM procrastinate_jobs WHERE task_name = 'concerns.erase_due'"
    ).fetchall()
    assert sorted(found for (found,) in jobs) == sorted(str(named(key)) for key in ORGANISATIONS)
