"""Vendored browser files are what the lock promises, and the style sheet is freshly built."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tools import styles

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/tvaers"
VENDOR = PACKAGE / "assets/vendor"
MANIFEST = VENDOR / "MANIFEST.json"


def entries():
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def faults_in(entries, locked, read) -> list[str]:
    """What does not agree between manifest, lock and files."""
    faults = []
    for entry in entries:
        lock = locked.get(f"node_modules/{entry['package']}", {})
        if (lock.get("version"), lock.get("integrity")) != (entry["version"], entry["integrity"]):
            faults.append(f"{entry['file']}: version or integrity is not that of package-lock.json")
        if hashlib.sha256(read(entry["file"])).hexdigest() != entry["sha256"]:
            faults.append(f"{entry['file']}: changed since it was copied")
    return faults


def locked():
    return json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]


def test_every_file_is_the_one_that_was_copied():
    assert faults_in(entries(), locked(), lambda file: (PACKAGE / file).read_bytes()) == []


def test_nothing_lies_in_the_vendor_folder_without_an_entry():
    listed = {entry["file"] for entry in entries()}
    found = {path.relative_to(PACKAGE).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert found - {MANIFEST.relative_to(PACKAGE).as_posix()} <= listed


def test_a_changed_file_and_another_version_are_caught():
    entry = entries()[0]
    assert faults_in([entry], locked(), lambda _: b"changed")
    assert faults_in([entry | {"version": "0"}], locked(), lambda file: (PACKAGE / file).read_bytes())


def test_versions_are_exact_and_the_lock_names_no_address():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {name: locked()[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert "http" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_the_style_sheet_is_built_from_its_parts():
    assert styles.BUILT.read_text(encoding="utf-8") == styles.build(), "run: python -m tools.styles"


def test_every_part_is_in_the_style_sheet():
    assert {path.stem for path in styles.SOURCES.glob("*.css")} == set(styles.PARTS)


def test_every_address_in_the_style_sheet_exists():
    for address in re.findall(r"url\(([^)]*)\)", styles.BUILT.read_text(encoding="utf-8")):
        assert (styles.BUILT.parent / address).resolve().is_file(), address


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("a { color: red; }", "a{color:red}"),
        (".a :hover, .b > i { top: calc(1px + 2px); } /* why */", ".a :hover,.b > i{top:calc(1px + 2px)}"),
        ("@media (min-width: 1px) { a { --x: 1; } }", "@media (min-width: 1px){a{--x:1}}"),
    ],
)
def test_making_small_keeps_the_meaning(source, small):
    assert styles.minified(source) == small
