"""A template's document: sections and questions, read from JSON and written to it. No number and no colour (R13).

Pure: no database, no request. What is refused is named by where it stands, so that a page can say it at its field.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.assessments.enums import Kind
from tvaers.assessments.words import check_word
from tvaers.foundation.typed import unturned
from tvaers.foundation.unnamed import looks_like_number
from tvaers.guard.enums import Category

FORMAT: Final = "tvaers-template"
# The longest of each, in characters, and the most of each.
TITLE, LINE, GUIDANCE, WORD = 90, 300, 2000, 120
SECTIONS, QUESTIONS, CHOICES = 20, 60, 12
# What the sections of a template can tell about, the least first; a section is shown to whoever sees its category.
CATEGORIES: Final[dict[str, Category]] = {
    "plan": Category.PLAN,
    "entry": Category.ENTRY,
    "assessment": Category.ASSESSMENT,
    "others": Category.OTHERS,
    "health": Category.HEALTH,
    "offence": Category.OFFENCE,
}
# Controls, and halves of a letter.
_NO_LETTERS = frozenset({"Cc", "Cs"})
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Wrong(Exception):  # noqa: N818 - what is wrong is named, all of it at once
    """What is wrong with a document. faults: (where, what), such as ("sections.2.questions.1.text", "…")."""

    def __init__(self, faults: Iterable[tuple[str, str | Promise]]) -> None:
        """Keep all that is wrong."""
        self.faults = list(faults)
        super().__init__(self.faults)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. group: the heading it stands under, if another than the one before ("" for the same as before).

    choices: its words, for a question that is answered by words. asks_basis: whether one says how one knows.
    asks_source: whether an answer must name its source. is_required: whether the assessment can be signed without it;
    "don't know" and "not relevant" are answers to it, where the question lets them.
    """

    key: str
    text: str
    kind: Kind = Kind.TEXT
    group: str = ""
    guidance: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False
    asks_basis: bool = False
    asks_source: bool = False
    may_not_know: bool = True
    may_not_matter: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """Some questions that belong together. category: what they tell about, and so who sees them."""

    key: str
    title: str
    guidance: str = ""
    category: Category = Category.ASSESSMENT
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a template asks. concludes: whether it ends with a conclusion, its reason and a day until which it holds.

    needs_consent: whether somebody's yes is written down before it can be signed (an individual log).
    """

    guidance: str = ""
    concludes: bool = True
    needs_consent: bool = False
    sections: tuple[Section, ...] = field(default=())

    @property
    def category(self) -> Category:
        """What its sections tell about, together."""
        found = Category.ASSESSMENT if self.concludes else Category(0)
        for section in self.sections:
            found |= section.category
        return found

    def section(self, key: str) -> Section | None:
        """Return a section by its key."""
        return next((section for section in self.sections if section.key == key), None)


# --- reading ------------------------------------------------------------------------------------------------


def _shown(name: str) -> str:
    """Return a name that is not known as a page can show it."""
    return "".join(each for each in name if each.isprintable() and each != ".")[:40] or "?"


class _Reader:
    """Reads values of a mapping and keeps what is wrong with each, by where it stands."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str | Promise]] = []

    def wrong(self, where: str, what: str | Promise) -> None:
        self.faults.append((where, what))

    def mapping(self, value: object, where: str, known: Iterable[str]) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.wrong(where, _("Here a group of named values was expected."))
            return {}
        for name in value:
            if name not in known:
                self.wrong(f"{where}.{_shown(name)}".lstrip("."), _("This is not known. Is it misspelt?"))
        return value

    def rows(self, value: object, where: str, most: int) -> list[Any]:
        if not isinstance(value, list):
            self.wrong(where, _("Here a list was expected."))
            return []
        if len(value) > most:
            self.wrong(where, _("There are too many of them."))
        return value[:most]

    def text(self, value: object, where: str, most: int, *, required: bool = False) -> str:
        if not isinstance(value, str):
            self.wrong(where, _("Here words were expected."))
            return ""
        said = unturned(value).strip()
        if required and not said:
            self.wrong(where, _("Something must stand here."))
        if len(said) > most:
            self.wrong(where, _("This is too long."))
        if looks_like_number(said):
            self.wrong(where, _("This looks like a CPR number. A template is about nobody."))
        if any(unicodedata.category(each) in _NO_LETTERS for each in said if each not in "\r\n\t"):
            self.wrong(where, _("There is a sign here that is no letter and cannot be saved."))
            return ""
        return said

    def flag(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(where, _("Here true or false was expected."))
        return value is True

    def key(self, value: object, where: str, taken: set[str]) -> str:
        said = value if isinstance(value, str) else ""
        if not _KEY.fullmatch(said) or len(said) > WORD:
            self.wrong(where, _("A key has small letters, digits and hyphens."))
        elif said in taken:
            self.wrong(where, _("This key is there twice."))
        taken.add(said)
        return said


_DOCUMENT = ("guidance", "concludes", "needs_consent", "sections")
_SECTION = ("key", "title", "guidance", "category", "questions")
_QUESTION = (
    "key",
    "text",
    "kind",
    "group",
    "guidance",
    "choices",
    "required",
    "basis",
    "source",
    "unknown",
    "irrelevant",
)


def parse(value: object) -> Document:
    """Return the document of a JSON value. Raises Wrong, with all that is wrong with it."""
    read = _Reader()
    said = read.mapping(value, "", _DOCUMENT)
    taken: set[str] = set()
    sections = [
        _section(read, row, f"sections.{place}", taken)
        for place, row in enumerate(read.rows(said.get("sections", []), "sections", SECTIONS), 1)
    ]
    document = Document(
        guidance=read.text(said.get("guidance", ""), "guidance", GUIDANCE),
        concludes=read.flag(said.get("concludes", True), "concludes"),
        needs_consent=read.flag(said.get("needs_consent", False), "needs_consent"),
        sections=tuple(sections),
    )
    if read.faults:
        raise Wrong(read.faults)
    return document


def _section(read: _Reader, row: object, where: str, taken: set[str]) -> Section:
    said = read.mapping(row, where, _SECTION)
    category = said.get("category", "assessment")
    if not isinstance(category, str) or category not in CATEGORIES:
        read.wrong(f"{where}.category", _("This is none of the categories."))
        category = "assessment"
    questions: set[str] = set()
    return Section(
        key=read.key(said.get("key"), f"{where}.key", taken),
        title=read.text(said.get("title", ""), f"{where}.title", TITLE, required=True),
        guidance=read.text(said.get("guidance", ""), f"{where}.guidance", GUIDANCE),
        category=CATEGORIES[category],
        questions=tuple(
            _question(read, each, f"{where}.questions.{place}", questions)
            for place, each in enumerate(read.rows(said.get("questions", []), f"{where}.questions", QUESTIONS), 1)
        ),
    )


def _question(read: _Reader, row: object, where: str, taken: set[str]) -> Question:
    said = read.mapping(row, where, _QUESTION)
    kind = said.get("kind", "text")
    if not isinstance(kind, str) or kind not in Kind.values:
        read.wrong(f"{where}.kind", _("A question is answered by words to choose, or in own words."))
        kind = "text"
    return Question(
        key=read.key(said.get("key"), f"{where}.key", taken),
        text=read.text(said.get("text", ""), f"{where}.text", LINE, required=True),
        kind=Kind(kind),
        group=read.text(said.get("group", ""), f"{where}.group", TITLE),
        guidance=read.text(said.get("guidance", ""), f"{where}.guidance", GUIDANCE),
        choices=_choices(read, said.get("choices", []), f"{where}.choices", Kind(kind)),
        is_required=read.flag(said.get("required", False), f"{where}.required"),
        asks_basis=read.flag(said.get("basis", False), f"{where}.basis"),
        asks_source=read.flag(said.get("source", False), f"{where}.source"),
        may_not_know=read.flag(said.get("unknown", True), f"{where}.unknown"),
        may_not_matter=read.flag(said.get("irrelevant", True), f"{where}.irrelevant"),
    )


def _choices(read: _Reader, value: object, where: str, kind: Kind) -> tuple[str, ...]:
    words = [
        read.text(each, f"{where}.{place}", WORD, required=True)
        for place, each in enumerate(read.rows(value, where, CHOICES), 1)
    ]
    for place, word in enumerate(words, 1):
        wrong = check_word(word) if word else ""
        if wrong:
            read.wrong(f"{where}.{place}", wrong)
    if len({word.casefold() for word in words}) < len(words):
        read.wrong(where, _("The same word is there twice."))
    needs = kind in {Kind.CHOICE, Kind.CHOICES}
    if needs and len(words) < 2:
        read.wrong(where, _("Write at least two words to choose between."))
    if words and not needs:
        read.wrong(where, _("A question in own words has no words to choose."))
    return tuple(words)


def texts_of(document: Document) -> Iterator[str]:
    """Return every text of a document, in the order of the page."""
    yield document.guidance
    for section in document.sections:
        yield from (section.title, section.guidance)
        for question in section.questions:
            yield from (question.group, question.text, question.guidance, *question.choices)


def faults_of_texts(
    texts: Mapping[str, object],
    *,
    most: Mapping[str, int],
    required: Container[str],
    known: Iterable[str],
    names: Mapping[str, object],
) -> tuple[dict[str, str], list[tuple[str, str | Promise]]]:
    """Return texts as a document's are read, and what is wrong with them and with the names that stand beside them."""
    read = _Reader()
    read.mapping(names, "", known)
    said = {name: read.text(value, name, most[name], required=name in required) for name, value in texts.items()}
    return said, read.faults


# --- writing ------------------------------------------------------------------------------------------------

_NAMES: Final = {category: name for name, category in CATEGORIES.items()}


def dump(document: Document) -> dict[str, Any]:
    """Return a document as a JSON value; `parse` reads it back."""
    return {
        "guidance": document.guidance,
        "concludes": document.concludes,
        "needs_consent": document.needs_consent,
        "sections": [dump_section(section) for section in document.sections],
    }


def dump_section(section: Section) -> dict[str, Any]:
    """Return a section as a JSON value."""
    return {
        "key": section.key,
        "title": section.title,
        "guidance": section.guidance,
        "category": _NAMES[section.category],
        "questions": [_dump_question(question) for question in section.questions],
    }


def _dump_question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "text": question.text,
        "kind": question.kind.value,
        "group": question.group,
        "guidance": question.guidance,
        "choices": list(question.choices),
        "required": question.is_required,
        "basis": question.asks_basis,
        "source": question.asks_source,
        "unknown": question.may_not_know,
        "irrelevant": question.may_not_matter,
    }


def parse_section(value: object) -> Section:
    """Return one section of a JSON value, as an assessment keeps it. Raises Wrong."""
    read = _Reader()
    section = _section(read, value, "section", set())
    if read.faults:
        raise Wrong(read.faults)
    return section


# --- changing -----------------------------------------------------------------------------------------------


def free_key(title: str, taken: Iterable[str]) -> str:
    """Return a key for a title that none of `taken` has; a key stays when the words change, so that answers match."""
    known = set(taken)
    plain = title.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "q"
    return next(key for key in _numbered(base) if key not in known)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def with_section(document: Document, section: Section, *, at: int | None = None) -> Document:
    """Return the document with a section replaced (at: its place from 0), or added at the end."""
    rows = list(document.sections)
    if at is None:
        rows.append(section)
    else:
        rows[at] = section
    return replace(document, sections=tuple(rows))


def moved(rows: tuple[Any, ...], at: int, by: int) -> tuple[Any, ...]:
    """Return rows with the one at `at` moved by `by` places, as far as there are places."""
    found = list(rows)
    to = min(max(at + by, 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return tuple(found)


def without(rows: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    """Return rows without the one at `at`."""
    return (*rows[:at], *rows[at + 1 :])
