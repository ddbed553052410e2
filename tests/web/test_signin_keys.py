"""Keys beside the telephone: added, named and removed by their owner, and refused whenever something is not right."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named
from tests.keys import Device, asked, damaged
from tvaers.foundation import clock

ADD, NAME, REMOVE = "accounts:key-add", "accounts:key-name", "accounts:key-remove"
FACTOR, STEP, PROFILE = "accounts:factor", "mfa_authenticate", "profile:show"
HERE = {"SERVER_NAME": "localhost"}


@pytest.fixture
def armed(transactional_db, cast, as_maintenance):
    for key in ("alice", "bo"):
        factors.arm(as_maintenance, key)
    return as_maintenance


@pytest.fixture
def alice(armed, client_for):
    return client_for("alice", **HERE)


@pytest.fixture
def device(alice):
    """Alice's key, added."""
    made = Device()
    assert add(alice, made).headers["Location"] == reverse("mfa_view_recovery_codes")
    return made


def add(client, device, name="blå nøglering", **wrongly):
    options = asked(client.get(reverse(ADD)).content.decode())
    return client.post(reverse(ADD), {"name": name, "credential": json.dumps(device.made(options, **wrongly))})


def keys(connection, key="alice"):
    return connection.execute(
        "SELECT id, data->>'name' FROM mfa_authenticator WHERE type = 'webauthn' AND user_id = %s ORDER BY id",
        [named(f"user {key}")],
    ).fetchall()


def events(connection, key="alice"):
    rows = connection.execute(
        "SELECT name FROM audit_accountevent WHERE user_id = %s ORDER BY at, id", [named(f"user {key}")]
    ).fetchall()
    return [name.removeprefix("accounts.") for (name,) in rows]


def after_password(key="alice"):
    client = Client(**HERE)
    client.post(reverse("account_login"), {"login": f"{key}@example.org", "password": factors.PASSWORD})
    return client


def send(client, answer, page=STEP):
    return client.post(reverse(page), {"credential": answer if isinstance(answer, str) else json.dumps(answer)})


def options(client, page=STEP):
    return asked(client.get(reverse(page)).content.decode())


def tired(connection):
    connection.execute("UPDATE accounts_session SET factor_at = now() - interval '1000 seconds'")


# --- adding, naming, removing -------------------------------------------------------------------------


def test_a_key_is_added_named_used_and_removed(armed, alice, device):
    ((key, name),) = keys(armed)
    assert name == "blå nøglering"
    page = alice.get(reverse(PROFILE)).content.decode()
    assert "blå nøglering" in page
    assert "Ikke brugt endnu" in page
    assert alice.post(reverse(NAME, args=[key]), {"name": "nøglen derhjemme"}).headers["Location"] == reverse(PROFILE)
    client = after_password()
    assert send(client, device.shown(options(client))).headers["Location"] == "/"
    page = client.get(reverse(PROFILE)).content.decode()
    assert "nøglen derhjemme" in page
    assert "Sidst brugt" in page
    assert "nøglen derhjemme" in alice.get(reverse(REMOVE, args=[key])).content.decode()
    assert alice.post(reverse(REMOVE, args=[key])).headers["Location"] == reverse(PROFILE)
    assert keys(armed) == []
    assert [each for each in events(armed) if each.startswith("key_")] == ["key_added", "key_removed"]
    page = alice.get(reverse(PROFILE)).content.decode()
    assert "Nøgle tilføjet" in page
    assert "Nøgle fjernet" in page


def test_a_key_counts_as_a_factor_shown_just_now(armed, alice, device):
    tired(armed)
    alice.get(reverse(ADD))
    answer = alice.post(
        reverse(FACTOR), {"credential": json.dumps(device.shown(options(alice, FACTOR))), "next": reverse(ADD)}
    )
    assert answer.headers["Location"] == reverse(ADD)
    assert alice.get(reverse(ADD)).status_code == 200
    assert armed.execute("SELECT factor_kind FROM accounts_session").fetchone() == ("webauthn",)


def test_signing_in_with_a_key_is_noted(armed, device):
    armed.execute("DELETE FROM accounts_session")
    client = after_password()
    send(client, device.shown(options(client)))
    assert armed.execute("SELECT factor_kind FROM accounts_session").fetchone() == ("webauthn",)


@pytest.mark.parametrize(("page", "method"), [(ADD, "get"), (ADD, "post"), (NAME, "post"), (REMOVE, "post")])
def test_without_a_fresh_factor_nothing_is_added_named_or_removed(armed, alice, device, page, method):
    before = keys(armed)
    tired(armed)
    address = reverse(page, args=[] if page == ADD else [before[0][0]])
    answer = getattr(alice, method)(address, {"name": "en anden"})
    assert answer.headers["Location"].startswith(reverse(FACTOR))
    assert keys(armed) == before


def test_a_recovery_code_adds_no_key(armed, alice, device):
    alice.post(reverse("account_reauthenticate"), {"password": factors.PASSWORD})
    codes = alice.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client = after_password()
    assert client.post(reverse(STEP), {"code": codes[0]}).status_code == 302
    assert client.get(reverse(ADD)).headers["Location"].startswith(reverse(FACTOR))


@pytest.mark.parametrize("page", [NAME, REMOVE])
def test_anothers_key_is_not_there(armed, device, client_for, page):
    ((key, name),) = keys(armed)
    bo = client_for("bo", **HERE)
    for method in (bo.get, bo.post):
        assert method(reverse(page, args=[key]), {"name": "min"}).status_code == 404
    assert keys(armed) == [(key, name)]


@pytest.mark.parametrize(
    "wrongly",
    [{"origin": "https://evil.example"}, {"origin": "http://under.localhost"}, {"verified": False}],
    ids=["another site", "a host below", "without a PIN, finger or face"],
)
def test_what_was_made_wrongly_is_not_added(armed, alice, wrongly):
    answer = add(alice, Device(), **wrongly)
    assert "kunne ikke tilføjes" in answer.content.decode()
    assert keys(armed) == []


def test_a_key_made_for_another_host_is_not_added(armed, alice):
    assert add(alice, Device("evil.example")).status_code == 200
    assert keys(armed) == []


@pytest.mark.parametrize(
    "public",
    [
        {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32},
        {1: 2, 3: -7},
        {1: 99, 3: -999},
        {1: 3, 3: -257, -1: b"", -2: b""},
    ],
    ids=["no point of the curve", "half a key", "an unknown kind", "no modulus"],
)
def test_a_key_that_proves_nothing_is_not_added(armed, alice, public):
    asked_for = options(alice, ADD)
    answer = Device().made(asked_for, public=public)
    sent = alice.post(reverse(ADD), {"name": "x", "credential": json.dumps(answer)})
    assert "alert-error" in sent.content.decode()
    assert keys(armed) == []


def test_what_was_made_is_added_once(armed, alice):
    device = Device()
    made = json.dumps(device.made(options(alice, ADD)))
    assert alice.post(reverse(ADD), {"name": "en", "credential": made}).status_code == 302
    assert alice.post(reverse(ADD), {"name": "to", "credential": made}).status_code == 200
    assert len(keys(armed)) == 1


def test_a_name_is_found_for_who_gives_none(armed, alice):
    add(alice, Device(), name="")
    assert [name for _, name in keys(armed)] == ["Nøgle 1"]


@pytest.mark.parametrize("name", ["x" * 61, ""])
def test_a_name_that_does_not_fit_is_said(armed, alice, device, name):
    ((key, before),) = keys(armed)
    assert "alert-error" in alice.post(reverse(NAME, args=[key]), {"name": name}).content.decode()
    assert keys(armed) == [(key, before)]


# --- showing ------------------------------------------------------------------------------------------


def refused(connection, client, answer, page=STEP, key="alice"):
    """Send it: nobody comes in, the page says so, and the log does."""
    before = events(connection, key).count("key_failed")
    page = send(client, answer, page)
    assert page.status_code == 200
    assert "blev ikke godtaget" in page.content.decode()
    assert events(connection, key).count("key_failed") == before + 1
    assert client.get(reverse(PROFILE)).status_code == 302
    return page


@pytest.mark.parametrize(
    "wrongly",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://under.localhost"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://localhost.evil.example"},
        {"verified": False},
        {"framed": True},
    ],
    ids=str,
)
def test_what_was_signed_wrongly_opens_nothing(armed, device, wrongly):
    client = after_password()
    refused(armed, client, device.shown(options(client), **wrongly))
    assert send(client, device.shown(options(client))).status_code == 302, "the right one does"


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON"])
def test_what_was_changed_opens_nothing(armed, device, part):
    client = after_password()
    refused(armed, client, damaged(device.shown(options(client)), part))


def test_another_key_opens_nothing(armed, device):
    client, stranger = after_password(), Device()
    refused(armed, client, stranger.shown(options(client)))
    stranger.id = device.id
    refused(armed, client, stranger.shown(options(client)))


def test_a_colleagues_key_opens_nothing(armed, device, client_for):
    bos = Device()
    add(client_for("bo", **HERE), bos)
    client = after_password()
    refused(armed, client, bos.shown(options(client)))
    client = after_password("bo")
    refused(armed, client, device.shown(options(client)), key="bo")


def test_an_answer_counts_once(armed, device):
    client = after_password()
    answer = device.shown(options(client))
    assert send(client, answer).status_code == 302
    refused(armed, after_password(), answer)
    other = after_password()
    other.get(reverse(STEP))
    refused(armed, other, answer)


def test_two_sent_at_once_count_once(armed, device):
    """Both find the challenge in the session, as it was before either was answered."""
    client = after_password()
    answer = device.shown(options(client))
    columns = "key_hash, data, created_at, seen_at, expires_at"
    before = armed.execute(f"SELECT {columns} FROM accounts_session WHERE user_id IS NULL").fetchone()
    twin = Client(**HERE)
    twin.cookies = client.cookies.copy()
    assert send(client, answer).status_code == 302
    armed.execute(f"INSERT INTO accounts_session ({columns}) VALUES (%s, %s, %s, %s, %s)", before)
    refused(armed, twin, answer)


def test_an_answer_does_not_wait(armed, device):
    client = after_password()
    asked_for = options(client)
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        refused(armed, client, device.shown(asked_for))


def test_nothing_is_taken_that_was_not_asked_for(armed, device):
    client = after_password()
    asked_for = options(after_password())
    refused(armed, client, device.shown(asked_for))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "7",
        '"x"',
        "{}",
        "{",
        '{"response": 1}',
        '{"response": {"clientDataJSON": "x"}}',
        '{"response": {"clientDataJSON": "e30"}}',
        '{"response": {"clientDataJSON": null}}',
    ],
)
@pytest.mark.parametrize("page", [STEP, FACTOR, ADD])
def test_what_is_no_answer_is_refused(armed, alice, device, answer, page):
    client = after_password() if page == STEP else alice
    client.get(reverse(page))
    sent = client.post(reverse(page), {"credential": answer, "name": "x"})
    assert sent.status_code == 200
    assert "alert-error" in sent.content.decode()
    assert len(keys(armed)) == 1


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "attestationObject"])
@pytest.mark.parametrize("rubbish", ["", "AAAA", "%%", None, 7, [], "A" * 200, "gYGB" * 4000])
def test_rubbish_inside_an_answer_is_refused(armed, alice, device, part, rubbish):
    page = ADD if part == "attestationObject" else FACTOR
    asked_for = options(alice, page)
    answer = Device().made(asked_for) if page == ADD else device.shown(asked_for)
    answer["response"][part] = rubbish
    sent = alice.post(reverse(page), {"credential": json.dumps(answer), "name": "x"})
    assert sent.status_code == 200
    assert "alert-error" in sent.content.decode()
    assert len(keys(armed)) == 1


def test_wrong_answers_run_out(armed, device):
    client = after_password()
    for _ in range(10):
        send(client, "{}")
    assert send(client, device.shown(options(client))).status_code == 302, "what is no answer costs nobody an attempt"
    client, stranger = after_password(), Device()
    for _ in range(10):
        send(client, stranger.shown(options(client)))
    late = send(client, device.shown(options(client)))
    assert late.status_code == 200
    assert "for mange forsøg" in late.content.decode()


# --- what stands in the database ----------------------------------------------------------------------


def test_a_key_written_by_a_statement_opens_nothing(armed, alice, device):
    """A public key is no secret: whoever could write one for Alice would otherwise need but her password."""
    ((key, _),) = keys(armed)
    stranger = Device()
    forged = stranger.made(options(alice, ADD))
    forge = "UPDATE mfa_authenticator SET data = data || jsonb_build_object('credential', %s::jsonb) WHERE id = %s"
    armed.execute(forge, [json.dumps(forged), key])
    client = after_password()
    refused(armed, client, stranger.shown(options(client)))
    armed.execute("UPDATE mfa_authenticator SET data = data - 'seal' WHERE id = %s", [key])
    refused(armed, client, stranger.shown(options(client)))


def test_a_key_moved_to_another_account_opens_nothing(armed, device):
    armed.execute("UPDATE mfa_authenticator SET user_id = %s WHERE type = 'webauthn'", [named("user bo")])
    client = after_password("bo")
    refused(armed, client, device.shown(options(client)), key="bo")


# --- the code beside it -------------------------------------------------------------------------------


def test_the_key_is_asked_for_first_and_the_code_is_a_step_away(armed, device):
    client = after_password()
    page = client.get(reverse(STEP)).content.decode()
    assert "Brug din nøgle" in page
    assert "?with=code" in page
    assert "<noscript>" in page
    assert 'name="code"' in page.partition("<noscript>")[2], "without scripts it stands there at once"
    assert 'name="code"' not in page.partition("<noscript>")[0]
    page = client.get(f"{reverse(STEP)}?with=code").content.decode()
    assert "data-key" not in page
    assert "Koden passer ikke" in client.post(reverse(STEP), {"code": "000000"}).content.decode()
    assert client.post(reverse(STEP), {"code": factors.code(factors.secret_for("alice"))}).status_code == 302


def test_the_way_back_survives_the_choice(armed, alice, device):
    tired(armed)
    page = alice.get(f"{reverse(FACTOR)}?next=/tasks/").content.decode()
    assert "?next=%2Ftasks%2F&amp;with=code" in page
    page = alice.get(f"{reverse(FACTOR)}?next=/tasks/&with=code").content.decode()
    assert '<input type="hidden" name="next" value="/tasks/">' in page


def test_who_has_no_key_is_asked_for_a_code(armed):
    client = after_password()
    page = client.get(reverse(STEP)).content.decode()
    assert "data-key" not in page
    assert 'name="code"' in page


def test_no_key_lets_in_without_the_password(armed, device):
    for address in ("/login/webauthn/", "/second-factor/keys/login/", "/2fa/webauthn/login/"):
        assert Client(**HERE).get(address).status_code == 404
    client = Client(**HERE)
    assert send(client, "{}").headers["Location"] == reverse("account_login")


def test_two_administrators_take_keys_away_too(armed, device, client_for):
    """Who lost everything begins anew: nothing that was lost lets anybody in."""
    client_for("gerda").post(reverse("administration:ask-reset", args=[named("alice")]))
    (reset,) = armed.execute("SELECT id FROM partnerships_factorreset").fetchone()
    assert len(keys(armed)) == 1
    client_for("gorm").post(reverse("administration:agree-reset", args=[reset]))
    assert keys(armed) == []
    assert after_password().get(reverse(STEP)).status_code == 302


@pytest.mark.parametrize("page", [ADD, NAME, REMOVE])
def test_somebody_not_signed_in_is_sent_to_sign_in(db, page):
    address = reverse(page, args=[] if page == ADD else [1])
    assert Client().get(address).headers["Location"].startswith(reverse("account_login"))


def test_a_wrong_method(armed, alice, device):
    ((key, _),) = keys(armed)
    for address in (reverse(ADD), reverse(NAME, args=[key]), reverse(REMOVE, args=[key])):
        assert alice.delete(address).status_code == 405
    assert len(keys(armed)) == 1
