"""The repository as the tests of this folder see it: which files belong to it, and what kind they are."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "tvaers"

# Copied from packages and checked against their lock by test_vendor.py; the house rules are not theirs.
VENDORED = ("src/tvaers/assets/vendor/", "src/tvaers/ui/styles/vendor/")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the root, without vendored ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(listed.split("\0")) - {""})
    return tuple(Path(name) for name in names if not name.startswith(VENDORED) and (ROOT / name).is_file())


def ending(*suffixes: str, under: str = "") -> list[Path]:
    """The files with one of the suffixes, below a folder."""
    return [path for path in files() if path.suffix in suffixes and path.as_posix().startswith(under)]


def templates() -> list[Path]:
    """The Django templates."""
    return [path for path in ending(".html", ".txt", under="src/") if "templates" in path.parts]


def text(path: Path) -> str:
    """The content of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def packages() -> list[str]:
    """The rooms: the names directly below `tvaers` that can be imported."""
    folders = {path.parts[2] for path in ending(".py", under="src/tvaers/") if len(path.parts) > 3}
    modules = {path.stem for path in ending(".py", under="src/tvaers/") if len(path.parts) == 3}
    return sorted((folders | modules) - {"__init__"})


def described(faults: list[str]) -> str:
    """Faults as a failing test shows them."""
    return "\n" + "\n".join(faults)
