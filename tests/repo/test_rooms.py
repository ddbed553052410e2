"""The house: every room is listed in the import contract, and what stands beside it keeps to its doors.

The contract itself is checked by import-linter, here and in `make check`.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree

# embedded brings a database up before anything else runs.
EMBEDDED_MAY = ("tvaers.embedded", "tvaers.foundation", "tvaers.guard.bootstrap")
# What starts the program, generates its data or tests it may start a database.
MAY_EMBED = (
    "src/tvaers/embedded/",
    "src/tvaers/demo/",
    "src/tvaers/__main__.py",
    "tests/",
    "tools/",
    "bench/",
)
# No rows of theirs, journeys with a contract of their own, or wiring: docs/adr/0013-rooms-inside-an-app.md.
ROOMS_OF_THEIR_OWN = {"__main__", "config", "demo", "embedded", "foundation", "operations", "ui", "web"}
# The time zone that days are counted in is a constant beside the clock.
RULES_MAY = ("django.utils.translation", "tvaers.foundation.clock.COPENHAGEN")
IMPURE = ("django", "psycopg", "time", "random", "tvaers.foundation.clock", "tvaers.guard.context")


def imports(source: str) -> set[str]:
    """The modules that a source imports, anywhere in it, and the names it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def inside(name: str, *modules: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def unlisted(packages: list[str], contract: dict) -> Iterator[str]:
    """Rooms that the contract does not know, or knows as not yet built."""
    listed = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    for package in packages:
        if package in contract["exhaustive_ignores"] or package in listed:
            continue
        built = f"({package})" in listed
        yield f"{package}: exists, so it stands without parentheses" if built else f"{package}: not listed"


def wrong_doors(path: Path, source: str) -> Iterator[str]:
    """Imports of and by `embedded` that the house does not have."""
    name = path.as_posix()
    for imported in imports(source):
        if name.startswith("src/tvaers/embedded/"):
            if inside(imported, "tvaers") and not inside(imported, *EMBEDDED_MAY):
                yield f"{path}: embedded imports {imported}"
        elif inside(imported, "tvaers.embedded") and not name.startswith(MAY_EMBED):
            yield f"{path}: imports {imported}"


def impure_rules(path: Path, source: str) -> Iterator[str]:
    """What a module of rules takes from database, clock or request."""
    for imported in imports(source):
        if inside(imported, *IMPURE) and not inside(imported, *RULES_MAY):
            yield f"{path}: rules import {imported}"


def unheld(packages: list[str], contract: dict) -> Iterator[str]:
    """Apps whose own rooms no contract holds, and held ones that are gone."""
    for package in sorted({f"tvaers.{each}" for each in packages if each not in ROOMS_OF_THEIR_OWN}):
        if package not in contract["containers"]:
            yield f"{package}: its rooms are not held"
    for package in contract["containers"]:
        if package.removeprefix("tvaers.") not in packages:
            yield f"{package}: gone"
    if not contract.get("exhaustive"):
        yield "what is not listed goes unchecked"


def contract(name: str = "layers") -> dict:
    settings = tomllib.loads(tree.text(Path("pyproject.toml")))
    return next(each for each in settings["tool"]["importlinter"]["contracts"] if each["id"] == name)


def test_every_room_is_listed():
    faults = list(unlisted(tree.packages(), contract()))
    assert not faults, tree.described(faults)


def test_the_rooms_of_every_app_are_held():
    faults = list(unheld(tree.packages(), contract("inside")))
    assert not faults, tree.described(faults)


def test_an_app_whose_rooms_are_not_held_is_caught():
    held = {"containers": ["tvaers.a"], "exhaustive": True}
    assert not list(unheld(["a", "web"], held))
    assert len(list(unheld(["b", "web"], held))) == 2
    assert list(unheld(["a"], held | {"exhaustive": False}))


def test_the_contract_is_kept():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=tree.ROOT,
        env={"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    kept = re.search(r"Contracts: (\d+) kept, 0 broken", done.stdout)
    assert kept, done.stdout + done.stderr
    assert done.returncode == 0


def test_embedded_keeps_to_its_doors():
    faults = [fault for path in tree.ending(".py") for fault in wrong_doors(path, tree.text(path))]
    assert not faults, tree.described(faults)


def test_rules_are_pure():
    paths = [path for path in tree.ending(".py", under="src/") if path.stem == "rules" or "rules" in path.parts]
    faults = [fault for path in paths for fault in impure_rules(path, tree.text(path))]
    assert not faults, tree.described(faults)


def test_every_app_with_models_explains_itself():
    modules = [path for path in tree.ending(".py", under="src/tvaers/") if path.name == "models.py"]
    rooms = {path.parent for path in modules if re.search(r"^class ", tree.text(path), re.MULTILINE)}
    missing = [f"{room}: no README.md" for room in sorted(rooms) if not (tree.ROOT / room / "README.md").exists()]
    assert not missing, tree.described(missing)


@pytest.mark.parametrize("layers", [["a"], ["(b)", "a"]])
def test_an_unlisted_room_is_caught(layers):
    assert list(unlisted(["a", "b"], {"layers": layers, "exhaustive_ignores": []}))
    assert not list(unlisted(["a", "b"], {"layers": ["a | b"], "exhaustive_ignores": []}))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("src/tvaers/embedded/cluster.py", "from tvaers.accounts import models"),
        ("src/tvaers/embedded/cluster.py", "from tvaers.guard.context import bind"),
        ("src/tvaers/web/today/views.py", "def f():\n    import tvaers.embedded.cluster"),
    ],
)
def test_a_wrong_door_is_caught(path, source):
    assert list(wrong_doors(Path(path), source))
    assert not list(wrong_doors(Path(path), "from tvaers.foundation import clock"))


@pytest.mark.parametrize(
    "source",
    [
        "from django.db import models",
        "from tvaers.foundation import clock",
        "from tvaers.foundation.clock import today",
        "import random",
    ],
)
def test_impure_rules_are_caught(source):
    assert list(impure_rules(Path("rules.py"), source))
    for pure in ("django.utils.translation import gettext_lazy", "tvaers.foundation.clock import COPENHAGEN"):
        assert not list(impure_rules(Path("rules.py"), f"from {pure}"))
