"""What a template holds besides its tags: the elements and the words a reader would see.

The words are those outside `{% translate %}` and `{% blocktranslate %}`. Text inside an element with
`translate="no"` is a name, inside one with `lang` it is meant in that language; both stay as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template.base import DebugLexer, Lexer, TokenType

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Attributes that a reader sees or hears.
SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription"}
SILENT = {"code", "kbd", "script", "style", "template"}
# Two letters in a row are a word; the name of the program is the same in every language.
# So is a class name that a block hands to its parent template (`{% block layout %} tv-withnav{% endblock %}`).
LETTERS = re.compile(r"(?!Tværs\b)(?<![\w-])\b(?!tv-[a-z])[^\W\d_]{2,}")
# Arguments of our own tags that end up as words on the page.
WORDY = re.compile(
    r"\b(?:label|title|text|heading|hint|help|caption|summary|description|empty|message|alt)"
    r"""=(?P<quote>["'])(?P<words>[^"']*[^\W\d_]{2,}[^"']*)(?P=quote)"""
)
HIDDEN_BLOCKS = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
    "verbatim": "endverbatim",
}


@dataclass
class Element:
    """One start tag: its name, attributes and line."""

    name: str
    attributes: dict[str, str]
    line: int


@dataclass
class Markup:
    """The elements of a template, and its visible words with their lines."""

    elements: list[Element] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)


def without_tags(source: str, *, keep_translated: bool) -> str:
    """The template without its tags, line for line; translated blocks go too unless they are kept."""
    kept, until = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            if name == until:
                until = ""
            elif token.token_type == TokenType.TEXT:
                kept.append(token.contents if keep_translated else "\n" * token.contents.count("\n"))
        elif name in HIDDEN_BLOCKS:
            until = "" if keep_translated and "trans" in name else HIDDEN_BLOCKS[name]
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            kept.append("0")  # a filled-in value, so that an attribute is not empty
    return "".join(kept)


class _Reader(HTMLParser):
    """Collects elements and words; tolerant, because a template may hold half a page."""

    def __init__(self, markup: Markup) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = markup
        self.open: list[tuple[str, bool]] = []

    @property
    def silent(self) -> bool:
        return any(quiet for _name, quiet in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.markup.elements.append(Element(tag, attributes, line))
        quiet = tag in SILENT or attributes.get("translate") == "no" or (tag != "html" and "lang" in attributes)
        if not quiet and not self.silent:
            # The value of an input button is its label; that of a button element is only sent.
            labelled = tag == "input" and attributes.get("type") in {"submit", "button", "reset"}
            spoken = SPOKEN | ({"value"} if labelled else set())
            self.markup.words += [
                (line, value) for name, value in attributes.items() if name in spoken and LETTERS.search(value)
            ]
        if tag not in VOID:
            self.open.append((tag, quiet))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                break

    def handle_data(self, data: str) -> None:
        if not self.silent and LETTERS.search(data):
            self.markup.words.append((self.getpos()[0], " ".join(data.split())))


def elements(source: str) -> list[Element]:
    """Every start tag, those inside translated blocks included."""
    markup = Markup()
    _Reader(markup).feed(without_tags(source, keep_translated=True))
    return markup.elements


def hard_words(source: str, *, html: bool = True) -> Iterator[tuple[int, str]]:
    """The untranslated words of a template, with their lines."""
    bare = without_tags(source, keep_translated=False)
    if html:
        markup = Markup()
        _Reader(markup).feed(bare)
        yield from markup.words
    else:
        for number, line in enumerate(bare.splitlines(), start=1):
            if LETTERS.search(re.sub(r"https?://\S+", "", line)):
                yield number, line.strip()
    for token in DebugLexer(source).tokenize():
        # In an address a name is a name; elsewhere it would be read.
        spoken = token.token_type == TokenType.BLOCK and token.contents.split()[0] not in {"url", "static"}
        if spoken and (match := WORDY.search(token.contents)):
            yield token.lineno or 0, match["words"]
