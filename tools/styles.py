"""Builds the one style sheet every page loads: dkfds in a cascade layer, then our own parts.

`python -m tools.styles` reads `src/tvaers/ui/styles/` and writes `src/tvaers/assets/css/tvaers.css`.
One file is one request; the layer lets a plain class of ours win over dkfds without `!important`.
`tests/repo/test_vendor.py` fails when the built file is stale.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/tvaers/ui/styles"
BUILT = ROOT / "src/tvaers/assets/css/tvaers.css"
# Order is the cascade: later parts refine earlier ones; the surroundings come late, and the printed form after them.
PARTS = (
    "tokens",
    "ground",
    "shell",
    "forms",
    "alerts",
    "lists",
    "person",
    "sharing",
    "queue",
    "concerns",
    "tables",
    "administration",
    "cases",
    "assessments",
    "maps",
    "picture",
    "charts",
    "methods",
    "efforts",
    "conflict",
    "surveys",
    "networkplans",
    "meetings",
    "search",
    "templates",
    "media",
    "paper",
)

KEPT_IMAGES = {"check-white", "check", "chevron-down", "chevron-down-white"}


def _without(css: str, at_rule: str) -> str:
    """Return minified `css` without the flat `at_rule` blocks."""
    return re.sub(re.escape(at_rule) + r"\{[^{}]*\}", "", css)


def framework() -> str:
    """Return dkfds without its own font faces, source map and the icons that are not vendored."""
    css = (SOURCES / "vendor/dkfds.min.css").read_text(encoding="utf-8").removeprefix("\ufeff")
    css = re.sub(r'@charset "[^"]*";', "", css)
    css = re.sub(r"/\*#.*?\*/", "", css, flags=re.DOTALL)
    css = _without(css, "@font-face")

    def image(match: re.Match[str]) -> str:
        name = match[1]
        return f"url(../vendor/dkfds/img/{name}.svg)" if name in KEPT_IMAGES else "none"

    css = re.sub(r"\.icon-[a-z0-9-]+:not\(a\)\{background-image:url\([^)]*\)\}", "", css)
    css = re.sub(r'url\("?[^)"]*?([a-z0-9_-]+)\.(?:svg|png)"?\)', image, css, flags=re.IGNORECASE)
    return f"@layer dkfds{{{css.strip()}}}"


def minified(css: str) -> str:
    """Return `css` without comments and needless white space; strings and calc() stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"(?<=[a-z-]):\s+(?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").strip()


def build() -> str:
    """Return the text of the built style sheet: one line per part."""
    own = [minified((SOURCES / f"{part}.css").read_text(encoding="utf-8")) for part in PARTS]
    return "\n".join([framework(), *own]) + "\n"


def main() -> None:
    """Write the built style sheet."""
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    main()
