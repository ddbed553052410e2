"""Journeys wait for what they expect: what is asked of a page right after a click is answered by the old one."""

import ast
from pathlib import Path

import pytest

HURRIED = {"is_visible", "is_hidden"}
JOURNEYS = sorted(path for path in Path("tests/journeys").glob("*.py") if path.name != "keyboard.py")


def hurried(source: str) -> list[str]:
    """What a journey's source asserts without waiting: something seen or hidden, or a page's address."""
    asserted = [node.test for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return [
        ast.unparse(part)
        for condition in asserted
        for part in ast.walk(condition)
        if isinstance(part, ast.Attribute)
        and (part.attr in HURRIED or (part.attr == "url" and isinstance(part.value, ast.Name)))
    ]


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_a_journey_waits(path):
    assert hurried(path.read_text()) == []


def test_what_does_not_wait_is_found():
    source = "assert page.get_by_text('x').is_visible()\nassert not page.url.endswith('/')\nassert sent.value.url"
    assert hurried(source) == ["page.get_by_text('x').is_visible", "page.url"]
