"""Borders in a real browser: a file looked through and drawn, a mistake mended, a point found, a base map below."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests import borders
from tests.borders import feature, geojson
from tests.cast import named
from tests.hostile_files import png
from tests.journeys.arriving import at, follow, press
from tests.journeys.conftest import BOTH_WAYS
from tvaers.areas import tasks

AREAS, BORDERS = "/administration/areas/", "/administration/areas/borders/"


def chosen(page, data, *, name="grænser.geojson", kind="Kommuner"):
    page.get_by_label("GeoJSON eller TopoJSON").set_input_files(
        {"name": name, "mimeType": "application/geo+json", "buffer": data}
    )
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Hvem har lavet dem?").fill("Prøvekontoret")
    press(page, "Læs filen ind")


def worked(page):
    """Let the worker do what was started."""
    file_id = page.url.rstrip("/").split("/")[-1]
    tasks.run_file(file_id=file_id, actor=str(named("gerda")), organisation=str(named("gladsaxe")))


@BOTH_WAYS
def test_a_file_is_looked_through_and_drawn(journey, cast, width, javascript):
    def check(name):
        if javascript:
            journey.check(page, f"borders-{name}-{width}")

    page = journey.open(AREAS, key="gerda", width=width, javascript=javascript)
    follow(page, "Indlæs grænser")
    chosen(page, b"<html>")
    # A browser gives no file back; everything else is as it was typed.
    expect(page.get_by_label("Hvem har lavet dem?")).to_have_value("Prøvekontoret")
    expect(
        page.get_by_role("link", name="Det er ikke GeoJSON eller TopoJSON, eller filen er beskadiget.")
    ).to_be_visible()
    check("refused")
    chosen(page, borders.MUNICIPALITIES)
    expect(page.get_by_role("heading", name="Det, der ville blive tegnet")).to_be_visible()
    expect(page.get_by_role("img", name="Kort over det, der er i filen")).to_be_visible()
    expect(page.get_by_role("cell", name="Står på den officielle liste, men er ikke en kommune.")).to_be_visible()
    check("preview")
    press(page, "Tegn 3 grænser")
    expect(page.get_by_text("0 af 3 områder")).to_be_visible()
    check("running")
    worked(page)
    if not javascript:
        page.reload()
    expect(page.get_by_text("3 grænser blev tegnet.")).to_be_visible()
    check("done")
    follow(page, "Til områderne")
    expect(page.get_by_role("img", name="Kort over områderne")).to_be_visible()
    page.get_by_label("Find et område").fill("55.75, 12.35")
    press(page, "Find")
    expect(page.get_by_role("heading", name="Et område for »55.75, 12.35«")).to_be_visible()
    check("found")


def test_the_name_stands_elsewhere_and_the_sketches_come_along(journey, cast):
    page = journey.open(BORDERS, key="gerda")
    chosen(page, geojson(feature({"navn": "", "sted": "Her"}, borders.WEST)))
    expect(page.get_by_text("Den har intet navn.")).to_be_visible()
    page.get_by_label("Hvor står navnet?").select_option(label="sted – »Her«")
    press(page, "Se den igennem igen")
    expect(page.get_by_role("button", name="Tegn en grænse")).to_be_visible()
    press(page, "Indlæs den ikke")
    at(page, AREAS)
    for sketch, words in (("De tre kommuner", "Tegn 3 grænser"), ("Deres boligområder", "Tegn 11 grænser")):
        page.goto(BORDERS)
        press(page, sketch)
        press(page, words)
        worked(page)
        expect(page.get_by_text("grænser blev tegnet.")).to_be_visible()
    follow(page, "Til områderne")
    expect(page.get_by_text("Skitse: viser, hvor områderne ligger")).to_be_visible()
    journey.check(page, "borders-sketched")
    page.emulate_media(color_scheme="dark")
    journey.check(page, "borders-sketched-dark")
    row = page.get_by_role("listitem").filter(has_text="Værebro Park").last
    row.get_by_role("link", name=re.compile("Ret.*Værebro Park")).click()
    expect(page.get_by_role("img", name="Kort over Værebro Park")).to_be_visible()
    journey.check(page, "borders-one")


class Tiles(BaseHTTPRequestHandler):
    """A base map's server, which lets other sites show its pictures."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(png())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def tiles(settings, journey):
    """What the server of a base map that is configured was asked for."""
    Tiles.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TVAERS_TILES = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    settings.TVAERS_TILES_BY = "Prøvekortet"
    journey.beside.append(f"http://127.0.0.1:{server.server_port}/")
    yield Tiles.asked
    server.shutdown()
    server.server_close()


def test_a_base_map_lies_below(journey, cast, tiles):
    page = journey.open(BORDERS, key="gerda")
    chosen(page, borders.MUNICIPALITIES)
    expect(page.get_by_text("Grundkort: Prøvekortet")).to_be_visible()
    pictures = page.locator(".tv-map image")
    assert pictures.count() > 3
    page.wait_for_load_state("networkidle")
    assert len(set(tiles)) == pictures.count()
    journey.check(page, "borders-based")
