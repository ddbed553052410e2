"""A template as a file that somebody takes along: JSON with its title, summary, source and document, read and written.

Pure. What a file says is checked to the last word: nothing is taken that the pages could not have written.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.assessments.documents import FORMAT, LINE, TITLE, Document, Wrong, dump, faults_of_texts, parse
from tvaers.assessments.enums import Form

VERSION: Final = 1
SUMMARY: Final = 200
# The longest file, in characters: some twenty times the longest that comes along.
MOST: Final = 1_000_000
_NAMES: Final = ("format", "version", "title", "summary", "source", "form", "document")


@dataclass(frozen=True, kw_only=True)
class Package:
    """A template without an owner: what it is called, where it is from, what it is for and what it asks."""

    title: str
    summary: str
    source: str
    form: Form
    document: Document


def pack(package: Package) -> str:
    """Return a template as the text of a file; `unpack` reads it back."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "title": package.title,
            "summary": package.summary,
            "source": package.source,
            "form": package.form.value,
            "document": dump(package.document),
        },
        ensure_ascii=False,
        indent=2,
    )


class _TwiceError(ValueError):
    """A name stands twice in the same group."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1)[:40])
    return found


def _no_number(_name: str) -> None:
    """Refuse NaN and the infinities, which are no JSON."""
    raise ValueError


def _read(text: str) -> Any:  # noqa: ANN401 - whatever the file says
    """Return what a text says as JSON. Raises Wrong, with the line where it is none."""
    if len(text) > MOST:
        raise Wrong([("", _("The file is too large for a template."))])
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise Wrong([("", _("Line %(line)s, character %(column)s: this is not JSON.") % where)]) from error
    except _TwiceError as error:
        name = "".join(each for each in str(error) if each.isprintable())
        raise Wrong([("", _("“%(name)s” stands twice in the same place.") % {"name": name})]) from error
    except RecursionError as error:
        raise Wrong([("", _("There are far too many levels within each other."))]) from error
    except ValueError as error:
        raise Wrong([("", _("There is a number in it that is no JSON."))]) from error


def unpack(text: str) -> Package:
    """Return the template that the text of a file holds. Raises Wrong, with all that is wrong with it."""
    said = _read(text)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Wrong([("format", _("This is no template: it does not begin with “format”: “tvaers-template”."))])
    if type(said.get("version")) is not int or said["version"] != VERSION:
        raise Wrong([("version", _("Tværs reads version 1 of the format."))])
    texts, faults = faults_of_texts(
        {name: said.get(name, "") for name in ("title", "summary", "source")},
        most={"title": TITLE, "summary": SUMMARY, "source": LINE},
        required={"title", "summary"},
        known=_NAMES,
        names=said,
    )
    form = said.get("form", Form.ASSESSMENT.value)
    if not isinstance(form, str) or form not in Form.values:
        faults.append(("form", gettext_lazy("This is none of the kinds of template.")))
        form = Form.ASSESSMENT.value
    document, more = _document(said.get("document"))
    if faults or more:
        raise Wrong([*faults, *more])
    return Package(form=Form(form), document=document, **texts)


def _document(value: object) -> tuple[Document, Iterable[tuple[str, str | Promise]]]:
    try:
        return parse(value), ()
    except Wrong as wrong:
        return Document(), wrong.faults
