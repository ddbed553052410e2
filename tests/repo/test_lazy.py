"""Every page speaks its reader's language: no words are asked for while modules load, in whatever language that is."""

import ast
import importlib
import pkgutil
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from tests.repo import tree
from tools import messages
from tvaers import web
from tvaers.ui.forms import Choice

AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def asked_at_import(source: str) -> list[str]:
    """The calls for words that run when a module loads: at its level, in class bodies, defaults and decorators."""
    module = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in AT_ONCE
    }
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in _loaded(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported
    ]


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            at_once: Iterable[ast.AST] = [
                *getattr(child, "decorator_list", []),
                *child.args.defaults,
                *filter(None, child.args.kw_defaults),
            ]
            for each in at_once:
                yield from (each, *_loaded(each))
        else:
            yield child
            yield from _loaded(child)


def test_no_module_asks_for_words_while_it_loads():
    found = {path: asked_at_import(tree.text(path)) for path in tree.ending(".py", under="src/")}
    assert not any(found.values()), tree.described(
        [f"{path}:{call}" for path, calls in found.items() for call in calls]
    )


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('A = _("x")', 1),
        ('class A:\n    label = _("x")', 1),
        ('class A:\n    choices = [("a", Choice(_("x"), hint=ngettext("x", "y", 1)))]', 2),
        ('def a(text=_("x"), *, other=_("y")): ...', 2),
        ('@named(_("x"))\ndef a(): ...', 1),
        ('def a():\n    return _("x")', 0),
        ('class A:\n    choices = lambda: [_("x")]', 0),
        ('class A:\n    label = gettext_lazy("x")', 0),
        ('from elsewhere import pgettext\nA = pgettext("x", "y")', 0),
    ],
)
def test_the_scan_finds_what_runs_at_import(source, number):
    names = "from django.utils.translation import gettext as _, gettext_lazy, ngettext\n"
    assert len(asked_at_import(names + textwrap.dedent(source))) == number


@cache
def only_danish() -> frozenset[str]:
    """The catalogue's texts that nobody reads in English."""
    entries = list(messages.entries(messages.read(messages.catalogue_path(messages.SOURCE))))
    english = {text for each in entries for text in _texts(each.id)}
    return frozenset(text for each in entries for text in _texts(each.string)) - english


def frozen(form: type[forms.BaseForm]) -> list[str]:
    """The words of a form that stay Danish while a reader has chosen English, whoever made them so."""
    with translation.override("en"):
        return [
            f"{form.__module__}.{form.__name__}.{name}: {text}"
            for name, field in form.base_fields.items()  # type: ignore[attr-defined] # as every declared form has
            for text in map(str, _words(field))
            if text in only_danish()
        ]


def _texts(either: object) -> tuple[str, ...]:
    return either if isinstance(either, tuple) else (either,)


def _words(field: forms.Field) -> Iterator[object]:
    yield from (field.label, field.help_text, *field.error_messages.values())
    yield from _labels(getattr(field, "choices", ()))


def _labels(choices: Iterable[tuple[object, object]]) -> Iterator[object]:
    for _value, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        else:
            yield from (label, getattr(label, "hint", ""))


def _forms(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield from (form, *_forms(form))


def test_no_form_keeps_the_language_it_was_loaded_in():
    for module in pkgutil.walk_packages(web.__path__, f"{web.__name__}."):
        importlib.import_module(module.name)
    # The gallery shows what the parts look like, in Danish alone.
    pages = [
        form for form in _forms() if form.__module__.startswith(web.__name__) and ".gallery." not in form.__module__
    ]
    found = [line for form in pages for line in frozen(form)]
    assert not found, tree.described(sorted(set(found)))


def test_a_form_made_of_danish_words_is_found():
    with translation.override("da"):

        class Kept(forms.Form):
            at_once = forms.ChoiceField(label=gettext("Name"), choices=[("a", Choice(gettext_lazy("Telephone")))])
            later = forms.ChoiceField(label=gettext_lazy("Name"), choices=lambda: [("a", Choice(gettext("Telephone")))])

    assert [line.rpartition(".")[2] for line in frozen(Kept)] == ["at_once: Navn", "at_once: Telefon"]
