"""The same work as hand-written SQL, without any guard: the maintenance login passes row security.

Written as somebody would who trusts the program alone: joins on the owner, no access rows, no log, no context.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from bench.world.shape import POLICE, Organisation

_LISTED = """
SELECT c.id, c.state, c.outcome, c.about, c.channel, c.area_id, c.received_at, c.opened_at, c.decided_at, c.headline,
       c.is_acute, c.version, r.kind, w.due, w.kind
FROM concerns_concern c JOIN sharing_dossier d ON d.id = c.id
LEFT JOIN concerns_reporter r ON r.dossier_id = c.id
LEFT JOIN LATERAL (SELECT min(k.due_at) AS due, (array_agg(k.kind ORDER BY k.due_at))[1] AS kind
                   FROM work_clock k WHERE k.dossier_id = c.id AND k.done_at IS NULL) w ON true
"""
TO_ASSESS = f"{_LISTED} WHERE d.owner_id = %(owner)s AND c.state = 'received' ORDER BY w.due, c.id LIMIT %(most)s"
# Nobody could read this list by owner alone: what was shared belongs to others. The reader's rows are joined.
DECIDED = (
    f"{_LISTED} JOIN sharing_access a ON a.dossier_id = c.id AND a.reader_id = %(unit)s"
    " WHERE c.state = 'decided' ORDER BY c.received_at DESC, c.id LIMIT %(most)s"
)
_PARTS = (
    *("cases_voice", "cases_strength", "cases_networkmember", "cases_entry", "cases_step", "cases_parentcontact"),
    *("plans_goal", "plans_goalstatement", "plans_followup"),
)
_CASE = """
SELECT c.*, m.name, o.name, u.name, p.* FROM cases_case c JOIN sharing_dossier d ON d.id = c.id
JOIN partnerships_organisation o ON o.id = d.owner_id JOIN partnerships_membership m ON m.id = c.lead_id
LEFT JOIN partnerships_unit u ON u.id = c.unit_id JOIN people_person p ON p.id = c.person_id WHERE c.id = %(case)s
"""
_TASKS = """
SELECT t.*, g.goal_id FROM plans_task t JOIN sharing_link l ON l.source_id = t.id AND l.kind = 'belongs'
LEFT JOIN plans_taskgoal g ON g.task_id = t.id WHERE l.target_id = %(case)s
"""
CASE = (_CASE, _TASKS, *(f"SELECT * FROM {table} WHERE dossier_id = %(case)s" for table in _PARTS))
_PERSON = """
SELECT DISTINCT p.* FROM people_token t JOIN people_person p ON p.id = t.dossier_id
JOIN sharing_dossier d ON d.id = p.id WHERE t.token = ANY (%(tokens)s) AND d.owner_id = %(owner)s LIMIT 21
"""
PERSON = (_PERSON,)
_DECIDED = """
UPDATE concerns_concern SET state = 'decided', outcome = 'advice', decided_at = now(),
    erase_on = now() + interval '6 months', version = version + 1 WHERE id = %(concern)s
"""
_REASON = """
INSERT INTO concerns_decision (id, dossier_id, kind, outcome, reason, at, by, receiver, basis)
VALUES (gen_random_uuid(), %(concern)s, 'decided', 'advice', '\\x00', now(), %(by)s, '', '')
"""
_DONE = """
UPDATE work_clock SET done_at = now(), done_by = %(by)s WHERE dossier_id = %(concern)s AND kind IN ('acute', 'triage')
"""
_TELL = """
INSERT INTO work_clock (id, dossier_id, category, kind, due_at)
VALUES (gen_random_uuid(), %(concern)s, 2, 'feedback', now() + interval '28 days')
"""
SAVE = ("SELECT * FROM concerns_concern WHERE id = %(concern)s FOR UPDATE", _DECIDED, _REASON, _DONE, _TELL)
_NOT_DONE = """
UPDATE work_clock SET done_at = NULL, done_by = NULL WHERE dossier_id = %(concern)s AND kind IN ('acute', 'triage')
"""
_RECEIVED = """
UPDATE concerns_concern SET state = 'received', outcome = '', decided_at = NULL, erase_on = NULL, version = 1
WHERE id = %(concern)s
"""
# Takes a decision of the bench's own back, so that the next round meets the same concern. The log keeps what was done.
UNDONE = (
    "DELETE FROM concerns_decision WHERE dossier_id = %(concern)s",
    "DELETE FROM work_clock WHERE dossier_id = %(concern)s AND kind = 'feedback'",
    _NOT_DONE,
    _RECEIVED,
)
_OWNED = "JOIN sharing_dossier d ON d.id = x.id AND d.owner_id = %(owner)s"
_RUNNING = f"SELECT x.id FROM cases_case x {_OWNED} WHERE x.state = 'open' ORDER BY x.opened_at DESC LIMIT %(number)s"
_WAITING = f"""
SELECT x.id FROM concerns_concern x {_OWNED} WHERE x.state = 'received' ORDER BY x.received_at LIMIT %(number)s
"""
_GIVEN = f"""
SELECT x.id FROM cases_case x {_OWNED} JOIN sharing_access a ON a.dossier_id = x.id AND a.source = 'disclosure'
WHERE a.organisation_id <> %(police)s GROUP BY x.id ORDER BY count(*)
"""
CARRIED = "SELECT count(*) FROM sharing_access WHERE frame_id = %(frame)s"
GIVEN_TO = """
SELECT a.dossier_id FROM sharing_access a
WHERE a.source = 'disclosure' AND a.organisation_id = %(organisation)s AND a.frame_id = %(frame)s
ORDER BY a.dossier_id LIMIT 1000
"""
END = "UPDATE sharing_frame SET ended_at = statement_timestamp() WHERE id = %(frame)s"
MEND = "UPDATE sharing_frame SET ended_at = NULL WHERE id = %(frame)s"


@dataclass(frozen=True)
class Known:
    """What the bench has to know of a world to ask for it."""

    cases: list[UUID]
    concerns: list[UUID]
    given: list[UUID]


class Plain:
    """The maintenance login."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Use a connection in autocommit."""
        self.connection = connection

    def rows(self, statement: str, **values: object) -> list[Any]:
        """Return the rows of one statement."""
        return self.connection.execute(statement, values).fetchall()

    def run(self, statements: tuple[str, ...], **values: object) -> None:
        """Run statements in one transaction and fetch what they return."""
        with self.connection.transaction():
            for statement in statements:
                cursor = self.connection.execute(statement, values)
                if cursor.description is not None:
                    cursor.fetchall()

    def known(self, organisation: Organisation, number: int) -> Known:
        """Return cases that run, concerns that wait, and the dossiers with the fewest and the most grants."""
        values = {"owner": organisation.id, "police": Organisation(POLICE).id, "number": number}
        cases, waiting, given = (
            [row[0] for row in self.rows(asked, **values)] for asked in (_RUNNING, _WAITING, _GIVEN)
        )
        return Known(cases, waiting, given)
