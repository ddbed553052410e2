"""A file of incidents leads to an early notice, and that to a bulletin, which the police read."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import incident_scene as scene
from tests.cast import named
from tests.journeys.arriving import follow, press
from tvaers.foundation import clock
from tvaers.incidents import tasks

AREAS, DAYS = 24, 300
# Written in several pieces, the last of them not full. What a hundred thousand take, `make bench` measures.
MANY = 25_000
BY = {"actor": str(named("bo")), "organisation": str(named("gladsaxe"))}


def file(number):
    """So many rows over a year, a little everywhere, and many fires in three neighbouring areas of late."""
    yesterday, places = clock.today() - timedelta(days=1), scene.places(AREAS)
    fires = max(8, number // 1500)
    cluster = [
        scene.line(yesterday - timedelta(days=back), place=place, kind="Brand", reference=f"b-{back}-{place}-{each}")
        for back in range(4)
        for place in places[:3]
        for each in range(fires)
    ]
    usual = [
        scene.line(
            yesterday - timedelta(days=each % DAYS),
            place=places[each * 7 % AREAS],
            kind=scene.KINDS[each // 5 % 4],
            reference=f"a-{each}",
        )
        for each in range(number - len(cluster))
    ]
    return scene.csv([*usual, *cluster])


@pytest.mark.first
@pytest.mark.parametrize(("number", "width"), [(MANY, 1280), (4_000, 360)])
def test_a_file_leads_to_a_notice_and_a_bulletin(journey, cast, as_maintenance, number, width):
    scene.add_areas(as_maintenance, more=AREAS)
    page = journey.open("/localpicture/", key="bo", width=width)
    page.set_default_timeout(120_000)
    follow(page, "Hændelser")
    follow(page, "Indlæs hændelser")
    page.get_by_label("CSV- eller Excel-fil").set_input_files(
        {"name": "hændelser.csv", "mimeType": "text/csv", "buffer": file(number)}
    )
    page.get_by_label("Københavns Vestegns Politi").check()
    press(page, "Læs filen ind")
    # Names and descriptions are never read.
    expect(page.get_by_text("Navn, Beskrivelse")).to_be_visible()
    journey.check(page, f"notice-preview-{number}-{width}")
    press(page, re.compile(r"Skriv [\d.]+ hændelser"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    tasks.run_file(file_id=page.url.rstrip("/").split("/")[-1], **BY)
    expect(page.get_by_text(re.compile("nye hændelser"))).to_be_visible()
    follow(page, "Til hændelserne")
    journey.check(page, f"notice-counts-{number}-{width}")
    follow(page, "Tidlige varsler")
    press(page, "Se igennem nu")
    tasks.scan_asked(scan_id=page.url.rstrip("/").split("/")[-1], **BY)
    follow(page, "Til de tidlige varsler")
    follow(page, re.compile("Prøvehøj"))
    expect(page.get_by_role("heading", name="Hvad metoden kan se og ikke kan se")).to_be_visible()
    journey.check(page, f"notice-{number}-{width}")
    follow(page, "Skriv en melding")
    page.get_by_label("Kort fortalt").fill("Flere brande i containere")
    press(page, "Sæt den i lokalbilledet")
    expect(page.get_by_role("heading", name="Flere brande i containere")).to_be_visible()
    police = journey.open("/localpicture/", key="palle", width=width)
    expect(police.get_by_role("heading", name="Flere brande i containere")).to_be_visible()
    page.goto(f"{journey.address}/incidents/signals/?view=answered")
    expect(page.get_by_role("link", name=re.compile("Prøvehøj"))).to_be_visible()
