"""No readable name, number or word anywhere: unmistakable words go in through the pages, then every byte is searched.

Searched: the data files after a checkpoint, the write-ahead log, PostgreSQL's log, what the application logs, mail,
the key store, and a dump. A control that is stored unsealed shows that the search finds what is there.
"""

import base64
import hashlib
import logging
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from psycopg.conninfo import conninfo_to_dict

from tests.cast import named
from tests.runs import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

CANARIES = {
    "name": "Zwyxkanar Qvistfuglesang",
    "nickname": "Pippipalfoss",
    "cpr": "2412117391",
    "phone": "87654329",
    "street": "Hyrrokkinstræde 993",
    "place": "9973 Gnupahejre",
    "description": "Blåmejsekvidder bag hegnet klokken halv ni",
    "school": "Tjaldurskolen Vibeæg",
    "language": "Stærekassesprog",
    "pronoun": "Ørneungehøn",
}
SEARCHED = "Vuggesangsprut Nattergalekrig"
WORDS = "Dompapfløjt over hustagene"
CHANGED = "Ugleklynkende Isfuglehul"
CONTROL = "Kontrolkanariefugl uden segl"
EMPTY = re.compile(rb"\0{64,}")


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """The ways in which a text could lie somewhere."""
    # A part alone is found in the whole as well, so the longest words stand for their text.
    longest = max(text.split(), key=len)
    words = {longest, longest.lower(), longest.upper()}
    if text.isdecimal():
        words |= {f"{text[:6]}-{text[6:]}"} if len(text) == 10 else {f"{text[:4]} {text[4:]}"}
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            raw = word.encode(encoding, errors="ignore")
            yield encoding, raw
            yield f"{encoding} hex", raw.hex().encode()
            if encoding == "utf-8":
                yield "utf-8 HEX", raw.hex().upper().encode()
            for offset in range(3):
                # Inside a longer text base64 depends on where the word begins; the ends are shared with neighbours.
                inner = base64.b64encode(b"\0" * offset + raw)[(0, 2, 3)[offset] : -4]
                if len(inner) > 7:
                    yield f"{encoding} base64+{offset}", inner
        yield "json", word.encode("unicode_escape")
        yield "url", word.encode().hex("%").upper().encode()


def needles(*texts: str) -> list[tuple[str, str, bytes]]:
    """What to look for: each text in each form, the same bytes once."""
    found: dict[bytes, tuple[str, str, bytes]] = {}
    for text in texts:
        for kind, needle in forms(text):
            found.setdefault(needle, (text, kind, needle))
    return list(found.values())


NEEDLES = needles(*CANARIES.values(), SEARCHED, WORDS, CHANGED)


def hits(where: str, content: bytes, wanted: list[tuple[str, str, bytes]] = NEEDLES) -> list[str]:
    """Where something readable was found, in words."""
    return [f"{where}: {text!r} as {kind}" for text, kind, needle in wanted if needle in content]


@pytest.fixture
def places(as_administrator, database):
    """The folders of the database and of the application, and a dump; skipped where the files are not at hand."""
    data = Path(as_administrator.execute("SHOW data_directory").fetchone()[0])
    try:
        next(data.iterdir())
    except OSError:
        pytest.skip(f"the data files of this PostgreSQL cannot be read: {data}")
    (binaries,) = as_administrator.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()

    def contents() -> Iterator[tuple[str, bytes]]:
        as_administrator.execute("CHECKPOINT")
        read: set[bytes] = set()
        for root in (data, Path(settings.VAR)):
            # Where the release's own tests run lie its sources, these words among them.
            for path in sorted(path for path in root.rglob("*") if "yesterday" not in path.parts):
                if not path.is_file() or path.is_symlink():
                    continue
                # Most of a data directory is zeros and three copies of the same catalogue: once is enough.
                content = EMPTY.sub(b"\0\0\0", path.read_bytes())
                if (digest := hashlib.sha256(content).digest()) not in read:
                    read.add(digest)
                    yield str(path.relative_to(root)), content
        yield "dump", dump(binaries, database)

    return contents


def dump(binaries: str, database) -> bytes:
    asked = conninfo_to_dict(database.admin)
    options = [
        f"--{name}={asked[key]}"
        for name, key in (("host", "host"), ("port", "port"), ("username", "user"))
        if asked.get(key)
    ]
    environment = {"PGPASSWORD": str(asked["password"])} if asked.get("password") else {}
    command = [str(Path(binaries) / "pg_dump"), "--no-password", *options, database.name]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


class Everything(logging.Handler):
    """What the application says to any logger, at any level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@pytest.fixture
def logged():
    root, handler = logging.getLogger(), Everything()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.said
    root.removeHandler(handler)
    root.setLevel(before)


def work_with(client) -> str:
    """Register, find, show, change and compare through the pages; return what the pages answered."""
    new = f"{reverse('people:new')}?know=identified"
    fields = {"purpose": "1", "reader": str(named("gladsaxe-ssp")), "has_protected_address": "on"}
    answers = []

    def post(address, **data):
        answers.append(client.post(address, data, follow=True))
        return answers[-1]

    registered = post(new, form="6b1f6a3e-8f7e-4f0b-9c43-0c5b9a8d7e61", **fields, **CANARIES)
    person = registered.redirect_chain[-1][0]
    assert re.fullmatch(r"/people/[0-9a-f-]{36}/", person)
    # Again, so that the doubles are shown and gone past.
    post(new, form="7b1f6a3e-8f7e-4f0b-9c43-0c5b9a8d7e61", **fields, **CANARIES)
    second = post(new, form="7b1f6a3e-8f7e-4f0b-9c43-0c5b9a8d7e61", go_on="1", **fields, **CANARIES)
    for typed in (SEARCHED, CANARIES["name"], CANARIES["cpr"], CANARIES["phone"]):
        post(reverse("people:find"), q=typed)
    post(f"{person}number/", reason="other", words=WORDS)
    post(f"{person}number/", reason="nonsense", words=WORDS)
    post(f"{person}change/", version="1", name=CHANGED, description=WORDS)
    post(f"{person}change/", version="1", name=CHANGED, description=WORDS)
    post(f"{person}doubles/")
    answers.extend(client.get(f"{person}{name}") for name in ("", "looks/", "access/", "change/"))
    other = second.redirect_chain[-1][0].split("/")[2]
    answers.append(client.get(f"{person}doubles/{other}/"))
    assert all(answer.status_code in {200, 409} for answer in answers)
    return "".join(answer.content.decode() for answer in answers)


@pytest.mark.first
def test_the_pages_leave_nothing_readable_anywhere(client_for, cast, places, logged, capfd):
    shown = work_with(client_for("alice"))
    for text in (CANARIES["name"], CANARIES["street"], "241211-7391", CHANGED, WORDS):
        assert text in shown, "the pages did show it"
    found = [hit for where, content in places() for hit in hits(where, content)]
    found += hits("the application's log", "\n".join(logged).encode())
    found += hits("standard output", "".join(capfd.readouterr()).encode())
    found += hits("mail", "".join(str(message.message()) for message in getattr(mail, "outbox", [])).encode())
    assert not found, "\n".join(found)


def test_the_search_finds_what_is_stored_unsealed(as_administrator, places):
    control = needles(CONTROL)
    as_administrator.execute("CREATE TABLE guard.scratch_canary (words text, raw bytea)")
    try:
        values = (CONTROL, CONTROL.encode("utf-16-le"))
        as_administrator.execute("INSERT INTO guard.scratch_canary VALUES (%s, %s)", values)
        found = {where: hits(where, content, control) for where, content in places()}
    finally:
        as_administrator.execute("DROP TABLE guard.scratch_canary")
    places_hit = {where for where, each in found.items() if each}
    assert any("base/" in where for where in places_hit), f"not in the heap: {places_hit}"
    assert any("pg_wal/" in where for where in places_hit), f"not in the write-ahead log: {places_hit}"
    as_what = {hit.rpartition(" as ")[2] for hit in found["dump"]}
    assert {"utf-8", "utf-16-le hex"} <= as_what, "in the dump, plain and as bytes"


def test_no_other_test_uses_these_words():
    """What another test writes lies in the write-ahead log for long, and would be found here as if we had lost it."""
    words = [needle for needle in NEEDLES if needle[1] == "utf-8"]
    sources = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    assert not [hit for path in sources for hit in hits(path.name, path.read_bytes(), words)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda raw: b"x" + base64.b64encode(b"a" + raw + b"zzz"),
        lambda raw: b"x" + base64.b64encode(b"ab" + raw + b"zzz"),
        lambda raw: base64.b64encode(raw + b"zzz"),
        lambda raw: raw.hex().encode(),
        lambda raw: b"..." + raw + b"...",
        lambda raw: raw.decode().encode("utf-16-be"),
    ],
)
def test_every_form_is_recognised(wrap):
    assert hits("here", wrap(WORDS.encode()))
    assert not hits("here", wrap(CONTROL.encode()))
