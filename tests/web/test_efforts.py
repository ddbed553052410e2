"""The pages of the catalogue of efforts: read, narrowed, written, steps laid out, offered, said how full, closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import effort_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.efforts import actions
from tvaers.efforts.enums import EffortState, Kind, ProviderKind, Room
from tvaers.efforts.models import Effort, EffortStep
from tvaers.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = reverse("efforts:list"), reverse("efforts:new")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def at(name, *arguments):
    return reverse(f"efforts:{name}", args=arguments)


def said(client, address, *, status=200, **options):
    answer = client.get(address, **options)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def one():
    """The only effort there is, as Bo sees it."""
    with acting_as("bo"):
        return Effort.objects.get()


@pytest.fixture
def effort():
    return scene.offered()


# --- doors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["write", "steps", "offer", "room", "close"])
def test_the_pages_of_keeping_are_for_keepers(effort, client_for, name):
    address = at(name, effort)
    for keeper in ("bo", "frida"):
        assert client_for(keeper).get(address).status_code == 200
    for reader in ("dina", "alice", "hanne", "palle", "vera"):
        assert client_for(reader).get(address).status_code == 403, reader
    assert client_for("oda").get(address).status_code == 404
    assert client_for("bo").put(address).status_code == 405


@pytest.mark.parametrize("name", ["drop", "confirm"])
def test_what_is_only_sent_is_not_read(effort, client_for, name):
    assert client_for("bo").get(at(name, effort)).status_code == 405
    assert client_for("dina").post(at(name, effort)).status_code == 403
    assert client_for("oda").post(at(name, effort)).status_code == 404


def test_the_catalogue_is_read_by_its_audience_and_a_draft_by_nobody_else(effort, client_for):
    draft = scene.begun(title="Endnu en kladde")
    for reader in ("dina", "hanne", "palle"):
        page = said(client_for(reader), at("effort", effort))
        assert "Kontingent og udstyr" in page
        assert "Ret indsatsen" not in page
        assert at("write", effort) not in page
    assert "Endnu en kladde" in said(client_for("dina"), LIST)
    for outsider in ("hanne", "palle", "oda", "karen", "vera"):
        assert "Endnu en kladde" not in said(client_for(outsider), LIST), outsider
        said(client_for(outsider), at("effort", draft), status=404)
    assert client_for("bo").post(at("effort", effort)).status_code == 405


# --- reading ------------------------------------------------------------------------------------------


def test_the_page_tells_by_whom_where_and_its_steps(effort, client_for):
    page = said(client_for("hanne"), at("effort", effort))
    for words in ("Fritidsvejledningen", "Prøveparken", "Den første dag", "5 arbejdsdage efter start", "Bo Testesen"):
        assert words in page, words
    assert "Ingen har sagt, om der er plads" in page


def test_whether_there_is_room_is_said_by_name_and_runs_out(effort, client_for):
    bo = client_for("bo")
    assert bo.post(at("room", effort), {"room": "waiting"}).status_code == 302
    assert "Venteliste, siger Bo Testesen" in said(client_for("hanne"), at("effort", effort))
    assert "Venteliste, siger Bo Testesen" in said(client_for("hanne"), LIST)
    with acting_as("bo"):
        Effort.objects.update(room_on=clock.today() - timedelta(days=61))
    assert "Ingen har siden" in said(client_for("hanne"), at("effort", effort))
    assert bo.post(at("room", effort), {}).status_code == 422


def test_the_list_is_narrowed_by_kind_and_by_what_lies_in_an_area(effort, client_for):
    scene.offered(title="En mentor", kind=Kind.MENTOR, areas=[picture_scene.TOWN])
    scene.offered(title="Et job", kind=Kind.LEISURE_JOB, areas=[picture_scene.MEADOW])
    dina = client_for("dina")

    def narrowed(**query):
        page = said(dina, LIST, data=query)
        return {name for name in ("Fritidspas</b>", "En mentor</b>", "Et job</b>") if name in page}

    assert narrowed() == {"Fritidspas</b>", "En mentor</b>", "Et job</b>"}
    assert narrowed(kind="mentor") == {"En mentor</b>"}
    # What works in the whole town works in its park, and what works in the park stands among what the town has.
    assert narrowed(area=str(picture_scene.PARK)) == {"Fritidspas</b>", "En mentor</b>"}
    assert narrowed(area=str(picture_scene.TOWN)) == {"Fritidspas</b>", "En mentor</b>", "Et job</b>"}
    assert narrowed(kind="noget", area="x") == {"Fritidspas</b>", "En mentor</b>", "Et job</b>"}
    assert "uforståeligt" not in said(dina, LIST, data={"kind": "uforståeligt"})


def test_an_areas_page_tells_what_can_be_offered_there(effort, client_for):
    page = said(client_for("dina"), reverse("localpicture:area", args=[picture_scene.PARK]))
    assert at("effort", effort) in page
    assert at("effort", effort) not in said(
        client_for("dina"), reverse("localpicture:area", args=[picture_scene.MEADOW])
    )
    assert at("effort", effort) in said(client_for("dina"), reverse("localpicture:area", args=[picture_scene.TOWN]))


# --- writing ------------------------------------------------------------------------------------------


def test_one_is_written_its_steps_laid_out_and_offered(client_for):
    bo, form = client_for("bo"), scene.form()
    sent = scene.written(picture_scene.PARK, form=form)
    first, second = (bo.post(NEW, sent) for _ in range(2))
    row = one()
    assert first.url == second.url == at("steps", row.id)
    assert row.needs_consent, "an association is told nothing without"
    steps = (("Ring til foreningen", "lead", "2"), ("", "lead", ""), ("Mød op sammen", "choose", "0"))
    assert bo.post(at("steps", row.id), scene.laid(*steps, form=scene.form())).url == at("effort", row.id)
    with acting_as("bo"):
        assert [step.text for step in actions.steps_of(row.id)] == ["Mød op sammen", "Ring til foreningen"]
    assert bo.post(at("offer", row.id), scene.arranged()).url == at("effort", row.id)
    assert one().state == EffortState.OFFERED
    assert "Ny mentor" in said(client_for("hanne"), LIST)


def test_steps_come_and_go_by_buttons_and_nothing_typed_is_lost(effort, client_for):
    bo = client_for("bo")
    typed = scene.laid(("Det første", "lead", "1"), ("Det andet", "choose", "femten"))
    more = bo.post(at("steps", effort), typed | {"do": "add"}).content.decode()
    assert all(words in more for words in ("Det første", "Det andet", "femten", "text_2"))
    less = bo.post(at("steps", effort), typed | {"do": "remove-0"}).content.decode()
    assert "Det andet" in less
    assert "Det første" not in less
    wrong = bo.post(at("steps", effort), typed)
    assert wrong.status_code == 422
    assert "Skriv et helt tal" in wrong.content.decode()
    with acting_as("bo"):
        assert EffortStep.objects.count() == 3, "nothing was saved yet"


def test_what_a_colleague_saved_meanwhile_is_shown_beside_what_was_typed(effort, client_for):
    with acting_as("frida") as frida:
        actions.save(by=frida, effort=effort, told=scene.told(title="Fridas ord"), edition=1)
    bo = client_for("bo")
    sent = scene.written(picture_scene.PARK, title="Bos ord", version="1", form=scene.form())
    answer = bo.post(at("write", effort), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Fridas ord" in page
    assert "Bos ord" in page
    assert 'name="version" value="2"' in page
    assert bo.post(at("write", effort), sent | {"version": "2"}).status_code == 302
    steps = bo.post(at("steps", effort), scene.laid(version="1"))
    assert steps.status_code == 409
    assert "Aftal første gang med vejlederen" in steps.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Skriv, hvad den hedder"),
        ({"areas": []}, "Vælg, hvor den virker"),
        ({"what": "Set 010203-1234"}, "CPR"),
        ({"what": "Ring til Mohammed Hansen"}, "Mohammed Hansen"),
        (
            {
                "from_date_day": 2,
                "from_date_month": 3,
                "from_date_year": 2026,
                "until_date_day": 1,
                "until_date_month": 3,
                "until_date_year": 2026,
            },
            "før den begynder",
        ),
    ],
)
def test_bad_input_gets_a_message_and_nothing_is_lost(client_for, changes, words):
    answer = client_for("bo").post(NEW, scene.written(picture_scene.PARK, contact="fritid@example.org") | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "fritid@example.org" in page
    with acting_as("bo"):
        assert not Effort.objects.exists()


def test_a_starter_is_taken_over_once_and_offered_when_it_is_known_where(client_for):
    bo, form = client_for("bo"), scene.form()
    assert "Fritidspas" in said(bo, at("starter", "fritidspas"))
    said(bo, at("starter", "noget"), status=404)
    for _ in range(2):
        assert bo.post(at("starter", "mentor"), {"form": form, "do": "take"}).status_code == 302
    row = one()
    assert (row.starter, row.areas, row.needs_consent) == ("mentor", [], True)
    with acting_as("bo"):
        assert EffortStep.objects.count() == 6
    assert bo.get(at("offer", row.id)).url == at("write", row.id)
    assert client_for("dina").get(at("starter", "mentor")).status_code == 403


def test_it_is_closed_offered_again_and_a_draft_dropped(effort, client_for):
    bo = client_for("bo")
    assert "Herlev Kommune" in said(bo, at("close", effort))
    assert bo.post(at("close", effort), {"do": "close"}).status_code == 302
    assert "kan ikke længere vælges" in said(client_for("hanne"), at("effort", effort))
    assert bo.get(at("close", effort)).status_code == 302
    assert bo.get(at("room", effort)).status_code == 302
    assert bo.post(at("drop", effort)).url == at("effort", effort)
    assert bo.post(at("offer", effort), scene.arranged(audience=[])).status_code == 302
    said(client_for("hanne"), at("effort", effort), status=404)
    draft = scene.begun(title="Kladde")
    assert bo.post(at("drop", draft)).url == LIST
    said(bo, at("effort", draft), status=404)


def test_what_is_due_is_said_to_hold_for_another_year(client_for):
    effort = scene.offered(review_date=clock.today())
    bo = client_for("bo")
    assert "gælder et år til" in said(bo, at("effort", effort))
    assert "gælder et år til" not in said(client_for("dina"), at("effort", effort))
    assert bo.post(at("confirm", effort)).status_code == 302
    assert "gælder et år til" not in said(bo, at("effort", effort))


def test_before_its_time_and_after_it_says_so(client_for):
    effort = scene.offered(from_date=clock.today() + timedelta(days=9), room=Room.MORE)
    assert "Begynder" in said(client_for("dina"), at("effort", effort))
    assert "Begynder" in said(client_for("dina"), LIST)


def test_an_effort_of_a_firm_asks_for_consent_whatever_was_ticked(client_for):
    effort = scene.begun(provider_kind=ProviderKind.FIRM)
    assert "Der spørges først" in said(client_for("bo"), at("effort", effort))
    assert "Der spørges først" not in said(client_for("bo"), at("effort", scene.begun()))


def test_who_keeps_it_can_be_a_colleague_and_nobody_elsewhere(effort, client_for):
    bo = client_for("bo")
    assert bo.post(at("offer", effort), scene.arranged(keeper=str(named("hanne")))).status_code == 422
    assert bo.post(at("offer", effort), scene.arranged(keeper=str(named("frida")))).status_code == 302
    assert one().keeper_id == named("frida")
    assert bo.get(at("effort", uuid4())).status_code == 404
