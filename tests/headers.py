"""What a browser is told with every answer."""

from collections.abc import Iterator, Mapping

DIRECTIVES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
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


def loose(headers: Mapping[str, str], *, is_file: bool = False) -> Iterator[str]:
    """What the headers leave open. is_file: a file of the program's, which may be kept."""
    policy = [part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    told = {name: set(sources) for name, *sources in policy}
    for name in DIRECTIVES.keys() | told.keys():
        allowed = told.get(name, {"anything"}) - DIRECTIVES.get(name, set())
        # A nonce of one answer opens what that answer wrote itself.
        if {each for each in allowed if not each.startswith("'nonce-")}:
            yield f"{name}: {' '.join(sorted(allowed))}"
    for name, value in EXACTLY.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    for device in ("camera", "geolocation", "microphone", "payment", "usb"):
        if f"{device}=()" not in headers.get("Permissions-Policy", ""):
            yield f"Permissions-Policy: {device}"
    if not is_file and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"
