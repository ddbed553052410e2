"""Files of incidents: what is read of them, what is left, what is here already, and who is given the counts."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import incident_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.incidents import tasks
from tvaers.incidents.actions import erasing, importing
from tvaers.incidents.enums import FileState
from tvaers.incidents.imports import columns, rows, words
from tvaers.incidents.models import DailyCount, Incident, IncidentFile, WeeklyCount


@pytest.fixture
def areas(cast, as_maintenance):
    return scene.add_areas(as_maintenance)


def run(acting_as, file_id, who="bo"):
    tasks.run_file(file_id=str(file_id), actor=str(named(who)), organisation=str(named("gladsaxe")))
    with acting_as(who):
        return IncidentFile.objects.get(id=file_id)


def started(acting_as, data, who="bo", audience=()):
    with acting_as(who) as by:
        made = scene.read_in(by, data, audience=audience)
        importing.start(by=by, file_id=made)
    return run(acting_as, made, who)


def test_a_file_becomes_incidents_without_persons(acting_as, areas):
    day = clock.today() - timedelta(days=3)
    point = f"{scene.NORTH + 0.005}, {scene.EAST + 0.015}"
    rows = [
        scene.line(day, reference="a"),
        scene.line(day, place=point, kind="Brand i container", how="Patrulje", reference="b"),
        scene.line(day, place="Et andet sted", reference="c"),
        scene.line(day, kind="Sært", reference="d"),
        scene.line(clock.today() + timedelta(days=1), reference="e"),
        scene.line(day - timedelta(days=6 * 365), reference="f"),
        ["", *scene.line(day)[1:]],
    ]
    with acting_as("bo") as bo:
        made = scene.read_in(bo, scene.csv(rows), audience=(named("police"),))
        kept = IncidentFile.objects.get(id=made)
        assert kept.headings == list(scene.HEADINGS[:6])
        assert kept.left_out == ["Navn", "Beskrivelse"]
        assert "Opdigt" not in str(importing.unpacked(kept.content))
        found = importing.preview(kept)
        assert [(each.line, each.reason) for each in found.problems] == [
            (4, "no-place"),
            (5, "no-kind"),
            (6, "ahead"),
            (7, "old"),
            (8, "no-day"),
        ]
        assert found.unknown == {"place": Counter({"Et andet sted": 1}), "kind": Counter({"Sært": 1})}
        importing.match(by=bo, file_id=made, columns=kept.columns, words={"kind": {"sært": "weapons"}})
        importing.start(by=bo, file_id=made)
    kept = run(acting_as, made)
    assert (kept.state, kept.good, kept.added, kept.bad, bytes(kept.content)) == (FileState.DONE, 3, 3, 4, b"")
    with acting_as("bo"):
        assert set(Incident.objects.values_list("area_id", "day", "hour", "kind", "origin")) == {
            (areas["Prøvehøj"], day, 22, "vandalism", "reported"),
            (areas["Prøvedal"], day, 22, "arson", "found"),
            (areas["Prøvehøj"], day, 22, "weapons", "reported"),
        }
    with acting_as("palle"):
        assert sorted(DailyCount.objects.values_list("kind", "number")) == [
            ("arson", 1),
            ("vandalism", 1),
            ("weapons", 1),
        ]
        assert not Incident.objects.exists()


def test_the_same_rows_are_not_counted_twice(acting_as, areas):
    day = clock.today() - timedelta(days=9)
    twice = [scene.line(day), scene.line(day)]
    first = started(acting_as, scene.csv([*twice, scene.line(day, reference="a")]))
    assert first.added == 3
    with acting_as("bo") as bo:
        again = scene.read_in(bo, scene.csv([scene.line(day, reference="a"), *twice, scene.line(day)]))
        assert importing.preview(IncidentFile.objects.get(id=again)).known == 3
        importing.start(by=bo, file_id=again)
    assert run(acting_as, again).added == 1
    with acting_as("bo"):
        assert sum(DailyCount.objects.values_list("number", flat=True)) == 4
    # Run once more, a file that is done does nothing.
    assert run(acting_as, again).done == 4


def test_what_was_said_of_a_kind_of_file_is_remembered(acting_as, areas):
    day = clock.today() - timedelta(days=9)
    with acting_as("bo") as bo:
        made = scene.read_in(bo, scene.csv([scene.line(day, kind="Sært")]))
        told = {"day": 0, "place": 2, "kind": 3}
        importing.match(by=bo, file_id=made, columns=told, words={"kind": {"sært": "noise"}})
        importing.start(by=bo, file_id=made)
    with acting_as("bo"):
        # Somebody can have written a name where a kind belongs.
        assert "sært" not in str(IncidentFile.objects.get(id=made).words).casefold()
    with acting_as("alice") as alice:
        kept = IncidentFile.objects.get(id=scene.read_in(alice, scene.csv([scene.line(day, kind="Sært")])))
        assert kept.columns == told
        assert [row.kind for row in importing.preview(kept).rows] == ["noise"]
        with pytest.raises(importing.NotMatchedError):
            importing.match(by=alice, file_id=kept.id, columns={"day": 0}, words={})


def test_a_file_is_taken_back_with_its_counts(acting_as, areas):
    kept = started(acting_as, scene.csv(scene.lines(40)))
    with acting_as("hanne"):
        assert not WeeklyCount.objects.exists()
    with acting_as("bo") as bo:
        assert WeeklyCount.objects.exists()
        assert importing.take_back(by=bo, file_id=kept.id) == 40
        assert importing.take_back(by=bo, file_id=kept.id) == 0
        assert not DailyCount.objects.exists()
        assert not WeeklyCount.objects.exists()


def test_a_spreadsheet_reads_as_its_csv(acting_as, areas):
    rows = scene.lines(60, seed=4)
    assert started(acting_as, scene.xlsx(rows)).added == 60
    assert started(acting_as, scene.csv(rows)).added == 0


def test_a_spreadsheet_has_as_many_rows_as_a_csv_file(acting_as, areas):
    rows = [scene.line(clock.today() - timedelta(days=each % 300), reference=f"r-{each}") for each in range(20_500)]
    with acting_as("bo") as bo:
        kept = IncidentFile.objects.get(id=scene.read_in(bo, scene.xlsx(rows)))
    assert (kept.lines, kept.headings) == (20_500, list(scene.HEADINGS[:6]))


def test_who_stops_deciding_writes_no_more(acting_as, areas, as_maintenance):
    with acting_as("bo") as bo:
        made = scene.read_in(bo, scene.csv(scene.lines(5)))
        importing.start(by=bo, file_id=made)
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 8 WHERE id = %s", [named("bo")])
    assert run(acting_as, made).state == FileState.STOPPED
    with acting_as("bo"):
        assert not Incident.objects.exists()


def test_files_are_for_who_decides_in_the_own_organisation(acting_as, areas):
    with acting_as("bo") as bo:
        made = scene.read_in(bo, scene.csv(scene.lines(5)))
    with acting_as("dina") as dina, pytest.raises(PermissionDenied):
        importing.start(by=dina, file_id=made)
    with acting_as("palle") as palle, pytest.raises(Http404):
        importing.start(by=palle, file_id=made)


def test_what_is_five_years_old_is_erased(acting_as, areas):
    started(acting_as, scene.csv(scene.lines(30, days=200)))
    later = clock.today() + timedelta(days=5 * 365 - 60)
    with acting_as("bo"):
        erased = erasing.erase_due(organisation=named("gladsaxe"), today=later)
        assert 0 < erased < 30
        assert sum(DailyCount.objects.values_list("number", flat=True)) == 30 - erased


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nobody_starts_holds_nothing_after_a_week(acting_as, areas, as_maintenance):
    with acting_as("bo") as bo:
        made = scene.read_in(bo, scene.csv(scene.lines(5)))
    as_maintenance.execute("UPDATE incidents_incidentfile SET read_at = now() - interval '8 days'")
    tasks.erase_due(organisation=str(named("gladsaxe")))
    with acting_as("bo"):
        kept = IncidentFile.objects.get(id=made)
        assert (kept.state, bytes(kept.content)) == (FileState.STOPPED, b"")


PEOPLE = [
    ("CPR-nr.", ["x"]),
    ("Felt 1", ["ok", "010110-6009"]),
    ("Felt 1", ["0101106009"]),
    ("Hvem", ["Ib Opdigt", "Bo Påfund Hansen"]),
    ("Felt 2", ["Han stod ved døren og råbte ad de andre"]),
    ("Sigtet", ["ja"]),
    ("Type", ["hærværk", "010110-6009"]),
    ("Breddegrad", ["55.7", "010110-6009"]),
    ("Sted", ["Prøvehøj", "ved 0101106009"]),
    ("Felt 1", ["ok", "010110\u20136009"]),
    ("Felt 1", ["ok", "010110 - 6009"]),
    # Far below where a look at the first rows ends.
    ("Felt 2", ["ja"] * 3000 + ["Han stod ved døren og råbte ad de andre"]),
    ("Hvem", [""] * 10 + ["x"] * 2500 + ["Ib Opdigt"] * 3000),
]


@pytest.mark.parametrize(("heading", "cells"), PEOPLE)
def test_a_column_about_somebody_is_left_where_it_is(heading, cells):
    assert columns.is_personal(heading, cells)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Område", ["Høje Gladsaxe"]),
        ("Journalnr.", ["0101106009", "0700-73111-00012-26"]),
        ("Felt", ["2026000123"]),
        # Ten digits behind a decimal sign are how exact a phone is.
        ("Breddegrad", ["55,0101106009", "55.7"]),
        ("Koordinat", ["55.0101106009, 12.0101106009"]),
    ],
)
def test_places_and_references_are_read(heading, cells):
    assert not columns.is_personal(heading, cells)


MOMENTS = [
    ("2026-03-28T23:30:00Z", (date(2026, 3, 29), 0)),
    ("2026-03-28T22:59:59+00:00", (date(2026, 3, 28), 23)),
    # Summer time begins at two in the night: half past one by Greenwich is half past three.
    ("2026-03-29T01:30:00.000Z", (date(2026, 3, 29), 3)),
    ("2026-10-25T00:30Z", (date(2026, 10, 25), 2)),
    ("2026-06-30 23:15+0200", (date(2026, 6, 30), 23)),
    ("30-06-2026 kl. 23.15", (date(2026, 6, 30), 23)),
    ("2026-03-29 02:30", (date(2026, 3, 29), 2)),
    ("29.02.2026", (None, None)),
    ("0000-01-01", (None, None)),
    ("9999-12-31T23:59:59Z", (None, None)),
    ("46000", (None, None)),
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_a_moment_is_read_where_it_happened(text, moment):
    assert rows._moment(text) == moment


@pytest.mark.parametrize("day", ["01-01-1900", "31-12-9999", "31-12-99", "1-1-26 x", "2026-13-01"])
def test_a_day_of_another_age_is_left_out(acting_as, areas, day):
    data = scene.csv([[day, "Prøvehøj", "Hærværk"]], ("Dato", "Område", "Type"))
    with acting_as("bo") as bo:
        found = importing.preview(IncidentFile.objects.get(id=scene.read_in(bo, data)))
    # Two figures are of this century; what stands after a day does not matter.
    assert [each.reason for each in found.problems] in ([["old"], ["ahead"], ["no-day"]] if day != "1-1-26 x" else [[]])


def test_two_files_at_once_write_the_same_rows_in_the_same_order(acting_as, areas):
    """Each waits for what the other wrote: in another order both would wait for ever."""
    many = scene.lines(200, days=5)
    with acting_as("bo") as bo:
        keys = []
        for each in (many, many[::-1]):
            made = scene.read_in(bo, scene.csv(each))
            importing.start(by=bo, file_id=made)
            kept = IncidentFile.objects.values_list("content", flat=True).get(id=made)
            keys.append([row[5] for row in importing.unpacked(kept)])
    assert keys[0] == keys[1]


def test_headings_that_are_the_same_are_two_columns(acting_as, areas):
    day = f"{clock.today() - timedelta(days=3):%d-%m-%Y}"
    data = scene.csv([[day, "Prøvehøj", "Hærværk", "Støj"]], ("Dato", "Område", "Type", "Type"))
    with acting_as("bo") as bo:
        kept = IncidentFile.objects.get(id=scene.read_in(bo, data))
        assert (kept.headings[2:], kept.columns["kind"]) == (["Type", "Type"], 2)
        importing.match(by=bo, file_id=kept.id, columns=kept.columns | {"kind": 3}, words={})
        again = importing.preview(IncidentFile.objects.get(id=kept.id))
        assert [row.kind for row in again.rows] == ["noise"]


NORTH, EAST = scene.NORTH + 0.005, scene.EAST + 0.015
METRES = ("6178500.9", "714549.8")


def at(north, east, *, place="", headings=("Dato", "Sted", "Type", "Breddegrad", "Længdegrad")):
    rows = [[f"{clock.today() - timedelta(days=3):%d-%m-%Y}", place, "Hærværk", north, east]]
    return scene.csv(rows, headings)


@pytest.mark.parametrize(
    ("north", "east", "swapped"),
    [
        (f"{NORTH}", f"{EAST}", 0),
        (f"{NORTH}".replace(".", ","), f"{EAST}".replace(".", ","), 0),
        (f"{NORTH}°", f" {EAST} Ø", 0),
        (f"{EAST}", f"{NORTH}", 1),
        (*METRES, 0),
        (METRES[1].replace(".", ","), METRES[0].replace(".", ","), 1),
        ("6.178.500,9", "714.549", 0),
    ],
)
def test_a_point_in_two_columns_is_an_area(acting_as, areas, north, east, swapped):
    with acting_as("bo") as bo:
        kept = IncidentFile.objects.get(id=scene.read_in(bo, at(north, east)))
        assert kept.columns == {"day": 0, "place": 1, "kind": 2, "north": 3, "east": 4}
        found = importing.preview(kept)
        assert [row.area for row in found.rows] == [areas["Prøvedal"]], found
        assert found.swapped == swapped


def test_a_name_says_it_before_a_point_and_what_lies_nowhere_is_left_out(acting_as, areas):
    with acting_as("bo") as bo:
        named_too = at(f"{NORTH}", f"{EAST}", place="Prøvehøj")
        found = importing.preview(IncidentFile.objects.get(id=scene.read_in(bo, named_too)))
        assert [row.area for row in found.rows] == [areas["Prøvehøj"]]
        for north, east in (("1,5", "2,5"), ("55.7", ""), ("x", "12.4"), ("9" * 9, "9" * 9)):
            kept = IncidentFile.objects.get(id=scene.read_in(bo, at(north, east)))
            assert [each.reason for each in importing.preview(kept).problems] == ["no-place"]
            assert importing.preview(kept).unknown == {"place": Counter({f"{north} {east}".strip(): 1})}


def test_both_of_a_point_are_as_good_as_an_area():
    assert columns.missing({"day": 0, "kind": 1, "north": 2, "east": 3}) == []
    assert columns.missing({"day": 0, "kind": 1, "north": 2}) == [columns.Field.PLACE]


@pytest.mark.parametrize(
    ("word", "code"),
    [("Hærværk mod bil", "vandalism"), ("Trusler på livet", "threats"), ("noise", "noise"), ("Kvittering", "")],
)
def test_usual_words_are_known(word, code):
    assert words.kind(word) == code
