"""Importing a file: chosen, matched, looked through, written by the job, again without doubles, stopped."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import named
from tests.repo import tree
from tvaers.concerns import tasks
from tvaers.concerns.actions import importing
from tvaers.concerns.actions.importing import TASK, WrongImportStateError
from tvaers.concerns.enums import StoppedBecause
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.models import Concern, Import, ImportMapping, Involved
from tvaers.sharing.sealing import sealed

IMPORT = "/concerns/import/"
EXAMPLE = tree.ROOT / "examples/bekymringer.csv"
SMALL = b"Fakta;Henvenderstype;Navn\nA;nabo;Testus Opdigt\nB;nabo;\n;nabo;\n"


def chosen(client, data=SMALL, name="liste.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def begun(client, data=SMALL) -> str:
    answer = chosen(client, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def matched(client, columns: str) -> str:
    form = client.get(columns).context["form"]
    answer = client.post(columns, {name: field.initial for name, field in form.fields.items()})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def run(columns: str) -> None:
    tasks.run_import(import_id=columns.split("/")[-2], actor=str(named("bo")), organisation=str(named("gladsaxe")))


def imported(client, data=SMALL) -> str:
    columns = begun(client, data)
    progress = client.post(matched(client, columns))["Location"]
    run(columns)
    return str(progress)


def test_from_the_file_to_the_result(bo, acting_as, as_administrator):
    columns = begun(bo)
    preview = matched(bo, columns)
    shown = bo.get(preview)
    assert (shown.context["fresh"], shown.context["known"]) == (2, 0)
    assert [problem["line"] for problem in shown.context["problems"]] == [4]
    with acting_as("bo"):
        assert not Concern.objects.exists()
    progress = bo.post(preview)["Location"]
    waiting = bo.get(progress)
    assert waiting.context["job"]["state"] == "running"
    run(columns)
    result = bo.get(progress)
    assert result.context["job"]["state"] == "done"
    assert [problem["line"] for problem in result.context["problems"]] == [4]
    with acting_as("bo"):
        assert {row.channel for row in Concern.objects.all()} == {"import"}
        assert Import.objects.get().table == b""


def test_the_same_file_again_writes_nothing(bo, acting_as):
    imported(bo)
    columns = begun(bo)
    shown = bo.get(matched(bo, columns))
    assert (shown.context["fresh"], shown.context["known"]) == (0, 2)
    bo.post(shown.wsgi_request.path)
    run(columns)
    with acting_as("bo"):
        assert Concern.objects.count() == 2
        assert Import.objects.order_by("-created_at").first().known == 2


def test_the_match_is_remembered_for_the_organisation(bo, client_for, acting_as):
    headings = b"Kolonne 1;Kolonne 2\nA;nabo\n"
    columns = begun(bo, headings)
    answer = bo.post(columns, {"fact": "0", "reporter_kind": "1"})
    assert answer.status_code == 302
    again = client_for("frida").get(begun(client_for("frida"), headings))
    assert again.context["view"].mapping == {"fact": 0, "reporter_kind": 1}
    theirs = client_for("hanne").get(begun(client_for("hanne"), headings))
    assert theirs.context["view"].mapping == {}
    with acting_as("bo"):
        assert ImportMapping.objects.count() == 1


def test_a_required_field_needs_a_column(bo):
    columns = begun(bo, b"X;Y\nA;nabo\n")
    answer = bo.post(columns, {})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"fact", "reporter_kind"}
    assert bo.post(columns, {"fact": "99", "reporter_kind": "-1"}).status_code == 422


def test_stopped_it_writes_no_more_and_forgets_the_file(bo, acting_as):
    columns = begun(bo)
    bo.post(matched(bo, columns))
    bo.post(columns + "stop/")
    run(columns)
    with acting_as("bo"):
        assert not Concern.objects.exists()
        row = Import.objects.get()
        assert (row.state, row.table) == ("cancelled", b"")


@pytest.mark.django_db(transaction=True)
def test_started_twice_it_runs_once(bo, acting_as, as_maintenance):
    columns = begun(bo)
    preview = matched(bo, columns)
    for _time in range(2):
        assert bo.post(preview)["Location"] == columns + "progress/"
    # Two who press at once both pass the page; the second is stopped here.
    with acting_as("bo") as actor, pytest.raises(WrongImportStateError):
        importing.start(by=actor, import_id=UUID(columns.split("/")[-2]))
    jobs = as_maintenance.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [TASK]).fetchone()
    assert jobs == (1,)
    for _time in range(2):
        run(columns)
    with acting_as("bo"):
        assert Concern.objects.count() == 2
        row = Import.objects.get()
        assert (row.state, row.done, row.written, row.known, row.bad) == ("done", 3, 2, 0, 1)


def test_whoever_loses_the_role_writes_nothing_more_and_the_import_ends_and_says_why(bo, acting_as, as_maintenance):
    columns = begun(bo)
    progress = bo.post(matched(bo, columns))["Location"]
    roles = "UPDATE partnerships_membership SET roles = %s WHERE id = %s"
    (before,) = as_maintenance.execute(
        "SELECT roles FROM partnerships_membership WHERE id = %s", [named("bo")]
    ).fetchone()
    as_maintenance.execute(roles, [0, named("bo")])
    run(columns)
    with acting_as("alice"):
        assert not Concern.objects.exists()
    with acting_as("bo"):
        row = Import.objects.get()
        assert (row.state, row.stopped_because, row.table) == ("cancelled", "role", b"")
        assert row.ended_at is not None
    as_maintenance.execute(roles, [before, named("bo")])
    shown = bo.get(progress)
    assert shown.context["job"]["state"] == "done"
    assert str(StoppedBecause.ROLE.label) in shown.content.decode()


def test_whoever_has_left_leaves_no_import_running(bo, acting_as, as_maintenance):
    columns = begun(bo)
    bo.post(matched(bo, columns))
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    run(columns)
    with acting_as("bo"):
        assert Import.objects.get().state == "cancelled"


def test_the_example_file(bo, acting_as, as_maintenance):
    for name in ("Mørkhøj", "Høje Gladsaxe", "Bagsværd", "Værebro Park", "Buddinge", "Søborg"):
        as_maintenance.execute("INSERT INTO areas_area (id, kind, name) VALUES (%s, 'district', %s)", [uuid4(), name])
    preview = bo.get(matched(bo, begun(bo, EXAMPLE.read_bytes())))
    counted = {name: preview.context[name] for name in ("fresh", "known", "together")}
    assert counted == {"fresh": 32, "known": 1, "together": 2}
    assert len(preview.context["problems"]) + sum(counted.values()) == preview.context["view"].total
    assert "49 rækker" in preview.content.decode()
    assert "2 rækker har samme reference" in preview.content.decode()
    page = bo.get(imported(bo, EXAMPLE.read_bytes()))
    assert "2 rækker nævnte hver endnu en person" in page.context["job"]["words"]
    view = page.context["view"]
    assert (view.written, view.known, view.bad, view.done) == (32, 1, 14, view.total)
    last = page.context["problems"][-1]
    assert [reason["column"] for reason in last["reasons"]] == ["Kanal", "Orienteret", "Enhed"]
    again = bo.get(imported(bo, EXAMPLE.read_bytes())).context["view"]
    assert (again.written, again.known, again.bad) == (0, 35, 14)


WHOLE = (
    "Reference;Fakta;Fra;Henvender;Relation;Kanal;Enhed;Om;Rolle;Navn;Født;Sprog;Tolk;Forælder;Forældertelefon;Hvornår;"
    "Orienteret;Den unge siger;Forældrenes reaktion;Ikke orienteret, fordi\n"
    "7;Hentet i en bil;skole;Lise Lærervig;klasselærer;telefon;Familieafdelingen;;;Testus Opdigt;2012;arabisk;ja;"
    "Mona Opdigt;01223344;Mandag kl. 14;den unge;Jeg er bange;Mor græd;Far kan blive voldsom\n"
    ";En anden bekymring;nabo;;;;;gruppe;;;;;;;;;;;;\n"
    "7;;;;;;;;vidne;Nora Påfund;;;;Mona Opdigt;01223344;;;;;\n"
)


def test_every_field_of_a_row_and_of_further_rows_is_on_the_open_concern(bo, client_for, acting_as):
    imported(bo, WHOLE.encode())
    with acting_as("bo"):
        concern = Concern.objects.get(channel="telephone")
        group = Concern.objects.exclude(id=concern.id).get()
        assert (concern.told, group.channel, group.about) == ("young", "import", "group")
        parts = Involved.objects.filter(dossier_id=concern.id).values_list("role", flat=True)
        assert sorted(parts) == ["of-concern", "relative", "witness"]
    page = client_for("carl").get(f"/concerns/{concern.id}/").content.decode()
    for said in (
        *("Hentet i en bil", "klasselærer", "Familieafdelingen", "Testus Opdigt", "arabisk", "har brug for tolk"),
        *("Mona Opdigt", "Nora Påfund", "Mandag kl. 14", "Jeg er bange", "Mor græd", "Far kan blive voldsom"),
    ):
        assert said in page, said


def test_a_concern_about_a_person_whom_nothing_is_known_of_is_about_somebody_unknown(bo, acting_as):
    imported(bo, b"Fakta;Fra;Om;Navn\nA;nabo;person;\nB;nabo;person;Testus\n")
    with acting_as("bo"):
        assert sorted(Concern.objects.values_list("about", flat=True)) == ["person", "unknown"]


def test_a_piece_holds_whole_concerns_and_each_row_is_handled_once(bo, acting_as, monkeypatch):
    monkeypatch.setattr(importing, "PIECE", 1)
    view = bo.get(imported(bo, WHOLE.encode())).context["view"]
    assert (view.written, view.known, view.bad, view.done, view.total) == (2, 0, 0, 3, 3)


def test_a_concern_of_several_rows_that_was_mended_is_written_once(bo, acting_as):
    first = bo.get(imported(bo, WHOLE.replace("vidne", "hovedmand").encode())).context["view"]
    assert (first.written, first.bad) == (1, 2)
    mended = bo.get(imported(bo, WHOLE.encode())).context["view"]
    assert (mended.written, mended.known, mended.bad) == (1, 1, 0)
    again = bo.get(imported(bo, WHOLE.encode())).context["view"]
    assert (again.written, again.known, again.bad) == (0, 3, 0)
    with acting_as("bo"):
        assert Concern.objects.count() == 2


def test_a_list_kept_before_columns_were_named_is_still_read(bo, acting_as):
    progress = imported(bo)
    with acting_as("bo"):
        row = Import.objects.get()
        old = sealed(Import, dossier=row.id, row=row.id, texts={"problems": '[[4, ["fact"]]]'})
        Import.objects.filter(id=row.id).update(**old)
    (problem,) = bo.get(progress).context["problems"]
    assert (problem["line"], [reason["column"] for reason in problem["reasons"]]) == (4, [""])


def test_an_import_is_nobody_elses(bo, client_for):
    columns = begun(bo)
    for key in ("alice", "frida", "hanne"):
        for address in (columns, columns + "preview/", columns + "progress/"):
            assert client_for(key).get(address).status_code == 404
        assert client_for(key).post(columns + "stop/").status_code == 404
    assert bo.get(IMPORT + f"{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><table></table></html>", "web"),
        (b"PK\x03\x04rubbish", ""),
        (b"a;b\n\x00;1\n", ""),
        (b"\x00\xff\xfe" * 500, ""),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (b"", ""),
    ],
    ids=["html", "broken zip", "nul", "noise", "huge", "empty"],
)
def test_a_hostile_file_gets_a_clear_message(bo, data, words):
    answer = chosen(bo, data, name="liste.xlsx")
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])


def test_the_empty_file_can_be_fetched_and_read(bo):
    answer = bo.get(IMPORT + "template.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    filled = answer.content + ("x;" * (len(Field) - 1) + "x").encode()
    form = bo.get(begun(bo, filled)).context["form"]
    assert all(field.initial != "" for field in form.fields.values())


@pytest.mark.parametrize("key", ["dina", "gerda", "inga"])
def test_a_role_that_decides_on_no_concerns_gets_403(client_for, key):
    assert client_for(key).get(IMPORT).status_code == 403


def test_wrong_method_405(bo):
    columns = begun(bo)
    assert bo.put(IMPORT).status_code == 405
    assert bo.get(columns + "stop/").status_code == 405
    assert bo.post(columns + "progress/").status_code == 405
    assert bo.post(IMPORT + "template.csv").status_code == 405


def test_the_bar_is_a_fragment_and_ends_with_the_whole_page(bo):
    columns = begun(bo)
    progress = bo.post(matched(bo, columns))["Location"]
    part = bo.get(progress, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"<progress" in part.content
    run(columns)
    assert bo.get(progress, headers={"HX-Request": "true"})["HX-Redirect"] == progress


def test_today_tells_when_it_is_done_until_the_result_is_read(bo):
    progress = imported(bo)
    assert progress in bo.get("/").content.decode()
    bo.get(progress)
    assert progress not in bo.get("/").content.decode()


def test_addresses_name_nobody():
    assert "Opdigt" not in reverse("concerns:import-columns", args=[uuid4()])
