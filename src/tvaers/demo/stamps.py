"""Dates that the database stamps itself, put right after loading, so that not everything was shared today.

An action takes its moment from the clock, which the loader holds still; `now()` of the database it cannot. So what
only the database stamps is set afterwards by the maintenance login, one statement for a table: when a dossier was
opened and a person registered, when access was given, answered and ended, when links, own words, strengths, goals,
tasks, comments, follow-ups and files were written, and when receivers were told what became of what they got. What a
text is found by gets the text's day. A task of the past is given with a date to come, and an old disclosure until a day
to come, as the database refuses what has ended before it begins; both get their day here. The tables of the log are
left alone: they say truly that all this was loaded today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg

from tvaers.search import sources

# What is found is as old as what it is found in.
_FOUND = """
UPDATE search_posting p SET at = s.{at} FROM {table} s
WHERE p.source = '{table}' AND p.object_id = s.id AND p.at <> s.{at};
"""
# What follows from what was set before it. Rows that were written together keep their order by the microseconds between.
_FOLLOWS = """
-- Somebody is registered with the first thing that is about them.
UPDATE sharing_dossier p SET opened_at = f.first FROM (
    SELECT l.target_id, min(s.opened_at) AS first FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id
    WHERE l.kind = 'concerns' GROUP BY l.target_id) f
WHERE p.id = f.target_id AND p.kind = 'person';
UPDATE people_person p SET created_at = d.opened_at FROM sharing_dossier d WHERE d.id = p.id;
UPDATE plans_task t SET given_at = d.opened_at FROM sharing_dossier d WHERE d.id = t.id;
UPDATE sharing_access a SET granted_at = d.opened_at, from_at = d.opened_at FROM sharing_dossier d
WHERE d.id = a.dossier_id AND a.source = 'owner';
UPDATE sharing_link l SET linked_at = greatest(s.opened_at, t.opened_at) FROM sharing_dossier s, sharing_dossier t
WHERE s.id = l.source_id AND t.id = l.target_id;
UPDATE cases_voice SET written_at = said_on + time '15:05' + (written_at - date_trunc('second', written_at));
UPDATE cases_strength w SET written_at = c.opened_at + interval '2 days'
    + (w.written_at - date_trunc('second', w.written_at)) FROM cases_case c WHERE c.id = w.dossier_id;
UPDATE cases_networkmember w SET written_at = c.opened_at + interval '2 days'
    + (w.written_at - date_trunc('second', w.written_at)) FROM cases_case c WHERE c.id = w.dossier_id;
UPDATE files_file f SET added_at = least(f.added_at, c.closed_at, c.opened_at + interval '9 days') FROM cases_case c
WHERE c.id = f.dossier_id;
UPDATE plans_followup SET at = held_on + time '15:20' + (at - date_trunc('second', at));
UPDATE sharing_frame f SET in_force_from = c.given_on FROM consents_consent c WHERE c.frame_id = f.id;
UPDATE sharing_frame f SET ended_at = c.withdrawn_at FROM consents_consent c
WHERE c.frame_id = f.id AND c.withdrawn_at IS NOT NULL;
-- What a closing case ended, ended then.
UPDATE sharing_access a SET ended_at = c.closed_at FROM cases_case c
WHERE c.id = a.dossier_id AND a.state = 'revoked' AND a.ended_at > c.closed_at;
UPDATE sharing_access a SET ended_at = c.closed_at FROM cases_case c, sharing_link l
WHERE l.kind = 'belongs' AND l.target_id = c.id AND l.source_id = a.dossier_id
    AND a.state = 'revoked' AND a.ended_at > c.closed_at;
"""
# After the terms of what was shared: nothing ended before it began, and what passes a concern on was offered then.
_AT_LAST = """
UPDATE sharing_access SET granted_at = least(granted_at, ended_at), from_at = least(from_at, ended_at)
WHERE ended_at IS NOT NULL;
-- What stays of a task stands beside its disclosure.
UPDATE sharing_access k SET granted_at = a.granted_at, from_at = a.from_at FROM sharing_access a
WHERE k.source = 'taken-on' AND a.dossier_id = k.dossier_id AND a.reader_id = k.reader_id AND a.source = 'disclosure';
UPDATE sharing_access SET answered_at = granted_at WHERE answered_at IS NOT NULL;
UPDATE concerns_passing p SET at = a.granted_at FROM sharing_disclosure d, sharing_access a
WHERE d.group_id = p.id AND a.id = d.id;
-- What became of something shared was told then, and whoever was told long ago has read it.
UPDATE sharing_notice n SET given_at = a.granted_at FROM sharing_access a
WHERE a.dossier_id = n.dossier_id AND a.reader_id = n.reader_id AND a.source = 'disclosure';
UPDATE sharing_notice n SET told_at = greatest(c.closed_at, n.given_at) FROM cases_case c
WHERE n.kind = 'closed' AND c.id = n.about_id;
UPDATE sharing_notice n SET told_at = greatest(c.withdrawn_at, n.given_at) FROM consents_consent c
WHERE n.kind = 'withdrawn' AND c.frame_id = n.about_id AND c.withdrawn_at IS NOT NULL;
UPDATE sharing_notice n SET acknowledged_at = n.told_at + interval '1 day', acknowledged_by_id = coalesce(n.member_id, (
    SELECT u.membership_id FROM partnerships_unitmembership u WHERE u.unit_id = n.unit_id
    ORDER BY u.membership_id LIMIT 1))
WHERE n.told_at < statement_timestamp() - interval '14 days';
"""
_TERMS = """
UPDATE sharing_access a SET granted_at = v.given, from_at = v.given, until_at = v.until,
    ended_at = CASE WHEN a.ended_at IS NULL THEN NULL ELSE coalesce(v.ended, a.ended_at) END
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS v (of, given, until, ended)
"""


@dataclass(frozen=True)
class Term:
    """When something was shared, and when that ended or ends. ended: None while it stands."""

    given: datetime
    until: datetime
    ended: datetime | None = None


@dataclass
class Stamps:
    """What is to be put right, gathered while loading."""

    opened: dict[UUID, datetime] = field(default_factory=dict)
    goals: dict[UUID, datetime] = field(default_factory=dict)
    comments: dict[UUID, datetime] = field(default_factory=dict)
    due: dict[UUID, date] = field(default_factory=dict)
    shared: dict[UUID, Term] = field(default_factory=dict)
    tasks_shared: dict[UUID, Term] = field(default_factory=dict)

    def write(self, maintenance: psycopg.Connection[Any]) -> None:
        """Put everything right, in one transaction."""
        with maintenance.transaction(), maintenance.cursor() as cursor:
            for table, column, found in (
                ("sharing_dossier", "opened_at", self.opened),
                ("plans_goal", "written_at", self.goals),
                ("plans_taskcomment", "at", self.comments),
            ):
                _set(cursor, table, column, found)
            _set(cursor, "plans_task", "due_on", self.due, kind="date")
            cursor.execute(_FOLLOWS)
            offered = f"{_TERMS} WHERE a.id IN (SELECT id FROM sharing_disclosure WHERE group_id = v.of)"  # noqa: S608 - a constant of this module
            cursor.execute(offered.encode(), _columns(self.shared))
            cursor.execute(
                f"{_TERMS} WHERE a.dossier_id = v.of AND a.source = 'disclosure'".encode(), _columns(self.tasks_shared)
            )
            cursor.execute(_AT_LAST)
            for source in sources.all_sources().values():
                if source.at in {each.column for each in source.model._meta.concrete_fields}:
                    cursor.execute(_FOUND.format(table=source.table, at=source.at).encode())

    def write_erased(self, maintenance: psycopg.Connection[Any], erased: Mapping[UUID, datetime]) -> None:
        """Put right when those of `erased` that are gone by now went."""
        maintenance.execute(
            "UPDATE sharing_dossier d SET erased_at = v.at FROM unnest(%s::uuid[], %s::timestamptz[]) AS v (id, at)"
            " WHERE d.id = v.id AND d.erased_at IS NOT NULL",
            [list(erased), list(erased.values())],
        )


def _columns(terms: Mapping[UUID, Term]) -> list[list[Any]]:
    found = terms.values()
    return [list(terms), [each.given for each in found], [each.until for each in found], [each.ended for each in found]]


def _set(
    cursor: psycopg.Cursor[Any], table: str, column: str, found: Mapping[UUID, date], *, kind: str = "timestamptz"
) -> None:
    statement = (
        f"UPDATE {table} t SET {column} = v.at FROM unnest(%s::uuid[], %s::{kind}[]) AS v (id, at) WHERE t.id = v.id"  # noqa: S608 - names from this module
    )
    cursor.execute(statement.encode(), [list(found), list(found.values())])
