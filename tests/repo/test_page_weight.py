"""What every page loads stays within the budget of design/ux.md: 150 kB for the first page, gzipped."""

import gzip
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "src/tvaers/assets"
KB = 1000
FIRST_PAGE = 150 * KB
HTML = 15 * KB  # a full page of our own, generously
FONTS = ("Regular", "Medium", "SemiBold")


def gzipped(file: str) -> int:
    return len(gzip.compress((ASSETS / file).read_bytes(), 6))


# What one page loads besides, or a worker that all pages share.
OF_ONE_PAGE = {"blur.js", "streams.js"}


def scripts() -> int:
    names = {path.name for path in (ASSETS / "js").glob("*.js")}
    return sum(gzipped(f"js/{name}") for name in names - OF_ONE_PAGE)


def first_page() -> int:
    fonts = ASSETS / "vendor/dkfds/fonts"
    letters = sum((fonts / f"IBMPlexSans-{cut}-Latin1.woff2").stat().st_size for cut in FONTS)
    shared = ("css/tvaers.css", "vendor/htmx/htmx.min.js", "img/icons.svg", "img/tvaers.svg")
    return letters + scripts() + sum(gzipped(file) for file in shared)


def test_the_first_page_is_light():
    assert first_page() + HTML <= FIRST_PAGE


def test_our_own_script_is_small():
    assert scripts() <= 8 * KB


def test_the_street_log_is_light():
    """All that a phone fetches before it works without a network."""
    street = ASSETS.parent / "web/street"
    parts = [*(street / "static/street").iterdir(), street / "templates/street/log.html", ASSETS / "img/tvaers.svg"]
    letters = sum((ASSETS / f"vendor/dkfds/fonts/IBMPlexSans-{cut}-Latin1.woff2").stat().st_size for cut in FONTS)
    assert len(parts) > 5
    assert letters + sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts) <= FIRST_PAGE
