"""Scans over what an organisation may see: what becomes a signal, what does not, and what a person makes of it."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import incident_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.incidents import rules, tasks
from tvaers.incidents.actions import asking, deciding, rerunning
from tvaers.incidents.enums import Basis, ScanState, SignalState, Why
from tvaers.incidents.models import DailyCount, PastDay, Scan, Signal
from tvaers.incidents.queries import past_days, track_record
from tvaers.localpicture import actions as localpicture
from tvaers.localpicture.actions import Reaching, Told
from tvaers.localpicture.enums import BulletinKind, Certainty

GLADSAXE, POLICE = named("gladsaxe"), named("police")
AREAS = 24


@pytest.fixture
def areas(cast, as_maintenance):
    return scene.add_areas(as_maintenance, more=AREAS)


def quiet_year(days=200):
    """A little everywhere, every fourth day in each area, of all kinds."""
    yesterday = clock.today() - timedelta(days=1)
    return [
        scene.line(yesterday - timedelta(days=back), place=place, kind=scene.KINDS[(back + at) % 4])
        for back in range(days)
        for at, place in enumerate(scene.places(AREAS))
        if (back + at) % 4 == 0
    ]


def fires(places, *, how="Anmeldt", number=4):
    """A fire in each of some places on each of the last days."""
    yesterday = clock.today() - timedelta(days=1)
    return [
        scene.line(yesterday - timedelta(days=back), place=place, kind="Brand", how=how)
        for back in range(number)
        for place in places
    ] * 2


def scanned(organisation=GLADSAXE):
    tasks.scan_nightly(organisation=str(organisation))


def found():
    return list(Signal.objects.values_list("family", "method", "state"))


def test_fires_in_neighbouring_areas_become_a_signal_of_each_who_sees_them(acting_as, areas):
    places = scene.places(AREAS)[:3]
    scene.write(acting_as, quiet_year() + fires(places), audience=(POLICE,))
    scanned()
    with acting_as("bo") as bo:
        signal = Signal.objects.get()
        assert (signal.family, signal.method) == ("damage", "permutation")
        assert {areas[each] for each in places} <= set(signal.areas)
        assert signal.observed == sum(signal.by_area) >= 24
        assert signal.expected < signal.observed / 2
        assert signal.recurrence >= rules.INFORMS
        assert signal.day == clock.today() - timedelta(days=1)
        assert signal.day - signal.from_on <= timedelta(days=5)
        scan = Scan.objects.get()
        assert (scan.state, scan.done, scan.found) == (ScanState.DONE, 4, 1)
        asked = asking.ask(by=bo, form=uuid4())
    # Once more on the same day it is the same signal.
    tasks.scan_asked(scan_id=str(asked), actor=str(named("bo")), organisation=str(GLADSAXE))
    with acting_as("bo"):
        assert Signal.objects.get().id == signal.id
        assert Scan.objects.get(id=asked).state == ScanState.DONE
    with acting_as("palle"):
        assert not Signal.objects.exists()
    scanned(POLICE)
    with acting_as("palle"):
        assert found() == [("damage", "permutation", "open")]
    scanned(named("herlev"))
    with acting_as("hanne"):
        assert not Scan.objects.exists()


@pytest.mark.parametrize("rise", ["found by a patrol", "in one area", "too few"])
def test_what_is_no_signal(acting_as, areas, rise):
    rows = {
        "found by a patrol": fires(scene.places(AREAS)[:3], how="Patrulje"),
        "in one area": fires(scene.places(AREAS)[:1], number=5),
        "too few": fires(scene.places(AREAS)[:2], number=1),
    }
    scene.write(acting_as, quiet_year() + rows[rise])
    scanned()
    with acting_as("bo"):
        assert Scan.objects.get().method == "permutation"
        assert not Signal.objects.exists()


def test_with_little_history_the_week_before_is_what_a_day_is_held_against(acting_as, areas):
    scene.write(acting_as, quiet_year(40) + fires(scene.places(AREAS)[:1], number=1) * 6)
    scanned()
    with acting_as("bo"):
        assert found() == [("damage", "ears", "open")]


def signal(acting_as, back=0):
    with acting_as("bo"):
        return scene.signal(back=back)


def test_a_signal_is_decided_once_by_who_decides(acting_as, areas):
    made = signal(acting_as)
    with acting_as("dina") as dina, pytest.raises(PermissionDenied):
        deciding.dismiss(by=dina, signal=made, why=Why.CHANCE)
    with acting_as("palle") as palle, pytest.raises(Http404):
        deciding.dismiss(by=palle, signal=made, why=Why.CHANCE)
    with acting_as("bo") as bo:
        deciding.dismiss(by=bo, signal=made, why=Why.CHANCE, words="Kun én dag.")
        kept = Signal.objects.get()
        assert (kept.state, kept.why, kept.words, kept.decided_by) == (
            SignalState.DISMISSED,
            "chance",
            "Kun én dag.",
            bo.id,
        )
        with pytest.raises(deciding.DecidedAlreadyError):
            deciding.answer(by=bo, signal=made, bulletin=uuid4())


def bulletin(by, areas, signal=None):
    """Write a bulletin that answers a signal."""
    told = Told(
        kind=BulletinKind.DAMAGE,
        certainty=Certainty.OBSERVED,
        area=areas["Prøvehøj"],
        happened_at=clock.now(),
        title="Flere brande",
    )
    reaching = Reaching(audience=[], until=clock.now() + timedelta(days=5))
    return localpicture.write(by=by, told=told, reaching=reaching, signal=signal)


def test_how_often_it_was_wrong_is_counted_from_what_was_decided(acting_as, areas):
    for back, why in enumerate((Why.CHANCE, Why.KNOWN, None)):
        made = signal(acting_as, back=back)
        with acting_as("bo") as bo:
            if why:
                deciding.dismiss(by=bo, signal=made, why=why)
                continue
            written = bulletin(bo, areas, made)
            deciding.answer(by=bo, signal=made, bulletin=written)
            assert Signal.objects.get(id=made).bulletin_id == written
    with acting_as("bo") as bo:
        record = track_record(actor=bo)
    assert (record.decided, record.wrong) == (3, 1)


def test_a_scan_is_asked_for_by_who_decides_where_there_is_something(acting_as, areas):
    with acting_as("bo") as bo, pytest.raises(asking.NothingToScanError):
        asking.ask(by=bo, form=uuid4())
    scene.write(acting_as, quiet_year(5))
    form = uuid4()
    with acting_as("bo") as bo:
        asked = asking.ask(by=bo, form=form)
        assert asking.ask(by=bo, form=form) == asked
        asking.stop(by=bo, scan_id=asked)
    tasks.scan_asked(scan_id=str(asked), actor=str(named("bo")), organisation=str(GLADSAXE))
    with acting_as("bo"):
        assert Scan.objects.get().state == ScanState.STOPPED


def run_again(acting_as):
    with acting_as("bo") as bo:
        asked = asking.ask_again(by=bo, form=uuid4())
    tasks.days_again(scan_id=str(asked), actor=str(named("bo")), organisation=str(GLADSAXE))
    return asked


@pytest.fixture
def a_week(monkeypatch):
    """Look again at ten days and not at a season."""
    monkeypatch.setattr(asking, "AGAIN", 10)
    # What is read in now came after yesterday's morning, at whatever hour this runs.
    monkeypatch.setattr(rerunning, "MORNING", time(0, 0))


@pytest.mark.django_db(transaction=True)
def test_past_days_are_run_again_with_what_is_known_now_and_with_what_was_known_then(
    acting_as, areas, as_maintenance, a_week
):
    places = scene.places(AREAS)[:3]
    scene.write(acting_as, quiet_year() + fires(places))
    # The year had come day by day; the fires of the last four days were read in today.
    as_maintenance.execute("UPDATE incidents_dailycount SET received_at = day + interval '1 day'")
    as_maintenance.execute(
        "UPDATE incidents_dailycount SET received_at = now() WHERE kind = 'arson' AND day > current_date - 5"
    )
    asked = run_again(acting_as)
    with acting_as("bo") as bo:
        scan = Scan.objects.get(id=asked)
        assert (scan.state, scan.done, scan.days) == (ScanState.DONE, 10, 10)
        found = past_days(actor=bo)
        assert found[Basis.NOW].seen == found[Basis.THEN].seen == 10
        # Told once, on the first day on which it shows, and not again of the same place.
        assert (found[Basis.NOW].told, found[Basis.THEN].told) == (1, 0)
        day = PastDay.objects.get(basis=Basis.NOW, told__gt=0)
        assert {areas[each] for each in places} <= set(day.areas)
        assert day.recurrence >= rules.INFORMS
        assert scan.found == 1
        # It tells nobody anything: no signal comes of it.
        assert not Signal.objects.exists()
    with acting_as("bo"):
        # Looked at once more, a day is written anew.
        rerunning.look_again(organisation=GLADSAXE, day=scan.day)
        assert PastDay.objects.count() == 20
    with acting_as("palle"):
        assert not PastDay.objects.exists()


def test_what_was_imported_later_did_not_exist(acting_as, areas, a_week):
    scene.write(acting_as, quiet_year(120))
    run_again(acting_as)
    with acting_as("bo") as bo:
        found = past_days(actor=bo)
        # The last day is yesterday: by this morning at five past four nothing had been read in.
        assert (found[Basis.NOW].seen, found[Basis.THEN].seen) == (10, 0)
        assert not DailyCount.objects.filter(received_at=None).exists()


def test_each_night_adds_the_day_it_looked_at(acting_as, areas):
    scene.write(acting_as, quiet_year(120))
    scanned()
    scanned()
    with acting_as("bo"):
        yesterday = clock.today() - timedelta(days=1)
        assert list(PastDay.objects.order_by("basis").values_list("day", "basis")) == [
            (yesterday, "now"),
            (yesterday, "then"),
        ]


def test_a_run_of_past_days_is_stopped_and_goes_on_where_it_was(acting_as, areas, a_week):
    scene.write(acting_as, quiet_year(120))
    with acting_as("dina") as dina, pytest.raises(PermissionDenied):
        asking.ask_again(by=dina, form=uuid4())
    with acting_as("bo") as bo:
        asked = asking.ask_again(by=bo, form=uuid4())
    with acting_as("bo"):
        assert rerunning.run_day(scan_id=asked)
    with acting_as("bo") as bo:
        asking.stop(by=bo, scan_id=asked)
        assert not rerunning.run_day(scan_id=asked)
        assert PastDay.objects.count() == 2
