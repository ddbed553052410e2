"""Every dependency says why it is here, and the locks hold each one by version and hash."""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.repo import tree

PROJECT = Path("pyproject.toml")
LOCKS = {
    Path("locks/serve.txt"): (),
    Path("locks/run.txt"): ("demo",),
    Path("locks/develop.txt"): ("demo", "develop"),
}
REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,.-]+\])?\s*(.*)$")
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,.-]+\])?==([\w.!+]+)", re.MULTILINE)


def plain(name: str) -> str:
    """A package's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def unexplained(project: str) -> Iterator[str]:
    """Lines that name a dependency without a comment on the line or directly above."""
    before, dependencies = "", False
    for line in map(str.strip, project.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            dependencies = line in {"[project]", "[project.optional-dependencies]"}
        named = dependencies and re.match(r'^"([a-z][\w-]*)(\[[\w,-]+\])?[><=~!,\d.]*",', line)
        if named and named[1] != "tvaers" and "#" not in line and not before.startswith("#"):
            yield f"{line}: no comment says why"
        before = line


def parts(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0]))


def satisfies(version: str, specifier: str) -> bool:
    """Whether a version meets a list of `>=`, `<`, `==`; longer versions compare by their numbers."""
    for sign, wanted in re.findall(r"(>=|<|==|~=)\s*([\w.]+)", specifier):
        width = max(len(parts(version)), len(parts(wanted)))
        left, right = ((*parts(each), *[0] * width)[:width] for each in (version, wanted))
        if (sign == ">=" and left < right) or (sign == "<" and left >= right) or (sign == "==" and left != right):
            return False
    return True


def required(project: str, extras: tuple[str, ...]) -> dict[str, str]:
    """Name → specifier of what the project asks for."""
    content = tomllib.loads(project)["project"]
    lines = list(content["dependencies"])
    for extra in extras:
        lines += content["optional-dependencies"][extra]
    found = (REQUIREMENT.match(line.split(";")[0].strip()) for line in lines)
    return {plain(match[1]): match[2] for match in found if match and plain(match[1]) != "tvaers"}


def lock_faults(project: str, lock: str, extras: tuple[str, ...]) -> Iterator[str]:
    """Where a lock does not fit the project, or holds a package without a hash."""
    pinned = {plain(name): version for name, version in PINNED.findall(lock)}
    for name, specifier in required(project, extras).items():
        if name not in pinned:
            yield f"{name}: not locked"
        elif not satisfies(pinned[name], specifier):
            yield f"{name}: locked at {pinned[name]}, wanted {specifier}"
    # A package's block runs until the next line that starts at the margin with a name.
    for block in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE):
        if block[:1].isalnum() and not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block):
            yield f"{block.splitlines()[0]}: no hash"
        if block[:1].isalnum() and not PINNED.match(block):
            yield f"{block.splitlines()[0]}: not one version"


def test_every_dependency_says_why():
    faults = list(unexplained(tree.text(PROJECT)))
    assert not faults, tree.described(faults)


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_the_lock_fits_the_project(path):
    faults = list(lock_faults(tree.text(PROJECT), tree.text(path), LOCKS[path]))
    assert not faults, "run `make lock`:" + tree.described(faults)


def test_each_lock_agrees_with_the_larger_one():
    locks = [dict(PINNED.findall(tree.text(path))) for path in LOCKS]
    faults = [
        f"{name}: {version} and {larger.get(name)}"
        for smaller, larger in pairwise(locks)
        for name, version in smaller.items()
        if larger.get(name) != version
    ]
    assert not faults, tree.described(faults)


@pytest.mark.parametrize("line", ['  "left-pad>=1",', '  "django[argon2]>=5.2,<6",'])
def test_an_unexplained_dependency_is_caught(line):
    assert list(unexplained(f"[project]\ndependencies = [\n{line}\n]\n"))
    assert not list(unexplained(f"[project]\ndependencies = [\n{line} # why\n]\n"))
    assert not list(unexplained(f"[project]\ndependencies = [\n  # why\n{line}\n]\n"))


HASH = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    "lock",
    [
        f"other==1.0 \\\n{HASH}\n",
        f"django==5.1.9 \\\n{HASH}\n",
        f"django==6.0 \\\n{HASH}\n",
        "django==5.2.19\n",
        f"django==5.2.19 \\\n{HASH}\nasgiref==3.8 # via django\n",
        f"django>=5.2.19 \\\n{HASH}\n",
    ],
)
def test_a_lock_that_does_not_fit_is_caught(lock):
    project = '[project]\ndependencies = ["django>=5.2.19,<5.3"]\n'
    assert list(lock_faults(project, lock, ()))
    assert not list(lock_faults(project, f"django==5.2.20 \\\n{HASH}\n    # via tvaers\n", ()))
