"""The register of legal bases as it begins, what frames carry of it, and giving on one of them (R1, R4)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import WORK_FLOOR, former, protection, reference, sql_file
from tvaers.sharing.rules import BASES, SINCE

INSERT_BASIS = "INSERT INTO sharing_legalbasis (id, code, place, cited_as) VALUES (%s, %s, %s, %s)"
INSERT_VERSION = """
INSERT INTO sharing_legalbasisversion (id, basis_id, number, from_at, title_da, title_en, law_da, law_en, guidance_da,
    guidance_en, frame_kinds, sender_kinds, receiver_kinds, purposes, categories, offence_bound, unverified)
VALUES (%s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
# Frames that were there before carry what they would have been born with.
CARRIED = """
INSERT INTO sharing_framebasis (frame_id, basis_id)
SELECT f.id, b.id FROM sharing_frame f CROSS JOIN sharing_legalbasis b
JOIN sharing_legalbasisversion v ON v.basis_id = b.id
WHERE f.kind = ANY (v.frame_kinds) AND v.purposes & f.purposes <> 0
    AND (f.kind <> 'statute' OR b.cited_as <> '' AND concat_ws(' ', f.title, f.basis) ~ b.cited_as);
"""
# Checked at once: a table with checks outstanding cannot be altered.
FORGOTTEN = """
UPDATE sharing_access SET basis_id = NULL WHERE basis_id IS NOT NULL;
DELETE FROM sharing_framebasis;
DELETE FROM sharing_legalbasisversion;
DELETE FROM sharing_legalbasis;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
UNDO = f"""
{former(__file__, "0002_functions.sql", "grant_access")}
DROP FUNCTION guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz, uuid);
DROP TRIGGER frame_bases ON sharing_frame;
DROP FUNCTION guard.frame_bases();
DROP FUNCTION guard.fitting_basis(uuid, uuid, integer, integer);
DROP FUNCTION guard.basis_end(uuid);
DROP FUNCTION guard.basis_stop(uuid, uuid, text, text, integer, integer);
DROP FUNCTION guard.basis_carries(uuid, text, text);
"""


def _texts(kinds: Sequence[str]) -> list[str]:
    return [str(kind) for kind in kinds]


def written() -> RunSQL:
    """Build the operation that writes each basis with its first version."""
    statements: list[str | tuple[str, dict[str, Any] | list[Any] | tuple[Any, ...] | tuple[()] | None]] = []
    for place, each in enumerate(BASES, start=1):
        words = (each.title_da, each.title_en, each.law_da, each.law_en, each.guidance_da, each.guidance_en)
        kinds = (_texts(each.frames), _texts(each.senders), _texts(each.receivers))
        masks = (int(each.purposes), int(each.categories))
        rest = (*words, *kinds, *masks, each.offence_bound, each.unverified)
        statements.append((INSERT_BASIS, [each.id, each.code, place, each.cited_as]))
        statements.append((INSERT_VERSION, [each.version_id, each.id, SINCE, *rest]))
    return RunSQL(statements, reverse_sql=FORGOTTEN)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0015_bases")]
    operations: ClassVar = [
        reference("sharing_legalbasis"),
        reference("sharing_legalbasisversion"),
        protection("sharing_framebasis", WORK_FLOOR, {"SELECT": "guard.knows_frame(frame_id)"}),
        written(),
        RunSQL(CARRIED, reverse_sql=RunSQL.noop),
        sql_file(__file__, "0016_bases.sql", reverse=UNDO),
    ]
