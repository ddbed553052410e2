"""Every setting of the environment stands in one table, and the reference is drawn from it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree
from tools import environment as drawing
from tvaers.foundation.environment import TABLE

NAMED = re.compile(r"\bTVAERS_[A-Z_]+\b")
READS = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*["'](TVAERS_\w+)["']""")
# The demonstration and the embedded server start the program: they say what it shall be told.
STARTERS = ("src/tvaers/demo/", "src/tvaers/embedded/", "src/tvaers/foundation/environment.py")
SETTINGS = Path("src/tvaers/config/settings.py")


def read_elsewhere(path: Path, source: str) -> Iterator[str]:
    """Settings that a module takes from the environment past the table."""
    if not path.as_posix().startswith(STARTERS):
        for name in READS.findall(source):
            yield f"{path}: reads {name} itself"


def untold(text: str, known: set[str]) -> set[str]:
    """Names that look like a setting and are none; a path in `settings` is Django's own and stands there."""
    return set(NAMED.findall(text)) - known


def test_the_reference_is_fresh():
    assert drawing.BUILT.read_text(encoding="utf-8") == drawing.drawn(), "run: python -m tools.environment"


def test_only_the_table_reads_the_environment():
    faults = [fault for path in tree.ending(".py", under="src/") for fault in read_elsewhere(path, tree.text(path))]
    assert not faults, tree.described(faults)


def test_a_reading_elsewhere_is_caught():
    assert list(read_elsewhere(Path("src/tvaers/work/rules.py"), 'os.environ.get("TVAERS_VAR")'))


@pytest.mark.parametrize("path", [*tree.ending(".md", under="docs/"), Path("README.md")], ids=str)
def test_documents_name_only_settings_that_exist(path):
    known = set(TABLE) | set(re.findall(r"^(TVAERS_\w+)\b", tree.text(SETTINGS), re.MULTILINE))
    assert not untold(tree.text(path), known)


def test_a_name_that_is_no_setting_is_caught():
    assert untold("Set TVAERS_MAIL_HOTS.", set(TABLE)) == {"TVAERS_MAIL_HOTS"}
