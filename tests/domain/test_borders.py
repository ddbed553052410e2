"""Files of borders read in: each area once, in the one around it, from its day on, and once more changes nothing."""

import datetime as dt

import pytest
from django.http import Http404

from tests import borders as files
from tests.borders import feature, geojson
from tests.cast import named
from tvaers.areas import queries
from tvaers.areas.actions import importing
from tvaers.areas.imports.reading import read
from tvaers.areas.models import Area, AreaKind, Border, BorderFile, FileState
from tvaers.areas.tasks import run_file
from tvaers.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LATER = dt.date(2014, 2, 13), dt.date(2026, 1, 1)
M, D, H, P = AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.HOUSING, AreaKind.POLICE


@pytest.fixture
def gerda(cast, acting_as):
    with acting_as("gerda") as somebody:
        yield somebody


def begun(by, data, kind=M, on=FIRST, *, schematic=False):
    said = importing.Said(kind=kind, from_on=on, source="Prøve", is_schematic=schematic)
    owner = by.organisation.id
    return importing.begin(owner=owner, by=by.id, filename="prøve.geojson", file=read(data), said=said)


def drawn(by, data, kind=M, on=FIRST, **more):
    """Read a file in as the worker does; return what became of it."""
    file_id = begun(by, data, kind, on, **more)
    importing.start(by=None, file_id=file_id)
    while importing.run_piece(file_id=file_id):
        pass
    kept = importing.get(file_id=file_id)
    return kept.added, kept.moved, kept.same


def names(found):
    return [area.name for area in found]


def test_each_municipality_is_one_area_with_its_police_district(gerda):
    assert drawn(gerda, files.MUNICIPALITIES) == (3, 0, 0)
    assert drawn(gerda, files.POLICE, P) == (2, 0, 0)
    rows = Area.objects.filter(kind=M).order_by("name").values_list("name", "code", "police_district__name")
    assert list(rows) == [
        ("Midtprøve", "0902", "Prøvekredsens Politi"),
        ("Vestprøve", "0901", "Prøvekredsens Politi"),
        ("Østprøve", "0903", "Nabokredsens Politi"),
    ]
    assert Event.objects.filter(name="areas.file_done").count() == 2
    kept = BorderFile.objects.get(kind=M)
    assert kept.problems == [[5, "Christiansø", "no-municipality"]]
    assert kept.content == []


def test_read_in_once_more_nothing_changes(gerda):
    drawn(gerda, files.MUNICIPALITIES)
    assert drawn(gerda, files.MUNICIPALITIES) == (0, 0, 3)
    assert drawn(gerda, files.MUNICIPALITIES, on=LATER) == (0, 0, 3)
    assert (Area.objects.filter(kind=M).count(), Border.objects.count()) == (3, 3)


def test_an_area_that_is_there_already_is_known_by_its_name_and_keeps_it(gerda):
    before = Area.objects.create(kind=M, name="vestprøve")
    assert drawn(gerda, files.MUNICIPALITIES) == (3, 0, 0)
    before.refresh_from_db()
    assert (before.name, before.code) == ("vestprøve", "0901")
    # From then on by its code, whatever it is called.
    moved = geojson(feature({"KOMKODE": "0901", "KOMNAVN": "Nye Vestprøve"}, (12.30, 55.70, 12.41, 55.80)))
    assert drawn(gerda, moved, on=LATER) == (0, 1, 0)
    assert not Area.objects.filter(name="Nye Vestprøve").exists()


def test_borders_change_with_dates(gerda):
    drawn(gerda, files.MUNICIPALITIES)
    point = {"east": 12.405, "north": 55.75}
    wider = geojson(
        feature({"KOMKODE": "0901", "KOMNAVN": "Vestprøve"}, (12.30, 55.70, 12.41, 55.80)),
        feature({"KOMKODE": "0902", "KOMNAVN": "Midtprøve"}, (12.41, 55.70, 12.45, 55.80)),
    )
    assert drawn(gerda, wider, on=LATER) == (0, 2, 0)
    day = dt.timedelta(days=1)
    assert names(queries.at_point(**point, on=LATER - day)) == ["Midtprøve"]
    assert names(queries.at_point(**point, on=LATER)) == ["Vestprøve"]
    assert queries.at_point(**point, on=FIRST - day) == []
    # A mistake is mended on the day that it was said to begin: there are not two.
    assert drawn(gerda, files.MUNICIPALITIES, on=LATER) == (0, 2, 1)
    assert names(queries.at_point(**point, on=LATER)) == ["Midtprøve"]
    area = Area.objects.get(name="Midtprøve")
    assert [row["from_on"] for row in queries.history(area.id)] == [LATER, FIRST]


def test_a_housing_area_lies_where_most_of_it_lies(gerda):
    assert drawn(gerda, files.HOUSING, H) == (0, 0, 0)
    kept = BorderFile.objects.get()
    assert {problem[2] for problem in kept.problems} == {"nothing-around"}
    drawn(gerda, files.MUNICIPALITIES)
    assert drawn(gerda, files.HOUSING, H) == (2, 0, 0)
    told = Area.objects.filter(kind=H).order_by("name").values_list("name", "parent__name")
    assert list(told) == [("Prøveparken", "Vestprøve"), ("Randparken", "Vestprøve")]
    last = BorderFile.objects.order_by("-read_at").first()
    assert last.problems == [[3, "Søparken", "outside"]]
    # A district drawn later takes what is new; what has its place stays.
    district = geojson(feature({"navn": "Vestkvarteret"}, (12.30, 55.70, 12.35, 55.75)))
    assert drawn(gerda, district, D) == (1, 0, 0)
    more = geojson(feature({"navn": "Nyparken"}, (12.31, 55.71, 12.312, 55.712)))
    assert drawn(gerda, more, H) == (1, 0, 0)
    assert Area.objects.get(name="Nyparken").parent.name == "Vestkvarteret"
    assert drawn(gerda, files.HOUSING, H) == (0, 0, 2)


def test_a_point_finds_the_innermost_area_and_a_name_finds_its_own(gerda):
    drawn(gerda, files.MUNICIPALITIES)
    drawn(gerda, files.HOUSING, H)
    today = dt.date(2026, 6, 1)
    for typed in ("55.725, 12.325", "55,725 12,325", "(55.725; 12.325)", " 55.725,12.325 "):
        assert names(queries.found(typed, on=today)) == ["Prøveparken", "Vestprøve"], typed
    assert names(queries.found("55.725, 11.0", on=today)) == []
    assert names(queries.found("  PRØVE ", on=today)) == ["Prøveparken", "Midtprøve", "Vestprøve", "Østprøve"]
    assert queries.found("", on=today) == []
    Area.objects.filter(name="Prøveparken").update(ended_at=dt.datetime.now(dt.UTC))
    assert names(queries.found("55.725, 12.325", on=today)) == ["Vestprøve"]


def test_sketched_borders_give_way_to_measured_ones(gerda):
    assert drawn(gerda, files.MUNICIPALITIES, schematic=True) == (3, 0, 0)
    assert drawn(gerda, files.MUNICIPALITIES) == (0, 3, 0)
    assert not Border.objects.filter(is_schematic=True).exists()


def test_a_file_is_started_once_and_can_be_stopped(gerda):
    file_id = begun(gerda, files.MUNICIPALITIES)
    importing.start(by=None, file_id=file_id)
    with pytest.raises(importing.WrongStateError):
        importing.start(by=None, file_id=file_id)
    importing.stop(file_id=file_id)
    assert importing.run_piece(file_id=file_id) is False
    assert BorderFile.objects.get().state == FileState.STOPPED
    assert not Border.objects.exists()
    with pytest.raises(importing.WrongStateError):
        importing.match(file_id=file_id, name="KOMNAVN", code="")


def test_names_that_stand_elsewhere(gerda):
    file_id = begun(gerda, geojson(feature({"navn": "", "sted": "Her", "nr": 7}, files.WEST)))
    with pytest.raises(importing.NoNamesError):
        importing.match(file_id=file_id, name="navn", code="")
    importing.match(file_id=file_id, name="sted", code="nr")
    (one,) = importing.preview(importing.get(file_id=file_id)).placed
    assert (one.outline.name, one.outline.code) == ("Her", "7")


def test_a_piece_goes_on_where_the_last_one_ended(gerda, monkeypatch):
    monkeypatch.setattr(importing, "PIECE", 2)
    file_id = begun(gerda, files.MUNICIPALITIES)
    importing.start(by=None, file_id=file_id)
    assert importing.run_piece(file_id=file_id) is True
    assert importing.get(file_id=file_id).done == 2
    assert importing.run_piece(file_id=file_id) is False
    assert importing.run_piece(file_id=file_id) is False
    assert Border.objects.count() == 3


def test_the_worker_draws_as_whoever_started_it_and_stops_when_they_may_no_longer(acting_as, cast, as_maintenance):
    with acting_as("gerda") as gerda:
        file_id = begun(gerda, files.MUNICIPALITIES)
        importing.start(by=gerda, file_id=file_id)
    started = {"file_id": str(file_id), "actor": str(named("gerda")), "organisation": str(named("gladsaxe"))}
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [named("gerda")])
    run_file(**started)
    state = "SELECT state, (SELECT count(*) FROM areas_border) FROM areas_borderfile"
    assert as_maintenance.execute(state).fetchone() == ("stopped", 0)


def test_the_worker_draws_all_of_it(acting_as, cast, as_maintenance):
    with acting_as("gerda") as gerda:
        file_id = begun(gerda, files.MUNICIPALITIES)
        importing.start(by=gerda, file_id=file_id)
    run_file(file_id=str(file_id), actor=str(named("gerda")), organisation=str(named("gladsaxe")))
    state = "SELECT state, (SELECT count(*) FROM areas_border) FROM areas_borderfile"
    assert as_maintenance.execute(state).fetchone() == ("done", 3)


def test_what_is_not_there_is_not_found(gerda):
    with pytest.raises(Http404):
        importing.get(file_id=named("gladsaxe"))
    with pytest.raises(Http404):
        importing.stop(file_id=named("gladsaxe"))
    with pytest.raises(Http404):
        importing.run_piece(file_id=named("gladsaxe"))
