"""Documents: decisions keep their form, links lead somewhere, every word of the code is explained."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import tree
from tools import roles, states
from tvaers.cases import rules as cases
from tvaers.cases.enums import Outcome

ADR = Path("docs/adr")
GLOSSARY = Path("docs/reference/glossary.md")
ROOT_DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "DEVELOPERS.md",
    "SECURITY.md",
    "THREAT_MODEL.md",
    "CHANGELOG.md",
    "LICENSE",
)
STATUS = re.compile(r"^(proposed|accepted|rejected|superseded by \d{4})$")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Rooms whose names are Python's own or that only gather pages.
PLAIN_ROOMS = {"__main__", "api", "public"}


def decision_faults(name: str, text: str) -> Iterator[str]:
    """Where a decision leaves the form: number, status, date, three parts, 300 words."""
    number = name[:4]
    if not re.match(r"^\d{4}-[a-z0-9-]+\.md$", name):
        yield f"{name}: name"
    lines = text.splitlines()
    if not lines or not re.match(rf"^# {number} – \S", lines[0]):
        yield f"{name}: the title begins with '# {number} – '"
    fields = dict(re.findall(r"^(Status|Date): (.+)$", text, re.MULTILINE))
    if not STATUS.match(fields.get("Status", "")):
        yield f"{name}: status"
    if not re.match(r"^\d{4}-\d{2}-\d{2}$", fields.get("Date", "")):
        yield f"{name}: date"
    if re.findall(r"^## (.+)$", text, re.MULTILINE) != ["Context", "Decision", "Consequences"]:
        yield f"{name}: parts are Context, Decision, Consequences"
    if len(text.split()) > 300:
        yield f"{name}: {len(text.split())} words, at most 300"


def index_faults(index: str, names: list[str], texts: dict[str, str]) -> Iterator[str]:
    """Decisions missing in the index, listed twice or with another title or status."""
    rows = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?) \| (.+?) \|$", index, re.MULTILINE)
    if [row[1] for row in rows] != sorted(names):
        yield "the index lists each decision once, in order"
    for number, name, title, status in rows:
        text = texts.get(name, "")
        if f"# {number} – {title}\n" not in text or f"Status: {status}\n" not in text:
            yield f"{name}: title or status differs in the index"


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def dead_links(path: Path, text: str, root: Path) -> Iterator[str]:
    """Links to files and headings that are not there."""
    for target in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if re.match(r"^[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (root / path.parent / name).resolve() if name else root / path
        if not found.exists():
            yield f"{path}: {target}"
        elif anchor and anchor not in anchors(found.read_text(encoding="utf-8")):
            yield f"{path}: {target}: no such heading"


def words(name: str) -> str:
    """A model's or a room's name as it is spoken: FactorReset → factor reset."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


def terms(glossary: str) -> dict[str, str]:
    """English term → Danish, from the glossary's tables; synonyms stand between commas."""
    found: dict[str, str] = {}
    for english, danish in re.findall(r"^\| ([^|]+) \| ([^|]+) \|", glossary, re.MULTILINE):
        found |= {term.strip().lower(): danish.strip() for term in english.split(",")}
    return found


def unexplained(names: list[str], glossary: str) -> Iterator[str]:
    known = terms(glossary)
    for name in names:
        spoken = words(name)
        if not known.get(spoken) and not known.get(spoken.removesuffix("s")):
            yield f"{name}: no row {spoken!r} in the glossary"


def model_names() -> list[str]:
    sources = [path for path in tree.ending(".py", under="src/tvaers/") if "models" in (path.stem, path.parent.name)]
    return [
        name
        for path in sources
        for name in re.findall(
            r"^class (\w+)\([^)]*(?:models\.Model|AbstractBaseUser)[^)]*\):", tree.text(path), re.MULTILINE
        )
    ]


def changelog_faults(text: str) -> Iterator[str]:
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if not heads or heads[0] != "Unreleased":
        yield "the first part is Unreleased"
    for head in heads[1:]:
        if not re.match(r"^\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d$", head):
            yield f"{head}: not '1.2.3 – 2026-11-23'"


def test_every_decision_keeps_the_form():
    names = [path.name for path in tree.ending(".md", under="docs/adr/") if path.name != "README.md"]
    assert names
    texts = {name: tree.text(ADR / name) for name in names}
    faults = [fault for name, text in texts.items() for fault in decision_faults(name, text)]
    faults += index_faults(tree.text(ADR / "README.md"), names, texts)
    assert [int(name[:4]) for name in sorted(names)] == list(range(1, len(names) + 1))
    assert not faults, tree.described(faults)


def test_every_link_leads_somewhere():
    faults = [fault for path in tree.ending(".md") for fault in dead_links(path, tree.text(path), tree.ROOT)]
    assert not faults, tree.described(faults)


def test_every_word_of_the_code_is_explained():
    names = model_names()
    assert names
    rooms = [room for room in tree.packages() if room not in PLAIN_ROOMS]
    faults = list(unexplained(names + rooms, tree.text(GLOSSARY)))
    assert not faults, tree.described(faults)


def test_the_changelog_says_what_is_new():
    assert not list(changelog_faults(tree.text(Path("CHANGELOG.md"))))


@pytest.mark.parametrize("name", ROOT_DOCUMENTS)
def test_the_root_document_is_there(name):
    assert len(tree.text(Path(name)).split()) > 30


def test_the_licence_is_the_mozilla_public_license():
    text = tree.text(Path("LICENSE"))
    assert text.startswith("Mozilla Public License Version 2.0")
    assert "Exhibit B" in text


PARTS = "".join(f"\n## {part}\nx\n" for part in ("Context", "Decision", "Consequences"))
GOOD = f"# 0001 – A\n\nStatus: accepted\nDate: 2026-11-23\n{PARTS}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1-a.md", GOOD),
        ("0002-a.md", GOOD),
        ("0001-a.md", GOOD.replace("accepted", "fine")),
        ("0001-a.md", GOOD.replace("2026-11-23", "soon")),
        ("0001-a.md", GOOD.replace("## Decision\n", "")),
        ("0001-a.md", GOOD + "word " * 300),
        ("0001-a.md", ""),
    ],
)
def test_a_decision_out_of_form_is_caught(name, text):
    assert list(decision_faults(name, text))
    assert not list(decision_faults("0001-a.md", GOOD))


@pytest.mark.parametrize("index", ["", "| [0001](0001-a.md) | B | accepted |", "| [0001](0001-a.md) | A | proposed |"])
def test_a_wrong_index_is_caught(index):
    texts = {"0001-a.md": GOOD}
    assert list(index_faults(index, ["0001-a.md"], texts))
    assert not list(index_faults("| [0001](0001-a.md) | A | accepted |", ["0001-a.md"], texts))


@pytest.mark.parametrize("target", ["b.md", "a.md#nowhere", "#nowhere", "../c/a.md"])
def test_a_dead_link_is_caught(tmp_path, target):
    (tmp_path / "a.md").write_text("# Some where\n")
    (tmp_path / "page.md").write_text("# Here\n")
    assert list(dead_links(Path("page.md"), f"[x]({target})", tmp_path))
    good = "[x](a.md) [y](a.md#some-where) [z](#here) [w](https://example.dk/)"
    assert not list(dead_links(Path("page.md"), good, tmp_path))


@pytest.mark.parametrize("name", ["FactorReset", "orders", "Empty"])
def test_an_unexplained_word_is_caught(name):
    glossary = "| English | Dansk | x |\n|---|---|---|\n| concern, worry | bekymring | y |\n| empty |  | y |\n"
    assert list(unexplained([name], glossary))
    assert not list(unexplained(["Concern", "concerns", "worry"], glossary))


@pytest.mark.parametrize("text", ["# Changes\n", "## 1.0.0 – 2026-11-23\n", "## Unreleased\n## Soon\n"])
def test_a_silent_changelog_is_caught(text):
    assert list(changelog_faults(text))
    assert not list(changelog_faults("## Unreleased\n## 1.0.0 – 2026-11-23\n"))


def test_the_drawn_roles_are_those_of_the_rules():
    assert roles.BUILT.read_text(encoding="utf-8") == roles.drawn(), "run: make roles"


def test_the_drawn_states_are_those_of_the_rules():
    assert states.BUILT.read_text(encoding="utf-8") == states.document(), "run: make states"


def test_a_changed_rule_is_noticed(monkeypatch):
    monkeypatch.setitem(cases.MONTHS_KEPT, Outcome.MOVED, 99)
    assert states.BUILT.read_text(encoding="utf-8") != states.document()
