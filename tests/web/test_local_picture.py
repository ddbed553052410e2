"""The pages of the local picture: written, read across borders, followed up, thanked, followed, ended; nobody named."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pikepdf import Dictionary, Pdf

from tests import page_scene, paper
from tests import picture_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.incidents.models import Signal
from tvaers.localpicture import queries
from tvaers.localpicture.models import Bulletin, BulletinNote, Subscription
from tvaers.web.localpicture import week

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW, FOLLOWING = (reverse(f"localpicture:{name}") for name in ("list", "new", "following"))


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


def typed(**changes):
    today = clock.today()
    plain = {
        "form": "5f1f2a51-0a9e-4a0c-8f2e-5d0d8f3f4d10",
        "kind": "mood",
        "title": "Fyrværkeri ved stationen",
        "area": str(scene.PARK),
        "certainty": "observed",
        "text": "Flere aftener mellem kl. 21 og 23.",
        "day_day": today.day,
        "day_month": today.month,
        "day_year": today.year,
        "time": "0.00",
        "audience": [str(named("herlev")), str(named("police"))],
    }
    until = scene.reaching().until.astimezone(clock.COPENHAGEN).date()
    return plain | {"until_day": until.day, "until_month": until.month, "until_year": until.year} | changes


def page_of(client, bulletin):
    return client.get(reverse("localpicture:bulletin", args=[bulletin])).content.decode()


def test_what_one_writes_is_read_in_the_next_municipality_and_at_the_police(drawn, client_for, acting_as):
    answer = client_for("dina").post(NEW, typed())
    assert answer.status_code == 302
    for who in ("dina", "hanne", "palle"):
        shown = client_for(who).get(LIST).content.decode()
        for words in ("Fyrværkeri ved stationen", "Set af Gladsaxe, i dag", "Prøveparken, Prøvekøbing", "En melding"):
            assert words in shown, (who, words)
        assert re.search(r'tv-map__pin--seen.*<text y="7">1</text>', shown)
    for who in ("olga", "karen"):
        assert "Stille i områderne" in client_for(who).get(LIST).content.decode()
        assert client_for(who).get(answer["Location"]).status_code == 404
    assert client_for("vera").get(LIST).status_code == 403
    with acting_as("dina"):
        assert Bulletin.objects.get().expires_at == scene.reaching().until.astimezone(clock.COPENHAGEN).replace(
            hour=23, minute=59, second=59, microsecond=0
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "Set 010203-1234"}, "Det ligner et CPR-nummer."),
        ({"text": "Mohammed stod der igen."}, "Er disse ord navnet på en person?"),
        ({"kind": "gathering"}, "Vælg cirka, hvor mange der var."),
        ({"area": ""}, "Vælg området."),
        ({"time": "kvart"}, "Skriv klokkeslættet"),
        ({"until_year": "2099"}, "Vælg senest"),
        ({"audience": [str(named("association"))]}, "Vælg"),
    ],
)
def test_what_cannot_stand_there_is_said_at_its_field_and_nothing_typed_is_lost(drawn, client_for, changes, words):
    page = client_for("dina").post(NEW, typed(spot="ved kiosken", **changes)).content.decode()
    assert words in page
    assert 'value="ved kiosken"' in page
    assert 'value="Fyrværkeri ved stationen"' in page or "title" in changes


def test_what_looks_like_a_name_is_confirmed_once_and_other_words_are_asked_about_again(drawn, client_for, acting_as):
    dina = client_for("dina")
    said = typed(text="De mødtes ved Brønden.")
    page = dina.post(NEW, said).content.decode()
    assert "Brønden" in re.search(r'name="no_persons" value="([^"]*)"', page)[1]
    again = dina.post(NEW, said | {"text": "De mødtes ved Brønden med Mohammed.", "no_persons": "Brønden"})
    assert "Mohammed" in again.content.decode()
    assert dina.post(NEW, said | {"no_persons": "Brønden"}).status_code == 302
    # The areas' own names are known.
    assert dina.post(NEW, typed(form="", text="De går fra Prøveparken til Engen.")).status_code == 302


def test_its_readers_follow_it_up_and_thank(drawn, client_for, as_administrator):
    bulletin = scene.written()
    address, hanne = reverse("localpicture:bulletin", args=[bulletin]), client_for("hanne")
    assert "Skriv, hvad det er blevet til." in hanne.post(address, {"form": "", "text": " "}).content.decode()
    assert hanne.post(address, {"form": "", "text": "Vi har talt med kiosken."}).status_code == 302
    hanne.post(reverse("localpicture:thanks", args=[bulletin]), {"do": "thank"})
    page = page_of(client_for("dina"), bulletin)
    assert "Vi har talt med kiosken." in page
    assert "Tak fra Herlev" in page
    assert "Tak, det kan jeg bruge" not in page
    assert "Tag din tak tilbage" in page_of(hanne, bulletin)
    hanne.post(reverse("localpicture:thanks", args=[bulletin]), {"do": "take-back"})
    assert "Tak fra Herlev" not in page_of(hanne, bulletin)
    names = "SELECT name FROM audit_event WHERE object_id = %s AND name LIKE 'localpicture.thank%%' ORDER BY at"
    told = [name for (name,) in as_administrator.execute(names, [str(bulletin)]).fetchall()]
    assert told == ["localpicture.thanked", "localpicture.thanks_taken_back"]
    assert "En opfølgning" in client_for("palle").get(LIST).content.decode()


def test_it_is_ended_before_its_day_by_its_author_and_stays_with_the_own_organisation(drawn, client_for):
    bulletin = scene.written()
    end = reverse("localpicture:end", args=[bulletin])
    assert "Afslut meldingen" not in page_of(client_for("hanne"), bulletin)
    assert client_for("hanne").post(end).status_code == 403
    assert client_for("dina").post(end).status_code == 302
    assert client_for("hanne").get(reverse("localpicture:bulletin", args=[bulletin])).status_code == 404
    assert "Den er udløbet" in page_of(client_for("dina"), bulletin)
    assert "Fyrværkeri" in client_for("dina").get(reverse("localpicture:ended")).content.decode()
    assert "Fyrværkeri" not in client_for("dina").get(LIST).content.decode()


def test_the_list_is_narrowed_and_says_so(drawn, client_for):
    scene.written(title="I parken")
    scene.written(title="På engen", area=scene.MEADOW, kind="good", certainty="told")
    palle = client_for("palle")
    for query, there in (
        (f"?area={scene.TOWN}", {"I parken", "På engen"}),
        (f"?area={scene.MEADOW}", {"På engen"}),
        ("?kind=mood", {"I parken"}),
        ("?certainty=told", {"På engen"}),
        ("?days=1", {"I parken", "På engen"}),
        ("?kind=conflict", set()),
        ("?kind=nothing&area=x&days=9", {"I parken", "På engen"}),
    ):
        page = palle.get(LIST + query).content.decode()
        assert {title for title in ("I parken", "På engen") if title in page} == there, query
    assert "Ingen melding passer til filteret." in palle.get(f"{LIST}?kind=conflict").content.decode()


def test_what_came_since_one_looked_is_marked_and_what_one_follows_comes_to_today(drawn, client_for):
    palle, today = client_for("palle"), reverse("today:list")
    palle.get(LIST)
    palle.post(FOLLOWING, {"area": str(scene.TOWN), "kind": ""})
    palle.post(FOLLOWING, {"area": str(scene.TOWN), "kind": ""})
    with clock.frozen(clock.now() + scene.timedelta(hours=1)):
        scene.written(title="Nyt i parken")
        scene.written("dina", "herlev", title="Kun til Herlev")
    # A narrowed list does not show all that came: it is no look.
    palle.get(f"{LIST}?kind=good")
    assert "Nyt i parken" in palle.get(today).content.decode()
    with clock.frozen(clock.now() + scene.timedelta(hours=2)):
        page = palle.get(LIST).content.decode()
        assert "En er ny, siden du sidst så efter" in page
        assert "Kun til Herlev" not in page
        assert "Nyt i parken" not in palle.get(today).content.decode()
    stop = re.search(r'action="(/localpicture/following/[^"]+)"', palle.get(FOLLOWING).content.decode())[1]
    client_for("hanne").post(stop)
    assert "Prøvekøbing" in palle.get(FOLLOWING).content.decode()
    palle.post(stop)
    assert "Du følger ikke noget endnu." in palle.get(FOLLOWING).content.decode()


def test_an_area_tells_how_it_is_what_goes_on_what_works_and_whom_to_call(drawn, client_for):
    area = reverse("localpicture:area", args=[scene.PARK])
    assert "Ingen har sagt, hvordan det er her." in client_for("palle").get(area).content.decode()
    scene.said("alice", kind="calm", text="Det er stille.")
    scene.said("palle", "gladsaxe", "herlev", kind="tense", text="To grupper mødtes.")
    scene.known()
    scene.written()
    page = client_for("hanne").get(area).content.decode()
    for words in ("Anspændt", "To grupper mødtes.", "Palle Patrulje, Politiet, i dag", "Rolig", "Natåben hal", "Fyrvæ"):
        assert words in page, words
    assert page.index("Anspændt") < page.index("Rolig")
    assert "Palle Patrulje, forebyggelsesbetjent" in page
    assert "Gælder ikke længere" not in page
    assert "Gælder ikke længere" in client_for("dina").get(area).content.decode()
    assert client_for("dina").get(reverse("localpicture:state", args=[scene.PARK])).status_code == 403
    assert client_for("alice").get(reverse("localpicture:state", args=[named("nowhere")])).status_code == 404


def test_a_state_needs_a_reason_and_an_end(drawn, client_for):
    state = reverse("localpicture:state", args=[scene.PARK])
    kept = {name: value for name, value in typed().items() if name.startswith(("until", "audience"))}
    page = client_for("alice").post(state, kept | {"kind": "conflict", "text": ""}).content.decode()
    assert "Skriv hvorfor" in page
    assert client_for("alice").post(state, kept | {"kind": "conflict", "text": "Slagsmål."}).status_code == 302
    assert "Konflikt" in client_for("palle").get(LIST).content.decode()


def test_sent_twice_it_is_written_once(drawn, client_for, acting_as):
    dina = client_for("dina")
    first = dina.post(NEW, typed())
    assert dina.post(NEW, typed())["Location"] == first["Location"]
    for _ in range(2):
        dina.post(first["Location"], {"form": named("note"), "text": "Fulgt op."})
        dina.post(FOLLOWING, {"area": "", "kind": "good"})
    with acting_as("dina"):
        assert (Bulletin.objects.count(), BulletinNote.objects.count(), Subscription.objects.count()) == (1, 1, 1)


def test_a_picture_goes_where_its_bulletin_goes_and_ends_with_it(drawn, client_for, acting_as):
    def sent(**changes):
        return client_for("dina").post(NEW, typed(picture=page_scene.picture(), **changes))

    assert "Se på billedet en gang til" in sent().content.decode()
    assert "Vælg filen igen" in sent(is_nobody="1", title="").content.decode()
    document = page_scene.upload("%PDF-1.4")
    assert client_for("dina").post(NEW, typed(picture=document, is_nobody="1")).status_code == 200
    bulletin = sent(is_nobody="1")["Location"]
    picture = re.search(r'<img src="([^"]+)"', client_for("hanne").get(bulletin).content.decode())[1]
    shown = client_for("hanne").get(picture)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert client_for("olga").get(picture).status_code == 404
    client_for("dina").post(f"{bulletin}end/")
    assert client_for("hanne").get(picture).status_code == 404
    assert client_for("dina").get(picture).status_code == 200


def test_the_week_comes_out_as_a_tagged_pdf_narrowed_as_the_list_is(drawn, client_for):
    scene.written(title="I parken", kind="gathering", size="5-9", anchors="Klubben om torsdagen.")
    scene.written(title="På engen", area=scene.MEADOW, kind="good")
    scene.said("palle", "gladsaxe", "herlev")
    hanne = client_for("hanne")
    link = re.search(r'href="(/localpicture/week.pdf[^"]*)"', hanne.get(f"{LIST}?kind=gathering").content.decode())[1]
    for address, there, gone in ((reverse("localpicture:week"), "På engen", "Nobody"), (link, "I parken", "På engen")):
        answer = hanne.get(address)
        words = " ".join(paper.pages(answer.content))
        assert answer["Content-Type"] == "application/pdf"
        assert there in words
        assert gone not in words
        assert "Prøveparken: Anspændt" in words
        assert "Ingen er nævnt ved navn." in words
    assert "Klubben om torsdagen." in words
    with Pdf.open(BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        figures = [each for each in document.objects if isinstance(each, Dictionary) and each.get("/S") == "/Figure"]
        assert "Kort over meldingerne" in str(figures[0].Alt)


def test_a_bulletin_answers_an_early_notice_and_closes_it(drawn, client_for, acting_as):
    today = clock.today()
    with acting_as("alice") as alice:
        signal = Signal.objects.create(
            owner_id=alice.organisation.id,
            method="permutation",
            family="damage",
            day=today,
            from_on=today,
            areas=[scene.PARK],
            by_area=[9],
            observed=9,
            expected=2.1,
            recurrence=400,
            until=scene.reaching().until,
        ).id
    for who, status in (("dina", 403), ("hanne", 404), ("alice", 200)):
        page = client_for(who).get(f"{NEW}?signal={signal}")
        assert page.status_code == status, who
    assert client_for("alice").get(f"{NEW}?signal=nothing").status_code == 404
    assert page.context["form"]["area"].value() == str(scene.PARK)
    assert re.search(r'value="damage"[^>]*checked', page.content.decode())
    sent = typed(kind="damage", signal=str(signal))
    for _ in range(2):
        written = client_for("alice").post(NEW, sent)["Location"]
    with acting_as("alice"):
        kept = Signal.objects.get(id=signal)
        assert kept.state == "answered"
        assert written == reverse("localpicture:bulletin", args=[kept.bulletin_id])
        assert Bulletin.objects.get().signal_id == signal


def test_a_follow_up_is_taken_out_by_who_wrote_it_or_the_bulletin(drawn, client_for, acting_as, as_administrator):
    bulletin = scene.written("alice")
    address = reverse("localpicture:bulletin", args=[bulletin])
    notes = {}
    for who in ("hanne", "palle"):
        client_for(who).post(address, {"form": "", "text": f"Skrevet af {who}."})
        with acting_as(who):
            notes[who] = BulletinNote.objects.order_by("-written_at").values_list("id", flat=True).first()
    out = {who: reverse("localpicture:note-out", args=[note]) for who, note in notes.items()}
    # Another reader, and a colleague of the bulletin's author who decides nothing.
    assert out["hanne"] not in page_of(client_for("palle"), bulletin)
    assert client_for("palle").post(out["hanne"]).status_code == 403
    assert client_for("dina").post(out["hanne"]).status_code == 403
    assert client_for("olga").post(out["hanne"]).status_code == 404
    assert "Opfølgningen er taget ud." in client_for("hanne").post(out["hanne"], follow=True).content.decode()
    assert "Skrevet af hanne." not in page_of(client_for("palle"), bulletin)
    assert client_for("hanne").post(out["hanne"]).status_code == 404
    assert client_for("alice").post(out["palle"]).status_code == 302
    assert "Skrevet af palle." not in page_of(client_for("palle"), bulletin)
    told = "SELECT count(*) FROM audit_event WHERE name = 'localpicture.note_taken_out' AND object_id = %s"
    assert as_administrator.execute(told, [str(bulletin)]).fetchone() == (2,)


def test_thanks_and_following_are_on_record_when_they_change_something(drawn, client_for, as_maintenance):
    bulletin = scene.written()
    hanne, thanks = client_for("hanne"), reverse("localpicture:thanks", args=[bulletin])
    for do in ("thank", "thank", "take-back", "take-back"):
        hanne.post(thanks, {"do": do})
    for _ in range(2):
        hanne.post(FOLLOWING, {"area": "", "kind": "good"})
    stop = re.search(r'action="(/localpicture/following/[^"]+)"', hanne.get(FOLLOWING).content.decode())[1]
    for _ in range(2):
        hanne.post(stop)
    rows = as_maintenance.execute("SELECT name FROM audit_event WHERE name LIKE 'localpicture.%' ORDER BY at, id")
    assert [row[0].removeprefix("localpicture.") for row in rows] == [
        *("written", "thanked", "thanks_taken_back", "followed", "unfollowed")
    ]


def test_where_there_are_more_than_stand_there_it_is_said(drawn, client_for, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    monkeypatch.setattr(week, "render_document", lambda document: repr(document).encode())
    area, paper = reverse("localpicture:area", args=[scene.PARK]), reverse("localpicture:week")
    more = "Der er flere. Vælg et område eller en slags for at se resten."
    for number in range(3):
        scene.written(title=f"Melding {number}")
        palle = client_for("palle")
        page, printed = palle.get(area).content.decode(), palle.get(paper).content.decode()
        assert ("Der er flere" in page) == ("Der er flere" in printed) == (number == 2)
    assert "Melding 0" not in page
    assert "Melding 0" not in printed
    assert more in client_for("palle").get(LIST).content.decode()
