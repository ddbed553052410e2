"""What a page says to its reader, and which of it is ours: all but what the tests themselves wrote into the program.

A text is a text node or an attribute that is read aloud. Names (`translate="no"`) and what says its own language
(`lang`) are left out. What the tests wrote is found where they wrote it: in the strings of their modules.
"""

import ast
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

from tests.repo.markup import SILENT, SPOKEN, VOID
from tests.repo.tree import PACKAGE, ROOT
from tools import messages

# Words that one language has and the other has not.
DANISH = re.compile(
    r"[æøåÆØÅ]|\b(?:af|blev|blive[rt]?|der|det|dig|du|efter|eller|er|et|fra|har|hvad|hvem|hvis|ikke|ingen|jer|jeg|kan"
    r"|med|og|også|om|skal|som|til|uden|ved|vi|vil)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:and|are|been|but|can|could|does|from|has|his|is|may|must|not|nothing|of|or|should|that|the|their|they|this"
    r"|was|were|what|when|where|which|who|with|would|you|your)\b",
    re.IGNORECASE,
)
# Of a program, not of a person: a key, a field, an option.
IDENTIFIER = re.compile(r"[a-z_:=?./-]{1,8}", re.ASCII)
WORD = re.compile(r"[^\W\d_]{2,}")
# The name is the same in every language.
OWN_NAME = "Tværs"
# Where a long text is cut inside a sentence of ours.
CUT = 40
# Who writes what the pages are about; not the tests, which repeat what the pages say.
WRITERS = (
    "tests/*.py",
    "tests/web/pages_*.py",
    "src/tvaers/demo/staff_*.py",
    "src/tvaers/demo/organisations.py",
)


class _Reader(HTMLParser):
    """Collects what is said, and the language the page says it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = told.get("lang", "")
        quiet = tag in SILENT or told.get("translate") == "no" or (tag != "html" and "lang" in told)
        if not quiet and not self._is_quiet():
            self.texts += [told[name] for name in SPOKEN if name in told]
        if tag not in VOID:
            self._open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_quiet():
            self.texts.append(data)

    def _is_quiet(self) -> bool:
        return any(quiet for _tag, quiet in self._open)


@cache
def written() -> re.Pattern[str]:
    """Match what the tests wrote: each string of their modules with a word in it, the longest first."""
    found: set[str] = set()
    for path in (path for pattern in WRITERS for path in ROOT.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not IDENTIFIER.fullmatch(node.value):
                found |= {
                    piece for part in node.value.split("\n") for piece in (*part.split(";"), part, first_name(part))
                }
    words = {re.sub(r"\s+", " ", each).strip() for each in found}
    words |= {each[: CUT - 1].strip() for each in words if len(each) > CUT}
    kept = sorted((each for each in words if WORD.search(each)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{any_of(kept)})(?!\w)", re.IGNORECASE)


def any_of(words: Iterable[str], *, depth: int = 3) -> str:
    """Return a pattern of the first of these words that matches, sought letter by letter: there are thousands.

    What begins with the same letters must stand in the same order as it is to be tried.
    """
    rests: dict[str, list[str]] = {}
    for each in words:
        rests.setdefault(each[:1].lower(), []).append(each[1:])
    last = [""] if rests.pop("", None) else []
    branches = (
        re.escape(letter)
        + (f"(?:{any_of(rest, depth=depth - 1)})" if depth else f"(?:{'|'.join(map(re.escape, rest))})")
        for letter, rest in rests.items()
    )
    return "|".join([*branches, *last])


def first_name(text: str) -> str:
    """Return what somebody is called by those who know them, where a text is a name; else nothing."""
    words = text.split()
    return words[0] if 1 < len(words) <= 4 and all(word[:1].isupper() for word in words) else ""


@cache
def alike() -> frozenset[str]:
    """Return what the catalogue says the same in both languages."""
    found = messages.entries(messages.read(messages.catalogue_path(PACKAGE)))
    pairs = ((messages.message_id(each).english, messages.forms(each)) for each in found)
    # Django says the months; these are called so in both.
    months = {"april", "august", "september", "november", "december"}
    return frozenset(english.casefold() for english, danish in pairs if english in danish) | months


def said(page: str) -> tuple[str, set[str]]:
    """Return the language a page says it is in, and what it says that nobody but us wrote."""
    reader = _Reader()
    reader.feed(page)
    return reader.language, ours(reader.texts)


def ours(texts: Iterable[str]) -> set[str]:
    """Return the texts without what the tests wrote and without numbers; only those with a word left."""
    bare = (_bare(re.sub(r"\s+", " ", text).strip()) for text in texts)
    return {text for text in bare if WORD.search(text) and text.casefold() not in alike()}


@cache
def _bare(text: str) -> str:
    """Take out of one text what the tests wrote. Kept, for the shell says the same on every page."""
    if text.casefold() in alike():
        return ""
    # An address with a random key in it is no language, whatever its letters come to.
    text = re.sub(r"https?://\S+", " ", text)
    return re.sub(r"[\d\W]+", " ", written().sub(" ", text).replace(OWN_NAME, " ")).strip()
