"""From an invitation to the first page, out and in again, and a text that outlives its session."""

import re

import pytest
from playwright.sync_api import expect

from tests import factors
from tests.cast import named
from tests.journeys.arriving import at, press

TOKEN = "et-link-i-et-brev-0123456789abcdef"
EMAIL = "ny@example.org"
TEXT = "Noah kom selv forbi i dag. Han vil gerne spille fodbold igen, men han tør ikke tage bussen alene."


def sign_in(page, secret, *, step=0):
    page.get_by_label("E-mailadresse").fill(EMAIL)
    page.get_by_label("Adgangskode").fill(factors.PASSWORD)
    press(page, "Log ind")
    page.get_by_label("Kode").fill(factors.code(secret, step=step))
    press(page, "Fortsæt")


def connect_a_telephone(page, check):
    """Invitation, a password that is too short, one that is not, the telephone, recovery codes; the secret."""
    at(page, "/welcome/")
    check("welcome")
    page.get_by_label("Vælg en adgangskode").fill("kort")
    press(page, "Gem, og gå videre til telefonen")
    expect(page.get_by_role("heading", name="Ret én ting")).to_be_visible()
    check("welcome-error")
    page.get_by_label("Vælg en adgangskode").fill(factors.PASSWORD)
    press(page, "Gem, og gå videre til telefonen")

    at(page, "/second-factor/")
    check("second-factor")
    secret = re.sub(r"\s", "", page.locator("#secret").inner_text())
    page.get_by_label("Kode").fill(factors.code(secret, step=-1))
    press(page, "Tilknyt")

    at(page, "/second-factor/codes/")
    check("recovery-codes")
    codes = page.locator(".signin-codes code").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Gem som fil").click()
    assert all(code in download.value.path().read_text() for code in codes)
    assert page.get_by_role("link", name="Jeg har gemt dem, fortsæt").get_attribute("href") == "/"
    return secret


def another_job(connection, member):
    connection.execute(
        "INSERT INTO partnerships_membership"
        " (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " SELECT %s, user_id, %s, name, 'Gadeplansmedarbejder', '', email, 8, 'active'"
        " FROM partnerships_membership WHERE id = %s",
        (named("second job of the invited"), named("herlev"), member),
    )


def choose_for_whom(page, check=None):
    at(page, "/act-for/")
    if check:
        check("act-for")
    press(page, "Gladsaxe Kommune SSP-konsulent")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_the_invitation_to_a_kept_text(journey, cast, as_maintenance, javascript):
    member = factors.invite(as_maintenance, TOKEN, email=EMAIL, name="Nye Nyberg")
    page = journey.open(f"/welcome/{TOKEN}/", javascript=javascript)

    def check(name):
        if javascript:
            journey.check(page, name)

    secret = connect_a_telephone(page, check)

    # A second job, out, and in again with the telephone.
    another_job(as_maintenance, member)
    page.goto("/profile/")
    choose_for_whom(page, check)
    at(page, "/profile/")
    check("profile")
    page.get_by_role("button", name="Log ud", exact=True).and_(page.locator(":visible")).click()
    expect(page.get_by_text("Du er logget ud")).to_be_visible()
    page.goto("/profile/details/")
    check("login")
    sign_in(page, secret)
    choose_for_whom(page)
    at(page, "/profile/details/")
    check("details")

    # The session ends in the middle of a text.
    page.get_by_label("Stilling").fill(TEXT)
    as_maintenance.execute("UPDATE accounts_session SET seen_at = now() - interval '31 minutes'")
    press(page, "Gem")
    at(page, "/login/")
    expect(page.get_by_text("Din tekst er bevaret")).to_be_visible()
    check("login-kept")
    sign_in(page, secret, step=1)
    choose_for_whom(page)
    at(page, "/kept/")
    expect(page.get_by_text(TEXT)).to_be_visible()
    check("kept")
    press(page, "Send det igen")
    at(page, "/profile/")
    expect(page.get_by_role("definition").filter(has_text=TEXT)).to_be_visible()


def test_after_signing_out_the_back_button_shows_nothing(journey, cast):
    page = journey.open("/profile/", key="alice")
    expect(page.get_by_text("Alice").first).to_be_visible()
    page.get_by_role("button", name="Log ud", exact=True).and_(page.locator(":visible")).click()
    expect(page.get_by_text("Du er logget ud")).to_be_visible()
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_text("Alice")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("/profile/$"))


@pytest.fixture
def armed(cast, as_maintenance):
    factors.arm(as_maintenance, "alice")


def test_wrong_passwords_and_codes_are_told_at_the_field(journey, armed):
    page = journey.open("/login/", width=360)
    page.get_by_label("E-mailadresse").fill("alice@example.org")
    page.get_by_label("Adgangskode").fill("forkert")
    press(page, "Log ind")
    expect(page.get_by_text("passer ikke sammen")).to_be_visible()
    journey.check(page, "login-error")
    page.get_by_label("Adgangskode").fill(factors.PASSWORD)
    press(page, "Log ind")
    journey.check(page, "code")
    page.get_by_label("Kode").fill("000000")
    press(page, "Fortsæt")
    expect(page.get_by_role("heading", name="Ret én ting")).to_be_visible()
    journey.check(page, "code-error")


def test_axe_finds_what_is_wrong(journey):
    page = journey.open("/login/")
    page.evaluate("document.querySelector('label').remove()")
    with pytest.raises(AssertionError, match="label"):
        journey.check(page)


def test_signing_in_by_keyboard_alone(journey, armed):
    page = journey.open("/login/")
    page.locator("body").press("Tab")
    page.keyboard.press("Enter")  # to the content
    page.keyboard.press("Tab")
    page.keyboard.type("alice@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(factors.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/login/code/"))
    page.get_by_label("Kode").focus()
    page.keyboard.type(factors.code(factors.secret_for("alice")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r":\d+/(#.*)?$"))
