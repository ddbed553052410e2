"""A process in a world that measures search: python -m bench.search_asker, told what to do by lines.

Which word stands in which text is made up, as the sentences of a world would not say how frequent a word is; the
objects, their policies and all that a page reads are those of the world. So the words are put before what an object
says when its excerpt is made, each alone and as the end of a compound: they are looked for as in a text that has them.
"""

import json
import logging
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()
logging.disable(logging.INFO)

from django.conf import settings

from bench.pages import people
from bench.search_words import NUMBERS, OF_OTHERS, OTHERS, SHARES
from bench.world.fill import maintenance
from bench.world.shape import HOME, POLICE, Organisation
from tvaers.search import queries, sources, words
from tvaers.search.sources import Source
from tvaers.sharing.acting import acting

WHO = {"home": HOME, "police": POLICE}
# Tables that are filled at once.
AT_ONCE = 2
really = words.excerpt


def excerpt(texts: Sequence[str], wanted: frozenset[str], stems: words.Stems | None = None) -> list[tuple[str, bool]]:
    """Return what is shown of an object that the words stand in."""
    said = " ".join(f"{stem} skole{stem}" for stem in wanted)
    return really([f"{said} {text}" for text in texts or ["–"]], wanted, stems)


# An object of a table, as postings of it are written.
_OBJECTS = """
SELECT s.{dossier} AS dossier_id, {category} AS category, s.id, {narrow} AS narrow, {at} AS at FROM {table} s
"""
_BY_SHARE = """
WITH o AS MATERIALIZED ({objects}), word AS (SELECT * FROM unnest(%s::bytea[], %s::float[]) AS w(key, share))
INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key)
SELECT o.dossier_id, o.category, '{table}', o.id, o.narrow, o.at, word.key
FROM o CROSS JOIN word
WHERE ('x' || left(md5(o.id::text || word.key::text), 7))::bit(28)::integer < word.share * 268435456
UNION ALL
SELECT o.dossier_id, o.category, '{table}', o.id, o.narrow, o.at,
       decode(md5((floor(random() * %s))::text || o.id::text), 'hex')
FROM o CROSS JOIN generate_series(1, %s)
"""
# The police read none of the home municipality's that have it: each has the word as often, whatever else they read.
_BY_NUMBER = """
INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key)
SELECT o.dossier_id, o.category, '{table}', o.id, o.narrow, o.at, %(key)s
FROM ({objects}) o
WHERE EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = o.dossier_id AND a.reader_id = %(reader)s)
  AND NOT EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = o.dossier_id AND a.reader_id = ANY (%(others)s))
ORDER BY md5(o.id::text || %(key)s::text) LIMIT %(number)s
"""
# Signed notes stand for all that has words: enough of them in every world.
NUMBERED = "cases_entry"


class Asker:
    """People of the home municipality and of the police, who search."""

    def fill(self) -> float:
        """Let every object of the world be found by made-up words; return the seconds."""
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(_by_share, sources.all_sources().values()))
        with maintenance() as connection:
            statement = _statement(_BY_NUMBER, sources.all_sources()[NUMBERED])
            units = [Organisation(number).units[0] for number in WHO.values()]
            for word, number in NUMBERS.items():
                for unit in units:
                    others = [other for other in units if other != unit]
                    told = {"key": _key(word), "reader": unit, "others": others, "number": number}
                    connection.execute(statement, told)
        return time.monotonic() - began

    def filled(self) -> list[int]:
        """Return how many objects are found, and by how many postings."""
        with maintenance() as connection:
            connection.execute("SET statement_timeout = 0")
            count = "SELECT count(DISTINCT object_id), count(*) FROM search_posting"
            return [int(str(each)) for each in connection.execute(count).fetchone() or (0, 0)]

    def search(self, who: str, text: str) -> float:
        """Search as somebody on the page; return the seconds."""
        browser = people.client(Organisation(WHO[who]), 0)
        began = time.perf_counter()
        answer = browser.post("/search/", {"text": text}, secure=True)
        taken = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for a search")
        return taken

    def found(self, who: str, text: str) -> int:
        """Return how many somebody finds on a page."""
        with acting(people.actor(Organisation(WHO[who]), 0), route="bench") as by:
            return len(queries.found(actor=by, text=text).found)


def _key(word: str) -> bytes:
    return words.key_of(words.asked_for(word)[0], key=queries.stem_key())


def _statement(text: str, source: Source) -> bytes:
    """Return a statement with what a source's objects are."""
    objects = _OBJECTS.format(
        table=source.table,
        dossier=source.dossier,
        category=source.category if isinstance(source.category, str) else int(source.category),
        narrow=source.narrow if isinstance(source.narrow, str) else str(source.narrow).lower(),
        at=source.at if source.at in {each.column for each in source.model._meta.fields} else "now()",
    )
    return text.format(table=source.table, objects=objects).encode()


def _by_share(source: Source) -> None:
    with maintenance() as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET synchronous_commit = off")
        told = [[_key(word) for word in SHARES], list(SHARES.values()), OF_OTHERS, OTHERS]
        connection.execute(_statement(_BY_SHARE, source), told)


def main() -> None:
    """Do what each line asks until there are no more."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    queries.SEARCHES_A_MINUTE = sys.maxsize
    words.excerpt = excerpt
    asker = Asker()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        do = getattr(asker, asked["do"])
        print(json.dumps([do(*asked.get("with", ())) for _ in range(asked.get("rounds", 1))]), flush=True)


if __name__ == "__main__":
    main()
