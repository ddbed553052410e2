"""The local picture in a real browser: written in one municipality, read in the next, followed up, followed, ended."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests import picture_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS

LIST = "/localpicture/"


def stripes():
    """A picture of black and white stripes, four points wide."""
    picture = Image.new("L", (200, 120))
    picture.putdata([255 * (x // 4 % 2) for _y in range(120) for x in range(200)])
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


@BOTH_WAYS
def test_a_bulletin_goes_across_the_border_and_comes_back_with_thanks(journey, drawn, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"picture-{name}-{width}")

    page = journey.open(LIST, key="dina", width=width, javascript=javascript)
    expect(page.get_by_role("heading", name="Stille i områderne")).to_be_visible()
    check(page, "empty")
    follow(page, "Skriv en melding")
    page.get_by_label("Unge samlet").check()
    page.get_by_label("Kort fortalt").fill("Stor gruppe ved boldburet")
    page.get_by_label("Hvor?", exact=True).select_option(str(scene.PARK))
    page.get_by_label("Set af mig eller en kollega").check()
    page.get_by_label("Hvad sker der?").fill("De mødes ved Brønden.")
    press(page, "Sæt den i lokalbilledet")
    # A group is told of with its size, and what may be a name is asked about; nothing typed is lost.
    expect(page.get_by_label("Kort fortalt")).to_have_value("Stor gruppe ved boldburet")
    page.get_by_label("Hvor mange?").select_option("10-19")
    page.get_by_label("Nej, det er steder eller ting.").check()
    check(page, "asked")
    press(page, "Sæt den i lokalbilledet")
    expect(page.get_by_role("heading", name="Stor gruppe ved boldburet")).to_be_visible()
    check(page, "written")

    other = journey.open(LIST, key="hanne", width=width, javascript=javascript)
    expect(other.get_by_role("heading", name="En melding")).to_be_visible()
    check(other, "list")
    follow(other, "1. Stor gruppe ved boldburet")
    press(other, "Tak, det kan jeg bruge")
    other.get_by_label("Hvad er det blevet til?").fill("Vi går forbi i aften.")
    press(other, "Tilføj opfølgningen")
    expect(other.get_by_text("Tak fra Herlev")).to_be_visible()
    check(other, "followed-up")

    page.reload()
    expect(page.get_by_text("Vi går forbi i aften.")).to_be_visible()
    press(page, "Afslut meldingen")
    expect(page.get_by_text("Den er udløbet")).to_be_visible()
    other.goto(journey.address + LIST)
    expect(other.get_by_role("heading", name="Stille i områderne")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_area_is_said_to_be_tense_and_its_page_tells_what_works(journey, drawn, width):
    scene.known()
    page = journey.open(f"/localpicture/areas/{scene.PARK}/", key="palle", width=width)
    follow(page, "Sig, hvordan det er")
    page.get_by_label("Anspændt").check()
    press(page, "Sæt det på områdets side")
    page.get_by_label("Hvorfor siger du det?").fill("To grupper mødtes i går.")
    press(page, "Sæt det på områdets side")
    expect(page.get_by_text("To grupper mødtes i går.").first).to_be_visible()
    expect(page.get_by_text("Natåben hal fredag.")).to_be_visible()
    journey.check(page, f"picture-area-{width}")


def test_the_list_is_narrowed_by_the_slider_and_what_one_follows_comes_to_today(journey, drawn):
    scene.written(title="I dag i parken")
    scene.written(title="Forleden", happened_at=scene.clock.now() - scene.timedelta(days=5))
    page = journey.open(LIST, key="hanne")
    slider = page.get_by_label("Tid")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("De seneste 2 dage")).to_be_visible()
    press(page, "Vis")
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    journey.check(page, "picture-narrowed")
    follow(page, "Ryd afgrænsningen")
    expect(page.get_by_role("heading", name="2 meldinger")).to_be_visible()
    follow(page, "Det, jeg følger")
    press(page, "Følg det")
    journey.check(page, "picture-following")
    with scene.clock.frozen(scene.clock.now() + scene.timedelta(minutes=5)):
        scene.written(title="Godt nyt fra klubben", kind="good")
    page.goto(journey.address)
    expect(page.get_by_role("link", name="Godt nyt fra klubben", exact=True)).to_be_visible()


def test_a_bulletin_is_gone_for_others_when_its_day_is_over(journey, drawn, as_maintenance):
    bulletin = scene.written(title="Kun til i dag", days=0.4)
    page, own = journey.open(LIST, key="palle"), journey.open(LIST, key="dina")
    expect(page.get_by_text(re.compile("Udløber i dag|Udløber i morgen"))).to_be_visible()
    scene.over(as_maintenance, bulletin, days=0)
    page.reload()
    expect(page.get_by_role("heading", name="Stille i områderne")).to_be_visible()
    assert page.goto(f"{journey.address}{LIST}{bulletin}/").status == 404
    follow(own, "Udløbne meldinger")
    expect(own.get_by_role("link", name="Kun til i dag")).to_be_visible()
    journey.check(own, "picture-ended")


@pytest.mark.parametrize("width", [1280, 360])
def test_faces_are_blurred_before_the_picture_leaves_the_device(journey, drawn, width):
    page = journey.open("/localpicture/new/", key="dina", width=width)
    page.get_by_label("Andet").check()
    page.get_by_label("Kort fortalt").fill("Væltet skilt")
    page.get_by_label("Hvor?", exact=True).select_option(str(scene.PARK))
    page.get_by_label("Set af mig eller en kollega").check()
    # Stripes of black and white: what is blurred becomes one grey.
    page.get_by_label("Et billede af stedet").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": stripes()}
    )
    canvas = page.get_by_role("application", name="Billedet, som kan sløres")
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    journey.check(page, f"picture-blur-{width}")
    page.get_by_label("Ingen kan genkendes på billedet").check()
    press(page, "Sæt den i lokalbilledet")
    shown = page.get_by_role("img", name="Billede af stedet: Væltet skilt")
    expect(shown).to_be_visible()
    answer = page.request.get(shown.get_attribute("src"))
    kept = Image.open(BytesIO(answer.body())).convert("L")
    assert answer.headers["content-type"] == "image/jpeg"
    assert contrast(kept, 30, 30) < 60, "it was drawn over"
    assert contrast(kept, 92, 42) < 60, "from the keyboard as well"
    assert contrast(kept, 20, 105) > 150, "and nothing else"


def test_what_is_drawn_is_sent_also_when_the_finger_is_interrupted_and_the_form_sent_at_once(journey, drawn):
    page = journey.open("/localpicture/new/", key="dina", width=360)
    page.get_by_label("Andet").check()
    page.get_by_label("Kort fortalt").fill("Væltet skilt")
    page.get_by_label("Hvor?", exact=True).select_option(str(scene.PARK))
    page.get_by_label("Set af mig eller en kollega").check()
    page.get_by_label("Ingen kan genkendes på billedet").check()
    # A slow device: what is made anew comes late. And a gesture takes the finger over: it is never lifted.
    page.evaluate(
        """() => {
            const made = HTMLCanvasElement.prototype.toBlob;
            HTMLCanvasElement.prototype.toBlob = function (done, ...how) {
                made.call(this, (blob) => setTimeout(() => done(blob), 1000), ...how);
            };
            const interrupted = (event) => {
                event.stopImmediatePropagation();
                event.target.dispatchEvent(new PointerEvent("pointercancel", { pointerId: event.pointerId }));
            };
            document.querySelector("canvas").addEventListener("pointerup", interrupted, { capture: true });
        }"""
    )
    page.get_by_label("Et billede af stedet").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": stripes()}
    )
    canvas = page.get_by_role("application", name="Billedet, som kan sløres")
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    press(page, "Sæt den i lokalbilledet")
    shown = page.get_by_role("img", name="Billede af stedet: Væltet skilt")
    expect(shown).to_be_visible()
    kept = Image.open(BytesIO(page.request.get(shown.get_attribute("src")).body())).convert("L")
    assert contrast(kept, 30, 30) < 60
    assert contrast(kept, 20, 105) > 150


def contrast(picture, x, y):
    """How far apart the lightest and the darkest of the eight by eight points around a place are."""
    least, most = picture.crop((x - 4, y - 4, x + 4, y + 4)).getextrema()
    return most - least
