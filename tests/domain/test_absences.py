"""Being away with a substitute: who can be one, which days, what they see of it, and that it opens nothing."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tests import case_scene, meeting_scene
from tests.absence_scene import away, own_task
from tests.case_scene import in_days
from tests.cast import named
from tests.stage import acting_as
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.work import queries, rules
from tvaers.work.actions import absences
from tvaers.work.models import Absence
from tvaers.work.waiting import covered, unfollowed, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


def groups(key):
    """For whom somebody is substitute today, and what of theirs is shown."""
    with acting_as(key) as member:
        return {each.member: [str(line.what) for line in lines] for each, lines in covered(actor=member)}


def own_lines(key):
    with acting_as(key) as member:
        return [str(line.what) for line in waiting(actor=member)]


@pytest.fixture
def work():
    """A case that Alice leads in her unit, with a task of hers that the unit reads, and one that nobody else does."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        task = case_scene.task(alice, case, text="Ring til skolen")
        return {"case": case, "task": task, "hidden": own_task(alice, case)}


def test_a_substitute_is_a_colleague_at_work_who_works_for_the_same(as_administrator):
    with acting_as("alice") as alice:
        names = [one.name for one in queries.substitutes(actor=alice)]
    assert names == ["Bo Testesen", "Carl Opdigt", "Frida Leder"]
    with acting_as("gerda") as gerda:
        assert [one.name for one in queries.substitutes(actor=gerda)] == ["Gorm Nøgleby"]
    for key in ("alice", "dina", "gerda", "hanne"):
        with pytest.raises(absences.NoSubstituteError):
            away(substitute=key)
    as_administrator.execute(
        "UPDATE partnerships_membership SET state = 'left', left_at = now() WHERE id = %s", [named("carl")]
    )
    with pytest.raises(absences.NoSubstituteError):
        away(substitute="carl")


def test_sent_twice_it_is_said_once():
    form = uuid4()
    assert away(form=form) == away(form=form)
    with acting_as("bo"):
        assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 3, "from_on"), (500, 501, "from_on"), (3, 2, "until_on"), (0, 400, "until_on")]
)
def test_the_days_are_days_to_come(first, last, field):
    with pytest.raises(rules.AbsenceDaysError) as wrong:
        away(first=first, last=last)
    assert wrong.value.field == field


def test_one_substitute_at_a_time_until_it_is_ended(as_administrator):
    first = away(first=1, last=7)
    for days in ((7, 9), (0, 1), (2, 3), (0, 20)):
        with pytest.raises(absences.OverlapsError):
            away(substitute="carl", first=days[0], last=days[1])
    away(substitute="carl", first=8, last=9)
    away("bo", "carl", first=1, last=7)
    with acting_as("alice") as alice:
        absences.end(by=alice, absence=first)
        absences.end(by=alice, absence=first)
    logged = "SELECT count(*) FROM audit_event WHERE name = 'work.absence_ended'"
    assert as_administrator.execute(logged).fetchone() == (1,), "ended twice, it ended once"
    away(substitute="carl", first=1, last=7)


def test_the_substitute_reads_it_in_today_until_they_say_so():
    made = away(first=3, last=9)
    line = "Du er afløser for Alice Prøvedal"
    assert line in own_lines("bo")
    assert line not in own_lines("carl") + own_lines("alice")
    with acting_as("bo") as bo:
        absences.know(by=bo, absence=made)
    assert line not in own_lines("bo")
    with acting_as("alice") as alice:
        (known,) = queries.concerning(actor=alice)
        assert known.known_at
    for key in ("alice", "carl", "hanne"):
        with acting_as(key) as other, pytest.raises(Http404):
            absences.know(by=other, absence=made)


def test_while_it_lasts_the_substitute_sees_what_they_read_already_and_no_more(work):
    away(first=0, last=2)
    assert groups("bo") == {"Alice Prøvedal": ["Ring til skolen"]}
    assert groups("carl") == groups("alice") == groups("hanne") == {}
    with acting_as("bo"):
        assert not Task.objects.filter(id=work["hidden"]).exists()


def test_a_substitute_from_another_unit_sees_nothing_of_it(work):
    away(substitute="carl")
    assert groups("carl") == {"Alice Prøvedal": []}
    with acting_as("carl"):
        assert Task.objects.count() == Case.objects.count() == 0


def test_a_draft_is_nobody_elses(work):
    with acting_as("alice") as alice:
        case_scene.note(alice, work["case"], title="Alices kladde", sign=False)
    away(first=0, last=9)
    later = datetime.combine(in_days(5), time(12), tzinfo=clock.COPENHAGEN)
    with clock.frozen(later), acting_as("bo") as bo:
        ((_away, lines),) = covered(actor=bo)
        assert not [line for line in lines if "kladde" in str(line.what)]


def test_it_begins_and_ends_by_itself(work):
    away(first=2, last=4)
    for day, shown in ((0, False), (1, False), (2, True), (4, True), (5, False)):
        at = datetime.combine(in_days(day), time(0, 30), tzinfo=clock.COPENHAGEN)
        with clock.frozen(at):
            assert bool(groups("bo")) is shown, day
    with clock.frozen(clock.now() + timedelta(days=6)), acting_as("alice") as alice:
        (over,) = queries.all_of(actor=alice)
        assert over.is_over


def test_either_of_the_two_ends_it_and_nobody_else(work):
    made = away()
    for key in ("carl", "frida", "hanne"):
        with acting_as(key) as other, pytest.raises(Http404):
            absences.end(by=other, absence=made)
    with acting_as("bo") as bo:
        absences.end(by=bo, absence=made)
    assert groups("bo") == {}


def test_who_goes_away_is_told_what_the_substitute_does_not_follow(work):
    made = away(substitute="carl", first=3, last=9)
    assert "Der er 3 af dine åbne opgaver og forløb, som din afløser ikke følger" in own_lines("alice")
    assert not [line for line in own_lines("carl") if "ikke følger" in line]
    with acting_as("alice") as alice:
        bo, carl = (queries.substitute_for(actor=alice, member=named(key)) for key in ("bo", "carl"))
        assert [each.what for each in unfollowed(actor=alice, substitute=bo)] == ["Ring til mor"]
        *_tasks, case = unfollowed(actor=alice, substitute=carl)
        assert case.what == "Forløbet med Noah Prøvesen"
        absences.let_in(by=alice, absence=made, dossiers=case.dossiers)
        assert not unfollowed(actor=alice, substitute=carl), "the tasks go with their case"
    with acting_as("carl"):
        assert Case.objects.filter(id=work["case"]).exists()
        assert Task.objects.count() == 2


def test_who_is_let_in_so_reads_until_it_is_over(work, as_administrator):
    made = away(first=3, last=9)
    with acting_as("alice") as alice:
        absences.let_in(by=alice, absence=made, dossiers=[work["hidden"]])
    until = "SELECT until_at FROM sharing_access WHERE dossier_id = %s AND reader_id = %s"
    (ends,) = as_administrator.execute(until, [work["hidden"], named("bo")]).fetchone()
    assert clock.last_day(ends) == in_days(9)


@pytest.mark.parametrize("key", ["bo", "carl", "hanne"])
def test_nobody_lets_in_for_another(work, key):
    made = away()
    with acting_as(key) as other, pytest.raises(Http404):
        absences.let_in(by=other, absence=made, dossiers=[work["hidden"]])


def test_with_the_substitute_gone_it_ends(as_administrator):
    away()
    away("carl", "frida")
    as_administrator.execute(
        "UPDATE partnerships_membership SET state = 'left', left_at = now() WHERE id = ANY (%s)",
        [[named("bo"), named("carl")]],
    )
    with acting_as("alice"):
        assert not Absence.objects.filter(ended_at=None).exists()


def test_colleagues_see_who_is_away_today():
    away()
    away("frida", "bo", first=1, last=3)
    with acting_as("carl") as carl:
        assert {each.member for each in queries.away_among(actor=carl, on=clock.today()).values()} == {"Alice Prøvedal"}
    with acting_as("hanne") as hanne:
        assert queries.away_among(actor=hanne, on=clock.today()) == {}


@pytest.mark.parametrize("who", ["alice", "bo"])
def test_what_a_substitute_was_let_in_to_ends_when_one_is_back(work, who):
    made = away()
    with acting_as("alice") as alice:
        absences.let_in(by=alice, absence=made, dossiers=[work["hidden"]])
    with acting_as("bo"):
        assert Task.objects.filter(id=work["hidden"]).exists()
    with acting_as(who) as member:
        absences.end(by=member, absence=made)
    with acting_as("bo"):
        assert not Task.objects.filter(id=work["hidden"]).exists()
    with acting_as("alice"):
        assert Task.objects.filter(id=work["hidden"]).exists()


def test_what_a_colleague_was_let_in_to_for_good_stays(work):
    with acting_as("alice"):
        sharing.let_in(dossier=work["hidden"], member=named("bo"), categories=Category.PLAN)
    made = away()
    with acting_as("alice") as alice:
        absences.end(by=alice, absence=made)
    with acting_as("bo"):
        assert Task.objects.filter(id=work["hidden"]).exists()


def test_the_substitute_sees_which_meetings_wait_for_somebody_else():
    own = meeting_scene.call(minutes_ahead=90)
    meeting_scene.call(by="hanne", seats=("alice", "karen"), minutes_ahead=120)
    away(first=0)
    with acting_as("bo") as bo:
        ((_told, lines),) = covered(actor=bo)
    assert [line.url for line in lines] == [f"/meetings/{own}/"], "one that Herlev calls is not Bo's to see"
    assert str(lines[0].about).endswith(", En anden skal lede det")
