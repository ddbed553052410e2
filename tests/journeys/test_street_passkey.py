"""The log opened with a finger or a face, by Chromium's own virtual device; without a network, and without a finger."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.arriving import at
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.test_street import LEFT, SENTENCE, begun_without_a_network, made_ready, opened, planned, stop
from tests.journeys.test_street_faults import TOLD, profile, readable

__all__ = ["planned", "profile"]
HELD = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}
# Counts what is asked for. LATE, SOON: the secret is given only when the passkey is asked for, or when it is made.
COUNTED = """(() => {
    globalThis.asked = {create: 0, get: 0};
    for (const name of ['create', 'get']) {
        const real = navigator.credentials[name].bind(navigator.credentials);
        navigator.credentials[name] = options => { globalThis.asked[name] += 1; return real(options) } }
    })()"""
LATE = """(() => {
    const real = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async options => {
        const made = await real(options);
        made.getClientExtensionResults = () => ({prf: {enabled: true}});
        return made } })()"""
SOON = """(() => {
    const real = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async options => {
        const made = await real(options);
        const {challenge, extensions} = options.publicKey;
        const shown = await CredentialsContainer.prototype.get.call(navigator.credentials,
            {publicKey: {challenge, extensions, allowCredentials: [{type: 'public-key', id: made.rawId}]}});
        const {results} = shown.getClientExtensionResults().prf;
        made.getClientExtensionResults = () => ({prf: {enabled: true, results}});
        return made } })()"""
# Whether the sealed key opens: with what lies beside it, and, as a control, with what the phone gives.
KEPT = """new Promise(done => {
    const request = indexedDB.open('tvaers-street');
    request.onsuccess = () => {
        const kept = request.result.transaction('kept').objectStore('kept').get('passkey');
        kept.onsuccess = () => { request.result.close(); done(kept.result) } } })"""
OPENS = (
    "async secret => { const held = await "
    + KEPT
    + """;
    const bytes = text => new TextEncoder().encode(text);
    const publicKey = {challenge: held.salt, userVerification: 'required',
        allowCredentials: [{type: 'public-key', id: held.id}], extensions: {prf: {eval: {first: held.salt}}}};
    const given = async () => (await navigator.credentials.get({publicKey}))
        .getClientExtensionResults().prf.results.first;
    const raw = secret === 'given' ? await given() : secret in held ? held[secret] : bytes(secret);
    const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
    const how = {name: 'HKDF', hash: 'SHA-256', salt: held.mix, info: bytes('tvaers street passkey 1')};
    const own = await crypto.subtle.deriveKey(how, material, {name: 'AES-GCM', length: 256}, false, ['unwrapKey']);
    const open = {name: 'AES-GCM', iv: held.iv, additionalData: bytes('passkey')};
    return crypto.subtle.unwrapKey('raw', held.wrapped, own, open, 'AES-GCM', false, ['decrypt'])
        .then(() => true, () => false) }"""
)


class Finger:
    """What knows its owner in the phone of a page."""

    def __init__(self, page: Page, **held) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._held = held
        self.put_in()

    def put_in(self) -> None:
        """Another one, that knows no passkey."""
        told = {"options": {**HELD, **self._held}}
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", told)["authenticatorId"]

    def taken_out(self) -> None:
        self._session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})

    def is_known(self, *, yes: bool) -> None:
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes})

    def passkeys(self) -> int:
        return len(self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"])


@pytest.fixture
def page(journey, planned) -> Page:
    """The log on Dina's phone, not ready yet."""
    made: Page = journey.browser(key="dina", width=NARROW).new_page()
    made.goto("/street/log/")
    return made


def sentence_given(page: Page) -> None:
    page.get_by_label("En sætning på mindst ti tegn").fill(SENTENCE)
    page.get_by_label("Den samme igen").fill(SENTENCE)
    page.get_by_role("button", name="Gør klar").click()
    expect(page.get_by_role("heading", name="Åbn med finger eller ansigt")).to_be_visible()


def with_finger(page: Page) -> None:
    sentence_given(page)
    page.get_by_role("button", name="Finger eller ansigt").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def locked(page: Page) -> None:
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Lås loggen").click()
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()


def show_finger(page: Page) -> None:
    page.get_by_role("button", name="Finger eller ansigt").click()


def test_a_finger_opens_the_log_without_a_network_and_signing_out_forgets_it(journey, page):
    finger = Finger(page)
    sentence_given(page)
    journey.check(page, "street-passkey")
    page.get_by_role("button", name="Finger eller ansigt").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    begun_without_a_network(page)
    stop(page, "Roligt ved hallen")
    locked(page)
    journey.check(page, "street-locked-passkey")
    page.reload()
    show_finger(page)
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    expect(page.get_by_text("Roligt ved hallen")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    assert finger.passkeys() == 1
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Log ud, og lad telefonen glemme").click()
    page.get_by_role("button", name="Lad telefonen glemme", exact=True).click()
    at(page, "/demo/")
    assert page.evaluate(LEFT) == [0, 0, 0]
    assert finger.passkeys() == 0, "the phone keeps a passkey that opens nothing"


def test_the_sentence_opens_when_the_finger_is_not_there(page):
    finger = Finger(page)
    with_finger(page)
    begun_without_a_network(page)
    locked(page)
    finger.is_known(yes=False)
    show_finger(page)
    expect(page.get_by_role("alert").filter(has_text="Den åbnede ikke.")).to_be_visible()
    finger.taken_out()
    finger.put_in()
    show_finger(page)
    expect(page.get_by_role("alert").filter(has_text="Den åbnede ikke.")).to_be_visible()
    page.get_by_role("button", name="Sætningen", exact=True).click()
    expect(page.get_by_label("Din sætning")).to_be_focused()
    opened(page, "1 registrering venter")


@pytest.mark.parametrize(("way", "times"), [(LATE, 1), (SOON, 0)])
def test_a_phone_may_give_the_secret_when_the_passkey_is_made_or_only_when_it_is_asked_for(page, way, times):
    page.evaluate(COUNTED)
    page.evaluate(way)
    Finger(page)
    with_finger(page)
    assert page.evaluate("globalThis.asked") == {"create": 1, "get": times}
    begun_without_a_network(page)
    locked(page)
    show_finger(page)
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()


def test_a_phone_that_gives_no_secret_says_so_and_goes_on_with_the_sentence(page):
    finger = Finger(page, hasPrf=False)
    sentence_given(page)
    show_finger(page)
    expect(page.get_by_role("alert").filter(has_text="Telefonen kan ikke.")).to_be_visible()
    assert finger.passkeys() == 0
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="Kun sætningen").click()
    begun_without_a_network(page)
    locked(page)
    opened(page, "1 registrering venter")


def test_a_phone_without_one_is_not_asked(page):
    made_ready(page)
    begun_without_a_network(page)
    page.get_by_text("Mere", exact=True).click()
    expect(page.get_by_role("button", name="Åbn med finger eller ansigt")).to_be_hidden()


def test_a_log_from_before_is_asked_once_and_adds_and_removes_it_later(journey, page):
    made_ready(page)
    finger = Finger(page)
    page.reload()
    opened(page, "Åbn med finger eller ansigt")
    page.get_by_role("button", name="Kun sætningen").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.reload()
    opened(page, "Start vagten")
    begun_without_a_network(page)
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Åbn med finger eller ansigt").click()
    page.get_by_label("Sætningen én gang til").fill("en anden sætning")
    show_finger(page)
    expect(page.get_by_role("alert").filter(has_text="Det er ikke sætningen.")).to_be_visible()
    journey.check(page, "street-passkey-later")
    page.get_by_label("Sætningen én gang til").fill(SENTENCE)
    show_finger(page)
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()
    locked(page)
    show_finger(page)
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Åbn med finger eller ansigt").click()
    journey.check(page, "street-passkey-on")
    page.get_by_role("button", name="Kun sætningen").click()
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()
    assert page.evaluate(KEPT) is None
    assert finger.passkeys() == 0
    locked(page)
    opened(page, "1 registrering venter")


def test_a_copied_phone_with_a_passkey_holds_nothing_that_can_be_read_or_opened(planned, profile):
    context, folder = profile
    page = context.new_page()
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.goto("/street/log/")
    Finger(page)
    with_finger(page)
    begun_without_a_network(page)
    stop(page, TOLD[0])
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    beside = ("salt", "mix", "id", "iv", "wrapped", SENTENCE)
    assert [each for each in beside if page.evaluate(OPENS, each)] == []
    assert page.evaluate(OPENS, "given"), "the attempt would open what can be opened"
    context.close()
    assert readable(folder, TOLD) == []


def test_another_page_may_not_ask_for_a_passkey(journey, page):
    assert page.evaluate("document.featurePolicy.allowsFeature('publickey-credentials-get')")
    other = page.context.new_page()
    other.set_viewport_size({"width": WIDE, "height": 900})
    other.goto("/street/")
    for name in ("get", "create"):
        assert not other.evaluate(f"document.featurePolicy.allowsFeature('publickey-credentials-{name}')")
