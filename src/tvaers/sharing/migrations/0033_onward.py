"""Where what one shares further came from, and the notice to whoever gave it first."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tvaers.foundation.ids
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import open_to_reader, written_by_functions

ORIGIN, NOTICE = "sharing_origin", "sharing_onwardnotice"
UNDO = """
DROP TRIGGER tell_origin_when_approved ON sharing_access;
DROP TRIGGER tell_origin_at_once ON sharing_access;
DROP FUNCTION guard.tell_origin();
DROP TRIGGER note_origin ON sharing_link;
DROP FUNCTION guard.note_origin();
"""
# What was taken over before there were origins.
FOUND = """
INSERT INTO sharing_origin (id, dossier_id, organisation_id, origin_id, purpose, at)
SELECT gen_random_uuid(), l.target_id, s.owner_id, l.source_id, coalesce((
    SELECT a.purpose FROM sharing_access a
    WHERE a.dossier_id = l.source_id AND a.organisation_id = t.owner_id AND a.source = 'disclosure'
    ORDER BY a.granted_at DESC, a.id LIMIT 1), 0), l.linked_at
FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id JOIN sharing_dossier t ON t.id = l.target_id
WHERE l.kind = 'became' AND s.owner_id <> t.owner_id;
WITH RECURSIVE carried AS (
    SELECT o.dossier_id, o.organisation_id, o.origin_id, o.purpose, o.at FROM sharing_origin o
    UNION SELECT l.target_id, c.organisation_id, c.origin_id, c.purpose, c.at
    FROM carried c JOIN sharing_link l ON l.source_id = c.dossier_id AND l.kind IN ('became', 'split')
         JOIN sharing_dossier t ON t.id = l.target_id AND t.owner_id <> c.organisation_id)
INSERT INTO sharing_origin (id, dossier_id, organisation_id, origin_id, purpose, at)
SELECT DISTINCT ON (c.dossier_id, c.origin_id) gen_random_uuid(), c.dossier_id, c.organisation_id, c.origin_id, c.purpose, c.at
FROM carried c WHERE NOT EXISTS (
    SELECT 1 FROM sharing_origin k WHERE k.dossier_id = c.dossier_id AND k.origin_id = c.origin_id);
"""


def _id() -> tuple[str, "models.UUIDField[object, object]"]:
    made = tvaers.foundation.ids.opaque
    return "id", models.UUIDField(default=made, editable=False, primary_key=True, serialize=False)


def _to(model: str, *, null: bool = False) -> "models.ForeignKey[object, object]":
    kept = django.db.models.deletion.PROTECT
    return models.ForeignKey(null=null, on_delete=kept, related_name="+", to=model)


def _erased_with(table: str) -> RunSQL:
    """Build the operation that erases the rows of a table with their dossier."""
    return RunSQL(
        f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{table}', 'dossier_id');",
        reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{table}'::regclass;",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0032_approval"), ("partnerships", "0006_idle")]
    operations: ClassVar = [
        migrations.CreateModel(
            "Origin",
            fields=[
                _id(),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("origin_id", models.UUIDField()),
                ("purpose", models.IntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.Now())),
                ("organisation", _to("partnerships.organisation")),
            ],
        ),
        migrations.CreateModel(
            "OnwardNotice",
            fields=[
                _id(),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.Now())),
                ("organisation", _to("partnerships.organisation")),
                ("by_organisation", _to("partnerships.organisation")),
                ("to_organisation", _to("partnerships.organisation")),
                ("basis", _to("sharing.legalbasisversion", null=True)),
            ],
        ),
        # It follows to whoever reads anything of the dossier.
        protection(ORIGIN, WORK_FLOOR, {"SELECT": open_to_reader(f"{ORIGIN}.dossier_id", category="511", may=1)}),
        # Read by who works on what was given; to nobody else there does it tell anything.
        protection(
            NOTICE,
            WORK_FLOOR,
            {
                "SELECT": "organisation_id = (SELECT guard.organisation()) AND "
                + open_to_reader(f"{NOTICE}.dossier_id", category="511", may=1, owner_only=True)
            },
        ),
        _erased_with(ORIGIN),
        _erased_with(NOTICE),
        sql_file(__file__, "0033_onward.sql", reverse=UNDO),
        RunSQL(FOUND, reverse_sql=RunSQL.noop),
        written_by_functions("sharing.passed_on"),
    ]
