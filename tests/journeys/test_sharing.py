"""Sharing across two browsers: the least is chosen, previewed, offered, accepted, seen, and taken back."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import agreement_scene, emergency_scene, factors, question_scene, rich_case
from tests.cast import named
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.journeys.test_agreements import signed as sign
from tests.journeys.test_emergencies import judged, opened
from tests.rich_case import POLICE, WORDS
from tvaers.guard.enums import Category

NECESSITY = "Palle møder Noah ved stationen og skal kunne tale med ham om fodbolden."


@pytest.fixture
def case(cast, transactional_db):
    """The rich case, led by Alice, with a note by the police."""
    opened = rich_case.open_case()
    rich_case.police_note(opened)
    return opened


def preview_of(page):
    return page.locator("#preview .tv-preview__body").inner_text()


def offer(alice, case, check=lambda _page, _name: None):
    """Alice finds Palle, adds the notes, sees the preview follow, checks, and offers; returns what he shall see."""
    alice.goto(f"/sharing/{case}/")
    check(alice, "receivers")
    alice.get_by_label("Find en modtager på navn eller enhed").fill("palle")
    alice.get_by_role("link", name="Palle Patrulje").click()
    expect(alice.get_by_role("heading", name="Præcis dette ser Palle")).to_be_visible()
    # The least is chosen beforehand: some lines that are not written yet.
    assert WORDS[Category.PLAN] not in preview_of(alice)
    check(alice, "share-summary")
    alice.get_by_label("Dele af det").check()
    alice.get_by_text(WORDS[Category.PLAN]).first.wait_for()
    assert WORDS[Category.PLAN] in preview_of(alice)
    assert "Noah" not in alice.locator("#preview .tv-idbar__name").inner_text()
    check(alice, "share")

    alice.get_by_label("Notater i forløbet").check()
    alice.get_by_label("Navn og kontaktoplysninger").check()
    alice.get_by_text(WORDS[Category.ENTRY]).first.wait_for()
    alice.locator("#preview .tv-idbar__name", has_text="Noah Prøvesen").wait_for()
    # What Alice does not see herself, what the role of the receiver is not for, and what is not hers to pass on.
    assert alice.get_by_label("Helbred").is_disabled()
    assert alice.get_by_label("Faglige vurderinger").is_disabled()
    expect(alice.get_by_text("Palle har en rolle, der ikke giver adgang til dette.")).to_be_visible()
    # What the police wrote goes back to the police, and to nobody else.
    assert alice.get_by_text("Kun politiet kan dele dem.").count() == 0
    check(alice, "share-more")

    alice.get_by_label("Hvorfor er det nødvendigt?").fill(NECESSITY)
    alice.get_by_label("30 dage").check()
    press(alice, "Kontrollér, hvad du deler")
    expect(alice.get_by_role("heading", name="Er det rigtigt?")).to_be_visible()
    check(alice, "check")
    promised = preview_of(alice)
    press(alice, "Del")
    return promised


def words_of(text):
    """The words of a page, whatever its lines."""
    return set(re.findall(r"\w{3,}", text))


def test_shared_accepted_seen_and_taken_back(journey, case):
    alice = journey.browser(key="alice").new_page()
    promised = offer(alice, case, journey.check)
    expect(alice.get_by_text("Tilbudt til Palle Patrulje")).to_be_visible()
    journey.check(alice, "readers-offered")

    palle = journey.open("/sharing/offers/", key="palle")
    expect(palle.get_by_text(NECESSITY)).to_be_visible()
    expect(palle.get_by_text("Må ikke bruges til efterforskning").first).to_be_visible()
    journey.check(palle, "offers")
    press(palle, "Tag imod")
    journey.check(palle, "offers-accepted")
    palle.goto(f"/sharing/{case}/readers/")
    expect(palle.get_by_role("link", name="Noah Prøvesen")).to_be_visible()
    expect(palle.get_by_text("Må ikke bruges til efterforskning")).to_be_visible()
    # He reads what was promised, and the rest is not there.
    assert {WORDS[each] in promised for each in (Category.PLAN, Category.ENTRY)} == {True}
    assert not {WORDS[Category.HEALTH], WORDS[Category.OFFENCE], WORDS[Category.OTHERS]} & set(promised.split("\n"))
    assert POLICE in promised

    alice.reload()
    expect(alice.get_by_text("Delt af Alice Prøvedal")).to_be_visible()
    journey.check(alice, "readers")
    alice.get_by_role("link", name="Træk tilbage").click()
    journey.check(alice, "withdraw")
    press(alice, "Træk tilbage")
    expect(alice.get_by_text("Det lukkede med det samme.")).to_be_visible()
    # His page stands open; the next click finds nothing.
    gone = palle.reload()
    assert gone is not None
    assert gone.status == 404


@BOTH_WAYS
def test_a_short_summary_and_nothing_else(journey, case, width, javascript):
    lines = "Begynder til fodbold hos jer tirsdag. Han kender ingen og skal hentes ved døren."
    options = {"width": width, "javascript": javascript}
    alice = journey.open(f"/sharing/{case}/to/{named('herlev')}/?to=member:{named('hanne')}", key="alice", **options)
    press(alice, "Kontrollér, hvad du deler")
    expect(alice.get_by_text("Skriv resuméet. To eller tre sætninger er nok.").first).to_be_visible()
    alice.get_by_label("Resuméet", exact=True).fill(lines)
    alice.get_by_label("Hvorfor er det nødvendigt?").fill("Hanne skal kunne tage imod ham til fodbold.")
    alice.get_by_label("1 uge").check()
    press(alice, "Kontrollér, hvad du deler")
    assert lines in preview_of(alice)
    assert WORDS[Category.PLAN] not in preview_of(alice)
    press(alice, "Del")
    expect(alice.get_by_text("Venter på svar")).to_be_visible()

    hanne = journey.open("/sharing/offers/", key="hanne", **options)
    press(hanne, "Tag imod")
    hanne.goto("/sharing/offers/?view=received")
    follow(hanne, "Et kort resumé")
    expect(hanne.get_by_role("heading", name="En ung")).to_be_visible()
    expect(hanne.get_by_text(lines)).to_be_visible()
    if javascript:
        journey.check(hanne, "summary")
    assert hanne.goto(f"/cases/{case}/").status == 404
    alice.goto(f"/sharing/{case}/readers/")
    expect(alice.get_by_role("heading", name="Kun et kort resumé")).to_be_visible()


def test_declined_without_scripts(journey, case):
    alice = journey.open(f"/sharing/{case}/", key="alice", javascript=False)
    alice.get_by_role("link", name="Hanne Nabo").click()
    alice.get_by_label("Dele af det").check()
    alice.get_by_label("1 uge").check()
    press(alice, "Kontrollér, hvad du deler")
    # An error keeps what was chosen.
    expect(alice.get_by_role("heading", name="Ret én ting")).to_be_visible()
    assert alice.get_by_label("Dele af det").is_checked()
    assert alice.get_by_label("Notater fra politiet").is_disabled()
    expect(alice.get_by_text("Kun politiet kan dele dem.")).to_be_visible()
    alice.get_by_label("Notater i forløbet").check()
    alice.get_by_label("Hvorfor er det nødvendigt?").fill("Hanne skal kunne tage imod ham til fodbold.")
    press(alice, "Kontrollér, hvad du deler")
    assert WORDS[Category.ENTRY] in preview_of(alice)
    assert POLICE not in preview_of(alice)
    press(alice, "Del")
    expect(alice.get_by_text("Venter på svar")).to_be_visible()

    hanne = journey.open("/sharing/offers/", key="hanne", javascript=False)
    press(hanne, "Sig nej tak")
    expect(hanne.get_by_text("Du har sagt nej tak. Ingen spørger hvorfor.")).to_be_visible()
    alice.goto("/sharing/offers/?view=given")
    expect(alice.get_by_text("Afslået", exact=True)).to_be_visible()


def tab_to(page, locator):
    """Go on with the Tab key until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    message = f"The keyboard does not reach {locator}"
    raise AssertionError(message)


def test_with_the_keyboard_alone(journey, case):
    alice = journey.open(f"/sharing/{case}/to/{named('police')}/?to=member:{named('palle')}", key="alice")
    tab_to(alice, alice.get_by_label("Person eller enhed"))
    alice.keyboard.type("Alle i")
    alice.locator("#preview h2", has_text="Forebyggende afsnit").wait_for()
    assert alice.get_by_label("Person eller enhed").evaluate("element => element === document.activeElement")
    tab_to(alice, alice.get_by_label("Et kort resumé"))
    alice.keyboard.press("ArrowDown")
    notes = alice.get_by_label("Notater i forløbet")
    notes.wait_for()
    tab_to(alice, notes)
    alice.keyboard.press("Space")
    alice.get_by_text(WORDS[Category.ENTRY]).first.wait_for()
    assert notes.evaluate("element => element === document.activeElement")
    tab_to(alice, alice.get_by_label("Hvorfor er det nødvendigt?"))
    alice.keyboard.type(NECESSITY)
    tab_to(alice, alice.get_by_label("1 uge"))
    alice.keyboard.press("ArrowDown")
    tab_to(alice, alice.get_by_role("button", name="Kontrollér, hvad du deler"))
    alice.keyboard.press("Enter")
    tab_to(alice, alice.get_by_role("button", name="Del", exact=True))
    alice.keyboard.press("Enter")
    alice.get_by_text("Tilbudt til Alle i Forebyggende afsnit").wait_for()


def consent(alice, case):
    """Write down that both have said yes to Langtborte having the plan."""
    alice.goto(f"/sharing/{case}/consents/new/")
    alice.get_by_label("Hvem må modtage?").select_option(label="Langtborte Kommune")
    alice.get_by_label("Begge").check()
    alice.get_by_label("Hvem med forældremyndighed?").select_option(label="Moderen")
    alice.get_by_label("Hvad har de sagt ja til?").fill("At Langtborte må få planen, fordi Noah flytter dertil.")
    alice.get_by_label("Mundtligt, og noteret her").check()
    alice.get_by_label("hvem hørte det").fill("Alice, hjemme hos familien.")
    for label, value in (("Dag", "24"), ("Måned", "12"), ("År", "2026")):
        alice.get_by_role("group", name="Til hvornår?").get_by_label(label, exact=True).fill(value)
    press(alice, "Notér")
    expect(alice.get_by_text("Gælder", exact=True)).to_be_visible()


def test_a_consent_and_the_agreement(journey, case):
    alice = journey.browser(key="alice").new_page()
    consent(alice, case)
    journey.check(alice, "consents")
    alice.goto("/agreements/")
    journey.check(alice, "agreement")


def test_every_page_fits_and_reads_by_night_on_a_telephone(journey, case):
    alice = journey.browser(key="alice", width=360, dark=True).new_page()
    offer(alice, case, lambda page, name: journey.check(page, f"{name}-dark"))
    journey.check(alice, "readers-dark")
    palle = journey.open("/sharing/offers/", key="palle", width=360, dark=True)
    journey.check(palle, "offers-dark")
    press(palle, "Tag imod")
    journey.check(palle, "offers-accepted-dark")


# --- one story --------------------------------------------------------------------------------------------

STORY = (
    ("Palle Patrulje", "Sluttede, da grundlaget sluttede"),
    ("Hanne Nabo", "Afslået"),
    ("Olga Udenfor", "Kan ses"),
)


def renewed(journey, acting_as):
    """Bo renews the agreement, and the three signatories sign what they read in Today."""
    agreement_scene.signed(acting_as)
    bo = journey.open(reverse("agreements:begin"), key="bo")
    bo.get_by_label("Fornyelse").check()
    press(bo, "Begynd")
    follow(bo, "Tilføj et tema")
    bo.get_by_label("Hvad arbejder").fill("Digitale medier")
    press(bo, "Tilføj temaet")
    press(bo, "Send til underskrift")
    expect(bo.get_by_text("Den er sendt til underskrift hos 3 parter.")).to_be_visible()
    address = bo.url.partition("#")[0]
    for key in agreement_scene.SIGNATORIES:
        page = journey.open("/", key=key)
        sign(page)
        expect(page.get_by_text("underskrevet.", exact=False).first).to_be_visible()
    bo.goto(address)
    expect(bo.get_by_text("Underskrevet", exact=True)).to_have_count(3)


def share(alice, case, organisation, to, *, why=NECESSITY):
    """Share the plan on the first ground there is, for a week."""
    alice.goto(f"/sharing/{case}/to/{named(organisation)}/?to=member:{named(to)}")
    alice.get_by_label("Dele af det").check()
    alice.get_by_label("Hvorfor er det nødvendigt?").fill(why)
    alice.get_by_label("1 uge").check()
    press(alice, "Kontrollér, hvad du deler")
    press(alice, "Del")
    expect(alice.get_by_text("Venter på svar").first).to_be_visible()


def ask(alice, case):
    """Ask Hanne about him, and see no more than that it was asked."""
    alice.goto(f"/sharing/{case}/ask/{named('herlev')}/?to=member:{named('hanne')}")
    alice.get_by_label("Hvem mener du?").fill(question_scene.WHO)
    alice.get_by_label("Hvad har du brug for at vide?").fill(question_scene.WANTED)
    alice.get_by_label("Hvorfor har du brug for det?").fill(question_scene.WHY)
    alice.get_by_role("group", name="Må de svare, efter din mening?").get_by_role("radio").last.check()
    press(alice, "Se efter, hvad du fortæller dem")
    press(alice, "Spørg")
    expect(alice.get_by_text(question_scene.WANTED)).to_be_visible()


def tells(page, story):
    """The page says of each receiver how it stands."""
    for who, stands in story:
        line = page.get_by_role("listitem").filter(has_text=who).filter(has_text=stands)
        expect(line.first).to_be_visible()


def stood(administrator):
    """The same from the rows: receiver, state, whether what it stands on is over."""
    return set(
        administrator.execute(
            "SELECT m.name, a.state, f.in_force_until <= now() OR f.ended_at IS NOT NULL FROM sharing_access a"
            " JOIN partnerships_membership m ON m.id = a.member_id JOIN sharing_frame f ON f.id = a.frame_id"
            " JOIN sharing_dossier d ON d.id = a.dossier_id AND d.kind = 'case' WHERE a.source = 'disclosure'"
        )
    )


def looked_up_in_danger(journey, as_maintenance, as_administrator):
    """Hanne looks somebody up in danger, and an inspector of neither side judges it."""
    emergency_scene.somebody()
    factors.arm(as_maintenance, "hanne")
    hanne = journey.open(reverse("people:find"), key="hanne")
    opened(hanne, lambda _page, _name: None, as_administrator)
    press(hanne, "Afslut nu")
    judged(journey.open("/", key="ida"), lambda _page, _name: None)


def given_and_declined(case, alice, palle, hanne):
    """Palle accepts, Hanne declines what is shared and what is asked; the asker sees nothing of the latter today."""
    share(alice, case, "police", "palle")
    palle.goto("/sharing/offers/")
    press(palle, "Tag imod")
    palle.goto(f"/cases/{case}/")
    expect(palle.get_by_text(WORDS[Category.PLAN]).first).to_be_visible()

    share(alice, case, "herlev", "hanne")
    hanne.goto("/sharing/offers/")
    press(hanne, "Sig nej tak")
    expect(hanne.get_by_text("Du har sagt nej tak. Ingen spørger hvorfor.")).to_be_visible()

    ask(alice, case)
    hanne.goto("/")
    expect(hanne.get_by_text("spørger dig om en ung").first).to_be_visible()
    hanne.get_by_role("link", name="Læs spørgsmålet").click()
    press(hanne, "Sig nej tak")
    expect(hanne.get_by_text("Afslået", exact=True).first).to_be_visible()
    alice.reload()
    expect(alice.get_by_text("Afslået", exact=True)).to_have_count(0)


def given_on_a_consent(case, alice, olga):
    """Olga, of no agreement, sees the plan on a consent."""
    consent(alice, case)
    share(alice, case, "outside", "olga", why="Olga tager imod ham, når han flytter.")
    olga.goto("/sharing/offers/")
    press(olga, "Tag imod")
    olga.goto(f"/cases/{case}/")


def test_one_story_from_renewal_to_lapse(journey, case, acting_as, as_maintenance, as_administrator):
    """Renewed, shared, declined, asked, consented; a lapse takes what stood on the agreement, and nothing else."""
    renewed(journey, acting_as)
    alice, palle, hanne, olga = (journey.browser(key=key).new_page() for key in ("alice", "palle", "hanne", "olga"))
    given_and_declined(case, alice, palle, hanne)
    given_on_a_consent(case, alice, olga)

    # The agreements lapse: one page goes and says why, the other stays.
    as_administrator.execute("UPDATE sharing_frame SET in_force_until = statement_timestamp() WHERE kind = 'agreement'")
    assert palle.goto(f"/cases/{case}/").status == 404
    follow(palle, "Se, hvad der er sluttet, og hvorfor")
    expect(palle.get_by_text("Sluttede, da grundlaget sluttede").first).to_be_visible()
    assert olga.reload().status == 200

    for address in (f"/sharing/{case}/readers/", "/sharing/register/"):
        alice.goto(address)
        tells(alice, STORY)
    rows = stood(as_administrator)
    assert ("Palle Patrulje", "accepted", True) in rows
    assert ("Hanne Nabo", "declined", True) in rows
    assert ("Olga Udenfor", "accepted", False) in rows

    alice.goto(f"/sharing/{case}/consents/")
    alice.get_by_role("link", name="Det er trukket tilbage").first.click()
    press(alice, "Luk straks")
    expect(alice.get_by_text("har endnu ikke bekræftet").first).to_be_visible()
    assert olga.reload().status == 404
    alice.goto(f"/sharing/{case}/readers/")
    tells(alice, [*STORY[:2], ("Olga Udenfor", "Sluttede, da grundlaget sluttede")])
    assert ("Olga Udenfor", "accepted", True) in stood(as_administrator)

    looked_up_in_danger(journey, as_maintenance, as_administrator)
