"""Emergency look-ups change through functions, stand on a basis in the register, and open no file and no link."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.emergencies.rules import BASIS
from tvaers.foundation.queue import allowed, for_members
from tvaers.guard.policies import APP, WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader, written_by_functions
from tvaers.sharing.rules import SINCE

OURS = "(SELECT guard.organisation())"
# Whoever looked; their leaders and inspectors; the owner's coordinators, leaders and inspectors, and whoever works with
# the person there; the inspectors of who judges; and the job that tells them (emergencies.rules).
READ = (
    f"member_id = (SELECT guard.actor())"
    f" OR organisation_id = {OURS} AND ((SELECT guard.roles()) & 2304 <> 0 OR (SELECT guard.kind()) = 'system')"
    f" OR owner_id = {OURS} AND ((SELECT guard.roles()) & 2305 <> 0 OR guard.can(dossier_id, 8, 2))"
    " OR (SELECT guard.roles()) & 2048 <> 0 AND guard.judges_emergency(reviewer_id, organisation_id, owner_id)"
)
INSERT_BASIS = "INSERT INTO sharing_legalbasis (id, code, place, cited_as) SELECT %s, %s, max(place) + 1, %s FROM sharing_legalbasis"
INSERT_VERSION = """
INSERT INTO sharing_legalbasisversion (id, basis_id, number, from_at, title_da, title_en, law_da, law_en, guidance_da,
    guidance_en, frame_kinds, sender_kinds, receiver_kinds, purposes, categories, offence_bound, unverified)
VALUES (%s, %s, 1, %s, %s, %s, %s, %s, %s, %s, '{}', %s, %s, %s, %s, false, true)
"""
# Checked at once: a table with checks outstanding cannot be altered.
FORGOTTEN = """
UPDATE sharing_access a SET basis_id = NULL FROM sharing_legalbasisversion v JOIN sharing_legalbasis b ON b.id = v.basis_id
    WHERE v.id = a.basis_id AND b.code = 'emergency';
UPDATE sharing_access SET ended_at = statement_timestamp(), state = 'ended'
    WHERE source = 'break-glass' AND ended_at IS NULL;
DELETE FROM sharing_legalbasisversion v USING sharing_legalbasis b WHERE b.id = v.basis_id AND b.code = 'emergency';
DELETE FROM sharing_legalbasis WHERE code = 'emergency';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
FILES = ("files_file", "files_filecontent")
# What is seen in danger alone becomes part of nothing else: a link would outlast the hour.
LINKED = " AND ".join(
    open_to_reader(f"sharing_link.{end}", category="511", may=1, in_danger=False) for end in ("source_id", "target_id")
)
UNDO = """
DROP FUNCTION guard.restore_emergency(uuid);
DROP FUNCTION guard.review_emergency(uuid, boolean, bytea);
DROP FUNCTION guard.end_emergency(uuid);
DROP TRIGGER needs_reason ON emergencies_emergencylookup;
DROP FUNCTION guard.emergency_needs_reason();
DROP FUNCTION guard.open_emergency(uuid, bytea);
DROP FUNCTION guard.begin_emergency(uuid, text, uuid[], bytea[], date);
DROP FUNCTION guard.emergency_stop();
DROP FUNCTION guard.emergency_is_open(uuid);
DROP FUNCTION guard.judges_emergency(uuid, uuid, uuid);
DROP FUNCTION guard.emergency_reviewer(uuid, uuid);
DROP FUNCTION guard.emergency_basis();
"""


def _files(*, in_danger: bool) -> str:
    """Return the statements that let an emergency look-up open files, or not."""
    return "".join(
        f"ALTER POLICY may_select ON {table} USING ("
        f"{open_to_reader(f'{table}.dossier_id', category=f'{table}.category', may=1, in_danger=in_danger)});\n"
        for table in FILES
    )


def _written() -> RunSQL:
    """Build the operation that writes the basis with its first version."""
    words = (BASIS.title_da, BASIS.title_en, BASIS.law_da, BASIS.law_en, BASIS.guidance_da, BASIS.guidance_en)
    kinds = ([str(kind) for kind in BASIS.senders], [str(kind) for kind in BASIS.receivers])
    masks = (int(BASIS.purposes), int(BASIS.categories))
    return RunSQL(
        [
            (INSERT_BASIS, [BASIS.id, BASIS.code, BASIS.cited_as]),
            (INSERT_VERSION, [BASIS.version_id, BASIS.id, SINCE, *words, *kinds, *masks]),
        ],
        reverse_sql=FORGOTTEN,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("emergencies", "0001_initial"),
        ("accounts", "0005_factor"),
        ("concerns", "0014_by_recorder"),
        ("files", "0002_guard"),
        ("guard", "0005_whose_jobs"),
        ("people", "0007_of_kind"),
        ("sharing", "0017_keeping_bases"),
    ]
    operations: ClassVar = [
        sql_file(__file__, "0002_emergencies.sql", reverse=UNDO),
        protection("emergencies_emergencylookup", WORK_FLOOR, {"SELECT": READ}),
        _written(),
        RunSQL(_files(in_danger=False), reverse_sql=_files(in_danger=True)),
        RunSQL(
            f"CREATE POLICY not_in_danger ON sharing_link AS RESTRICTIVE FOR INSERT TO {APP} WITH CHECK ({LINKED});",
            reverse_sql="DROP POLICY not_in_danger ON sharing_link;",
        ),
        allowed("emergencies.tell"),
        for_members("emergencies.tell"),
        written_by_functions(
            "emergencies.looked_up", "emergencies.ended", "emergencies.reviewed", "emergencies.given_back"
        ),
    ]
