"""Templates: strict content policy, forms that cannot be forged, words that can be translated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo import markup, tree
from tvaers.web.signin import kept

# Names that a package looks for carry no underscore of ours; `ui` holds components, drawn by its tags.
GIVEN_NAMES = {"account", "allauth", "django", "mfa", "socialaccount", "usersessions", "registration"}
COMPONENTS = "ui"
# Shows the components with invented Danish content.
SHOWCASE = "gallery"
GIVEN_FILES = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
URLS = {"action", "formaction", "href", "src", "xlink:href"}


# Buttons that change the page and save nothing: sent again, they show it again.
OF_THE_PAGE = {"add", "remove", "find", "person", "forget", "language"}


def pressed_again(source: str) -> Iterator[str]:
    """Buttons that decide something and would be pressed again when a kept text is sent once more."""
    for element in markup.elements(source):
        name = element.attributes.get("name", "")
        if element.name == "button" and name and name not in {*kept.BUTTONS, *OF_THE_PAGE}:
            yield f"line {element.line}: {name}"


def policy_faults(source: str) -> Iterator[str]:
    """What a content policy without `unsafe-inline` would refuse."""
    for element in markup.elements(source):
        where = f"line {element.line}: <{element.name}>"
        if element.name == "style":
            yield f"{where}: style belongs in the style sheet"
        data = element.attributes.get("type") in {"application/json", "speculationrules"}
        if element.name == "script" and "src" not in element.attributes and not data:
            yield f"{where}: script belongs in a module"
        for name, value in element.attributes.items():
            if name == "style":
                yield f"{where}: style belongs in the style sheet"
            if name.startswith(("on", "hx-on", "data-hx-on")):
                yield f"{where}: {name} is a handler"
            if name in URLS and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                yield f"{where}: {name} runs a script"
            if name in {"hx-vals", "hx-headers", "hx-vars"} and value.strip().startswith(("js:", "javascript:")):
                yield f"{where}: {name} runs a script"
            if name in {"href", "src"} and element.name != "a" and value.startswith(("http:", "https:", "//")):
                yield f"{where}: {value} comes from elsewhere"


def element_faults(source: str) -> Iterator[str]:
    """Links that leave the page, pictures without words."""
    for element in markup.elements(source):
        where = f"line {element.line}: <{element.name}>"
        if element.name in {"a", "form"} and "target" in element.attributes:
            yield f"{where}: opens a window"
        if element.name == "img" and "alt" not in element.attributes:
            yield f"{where}: no alt"


def form_faults(source: str) -> Iterator[str]:
    """Forms that write and carry no token against forgery."""
    for index, piece in enumerate(source.split("<form")[1:], start=1):
        opening = markup.elements(f"<form{piece}")[0].attributes
        writes = opening.get("method", "").lower() == "post" or any(
            name in opening for name in ("hx-post", "hx-put", "hx-patch", "hx-delete")
        )
        body = piece.split("</form")[0]
        if writes and "{% csrf_token %}" not in body:
            yield f"form {index}: no csrf_token"
        if not writes and "{% csrf_token %}" in body:
            yield f"form {index}: its token would stand in the address"


def name_faults(path: Path, source: str) -> Iterator[str]:
    """Fragments carry an underscore, pages do not."""
    inside = path.parts[path.parts.index("templates") + 1 :]
    if inside[0] in GIVEN_NAMES or path.name in GIVEN_FILES or path.suffix != ".html":
        return
    page = "{% extends" in source or "<html" in source
    fragment = path.name.startswith("_")
    if page and fragment:
        yield "a page has no underscore"
    if not page and not fragment and inside[0] != COMPONENTS:
        yield "a fragment's name begins with an underscore"


def faults_in(path: Path, source: str) -> Iterator[str]:
    html = path.suffix == ".html"
    if html:
        yield from policy_faults(source)
        yield from element_faults(source)
        yield from form_faults(source)
    yield from name_faults(path, source)
    if SHOWCASE in path.parts:
        return
    for line, words in markup.hard_words(source, html=html):
        yield f"line {line}: not translated: {words!r}"


@pytest.mark.parametrize("path", tree.templates(), ids=str)
def test_template(path):
    faults = list(faults_in(path, tree.text(path)))
    assert not faults, f"{path}:" + tree.described(faults)


FRAGMENT = Path("src/tvaers/web/today/templates/today/_part.html")
MAIL = Path("src/tvaers/ui/templates/account/mail.txt")


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red"></p>',
        '{% blocktranslate %}<b style="x">{{ y }}</b>{% endblocktranslate %}',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<button onclick="go()"></button>',
        '<div hx-on:click="go()"></div>',
        '<a href="javascript:go()"></a>',
        """<div hx-vals='js:{"a": 1}'></div>""",
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        '<a target="_blank" href="/x"></a>',
        '<img src="/a.png">',
        '<form method="post"></form>',
        '<form hx-post="/x"></form>',
        '<form method="post">{% csrf_token %}</form><form method="post"></form>',
        '<form method="get">{% csrf_token %}</form>',
        "<p>Gem</p>",
        "{% if x %}Gem{% endif %}",
        '<input placeholder="Navn">',
        '<button aria-label="Luk"></button>',
        '<input type="submit" value="Gem">',
        '{% button label="Gem" %}',
        '{% translate "Save" %} and more',
        "<title>{{ x }} hos os</title>",
        '{% extends "ui/page.html" %}',
    ],
)
def test_a_bad_fragment_is_caught(source):
    assert list(faults_in(FRAGMENT, source))


@pytest.mark.parametrize(
    "source",
    [
        '<p class="a">{% translate "Save" %}</p>',
        "{% blocktranslate trimmed %}Hello <b>{{ name }}</b>{% endblocktranslate %}",
        "{% comment %}why this is so{% endcomment %}{# and this #}<!-- a remark -->",
        "<script src=\"{% static 'a.js' %}\" defer></script>",
        '<script type="application/json">{"a": 1}</script>',
        '<form method="post">{% csrf_token %}</form>',
        '<form role="search"><input name="q"></form>',
        '<img src="{% static \'a.png\' %}" alt="">',
        '<img src="/a.png" alt="{% translate \'Map\' %}">',
        '<span translate="no">Nordbo</span> – Tværs <kbd>Esc</kbd> <a lang="da">Dansk</a>',
        '<form method="dialog"></form>',
        '{% button label=_("Save") kind="primary" %}',
        '<a href="https://www.retsinformation.dk/">{{ law }}</a>',
        "<p>{{ count }} / 7 · <code>tvaers</code></p>",
    ],
)
def test_a_good_fragment_passes(source):
    assert not list(faults_in(FRAGMENT, source))


def test_a_page_and_a_fragment_are_told_apart():
    page, part = '{% extends "ui/page.html" %}', "<p></p>"
    assert not list(faults_in(Path("src/tvaers/web/today/templates/today/today.html"), page))
    assert list(faults_in(Path("src/tvaers/web/today/templates/today/today.html"), part))
    assert not list(faults_in(Path("src/tvaers/accounts/templates/account/login.html"), part))


def test_a_mail_is_read_as_text():
    assert list(faults_in(MAIL, "Hej\n{{ link }}"))
    assert not list(faults_in(MAIL, '{% translate "Hello" %}\n{{ link }}\nhttps://www.example.dk/x\n'))


def test_every_button_that_decides_is_known_where_texts_are_kept():
    found = {path: list(pressed_again(tree.text(path))) for path in tree.templates() if SHOWCASE not in path.parts}
    assert not any(found.values()), tree.described([f"{path}: {each}" for path in found for each in found[path]])


def test_a_button_that_nobody_knows_is_caught():
    assert list(pressed_again('<button name="sign" value="1">Sign</button>')) == ["line 1: sign"]
    assert not list(pressed_again('<button name="add" value="1">Add</button><button>Save</button>'))
