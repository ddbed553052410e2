"""Copies the browser packages Tværs uses from node_modules and writes down what was copied.

Run after changing package.json: `npm ci --ignore-scripts && python -m tools.vendor`. The copies are
committed, so whoever runs Tværs needs neither Node nor a network. `tests/repo/test_vendor.py`
compares copies, MANIFEST.json and package-lock.json.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "src/tvaers"
MANIFEST = TARGET / "assets/vendor/MANIFEST.json"
SPRITE = TARGET / "assets/img/icons.svg"

FONTS = "dist/fonts/IBMPlexSans/split/woff2"
LETTER_FONTS = "dist/fonts/IBMPlexSans/complete/ttf"
FONT = "IBMPlexSans-{}-Latin1.woff2".format
# Package, file in the package, place under src/tvaers. The style sheet is a source of the build
# (tools/styles.py) and not served itself, so it lies outside assets/.
FILES: tuple[tuple[str, str, str], ...] = (
    ("htmx.org", "dist/htmx.min.js", "assets/vendor/htmx/htmx.min.js"),
    ("htmx.org", "LICENSE", "assets/vendor/htmx/LICENSE"),
    ("dkfds", "dist/css/dkfds.min.css", "ui/styles/vendor/dkfds.min.css"),
    ("dkfds", "dist/LICENSE.md", "assets/vendor/dkfds/LICENSE.md"),
    ("dkfds", f"{FONTS}/license.txt", "assets/vendor/dkfds/fonts/license.txt"),
    *(
        ("dkfds", f"{FONTS}/{FONT(cut)}", f"assets/vendor/dkfds/fonts/{FONT(cut)}")
        for cut in ("Regular", "Medium", "SemiBold")
    ),
    # Letters are set with the whole font, not with the parts cut for browsers.
    ("dkfds", f"{LETTER_FONTS}/license.txt", "ui/letters/fonts/license.txt"),
    *(
        ("dkfds", f"{LETTER_FONTS}/IBMPlexSans-{cut}.ttf", f"ui/letters/fonts/IBMPlexSans-{cut}.ttf")
        for cut in ("Regular", "SemiBold")
    ),
    *(
        ("dkfds", f"dist/img/svg-icons/{name}.svg", f"assets/vendor/dkfds/img/{name}.svg")
        for name in ("check-white", "check", "chevron-down", "chevron-down-white")
    ),
)

# Material Symbols as dkfds ships them; each becomes one symbol of the sprite behind {% icon %}.
ICONS = (
    "account add-document arrow-back arrow-downward arrow-forward arrow-upward attach-file business "
    "calendar-month check chevron-down chevron-left chevron-right chevron-up close copy delete "
    "document download edit email error file flag forum groups help home hourglass info language "
    "list-check location lock map menu minus more-horiz notifications open-in-new person person-add "
    "persons plus print refresh reply save search send settings share smartphone sort-table-ascending "
    "sort-table-descending sort-table-none star success support-agent sync time tune upload videocam "
    "visibility visibility-off warning"
).split()


def symbol(name: str) -> str:
    """Return one icon of dkfds as a `<symbol>` named `name`."""
    svg = (MODULES / f"dkfds/dist/img/svg-icons/{name}.svg").read_text(encoding="utf-8")
    box = re.search(r'viewBox="([^"]+)"', svg)
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if box is None or body is None:
        raise ValueError(f"{name}.svg is not an icon with a viewBox")
    return f'<symbol id="{name}" viewBox="{box[1]}">{body[1].strip()}</symbol>'


def entry(package: str, lock: dict[str, dict[str, str]], file: str) -> dict[str, str]:
    """Describe one copied file: whence, which version, which fingerprint."""
    locked = lock[f"node_modules/{package}"]
    digest = hashlib.sha256((TARGET / file).read_bytes()).hexdigest()
    return {
        "package": package,
        "version": locked["version"],
        "integrity": locked["integrity"],
        "file": file,
        "sha256": digest,
    }


def main() -> None:
    """Replace the vendored files and the sprite, and write MANIFEST.json."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for package, source, file in FILES:
        target = TARGET / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / package / source, target)
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    symbols = "\n".join(map(symbol, ICONS))
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")
    entries = [entry(package, lock, file) for package, _, file in FILES]
    entries.append(entry("dkfds", lock, SPRITE.relative_to(TARGET).as_posix()))
    MANIFEST.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
