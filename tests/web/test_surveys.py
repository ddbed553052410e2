"""The pages of the surveys: begun, counted with a sum that is checked, published, set side by side, followed up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import picture_scene
from tests import survey_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.surveys import queries
from tvaers.surveys.enums import SurveyState
from tvaers.surveys.models import SafetyProblem, Survey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LIST, NEW = reverse("surveys:list"), reverse("surveys:new")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def at(name, *arguments):
    return reverse(f"surveys:{name}", args=arguments)


def said(client, address, **options):
    answer = client.get(address, **options)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("name", ["write", "counts", "publish", "problem", "end"])
def test_the_pages_of_making_are_the_municipalitys_own(client_for, name):
    survey = scene.typed() if name in {"write", "counts"} else scene.published()
    assert client_for("bo").get(at(name, survey)).status_code == 200
    for who, status in (("hanne", 403), ("palle", 403), ("oda", 404)):
        # A draft is hidden from its later readers too.
        expected = 404 if name in {"write", "counts"} and who == "hanne" else status
        expected = 403 if who == "palle" else expected
        assert client_for(who).get(at(name, survey)).status_code == expected, who


def test_associations_have_no_way_in(client_for):
    survey = scene.published()
    for address in (LIST, at("survey", survey), at("result", survey)):
        assert client_for("vera").get(address).status_code == 403
        assert client_for("helga").get(address).status_code == 403


def test_a_survey_is_begun_where_the_area_page_says_and_once(client_for):
    bo = client_for("bo")
    assert f'<option value="{picture_scene.PARK}" selected' in said(bo, f"{NEW}?area={picture_scene.PARK}")
    sent = {"form": scene.form(), **scene.written(picture_scene.PARK)}
    for _again in range(2):
        answer = bo.post(NEW, sent)
        assert answer.status_code == 302
    with acting_as("bo"):
        assert Survey.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"summary": "Mange nævner Ibrahim Hassan."}, "Ibrahim Hassan"),
        ({"summary": "Set 010203-1234"}, "CPR-nummer"),
        ({"until_date_year": "2020"}, "før den første"),
        ({"title": ""}, "Skriv, hvad det hedder"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client_for, changes, text):
    sent = {"form": scene.form(), **scene.written(picture_scene.PARK), "title": "Tryghed på torvet"} | changes
    answer = client_for("bo").post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page or "form-error" in page
    assert changes.get("summary", "") in page
    with acting_as("bo"):
        assert not Survey.objects.exists()


def test_counts_that_do_not_add_up_are_sent_back_with_what_lacks(client_for):
    survey = scene.begun()
    sent = scene.numbers(day_safe="18")
    answer = client_for("bo").post(at("counts", survey), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "giver 91, og 92 har svaret: der mangler 1." in page
    # At the field, and what was typed elsewhere stands there.
    assert 'href="#id_day_not-answered"' in page
    assert f'value="{sent["places_paths"]}"' in page
    again = client_for("bo").post(at("counts", survey), scene.numbers(day_safe="20", places_paths="93", asked="90"))
    page = again.content.decode()
    assert "1 for mange" in page
    assert "Kun 92 har svaret." in page
    assert "Flere har svaret, end der blev spurgt." in page
    with acting_as("bo"):
        assert queries.counts_of(survey) == {}


def test_a_question_left_out_is_not_shown_and_an_empty_field_is_nought(client_for):
    survey = scene.begun()
    sent = {name: value for name, value in scene.numbers().items() if not name.startswith("home_")}
    sent["day_very-safe"] = ""
    sent["day_safe"] = str(int(sent["day_safe"]) + 3)
    assert client_for("bo").post(at("counts", survey), sent).status_code == 302
    with acting_as("bo"):
        counts = queries.counts_of(survey)
    assert "home" not in counts
    assert counts["day"]["very-safe"] == 0
    page = said(client_for("bo"), at("survey", survey))
    assert "Ikke talt op:" in page
    assert "egen opgang og bolig" in page


def test_the_owner_types_and_every_reader_sees_what_is_shown(client_for):
    survey = scene.typed()
    bo, hanne = client_for("bo"), client_for("hanne")
    draft = said(bo, at("survey", survey))
    assert "Hvad andre vil se" in draft
    assert "92 af 160 adspurgte har svaret (58 %)" in draft
    assert hanne.get(at("survey", survey)).status_code == 404
    assert bo.post(at("publish", survey), scene.arranged()).status_code == 302
    for who in (bo, hanne):
        page = said(who, at("survey", survey))
        assert "færre end 5" in page
        assert "92 af 160 adspurgte har svaret (58 %)" in page
        # The one small number of each question is shown to nobody.
        assert 'data-title="Antal">3</td>' not in page
    assert "Trukket" not in said(hanne, LIST)
    assert "Tryghed i Prøveparken" in said(hanne, reverse("localpicture:area", args=[picture_scene.PARK]))


def test_of_few_it_says_so_and_gives_no_share(client_for):
    survey = scene.published(what=scene.counted(29, asked=40))
    page = said(client_for("hanne"), at("survey", survey))
    assert "Færre end 30 har svaret." in page
    assert "29 af 40 adspurgte har svaret (72 %)" in page
    assert 'tv-surveyshare" data-title="Andel"><span>–</span><svg' in page


def test_two_stand_side_by_side_each_with_how_many_answered(client_for):
    before = scene.published(title="Før", from_date=scene.days_ago(400), until_date=scene.days_ago(395))
    fewer = scene.counted(60, asked=200)
    now = scene.published(title="Nu", what=fewer, how="stall")
    page = said(client_for("palle"), at("compare", now, before))
    assert page.index("92 af 160 adspurgte") < page.index("60 af 200 adspurgte")
    assert ">for lille en forskel</td>" in page
    assert "Folk er spurgt på to måder" in page
    assert "Før" in said(client_for("palle"), at("survey", now))
    # Of different areas, of one twice, or of a draft nothing is set side by side.
    elsewhere = scene.published(title="Engen", area_id=picture_scene.MEADOW)
    for other in (elsewhere, now, uuid4(), scene.typed()):
        assert client_for("bo").get(at("compare", now, other)).status_code == 404


def test_what_is_to_be_done_stands_with_who_and_when_until_it_is_done(client_for):
    survey = scene.published()
    bo = client_for("bo")
    sent = {"form": scene.form(), **scene.to_do()}
    for _again in range(2):
        assert bo.post(at("problem", survey), sent).status_code == 302
    with acting_as("bo"):
        problem = SafetyProblem.objects.values_list("id", flat=True).get()
    page = said(client_for("palle"), at("survey", survey))
    assert "Lys på stien" in page
    assert "Sig, at det er gjort" not in page
    stranger = scene.to_do(responsible=str(named("outside")))
    assert bo.post(at("problem", survey), stranger).status_code == 422
    assert client_for("palle").post(at("done", problem), {"words": "Nej"}).status_code == 403
    done = {"form": scene.form(), "words": "Tre nye lamper", **scene.day("on", clock.today())}
    assert bo.post(at("done", problem), done | {"words": ""}).status_code == 422
    assert bo.post(at("done", problem), done).status_code == 302
    assert "Tre nye lamper" in said(client_for("palle"), at("survey", survey))


def test_a_colleague_who_saved_meanwhile_is_not_written_over(client_for):
    survey = scene.typed()
    answer = client_for("dina").post(at("counts", survey), scene.numbers(80))
    assert answer.status_code == 409
    assert "En kollega har ændret undersøgelsen imens" in answer.content.decode()
    assert client_for("dina").post(at("counts", survey), scene.numbers(80, version="2")).status_code == 302
    written = {"form": scene.form(), **scene.written(picture_scene.PARK, version="2")}
    assert client_for("bo").post(at("write", survey), written).status_code == 409


def test_it_is_published_and_taken_back_through_its_pages(client_for):
    survey = scene.typed()
    bo = client_for("bo")
    # Whoever looked before a colleague counted anew publishes nothing.
    bo.post(at("publish", survey), scene.arranged(version="1"))
    assert client_for("hanne").get(at("survey", survey)).status_code == 404
    bo.post(at("publish", survey), scene.arranged())
    assert client_for("hanne").get(at("survey", survey)).status_code == 200
    too_long = scene.day("until", clock.today() + timedelta(days=3000))
    assert bo.post(at("publish", survey), scene.arranged(**too_long)).status_code == 422
    assert bo.post(at("counts", survey), scene.numbers(version="2")).status_code == 302
    bo.post(at("end", survey), {"do": "end"})
    with acting_as("bo"):
        assert Survey.objects.get().state == SurveyState.ENDED
    assert client_for("hanne").get(at("survey", survey)).status_code == 404


def test_papers_are_pdf_and_tell_no_more_than_the_page(client_for):
    survey = scene.published()
    for who, name, arguments in (("bo", "form", ()), ("bo", "survey-form", (survey,)), ("palle", "result", (survey,))):
        answer = client_for(who).get(at(name, *arguments))
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")
