"""The Danish messages: English message ids in the source, Danish in one sorted file.

    python -m tools.messages set < file.json   add or change Danish (see `set_messages`)
    python -m tools.messages extract           follow the source: new ids in, vanished ids marked obsolete
    python -m tools.messages missing           list ids without Danish; exit 1 when there are any
    python -m tools.messages compile           write the .mo files that the program reads

The file carries no line numbers and no dates, so its diff shows words only. Every writer holds a
lock on the catalogue's folder, so several people can set messages at the same time.
"""

import argparse
import fcntl
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tvaers"
LANGUAGES = {"da": "Danish", "en": "English"}

# Function name → positions of the message's parts, as Babel wants them.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%([sd])|\{(\w*)\}")
CONTEXT = re.compile(r"^([\w .-]+)::(.+)$", re.DOTALL)


@dataclass(frozen=True, order=True)
class MessageId:
    """What identifies a message: its context ("" for none), English, and English plural ("" for none)."""

    english: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        text = f"{self.english}|{self.plural}" if self.plural else self.english
        return f"{self.context}::{text}" if self.context else text


class InvalidMessageError(ValueError):
    """A translation that would break the page: lost placeholder, wrong number of forms."""


# --- reading the source -------------------------------------------------------------------


def source_files(source: Path) -> Iterator[Path]:
    """Python files and templates that can hold messages, in a stable order."""
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source).parts
        if "vendor" in inside or "locale" in inside or "migrations" in inside:
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in inside):
            yield path


def file_messages(path: Path) -> set[MessageId]:
    """The messages of one Python file or Django template."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into a stream of gettext calls; indentation would upset the tokenizer.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    found = set()
    stream = io.BytesIO(text.encode())
    for _line, parts, _comments, context in extract("python", stream, KEYWORDS, ()):
        english, plural = parts if isinstance(parts, tuple) else (parts, "")
        found.add(MessageId(english, plural, context or ""))
    return found


def source_messages(source: Path) -> set[MessageId]:
    """All messages of the program."""
    found: set[MessageId] = set()
    for path in source_files(source):
        found |= file_messages(path)
    # The same word may be used with and without a plural; gettext keeps one entry, the plural one.
    plurals = {(each.english, each.context) for each in found if each.plural}
    return {each for each in found if each.plural or (each.english, each.context) not in plurals}


# --- the catalogue ------------------------------------------------------------------------


def catalogue_path(source: Path, language: str = "da") -> Path:
    """Where the .po file of a language lies."""
    return source / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str = "da") -> Catalog:
    """The catalogue on disk; an empty one when there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


def write(catalog: Catalog, path: Path) -> None:
    """Replace the file in one step, sorted, without dates, places or wrapped lines."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    language = str(catalog.locale_identifier)
    header = (
        f"# {LANGUAGES[language]} messages of Tværs. Written by tools/messages.py.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    text = body.getvalue().decode().strip("\n")
    _replace(path, (header + (f"\n{text}\n" if text else "")).encode())


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the catalogue's folder; waits for another writer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def message_id(message: Message) -> MessageId:
    """The identity of a catalogue entry."""
    if isinstance(message.id, str):
        return MessageId(message.id, "", message.context or "")
    english, plural = message.id
    return MessageId(english, plural, message.context or "")


def forms(message: Message) -> tuple[str, ...]:
    """The Danish of an entry: one text, or singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def entries(catalog: Catalog) -> Iterator[Message]:
    """The entries without the header."""
    return (message for message in catalog if message.id)


# --- what the commands do -----------------------------------------------------------------


def parse(key: str, value: object) -> tuple[MessageId, tuple[str, ...]]:
    """One line of the input file. Raises InvalidMessageError when its shape or placeholders are wrong."""
    match = CONTEXT.match(key)
    context, text = (match[1], match[2]) if match else ("", key)
    danish: tuple[str, ...]
    if isinstance(value, str):
        identity, danish = MessageId(text, "", context), (value,)
    elif isinstance(value, list) and len(value) == 2 and all(isinstance(form, str) for form in value):
        english, bar, plural = text.partition("|")
        if not bar:
            raise InvalidMessageError(f"{key!r}: two Danish forms need an id 'singular|plural'")
        identity, danish = MessageId(english, plural, context), (value[0], value[1])
    else:
        raise InvalidMessageError(f"{key!r}: a Danish text, or a list of singular and plural, is wanted")
    problem = fault(identity, danish)
    if problem:
        raise InvalidMessageError(f"{key!r}: {problem}")
    return identity, danish


def placeholders(text: str) -> set[str]:
    """The names that a text expects to be filled in."""
    return {next(filter(None, match.groups()), "") for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def fault(identity: MessageId, danish: tuple[str, ...]) -> str:
    """What is wrong with a translation, or "" when nothing is."""
    if not all(text.strip() for text in danish):
        return "the Danish is empty"
    wanted = placeholders(identity.plural or identity.english)
    allowed = wanted | placeholders(identity.english)
    for index, text in enumerate(danish):
        held = placeholders(text)
        # The singular may leave its number out ("en dag"); every other form must fill in the same names.
        lost = set() if identity.plural and index == 0 else wanted - held
        if lost or held - allowed:
            return f"placeholders differ: English {sorted(wanted)}, Danish {sorted(held)}"
    return ""


def set_messages(pairs: dict[str, object], path: Path) -> int:
    """Add or change Danish texts; returns how many were written. All or nothing.

    `pairs` maps "English" to "Dansk", "singular|plural" to ["ental", "flertal"], and "context::English"
    for a message with a context. Raises InvalidMessageError, naming every line that is wrong.
    """
    wanted, problems = [], []
    for key, value in pairs.items():
        try:
            wanted.append(parse(key, value))
        except InvalidMessageError as error:
            problems.append(str(error))
    if problems:
        raise InvalidMessageError("\n".join(problems))
    with locked(path):
        catalog = read(path)
        for identity, danish in wanted:
            _put(catalog, identity, danish)
        write(catalog, path)
    return len(wanted)


def extract_messages(source: Path, path: Path) -> tuple[int, int]:
    """Bring the catalogue in line with the source; returns (added, made obsolete)."""
    with locked(path):
        catalog = read(path)
        found = source_messages(source)
        held = {message_id(message): forms(message) for message in entries(catalog)}
        known = {message_id(message): forms(message) for message in catalog.obsolete.values()} | held
        fresh = Catalog(locale="da")
        for identity in found:
            _put(fresh, identity, known.get(identity, ("", "") if identity.plural else ("",)))
        for identity, danish in known.items():
            if identity not in found and any(danish):
                _put(fresh, identity, danish, obsolete=True)
        write(fresh, path)
    return len(found - held.keys()), len(held.keys() - found)


def missing_messages(source: Path, path: Path) -> list[MessageId]:
    """Messages of the source that have no Danish, in order."""
    catalog = read(path)
    done = {message_id(message) for message in entries(catalog) if all(forms(message)) and not message.fuzzy}
    return sorted(source_messages(source) - done)


def compile_messages(source: Path) -> None:
    """Write each language's .mo file beside its .po file."""
    for language in LANGUAGES:
        path = catalogue_path(source, language)
        with locked(path):
            target = io.BytesIO()
            write_mo(target, read(path, language))
            _replace(path.with_suffix(".mo"), target.getvalue())


def _put(catalog: Catalog, identity: MessageId, danish: tuple[str, ...], *, obsolete: bool = False) -> None:
    """Set one entry, replacing an entry with the same English and context."""
    context = identity.context or None
    text: str | tuple[str, ...] = danish if identity.plural else danish[0]
    english: str | tuple[str, str] = identity.english
    if identity.plural:
        english = (identity.english, identity.plural)
    key = catalog._key_for(english, context)  # noqa: SLF001 - Babel has no public name for it
    catalog.delete(identity.english, context=context)
    catalog.obsolete.pop(key, None)
    if obsolete:
        catalog.obsolete[key] = Message(english, text, context=context)
    else:
        catalog.add(english, text, context=context)


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half."""
    if path.exists() and path.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["set", "extract", "missing", "compile"])
    parser.add_argument("--source", type=Path, default=SOURCE, help="the package (default: src/tvaers)")
    options = parser.parse_args(arguments)
    path = catalogue_path(options.source)
    if options.command == "set":
        try:
            count = set_messages(json.load(sys.stdin), path)
        except (InvalidMessageError, json.JSONDecodeError) as error:
            sys.stderr.write(f"Nothing was changed:\n{error}\n")
            return 2
        sys.stdout.write(f"{count} messages set.\n")
    elif options.command == "extract":
        added, obsolete = extract_messages(options.source, path)
        sys.stdout.write(f"{added} new, {obsolete} obsolete.\n")
    elif options.command == "missing":
        missing = missing_messages(options.source, path)
        sys.stdout.writelines(f"{identity}\n" for identity in missing)
        return 1 if missing else 0
    else:
        compile_messages(options.source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
