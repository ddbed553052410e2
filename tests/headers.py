"""What a browser is told with every answer."""

from collections.abc import Iterator, Mapping

from tvaers.ui.headers import CREATE_KEYS, SHOW_KEYS, WHERE

DIRECTIVES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
EXACTLY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


# Of a file that somebody sent: nothing at all.
SHUT: dict[str, set[str]] = {
    "sandbox": set(),
    **{name: {"'none'"} for name in ("default-src", "base-uri", "form-action", "frame-ancestors")},
}


def loose(
    headers: Mapping[str, str], *, is_file: bool = False, is_sent: bool = False, may_use: tuple[str, ...] = ()
) -> Iterator[str]:
    """What the headers leave open. is_file: a file of the program's, which may be kept. is_sent: one of somebody's.

    may_use: the devices that this page may use, and must be let use.
    """
    policy = [part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    told = {name: set(sources) for name, *sources in policy}
    expected = SHUT if is_sent else DIRECTIVES
    for name in expected.keys() | told.keys():
        allowed = told.get(name, {"anything"}) - expected.get(name, set())
        # A nonce of one answer opens what that answer wrote itself.
        if {each for each in allowed if not each.startswith("'nonce-")}:
            yield f"{name}: {' '.join(sorted(allowed))}"
    for name, value in EXACTLY.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    for device in ("camera", WHERE, "microphone", "payment", "usb", CREATE_KEYS, SHOW_KEYS):
        if f"{device}=({'self' if device in may_use else ''})" not in headers.get("Permissions-Policy", ""):
            yield f"Permissions-Policy: {device}"
    if not is_file and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"
