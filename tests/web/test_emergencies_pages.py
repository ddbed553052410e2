"""Emergency look-ups on their pages: the way in, the hour, the receipt, the judgement, Today, who has looked."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.urls import reverse

from tests import emergency_scene as scene
from tests.cast import named
from tvaers.emergencies import rules, tasks
from tvaers.emergencies.models import EmergencyLookup
from tvaers.foundation import clock
from tvaers.sharing import offers
from tvaers.sharing.standing import standing
from tvaers.work.waiting import waiting

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"cpr": "040311-6009", "danger": "life", "reason": scene.REASON}
JUDGED = {"verdict": "not-justified", "words": scene.WORDS}


def at(name, *arguments):
    return reverse(f"emergencies:{name}", args=arguments)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def made(client, **changes):
    """The address of the look-up that a form leads to."""
    form = {"form": "0d5b6b1e-8a43-4a44-9a2e-8f4cbb1a0c01", **TYPED, **changes}
    answer = client.post(at("new"), form)
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


@pytest.fixture
def him(db, cast):
    return scene.somebody()


def test_it_shows_who_he_is_and_the_concern_until_the_hour_has_gone(him, client_for, as_maintenance):
    hanne = client_for("hanne")
    page = made(hanne)
    answer = hanne.get(page)
    shown = text(answer)
    assert "Noah Prøvesen" in shown
    assert scene.FACT in shown
    assert "040311-••••" in shown
    assert "6009" not in shown
    assert "Nyvej" not in shown
    assert "Lise Lærervig" not in shown
    assert re.search(r"Vises til kl\. \d+\.\d\d", shown)
    assert 3500 < int(answer.headers["Refresh"]) <= 3601
    hour = "until_at = until_at - interval '1 hour'"
    as_maintenance.execute(f"UPDATE sharing_access SET {hour} WHERE source = 'break-glass'")
    as_maintenance.execute(f"UPDATE emergencies_emergencylookup SET {hour}")
    after = hanne.get(page)
    assert "Refresh" not in after.headers
    assert "Noah" not in text(after)
    assert scene.FACT not in text(after)
    assert scene.REASON in text(after)


def test_it_is_ended_at_once_by_whoever_made_it(him, client_for):
    hanne = client_for("hanne")
    page = made(hanne)
    assert hanne.post(f"{page}end/", follow=True).status_code == 200
    assert "Noah" not in text(hanne.get(page))
    assert "Det var allerede slut" in text(hanne.post(f"{page}end/", follow=True))


def test_of_nobody_found_nothing_is_said_but_that(him, client_for):
    shown = text(client_for("hanne").get(made(client_for("hanne"), cpr="0310116003")))
    assert "Ingen blev fundet" in shown
    assert "Intet blev åbnet" in shown


def test_the_same_form_is_one(him, client_for, acting_as):
    hanne = client_for("hanne")
    assert made(hanne) == made(hanne)
    with acting_as("hanne"):
        assert EmergencyLookup.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cpr": ""}, "Udfyld"),
        ({"cpr": "0403"}, "ti cifre"),
        ({"danger": ""}, "Vælg, hvad faren er"),
        ({"danger": "curiosity"}, "Vælg"),
        ({"reason": "kort"}, "mindst 20 tegn"),
        ({"reason": " " * 30}, "Udfyld"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_looked_up(him, client_for, acting_as, changes, said):
    answer = client_for("hanne").post(at("new"), {"form": named("form"), **TYPED, **changes})
    assert answer.status_code == 200
    assert said in text(answer)
    with acting_as("hanne"):
        assert EmergencyLookup.objects.count() == 0


def test_an_old_factor_is_asked_for_again_and_what_was_typed_is_kept(him, client_for, as_administrator):
    hanne = client_for("hanne")
    as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '61 seconds'")
    answer = hanne.post(at("new"), {"form": named("form"), **TYPED})
    assert answer.status_code == 302
    assert reverse("accounts:factor") in answer.headers["Location"]
    assert scene.REASON in text(hanne.get(reverse("accounts:kept")))


def test_a_factor_that_grows_old_between_the_page_and_the_database_is_asked_for_again(
    him, client_for, as_administrator, monkeypatch
):
    monkeypatch.setattr(rules, "FACTOR_SECONDS", 3600)
    hanne = client_for("hanne")
    as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '62 seconds'")
    answer = hanne.post(at("new"), {"form": named("form"), **TYPED})
    assert answer.status_code == 302
    assert reverse("accounts:factor") in answer.headers["Location"]


def test_an_association_reads_why_not(client_for):
    shown = text(client_for("vera").get(at("new")))
    assert "Kun myndigheder og institutioner med en offentlig opgave" in shown
    assert "<textarea" not in shown


@pytest.mark.parametrize("who", ["gerda", "inga", "stine"])
def test_who_works_with_nobody_makes_none(client_for, who):
    assert client_for(who).get(at("new")).status_code == 403


def test_who_has_one_open_is_led_to_it(him, client_for):
    hanne = client_for("hanne")
    page = made(hanne)
    assert page in text(hanne.get(at("new")))
    refused = hanne.post(at("new"), {"form": named("another"), **TYPED})
    assert refused.status_code == 409


def test_who_knows_him_already_is_told(him, client_for):
    refused = client_for("alice").post(at("new"), {"form": named("form"), **TYPED})
    assert refused.status_code == 409
    assert "Du arbejder allerede med personen" in text(refused)


@pytest.mark.parametrize("who", ["olga", "palle", "henrik", "vera"])
def test_others_find_neither_it_nor_its_line(him, client_for, who):
    page = made(client_for("hanne"))
    other = client_for(who)
    assert other.get(page).status_code == 404
    for step in ("end", "judge", "give-back"):
        assert other.post(f"{page}{step}/", JUDGED).status_code == 404
    assert page not in text(other.get(at("list")))


@pytest.mark.parametrize("who", ["bo", "frida", "inga", "ida"])
def test_who_is_told_reads_the_reason_and_never_the_person_on_it(him, client_for, who):
    page = made(client_for("hanne"))
    told = client_for(who)
    shown = text(told.get(page))
    assert scene.REASON in shown
    assert "Hanne Nabo" in shown
    assert "Noah" not in shown
    assert scene.FACT not in shown
    assert page in text(told.get(at("list")))
    assert page in text(told.get(reverse("today:list")))
    assert told.post(f"{page}end/").status_code == 403


def test_while_it_is_open_it_stands_first_in_today(him, client_for, acting_as, as_maintenance):
    as_maintenance.execute("UPDATE work_clock SET due_at = now() - interval '1 hour'")
    page = made(client_for("hanne"))
    with acting_as("bo") as bo:
        lines = [line.url for line in waiting(actor=bo)]
        assert len(lines) > 1
        assert lines[0] == page
    as_maintenance.execute("UPDATE emergencies_emergencylookup SET until_at = now()")
    with acting_as("bo") as bo:
        assert [line.url for line in waiting(actor=bo)][-1] == page


def test_an_inspector_elsewhere_judges_it_once(him, client_for):
    page = made(client_for("hanne"))
    ida = client_for("ida")
    assert "3 arbejdsdage" in text(ida.get(reverse("today:list"))) or page in text(ida.get(reverse("today:list")))
    assert "mindst 20 tegn" in text(ida.post(f"{page}judge/", {**JUDGED, "words": "kort"}))
    assert "Det er vurderet" in text(ida.post(f"{page}judge/", JUDGED, follow=True))
    assert "allerede vurderet" in text(ida.post(f"{page}judge/", JUDGED, follow=True))
    for who in ("hanne", "bo"):
        shown = text(client_for(who).get(page))
        assert scene.WORDS in shown
        assert "Ikke berettiget" in shown
    for who in ("bo", "hanne"):
        assert client_for(who).post(f"{page}give-back/").status_code == 403


def test_where_nobody_is_left_to_judge_another_is_asked(client_for, cast, as_maintenance):
    page = made(client_for("hanne"), cpr="0310116003")
    inga = client_for("inga")
    assert page not in text(inga.get(reverse("today:list")))
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("ida")])
    today = text(inga.get(reverse("today:list") + "?week=1"))
    assert "Vurdér et nødopslag" in today
    assert page in today
    assert "Det er vurderet" in text(inga.post(f"{page}judge/", JUDGED, follow=True))


def test_a_leader_gives_the_right_back(client_for, cast):
    carl = client_for("carl")
    page = made(carl, cpr="0310116003")
    assert client_for("ida").post(f"{page}judge/", JUDGED).status_code == 302
    assert "Din leder kan give dig retten tilbage" in text(carl.get(at("new")))
    frida = client_for("frida")
    assert page in text(frida.get(reverse("today:list")))
    assert "Retten er givet tilbage" in text(frida.post(f"{page}give-back/", follow=True))
    assert "Retten var allerede" in text(frida.post(f"{page}give-back/", follow=True))
    assert "<textarea" in text(carl.get(at("new")))


def test_of_two_leaders_who_give_it_back_at_once_the_second_meets_no_error(client_for, cast, as_maintenance):
    page = made(client_for("carl"), cpr="0310116003")
    assert client_for("ida").post(f"{page}judge/", JUDGED).status_code == 302
    frida, said = client_for("frida"), []
    frida.raise_request_exception = False

    def second():
        said.append(text(frida.post(f"{page}give-back/", follow=True)))
        connections.close_all()

    thread = threading.Thread(target=second)
    with as_maintenance.transaction():
        as_maintenance.execute("UPDATE emergencies_emergencylookup SET restored_at = now(), restored_by_id = member_id")
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join(10)
    assert "Retten var allerede" in said[0]


def test_whoever_works_with_him_sees_that_it_was_one(him, client_for):
    person, concern = him
    page = made(client_for("hanne"))
    client_for("hanne").get(page)
    alice = client_for("alice")
    looks = text(alice.get(reverse("people:looks", args=[person])))
    assert page in looks
    assert "Fare for nogens liv" in looks
    assert "Hanne Nabo" not in looks
    assert "Nødopslag" in text(alice.get(reverse("concerns:looked", args=[concern])))
    access = text(alice.get(reverse("people:access", args=[person])))
    assert "Databeskyttelsesforordningens artikel 6" in access
    assert "Delt af" not in access


def test_it_is_nothing_that_was_shared(him, client_for, acting_as):
    made(client_for("hanne"))
    long_ago = clock.now() - timedelta(days=9)
    with acting_as("hanne") as hanne:
        assert offers.received(actor=hanne)[0] == offers.by_us(actor=hanne, since=long_ago)[0] == []
    with acting_as("alice") as alice:
        assert offers.by_us(actor=alice, since=long_ago)[0] == []
        for dossier in him:
            assert offers.of_dossier(dossier)[0] == []
            assert standing(dossier=dossier).shared_with == frozenset()


def test_the_usual_search_finds_him_no_more_than_before(him, client_for):
    hanne = client_for("hanne")
    made(hanne)
    for words in ("Noah Prøvesen", "040311-6009"):
        assert "Noah" not in text(hanne.post(reverse("people:find"), {"q": words})).replace(words, "")


def test_the_way_in_stands_where_nobody_was_found(client_for, cast):
    assert at("new") in text(client_for("hanne").post(reverse("people:find"), {"q": "Ingen Sådan"}))


def told(administrator):
    """Whom the queue is to write to, and what about."""
    rows = administrator.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'emergencies.tell'").fetchall()
    return [args for (args,) in rows]


def test_those_who_are_told_get_a_letter_without_content(him, client_for, as_administrator):
    made(client_for("hanne"))
    jobs = told(as_administrator)
    assert {job["to"] for job in jobs} == {str(named(key)) for key in ("bo", "frida", "inga", "ida")}
    before = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'emergencies.tell' AND priority > 0"
    assert as_administrator.execute(before).fetchone() == (len(jobs),)
    for job in jobs:
        tasks.tell(**job)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        f"{key}@example.org" for key in ("bo", "frida", "ida", "inga")
    ]
    for letter in mail.outbox:
        for said in ("Noah", "Hanne", "Herlev", "Gladsaxe", scene.REASON, "liv"):
            assert said not in letter.body + letter.subject
        assert "An emergency look-up was made just now" in letter.body


def test_an_inspector_reads_of_an_alarm_and_not_of_the_own_look_ups(cast, client_for, as_administrator):
    as_administrator.execute(scene.OWN_LOOKUP, [named("gladsaxe"), named("inga"), named("herlev")])
    alarm, inga = scene.alarm(as_administrator), client_for("inga")
    assert "Der er blevet mange nødopslag" in text(inga.get(reverse("today:list")))
    assert "7 af de 812 sider" in text(inga.get(at("list")))
    assert "En anden, der fører tilsyn, skal læse det." in text(inga.post(at("read-alarm", alarm), follow=True))
    as_administrator.execute("DELETE FROM emergencies_emergencylookup")
    assert "Noteret." in text(inga.post(at("read-alarm", alarm), follow=True))
    assert "7 af de 812 sider" not in text(inga.get(at("list")))
    assert inga.post(at("read-alarm", alarm)).status_code == 404
    assert client_for("hanne").post(at("read-alarm", alarm)).status_code == 404


def test_nobody_who_has_left_is_written_to(him, client_for, as_administrator):
    made(client_for("hanne"))
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    for job in told(as_administrator):
        tasks.tell(**job)
    assert "bo@example.org" not in {letter.to[0] for letter in mail.outbox}


MANY = """
INSERT INTO emergencies_emergencylookup (id, organisation_id, member_id, form_id, danger, reason, at, reviewer_id,
    review_by)
SELECT gen_random_uuid(), %s, %s, gen_random_uuid(), 'life', '', now() - n * interval '1 day', %s, current_date
FROM generate_series(1, 60) AS n
"""


def test_the_register_has_pages_and_an_address_of_nothing_shows_nothing(client_for, as_maintenance, cast):
    as_maintenance.execute(MANY, [named("gladsaxe"), named("carl"), named("police")])
    ida = client_for("ida")
    first = text(ida.get(at("list")))
    following = re.search(r'href="(\?before=[0-9a-f-]+)" rel="next"', first)
    second = text(ida.get(at("list") + following[1]))
    links = re.compile(r'href="(/emergencies/[0-9a-f-]{36}/)"')
    assert (len(links.findall(first)), len(links.findall(second))) == (50, 10)
    assert not {*links.findall(first)} & {*links.findall(second)}
    assert links.findall(text(ida.get(at("list") + f"?before={named('nothing')}"))) == []
    assert len(links.findall(text(ida.get(at("list") + "?before=x")))) == 50


def test_what_is_late_says_so_in_today(him, client_for, as_maintenance):
    page = made(client_for("carl"), cpr="0310116003")
    as_maintenance.execute("UPDATE emergencies_emergencylookup SET review_by = %s", [clock.today() - timedelta(days=1)])
    assert "en vurdering er forsinket" in text(client_for("inga").get(reverse("today:list")))
    assert "Vurderingen af et tidligere nødopslag er forsinket" in text(client_for("alice").get(at("new")))
    assert page in text(client_for("ida").get(reverse("today:list")))
