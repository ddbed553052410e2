"""The pages of signing in, the profile, administration and the demonstration, for the register of pages."""

from typing import Any

from tests import absence_scene, factors
from tests import case_scene as scene
from tests.cast import named
from tests.web.page_line import Page, day, sent
from tvaers.partnerships.enums import Role
from tvaers.ui.headers import CREATE_KEYS, SHOW_KEYS

MEMBER = {
    "version": "1",
    "name": "Alice Prøvedal",
    "title": "konsulent",
    "phone": "",
    "roles": [str(int(Role.SSP_CONSULTANT))],
    "units": [str(scene.SSP)],
}
INVITED = {
    "name": "Nora Nyling",
    "title": "familierådgiver",
    "email": "nora@example.org",
    "roles": [str(int(Role.CASEWORKER))],
}
PARTY = {"name": "Ny Part", "short_name": "Ny", "mark": "np", "phone": "", "kind": "municipality"}
BASIS = {
    **day("from_day", 3),
    **{f"{name}_{language}": "Ny" for name in ("title", "law") for language in ("da", "en")},
    "guidance_da": "Til dette.\nIkke til dét.",
    "guidance_en": "For this.\nNot for that.",
    "frame_kinds": ["agreement", "statute"],
    "sender_kinds": ["municipality", "police"],
    "receiver_kinds": ["municipality", "police"],
    "purposes": ["1"],
    "categories": ["1", "2", "4", "8"],
    "seen": "1",
}


def office(name: str, *arguments: str, **options: Any) -> Page:
    """A page of the administration."""
    return Page(f"administration:{name}", arguments, **{"who": "gerda", "outsider": "henrik", **options})


def signed_out(name: str, *arguments: str, **options: Any) -> Page:
    """A page for somebody who has not signed in."""
    return Page(name, arguments, who="", outsider="", **options)


def own(name: str, **options: Any) -> Page:
    """A page about nobody but oneself."""
    return Page(name, outsider="", **options)


SIGN_IN = (
    signed_out("account_login", sent=sent(login="alice@example.org", password=factors.PASSWORD)),
    signed_out("account_logout", shown=0, sent=sent()),
    signed_out("account_inactive"),
    signed_out("account_reset_password", sent=sent(email="alice@example.org")),
    signed_out("account_reset_password_done"),
    signed_out("account_reset_password_from_key_done"),
    signed_out("account_reset_password_from_key", "=1", "=x-y"),
    # Without a password just given it leads back to the first step.
    signed_out("mfa_authenticate", shown=302, sent=sent(code="123456")),
    signed_out(
        "accounts:welcome",
        after="accounts:invitation",
        sent=sent(password="prøve-med-lang-snor-2"),
    ),
    signed_out("accounts:invitation", "=prøve", shown=302),
    signed_out("set_language", shown=0, sent=sent(language="en")),
    own("account_reauthenticate", sent=sent(password=factors.PASSWORD)),
    own("account_change_password", sent=sent(oldpassword=factors.PASSWORD, password1="en-helt-anden-snor-77")),
    own("mfa_reauthenticate", sent=lambda _things: {"code": factors.code(factors.secret_for("alice"))}),
    own(
        "accounts:factor",
        sent=lambda _things: {"code": factors.code(factors.secret_for("alice"))},
        may_use=(SHOW_KEYS,),
    ),
    own("accounts:factor", query="?with=code", may_use=(SHOW_KEYS,)),
    own("accounts:key-add", sent=sent(name="x", credential="{}"), taken=200, may_use=(CREATE_KEYS,)),
    own("accounts:key-name", arguments=("key",), sent=sent(name="nøglen derhjemme")),
    own("accounts:key-remove", arguments=("key",), sent=sent()),
    # Who has a second factor keeps it.
    own("mfa_activate_totp", shown=302, sent=sent(code="123456")),
    own("mfa_view_recovery_codes", again=True),
    own("mfa_generate_recovery_codes", again=True, sent=sent()),
    own("mfa_download_recovery_codes", again=True, is_file=True),
    own("accounts:act-for", sent=lambda _things: {"membership": str(named("alice"))}),
    own("accounts:kept", sent=sent()),
    own("profile:show"),
    own("profile:details", sent=sent(title="Konsulent", phone="01 23 45 67")),
    own("profile:end-sessions", shown=0, sent=sent()),
    own(
        "profile:reminders",
        sent=sent(cadence="weekly", weekday="0", hour="8", quiet_from="17", quiet_until="7"),
    ),
    own("profile:absence", sent=lambda _things: absence_scene.typed(first=30, last=40)),
    Page("profile:absence-end", ("absence",), shown=0, sent=sent(), outsider="carl"),
    Page("profile:absence-known", ("absence",), who="bo", shown=0, sent=sent(), outsider="carl"),
    Page(
        "profile:absence-let-in",
        ("absence",),
        shown=0,
        sent=lambda things: {"what": str(things["unfollowed task"])},
        outsider="carl",
    ),
)
ADMINISTRATION = (
    office("start", shown=302),
    office("people"),
    office("invite", sent=sent(**INVITED)),
    # The check page is tried with its form: it shows what this browser alone has typed.
    office("invite-check", "=nothing", shown=302, sent=sent(), outsider=""),
    office("member", "alice"),
    office("member-change", "alice", sent=sent(**MEMBER)),
    office("member-reviewed", "alice", shown=0, sent=sent(version="1")),
    office("leave", "alice", sent=sent(successor=str(named("bo")))),
    office("ask-reset", "alice", sent=sent()),
    office("invite-again", "ivan", shown=0, sent=sent(), taken=200),
    office("invite-withdraw", "ivan", shown=0, sent=sent()),
    office("factor-resets"),
    office("reviews"),
    office("agree-reset", "reset", sent=sent()),
    office("units"),
    office("unit-add", sent=sent(name="Ungehuset", kind="youth")),
    office("unit", "gladsaxe-street", sent=sent(name="Natteamet", kind="street")),
    office("unit-close", "gladsaxe-street", shown=0, sent=sent()),
    office("unit-reopen", "gladsaxe-street", shown=0, sent=sent()),
    office("organisation", sent=sent(**PARTY)),
    office("approval", sent=sent(kinds=["police"], categories=["256"]), outsider=""),
    office("organisations"),
    office("organisation-add", sent=sent(**PARTY)),
    # Which organisations there are, everybody at work reads.
    office("organisation-change", "gladsaxe", sent=sent(**PARTY), outsider=""),
    office("first-administrator", "police", sent=sent(**INVITED)),
    office("bases"),
    office("basis", "=rpl-115-1"),
    office("basis-change", "=rpl-115-1", sent=sent(**BASIS)),
    office("basis-end", "=rpl-115-2", sent=sent(**day("from_day", 3), do="end")),
    office("basis-withdraw", "=rpl-115-3", shown=0, sent=sent()),
    office("areas", sent=sent(q="Gladsaxe"), taken=200),
    office("borders", sent=sent(do="municipalities")),
    office("borders-file", "borders", sent=sent(name="KOMNAVN", code="KOMKODE")),
    office("borders-stop", "borders", shown=0, sent=sent()),
    office("area-add", sent=sent(name="Herlev")),
    office("area", "area", sent=sent(name="Ny")),
    office("area-add-below", "area", sent=sent(name="Søborg", kind="district")),
    office("area-close", "housing", shown=0, sent=sent()),
    office("area-reopen", "housing", shown=0, sent=sent()),
)
DEMONSTRATION = (
    signed_out("demo:personas"),
    # Its people are not of the cast.
    signed_out("demo:become", shown=0, sent=sent(person="sofie"), taken=404),
    signed_out("demo:code", shown=0),
    signed_out("gallery:components"),
    *(signed_out("gallery:example", f"={name}") for name in ("today", "case", "queue", "share", "chain", "signin")),
)
