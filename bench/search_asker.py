"""A process in a world that measures search: python -m bench.search_asker, told what to do by lines.

Which word stands in which text is made up, as the sentences of a world would not say how frequent a word is; the
objects, their policies and all that a page reads are those of the world. So an excerpt is made, and shown also where
the word is not in it.
"""

import json
import logging
import sys
import time
from collections.abc import Sequence

import django

django.setup()
logging.disable(logging.INFO)

from django.conf import settings

from bench.pages import people
from bench.world.fill import maintenance
from bench.world.shape import HOME, POLICE, Organisation
from tvaers.search import queries, sources, words
from tvaers.sharing.acting import acting

# How many of all objects each word stands in.
SHARES = {
    "fravær": 0.2,
    "klub": 0.1,
    "kiosk": 0.05,
    "knallert": 0.01,
    "skovhytte": 0.001,
    "hyldebær": 0.0001,
}
# Beside them each object has some of many words that nobody searches for.
OTHERS, OF_OTHERS = 4, 50_000
WHO = {"home": HOME, "police": POLICE}
INDEXES = {
    "posting_key_dossier": "(key, dossier_id)",
    "posting_key_newest": '(key, "at" DESC)',
    "posting_object": "(dossier_id, object_id)",
}
really = words.excerpt


def excerpt(texts: Sequence[str], wanted: frozenset[str], stems: words.Stems | None = None) -> list[tuple[str, bool]]:
    """Return what is shown of an object, and its beginning where the words are not in it."""
    return really(texts, wanted, stems) or [((texts or ["–"])[0][: words.EXCERPT], False)]


class Asker:
    """People of the home municipality and of the police, who search."""

    def fill(self) -> list[int]:
        """Let every object of the world be found by made-up words, unless it is so; return how many, and postings."""
        with maintenance() as connection:
            connection.execute("SET statement_timeout = 0")
            count = "SELECT count(DISTINCT object_id), count(*) FROM search_posting"
            found = connection.execute(count).fetchone() or (0, 0)
            if not found[0]:
                key = queries.stem_key()
                shares = [(words.key_of(words.asked_for(word)[0], key=key), share) for word, share in SHARES.items()]
                for source in sources.all_sources().values():
                    self._fill(connection, source, shares)
                found = connection.execute(count).fetchone() or (0, 0)
            return [int(str(each)) for each in found]

    def _fill(self, connection, source, shares) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - of the driver
        category = source.category if isinstance(source.category, str) else int(source.category)
        narrow = source.narrow if isinstance(source.narrow, str) else str(source.narrow).lower()
        at = source.at if source.at in {each.column for each in source.model._meta.fields} else "now()"
        connection.execute(
            f"""
            WITH o AS MATERIALIZED (
                SELECT s.{source.dossier} AS dossier_id, {category} AS category, s.id, {narrow} AS narrow, {at} AS at
                FROM {source.table} s
            ), word AS (SELECT * FROM unnest(%s::bytea[], %s::float[]) AS w(key, share))
            INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key)
            SELECT o.dossier_id, o.category, '{source.table}', o.id, o.narrow, o.at, word.key
            FROM o CROSS JOIN word
            WHERE ('x' || left(md5(o.id::text || word.key::text), 7))::bit(28)::integer < word.share * 268435456
            UNION ALL
            SELECT o.dossier_id, o.category, '{source.table}', o.id, o.narrow, o.at,
                   decode(md5((floor(random() * %s))::text || o.id::text), 'hex')
            FROM o CROSS JOIN generate_series(1, %s)
            """,  # noqa: S608 - of the program's own names
            [[key for key, _share in shares], [share for _key, share in shares], OF_OTHERS, OTHERS],
        )

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
