"""Protect the guard's own tables; dossiers and access change through functions."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader

BOTH_ENDS = " AND ".join(
    open_to_reader(f"sharing_link.{end}", category="511", may=1) for end in ("source_id", "target_id")
)
# Who a case is about, what belongs to it and what was split: both ends are ours to write in, for what stands on a link
# is given with it. What became something else may be another's, who passed it on to us.
OURS_AT_BOTH_ENDS, OURS_AT_THE_TARGET = (
    " AND ".join(open_to_reader(f"sharing_link.{end}", category="511", may=2, owner_only=True) for end in ends)
    for ends in (("source_id", "target_id"), ("target_id",))
)
LINKED = f"{BOTH_ENDS} AND CASE kind WHEN 'became' THEN {OURS_AT_THE_TARGET} ELSE {OURS_AT_BOTH_ENDS} END"
# A reader sees the own rows; the owner's people see who else was let into what they can see themselves. A function,
# because a policy cannot look into its own table; it is asked last and only for others' rows.
OWN_ACCESS = (
    "reader_id = ANY ((SELECT guard.readers())::uuid[])"
    " OR owner_id = (SELECT guard.organisation()) AND guard.can(dossier_id, 511, 1)"
)
# Agreements and statutes are public; a consent tells about a person. A function, asked for others' consents alone:
# a subquery here would be planned with every statement about a dossier, and cost as much again.
KNOWN_FRAME = "guard.knows_frame(frame_id)"
FRAMES = "kind <> 'consent' OR guard.knows_frame(id)"
# In the log a dossier is named: read by who did it, by inspectors, and by who can see the dossier.
INSPECTOR = "(SELECT guard.roles()) & 2048 <> 0"
MINE = "actor_id = (SELECT guard.actor())"
OURS = "organisation_id = (SELECT guard.organisation())"
THEIRS_OR_OURS = f"(owner_id = (SELECT guard.organisation()) OR {OURS})"


def _open(table: str) -> str:
    return open_to_reader(f"{table}.dossier_id", category="511", may=1)


LOG_WITH_DOSSIERS = f"""
ALTER POLICY may_select ON audit_seen
    USING ({THEIRS_OR_OURS} AND ({MINE} OR {INSPECTOR} OR {_open("audit_seen")}));
ALTER POLICY may_select ON audit_event
    USING ({OURS} AND (dossier_id IS NULL OR {MINE} OR {INSPECTOR} OR {_open("audit_event")}));
"""
LOG_WITHOUT_DOSSIERS = f"""
ALTER POLICY may_select ON audit_event USING ({OURS});
ALTER POLICY may_select ON audit_seen USING ({THEIRS_OR_OURS});
"""
NO_HANDS = """
DROP FUNCTION guard.refuse_move();
DROP FUNCTION guard.only_who_decides();
DROP FUNCTION guard.own_hand();
"""
UNDO = """
DROP TRIGGER one_link ON sharing_link;
DROP FUNCTION guard.one_link();
DROP TRIGGER own_id ON sharing_link;
DROP FUNCTION guard.own_id();
DROP FUNCTION guard.let_in(uuid, uuid, uuid, integer, integer, timestamptz);
DROP FUNCTION guard.erase_dossier(uuid, text);
DROP TABLE guard.dossier_table;
DROP FUNCTION guard.record_seen(uuid[], uuid[], integer[], bytea);
DROP FUNCTION guard.end_access(uuid);
DROP FUNCTION guard.answer_access(uuid, boolean);
DROP FUNCTION guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz);
DROP FUNCTION guard.open_dossier(text, integer, uuid, uuid, timestamptz);
DROP FUNCTION guard.can(uuid, integer, integer);
DROP FUNCTION guard.knows_frame(uuid);
DROP FUNCTION guard.decides();
"""


class Migration(migrations.Migration):
    """Protect the guard's own tables; dossiers and access change through functions."""

    dependencies: ClassVar = [
        ("partnerships", "0002_guard"),
        ("audit", "0002_guard"),
        ("sharing", "0001_initial"),
    ]
    operations: ClassVar = [
        sql_file(__file__, "0002_functions.sql", reverse=UNDO),
        sql_file(__file__, "0002_hands.sql", reverse=NO_HANDS),
        protection("sharing_frame", WORK_FLOOR, {"SELECT": FRAMES}),
        protection("sharing_frameparty", WORK_FLOOR, {"SELECT": KNOWN_FRAME}),
        protection("sharing_access", WORK_FLOOR, {"SELECT": OWN_ACCESS}),
        protection(
            "sharing_dossier",
            WORK_FLOOR,
            {"SELECT": open_to_reader("sharing_dossier.id", category="511", may=1)},
        ),
        protection("sharing_link", WORK_FLOOR, {"SELECT": BOTH_ENDS, "INSERT": LINKED}),
        migrations.RunSQL(LOG_WITH_DOSSIERS, reverse_sql=LOG_WITHOUT_DOSSIERS),
    ]
