"""Searching: all words within one object, newest first, never more than the asker could read; logged (R18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from tvaers.audit.actions import record
from tvaers.audit.queries import refuse_haste
from tvaers.foundation import clock, keystore
from tvaers.guard import context
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Organisation
from tvaers.search import sources, words
from tvaers.search.enums import Period
from tvaers.search.rules import Bounds, bounds, by_group, by_period
from tvaers.search.sources import Source
from tvaers.sharing import seen
from tvaers.sharing.parts import array, parsed

STEM_KEY = "search:stems"
# A page of results; who finds more is asked for another word.
MOST = 50
# More words than this narrow nothing any further.
MOST_WORDS = 8
# Nobody searches every second; a program would.
SEARCHES_A_MINUTE = 60
MINUTE = timedelta(minutes=1)
SEARCHED = "search.searched"
# With more open dossiers than this the walk begins at the newest postings of a word.
MUCH = 20_000
# From how many on a word counts as frequent; of a reader of much fewer are asked, as their age tells of the word too.
FREQUENT, NEWEST = 200, 50
# How many of the rarest word are looked through for the others.
LOOKED_THROUGH = 1000

# What the asker's own access rows open, as sharing.queries.live says; the policies check each row besides.
_OWN = """own AS MATERIALIZED (
    SELECT a.dossier_id FROM sharing_access a
    WHERE a.reader_id = ANY (%(readers)s::uuid[]) AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
), """
_WITHIN = " AND p.dossier_id = ANY (ARRAY(SELECT dossier_id FROM own))"
_OF_TABLES = " AND p.source = ANY (%(tables)s::text[])"
_SINCE, _BEFORE = " AND p.at >= %(since)s", " AND p.at < %(before)s"
_COUNTED = """
WITH {own}word AS (SELECT * FROM unnest(%(keys)s::bytea[]) WITH ORDINALITY AS w(key, place))
SELECT of.many, of.oldest FROM word CROSS JOIN LATERAL (
    SELECT count(*) AS many, min(s.at) AS oldest
    FROM (SELECT p.at FROM search_posting p WHERE p.key = word.key{within} LIMIT %(frequent)s) s
) of ORDER BY word.place
"""
_NEWEST_FIRST = " ORDER BY p.at DESC"
# The second comparison follows from the first: it keeps PostgreSQL from reading all postings of a word into a table.
_BESIDE = """
    AND EXISTS (SELECT 1 FROM search_posting q WHERE q.key = %(key_{n})s AND q.dossier_id = c.dossier_id
                AND q.dossier_id >= c.dossier_id AND q.object_id = c.object_id AND q.source = c.source)"""
# Walked no further than a page is full; the last posting that may be looked through comes along, to tell of it.
_FOUND = """
WITH {own}c AS (
    SELECT p.source, p.object_id, p.dossier_id, p.at, row_number() OVER (ORDER BY p.at DESC) AS place
    FROM search_posting p WHERE p.key = %(rarest)s{narrowed}
    ORDER BY p.at DESC LIMIT %(looked_through)s
), f AS (
    SELECT c.source, c.object_id, c.at, c.place = %(looked_through)s AS is_last, (true{beside}) AS stands FROM c
)
SELECT f.source, f.object_id, f.stands, f.is_last FROM f
WHERE f.stands OR f.is_last ORDER BY f.at DESC, f.object_id LIMIT %(most)s + 1
"""


def stem_key() -> bytes:
    """Return the key of the words: one for all organisations, so that what is disclosed is found where it is read."""
    return keystore.shared(STEM_KEY)


class NothingToFindByError(ValueError):
    """No word was typed that anything could be found by."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An object that all the words stand in: of which table, its opened row, and what of it to show."""

    source: Source
    row: Mapping[str, Any]
    at: datetime
    excerpt: list[tuple[str, bool]]

    @property
    def id(self) -> UUID:
        """The object's id."""
        found: UUID = self.row["id"]
        return found

    @property
    def dossier(self) -> UUID:
        """The dossier that it lies behind."""
        found: UUID = self.row[self.source.dossier]
        return found


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was found, newest first. is_cut: there is more than is shown, or may be."""

    found: list[Found]
    is_cut: bool

    @property
    def groups(self) -> dict[str, int]:
        """How many of these there are of each group of kinds."""
        return by_group(each.source.group for each in self.found)

    @property
    def periods(self) -> dict[Period, int]:
        """How many of these were written in each period."""
        return by_period([each.at for each in self.found], clock.now())


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What a search is narrowed to: a group of kinds, a period; "" and None for all."""

    group: str = ""
    period: Period | None = None

    def told(self) -> dict[str, Any]:
        """Return the parameters of `condition`."""
        tables = [table for table, source in sources.all_sources().items() if source.group == self.group]
        held = bounds(self.period, clock.now()) if self.period else Bounds()
        return {"tables": tables, "since": held.since, "before": held.before}

    def condition(self) -> str:
        """Return what a posting must meet besides."""
        held = self.told()
        return "".join(
            condition
            for condition, is_asked in ((_OF_TABLES, self.group), (_SINCE, held["since"]), (_BEFORE, held["before"]))
            if is_asked
        )

    def criterion(self) -> dict[str, str]:
        """Return what of it belongs to the criterion in the log."""
        said = {"group": self.group, "period": str(self.period or "")}
        return {name: value for name, value in said.items() if value}


EVERYTHING = Narrowing()


def found(*, actor: Actor, text: str, narrowing: Narrowing = EVERYTHING) -> Results:
    """Return the objects that hold all words of `text`, as far as the asker could read them.

    The search is logged with its criterion, hits or not (R18), and what is shown counts as seen. Raises
    NothingToFindByError, and TooOftenError when somebody searches faster than a person can.
    """
    wanted = words.asked_for(text)[:MOST_WORDS]
    if not wanted:
        raise NothingToFindByError
    seen.record_search({"text": text} | narrowing.criterion())
    refuse_haste(SEARCHED, organisation=actor.organisation.id, actor=actor.id, most=SEARCHES_A_MINUTE, within=MINUTE)
    record(SEARCHED)
    key = stem_key()
    hits, is_cut = _hits([words.key_of(stem, key=key) for stem in wanted], narrowing)
    return Results(found=_read(hits, frozenset(wanted), actor), is_cut=is_cut)


def _hits(keys: Sequence[bytes], narrowing: Narrowing) -> tuple[list[tuple[str, UUID]], bool]:
    """Return table and id of what all keys stand in, newest first, and whether there is or may be more.

    The walk begins at the rarest key, within the dossiers that the asker's access rows open, or, where those are very
    many, at its newest postings: what it costs is bounded by what the asker may read.
    """
    claims = context.current()
    through = LOOKED_THROUGH if len(keys) > 1 else MOST + 1
    told: dict[str, Any] = {"readers": list(claims.readers) if claims else [], "most": MOST, "looked_through": through}
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.opens_more_than(%s)", [MUCH])
        own, within = ("", "") if cursor.fetchone()[0] else (_OWN, _WITHIN)
        order = list(range(len(keys)))
        # How frequent a lone word is changes nothing.
        if len(keys) > 1:
            asked = {"keys": list(keys), "frequent": FREQUENT if own else NEWEST}
            cursor.execute(_COUNTED.format(own=own, within=within or _NEWEST_FIRST), told | asked)
            counted = cursor.fetchall()
            if not all(many for many, _oldest in counted):
                return [], False
            # Of frequent words the one is rarest whose newest postings reach back the furthest.
            order.sort(key=lambda place: counted[place][:1] if own else counted[place])
        told |= {f"key_{n}": keys[place] for n, place in enumerate(order)} | narrowing.told()
        told["rarest"] = told.pop("key_0")
        beside = "".join(_BESIDE.format(n=n) for n in range(1, len(keys)))
        cursor.execute(_FOUND.format(own=own, narrowed=within + narrowing.condition(), beside=beside), told)
        rows = cursor.fetchall()
    hits = [(table, id_) for table, id_, stands, _is_last in rows if stands]
    return hits[:MOST], len(hits) > MOST or any(is_last for *_hit, is_last in rows)


def _read(hits: list[tuple[str, UUID]], wanted: frozenset[str], actor: Actor) -> list[Found]:
    """Return what was found as the asker reads it, each behind its own policy, in one statement."""
    by_table: dict[str, list[UUID]] = {}
    for table, id_ in hits:
        by_table.setdefault(table, []).append(id_)
    asked = {table: sources.all_sources()[table] for table in by_table}
    arrays = {
        f"{table}_rows": array(source.ready().filter(id__in=by_table[table]), source.fields)
        for table, source in asked.items()
    }
    # Any one row of the asker's own to hang the arrays on: the organisation's.
    row = Organisation.objects.filter(id=actor.organisation.id).annotate(**arrays).values(*arrays).first() or {}
    read: dict[tuple[str, UUID], Found] = {}
    stems = words.Stems()
    for table, source in asked.items():
        for each in source.opened(parsed(source.model, row.get(f"{table}_rows") or [])):
            excerpt = words.excerpt(source.said(each), wanted, stems)
            # What was changed without its words is not what was searched for.
            if excerpt:
                read[table, each["id"]] = Found(source=source, row=each, at=_moment(each[source.at]), excerpt=excerpt)
    shown = [read[hit] for hit in hits if hit in read]
    for one in shown:
        seen.record(one.dossier, one.source.category_of(one.row))
    return shown


def _moment(value: datetime | str) -> datetime:
    """Return when something was written: what is not a column of the table's own comes as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
