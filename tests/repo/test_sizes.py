"""Ceilings that only ever go down, and names that say nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree

FILE, FUNCTION, TEST_FILE, TEMPLATE = 400, 45, 600, 200
FORBIDDEN = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def ceiling(path: Path) -> int | None:
    """How many lines a file may have; None where no ceiling holds."""
    if path.suffix == ".py":
        return TEST_FILE if path.parts[0] == "tests" else FILE
    if "templates" in path.parts and path.suffix in {".html", ".txt"}:
        return TEMPLATE
    return FILE if path.suffix in {".css", ".js", ".sql"} else None


def long_files(contents: dict[Path, str]) -> Iterator[str]:
    for path, content in contents.items():
        lines, most = len(content.splitlines()), ceiling(path)
        if most is not None and lines > most:
            yield f"{path}: {lines} lines, at most {most}"


def long_functions(path: Path, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{path}:{node.lineno} {node.name}: {lines} lines, at most {FUNCTION}"


def empty_names(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        words = {part.removesuffix(path.suffix).lstrip("_") for part in path.parts}
        if words & FORBIDDEN:
            yield f"{path}: a name that says nothing"


def test_no_file_is_too_long():
    contents = {path: tree.text(path) for path in tree.files() if ceiling(path) is not None}
    assert contents
    faults = list(long_files(contents))
    assert not faults, tree.described(faults)


def test_no_function_is_too_long():
    faults = [fault for path in tree.ending(".py") for fault in long_functions(path, tree.text(path))]
    assert not faults, tree.described(faults)


def test_every_module_has_a_name_that_says_something():
    faults = list(empty_names(tree.ending(".py", ".html", ".js", ".css")))
    assert not faults, tree.described(faults)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("src/tvaers/x/actions.py", 400),
        ("tests/web/test_x.py", 600),
        ("src/tvaers/x/templates/x/a.html", 200),
        ("src/tvaers/assets/site.css", 400),
    ],
)
def test_a_line_too_many_is_caught(name, most):
    path = Path(name)
    assert not list(long_files({path: "x\n" * most}))
    assert list(long_files({path: "x\n" * (most + 1)}))


@pytest.mark.parametrize("opening", ["def f():", "async def f():", "class A:\n  def f(self):"])
def test_a_long_function_is_caught(opening):
    body = "\n    pass"
    assert not list(long_functions(Path("a.py"), opening + body * (FUNCTION - 1)))
    assert list(long_functions(Path("a.py"), opening + body * FUNCTION))


@pytest.mark.parametrize("name", ["src/tvaers/x/utils.py", "tests/helpers/a.py", "src/tvaers/ui/_base.html"])
def test_an_empty_name_is_caught(name):
    assert list(empty_names([Path(name)]))
    assert not list(empty_names([Path("src/tvaers/x/rules.py")]))
