"""A key in a real browser, with Chromium's own virtual device: added, shown at sign-in and before a deed, removed."""

import re

import pytest
from playwright.sync_api import expect

from tests import factors
from tests.journeys.arriving import at, press

HELD = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def armed(cast, as_maintenance):
    factors.arm(as_maintenance, "alice")
    return as_maintenance


class Device:
    """A security key in the browser of a page."""

    def __init__(self, page, **held):
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": {**HELD, **held}})[
            "authenticatorId"
        ]

    def knows_who_holds_it(self, *, yes):
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes})

    def taken_out(self):
        self._session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})


def give_password(page):
    page.get_by_label("E-mailadresse").fill("alice@example.org")
    page.get_by_label("Adgangskode").fill(factors.PASSWORD)
    press(page, "Log ind")


def sign_out(page):
    page.context.clear_cookies()


def add_key(page, name="blå nøglering"):
    page.goto("/second-factor/keys/add/")
    page.get_by_label("Nøglens navn").fill(name)
    press(page, "Tilføj nøglen")


def is_added(page):
    """Recovery codes come next, for which the password is asked for."""
    page.wait_for_url(re.compile("/login/again/"))


def shown_again_and_renamed(journey, page, connection):
    """A while later the key is shown again before it is renamed."""
    connection.execute("UPDATE accounts_session SET factor_at = now() - interval '10 minutes'")
    page.goto("/profile/")
    expect(page.locator(".profile-keys").get_by_text("Sidst brugt")).to_be_visible()
    journey.check(page, "keys-profile")
    page.get_by_role("link", name="Omdøb blå nøglering").click()
    expect(page.get_by_role("heading", name="Vis, at det er dig")).to_be_visible()
    journey.check(page, "factor-key")
    press(page, "Brug din nøgle")
    page.wait_for_url(re.compile("/name/"))
    journey.check(page, "key-name")
    page.get_by_label("Nøglens navn").fill("nøglen derhjemme")
    press(page, "Gem")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_key_from_the_first_day_to_the_last(journey, armed, width):
    page = journey.open("/login/", width=width)
    device = Device(page)
    give_password(page)
    page.get_by_label("Kode").fill(factors.code(factors.secret_for("alice")))
    press(page, "Fortsæt")
    page.goto("/profile/")
    page.get_by_role("link", name="Tilføj en nøgle").click()
    journey.check(page, "key-add")
    page.get_by_label("Nøglens navn").fill("blå nøglering")
    press(page, "Tilføj nøglen")
    page.wait_for_url(re.compile("/second-factor/codes/"))
    expect(page.get_by_text("Nøglen er tilføjet")).to_be_visible()

    sign_out(page)
    page.goto("/login/?next=/tasks/")
    give_password(page)
    expect(page.get_by_role("heading", name="Vis din nøgle")).to_be_visible()
    assert page.get_by_label("Kode").count() == 0
    journey.check(page, "key-step")
    press(page, "Brug din nøgle")
    page.wait_for_url(re.compile("/tasks/"))

    shown_again_and_renamed(journey, page, armed)
    page.get_by_role("link", name="Fjern nøglen derhjemme").click()
    journey.check(page, "key-remove")
    press(page, "Fjern nøglen")
    expect(page.get_by_text("Nøglen er fjernet")).to_be_visible()
    assert page.get_by_text("nøglen derhjemme").count() == 0

    sign_out(page)
    page.goto("/login/")
    give_password(page)
    expect(page.get_by_label("Kode")).to_be_visible()
    device.taken_out()


def test_a_device_that_does_not_know_who_holds_it_is_not_taken(journey, armed):
    page = journey.open("/profile/", key="alice")
    device = Device(page)
    add_key(page)
    is_added(page)
    sign_out(page)
    page.goto("/login/")
    give_password(page)
    device.knows_who_holds_it(yes=False)
    press(page, "Brug din nøgle")
    page.get_by_text("Der blev ikke vist nogen nøgle").wait_for()
    at(page, "/login/code/")
    journey.check(page, "key-cancelled")
    device.knows_who_holds_it(yes=True)
    press(page, "Brug din nøgle")
    page.wait_for_url(re.compile(r":\d+/(#.*)?$"))


def test_the_same_key_is_not_added_twice(journey, armed):
    page = journey.open("/profile/", key="alice")
    Device(page)
    add_key(page)
    is_added(page)
    add_key(page, "den samme")
    # What the browser says of a key comes when it has asked it.
    page.get_by_text("Denne nøgle er allerede tilføjet").wait_for()
    journey.check(page, "key-known")


def test_another_key_is_not_taken_and_a_code_is_a_step_away(journey, armed):
    page = journey.open("/profile/", key="alice", width=360)
    first = Device(page)
    add_key(page)
    is_added(page)
    first.taken_out()
    sign_out(page)
    page.goto("/login/?next=/tasks/")
    give_password(page)
    page.get_by_role("link", name="Brug en kode i stedet").click()
    expect(page.get_by_role("heading", name="Kode fra din telefon")).to_be_visible()
    page.get_by_label("Kode").fill(factors.code(factors.secret_for("alice")))
    press(page, "Fortsæt")
    page.wait_for_url(re.compile("/tasks/"))


def test_at_an_address_without_a_name_the_page_says_why(journey, armed):
    context = journey.browser(key="alice")
    page = context.new_page()
    page.goto("/profile/")
    Device(page)
    page.goto("/second-factor/keys/add/")
    # As a browser answers where the host is a number or another one.
    page.evaluate(
        "document.querySelector('form[data-key]').dataset.options ="
        " document.querySelector('form[data-key]').dataset.options.replace('\"localhost\"', '\"example.org\"')"
    )
    press(page, "Tilføj nøglen")
    # The browser answers in its own time.
    page.get_by_text("Nøgler virker kun på en adresse med et navn").wait_for()


def test_without_scripts_the_code_is_asked_for(journey, armed):
    page = journey.open("/profile/", key="alice")
    Device(page)
    add_key(page)
    is_added(page)
    plain = journey.open("/login/", javascript=False)
    give_password(plain)
    # Its style sheet takes it away.
    expect(plain.get_by_role("button", name="Brug din nøgle")).to_have_count(0)
    plain.get_by_label("Kode").fill(factors.code(factors.secret_for("alice")))
    press(plain, "Fortsæt")
    at(plain, "/")
