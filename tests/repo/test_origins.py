"""No style sheet and no script asks for anything of another server. Templates: test_templates.py."""

import re
from collections.abc import Iterator

import pytest

from tests.repo import tree

ELSEWHERE = re.compile(
    r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|\b(?:fetch|import|importScripts|EventSource|WebSocket|Worker|Request)\s*\(\s*["'`](?:https?:|wss?:)?//"""
    r"""|\bfrom\s*["']https?://|\.src\s*=\s*["'`](?:https?:)?//"""
)


def asks_elsewhere(source: str) -> Iterator[str]:
    for match in ELSEWHERE.finditer(source):
        yield source[match.start() : match.start() + 60]


def test_no_file_asks_elsewhere():
    package = tree.ROOT / "src" / "tvaers"
    # What was copied from packages as well.
    files = [path for ending in ("css", "js") for path in package.rglob(f"*.{ending}")]
    assert len(files) > 20
    faults = [
        f"{path.relative_to(package)}: {fault}"
        for path in files
        for fault in asks_elsewhere(path.read_text(encoding="utf-8"))
    ]
    assert not faults, tree.described(faults)


@pytest.mark.parametrize(
    "source",
    [
        "body { background: url(https://a.example/b.png) }",
        'body { background: url("//a.example/b.png") }',
        '@import "https://a.example/b.css";',
        "fetch('https://a.example/')",
        "new EventSource(`//a.example/`)",
        "import x from 'https://a.example/x.js'",
        "image.src = 'https://a.example/pixel.gif'",
    ],
)
def test_a_file_that_asks_elsewhere_is_caught(source):
    assert list(asks_elsewhere(source))
    assert not list(
        asks_elsewhere("url(/static/a.png) url(data:image/svg+xml;x='http://www.w3.org/2000/svg') fetch('/x')")
    )
