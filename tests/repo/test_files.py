"""No file names a package registry, a machine it was written on, or an unfinished thought."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree

FORBIDDEN = {
    "a package registry": re.compile(
        r"(pypi|pythonhosted|npmjs|yarnpkg|crates|jsdelivr|unpkg|cdnjs)\.(org|com|io|net)"
        r"|\bregistry\.[a-z]|--(extra-)?index-url|simple/[a-z]",
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.])/(home|root|Users|work|mnt)/[\w.]|(?<![\w/])/tmp/(?!\w*\$)[a-z]|[A-Z]:\\\\Users",
    ),
    "an unfinished thought": re.compile(r"\b(TODO|FIXME|XXX|lorem ipsum)\b", re.IGNORECASE),
    "a secret": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"),
}
BINARY = {".png", ".jpg", ".ico", ".woff2", ".ttf", ".pdf", ".xlsx", ".mo", ".gz"}
# Where speaking of the thing is the point.
EXCEPT = {
    "tests/repo/test_files.py": set(FORBIDDEN),
    "LICENSE": set(FORBIDDEN),
}


def faults_in(path: Path, content: str) -> Iterator[str]:
    for number, line in enumerate(content.splitlines(), start=1):
        for kind, pattern in FORBIDDEN.items():
            if kind not in EXCEPT.get(path.as_posix(), set()) and (match := pattern.search(line)):
                yield f"{path}:{number}: {kind}: {match[0]}"


def test_no_file_names_what_it_must_not():
    faults = []
    for path in tree.files():
        if path.suffix not in BINARY:
            faults += list(faults_in(path, tree.text(path)))
    assert not faults, tree.described(faults)


def test_every_text_is_utf_8_and_ends_with_a_line_break():
    faults = []
    for path in tree.files():
        content = (tree.ROOT / path).read_bytes()
        # A table for Excel keeps Excel's line breaks; a font's licence stays to the letter as its makers wrote it.
        if path.suffix in {*BINARY, ".csv"} or "fonts" in path.parts or not content:
            continue
        if not content.endswith(b"\n") or b"\r\n" in content:
            faults.append(f"{path}: line breaks")
        content.decode("utf-8")
    assert not faults, tree.described(faults)


@pytest.mark.parametrize(
    "line",
    [
        '"resolved": "https://registry.npmjs.org/htmx"',
        "--index-url https://example.test/simple",
        "see https://pypi.org/project/django",
        "cd /home/anna/tvaers",
        "open('/work/main/x')",
        "# TODO: later",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_each_is_caught(line):
    assert list(faults_in(Path("README.md"), line))


@pytest.mark.parametrize("line", ["https://www.retsinformation.dk/eli/lta/2023/1", "the register of sharing"])
def test_plain_lines_pass(line):
    assert not list(faults_in(Path("README.md"), line))
