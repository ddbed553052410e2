"""`tvaers read-borders`: what the administrators' page does, for who has no browser."""

import pytest

from tests import borders as files
from tests.borders import OFFICIAL, feature, geojson
from tvaers.areas.models import AreaKind
from tvaers.operations import installing, read_borders
from tvaers.operations.terminal import OperationError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def command(cast, tmp_path, monkeypatch, capsys):
    """Give the command with a file of this content; return its code, what it said and what it complained of."""
    monkeypatch.setattr(installing, "start_django", lambda role: None)

    def give(data, *more, kind="municipality"):
        path = tmp_path / "grænser.geojson"
        path.write_bytes(data)
        asked = [str(path), "--kind", kind, "--from", "2014-02-13", "--source", "Prøve", *more]
        code = read_borders.main(asked)
        said = capsys.readouterr()
        return code, said.out, said.err

    return give


def drawn(maintenance):
    rows = maintenance.execute(
        "SELECT a.name, b.is_schematic FROM areas_border b JOIN areas_area a ON a.id = b.area_id ORDER BY a.name"
    )
    return rows.fetchall()


def test_it_draws_and_says_what_it_left_out(command, as_maintenance):
    code, said, complained = command(files.MUNICIPALITIES)
    assert code == 0
    assert "3 areas: 3 new, 0 in the list already; 1 pieces left out" in said
    assert "3 of 3 areas" in said
    assert "Christiansø" in complained
    assert drawn(as_maintenance) == [("Midtprøve", False), ("Vestprøve", False), ("Østprøve", False)]
    assert "0 borders that were not there" in command(files.MUNICIPALITIES)[1], "once more changes nothing"
    assert command(files.POLICE, kind="police")[0] == 0
    held = as_maintenance.execute(
        "SELECT d.name FROM areas_area a JOIN areas_area d ON d.id = a.police_district_id WHERE a.name = 'Vestprøve'"
    )
    assert held.fetchone() == ("Prøvekredsens Politi",)


def test_the_log_tells_that_the_machine_did_it(command, as_maintenance):
    command(files.MUNICIPALITIES)
    told = "SELECT name, actor_id FROM audit_event WHERE name LIKE 'areas.%%' ORDER BY at"
    names = as_maintenance.execute(told).fetchall()
    assert ("areas.file_done", None) in names


def test_checked_it_draws_nothing(command, as_maintenance):
    code, said, _complained = command(files.MUNICIPALITIES, "--check")
    assert (code, "3 new" in said) == (0, True)
    assert drawn(as_maintenance) == []


def test_sketches_are_said_to_be_some(command, as_maintenance):
    command(geojson(feature({"navn": "Her"}, files.WEST)), "--sketched")
    assert drawn(as_maintenance) == [("Her", True)]


def test_names_that_stand_elsewhere(command, as_maintenance):
    data = geojson(feature({"navn": "Forkert", "sted": "Rigtig", "nr": 7, "tom": ""}, files.WEST))
    assert command(data, "--name", "sted", "--code", "nr")[0] == 0
    assert drawn(as_maintenance) == [("Rigtig", False)]
    with pytest.raises(OperationError, match="the file has: navn, sted, nr"):
        command(data, "--name", "findes ikke")
    with pytest.raises(OperationError, match="nothing stands in 'tom'"):
        command(data, "--name", "tom")


def test_what_cannot_be_drawn_is_no_success(command):
    code, _said, complained = command(geojson(feature({"navn": ""}, files.WEST)))
    assert code == 1
    assert "left out: piece 1 (without a name)" in complained
    with pytest.raises(OperationError, match="GeoJSON"):
        command(b"<html>")


@pytest.mark.parametrize("wrong", ["31-01-2026", "igår", ""])
def test_a_day_is_a_day(command, wrong):
    with pytest.raises(SystemExit):
        read_borders.main(["x.json", "--kind", "police", "--from", wrong, "--source", "x"])


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official borders are not beside this checkout")
def test_the_official_borders_go_in_as_one_area_each(command, as_maintenance):
    assert command((OFFICIAL / "kommuner.geojson").read_bytes())[0] == 0
    assert command((OFFICIAL / "politikredse.geojson").read_bytes(), kind="police")[0] == 0
    count = "SELECT count(*) FROM areas_area WHERE kind = %s"
    for kind, number in ((AreaKind.MUNICIPALITY, 98), (AreaKind.POLICE, 12)):
        assert as_maintenance.execute(count, [kind]).fetchone() == (number,)
    policed = as_maintenance.execute(
        "SELECT a.name, d.name FROM areas_area a JOIN areas_area d ON d.id = a.police_district_id"
        " WHERE a.name IN ('Gladsaxe', 'Herlev', 'Ballerup') ORDER BY a.name"
    )
    vestegnen = "Københavns Vestegns Politi"
    assert policed.fetchall() == [("Ballerup", vestegnen), ("Gladsaxe", vestegnen), ("Herlev", vestegnen)]
    without = "SELECT count(*) FROM areas_area WHERE kind = 'municipality' AND police_district_id IS NULL"
    assert as_maintenance.execute(without).fetchone() == (0,)
