"""While an upgrade runs, yesterday's code works on today's tables: the release's own tests pass on them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs import ROOT, RUN

RELEASED = Path(__file__).with_name("released.txt")
HOME = RUN
# The release's own tests: the start's questions, every page read and written once, and a room's writing closely.
PARTS = (
    "tests/domain/test_guard_startup.py::test_all_is_well",
    "tests/web/test_every_page.py::test_every_page_answers_in_few_statements_at_any_number[3]",
    "tests/web/test_concerns_new.py",
)


def released(text: str) -> str:
    """The commit that a text names on its one line that is no comment."""
    (commit,) = re.findall(r"^[0-9a-f]{40}$", text, re.MULTILINE)
    return str(commit)


def unpack(commit: str, target: Path) -> None:
    """Lay out a commit's files in a folder; a history that does not hold it fails loudly."""
    target.mkdir(parents=True)
    kept = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if kept.returncode != 0:
        pytest.fail(
            f"The release {commit} (tests/operations/released.txt) is not in this repository. A shallow clone lacks it:"
            f" git fetch --unshallow. Git says: {kept.stderr.decode().strip()}"
        )
    subprocess.run(["tar", "--extract", "--directory", target], input=kept.stdout, check=True)


@pytest.mark.first
def test_yesterdays_code_serves_on_todays_tables():
    release = HOME / "yesterday"
    unpack(released(RELEASED.read_text(encoding="utf-8")), release)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TVAERS_", "PYTEST_"))}
    named = {name: os.environ[name] for name in ("TVAERS_POSTGRESQL_BIN",) if name in os.environ}
    plugin = HOME / "plugin"
    plugin.mkdir()
    (plugin / "yesterday.py").write_bytes(Path(__file__).with_name("yesterday.py").read_bytes())
    environment = {**inherited, **named, "PYTHONPATH": str(plugin), "TVAERS_TODAY": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    compiled = [sys.executable, "-m", "tools.messages", "compile"]
    subprocess.run(compiled, env=environment, cwd=release, check=True, capture_output=True)
    command = [sys.executable, "-m", "pytest", "-p", "yesterday", "-q", *PARTS]
    done = subprocess.run(command, env=environment, cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_a_release_that_is_not_there_is_said(tmp_path):
    with pytest.raises(pytest.fail.Exception, match=r"not in this repository.*git fetch --unshallow"):
        unpack("0" * 40, tmp_path / "nothing")
